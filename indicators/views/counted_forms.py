"""Paper forms that count: finding one again, seeing what was counted, and taking it back with a reason."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.policies import page, reach
from accounts.requests import PortalRequest
from core.errors import DomainError
from core.listing import Chip, Listing, show
from core.selectors import available_transitions, history_of
from indicators.enums import PaperState
from indicators.filters.paper_forms import SettledFormFilter
from indicators.models import PaperForm, ServicePoint, Survey
from indicators.selectors import paper_forms as reading
from indicators.selectors.survey_screens import in_words
from indicators.services import paper_forms, periods
from indicators.services.errors import FigureRefused
from indicators.services.paper_forms import WITHDRAW
from indicators.tables.paper_forms import SettledFormTable
from indicators.workflow import PAPER_FORM


@page(WITHDRAW)
def settled_form_list(request: PortalRequest, pk: int) -> HttpResponse:
    """The forms of a survey that count or were taken back, to be found by number, point or state."""
    points = reach(request.user, WITHDRAW).filter(ServicePoint.objects.all())
    survey = get_object_or_404(Survey.objects.filter(points__in=points).distinct(), pk=pk)
    asked_at = points.filter(survey=survey)
    rows = reading.settled(asked_at)
    return show(
        request,
        Listing(
            title=f"Phiếu giấy đã tính – {survey.title}",
            table=SettledFormTable,
            queryset=rows,
            filterset=partial(SettledFormFilter, points=asked_at.select_related("unit")),
            noun="phiếu",
            empty_text="Chưa có phiếu giấy nào được tính.",
            export_name="phieu-giay-da-tinh",
            template="indicators/settled_form_list.html",
            chips=[
                Chip(str(state.label), {"state": state.value}, rows.filter(state=state).count())
                for state in (PaperState.AGREED, PaperState.WITHDRAWN)
            ],
            context={"survey": survey},
        ),
    )


@page(WITHDRAW)
def settled_form_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """One form with what was typed and what counts; from here it is taken back."""
    form = _form(request, pk)
    counts = form.state == PaperState.AGREED
    refusal = _refusal(form) if counts else None
    withdrawals = [each for each in available_transitions(PAPER_FORM, form, request.user) if each.name == "withdraw"]
    context = {
        "heading": f"Phiếu giấy số {form.number}",
        "form": form,
        "rows": _rows(form),
        "transitions": [] if refusal else withdrawals,
        "refusal": refusal,
        "again": reading.in_place_of(form),
        "is_withdrawn": form.state == PaperState.WITHDRAWN,
        "retype": _retyping(form),
        "events": history_of(form),
    }
    return render(request, "indicators/settled_form_detail.html", context)


@page(WITHDRAW)
@require_POST
def paper_form_withdraw(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a form back; told is which month's figures are without it now."""
    form = _form(request, pk)
    reason = request.POST.get("comment", "")[:2000]
    try:
        paper_forms.withdraw(form=form, reason=reason, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        day = form.answered_on
        messages.success(
            request,
            f"Đã rút phiếu số {form.number}. Kết quả khảo sát và số liệu tháng {day.month}/{day.year} "
            "không còn tính phiếu này.",
        )
    return redirect("indicators:settled-form", pk)


def _form(request: PortalRequest, pk: int) -> PaperForm:
    """A form that was typed twice and settled, with everything its page shows."""
    related = ("point__unit", "point__survey__questionnaire", "point__survey__centre", "answer")
    people = ("first_by__person", "second_by__person", "withdrawn_by__person")
    forms = PaperForm.objects.select_related(*related, *people)
    settled = forms.filter(state__in=(PaperState.AGREED, PaperState.WITHDRAWN))
    return get_object_or_404(reach(request.user, WITHDRAW).filter(settled, "point__unit"), pk=pk)


def _refusal(form: PaperForm) -> FigureRefused | None:
    """What is said when the figures of its month are closed."""
    centre, day = form.point.unit.centre, form.answered_on
    return centre and periods.refusal_if_closed(centre=centre, year=day.year, months=[day.month])


def _retyping(form: PaperForm) -> str:
    """Where the right sheet of this number and day is typed."""
    same_sheet = {"so": form.number, "ngay": f"{form.answered_on:%Y-%m-%d}"}
    return reverse("indicators:paper-form-create", args=[form.point_id], query=same_sheet)


def _rows(form: PaperForm) -> list[dict[str, Any]]:
    """Each question with the answer that counted; a text that somebody wrote was typed once and stands there."""
    counted = form.answer.answers if form.answer else form.withdrawn_answers or {}
    asked = paper_forms.on_paper(form.point).questionnaire
    return [
        {
            "number": number,
            "question": question.text,
            "counted": in_words(
                question,
                form.first_answers.get(question.code) if question.kind == "text" else counted.get(question.code),
            ),
        }
        for number, question in enumerate(asked.questions, start=1)
    ]
