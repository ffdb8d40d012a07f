"""The calculation of a scenario: the inputs of a run gathered once more, changed on a copy, and compared."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from accounts.models import Unit
from core.errors import DomainError
from scoring.engine import averages, comparing, scenarios, tree
from scoring.engine.canonical import ENGINE_VERSION
from scoring.engine.comparing import Position
from scoring.engine.evaluation import Evaluation, evaluate
from scoring.engine.scenarios import Change
from scoring.engine.values import Inputs, NotApplicable
from scoring.models import ScoreRun, TieVote
from scoring.selectors import criteria, entries, gathering
from scoring.selectors.gathering import UnitInputs
from scoring.services.batches import UNITS_PER_BATCH, Progress, Work

MOST_NAMED = 3


class ScenarioRefused(DomainError):
    """A scenario that cannot be kept, computed or shared as it is."""


@dataclass(frozen=True)
class _Trial:
    """What the parts of one calculation have in common."""

    work: Work
    changed_set: tree.CriteriaSet
    changes: Sequence[Change]
    means: Mapping[averages.Key, Fraction]

    def inputs(self, unit_ids: Sequence[int], codes: frozenset[str] = frozenset()) -> list[UnitInputs]:
        """As they are now, without averages: those depend on the changes."""
        return gathering.gather(self.work.run.round, self.work.criteria_set, unit_ids, {}, codes=codes)

    def entries(self, unit: UnitInputs) -> scenarios.Entries:
        return scenarios.trial_entries(self.changed_set, unit.entries, unit.unit.code, self.changes, _reported(unit))


def positions(run: ScoreRun, changes: Sequence[Change], progress: Progress | None = None) -> dict[str, Position]:
    """Where each unit of the run would stand, by its code; reads, and writes nothing.

    Works part by part, so that a province needs no more memory than a hundred units.
    """
    work = Work.of(run, criteria.with_rows(run.criteria_set_id))
    stored = dict(
        run.unit_scores.order_by("unit__position", "unit__sort_key", "unit_id").values_list("unit_id", "inputs_hash")
    )
    _check_version(work)
    trial = _Trial(work, scenarios.trial_set(work.criteria_set, changes), changes, {})
    trial = _Trial(work, trial.changed_set, changes, _means(trial, list(stored)))
    evaluations: dict[str, Evaluation] = {}
    groups: dict[str, str] = {}
    changed: list[Unit] = []
    for part in _parts(list(stored)):
        units = trial.inputs(part)
        changed += [unit.unit for unit in _as_computed(work, part, units) if unit.inputs_hash != stored[unit.unit.pk]]
        for unit in () if changed else units:
            groups[unit.unit.code] = unit.unit.group
            evaluations[unit.unit.code] = _evaluated(trial, unit)
        if progress is not None:
            progress(len(evaluations), len(stored), f"Đã thử {len(evaluations)}/{len(stored)} đơn vị")
    if changed:
        _refuse(work, changed)
    votes = dict(TieVote.objects.filter(round=run.round_id).values_list("unit__code", "place"))
    return comparing.positions(trial.changed_set, evaluations, groups, votes)


def _evaluated(trial: _Trial, unit: UnitInputs) -> Evaluation:
    fill = averages.filler(trial.changed_set, trial.means)
    try:
        result = evaluate(trial.changed_set, fill(trial.entries(unit), unit.standing.group), unit.standing)
    except ValueError as error:
        raise ScenarioRefused(
            f"Chưa tính thử được {unit.unit}. {error}", hint="Sửa thay đổi rồi tính thử lại."
        ) from error
    return comparing.slim(trial.changed_set, result)


def _means(trial: _Trial, unit_ids: Sequence[int]) -> Mapping[averages.Key, Fraction]:
    codes = averages.compared(trial.changed_set)
    if not codes:
        return {}
    tallies = []
    for part in _parts(unit_ids):
        units = trial.inputs(part, codes)
        entries_by_unit = {unit.unit.code: trial.entries(unit) for unit in units}
        groups = {unit.unit.code: unit.unit.group for unit in units}
        tallies.append(averages.tally(trial.changed_set, entries_by_unit, groups))
    return averages.settle(trial.changed_set, averages.merge(tallies))


def _reported(unit: UnitInputs) -> dict[str, Inputs]:
    """The figures behind decisions that a criterion does not apply."""
    found = {}
    for code, entry in unit.entries.items():
        if isinstance(entry.measured, NotApplicable) and code in unit.answers:
            answer = unit.answers[code]
            figures = entries.inputs_of(answer.assessment, answer, unit.known.get(code))
            if figures is not None:
                found[code] = figures
    return found


def _as_computed(work: Work, unit_ids: Sequence[int], units: list[UnitInputs]) -> list[UnitInputs]:
    """The inputs as the run saw them; only where units are compared do its averages belong to them."""
    if not averages.compared(work.criteria_set):
        return units
    return gathering.gather(work.run.round, work.criteria_set, unit_ids, work.averages)


def _check_version(work: Work) -> None:
    if work.run.engine_version != ENGINE_VERSION:
        raise ScenarioRefused(
            "Kết quả này do máy tính điểm phiên bản cũ tính.", hint="Tính lại điểm, rồi lập phương án trên kết quả mới."
        )


def _refuse(work: Work, changed: Sequence[Unit]) -> None:
    """A trial on figures that have changed since the run would mix up two things."""
    named = ", ".join(unit.short_name for unit in changed[:MOST_NAMED])
    more = f" và {len(changed) - MOST_NAMED} đơn vị khác" if len(changed) > MOST_NAMED else ""
    raise ScenarioRefused(
        f"Số liệu hoặc thẩm định của {named}{more} đã thay đổi sau lần tính {work.run.number}.",
        hint="Tính lại điểm, rồi lập phương án trên kết quả mới.",
    )


def _parts(unit_ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(unit_ids), UNITS_PER_BATCH):
        yield unit_ids[start : start + UNITS_PER_BATCH]
