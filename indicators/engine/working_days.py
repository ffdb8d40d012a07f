"""Arithmetic of working days: Monday to Friday, less days off, plus Saturdays and Sundays worked instead.

Days off by Bộ luật Lao động 2019: Điều 111 (weekly rest; a holiday that falls on it is made up on the next working day)
and Điều 112 (public holidays). Pure and exact: nothing here knows a clock, a time zone or a database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
WORKED_A_WEEK = 5
LABOUR_CODE = "Bộ luật Lao động, Điều 111 và 112"


@dataclass(frozen=True, slots=True)
class FixedDay:
    """A public holiday that stands on the same date every year, from the year ``since`` on.

    ``made_up``: on a weekend it is made up, as Điều 111 khoản 3 says of the holidays of Điều 112 khoản 1 only.
    """

    month: int
    day: int
    name: str
    basis: str = LABOUR_CODE
    since: int = 1
    made_up: bool = True


FIXED_DAYS = (
    FixedDay(1, 1, "Tết Dương lịch"),
    FixedDay(4, 30, "Ngày Chiến thắng"),
    FixedDay(5, 1, "Ngày Quốc tế lao động"),
    FixedDay(9, 2, "Quốc khánh"),
    FixedDay(11, 24, "Ngày Văn hóa Việt Nam", "Nghị quyết 28/2026/QH16, Điều 2", since=2026, made_up=False),
)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked. ``off``: days off; ``worked``: days of a weekend worked instead of others.

    ValueError when a day is said to be both.
    """

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        both = self.off & self.worked
        if both:
            raise ValueError(f"days both off and worked: {sorted(both)}")

    def is_working(self, day: date) -> bool:
        """Whether the day is worked."""
        if day in self.worked:
            return True
        return day.weekday() < WORKED_A_WEEK and day not in self.off

    def add(self, day: date, working_days: int) -> date:
        """The ``working_days``-th working day after ``day`` (before it when negative); 0 gives the day itself.

        The day of receipt does not count, so a file received today with one working day is due tomorrow.
        """
        step = ONE_DAY if working_days > 0 else -ONE_DAY
        for _ in range(abs(working_days)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and with ``end``; below zero when ``end`` is the earlier one."""
        if end < start:
            return -self.between(end, start)
        exceptions = sum(start < day <= end for day in self._added) - sum(start < day <= end for day in self._taken)
        return _weekdays_up_to(end) - _weekdays_up_to(start) + exceptions

    def days(self, start: date, end: date) -> list[date]:
        """The working days from ``start`` to ``end``, both included, in order."""
        span = (start + timedelta(days=number) for number in range((end - start).days + 1))
        return [day for day in span if self.is_working(day)]

    @property
    def _added(self) -> Iterable[date]:
        return (day for day in self.worked if day.weekday() >= WORKED_A_WEEK)

    @property
    def _taken(self) -> Iterable[date]:
        return (day for day in self.off if day.weekday() < WORKED_A_WEEK)


def fixed_days(year: int, calendar: Calendar) -> list[tuple[date, str, str]]:
    """The public holidays of fixed date in a year with name and basis, and the days that make up for weekends.

    ``calendar`` tells which days of that year are off already; they are left out, and never used to make up.
    """
    holidays = [(date(year, each.month, each.day), each) for each in FIXED_DAYS if year >= each.since]
    taken = set(calendar.off) | {on for on, _ in holidays}
    made_up = []
    for on, each in holidays:
        if each.made_up and on.weekday() >= WORKED_A_WEEK and on not in calendar.off:
            instead = Calendar(frozenset(taken), calendar.worked - taken).add(on, 1)
            taken.add(instead)
            made_up.append((instead, f"Nghỉ bù {each.name}", each.basis))
    found = [(on, each.name, each.basis) for on, each in holidays if on not in calendar.off]
    return sorted([*found, *made_up])


def _weekdays_up_to(day: date) -> int:
    """Mondays to Fridays from 1 January of year 1, a Monday, up to and with the day."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * WORKED_A_WEEK + min(rest, WORKED_A_WEEK)
