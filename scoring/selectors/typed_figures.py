"""Figures that a person types for one criterion, and the points that its rule gives for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoring.engine import declarations, evaluation, tree
from scoring.engine.rules import InputField, Rule, read_rule
from scoring.engine.rules.choices import Manual
from scoring.engine.values import Awarded, Entry, Inputs, NotApplicable, Outcome, inputs_from
from scoring.enums import EnteredBy
from scoring.models import Criterion


class UnreadableRule(ValueError):
    """The stored rule of a criterion cannot be read; the text says why."""


@dataclass(frozen=True)
class Typed:
    """What was typed, as it is stored, and what the rule makes of it."""

    declared: Mapping[str, Any]
    outcome: Outcome

    @property
    def points(self) -> Decimal | None:
        """The points; None where the rule gives none yet, or where the criterion does not apply."""
        return self.outcome.points if isinstance(self.outcome, Awarded) else None

    @property
    def gap(self) -> str:
        """What keeps the points from being taken as they are; empty when nothing does."""
        if not isinstance(self.outcome, Awarded):
            return self.outcome.reason
        return f"Chưa nhập đủ số liệu: {', '.join(self.outcome.gaps)}" if self.outcome.gaps else ""


def asked(criterion: Criterion, rule: Rule) -> tuple[InputField, ...]:
    """What is asked of whoever enters the figures, the unit or the office; judgements and known figures ask nothing."""
    if criterion.entered_by == EnteredBy.UNIT:
        return declarations.asked_of_units(rule)
    if criterion.entered_by == EnteredBy.OFFICE and not isinstance(rule, Manual):
        return rule.fields()
    return ()


def by_office(criterion: Criterion) -> bool:
    """Whether the office enters figures for this criterion, not just a mark of its own judgement."""
    rule, _ = read_rule(criterion.rule) if criterion.entered_by == EnteredBy.OFFICE else (None, [])
    return rule is not None and bool(asked(criterion, rule))


def read(criterion: Criterion, typed: Mapping[str, str]) -> tuple[Typed | None, dict[str, str]]:
    """The figures typed by input name, or every message by field; raises UnreadableRule."""
    rule = _rule(criterion)
    inputs, errors = declarations.read_typed(rule, criterion.max_points, typed, asked(criterion, rule))
    return (None, errors) if inputs is None else (_weighed(criterion, rule, inputs.as_mapping()), {})


def stored(criterion: Criterion, declared: Mapping[str, Any]) -> Typed:
    """Figures that were stored before, with their points; raises UnreadableRule."""
    return _weighed(criterion, _rule(criterion), declared)


def _weighed(criterion: Criterion, rule: Rule, declared: Mapping[str, Any]) -> Typed:
    leaf = tree.Criterion(code=criterion.code, name=criterion.name, max_points=criterion.max_points, rule=rule)
    inputs: Inputs | NotApplicable | None = inputs_from(declared) if declared else None
    return Typed(declared, evaluation.outcome_of(leaf, Entry(inputs)))


def _rule(criterion: Criterion) -> Rule:
    rule, slips = read_rule(criterion.rule)
    if rule is None:
        raise UnreadableRule("; ".join(slips))
    return rule
