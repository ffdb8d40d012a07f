"""Pages of the distance to the next grade: of one unit's result, of a sheet being filled in, of all units of a run."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.policies import page, reach
from accounts.requests import PortalRequest
from core.listing import Listing, show
from scoring.engine.values import Inputs
from scoring.filters.results import RankingFilter
from scoring.models import Assessment, ScoreRun
from scoring.roles import VIEW_ASSESSMENT, VIEW_PUBLISHED_SCORES, VIEW_SCORES
from scoring.selectors import assessments, distance_notes, distances, results, sheets
from scoring.tables.distances import DistanceTable
from scoring.views.assessments import shows_decisions


@page(VIEW_PUBLISHED_SCORES)
@require_GET
def unit_distance(request: PortalRequest, pk: int) -> HttpResponse:
    """What would lift a unit from the grade of its result."""
    score = get_object_or_404(results.visible_unit_scores(request.user), pk=pk)
    tells_others = results.may_see_ranks(request.user, score.run)
    found = distances.of_unit_scores(score.run, [score], tells_others=tells_others)[score.pk]
    context = {
        "heading": f"Cách đạt mức kế tiếp – {score.unit.name}",
        "unit": score.unit,
        "found": found,
        "back": reverse("scoring:unit-result", args=[score.pk]),
        "back_words": f"Kết quả năm {score.run.round.year}",
        "step_url": "scoring:score-trace",
        "note": distance_notes.of_run(score.run, timezone.now()),
        "is_projected": False,
    }
    return render(request, "scoring/distance.html", context)


@page(VIEW_ASSESSMENT)
@require_GET
def assessment_distance(request: PortalRequest, pk: int) -> HttpResponse:
    """What would lift a unit from the grade that its sheet projects."""
    assessment: Assessment = get_object_or_404(assessments.assessments_visible_to(request.user), pk=pk)
    sheet = sheets.sheet_of(assessment, shows_decisions=shows_decisions(request, assessment))
    measured = {code: entry.measured for code, entry in sheet.entries.items()}
    unit = distances.Unit(
        evaluation=sheet.result,
        standing=sheet.standing,
        inputs={code: given if isinstance(given, Inputs) else None for code, given in measured.items()},
        links={row.criterion.code: row.item.pk for row in sheet.rows},
    )
    context = {
        "heading": f"Cách đạt mức kế tiếp – {assessment.unit.name}",
        "unit": assessment.unit,
        "found": distances.of_unit(sheet.criteria_set, unit),
        "back": reverse("scoring:assessment-detail", args=[assessment.pk]),
        "back_words": f"Tự đánh giá năm {assessment.round.year}",
        "step_url": "scoring:item-detail",
        "note": distance_notes.of_sheet(assessment, timezone.localdate()),
        "is_projected": True,
    }
    return render(request, "scoring/distance.html", context)


@page(VIEW_SCORES)
@require_GET
def run_distance(request: PortalRequest, pk: int) -> HttpResponse:
    """All units of a run with what they lack."""
    run = _run_of(request, pk)
    return show(request, _listing(run))


def _run_of(request: PortalRequest, pk: int) -> ScoreRun:
    runs = ScoreRun.objects.select_related("round__campaign__unit", "criteria_set").prefetch_related(
        "criteria_set__bands"
    )
    return get_object_or_404(reach(request.user, VIEW_SCORES).filter(runs, field="round__campaign__unit"), pk=pk)


def _listing(run: ScoreRun) -> Listing:
    return Listing(
        title="Khoảng cách đến mức kế tiếp",
        table=DistanceTable,
        queryset=results.ranking(run),
        filterset=partial(RankingFilter, grades=[band.name for band in run.criteria_set.bands.all()]),
        search_fields=("unit__search_key",),
        noun="đơn vị",
        empty_text="Lần tính này không có đơn vị nào.",
        template="scoring/distance_list.html",
        table_options={"read": partial(distances.of_unit_scores, run, most=1)},
        context={"run": run},
        export_name=f"khoang-cach-muc-ke-tiep-{run.round.year}",
        exported_directly=0,
        rows_at_once=distances.UNITS_AT_A_TIME,
    )


urlpatterns = [
    path("don-vi/<int:pk>/muc-ke-tiep/", unit_distance, name="unit-distance"),
    path("lan-tinh/<int:pk>/muc-ke-tiep/", run_distance, name="run-distance"),
]
