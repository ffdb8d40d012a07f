"""Pages of the distance to the next grade: of one unit's result, of a sheet being filled in, of all units of a run."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.views.decorators.http import require_GET

from accounts.policies import page, reach
from core.listing import Listing, show
from scoring.engine.standing import Standing
from scoring.filters.results import RankingFilter
from scoring.models import Assessment, ScoreRun
from scoring.selectors import assessments, distances, results, sheets
from scoring.tables.distances import DistanceTable
from scoring.views.assessments import shows_decisions


@page(results.VIEW_PUBLISHED)
@require_GET
def unit_distance(request: HttpRequest, pk: int) -> HttpResponse:
    """What would lift a unit from the grade of its result."""
    score = get_object_or_404(results.visible_unit_scores(request.user), pk=pk)
    found = distances.of_unit_scores(score.run, [score])[score.pk]
    context = {
        "heading": f"Cách đạt mức kế tiếp – {score.unit.name}",
        "unit": score.unit,
        "found": found,
        "back": reverse("scoring:unit-result", args=[score.pk]),
        "back_words": f"Kết quả năm {score.run.round.year}",
        "step_url": "scoring:score-trace",
        "grade_reason": score.grade_reason if score.grade_code != score.reached_code else "",
        "is_projected": False,
    }
    return render(request, "scoring/distance.html", context)


@page("scoring.view_assessment")
@require_GET
def assessment_distance(request: HttpRequest, pk: int) -> HttpResponse:
    """What would lift a unit from the grade that its sheet projects."""
    assessment: Assessment = get_object_or_404(assessments.assessments_visible_to(request.user), pk=pk)
    sheet = sheets.sheet_of(assessment, shows_decisions=shows_decisions(request, assessment))
    links = {row.criterion.code: row.item.pk for row in sheet.rows}
    standing = Standing(group=assessment.unit.group)
    context = {
        "heading": f"Cách đạt mức kế tiếp – {assessment.unit.name}",
        "unit": assessment.unit,
        "found": distances.of_evaluation(sheet.criteria_set, sheet.result, standing, links),
        "back": reverse("scoring:assessment-detail", args=[assessment.pk]),
        "back_words": f"Tự đánh giá năm {assessment.round.year}",
        "step_url": "scoring:item-detail",
        "grade_reason": "",
        "is_projected": True,
    }
    return render(request, "scoring/distance.html", context)


@page(results.VIEW_ALL)
@require_GET
def run_distance(request: HttpRequest, pk: int) -> HttpResponse:
    """All units of a run with what they lack."""
    within = reach(request.user, results.VIEW_ALL)
    runs = ScoreRun.objects.select_related("round__campaign__unit", "criteria_set").prefetch_related(
        "criteria_set__bands"
    )
    run = get_object_or_404(within.filter(runs, field="round__campaign__unit"), pk=pk)
    request.ranking_grades = [band.name for band in run.criteria_set.bands.all()]  # type: ignore[attr-defined]
    return show(
        request,
        Listing(
            title="Khoảng cách đến mức kế tiếp",
            table=DistanceTable,
            queryset=results.ranking(run),
            filterset=RankingFilter,
            search_fields=("unit__search_key",),
            noun="đơn vị",
            empty_text="Lần tính này không có đơn vị nào.",
            export_name="khoang-cach-muc-ke-tiep",
            template="scoring/distance_list.html",
            table_options={"read": partial(distances.of_unit_scores, run, most=1)},
            context={"run": run},
        ),
    )


urlpatterns = [
    path("don-vi/<int:pk>/muc-ke-tiep/", unit_distance, name="unit-distance"),
    path("lan-tinh/<int:pk>/muc-ke-tiep/", run_distance, name="run-distance"),
]
