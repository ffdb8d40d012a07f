"""What a source says of one unit in one period, and the periods that figures are asked for. Pure."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from indicators.statistics import Ratio

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


@dataclass(frozen=True, slots=True)
class Row:
    """What a source says of one unit in one period.

    ``month`` is the last month of the period, 0 for a whole year; ``months`` how many it has (of a year: 12). ``ratio``
    holds the counts of a rate, ``value`` a plain value. ``closing`` are counts as they stand at the end of the month,
    such as overdue cases: of several months only the last counts. Rows of one ``subject`` (a procedure that several
    units handle) count once. ``is_statement``: somebody stated the figure of this unit with all below it as a whole, so
    that it stands instead of statements of parts and of shorter periods within. ``origin``: who told it, where others
    may tell of the same events at a unit above or below (``engine.overlaps``); ``names_parts``: whoever told it tells
    of all units of the branch, each with its name. ``people``: how many persons' answers a figure of a survey rests on,
    and ``fewest``: of how many it may be told to others than the office.
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
    people: int = 0
    fewest: int = 0

    @property
    def first_month(self) -> int:
        return 1 if self.month == 0 else self.month - self.months + 1

    @property
    def last_month(self) -> int:
        return self.month or MONTHS_IN_YEAR

    def lies_in(self, span: Span) -> bool:
        """Whether the whole period lies in the span: a quarter says nothing of one of its months."""
        return span.first <= self.first_month and self.last_month <= span.last

    @property
    def mask(self) -> int:
        """The months of the period as bits."""
        return (1 << (self.last_month + 1)) - (1 << self.first_month)
