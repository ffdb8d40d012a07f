"""The table of rule kinds. A new kind is one class and one entry here."""

from collections.abc import Mapping
from typing import Any

from scoring.engine import parameters
from scoring.engine.rules import answers, choices, comparisons, composites, counts, ratios
from scoring.engine.rules.base import InputField, Rule

__all__ = ["KINDS", "InputField", "Rule", "read_rule", "write_rule"]

DEEPEST = 20
"""Rules inside rules; published sets need two or three."""

KINDS: dict[str, type[Rule]] = {
    rule.kind: rule
    for rule in (
        choices.YesNo,
        choices.Level,
        choices.Manual,
        ratios.Proportional,
        ratios.ProportionalFloor,
        ratios.StepTable,
        ratios.ThresholdAllOrNothing,
        ratios.SurveyPercent,
        answers.SurveyShare,
        answers.AllMembers,
        answers.External,
        comparisons.TargetMet,
        comparisons.VersusPreviousYear,
        comparisons.VersusAverage,
        counts.CountStep,
        counts.PenaltyCount,
        counts.IncidentZero,
        counts.IncidentScale,
        counts.OnTime,
        composites.Precondition,
        composites.BestOf,
        composites.SumOfParts,
        choices.Bonus,
        choices.Penalty,
    )
}


def read_rule(given: Mapping[str, Any]) -> tuple[Rule | None, list[str]]:
    """The rule that a mapping with its `kind` and parameters describes, or every slip in it."""
    if _is_too_deep(given):
        return None, [f"Cách tính lồng nhau quá {DEEPEST} tầng."]
    rest = dict(given)
    kind = rest.pop("kind", None)
    rule_type = KINDS.get(kind) if isinstance(kind, str) else None
    if rule_type is None:
        return None, [f"Không có cách tính “{kind}”. Các cách tính: {', '.join(KINDS)}."]
    return parameters.read(rule_type, rest)


def write_rule(rule: Rule) -> dict[str, Any]:
    """The mapping from which `read_rule` builds an equal rule."""
    return {"kind": rule.kind, **parameters.write(rule)}


def _is_too_deep(given: Mapping[str, Any]) -> bool:
    """Whether rules stand inside rules beyond reason; looked at level by level, so that no depth can exhaust Python."""
    level: list[Any] = [given]
    for _ in range(DEEPEST):
        level = [rule for outer in level for rule in _rules_inside(outer)]
        if not level:
            return False
    return True


def _rules_inside(outer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    parts = outer.get("parts")
    listed = [outer, *(parts if isinstance(parts, list | tuple) else ())]
    found = [each.get("rule") for each in listed if isinstance(each, Mapping)]
    return [rule for rule in found if isinstance(rule, Mapping)]


# a rule inside a rule is written with its kind, which only this table knows
parameters.write_as(Rule, read_rule, write_rule)
