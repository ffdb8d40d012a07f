"""Branches of composed rules that can never decide anything."""

from collections.abc import Iterator
from decimal import Decimal

from scoring.engine import explanation
from scoring.engine.rounding import round_points
from scoring.engine.rules import Rule
from scoring.engine.rules.choices import Level
from scoring.engine.rules.comparisons import VersusAverage, VersusPreviousYear
from scoring.engine.rules.composites import BestOf, Precondition, SumOfParts, part_name
from scoring.engine.rules.ratios import StepTable

ZERO = Decimal(0)


def unreachable(rule: Rule, max_points: Decimal) -> Iterator[str]:
    """A sentence for each part of a best-of that another part always beats, at any depth."""
    if isinstance(rule, Precondition):
        yield from unreachable(rule.rule, max_points)
    elif isinstance(rule, SumOfParts):
        for summed in rule.parts:
            yield from (f"Phần {summed.code}: {each}" for each in unreachable(summed.rule, summed.max))
    elif isinstance(rule, BestOf):
        yield from _beaten(rule, max_points)
        for part in rule.parts:
            yield from (f"Phần {part.code}: {each}" for each in unreachable(part.rule, max_points))


def least(rule: Rule, max_points: Decimal) -> Decimal:
    """The fewest points a rule gives once everything it asks for is reported."""
    if isinstance(rule, Level | StepTable):
        return _lowest(rule, max_points)
    if isinstance(rule, VersusPreviousYear):
        return min(rule.higher, rule.equal, rule.lower)
    if isinstance(rule, VersusAverage):
        return min(rule.reached, rule.otherwise)
    if isinstance(rule, BestOf):
        return max((least(part.rule, max_points) for part in rule.parts), default=ZERO)
    if isinstance(rule, SumOfParts):
        return sum((least(part.rule, part.max) for part in rule.parts), ZERO)
    return ZERO


def _lowest(rule: Level | StepTable, max_points: Decimal) -> Decimal:
    if isinstance(rule, StepTable):
        return min((step.points for step in rule.steps), default=ZERO)
    return min((round_points(level.worth(max_points)) for level in rule.levels), default=ZERO)


def _beaten(rule: BestOf, max_points: Decimal) -> Iterator[str]:
    for part in rule.parts:
        best = part.rule.best(max_points)
        for other in rule.parts:
            if other is not part and best <= least(other.rule, max_points):
                yield (
                    f"{part_name(part)} không bao giờ được chọn: nhiều nhất {explanation.number(best)} điểm, "
                    f"trong khi {explanation.inside(part_name(other))} luôn được ít nhất chừng đó."
                )
                break
