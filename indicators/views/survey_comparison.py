"""Results of a round of a survey beside those of an earlier one."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.policies import page
from accounts.requests import PortalRequest
from core.spreadsheet import attachment
from indicators.engine.comparison import Comparison, Line, compare
from indicators.engine.visible_results import Choice
from indicators.roles import VIEW_SURVEY_RESULTS
from indicators.selectors import surveys as reading
from indicators.selectors.survey_results import results_for
from indicators.spreadsheet.comparison_book import comparison_book

Groups = list[tuple[str, list[Line]]]


@page(VIEW_SURVEY_RESULTS)
def survey_comparison(request: PortalRequest, pk: int) -> HttpResponse:
    """What rose and what fell against an earlier round of the same kind (``?voi=``), of all units or of one."""
    survey = get_object_or_404(reading.visible_to(request.user), pk=pk)
    rounds = list(reading.earlier_rounds(survey, request.user))
    wanted = request.GET.get("voi", "")
    earlier = next((each for each in rounds if str(each.pk) == wanted), rounds[0] if rounds else None)
    unit = request.GET.get("unit", "")
    choice = Choice(unit if unit.isascii() and unit.isdigit() else "")
    now = results_for(survey, request.user, choice)
    before = results_for(earlier, request.user, choice) if earlier else None
    comparison = compare(now, before) if before else None
    if comparison is not None and earlier is not None and request.GET.get("_export") == "xlsx":
        book = comparison_book(survey.title, earlier.title, _groups(comparison))
        return attachment(book, f"so-sanh-khao-sat-{survey.pk}-{earlier.pk}")
    context = {
        "heading": f"So sánh: {survey.title}",
        "survey": survey,
        "rounds": rounds,
        "earlier": earlier,
        "unit": choice.unit,
        "now": now,
        "before": before,
        "comparison": comparison,
        "groups": _groups(comparison) if comparison else (),
    }
    return render(request, "indicators/survey_comparison.html", context)


def _groups(comparison: Comparison) -> Groups:
    return [
        ("Chung", list(comparison.general)),
        ("Theo nhóm câu hỏi", list(comparison.factors)),
        ("Từng câu hỏi", list(comparison.questions)),
    ]
