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
    rows = UnitScore.objects.bulk_create(_unit_row(run, unit) for unit in units)
    bulk.insert(CriterionScore, COLUMNS, _lines(rows, units, criterion_ids))


def _unit_row(run: ScoreRun, unit: Scored) -> UnitScore:
    result = unit.result
    return UnitScore(
        run=run,
        unit=unit.inputs.unit,
        base=result.main,
        bonus=result.bonus,
        penalty=result.penalty,
        total=result.total,
        self_total=unit.own.total if unit.own else None,
        grade_code=result.band.code if result.band else "",
        grade=result.band.name if result.band else "",
        reached_code=result.reached.code if result.reached else "",
        grade_reason="; ".join(result.limits),
        inputs_hash=unit.inputs.inputs_hash,
        result_hash=canonical.unit_result_hash(result),
        missing=result.missing,
        reason=result.reason,
        is_assessed=unit.inputs.standing.assessed,
    )


def _lines(
    rows: Sequence[UnitScore], units: Sequence[Scored], criterion_ids: Mapping[str, int]
) -> Iterator[tuple[Any, ...]]:
    background = trace_rows.background_of([unit.inputs for unit in units])
    for row, unit in zip(rows, units, strict=True):
        own = _points_by_code(unit.own)
        for line in unit.result.lines:
            yield (
                row.pk,
                criterion_ids[line.code],
                line.status,
                line.points,
                line.calculated,
                line.max_points,
                own.get(line.code),
                line.reason,
                bulk.Json("{}" if line.is_group else trace_rows.trace_of(unit.inputs, line.code, background)),
            )


def _points_by_code(own: Evaluation | None) -> dict[str, Decimal | None]:
    return {line.code: line.points for line in own.lines} if own else {}
