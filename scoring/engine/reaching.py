"""What is still within reach of a criterion: what has happened cannot be undone, what others published stands.

Only what the inputs say is taken for certain. A share of cases done in time looks the same whether more cases are to
come or not, so such rules are taken to reach their best.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.engine.rounding import round_points
from scoring.engine.rules.answers import External
from scoring.engine.rules.base import Rule
from scoring.engine.rules.composites import ITSELF, BestOf, Precondition, SumOfParts
from scoring.engine.rules.counts import IncidentScale, IncidentZero, OnTime, PenaltyCount
from scoring.engine.tree import Criterion
from scoring.engine.values import Awarded, Inputs, NotApplicable

ZERO = Decimal(0)
_HAPPENING = (External, IncidentZero, IncidentScale, PenaltyCount, OnTime)
_COMPOSED = (BestOf, Precondition, SumOfParts)


@dataclass(frozen=True, slots=True)
class Held:
    """A criterion that cannot reach its best any more: the points it can still come to, and what has happened."""

    points: Decimal
    why: str


def asks_for_inputs(rule: Rule) -> bool:
    """Whether what was reported decides what is still within reach; every other rule reaches its best."""
    return isinstance(rule, _HAPPENING + _COMPOSED)


def held(leaf: Criterion, points: Decimal | None, inputs: Inputs | None) -> Held | None:
    """What stands in the way of a criterion with these points; None when it can still reach its best."""
    if leaf.rule.kind == "penalty":
        return Held(points, "đã bị trừ điểm") if points else None
    why = _obstacle(leaf.rule, inputs) if inputs is not None else ""
    if inputs is None or not why:
        return None
    return Held(round_points(_most(leaf.rule, inputs, leaf.max_points)), why)


def _obstacle(rule: Rule, inputs: Inputs) -> str:
    """What has happened and holds the points down, in words; empty when nothing has."""
    if isinstance(rule, Precondition):
        return _obstacle(rule.rule, inputs.of_part(ITSELF) if isinstance(rule.rule, Precondition) else inputs)
    if isinstance(rule, BestOf | SumOfParts):
        found = ((part.label, _obstacle(part.rule, inputs.of_part(part.code))) for part in rule.parts)
        return "; ".join(f"{label}: {said}" for label, said in found if said)
    return _happened(rule, inputs)


def condition_to_meet(rule: Rule, inputs: Inputs | None) -> str:
    """The condition that was reported as not met, without which nothing else of the criterion counts."""
    is_blocked = isinstance(rule, Precondition) and inputs is not None and inputs.condition is False
    return rule.condition if is_blocked and isinstance(rule, Precondition) else ""


def _most(rule: Rule, inputs: Inputs, max_points: Decimal) -> Decimal | Fraction:
    if isinstance(rule, Precondition):
        return _most(rule.rule, inputs.of_part(ITSELF) if isinstance(rule.rule, Precondition) else inputs, max_points)
    if isinstance(rule, BestOf):
        return max(_most(part.rule, inputs.of_part(part.code), max_points) for part in rule.parts)
    if isinstance(rule, SumOfParts):
        return _most_of_parts(rule, inputs, max_points)
    if not _happened(rule, inputs):
        return rule.best(max_points)
    outcome = rule.award(inputs, max_points)
    return outcome.points if isinstance(outcome, Awarded) else rule.best(max_points)


def _most_of_parts(rule: SumOfParts, inputs: Inputs, max_points: Decimal) -> Fraction:
    """As the rule sums them: parts that do not apply are left out, and the rest weighs more."""
    given = [(part, inputs.of_part(part.code)) for part in rule.parts]
    applies = [each for each in given if not isinstance(each[0].rule.award(each[1], each[0].max), NotApplicable)]
    base = sum((part.max for part, _ in applies), ZERO)
    summed = sum((Fraction(_most(part.rule, own, part.max)) for part, own in applies), Fraction(0))
    return summed if len(applies) == len(given) or not base else summed / Fraction(base) * Fraction(max_points)


def _happened(rule: Rule, inputs: Inputs) -> str:
    if isinstance(rule, External):
        return f"kết quả đã công bố ({rule.source})" if inputs.value is not None else ""
    if isinstance(rule, IncidentZero):
        return _counted((inputs.count, rule.item))
    if isinstance(rule, IncidentScale):
        return _counted((inputs.count, rule.minor), (inputs.serious_count, rule.serious))
    if isinstance(rule, PenaltyCount):
        return _counted((inputs.count, rule.item), (inputs.late_count, rule.late_item))
    if isinstance(rule, OnTime):
        return f"đã chậm {inputs.days_late} ngày làm việc" if inputs.days_late else ""
    return ""


def _counted(*counted: tuple[int | None, str]) -> str:
    found = [f"{count} {item}" for count, item in counted if count]
    return f"đã có {', '.join(found)}" if found else ""
