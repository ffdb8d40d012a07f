"""Results of a survey: the page, its Excel files, and the public page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.policies import page, public_page
from accounts.requests import PortalRequest
from core.charts import Bar, BarChart, LineChart, Series
from core.formats import vn_percent
from core.list_files import give_out
from core.models import Job
from core.spreadsheet import attachment
from indicators.engine.comparison import beside_the_largest
from indicators.engine.visible_results import Choice, VisibleResults
from indicators.models import Survey
from indicators.roles import MANAGE_SURVEYS, VIEW_SURVEY_RESULTS
from indicators.selectors import surveys as reading
from indicators.selectors.late_answers import number_after_end, number_counted_later
from indicators.selectors.survey_results import public_comments, results_for, results_in_public
from indicators.services import answer_exports
from indicators.spreadsheet.survey_books import results_book


@page(VIEW_SURVEY_RESULTS)
def survey_results(request: PortalRequest, pk: int) -> HttpResponse:
    """Results by factor, question, unit and month; the part that is asked for is in the address."""
    survey = get_object_or_404(reading.visible_to(request.user), pk=pk)
    told = results_for(survey, request.user, _choice(request))
    if request.GET.get("_export") == "xlsx":
        return attachment(results_book(told), f"ket-qua-khao-sat-{survey.pk}")
    may_manage = request.user.has_perm(MANAGE_SURVEYS, survey)
    context = {
        "heading": f"Kết quả: {survey.title}",
        "survey": survey,
        "told": told,
        "may_manage": may_manage,
        "after_end": number_after_end(survey, request.user),
        "counted_later": number_counted_later(survey, request.user),
        "channels": beside_the_largest(told.channels),
        "has_earlier": reading.earlier_rounds(survey, request.user).exists(),
        "file_by_job": may_manage and answer_exports.is_large(survey),
        **_charts(told),
    }
    return render(request, "indicators/survey_results.html", context)


@page(MANAGE_SURVEYS)
@require_GET
def survey_answers_file(request: PortalRequest, pk: int) -> HttpResponse:
    """All finished forms, without anything that tells who answered or on which day; many of them take a job."""
    survey = get_object_or_404(reading.managed_by(request.user), pk=pk)
    if answer_exports.is_large(survey):
        messages.info(request, "Đợt này có nhiều phiếu: bấm “Xuất phiếu không tên” để hệ thống tạo tệp trong nền.")
        return redirect("indicators:survey-results", pk)
    return attachment(answer_exports.book(survey), _answers_name(survey))


@page(MANAGE_SURVEYS)
@require_POST
def survey_answers_export(request: PortalRequest, pk: int) -> HttpResponse:
    """Ask for the file of many forms."""
    survey = get_object_or_404(reading.managed_by(request.user), pk=pk)
    job = answer_exports.request(survey=survey, by=request.user, at=timezone.now())
    return redirect("core:job-detail", pk=job.pk)


@page(MANAGE_SURVEYS)
@require_GET
def survey_answers_made(request: PortalRequest, pk: UUID) -> HttpResponseBase:
    """The file that a job made, for the person who asked for it, as long as she manages the survey."""
    job = get_object_or_404(Job, pk=pk, name=answer_exports.JOB, requested_by=request.user.pk)
    survey = get_object_or_404(reading.managed_by(request.user), pk=job.arguments["survey"])
    back = reverse("indicators:survey-results", args=[survey.pk])
    return give_out(request, job, filename=_answers_name(survey), back=back)


def _answers_name(survey: Survey) -> str:
    return f"phieu-tra-loi-{survey.pk}"


@public_page
def public_results(request: PortalRequest, token: str) -> HttpResponse:
    """What everybody may see of a survey that publishes its results."""
    published = Survey.objects.filter(is_published=True).exclude(results_token="")
    survey = get_object_or_404(published.select_related("centre", "questionnaire"), results_token=token)
    told = results_in_public(survey)
    context = {
        "heading": f"Kết quả: {survey.title}",
        "survey": survey,
        "told": told,
        "comments": public_comments(survey, told),
        **_charts(told),
    }
    return render(request, "indicators/survey_public_results.html", context)


def _choice(request: PortalRequest) -> Choice:
    unit, month = request.GET.get("unit", ""), request.GET.get("month", "")
    return Choice(unit if unit.isascii() and unit.isdigit() else "", month[:7])


def _charts(told: VisibleResults) -> dict[str, Any]:
    return {"by_factor": _by_factor(told), "by_unit": _by_unit(told), "by_month": _by_month(told)}


def _by_factor(told: VisibleResults) -> BarChart | None:
    known = [(factor, factor.pooled.percent) for factor in told.factors if factor.pooled.percent is not None]
    if len(known) < 2:
        return None
    lowest = min(known, key=lambda pair: pair[1])
    shown = vn_percent(lowest[1], 1)
    are_equal = len({vn_percent(percent, 1) for _, percent in known}) == 1
    return BarChart(
        title="Tỷ lệ hài lòng theo nhóm câu hỏi",
        sentence=f"Các nhóm bằng nhau ({shown})." if are_equal else f"Thấp nhất: {lowest[0].name} ({shown}).",
        bars=[Bar(factor.name, percent, vn_percent(percent, 1)) for factor, percent in known],
        label_heading="Nhóm câu hỏi",
        value_heading="Tỷ lệ hài lòng",
        limit=100,
    )


def _by_unit(told: VisibleResults) -> BarChart | None:
    known = [(group, group.counts.pooled.percent) for group in told.units if group.counts is not None]
    if len(known) < 2:
        return None
    return BarChart(
        title="Tỷ lệ hài lòng theo đơn vị",
        sentence=f"{len(known)} đơn vị đủ phiếu để so sánh.",
        bars=[Bar(group.label, percent, vn_percent(percent, 1)) for group, percent in known],
        value_heading="Tỷ lệ hài lòng",
        limit=100,
    )


def _by_month(told: VisibleResults) -> LineChart | None:
    if len(told.months) < 2 or not any(group.counts for group in told.months):
        return None
    return LineChart(
        title="Tỷ lệ hài lòng theo tháng",
        sentence="Mỗi điểm gộp mọi câu trả lời trong tháng.",
        labels=[group.label.removeprefix("Tháng ") for group in told.months],
        series=[
            Series("Hài lòng", [group.counts.pooled.percent if group.counts else None for group in told.months]),
        ],
        unit="%",
        low=0,
        high=100,
        label_heading="Tháng",
    )
