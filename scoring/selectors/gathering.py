"""Everything a calculation of a round depends on, gathered in a constant number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from accounts.models import Unit
from campaigns.models import Round
from scoring.engine import tree
from scoring.engine.values import Decision, Entry, Inputs, NotApplicable
from scoring.models import Assessment, AssessmentItem
from scoring.selectors import entries
from scoring.selectors.inputs import Key, Known, known_inputs


@dataclass(frozen=True)
class Source:
    """What a measured value rests on, as the trace shows it."""

    label: str
    as_of: str = ""


@dataclass(frozen=True)
class Gathered:
    """The inputs of a calculation: entries by unit id and criterion code, with what is behind them."""

    units: Sequence[Unit]
    known: Mapping[Key, Known]
    items: Mapping[Key, AssessmentItem]
    submitted: frozenset[int]
    entries: dict[int, dict[str, Entry]] = field(default_factory=dict)
    self_entries: dict[int, dict[str, Entry]] = field(default_factory=dict)

    def by_code(self) -> dict[str, dict[str, Entry]]:
        """The entries under the units' codes, as they are hashed."""
        return {unit.code: self.entries[unit.pk] for unit in self.units}

    def source_of(self, unit_id: int, code: str) -> Source | None:
        """Where the inputs that count come from."""
        measured = self.entries[unit_id][code].measured
        if not isinstance(measured, Inputs):
            return None
        known, item = self.known.get((unit_id, code)), self.items.get((unit_id, code))
        if known is not None and measured is known.inputs:
            return Source(known.source, known.as_of.isoformat() if known.as_of else "")
        return Source((item.declared_source if item else "") or "Đơn vị kê khai")


def gather(round_: Round, criteria_set: tree.CriteriaSet) -> Gathered:
    """The participants of a round with their figures, submitted declarations and verification (constant queries)."""
    participants = round_.participants.select_related("unit").order_by("unit__position", "unit__sort_key", "unit_id")
    units = [participant.unit for participant in participants]
    leaves = list(criteria_set.criteria())
    submitted = Assessment.objects.filter(round=round_, submitted_at__isnull=False).values_list("unit_id", flat=True)
    items = _items(round_)
    gathered = Gathered(units, known_inputs(leaves, units, round_.year), items, frozenset(submitted))
    for unit in units:
        keys = [(leaf, (unit.pk, leaf.code)) for leaf in leaves]
        gathered.entries[unit.pk] = {
            leaf.code: _entry(leaf, gathered.known.get(key), items.get(key)) for leaf, key in keys
        }
        gathered.self_entries[unit.pk] = {
            leaf.code: _self_entry(leaf, gathered.known.get(key), items.get(key)) for leaf, key in keys
        }
    return gathered


def _items(round_: Round) -> dict[Key, AssessmentItem]:
    """Lines of submitted assessments; a first draft does not count yet."""
    rows = AssessmentItem.objects.filter(assessment__round=round_, assessment__submitted_at__isnull=False)
    rows = rows.select_related(
        "assessment__submitted_by__person", "criterion", "saved_by__person", "verified_by__person"
    ).prefetch_related("evidence_links__evidence")
    return {(item.assessment.unit_id, item.criterion.code): item for item in rows}


def _entry(leaf: tree.Criterion, known: Known | None, item: AssessmentItem | None) -> Entry:
    """What counts: verification before declaration; without a declaration what the portal itself knows."""
    if item is not None:
        return entries.entry_of(item.assessment, item, known)
    return Entry(known.inputs if known else None)


def _self_entry(leaf: tree.Criterion, known: Known | None, item: AssessmentItem | None) -> Entry:
    """The unit's own view of itself: its claims and its own marks."""
    if item is None:
        return Entry(known.inputs if known else None)
    if item.claims_not_applicable:
        return Entry(NotApplicable(item.explanation))
    measured = entries.inputs_of(item.assessment, item, known)
    if item.self_points is None:
        return Entry(measured)
    return Entry(measured, Decision(min(item.self_points, leaf.max_points), ""))
