"""The table of rule kinds. A new kind is one class and one entry here."""

from collections.abc import Mapping
from typing import Any

from .. import parameters
from . import choices, comparisons, counts, ratios
from .base import InputField, Rule

__all__ = ["KINDS", "InputField", "Rule", "read_rule", "write_rule"]

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
        comparisons.TargetMet,
        comparisons.VersusPreviousYear,
        counts.CountStep,
        counts.PenaltyCount,
        counts.IncidentZero,
        counts.IncidentScale,
        counts.OnTime,
        choices.Bonus,
        choices.Penalty,
    )
}


def read_rule(given: Mapping[str, Any]) -> tuple[Rule | None, list[str]]:
    """The rule that a mapping with its `kind` and parameters describes, or every slip in it."""
    rest = dict(given)
    kind = rest.pop("kind", None)
    rule_type = KINDS.get(kind) if isinstance(kind, str) else None
    if rule_type is None:
        return None, [f"Không có cách tính “{kind}”. Các cách tính: {', '.join(KINDS)}."]
    return parameters.read(rule_type, rest)


def write_rule(rule: Rule) -> dict[str, Any]:
    """The mapping from which `read_rule` builds an equal rule."""
    return {"kind": rule.kind, **parameters.write(rule)}
