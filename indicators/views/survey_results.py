"""Results of a survey: the page, its Excel files, and the public page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.policies import page, public_page
from core.charts import Bar, BarChart, LineChart, Series
from core.formats import vn_percent
from core.spreadsheet import attachment
from indicators.engine.told_results import Choice, Told
from indicators.models import Survey, SurveyAnswer
from indicators.selectors import surveys as reading
from indicators.selectors.questionnaires import asked_by
from indicators.selectors.survey_results import public_comments, told_in_public, told_to
from indicators.spreadsheet.survey_books import answers_book, results_book

VIEW, MANAGE = reading.VIEW, reading.MANAGE


@page(VIEW)
def survey_results(request: HttpRequest, pk: int) -> HttpResponse:
    """Results by factor, question, unit and month; the part that is asked for is in the address."""
    survey = get_object_or_404(reading.visible_to(request.user), pk=pk)
    told = told_to(survey, request.user, _choice(request))
    if request.GET.get("_export") == "xlsx":
        return attachment(results_book(told), f"ket-qua-khao-sat-{survey.pk}")
    context = {
        "heading": f"Kết quả: {survey.title}",
        "survey": survey,
        "told": told,
        "may_manage": request.user.has_perm(MANAGE, survey),
        **_charts(told),
    }
    return render(request, "indicators/survey_results.html", context)


@page(MANAGE)
def survey_answers_file(request: HttpRequest, pk: int) -> HttpResponse:
    """All finished forms, without anything that tells who answered or on which day."""
    survey = get_object_or_404(reading.managed_by(request.user), pk=pk)
    answers = SurveyAnswer.objects.filter(point__survey=survey, finished_on__isnull=False)
    # Their keys are random: in this order the rows do not tell who came first.
    rows = (
        (
            str(answer.point.unit),
            answer.point.name,
            f"{answer.finished_on:%-m/%Y}",
            answer.get_channel_display(),
            answer.answers,
        )
        for answer in answers.select_related("point__unit").order_by("pk")
    )
    return attachment(answers_book(asked_by(survey.questionnaire), rows), f"phieu-tra-loi-{survey.pk}")


@public_page
def public_results(request: HttpRequest, token: str) -> HttpResponse:
    """What everybody may see of a survey that publishes its results."""
    published = Survey.objects.filter(is_published=True).exclude(results_token="")
    survey = get_object_or_404(published.select_related("centre", "questionnaire"), results_token=token)
    told = told_in_public(survey)
    context = {
        "heading": f"Kết quả: {survey.title}",
        "survey": survey,
        "told": told,
        "comments": public_comments(survey),
        **_charts(told),
    }
    return render(request, "indicators/survey_public_results.html", context)


def _choice(request: HttpRequest) -> Choice:
    unit, month = request.GET.get("unit", ""), request.GET.get("month", "")
    return Choice(unit if unit.isascii() and unit.isdigit() else "", month[:7])


def _charts(told: Told) -> dict[str, Any]:
    return {"by_factor": _by_factor(told), "by_unit": _by_unit(told), "by_month": _by_month(told)}


def _by_factor(told: Told) -> BarChart | None:
    known = [(factor, factor.pooled.percent) for factor in told.factors if factor.pooled.percent is not None]
    if len(known) < 2:
        return None
    lowest = min(known, key=lambda pair: pair[1])
    return BarChart(
        title="Tỷ lệ hài lòng theo nhóm câu hỏi",
        sentence=f"Thấp nhất: {lowest[0].name} ({vn_percent(lowest[1], 1)}).",
        bars=[Bar(factor.name, percent, vn_percent(percent, 1)) for factor, percent in known],
        label_heading="Nhóm câu hỏi",
        value_heading="Tỷ lệ hài lòng",
        limit=100,
    )


def _by_unit(told: Told) -> BarChart | None:
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


def _by_month(told: Told) -> LineChart | None:
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
