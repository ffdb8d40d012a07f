"""What other pages show of appeals: the page of a run, a unit's sheet, the trace of a criterion."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from accounts.policies import reach
from accounts.requests import PortalRequest
from scoring.enums import RunState
from scoring.models import AppealWindow, CriterionScore, ScoreRun, UnitScore
from scoring.roles import COMPUTE_SCORES, OPEN_APPEALS, SUBMIT_APPEAL
from scoring.selectors import appeals as reading
from scoring.selectors import results


def of_run(request: PortalRequest, run: ScoreRun) -> dict[str, Any]:
    """What the page of a run shows of appeals."""
    window = reading.window_of(run.round)
    may_open = reach(request.user, OPEN_APPEALS).covers(run.unit)
    return {
        "window": window,
        "window_is_open": reading.is_open(window, timezone.now()),
        "appeal_count": window.appeals.count() if window else 0,
        "undecided_count": reading.waiting(window.appeals.all()).count() if window else 0,
        "may_open_appeals": may_open and window is None and run.state == RunState.PROVISIONAL,
        **recompute(request, run),
    }


def of_sheet(request: PortalRequest, unit_score: UnitScore, lines: Sequence[results.SheetLine]) -> dict[str, Any]:
    """What a unit's sheet shows of appeals: which lines the reader may contest now, and which are contested."""
    window = _window_for_filing(request, unit_score)
    if window is None:
        return {}
    contests = reading.contests(unit_score, [line.score for line in lines])
    return {
        "appeal_window": window,
        "contestable": {pk for pk, contest in contests.items() if contest.is_open},
        "contested": {pk for pk, contest in contests.items() if contest.appeal and not contest.is_open},
    }


def of_score(request: PortalRequest, score: CriterionScore) -> dict[str, Any]:
    """What the trace of one criterion shows of appeals."""
    window = _window_for_filing(request, score.unit_score)
    return {
        "appeal_window": window,
        "contest": reading.contest(score) if window else None,
        "counted_appeal": reading.counted_in(request.user, score),
    }


def _window_for_filing(request: PortalRequest, unit_score: UnitScore) -> AppealWindow | None:
    """The open window under which this person may contest this sheet."""
    if not reach(request.user, SUBMIT_APPEAL).covers(unit_score.unit):
        return None
    window = AppealWindow.objects.filter(run=unit_score.run_id).first()
    return window if reading.is_open(window, timezone.now()) else None


def recompute(request: PortalRequest, run: ScoreRun | None) -> dict[str, Any]:
    """Decided appeals that the run has not taken in, for those who may compute."""
    if run is None or not reach(request.user, COMPUTE_SCORES).covers(run.unit):
        return {"left_out": []}
    return {"left_out": reading.not_applied(run), "left_out_round": run.round_id}
