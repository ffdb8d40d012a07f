"""Pages of results: ranking, runs, one unit's sheet, and why a criterion got its points."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.policies import page, reach
from accounts.requests import PortalRequest
from campaigns.models import Round
from core.acts import carry_out
from core.errors import DomainError
from core.listing import Listing, show
from core.selectors import available_transitions, history_of
from indicators.selectors.figure_files import documents_behind
from scoring.enums import RunState
from scoring.filters.results import RankingFilter
from scoring.models import CriterionScore, ScoreRun, UnitScore
from scoring.roles import COMPUTE_SCORES, VIEW_ASSESSMENT, VIEW_PUBLISHED_SCORES, VIEW_SCORES
from scoring.selectors import results, tracing
from scoring.services import runs
from scoring.tables.results import RankingTable
from scoring.views import appeal_parts
from scoring.workflow import SCORE_RUN

DONE = {"finalise": "Đã chốt điểm.", "publish": "Đã công bố kết quả."}


@page(VIEW_PUBLISHED_SCORES)
@require_GET
def result_list(request: PortalRequest) -> HttpResponse:
    """The ranking of a round: of the run asked for (``lan``), else of the newest one this person may see."""
    centre, year = request.centre, request.year
    rounds = results.rounds_to_show(request.user, centre, year, wanted=request.GET.get("dot", ""))
    round_ = results.chosen_round(rounds, request.GET.get("dot", ""))
    run = results.chosen_run(request.user, round_, request.GET.get("lan", ""))
    scores = list(results.ranking(run)) if run else []
    bands = list(run.criteria_set.bands.all()) if run else []
    may_compute = round_ is not None and reach(request.user, COMPUTE_SCORES).covers(round_.unit)
    open_ids = results.visible_unit_scores(request.user).filter(run=run).values_list("pk", flat=True) if run else ()
    return show(
        request,
        Listing(
            title=f"Kết quả năm {round_.year if round_ else year}",
            table=RankingTable,
            queryset=results.ranking(run) if run else UnitScore.objects.none(),
            filterset=partial(RankingFilter, grades=[band.name for band in bands]) if run else None,
            search_fields=("unit__search_key",) if run else (),
            noun="đơn vị",
            empty_text=_empty_text(round_, may_compute),
            export_name="ket-qua",
            template="scoring/result_list.html",
            table_options={"open_ids": list(open_ids), "tones": results.grade_tones(bands)},
            context={
                "rounds": rounds,
                "round": round_,
                "run": run,
                "figure": results.distribution(bands, scores) if run and scores else None,
                "job": runs.unfinished_job(round_) if may_compute and round_ else None,
                "may_compute": may_compute,
                "may_see_runs": run is not None and reach(request.user, VIEW_SCORES).covers(run.unit),
            },
        ),
    )


@page(COMPUTE_SCORES)
@require_POST
def run_start(request: PortalRequest, pk: int) -> HttpResponse:
    """Ask for a calculation of a round."""
    within = reach(request.user, COMPUTE_SCORES)
    round_ = get_object_or_404(
        within.filter(Round.objects.select_related("campaign__unit"), field="campaign__unit"), pk=pk
    )
    try:
        job = runs.request(round=round_, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(runs.address_of(round_))
    return redirect("core:job-detail", pk=job.pk)


@page(VIEW_SCORES)
@require_GET
def run_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """One run: what it was made of, what it changed, and what may be done with it."""
    run = _run(request, pk)
    earlier = results.previous_run(run)
    context = {
        "heading": f"Lần tính {run.number} – {run.round}",
        "run": run,
        "earlier": earlier,
        "changes": results.changes(run, earlier) if earlier else [],
        "siblings": run.round.score_runs.order_by("-number"),
        "transitions": available_transitions(SCORE_RUN, run, request.user),
        "history": history_of(run)[:20],
        "unit_count": run.unit_scores.count(),
        "unverified": results.unverified_units(run) if run.state in (RunState.PROVISIONAL, RunState.FINAL) else [],
        **appeal_parts.of_run(request, run),
    }
    return render(request, "scoring/run_detail.html", context)


@page(VIEW_SCORES)
@require_POST
def run_act(request: PortalRequest, pk: int) -> HttpResponse:
    """Finalise or publish."""
    run = _run(request, pk)
    at = timezone.now()
    acts = {
        "finalise": lambda: runs.finalise(run=run, by=request.user, at=at),
        "publish": lambda: runs.publish(run=run, by=request.user, at=at),
    }
    carry_out(request, acts, lambda name, _: DONE[name], unknown="Không rõ việc cần làm. Tải lại trang rồi thử lại.")
    return redirect("scoring:run-detail", pk=pk)


@page(VIEW_PUBLISHED_SCORES)
@require_GET
def unit_result(request: PortalRequest, pk: int) -> HttpResponse:
    """One unit's sheet: every group and criterion, and where points were lost."""
    score = get_object_or_404(results.visible_unit_scores(request.user), pk=pk)
    lines = results.sheet(score)
    context = {
        "heading": f"Kết quả năm {score.run.round.year} – {score.unit.name}",
        "score": score,
        "run": score.run,
        "lines": lines,
        "losses": results.greatest_losses(lines),
        "unit_count": score.run.unit_scores.count(),
        "shows_rank": results.may_see_ranks(request.user, score.run),
        **appeal_parts.of_sheet(request, score, lines),
    }
    return render(request, "scoring/unit_result.html", context)


@page(VIEW_PUBLISHED_SCORES)
@require_GET
def score_trace(request: PortalRequest, pk: int) -> HttpResponse:
    """“Vì sao … điểm?”: from the measurement to the evidence on one card."""
    scores = CriterionScore.objects.select_related(
        "criterion", "unit_score__unit", "unit_score__run__round__campaign__unit", "unit_score__run__criteria_set"
    )
    visible = results.visible_unit_scores(request.user).values("pk")
    score = get_object_or_404(scores.filter(unit_score__in=visible), pk=pk)
    context = {
        "heading": results.why(score),
        "card": tracing.card(score),
        "score": score,
        "figure_documents": documents_behind(
            score.criterion.indicator_code, score.unit_score.unit, score.unit_score.run.round.year, request.user
        ),
        "may_open_evidence": request.user.has_perm(VIEW_ASSESSMENT, score.unit_score),
        **appeal_parts.of_score(request, score),
    }
    return render(request, "scoring/score_trace.html", context)


def _run(request: PortalRequest, pk: int) -> ScoreRun:
    within = reach(request.user, VIEW_SCORES)
    queryset = ScoreRun.objects.select_related("round__campaign__unit", "criteria_set", "requested_by__person")
    return get_object_or_404(within.filter(queryset, field="round__campaign__unit"), pk=pk)


def _empty_text(round_: Any, may_compute: bool) -> str:
    if round_ is None:
        return "Chưa có kết quả nào của năm này. Giám đốc công bố thì kết quả hiện ở đây; năm khác chọn ở đầu trang."
    if may_compute:
        return f"{round_} chưa tính điểm. Bấm “Tính điểm” để có kết quả tạm."
    return f"{round_} chưa công bố kết quả."


urlpatterns = [
    path("", result_list, name="result-list"),
    path("dot/<int:pk>/tinh-diem/", run_start, name="run-start"),
    path("lan-tinh/<int:pk>/", run_detail, name="run-detail"),
    path("lan-tinh/<int:pk>/chuyen/", run_act, name="run-act"),
    path("don-vi/<int:pk>/", unit_result, name="unit-result"),
    path("diem/<int:pk>/", score_trace, name="score-trace"),
]
