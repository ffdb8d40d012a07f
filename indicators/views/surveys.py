"""Surveys: the list, one survey with its sample desk, preparing, opening and closing, places and codes."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.forms.base import attempt
from accounts.models import Unit
from accounts.policies import page
from accounts.requests import PortalRequest
from core.acts import carry_out, comment_of
from core.charts import LineChart, Series
from core.errors import DomainError
from core.formats import vn_number
from core.listing import Listing, show
from core.selectors import available_transitions, history_of
from indicators.enums import SurveyState
from indicators.filters.surveys import SurveyFilter
from indicators.forms.surveys import NewSurveyForm, SurveyForm
from indicators.models import Survey
from indicators.roles import HANDLE_COMMENTS, MANAGE_SURVEYS, VIEW_SURVEY_REPORT, VIEW_SURVEY_RESULTS
from indicators.selectors import surveys as reading
from indicators.selectors.questionnaires import usable_at
from indicators.services import surveys
from indicators.tables.surveys import SurveyTable
from indicators.workflow import SURVEY

DAYS_DRAWN = 120


@page(VIEW_SURVEY_RESULTS)
def survey_list(request: PortalRequest) -> HttpResponse:
    """All surveys that concern the reader, in the centre looked at and above it."""
    centre = request.centre
    rows = reading.with_answers(reading.visible_to(request.user))
    if centre is not None:
        rows = rows.filter(centre__in=[centre, *Unit.objects.get_ancestors(centre)])
    return show(
        request,
        Listing(
            title="Khảo sát hài lòng",
            table=SurveyTable,
            queryset=rows.order_by("-opens_on", "title"),
            filterset=SurveyFilter,
            noun="đợt khảo sát",
            empty_text="Chưa có đợt khảo sát nào.",
            export_name="dot-khao-sat",
            template="indicators/survey_list.html",
            context={
                "may_manage": centre is not None and request.user.has_perm(MANAGE_SURVEYS, centre),
                "may_comment": request.user.has_perm(HANDLE_COMMENTS),
                "may_report": request.user.has_perm(VIEW_SURVEY_REPORT),
            },
        ),
    )


@page(VIEW_SURVEY_RESULTS)
def survey_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """The sample desk of a survey, its places and what can be done with it."""
    survey = get_object_or_404(reading.visible_to(request.user), pk=pk)
    points = reading.points_of(survey, request.user)
    desk = reading.desk_of(survey, points, timezone.localdate())
    may_manage = request.user.has_perm(MANAGE_SURVEYS, survey)
    transitions = available_transitions(SURVEY, survey, request.user)
    context = {
        "heading": survey.title,
        "survey": survey,
        "points": points,
        "desk": desk,
        "pace": _pace(desk) if survey.state != SurveyState.DRAFT else None,
        # Ending a survey is not what its page invites to do: only opening stands in sight.
        "transitions": [each for each in transitions if each.style == "primary"],
        "others": [each for each in transitions if each.style != "primary"],
        "may_manage": may_manage,
        "sees_all": request.user.has_perm(VIEW_SURVEY_RESULTS, survey),
        "poster_parts": reading.poster_parts(len(points)),
        "posters_by_job": len(points) > reading.POSTERS_AT_ONCE,
        "poster_sizes": (("a4", "A4"), ("a5", "A5")),
        "of_points": sum(point.target for point in points),
        "is_draft": survey.state == SurveyState.DRAFT,
        "is_closed": survey.state == SurveyState.CLOSED,
        "may_comment": request.user.has_perm(HANDLE_COMMENTS, survey),
        "events": history_of(survey)[:30] if may_manage else (),
    }
    return render(request, "indicators/survey_detail.html", context)


def _pace(desk: reading.Desk) -> LineChart | None:
    """Answers day by day against an even pace to the target."""
    days = desk.gaps[-DAYS_DRAWN:]
    if len(days) < 2 or not desk.target:
        return None
    if desk.behind:
        sentence = f"Đến nay còn thiếu {vn_number(desk.behind)} phiếu so với nhịp đều."
    else:
        sentence = "Đến nay đủ phiếu so với nhịp đều."
    return LineChart(
        title="Số phiếu theo ngày so với nhịp cần đạt",
        sentence=sentence,
        labels=[f"{each.day.day}/{each.day.month}" for each in days],
        series=[
            Series("Đã có", [each.answers for each in days]),
            Series("Cần có nếu đều mỗi ngày", [each.needed for each in days]),
        ],
        low=0,
        label_heading="Ngày",
    )


@page(MANAGE_SURVEYS)
def survey_create(request: PortalRequest) -> HttpResponse:
    """Prepare a survey."""
    holders = reading.holders_for(request.user)
    rows = usable_at(holders)
    initial = {"centre": request.centre, "shown_from": settings.SURVEY_SHOWN_FROM}
    form = NewSurveyForm(request.POST or None, holders=holders, questionnaires=rows, initial=initial)

    def store() -> Survey:
        centre: Unit = form.cleaned_data["centre"]
        return surveys.create(centre=centre, values=form.values(), by=request.user, at=timezone.now())

    if request.method == "POST" and form.is_valid():
        made = attempt(form, store)
        if made is not None:
            messages.success(request, "Đã lập đợt khảo sát. Thêm các điểm phục vụ rồi mở khảo sát.")
            return redirect("indicators:survey-detail", made.pk)
    context = {"heading": "Lập đợt khảo sát", "form": form, "has_questionnaires": rows.exists()}
    return render(request, "indicators/survey_form.html", context, status=400 if form.errors else 200)


@page(MANAGE_SURVEYS)
def survey_edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Change a survey as far as its state allows."""
    survey = get_object_or_404(reading.managed_by(request.user), pk=pk)
    form = SurveyForm(
        request.POST or None, questionnaires=usable_at([survey.centre]), initial=SurveyForm.initial_of(survey)
    )
    allowed = surveys.CHANGEABLE[SurveyState(survey.state)]
    for name in form.fields:
        form.fields[name].disabled = name not in allowed

    def store() -> Survey:
        return surveys.change(survey=survey, values=form.values(), by=request.user, at=timezone.now())

    if request.method == "POST" and form.is_valid() and attempt(form, store) is not None:
        messages.success(request, "Đã lưu đợt khảo sát.")
        return redirect("indicators:survey-detail", pk)
    context = {"heading": "Sửa đợt khảo sát", "form": form, "survey": survey, "has_questionnaires": True}
    return render(request, "indicators/survey_form.html", context, status=400 if form.errors else 200)


@page(MANAGE_SURVEYS)
@require_POST
def survey_act(request: PortalRequest, pk: int) -> HttpResponse:
    """Open, close, open again."""
    survey = get_object_or_404(reading.managed_by(request.user), pk=pk)
    comment, at = comment_of(request), timezone.now()
    acts = {
        "open": lambda: surveys.open(survey=survey, by=request.user, at=at),
        "close": lambda: surveys.close(survey=survey, by=request.user, at=at),
        "reopen": lambda: surveys.reopen(survey=survey, by=request.user, at=at, comment=comment),
    }
    carry_out(request, acts, lambda name, _: f"Đã thực hiện: {SURVEY[name].label}.")
    return redirect("indicators:survey-detail", pk)


@page(MANAGE_SURVEYS)
@require_POST
def survey_delete(request: PortalRequest, pk: int) -> HttpResponse:
    """Remove a survey that was never opened."""
    survey = get_object_or_404(reading.managed_by(request.user), pk=pk)
    try:
        surveys.delete(survey=survey, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("indicators:survey-detail", pk)
    messages.success(request, f"Đã xóa đợt “{survey.title}”.")
    return redirect("indicators:survey-list")
