"""A calculation in batches of units: begun once, worked off by any number of workers, taken up after a break.

A batch is claimed by locking its row and done in one transaction. A worker that dies gives its batch back with its
lock, so nobody has to find out whether it still lives.
"""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db import transaction

from accounts.models import User
from campaigns.models import Round
from core.errors import DomainError
from scoring.engine import canonical, tree
from scoring.engine.evaluation import evaluate
from scoring.enums import BatchState, RunState
from scoring.models import CriteriaSet, ScoreBatch, ScoreRun
from scoring.selectors import criteria, gathering
from scoring.selectors.gathering import Averages, UnitInputs
from scoring.services import score_rows
from scoring.services.score_rows import Scored
from scoring.services.self_marks import own_result

UNITS_PER_BATCH = 250
"""Enough for the constant queries of a batch not to matter, few enough for the work to be shared evenly."""
Progress = Callable[[int, int, str], None]


class RunRefused(DomainError):
    """A calculation that cannot be made, or a result that cannot be accepted."""


@dataclass(frozen=True)
class Work:
    """What every batch of a run needs, read once by each worker."""

    run: ScoreRun
    criteria_set: tree.CriteriaSet
    criterion_ids: Mapping[str, int]
    averages: Averages

    @classmethod
    def of(cls, run: ScoreRun, stored_set: CriteriaSet) -> "Work":
        ids = {row.code: row.pk for row in stored_set.criteria.all()}
        return cls(run, criteria.engine_set(stored_set), ids, _read_averages(run.averages))

    def units(self, batch: ScoreBatch) -> list[UnitInputs]:
        """The inputs of a batch as they are now."""
        return gathering.gather(self.run.round, self.criteria_set, batch.unit_ids, self.averages)


@transaction.atomic
def begin(*, round: Round, stored_set: CriteriaSet, by: User | None, at: datetime) -> Work:
    """The calculation of the round that is going on or was broken off, else a new one with its batches."""
    Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    units = list(
        round.participants.order_by("unit__position", "unit__sort_key", "unit_id").values_list("unit_id", flat=True)
    )
    fresh = ScoreRun(
        round=round,
        criteria_set=stored_set,
        engine_version=canonical.ENGINE_VERSION,
        averages=_written_averages(gathering.averages_of(round, criteria.engine_set(stored_set), units)),
        state=RunState.COMPUTING,
        requested_at=at,
        requested_by=by,
    )
    begun = ScoreRun.with_computing.filter(round=round, state=RunState.COMPUTING).select_related("round").first()
    if begun is not None and _continues(begun, fresh, units):
        work = Work.of(begun, stored_set)
        _put_back_changed(work)
        return work
    if begun is not None:
        discard(begun)
    _store(fresh, units)
    return Work.of(fresh, stored_set)


def discard(run: ScoreRun) -> None:
    """Throw away a calculation that will not be finished, waiting for whoever still writes a batch of it."""
    with transaction.atomic():
        list(run.batches.order_by("number").select_for_update())
        run.delete()


def work_off(work: Work, *, progress: Progress | None = None, patient: bool = True) -> int:
    """Do one batch after the other until none is left; returns how many were done here.

    ``patient``: at the end also wait for the batches that others work on, and do those that they give up.
    """
    count = 0
    while do_next(work, wait=False) or (patient and do_next(work, wait=True)):
        count += 1
        if progress is not None:
            done, total = progress_of(work.run)
            progress(done, total, f"Đã tính {done}/{total} đơn vị")
    return count


@contextmanager
def _without_search_for_garbage() -> Iterator[None]:
    """Nothing in a batch refers back to itself, so searching its many small objects for cycles is time lost."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@_without_search_for_garbage()
@transaction.atomic
def do_next(work: Work, *, wait: bool) -> bool:
    """Claim one batch and do it; False when others hold all that are left (``wait``: when none is left)."""
    waiting = ScoreBatch.objects.filter(run=work.run.pk, state=BatchState.WAITING).order_by("number")
    batch = waiting.select_for_update(skip_locked=not wait).first()
    if batch is None:
        return False
    score_rows.write(work.run, work.criterion_ids, [_scored(work, unit) for unit in work.units(batch)])
    batch.state = BatchState.DONE
    batch.save(update_fields=["state"])
    return True


def progress_of(run: ScoreRun) -> tuple[int, int]:
    """How many units are done, and how many there are."""
    return run.unit_scores.count(), run.round.participants.count()


def _scored(work: Work, unit: UnitInputs) -> Scored:
    try:
        result = evaluate(work.criteria_set, unit.entries, unit.standing)
        return Scored(unit, result, own_result(work.criteria_set, unit, result))
    except ValueError as error:
        raise RunRefused(f"Chưa tính được {unit.unit}. {error}", hint="Sửa ở trang thẩm định rồi tính lại.") from error


def _store(run: ScoreRun, units: Sequence[int]) -> None:
    newest = ScoreRun.objects.filter(round=run.round_id).order_by("-number").first()
    run.number = newest.number + 1 if newest else 1
    run.save()
    ScoreBatch.objects.bulk_create(
        ScoreBatch(run=run, number=number, unit_ids=ids) for number, ids in enumerate(_cut(units), start=1)
    )


def _continues(begun: ScoreRun, fresh: ScoreRun, units: Sequence[int]) -> bool:
    """Whether what is there of a calculation can be used for the one asked for now."""
    same = all(
        getattr(begun, name) == getattr(fresh, name) for name in ("criteria_set_id", "engine_version", "averages")
    )
    return same and [unit for batch in begun.batches.order_by("number") for unit in batch.unit_ids] == list(units)


def _cut(units: Sequence[int]) -> list[list[int]]:
    return [list(units[start : start + UNITS_PER_BATCH]) for start in range(0, len(units), UNITS_PER_BATCH)]


def _written_averages(averages: Averages) -> list[list[str]]:
    return sorted([group, code, str(average)] for (group, code), average in averages.items())


def _read_averages(stored: Sequence[Sequence[str]]) -> Averages:
    return {(group, code): Fraction(average) for group, code, average in stored}


def _put_back_changed(work: Work) -> None:
    """Batches whose inputs have changed since they were done are done again."""
    for batch in work.run.batches.filter(state=BatchState.DONE).select_for_update().order_by("number"):
        scores = work.run.unit_scores.filter(unit__in=batch.unit_ids)
        now = {unit.unit.pk: unit.inputs_hash for unit in work.units(batch)}
        if dict(scores.values_list("unit_id", "inputs_hash")) != now:
            scores.delete()
            batch.state = BatchState.WAITING
            batch.save(update_fields=["state"])
