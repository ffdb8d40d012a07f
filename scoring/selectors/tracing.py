"""“Vì sao … điểm?”: what was kept with a mark (``trace_rows``), read back as one card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from core.formats import vn_number
from scoring.engine import declarations, explanation, rules
from scoring.engine.values import INPUT_LABELS
from scoring.enums import EnteredBy, ItemState, RunState
from scoring.models import CriterionScore

PARTS_OF_PREVIOUS = {"previous_numerator", "previous_denominator"}


@dataclass(frozen=True)
class Verification:
    """What the verifier said."""

    state: str
    points: Decimal | None
    reason: str
    by: str
    at: datetime | None


@dataclass(frozen=True)
class SelfMark:
    """What the unit said of itself."""

    points: Decimal | None
    by: str
    at: datetime | None
    explanation: str
    claims_not_applicable: bool


@dataclass(frozen=True)
class Card:
    """Everything the trace page shows, from the measurement to the evidence."""

    score: CriterionScore
    measured: Sequence[tuple[str, str]]
    source: str
    as_of: date | None
    entered_by: str
    """Who of the office wrote the figures down, and when; empty where it was not the office."""
    entered_at: datetime | None
    supplied_by: str
    rule_label: str
    rule_words: str
    own: SelfMark | None
    verification: Verification | None
    evidence: Sequence[Mapping[str, Any]]
    earlier: Sequence[CriterionScore]

    @property
    def declared_at(self) -> datetime | None:
        """When the unit wrote the figures down, where it is their source."""
        return self.own.at if self.own and self.source == EnteredBy.UNIT.label else None


def card(criterion_score: CriterionScore) -> Card:
    """The trace of one result as a page shows it (one further query, for earlier years)."""
    criterion, trace = criterion_score.criterion, criterion_score.trace
    rule, _ = rules.read_rule(criterion.rule) if criterion.rule else (None, [])
    labels = {field.name: field.label for field in rule.fields()} if rule else {}
    entered = trace.get("entered", {})
    return Card(
        score=criterion_score,
        measured=_measured(trace.get("inputs", {}), labels, rule),
        source=trace.get("source", ""),
        as_of=date.fromisoformat(trace["as_of"]) if trace.get("as_of") else None,
        entered_by=entered.get("by", ""),
        entered_at=_read_moment(entered.get("at") or ""),
        supplied_by=EnteredBy(criterion.entered_by).label,
        rule_label=rule.label if rule else "",
        rule_words=rule.words(criterion.max_points) if rule else "",
        own=_own(trace.get("self")),
        verification=_verification(trace.get("verified")),
        evidence=trace.get("evidence", []),
        earlier=list(earlier_scores(criterion_score)),
    )


def earlier_scores(criterion_score: CriterionScore) -> QuerySet[CriterionScore]:
    """The same criterion of the same unit in published rounds of earlier years, newest first."""
    unit_score = criterion_score.unit_score
    return (
        CriterionScore.objects.filter(
            unit_score__unit=unit_score.unit_id,
            criterion__code=criterion_score.criterion.code,
            unit_score__run__state=RunState.PUBLISHED,
            criterion__criteria_set__code=unit_score.run.criteria_set.code,
            unit_score__run__round__year__lt=unit_score.run.round.year,
        )
        .select_related("unit_score__run__round")
        .order_by("-unit_score__run__round__year")
    )


def _own(kept: Mapping[str, Any] | None) -> SelfMark | None:
    if kept is None:
        return None
    return SelfMark(
        _number(kept["points"]),
        kept["by"],
        _read_moment(kept["at"]),
        kept.get("explanation", ""),
        kept.get("claims_not_applicable", False),
    )


def _verification(kept: Mapping[str, Any] | None) -> Verification | None:
    if kept is None:
        return None
    return Verification(
        ItemState(kept["state"]).label, _number(kept["points"]), kept["reason"], kept["by"], _read_moment(kept["at"])
    )


def _measured(inputs: Mapping[str, Any], labels: Mapping[str, str], rule: rules.Rule | None) -> list[tuple[str, str]]:
    """The inputs with their names; only those the rule reads, since a figure may carry more."""
    known = declarations.flat(inputs)
    read = {*labels, *(name.rpartition(".")[2] for name in labels)}  # parts may read the figures of the whole
    names = [name for name in known if name in read or (name in PARTS_OF_PREVIOUS and "previous" in read)]
    shares = "numerator" in known and "denominator" in known
    if shares and not any(name in read for name in ("numerator", "denominator")):
        names = ["numerator", "denominator", *(name for name in names if name != "value")]
    choices = {value: text for field in (rule.fields() if rule else ()) for value, text in field.choices}
    return [(labels.get(name) or INPUT_LABELS.get(name, name), _shown(known[name], choices)) for name in names]


def _shown(value: Any, choices: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, int):
        return vn_number(value)
    # an exact average may be stored as a fraction
    return choices.get(value) or explanation.number(Fraction(value))


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _read_moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
