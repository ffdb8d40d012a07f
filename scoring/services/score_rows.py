"""From the evaluation of units to the rows of a run, written in bulk."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.services import bulk
from scoring.engine import canonical
from scoring.engine.evaluation import Evaluation
from scoring.models import CriterionScore, ScoreRun, UnitScore
from scoring.selectors import trace_rows
from scoring.selectors.gathering import UnitInputs

UNIT_COLUMNS = (
    "run",
    "unit",
    "base",
    "bonus",
    "penalty",
    "total",
    "self_total",
    "grade_code",
    "grade",
    "reached_code",
    "grade_reason",
    "inputs_hash",
    "result_hash",
    "missing",
    "reason",
    "is_assessed",
)
COLUMNS = (
    "unit_score",
    "criterion",
    "status",
    "points",
    "calculated",
    "max_points",
    "self_points",
    "reason",
    "trace",
)


@dataclass(frozen=True, slots=True)
class Scored:
    """One unit with its result, and the result of its own marks where it handed in a sheet."""

    inputs: UnitInputs
    result: Evaluation
    own: Evaluation | None


def write(run: ScoreRun, criterion_ids: Mapping[str, int], units: Sequence[Scored]) -> None:
    """Store the results of some units; ranks, and grades by quota, come when all units are there."""
    bulk.insert(UnitScore, UNIT_COLUMNS, [_unit_row(run, unit) for unit in units])
    stored = run.unit_scores.filter(unit__in=[unit.inputs.unit.pk for unit in units])
    bulk.insert(CriterionScore, COLUMNS, _lines(dict(stored.values_list("unit_id", "pk")), units, criterion_ids))


def _unit_row(run: ScoreRun, unit: Scored) -> tuple[Any, ...]:
    result = unit.result
    return (
        run.pk,
        unit.inputs.unit.pk,
        result.main,
        result.bonus,
        result.penalty,
        result.total,
        unit.own.total if unit.own else None,
        result.band.code if result.band else "",
        result.band.name if result.band else "",
        result.reached.code if result.reached else "",
        "; ".join(result.limits),
        unit.inputs.inputs_hash,
        canonical.unit_result_hash(result),
        result.missing,
        result.reason,
        unit.inputs.standing.assessed,
    )


def _lines(
    keys: Mapping[int, int], units: Sequence[Scored], criterion_ids: Mapping[str, int]
) -> Iterator[tuple[Any, ...]]:
    background = trace_rows.background_of([unit.inputs for unit in units])
    for unit in units:
        key, own = keys[unit.inputs.unit.pk], _points_by_code(unit.own)
        for line in unit.result.lines:
            yield (
                key,
                criterion_ids[line.code],
                line.status,
                line.points,
                line.calculated,
                line.max_points,
                own.get(line.code),
                line.reason,
                {} if line.is_group else trace_rows.trace_of(unit.inputs, line.code, background),
            )


def _points_by_code(own: Evaluation | None) -> dict[str, Decimal | None]:
    return {line.code: line.points for line in own.lines} if own else {}
