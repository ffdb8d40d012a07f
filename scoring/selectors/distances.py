"""How far units are from the next grade: what they have as stored, and the smallest sets that would lift them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from django.db.models import Q

from scoring.engine import distance, tree
from scoring.engine.evaluation import Evaluation, Line, Status, conclude, outcome_of
from scoring.engine.rules.composites import BestOf, Precondition, SumOfParts
from scoring.engine.standing import Standing
from scoring.engine.values import Awarded, Entry, inputs_from
from scoring.enums import NodeKind
from scoring.models import Circumstance, CriterionScore, ScoreRun, UnitScore
from scoring.selectors import criteria

MOST_WAYS = 5


@dataclass(frozen=True)
class Step:
    """One criterion of a way: what it has, what it can reach, what that adds; ``pk`` of the record it links to."""

    code: str
    name: str
    points: Decimal | None
    reachable: Decimal
    gain: Decimal
    pk: int | None


@dataclass(frozen=True)
class Way:
    """Criteria which, each at its best, lift the unit."""

    steps: Sequence[Step]
    gained: Decimal
    total: Decimal
    grade: str


@dataclass(frozen=True)
class Distance:
    """Where a unit stands, what is next, and how to get there.

    ``goal`` is None at the best grade and without one; ``obstacles`` are facts that no criterion can outweigh.
    """

    total: Decimal | None
    grade: str
    goal: tree.Band | None
    missing: Decimal
    ways: Sequence[Way]
    obstacles: Sequence[str]
    held_down: Sequence[str]


def of_evaluation(
    criteria_set: tree.CriteriaSet,
    evaluation: Evaluation,
    standing: Standing,
    links: Mapping[str, int],
    most: int = MOST_WAYS,
) -> Distance:
    """The distance from a result; ``links`` are keys of the records of the criteria, by code."""
    band = evaluation.band
    order = list(criteria_set.bands)
    at = order.index(band) if band in order else 0
    goal = order[at - 1] if band is not None and at else None
    lines = {line.code: line for line in evaluation.lines}
    leaves = {leaf.code: leaf for leaf in criteria_set.criteria()}
    found = distance.ways_from(criteria_set, evaluation, standing, most) if goal else []
    total = evaluation.total
    return Distance(
        total=total,
        grade=band.name if band else "",
        goal=goal,
        missing=max(goal.low - total, Decimal(0)) if goal and total is not None else Decimal(0),
        ways=[_way(way, lines, leaves, links) for way in found],
        obstacles=distance.obstacles(criteria_set, evaluation, standing),
        held_down=evaluation.limits,
    )


def of_unit_scores(run: ScoreRun, scores: Sequence[UnitScore], most: int = MOST_WAYS) -> dict[int, Distance]:
    """By key of the unit's result; a constant number of queries."""
    criteria_set = criteria.engine_set(criteria.with_rows(run.criteria_set_id))
    stored = _stored_lines(criteria_set, scores)
    circumstances = _circumstances(run, [score.unit_id for score in scores])
    found = {}
    for score in scores:
        rows = stored.get(score.pk, {})
        standing = Standing(score.unit.group, score.is_assessed, circumstances.get(score.unit_id, {}))
        evaluation = conclude(criteria_set, _Lines(rows).line_of, standing)
        links = {code: row.pk for code, row in rows.items()}
        found[score.pk] = of_evaluation(criteria_set, evaluation, standing, links, most)
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    pk: int
    status: Status
    points: Decimal | None
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Lines:
    """The stored lines of one unit, as the engine asks for them."""

    rows: Mapping[str, _Row]

    def line_of(self, leaf: tree.Criterion, depth: int, left_out: str) -> Line:
        row = self.rows.get(leaf.code)
        if row is None or left_out:
            return Line(leaf.code, leaf.name, depth, False, leaf.max_points, "not_applicable", None, None, left_out)
        kept = (row.status, row.points, row.points, "", row.gaps)
        return Line(leaf.code, leaf.name, depth, False, leaf.max_points, *kept)


def _stored_lines(criteria_set: tree.CriteriaSet, scores: Sequence[UnitScore]) -> dict[int, dict[str, _Row]]:
    """By unit's result and code. Only of a composed rule at zero the trace tells whether something is missing."""
    composed = {
        leaf.code: leaf for leaf in criteria_set.criteria() if isinstance(leaf.rule, BestOf | Precondition | SumOfParts)
    }
    lines = CriterionScore.objects.filter(unit_score__in=[score.pk for score in scores])
    lines = lines.exclude(criterion__kind=NodeKind.GROUP).order_by()
    gaps: dict[int, tuple[str, ...]] = {}
    if composed and any(limit.when == "criterion_zero" for limit in criteria_set.limits):
        zeros = lines.filter(points=0, criterion__code__in=composed)
        for pk, code, trace in zeros.values_list("pk", "criterion__code", "trace"):
            gaps[pk] = _gaps(composed[code], trace.get("inputs"))
    found: dict[int, dict[str, _Row]] = {}
    for pk, unit_score, code, status, points in lines.values_list(
        "pk", "unit_score_id", "criterion__code", "status", "points"
    ):
        found.setdefault(unit_score, {})[code] = _Row(pk, cast(Status, status), points, gaps.get(pk, ()))
    return found


def _gaps(leaf: tree.Criterion, kept: Mapping[str, object] | None) -> tuple[str, ...]:
    outcome = outcome_of(leaf, Entry(inputs_from(kept))) if kept else None
    return outcome.gaps if isinstance(outcome, Awarded) else ()


def _circumstances(run: ScoreRun, unit_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    """What was in force when the run was asked for."""
    at = run.requested_at
    standing = Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at)
    rows = Circumstance.objects.filter(standing, round=run.round_id, unit__in=unit_ids, recorded_at__lte=at)
    found: dict[int, dict[str, str]] = {}
    for unit_id, code, reason, document in rows.order_by("pk").values_list(
        "unit_id", "limit_code", "reason", "document"
    ):
        found.setdefault(unit_id, {})[code] = f"{reason} ({document})"
    return found


def _way(
    way: distance.Way, lines: Mapping[str, Line], leaves: Mapping[str, tree.Criterion], links: Mapping[str, int]
) -> Way:
    steps = [_step(leaves[code], lines[code], links.get(code)) for code in way.codes]
    return Way(sorted(steps, key=lambda step: -step.gain), way.gained, way.total, way.band.name)


def _step(leaf: tree.Criterion, line: Line, pk: int | None) -> Step:
    best = distance.best_points(leaf)
    return Step(leaf.code, leaf.name, line.points, best, abs(best - (line.points or Decimal(0))), pk)
