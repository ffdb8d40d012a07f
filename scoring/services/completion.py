"""The end of a calculation: what only the comparison of all units gives, and the run becomes a result."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from core.services import audit, bulk, transitions
from scoring.engine import canonical, quota, ranking
from scoring.engine.evaluation import Evaluation, Line
from scoring.engine.provisions import VOTE
from scoring.enums import RunState
from scoring.models import CriterionScore, ScoreRun, TieVote, UnitScore
from scoring.services.batches import RunRefused, Work, discard
from scoring.workflow import SCORE_RUN

ZERO = Decimal(0)


@dataclass(frozen=True)
class Computed:
    """The run that holds the result; ``is_new`` is False when nothing had changed since it was made."""

    run: ScoreRun
    is_new: bool


@dataclass(frozen=True, slots=True)
class Stored:
    """One unit's stored result, as far as the comparison of all units needs it."""

    pk: int
    code: str
    group: str
    total: Decimal | None
    grade_code: str
    grade_reason: str
    inputs_hash: str
    result_hash: str


@dataclass(frozen=True, slots=True)
class Final:
    """What only the comparison gives: ranks, and the grade after the quota."""

    pk: int
    rank: int | None
    group_rank: int | None
    grade_code: str
    grade: str
    grade_reason: str


@transaction.atomic
def complete(work: Work, *, by: User | None, at: datetime) -> Computed:
    """Rank the units, and make the run the provisional result, unless it says the same as the newest one."""
    run = ScoreRun.with_computing.select_for_update().filter(pk=work.run.pk, state=RunState.COMPUTING).first()
    newest = ScoreRun.objects.filter(round=work.run.round_id).order_by("-number").first()
    if run is None:
        return _completed_by_another(newest)
    units = _stored(run)
    votes = dict(TieVote.objects.filter(round=run.round_id).values_list("unit__code", "place"))
    finals = _compare(work, run, units, votes)
    inputs = {code: unit.inputs_hash for code, unit in units.items()}
    run.inputs_hash = canonical.run_inputs_hash(work.criteria_set, inputs, votes)
    run.result_hash = canonical.run_result_hash(
        {code: [units[code].result_hash, *astuple(final)[1:]] for code, final in finals.items()}
    )
    if newest is not None and _is_same(newest, run):
        _check_reproduced(newest, run)
        discard(run)
        return Computed(newest, is_new=False)
    names = tuple(field.name for field in fields(Final))[1:]
    bulk.update(UnitScore, names, [astuple(final) for final in finals.values()])
    _make_provisional(run, by, at)
    audit.record(
        action="scoring.score_run.compute",
        target=run,
        by=by,
        at=at,
        changes={"số đơn vị": len(units), "mã băm đầu vào": run.inputs_hash[:12]},
    )
    return Computed(run, is_new=True)


def _stored(run: ScoreRun) -> dict[str, Stored]:
    rows = run.unit_scores.order_by("unit__code").values_list(
        "pk", "unit__code", "unit__group", "total", "grade_code", "grade_reason", "inputs_hash", "result_hash"
    )
    return {row[1]: Stored(*row) for row in rows}


def _compare(work: Work, run: ScoreRun, units: Mapping[str, Stored], votes: Mapping[str, int]) -> dict[str, Final]:
    results = _as_results(work, run, units)
    groups = {code: unit.group for code, unit in units.items()}
    places = ranking.standings(work.criteria_set, results, groups, votes)
    fallen = quota.apply(work.criteria_set, results, places, groups)
    finals = {}
    for code, unit in units.items():
        band, reason = results[code].band, unit.grade_reason
        if code in fallen:
            band, reason = fallen[code].band, "; ".join(part for part in (reason, fallen[code].reason) if part)
        place = places[code]
        finals[code] = Final(
            unit.pk, place.rank, place.group_rank, band.code if band else "", band.name if band else "", reason
        )
    return finals


def _as_results(work: Work, run: ScoreRun, units: Mapping[str, Stored]) -> dict[str, Evaluation]:
    """The stored results as the engine compares them: totals, grades, and the points of the tie-break nodes."""
    keys = [code for code in work.criteria_set.tie_break if code != VOTE]
    scores = CriterionScore.objects.filter(unit_score__run=run, criterion__code__in=keys)
    points: dict[int, list[Line]] = {}
    if keys:
        for pk, code, each in scores.order_by().values_list("unit_score_id", "criterion__code", "points"):
            points.setdefault(pk, []).append(Line(code, "", 0, False, ZERO, "awarded", each, None, ""))
    bands = {band.code: band for band in work.criteria_set.bands}
    return {
        code: Evaluation(
            lines=tuple(points.get(unit.pk, ())),
            main=ZERO,
            bonus=ZERO,
            penalty=ZERO,
            total=unit.total,
            band=bands.get(unit.grade_code),
            reached=None,
            limits=(),
            missing=0,
            reason="",
        )
        for code, unit in units.items()
    }


def supersede(run: ScoreRun, state: RunState, *, by: User | None, at: datetime) -> None:
    """What else stands in this state in the round of a run gives way to it: one run at most, however many units."""
    for earlier in ScoreRun.objects.select_for_update().filter(round=run.round_id, state=state).exclude(pk=run.pk):
        transitions.perform(SCORE_RUN, "supersede", earlier, by=by, at=at, comment=f"Thay bằng lần tính {run.number}")


def _make_provisional(run: ScoreRun, by: User | None, at: datetime) -> None:
    supersede(run, RunState.PROVISIONAL, by=by, at=at)
    run.state, run.provisional_at = RunState.PROVISIONAL, at
    run.save(update_fields=["state", "provisional_at", "inputs_hash", "result_hash"])
    run.batches.all().delete()


def _completed_by_another(newest: ScoreRun | None) -> Computed:
    """Two can work on one calculation; the second finds it complete, or thrown away since nothing had changed."""
    if newest is None:
        raise RunRefused("Lần tính này đã bị bỏ vì bộ tiêu chí hoặc danh sách đơn vị thay đổi.", hint="Hãy tính lại.")
    return Computed(newest, is_new=False)


def _is_same(earlier: ScoreRun, run: ScoreRun) -> bool:
    return (
        earlier.inputs_hash == run.inputs_hash
        and earlier.engine_version == run.engine_version
        and earlier.criteria_set_id == run.criteria_set_id
    )


def _check_reproduced(earlier: ScoreRun, run: ScoreRun) -> None:
    if earlier.result_hash != run.result_hash:
        raise RunRefused(
            f"{earlier} không được tái lập: cùng số liệu mà ra kết quả khác.",
            hint="Báo quản trị hệ thống; kết quả đã lưu giữ nguyên.",
        )
