"""The averages that `versus_average` criteria are compared with.

The average is the mean of the units' values, or Σ numerators ÷ Σ denominators where the rule says `pooled`; over all
units, or over the unit's own emulation group (khối). Units without a figure, and units that the criterion does not
concern, do not count. Figures may be tallied in batches: the order of units and the cut of batches change nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import lcm
from typing import TypeVar

from scoring.engine.rules import Rule
from scoring.engine.rules.comparisons import VersusAverage
from scoring.engine.rules.composites import ITSELF, BestOf, Precondition, SumOfParts
from scoring.engine.rules.measured import Reading
from scoring.engine.tree import CriteriaSet, Criterion, Group
from scoring.engine.values import Entry, Inputs, PartInputs

Unit = TypeVar("Unit")
Key = tuple[str, str]
"""The emulation group (empty: all units), and the code of the criterion, followed by those of parts inside it."""
Filler = Callable[[Mapping[str, Entry], str], Mapping[str, Entry]]
EVERYONE = ""
FINEST = 10**30


@dataclass(slots=True)
class Tally:
    """What a mean needs: the sum of the values, kept exact as numerators by denominator, and how many there are."""

    numerators: dict[int, int] = field(default_factory=dict)
    weight: Fraction = Fraction(0)
    """How many values, or Σ denominators where the values are pooled."""

    def add(self, value: Fraction, weight: Fraction) -> None:
        self.numerators[value.denominator] = self.numerators.get(value.denominator, 0) + value.numerator
        self.weight += weight

    def merge(self, other: "Tally") -> None:
        for denominator, numerator in other.numerators.items():
            self.numerators[denominator] = self.numerators.get(denominator, 0) + numerator
        self.weight += other.weight

    def mean(self, *, cut_up: bool) -> Fraction | None:
        """The mean; None without a value.

        Exact as long as the common denominator stays below 10³⁰. Beyond it every sum is cut to 30 decimals, to the side
        on which a unit that stands exactly at the average still reaches it.
        """
        if not self.weight:
            return None
        common = 1
        for denominator in sorted(self.numerators):
            common = lcm(common, denominator)
            if common > FINEST:
                return self._cut(cut_up) / self.weight
        summed = sum(numerator * (common // denominator) for denominator, numerator in self.numerators.items())
        return Fraction(summed, common) / self.weight

    def _cut(self, cut_up: bool) -> Fraction:
        sign = -1 if cut_up else 1
        pieces = (sign * (sign * each * FINEST // denominator) for denominator, each in self.numerators.items())
        return Fraction(sum(pieces), FINEST)


@dataclass(frozen=True, slots=True)
class _Place:
    """One `versus_average` rule: the leaf, the parts on the way to it, and the groups it does not concern."""

    leaf: Criterion
    path: tuple[str, ...]
    rule: VersusAverage
    not_for: frozenset[str]

    @property
    def code(self) -> str:
        return ".".join((self.leaf.code, *self.path))

    def key(self, group: str) -> Key:
        return (group if self.rule.scope == "group" else EVERYONE, self.code)


def compared(criteria_set: CriteriaSet) -> frozenset[str]:
    """The codes of the criteria that compare a unit with others anywhere in their rules."""
    return frozenset(place.leaf.code for place in _places(criteria_set))


def tally(
    criteria_set: CriteriaSet, entries_by_unit: Mapping[Unit, Mapping[str, Entry]], groups: Mapping[Unit, str]
) -> dict[Key, Tally]:
    """The sums of some units' values; tallies of several batches are put together with `merge`."""
    tallies: dict[Key, Tally] = {}
    for place in _places(criteria_set):
        for unit, entries in entries_by_unit.items():
            group = groups.get(unit, "")
            entry = entries.get(place.leaf.code)
            if entry is None or not isinstance(entry.measured, Inputs) or group in place.not_for:
                continue
            value = _value(place.rule, _inside(entry.measured, place.path))
            if value is not None:
                tallies.setdefault(place.key(group), Tally()).add(*value)
    return tallies


def merge(batches: Iterable[Mapping[Key, Tally]]) -> dict[Key, Tally]:
    """The tallies of all batches as one."""
    merged: dict[Key, Tally] = {}
    for batch in batches:
        for key, each in batch.items():
            merged.setdefault(key, Tally()).merge(each)
    return merged


def settle(criteria_set: CriteriaSet, tallies: Mapping[Key, Tally]) -> dict[Key, Fraction]:
    """The averages by emulation group and criterion."""
    less_is_better = {place.code: place.rule.at_most for place in _places(criteria_set)}
    found = {key: each.mean(cut_up=less_is_better[key[1]]) for key, each in tallies.items()}
    return {key: mean for key, mean in found.items() if mean is not None}


