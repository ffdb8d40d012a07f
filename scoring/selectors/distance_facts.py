"""What the distance to the next grade rests on: the stored lines of a run, what has happened, and the other units."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast

from scoring.engine import reaching, seats, tree
from scoring.engine.evaluation import Evaluation, Line, Status, conclude, outcome_of
from scoring.engine.rules.composites import BestOf, Precondition, SumOfParts
from scoring.engine.seats import Field, Graded
from scoring.engine.standing import Standing
from scoring.engine.values import Awarded, Entry, Inputs, inputs_from
from scoring.enums import NodeKind
from scoring.models import CriterionScore, ScoreRun, UnitScore
from scoring.selectors import circumstances


@dataclass(frozen=True, slots=True)
class Row:
    """One stored line; ``inputs`` only where they decide what is still within reach."""

    pk: int
    status: Status
    points: Decimal | None
    gaps: tuple[str, ...] = ()
    inputs: Inputs | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """The stored lines of one unit, as the engine asks for them."""

    rows: Mapping[str, Row]

    def line_of(self, leaf: tree.Criterion, depth: int, left_out: str) -> Line:
        row = self.rows.get(leaf.code)
        if row is None or left_out:
            return Line(leaf.code, leaf.name, depth, False, leaf.max_points, "not_applicable", None, None, left_out)
        kept = (row.status, row.points, row.points, "", row.gaps)
        return Line(leaf.code, leaf.name, depth, False, leaf.max_points, *kept)


@dataclass(frozen=True, slots=True)
class Stored:
    """One unit as a run left it: its lines, its standing then, and the result before the quota."""

    rows: Mapping[str, Row]
    standing: Standing
    evaluation: Evaluation


def stored(run: ScoreRun, criteria_set: tree.CriteriaSet, scores: Sequence[UnitScore]) -> dict[int, Stored]:
    """By key of the unit's result (a constant number of queries)."""
    lines = _lines(criteria_set, [score.pk for score in scores])
    known = circumstances.in_force(run.round, [score.unit_id for score in scores], run.requested_at)
    found = {}
    for score in scores:
        rows = lines.get(score.pk, {})
        standing = Standing(score.unit.group, score.is_assessed, known.get(score.unit_id, {}))
        found[score.pk] = Stored(rows, standing, conclude(criteria_set, Lines(rows).line_of, standing))
    return found


def field_of(run: ScoreRun, criteria_set: tree.CriteriaSet) -> Field | None:
    """All units of a run as the quota looks at them; None where the set has no quota.

    A unit that stands just below the limited grade though its points reach it fell by the quota, or is held there by a
    limit; only where the set has limits its lines have to tell which.
    """
    limited = criteria_set.quota
    if limited is None:
        return None
    edge = seats.place_of(criteria_set, limited)
    order = {band.code: place for place, band in enumerate(criteria_set.bands)}
    scores = [score for score in run.unit_scores.select_related("unit") if score.grade_code in order]
    fell = [
        score
        for score in scores
        if order[score.grade_code] == edge + 1 and order.get(score.reached_code, edge + 1) <= edge
    ]
    before = _before_quota(run, criteria_set, fell, order)
    return Field(
        criteria_set,
        limited,
        (
            Graded(score.total, before.get(score.pk, order[score.grade_code]), score.unit.group)
            for score in scores
            if score.total is not None
        ),
    )


def _before_quota(
    run: ScoreRun, criteria_set: tree.CriteriaSet, fell: Sequence[UnitScore], order: Mapping[str, int]
) -> dict[int, int]:
    if not criteria_set.limits:
        return {score.pk: order[score.reached_code] for score in fell}
    found = stored(run, criteria_set, fell) if fell else {}
    return {pk: order[each.evaluation.band.code] for pk, each in found.items() if each.evaluation.band is not None}


def _lines(criteria_set: tree.CriteriaSet, unit_scores: Collection[int]) -> dict[int, dict[str, Row]]:
    """By unit's result and code. Traces are long, so they are read only where the points alone do not tell enough."""
    leaves = {leaf.code: leaf for leaf in criteria_set.criteria()}
    told_by_inputs = [leaf.code for leaf in leaves.values() if reaching.asks_for_inputs(leaf.rule)]
    lines = CriterionScore.objects.filter(unit_score__in=unit_scores).exclude(criterion__kind=NodeKind.GROUP).order_by()
    inputs: dict[int, Inputs] = {}
    if told_by_inputs:
        wanted = lines.filter(criterion__code__in=told_by_inputs).values_list("pk", "trace")
        inputs = {pk: inputs_from(trace["inputs"]) for pk, trace in wanted if trace.get("inputs")}
    found: dict[int, dict[str, Row]] = {}
    for pk, unit_score, code, status, points in lines.values_list(
        "pk", "unit_score_id", "criterion__code", "status", "points"
    ):
        gaps = _gaps(leaves[code], points, inputs.get(pk))
        found.setdefault(unit_score, {})[code] = Row(pk, cast(Status, status), points, gaps, inputs.get(pk))
    return found


def _gaps(leaf: tree.Criterion, points: Any, inputs: Inputs | None) -> tuple[str, ...]:
    """Only of a composed rule at zero it matters whether something is missing."""
    if points or inputs is None or not isinstance(leaf.rule, BestOf | Precondition | SumOfParts):
        return ()
    outcome = outcome_of(leaf, Entry(inputs))
    return outcome.gaps if isinstance(outcome, Awarded) else ()
