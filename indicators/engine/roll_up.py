"""How rows of many months and units become one figure: by numerator and denominator, never by averaging rates.

Pure: a unit is known by its materialised path only, whose prefixes are the units above it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from indicators.statistics import NOTHING, Ratio, pooled

MONTHS_IN_YEAR = 12
MONTHS_IN_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Span:
    """Months of a year from ``first`` to ``last``, both included: a month, a quarter, a year, or a year so far."""

    first: int = 1
    last: int = MONTHS_IN_YEAR

    def __post_init__(self) -> None:
        if not 1 <= self.first <= self.last <= MONTHS_IN_YEAR:
            raise ValueError(f"no months {self.first} to {self.last} in a year")

    @property
    def months(self) -> int:
        return self.last - self.first + 1

    @classmethod
    def month(cls, number: int) -> "Span":
        return cls(number, number)

    @classmethod
    def quarter(cls, number: int) -> "Span":
        return cls((number - 1) * MONTHS_IN_QUARTER + 1, number * MONTHS_IN_QUARTER)

    @classmethod
    def up_to(cls, month: int) -> "Span":
        """From January to the month: the year so far."""
        return cls(1, month)


WHOLE_YEAR = Span()


@dataclass(frozen=True, slots=True)
class Row:
    """What a source says of one unit in one period.

    ``month`` is the last month of the period, 0 for a whole year; ``months`` how many it has (of a year: 12). ``ratio``
    holds the counts of a rate, ``value`` a plain value. ``closing`` are counts as they stand at the end of the month,
    such as overdue cases: of several months only the last counts. Rows of one ``subject`` (a procedure that several
    units handle) count once. ``is_statement``: somebody stated the figure of this unit with all below it as a whole, so
    that it stands instead of statements of parts and of shorter periods within. ``origin``: who told it, where others
    may tell of the same events at a unit above or below (``_told_once``); ``names_parts``: told by whoever tells of all
    units of the branch, each with its name.
    """

    code: str
    path: str
    year: int
    month: int = 0
    ratio: Ratio | None = None
    value: Decimal | None = None
    source: str = ""
    as_of: datetime | None = None
    months: int = 1
    closing: Ratio | None = None
    subject: str = ""
    is_statement: bool = False
    origin: str = ""
    names_parts: bool = False

    @property
    def first_month(self) -> int:
        return 1 if self.month == 0 else self.month - self.months + 1

    @property
    def last_month(self) -> int:
        return self.month or MONTHS_IN_YEAR

    def lies_in(self, span: Span) -> bool:
        """Whether the whole period lies in the span: a quarter says nothing of one of its months."""
        return span.first <= self.first_month and self.last_month <= span.last


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
    within = [row for row in rows if row.path.startswith(path) and row.lies_in(span)]
    chosen = _once_each(_settled(_told_once(within)))
    if any(row.ratio is not None for row in chosen):
        counted = [row for row in chosen if row.ratio is not None]
        together = pooled(row.ratio or NOTHING for row in counted) + _closing(counted)
        return Whole(together.percent, together, counted)
    plain = [row for row in chosen if row.value is not None]
    if not adds_units:
        plain = [row for row in plain if row.path == path]
    if not adds_months:
        plain = _latest_of_each(plain)
    if not plain:
        return None
    return Whole(sum((row.value or Decimal(0) for row in plain), Decimal(0)), None, plain)


def _settled(rows: list[Row]) -> list[Row]:
    """Without statements that lie within one about more: of a unit above, or of a longer period of the same unit."""
    statements = [row for row in rows if row.is_statement]
    if not statements:
        return rows
    taken: dict[str, int] = {}
    kept = [row for row in rows if not row.is_statement]
    lengths = sorted({len(row.path) for row in statements})
    for row in sorted(statements, key=lambda row: (len(row.path), row.first_month - row.last_month)):
        mask = _mask(row)
        above = (taken.get(row.path[:length], 0) for length in lengths if length <= len(row.path))
        if not any(mask & other for other in above):
            taken[row.path] = taken.get(row.path, 0) | mask
            kept.append(row)
    return kept


def _told_once(rows: list[Row]) -> list[Row]:
    """Without rows that tell of the same events as others of the same month do at a unit above or below.

    Origins are chosen, never added: one that names all units of the branch stands instead of others above it; else what
    is told of the whole stands instead of what others tell of its parts. Rows of one origin are added.
    """
    if len({row.origin for row in rows if row.origin}) < 2:
        return rows
    kept = [row for row in rows if not row.origin]
    months: dict[int, list[Row]] = {}
    for row in rows:
        if row.origin:
            months.setdefault(row.month, []).append(row)
    for told in months.values():
        lengths = sorted({len(row.path) for row in told})
        named = {above: row.origin for row in told if row.names_parts for above in _above(row.path, lengths)}
        standing = [row for row in told if named.get(row.path, row.origin) == row.origin]
        wholes = {row.path: row.origin for row in standing}
        kept += [
            row
            for row in standing
            if all(wholes.get(above, row.origin) == row.origin for above in _above(row.path, lengths))
        ]
    return kept


def _above(path: str, lengths: Iterable[int]) -> list[str]:
    """The paths of these lengths that lead to a path."""
    return [path[:length] for length in lengths if length < len(path)]


def _mask(row: Row) -> int:
    """The months of a row as bits."""
    return (1 << (row.last_month + 1)) - (1 << row.first_month)


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
        for above in _above(path, lengths):
            its_month, its_origin = last.get(above, (month, origin))
            if its_origin != origin and its_month != month:
                found.add(path if its_month > month else above)
    return found


def _latest_of_each(rows: Iterable[Row]) -> list[Row]:
    latest: dict[str, Row] = {}
    for row in rows:
        if row.path not in latest or row.last_month > latest[row.path].last_month:
            latest[row.path] = row
    return list(latest.values())
