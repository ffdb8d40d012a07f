"""A stored result computed once more from what was stored with it: the same rules, the same inputs, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoring.engine.evaluation import evaluate
from scoring.engine.standing import Standing
from scoring.engine.values import Decision, Entry, NotApplicable, inputs_from
from scoring.enums import ItemState, NodeKind, ScoreStatus
from scoring.models import CriterionScore, UnitScore
from scoring.selectors import criteria, results
from scoring.selectors.results import SheetLine

DECIDED = (ItemState.ACCEPTED, ItemState.ADJUSTED)


@dataclass(frozen=True)
class Difference:
    """A line that does not come out as it was stored; points are None where there are none."""

    code: str
    stored: Decimal | None
    again: Decimal | None


@dataclass(frozen=True)
class Proof:
    """A unit's sheet with what came of computing it once more."""

    unit_score: UnitScore
    lines: Sequence[SheetLine]
    total_again: Decimal | None
    differences: Sequence[Difference]

    @property
    def holds(self) -> bool:
        """Whether every line and the total came out as stored."""
        return not self.differences and self.total_again == self.unit_score.total


def proof_of(unit_score: UnitScore) -> Proof:
    """The sheet of a unit, computed again from the inputs kept with each line (a constant number of queries)."""
    run = unit_score.run
    lines = results.sheet(unit_score)
    leaves = [line.score for line in lines if not line.is_group]
    engine_set = criteria.engine_set(criteria.with_rows(run.criteria_set_id))
    standing = Standing(group=unit_score.unit.group, assessed=unit_score.is_assessed)
    again = evaluate(engine_set, {score.criterion.code: _entry(score) for score in leaves}, standing)
    points = {line.code: line.points for line in again.lines}
    differences = [
        Difference(line.score.criterion.code, line.score.points, points.get(line.score.criterion.code))
        for line in lines
        if points.get(line.score.criterion.code) != line.score.points
    ]
    return Proof(unit_score, lines, again.total, differences)


def _entry(score: CriterionScore) -> Entry:
    """What the line was computed from, as its trace keeps it."""
    kept = score.trace.get("inputs")
    if kept:
        return Entry(inputs_from(kept), _decision(score.trace.get("verified")))
    if score.status == ScoreStatus.NOT_APPLICABLE:
        return Entry(NotApplicable(score.reason))
    return Entry(None, _decision(score.trace.get("verified")))


def _decision(kept: dict[str, Any] | None) -> Decision | None:
    if not kept or kept["state"] not in DECIDED or not kept["points"]:
        return None
    return Decision(Decimal(kept["points"]), kept["reason"])


def groups_on_top(lines: Sequence[SheetLine]) -> list[CriterionScore]:
    """The lines whose points make up the main part of the total."""
    return [line.score for line in lines if line.depth == 0 and line.score.criterion.kind == NodeKind.GROUP]
