"""Pages of the distance to the next grade: of one unit's result, of a sheet being filled in, of all units of a run."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.policies import page, reach
from core.list_files import give_out
from core.listing import Listing, found_in_order, show
from core.models import Job
from scoring.engine.values import Inputs
from scoring.filters.results import RankingFilter
from scoring.models import Assessment, ScoreRun
from scoring.selectors import assessments, distance_notes, distances, results, sheets
from scoring.services import distance_exports
from scoring.tables.distances import DistanceTable
from scoring.views.assessments import shows_decisions


@page(results.VIEW_PUBLISHED)
@require_GET
def unit_distance(request: HttpRequest, pk: int) -> HttpResponse:
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


@page("scoring.view_assessment")
@require_GET
def assessment_distance(request: HttpRequest, pk: int) -> HttpResponse:
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


@page(results.VIEW_ALL)
@require_GET
def run_distance(request: HttpRequest, pk: int) -> HttpResponse:
    """All units of a run with what they lack."""
    run = _run_of(request, pk)
    _offer_grades(request, run)
    return show(request, _listing(run))


@page(results.VIEW_ALL)
@require_POST
def run_distance_export(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the Excel file of exactly what is filtered and sorted; it takes seconds, so a job makes it."""
    run = _run_of(request, pk)
    _offer_grades(request, run)
    shown = list(found_in_order(request, _listing(run), request.POST).values_list("pk", flat=True))
    job = distance_exports.request(run=run, unit_scores=shown, by=request.user, at=timezone.now())
    return redirect("core:job-detail", pk=job.pk)


@page(results.VIEW_ALL)
@require_GET
def distance_file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The file that a job made, for the person who asked for it."""
    job = get_object_or_404(Job, pk=pk, name=distance_exports.JOB, requested_by=request.user.pk)
    run = _run_of(request, job.arguments["run"])
    name = f"khoang-cach-muc-ke-tiep-{run.round.year}"
    return give_out(request, job, filename=name, back=reverse("scoring:run-distance", args=[run.pk]))


def _run_of(request: HttpRequest, pk: int) -> ScoreRun:
    runs = ScoreRun.objects.select_related("round__campaign__unit", "criteria_set").prefetch_related(
        "criteria_set__bands"
    )
    return get_object_or_404(reach(request.user, results.VIEW_ALL).filter(runs, field="round__campaign__unit"), pk=pk)


def _offer_grades(request: HttpRequest, run: ScoreRun) -> None:
    request.ranking_grades = [band.name for band in run.criteria_set.bands.all()]  # type: ignore[attr-defined]


def _listing(run: ScoreRun) -> Listing:
    return Listing(
        title="Khoảng cách đến mức kế tiếp",
        table=DistanceTable,
        queryset=results.ranking(run),
        filterset=RankingFilter,
        search_fields=("unit__search_key",),
        noun="đơn vị",
        empty_text="Lần tính này không có đơn vị nào.",
        template="scoring/distance_list.html",
        table_options={"read": partial(distances.of_unit_scores, run, most=1)},
        context={"run": run},
        export_url=reverse("scoring:run-distance-export", args=[run.pk]),
        exported_directly=0,
    )


urlpatterns = [
    path("don-vi/<int:pk>/muc-ke-tiep/", unit_distance, name="unit-distance"),
    path("lan-tinh/<int:pk>/muc-ke-tiep/", run_distance, name="run-distance"),
    path("lan-tinh/<int:pk>/muc-ke-tiep/xuat/", run_distance_export, name="run-distance-export"),
    path("muc-ke-tiep/<uuid:pk>.xlsx", distance_file, name="distance-file"),
]
