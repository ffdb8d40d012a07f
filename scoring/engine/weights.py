"""Points of a criterion whose weight a trial has changed: the rule counts as written, then the points are scaled.

What the rule gives is scaled before the one rounding. A rule rounds its own points, so it is asked once more with every
number of points in it (maximum, steps, points per item, marks) 10¹⁸ times as large: what it then rounds away lies
eighteen places behind the printed hundredths, too far to move them for figures below 10¹².
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from scoring.engine import explanation
from scoring.engine.rounding import round_points
from scoring.engine.rules import Rule
from scoring.engine.values import Awarded, Inputs, Outcome

PLACES = 18
POINTS = frozenset(
    (
        "points",
        "per_item",
        "per_late",
        "per_minor",
        "least",
        "higher",
        "equal",
        "lower",
        "reached",
        "otherwise",
        "max",
        "step",
    )
)
"""The parameters of rules that are numbers of points; all others are figures, shares or words."""


def award(rule: Rule, inputs: Inputs, counted_to: Decimal, max_points: Decimal) -> Outcome:
    """What the rule gives of `counted_to` points, brought to `max_points`, with the arithmetic."""
    outcome = rule.award(inputs, counted_to)
    if not isinstance(outcome, Awarded):
        return outcome
    points, words = scaled(exact_points(rule, inputs, counted_to), counted_to, max_points)
    return Awarded(points, f"{outcome.reason}; {words}", outcome.gaps)


def scaled(points: Decimal | Fraction, counted_to: Decimal, max_points: Decimal) -> tuple[Decimal, str]:
    """Points out of `counted_to` as points out of `max_points`, rounded once, with the equation."""
    brought = round_points(Fraction(points) * Fraction(max_points) / Fraction(counted_to))
    shown, new, old = explanation.number(points), explanation.number(max_points), explanation.number(counted_to)
    return brought, f"trọng số thử {old} → {new}: {shown} × {new}/{old} = {explanation.points(brought)}"


def exact_points(rule: Rule, inputs: Inputs, max_points: Decimal) -> Fraction:
    """The points before they are rounded, to twenty decimals; raises ValueError when the rule gives none."""
    outcome = _magnified_rule(rule).award(_magnified_inputs(inputs), max_points.scaleb(PLACES))
    if not isinstance(outcome, Awarded):
        raise ValueError("The rule gives no points for these inputs.")
    return Fraction(outcome.points) / 10**PLACES


@lru_cache(maxsize=512)
def _magnified_rule(rule: Rule) -> Rule:
    changed: Rule = _magnified(rule)
    return changed


def _magnified(part: Any) -> Any:
    if isinstance(part, tuple):
        return tuple(_magnified(each) for each in part)
    if not is_dataclass(part) or isinstance(part, type):
        return part
    return replace(part, **_changes(part))


def _changes(part: Any) -> Mapping[str, Any]:
    found = {}
    for field in fields(part):
        value = getattr(part, field.name)
        if isinstance(value, Decimal) and field.name in POINTS:
            found[field.name] = value.scaleb(PLACES)
        elif isinstance(value, tuple) or is_dataclass(value):
            found[field.name] = _magnified(value)
    return found


def _magnified_inputs(inputs: Inputs) -> Inputs:
    """Marks are points too, also those of parts."""
    parts = tuple(replace(part, inputs=_magnified_inputs(part.inputs)) for part in inputs.parts)
    mark = None if inputs.mark is None else inputs.mark.scaleb(PLACES)
    return replace(inputs, mark=mark, parts=parts)
