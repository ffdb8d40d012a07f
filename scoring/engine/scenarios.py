"""What-if: changes to a criteria set and to the entries of units, tried on a copy.

Changes are plain mappings with a `kind` (as a scenario keeps them); options come first, then weights, then what is
decided about single criteria. The originals are never touched.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

from scoring.engine import explanation, parameters, scenario_options
from scoring.engine.rounding import round_points
from scoring.engine.scenario_options import Option, with_nodes
from scoring.engine.slips import Slip
from scoring.engine.tree import CriteriaSet, Criterion, Group, leaves
from scoring.engine.values import Decision, Entry, Inputs, NotApplicable

__all__ = ["KINDS", "Applicability", "Change", "Mark", "Option", "Weight", "apply", "read", "write"]

Entries = Mapping[str, Entry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """Another maximum for a criterion, or for a group as a whole."""

    kind: ClassVar[str] = "weight"
    code: str
    max: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicability:
    """A decision that a criterion (or all of a group) does or does not apply, to one unit or to all."""

    kind: ClassVar[str] = "not_applicable"
    code: str
    applies: bool = False
    unit: str = ""
    """Code of the unit; empty: all units."""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Contested points of one criterion of one unit, as if they had been verified."""

    kind: ClassVar[str] = "mark"
    unit: str
    code: str
    points: Decimal
    reason: str = ""


Change = Weight | Applicability | Option | Mark
KINDS: dict[str, type[Weight] | type[Applicability] | type[Option] | type[Mark]] = {
    each.kind: each for each in (Weight, Applicability, Option, Mark)
}


def read(given: Sequence[Any]) -> tuple[list[Change], list[Slip]]:
    """The changes that a list of mappings says, with every slip; what cannot be read is left out."""
    found: list[Change] = []
    slips: list[Slip] = []
    for place, each in enumerate(given, start=1):
        rest = dict(each) if isinstance(each, Mapping) else {}
        kind = rest.pop("kind", None)
        target = KINDS.get(kind) if isinstance(kind, str) else None
        if target is None:
            slips.append(Slip(place_of(place), f"Không có loại thay đổi “{kind}”. Các loại: {', '.join(KINDS)}."))
            continue
        built, faults = parameters.read(target, rest)
        slips += [Slip(place_of(place), fault) for fault in faults]
        if built is not None:
            found.append(built)
    return found, slips


def write(change: Change) -> dict[str, Any]:
    """The mapping from which `read` builds an equal change."""
    return {"kind": change.kind, **parameters.write(change)}


def apply(
    criteria_set: CriteriaSet,
    entries_by_unit: Mapping[str, Entries],
    changes: Sequence[Change],
    figures: Mapping[str, Mapping[str, Inputs]] | None = None,
) -> tuple[CriteriaSet, dict[str, Entries]]:
    """The set and the entries of the units (by code) with the changes in them.

    The changes must have passed `scenario_checks.check`.

    `figures`: by unit and criterion what was reported where the entry says that the criterion does not apply; it
    counts again where such a decision is taken back.
    """
    trial = trial_set(criteria_set, changes)
    known = figures or {}
    return trial, {
        unit: trial_entries(trial, entries, unit, changes, known.get(unit, {}))
        for unit, entries in entries_by_unit.items()
    }


def trial_set(criteria_set: CriteriaSet, changes: Sequence[Change]) -> CriteriaSet:
    """The set with options, weights and decisions for all units in it."""
    trial = with_options(criteria_set, changes)
    trial = _weighted(trial, {each.code: each.max for each in changes if isinstance(each, Weight)})
    back = {
        leaf
        for each in changes
        if isinstance(each, Applicability) and each.applies and not each.unit
        for leaf in way_to(trial, each.code)
    }
    if not back:
        return trial
    return with_nodes(trial, lambda node: replace(node, suspended="", not_for=()) if node.code in back else node)


