"""What the portal itself knows about the criteria of units: figures with their source and date."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from accounts.models import Unit
from indicators.selectors import figures, level_counts
from scoring.engine import survey_levels
from scoring.engine.tree import Criterion
from scoring.engine.values import Inputs, OptionCount

Key = tuple[int, str]


@dataclass(frozen=True)
class Known:
    """Inputs of one criterion that nobody has to type, with where they come from."""

    inputs: Inputs
    source: str
    as_of: date | None


def known_inputs(leaves: Iterable[Criterion], units: Sequence[Unit], year: int) -> dict[Key, Known]:
    """The figures behind every criterion that names an indicator: (unit id, criterion code) -> what is known.

    A constant number of queries, whatever the number of units: one reading of this year, one of the last, and one of
    the answers to surveys by level where a rule counts those.
    """
    measured = [leaf for leaf in leaves if leaf.notes.indicator]
    codes = sorted({leaf.notes.indicator for leaf in measured})
    compared = sorted({leaf.notes.indicator for leaf in measured if _looks_back(leaf)})
    current = figures.figures_for(codes, units, year) if codes else {}
    before = figures.figures_for(compared, units, year - 1) if compared else {}
    options = {leaf.code: survey_levels.levels_of(leaf.rule) for leaf in measured}
    asked = {leaf.notes.indicator for leaf in measured if options[leaf.code]}
    answered = level_counts.level_counts(asked, units, year) if asked else {}
    found: dict[Key, Known] = {}
    for leaf in measured:
        for unit in units:
            figure = current.get((leaf.notes.indicator, unit.pk))
            if figure is not None:
                previous = before.get((leaf.notes.indicator, unit.pk)) if _looks_back(leaf) else None
                levels = answered.get((leaf.notes.indicator, unit.pk), ()) if options[leaf.code] else ()
                found[unit.pk, leaf.code] = _known(leaf, figure, previous, _counts(options[leaf.code], levels))
    return found


def _looks_back(leaf: Criterion) -> bool:
    return _reads(leaf, "previous")


def _reads(leaf: Criterion, name: str) -> bool:
    """Whether the rule asks for this input, in itself or in one of its parts."""
    return any(field.name.rpartition(".")[2] == name for field in leaf.rule.fields())


def _counts(options: Mapping[int, str], levels: Sequence[int]) -> tuple[OptionCount, ...]:
    """The answers by option, in the order of the levels."""
    return tuple(OptionCount(options[level], count) for level, count in enumerate(levels, start=1))


def _known(
    leaf: Criterion, figure: figures.Figure, previous: figures.Figure | None, counts: tuple[OptionCount, ...]
) -> Known:
    inputs = Inputs(
        value=figure.value,
        numerator=figure.numerator,
        denominator=figure.denominator,
        count=_whole(leaf, figure),
        counts=counts,
        previous=previous.value if previous else None,
        previous_numerator=previous.numerator if previous else None,
        previous_denominator=previous.denominator if previous else None,
    )
    return Known(inputs, figure.source, timezone.localdate(figure.as_of) if figure.as_of else None)


def _whole(leaf: Criterion, figure: figures.Figure) -> int | None:
    """The figure as a count, for rules that count."""
    counts = _reads(leaf, "count")
    return int(figure.value) if counts and figure.value is not None and figure.value == int(figure.value) else None


def by_unit(known: Mapping[Key, Known], unit: Unit) -> dict[str, Known]:
    """The part of ``known_inputs`` that belongs to one unit, by criterion code."""
    return {code: each for (unit_id, code), each in known.items() if unit_id == unit.pk}