def of(
    criteria_set: CriteriaSet, entries_by_unit: Mapping[Unit, Mapping[str, Entry]], groups: Mapping[Unit, str]
) -> dict[Key, Fraction]:
    """The averages of all units, by emulation group and criterion."""
    return settle(criteria_set, tally(criteria_set, entries_by_unit, groups))


def filler(criteria_set: CriteriaSet, averages: Mapping[Key, Fraction]) -> Filler:
    """A function that gives the entries of a unit of a group with the averages in them; a typed one stands."""
    places = _places(criteria_set) if averages else []

    def fill_unit(entries: Mapping[str, Entry], group: str) -> Mapping[str, Entry]:
        filled: dict[str, Entry] = {}
        for place in places:
            code, average = place.leaf.code, averages.get(place.key(group))
            entry = filled.get(code) or entries.get(code)
            if average is None or entry is None or not isinstance(entry.measured, Inputs):
                continue
            measured = _with_average(entry.measured, place.path, average)
            if measured is not entry.measured:
                filled[code] = Entry(measured, entry.decision)
        return {**entries, **filled} if filled else entries

    return fill_unit


def not_declared(inputs: Inputs) -> Inputs:
    """The inputs without averages, which no unit declares for itself; the same object where there are none."""
    parts = tuple(PartInputs(part.code, not_declared(part.inputs)) for part in inputs.parts)
    if inputs.average is None and all(new.inputs is old.inputs for new, old in zip(parts, inputs.parts, strict=True)):
        return inputs
    return replace(inputs, average=None, parts=parts)


def awaited(leaf: Criterion, entry: Entry) -> Entry:
    """The entry as if the averages were known already, for asking whether anything else is missing."""
    if not isinstance(entry.measured, Inputs):
        return entry
    measured = entry.measured
    for path, _ in _versus(leaf.rule, ()):
        measured = _with_average(measured, path, Fraction(0))
    return entry._replace(measured=measured)


def fill(
    criteria_set: CriteriaSet, entries_by_unit: Mapping[Unit, Mapping[str, Entry]], groups: Mapping[Unit, str]
) -> dict[Unit, Mapping[str, Entry]]:
    """The entries of all units with their averages in them."""
    averages = of(criteria_set, entries_by_unit, groups)
    fill_unit = filler(criteria_set, averages)
    return {unit: fill_unit(entries, groups.get(unit, "")) for unit, entries in entries_by_unit.items()}


def _places(criteria_set: CriteriaSet) -> list[_Place]:
    found: list[_Place] = []
    for group in criteria_set.groups:
        found += _below(group, frozenset())
    return found


def _below(node: Group | Criterion, not_for: frozenset[str]) -> Iterator[_Place]:
    if node.suspended:
        return
    not_for = not_for.union(node.not_for)
    if isinstance(node, Group):
        for child in node.children:
            yield from _below(child, not_for)
        return
    for path, rule in _versus(node.rule, ()):
        yield _Place(node, path, rule, not_for)


def _versus(rule: Rule, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], VersusAverage]]:
    if isinstance(rule, VersusAverage):
        yield path, rule
    elif isinstance(rule, Precondition):
        inner = (*path, ITSELF) if isinstance(rule.rule, Precondition) else path
        yield from _versus(rule.rule, inner)
    elif isinstance(rule, BestOf | SumOfParts):
        for part in rule.parts:
            yield from _versus(part.rule, (*path, part.code))


def _value(rule: VersusAverage, inputs: Inputs) -> tuple[Fraction, Fraction] | None:
    """The value of a unit and its weight; None when it has none."""
    if rule.pooled:
        if inputs.numerator is None or not inputs.denominator:
            return None
        return Fraction(inputs.numerator) * 100, Fraction(inputs.denominator)
    read = rule.reading(inputs)
    return (Fraction(read.top, read.bottom), Fraction(1)) if isinstance(read, Reading) else None


def _inside(inputs: Inputs, path: tuple[str, ...]) -> Inputs:
    for code in path:
        inputs = inputs.of_part(code)
    return inputs


def _with_average(inputs: Inputs, path: tuple[str, ...], average: Fraction) -> Inputs:
    if not path:
        return inputs if inputs.average is not None else Inputs.given({**vars(inputs), "average": average})
    code, *rest = path
    filled = PartInputs(code, _with_average(inputs.of_part(code), tuple(rest), average))
    others = tuple(part for part in inputs.parts if part.code != code)
    return replace(inputs, parts=(*others, filled))
