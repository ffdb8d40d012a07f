"""Score runs: asked for, computed, finalised, published."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from campaigns.models import Round
from core.enums import JobState
from core.models import Job
from core.services import jobs, notifications, transitions
from scoring.engine.canonical import ENGINE_VERSION
from scoring.enums import RunState
from scoring.models import CriteriaSet, ScoreRun
from scoring.selectors import appeals, criteria, results
from scoring.services import batches, completion
from scoring.services.batches import Progress, RunRefused, Work
from scoring.services.completion import Computed
from scoring.workflow import SCORE_RUN

__all__ = [
    "JOB",
    "Computed",
    "RunRefused",
    "address_of",
    "compute",
    "finalise",
    "help_compute",
    "job_key",
    "publish",
    "request",
    "unfinished_job",
]

JOB = "scoring.compute_scores"


def job_key(round_id: int) -> str:
    """Only one calculation of a round at a time."""
    return f"{JOB}:{round_id}"


def address_of(round_: Round) -> str:
    """The page with the results of a round."""
    return f"{reverse('scoring:result-list')}?dot={round_.pk}"


def unfinished_job(round_: Round) -> Job | None:
    """The calculation of a round that is going on, if there is one."""
    return Job.objects.filter(key=job_key(round_.pk), state__in=JobState.unfinished()).first()


@transaction.atomic
def request(*, round: Round, by: User | None, at: datetime) -> Job:
    """Ask for a calculation in the background; while one is going on, that one is returned."""
    _set_and_units(round)
    return jobs.request(
        name=JOB,
        title=f"Tính điểm {round}",
        arguments={"round": round.pk},
        by=by,
        at=at,
        key=job_key(round.pk),
        result_url=address_of(round),
    )


def compute(
    *,
    round: Round,
    by: User | None,
    at: datetime,
    progress: Progress | None = None,
    ask_for_help: Callable[[ScoreRun], None] | None = None,
) -> Computed:
    """Compute all units of a round and store the result as a new run, unless nothing has changed.

    Works batch by batch, each in one transaction and a constant number of queries; may be broken off at any moment and
    called again. ``ask_for_help`` is told of the run once other workers can see its batches (``help_compute``).
    """
    work = batches.begin(round=round, stored_set=_set_and_units(round), by=by, at=at)
    if ask_for_help is not None:
        ask_for_help(work.run)
    try:
        batches.work_off(work, progress=progress)
        return completion.complete(work, by=by, at=at)
    except RunRefused:
        batches.discard(work.run)
        raise


def help_compute(*, run_id: int) -> int:
    """Do batches of somebody else's calculation while there are any; returns how many. Losing this work is harmless."""
    run = ScoreRun.with_computing.filter(pk=run_id, state=RunState.COMPUTING).select_related("round").first()
    if run is None or run.engine_version != ENGINE_VERSION:
        return 0
    return batches.work_off(Work.of(run, criteria.with_rows(run.criteria_set_id)), patient=False)


@transaction.atomic
def finalise(*, run: ScoreRun, by: User, at: datetime) -> ScoreRun:
    """The director accepts the result; an earlier accepted one that was not published gives way."""
    completion.supersede(run, RunState.FINAL, by=by, at=at)

    def appeals_are_settled(locked: ScoreRun) -> None:
        hindrance = appeals.why_not_final(locked, at)
        if hindrance:
            raise RunRefused(
                f"Chưa chốt được điểm: {hindrance}", hint="Giải quyết xong các kiến nghị và tính lại rồi chốt."
            )

    return transitions.perform(SCORE_RUN, "finalise", run, by=by, at=at, check=appeals_are_settled)


@transaction.atomic
def publish(*, run: ScoreRun, by: User, at: datetime) -> ScoreRun:
    """Show the result to all units of the round; an earlier publication gives way and stays readable."""
    completion.supersede(run, RunState.PUBLISHED, by=by, at=at)
    published = transitions.perform(SCORE_RUN, "publish", run, by=by, at=at)
    notifications.notify(
        recipients=results.heads_of(run, timezone.localdate(at)),
        text=f"Đã công bố kết quả {run.round}.",
        url=address_of(run.round),
        at=at,
    )
    return published


def _set_and_units(round_: Round) -> CriteriaSet:
    stored_set = criteria.set_of_round(round_)
    if stored_set is None:
        raise RunRefused(f"Chưa tính được: {round_} chưa có bộ tiêu chí.", hint="Gán bộ tiêu chí cho đợt rồi tính lại.")
    if not round_.participants.exists():
        raise RunRefused(f"Chưa tính được: {round_} chưa có đơn vị tham gia.", hint="Thêm đơn vị vào đợt rồi tính lại.")
    return stored_set
