"""The calendar of days off: for calculations, and a year at a glance."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from indicators.engine.months import month_end
from indicators.engine.working_days import Calendar
from indicators.enums import DayKind
from indicators.models import CalendarDay


@dataclass(frozen=True)
class Cell:
    """One day at a glance; ``look`` is ``work``, ``rest``, ``off``, ``instead``, or empty outside the month."""

    day: date | None
    look: str = ""
    name: str = ""


@dataclass(frozen=True)
class Month:
    """One month in weeks of seven cells from Monday, with the number of its working days."""

    number: int
    weeks: Sequence[Sequence[Cell]]
    working_days: int


def calendar_for(years: Iterable[int]) -> Calendar:
    """The calendar of these years (one query). Years without any recorded day have only weekends off."""
    rows = CalendarDay.objects.filter(on__year__in=sorted(set(years))).order_by().values_list("on", "kind")
    days: dict[str, set[date]] = {DayKind.OFF: set(), DayKind.WORK: set()}
    for on, kind in rows:
        days[kind].add(on)
    return Calendar(frozenset(days[DayKind.OFF]), frozenset(days[DayKind.WORK]))


def year_at_a_glance(year: int) -> list[Month]:
    """The twelve months of a year with every day as it is worked (one query)."""
    rows = {row.on: row for row in CalendarDay.objects.filter(on__year=year)}
    calendar = Calendar(
        frozenset(day for day, row in rows.items() if row.kind == DayKind.OFF),
        frozenset(day for day, row in rows.items() if row.kind == DayKind.WORK),
    )
    return [_month(year, number, calendar, rows) for number in range(1, 13)]


def _month(year: int, number: int, calendar: Calendar, rows: dict[date, CalendarDay]) -> Month:
    first, last = date(year, number, 1), month_end(year, number)
    cells = [Cell(None)] * first.weekday()
    cells += [_cell(first + timedelta(days=passed), calendar, rows) for passed in range(last.day)]
    cells += [Cell(None)] * (-len(cells) % 7)
    weeks = [cells[start : start + 7] for start in range(0, len(cells), 7)]
    return Month(number, weeks, len(calendar.days(first, last)))


def _cell(day: date, calendar: Calendar, rows: dict[date, CalendarDay]) -> Cell:
    row = rows.get(day)
    if row is not None:
        return Cell(day, "instead" if row.kind == DayKind.WORK else "off", row.name)
    return Cell(day, "work" if calendar.is_working(day) else "rest")
