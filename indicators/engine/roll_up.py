"""How rows of many months and units become one figure: by numerator and denominator, never by averaging rates.

Pure: a unit is known by its materialised path only, whose prefixes are the units above it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.engine.figure_rows import MONTHS_IN_QUARTER, MONTHS_IN_YEAR, Row, Span
from indicators.engine.overlaps import settled, told_once, wholes_of
from indicators.statistics import NOTHING, Ratio, pooled

__all__ = ["MONTHS_IN_QUARTER", "MONTHS_IN_YEAR", "Row", "Span", "WHOLE_YEAR", "Whole", "roll_up"]
WHOLE_YEAR = Span()


@dataclass(frozen=True, slots=True)
class Whole:
    """The figure of a unit: ``ratio`` of a rate, else a plain ``value``; ``rows`` are those that made it."""

    value: Decimal | None
    ratio: Ratio | None
    rows: Sequence[Row]


def roll_up(rows: Iterable[Row], path: str, span: Span, *, adds_months: bool, adds_units: bool) -> Whole | None:
    """The figure of the unit at ``path`` from the rows of its branch, None when none of them speaks of the span.

    Rates are pooled. Plain values: ``adds_months`` adds the periods (a number of events), else the latest stands;
    ``adds_units`` adds units below where the unit itself has none (a number of people), else only its own value
    counts, since indices, ranks and minutes of parts make no whole.
    """
    within = [
        row
        for row in rows
        if row.path.startswith(path) and row.lies_in(span) and (adds_units or row.ratio is not None or row.path == path)
    ]
    chosen = _once_each(settled(told_once(within)))
    if any(row.ratio is not None for row in chosen):
        counted = [row for row in chosen if row.ratio is not None]
        together = pooled(row.ratio or NOTHING for row in counted) + _closing(counted)
        return Whole(together.percent, together, counted)
    plain = [row for row in chosen if row.value is not None]
    if not adds_months:
        plain = _latest_of_each(plain)
    if not plain:
        return None
    return Whole(sum((row.value or Decimal(0) for row in plain), Decimal(0)), None, plain)


def _once_each(rows: list[Row]) -> list[Row]:
    seen: set[tuple[str, int]] = set()
    kept = []
    for row in rows:
        key = (row.subject, row.month)
        if row.subject and key in seen:
            continue
        seen.add(key)
        kept.append(row)
    return kept


def _closing(rows: Iterable[Row]) -> Ratio:
    """What stands at the end of the last month that each unit told of.

    Where the whole and its parts were told by others in different months, the later ones tell how it stands.
    """
    last: dict[str, tuple[int, str]] = {}
    standing: dict[str, Ratio] = {}
    for row in rows:
        known, _ = last.get(row.path, (0, ""))
        if row.closing is not None and row.last_month >= known:
            earlier = standing.get(row.path, NOTHING) if row.last_month == known else NOTHING
            standing[row.path] = earlier + row.closing
            last[row.path] = (row.last_month, row.origin)
    overtaken = _overtaken(last) if len({origin for _, origin in last.values()}) > 1 else set()
    return pooled(closing for path, closing in standing.items() if path not in overtaken)


def _overtaken(last: Mapping[str, tuple[int, str]]) -> set[str]:
    """Units of which another origin tells later months, at a unit above or below."""
    lengths = sorted({len(path) for path in last})
    found = set()
    for path, (month, origin) in last.items():
        for above in wholes_of(path, lengths):
            its_month, its_origin = last.get(above, (month, origin))
            if its_origin != origin and its_month != month:
                found.add(path if its_month > month else above)
    return found


def _latest_of_each(rows: Iterable[Row]) -> list[Row]:
    """The latest of each unit; what was stated of a whole stands instead of later statements of its parts, which are
    in it.
    """
    latest: dict[str, Row] = {}
    for row in rows:
        if row.path not in latest or row.last_month > latest[row.path].last_month:
            latest[row.path] = row
    stated = {path for path, row in latest.items() if row.is_statement}
    lengths = sorted({len(path) for path in stated})
    return [row for path, row in latest.items() if stated.isdisjoint(wholes_of(path, lengths))]
