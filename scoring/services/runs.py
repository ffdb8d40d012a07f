"""Score runs: asked for, computed, finalised, published."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from campaigns.models import Round
from core.enums import JobState
from core.errors import DomainError
from core.models import Job
from core.services import audit, jobs, notifications, transitions
from scoring.engine import canonical
from scoring.engine.evaluation import Evaluation, evaluate
from scoring.engine.ranking import ranks_within, shared_ranks
from scoring.engine.tree import CriteriaSet as EngineSet
from scoring.enums import RunState
from scoring.models import CriteriaSet, Criterion, CriterionScore, ScoreRun, UnitScore
from scoring.selectors import criteria, gathering, tracing
from scoring.selectors.gathering import Gathered
from scoring.workflow import SCORE_RUN

JOB = "scoring.compute_scores"
UNITS_PER_REPORT = 25
Progress = Callable[[int, int, str], None]


class RunRefused(DomainError):
    """A calculation that cannot be made, or a result that cannot be accepted."""


@dataclass(frozen=True)
class Computed:
    """The run that holds the result; ``is_new`` is False when nothing had changed since it was made."""

    run: ScoreRun
    is_new: bool


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
def request(*, round: Round, by: Any, at: datetime) -> Job:
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


def compute(*, round: Round, by: Any, at: datetime, progress: Progress | None = None) -> Computed:
    """Compute all units of a round and store the result as a new run, unless nothing has changed.

    Reads in a constant number of queries, writes in one transaction; running it twice gives the same run.
    """
    stored_set = _set_and_units(round)
    engine_set = criteria.engine_set(stored_set)
    gathered = gathering.gather(round, engine_set)
    evaluations, self_evaluations = _evaluate(engine_set, gathered, progress)
    inputs_hash = canonical.inputs_hash(engine_set, gathered.by_code())
    result_hash = canonical.results_hash({unit.code: evaluations[unit.pk] for unit in gathered.units})
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round.pk)
        newest = ScoreRun.objects.filter(round=round).order_by("-number").first()
        if newest is not None and _is_same(newest, inputs_hash, stored_set):
            _check_reproduced(newest, result_hash)
            return Computed(newest, is_new=False)
        run = ScoreRun.objects.create(
            round=round,
            number=newest.number + 1 if newest else 1,
            criteria_set=stored_set,
            engine_version=canonical.ENGINE_VERSION,
            inputs_hash=inputs_hash,
            result_hash=result_hash,
            requested_at=at,
            requested_by=by,
            provisional_at=at,
        )
        _store(run, stored_set, gathered, evaluations, self_evaluations)
        ScoreRun.objects.filter(round=round, state=RunState.PROVISIONAL).exclude(pk=run.pk).update(
            state=RunState.SUPERSEDED
        )
        audit.record(
            action="scoring.score_run.compute",
            target=run,
            by=by,
            at=at,
            changes={"số đơn vị": len(gathered.units), "mã băm đầu vào": inputs_hash[:12]},
        )
    return Computed(run, is_new=True)


@transaction.atomic
def finalise(*, run: ScoreRun, by: Any, at: datetime) -> ScoreRun:
    """The director accepts the result; an earlier accepted one that was not published gives way."""
    _supersede(run, RunState.FINAL, by, at)
    return transitions.perform(SCORE_RUN, "finalise", run, by=by, at=at)


@transaction.atomic
def publish(*, run: ScoreRun, by: Any, at: datetime) -> ScoreRun:
    """Show the result to all units of the round; an earlier publication gives way and stays readable."""
    _supersede(run, RunState.PUBLISHED, by, at)
    published = transitions.perform(SCORE_RUN, "publish", run, by=by, at=at)
    notifications.notify(
        recipients=_heads(run, timezone.localdate(at)),
        text=f"Đã công bố kết quả {run.round}.",
        url=address_of(run.round),
        at=at,
    )
    return published


def _heads(run: ScoreRun, on: date) -> list[Any]:
    """Those who submit assessments in the units of the run, in one query."""
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    memberships = Membership.objects.filter(
        in_force,
        valid_from__lte=on,
        unit__scores__run=run,
        user__is_active=True,
        role__permissions__code="scoring.submit_assessment",
    ).select_related("user")
    return [membership.user for membership in memberships]


def _set_and_units(round_: Round) -> CriteriaSet:
    stored_set = criteria.set_of_round(round_)
    if stored_set is None:
        raise RunRefused(f"Chưa tính được: {round_} chưa có bộ tiêu chí.", hint="Gán bộ tiêu chí cho đợt rồi tính lại.")
    if not round_.participants.exists():
        raise RunRefused(f"Chưa tính được: {round_} chưa có đơn vị tham gia.", hint="Thêm đơn vị vào đợt rồi tính lại.")
    return stored_set


def _evaluate(
    engine_set: EngineSet, gathered: Gathered, progress: Progress | None
) -> tuple[dict[int, Evaluation], dict[int, Evaluation]]:
    total = len(gathered.units)
    verified: dict[int, Evaluation] = {}
    own: dict[int, Evaluation] = {}
    for place, unit in enumerate(gathered.units, start=1):
        try:
            verified[unit.pk] = evaluate(engine_set, gathered.entries[unit.pk])
            if unit.pk in gathered.submitted:
                own[unit.pk] = evaluate(engine_set, gathered.self_entries[unit.pk])
        except ValueError as error:
            raise RunRefused(f"Chưa tính được {unit}. {error}", hint="Sửa ở trang thẩm định rồi tính lại.") from error
        if progress and (place % UNITS_PER_REPORT == 0 or place == total):
            progress(place, total, f"Đã tính {place}/{total} đơn vị")
    return verified, own


def _is_same(run: ScoreRun, inputs_hash: str, criteria_set: CriteriaSet) -> bool:
    return (
        run.inputs_hash == inputs_hash
        and run.engine_version == canonical.ENGINE_VERSION
        and run.criteria_set_id == criteria_set.pk
    )


def _check_reproduced(run: ScoreRun, result_hash: str) -> None:
    if run.result_hash != result_hash:
        raise RunRefused(
            f"{run} không được tái lập: cùng số liệu mà ra kết quả khác.",
            hint="Báo quản trị hệ thống; kết quả đã lưu giữ nguyên.",
        )


def _store(
    run: ScoreRun,
    stored_set: CriteriaSet,
    gathered: Gathered,
    evaluations: dict[int, Evaluation],
    self_evaluations: dict[int, Evaluation],
) -> None:
    totals = {pk: None if each.total is None else (each.total,) for pk, each in evaluations.items()}
    ranks = shared_ranks(totals)
    group_ranks = ranks_within(totals, {unit.pk: unit.group for unit in gathered.units})
    rows = []
    for unit in gathered.units:
        result, own = evaluations[unit.pk], self_evaluations.get(unit.pk)
        rows.append(
            UnitScore(
                run=run,
                unit=unit,
                base=result.main,
                bonus=result.bonus,
                penalty=result.penalty,
                total=result.total,
                self_total=own.total if own else None,
                grade_code=result.band.code if result.band else "",
                grade=result.band.name if result.band else "",
                rank=ranks[unit.pk],
                group_rank=group_ranks[unit.pk],
                missing=result.missing,
                reason=result.reason,
                is_assessed=unit.pk in gathered.submitted,
            )
        )
    UnitScore.objects.bulk_create(rows, batch_size=1000)
    by_code = {row.code: row for row in stored_set.criteria.all()}
    lines = [
        _line(score, by_code[line.code], line, gathered, own_lines.get(line.code))
        for score in rows
        for own_lines in [_points_by_code(self_evaluations.get(score.unit_id))]
        for line in evaluations[score.unit_id].lines
    ]
    CriterionScore.objects.bulk_create(lines, batch_size=2000)


def _points_by_code(own: Evaluation | None) -> dict[str, Any]:
    return {line.code: line.points for line in own.lines} if own else {}


def _line(score: UnitScore, criterion: Criterion, line: Any, gathered: Gathered, own: Any) -> CriterionScore:
    return CriterionScore(
        unit_score=score,
        criterion=criterion,
        status=line.status,
        points=line.points,
        calculated=line.calculated,
        max_points=line.max_points,
        self_points=own,
        reason=line.reason,
        trace={} if line.is_group else tracing.trace_of(gathered, score.unit_id, line.code),
    )


def _supersede(run: ScoreRun, state: RunState, by: Any, at: datetime) -> None:
    for earlier in ScoreRun.objects.select_for_update().filter(round=run.round_id, state=state).exclude(pk=run.pk):
        earlier.state = RunState.SUPERSEDED
        earlier.save(update_fields=["state"])
        audit.record(
            action="scoring.score_run.supersede",
            target=earlier,
            by=by,
            at=at,
            changes={"trạng thái": [RunState(state).label, RunState.SUPERSEDED.label]},
            reason=f"Thay bằng lần tính {run.number}",
        )