def trial_entries(
    trial: CriteriaSet, entries: Entries, unit: str, changes: Sequence[Change], figures: Mapping[str, Inputs]
) -> Entries:
    """One unit's entries with what was decided about its criteria; `trial` is the set that `trial_set` gave."""
    changed = {
        leaf.code: entries[leaf.code]._replace(decision=_brought(leaf, entries[leaf.code].decision))
        for leaf in trial.criteria()
        if leaf.counted_to is not None and leaf.code in entries
    }
    for each in changes:
        if isinstance(each, Applicability) and each.unit in ("", unit):
            for code in _codes(trial, each.code):
                entry = changed.get(code) or entries.get(code) or Entry()
                changed[code] = _decided(each, entry, figures.get(code))
    for each in changes:
        if isinstance(each, Mark) and each.unit == unit:
            entry = changed.get(each.code) or entries.get(each.code) or Entry()
            measured = None if isinstance(entry.measured, NotApplicable) else entry.measured
            changed[each.code] = Entry(measured, Decision(each.points, each.reason or "phương án thử"))
    return {**entries, **changed} if changed else entries


def with_options(criteria_set: CriteriaSet, changes: Sequence[Change]) -> CriteriaSet:
    """Worked examples were written for the set as it is, so the trial goes without them."""
    trial = replace(criteria_set, examples=())
    for each in changes:
        if isinstance(each, Option):
            trial = scenario_options.apply(trial, each)
    return trial


def _weighted(criteria_set: CriteriaSet, maxima: Mapping[str, Decimal]) -> CriteriaSet:
    def change(node: Any) -> Any:
        stated = maxima.get(node.code, node.max_points)
        if isinstance(node, Criterion):
            return node if stated == node.max_points else replace(node, max_points=stated, counted_to=node.max_points)
        inside = sum((child.max_points for child in node.children), Decimal(0))
        full = maxima.get(node.code, inside)
        return replace(node, max_points=full, counted_to=None if full == inside else inside)

    return with_nodes(criteria_set, change) if maxima else criteria_set


def way_to(criteria_set: CriteriaSet, code: str) -> set[str]:
    """The codes of the node, of all above it and of all below it."""
    found: set[str] = set()

    def visit(node: Group | Criterion, above: tuple[str, ...]) -> None:
        if node.code == code:
            found.update((*above, node.code), _codes(criteria_set, code))
        elif isinstance(node, Group):
            for child in node.children:
                visit(child, (*above, node.code))

    tops: tuple[Group | Criterion, ...] = (
        *criteria_set.groups,
        *criteria_set.bonus.criteria,
        *criteria_set.penalty.criteria,
    )
    for top in tops:
        visit(top, ())
    return found


def _codes(criteria_set: CriteriaSet, code: str) -> list[str]:
    """The criteria that a decision about the node concerns."""
    return [leaf.code for node in criteria_set.nodes() if node.code == code for leaf in leaves(node)]


def _brought(leaf: Criterion, decision: Decision | None) -> Decision | None:
    """A verifier's points on the old scale as points on the new one."""
    if decision is None or leaf.counted_to is None:
        return decision
    points = round_points(Fraction(decision.points) * Fraction(leaf.max_points) / Fraction(leaf.counted_to))
    old = f"{explanation.number(decision.points, 2)}/{explanation.number(leaf.counted_to)} theo trọng số cũ"
    return Decision(points, f"{decision.reason.rstrip('. ')} ({old})" if decision.reason else old)


def _decided(change: Applicability, entry: Entry, figures: Inputs | None) -> Entry:
    if not change.applies:
        return Entry(NotApplicable(f"Phương án thử: {change.reason or 'không áp dụng'}"), entry.decision)
    return entry._replace(measured=figures) if isinstance(entry.measured, NotApplicable) else entry


def place_of(place: int) -> str:
    """The place of a change in words."""
    return f"Thay đổi {place}"
