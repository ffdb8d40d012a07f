"""Arithmetic of working days: Monday to Friday, less days off, plus Saturdays and Sundays worked instead.

Days off by Bộ luật Lao động 2019: Điều 111 (weekly rest; a holiday that falls on it is made up on the next working day)
and Điều 112 (public holidays). Pure and exact: nothing here knows a clock, a time zone or a database.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
WORKED_A_WEEK = 5
FIXED_DAYS = {
    (1, 1): "Tết Dương lịch",
    (4, 30): "Ngày Chiến thắng",
    (5, 1): "Ngày Quốc tế lao động",
    (9, 2): "Quốc khánh",
}
"""Month and day of the public holidays of Điều 112 khoản 1 that stand on the same date every year."""


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


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - ONE_DAY


def fixed_days(year: int, calendar: Calendar) -> list[tuple[date, str]]:
    """The public holidays of fixed date in a year, with the days that make up for those on a weekend (Điều 111).

    ``calendar`` tells which days of that year are off already; they are left out, and never used to make up.
    """
    holidays = [(date(year, month, day), name) for (month, day), name in FIXED_DAYS.items()]
    taken = set(calendar.off) | {day for day, _ in holidays}
    made_up = []
    for day, name in holidays:
        if day.weekday() >= WORKED_A_WEEK and day not in calendar.off:
            instead = Calendar(frozenset(taken), calendar.worked - taken).add(day, 1)
            taken.add(instead)
            made_up.append((instead, f"Nghỉ bù {name}"))
    return sorted((day, name) for day, name in [*holidays, *made_up] if day not in calendar.off)


def _weekdays_up_to(day: date) -> int:
    """Mondays to Fridays from 1 January of year 1, a Monday, up to and with the day."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * WORKED_A_WEEK + min(rest, WORKED_A_WEEK)
