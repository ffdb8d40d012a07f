"""Keeping the calendar, and the shipped days."""

from datetime import UTC, date, datetime

import pytest

from core.models import AuditEvent
from indicators.enums import DayKind
from indicators.models import CalendarDay
from indicators.selectors.calendar import calendar_for, year_at_a_glance
from indicators.services import calendar
from indicators.services.errors import FigureRefused
from tests.factories.accounts import UserFactory
from tests.factories.indicators import CalendarDayFactory

AT = datetime(2026, 11, 22, 2, tzinfo=UTC)
# Working days of the public sector as the yearly notices have it, counted by hand from them:
# all Mondays to Fridays, less days off on these days, plus Saturdays worked instead.
WORKING_DAYS = {2025: 261 - 12 + 1, 2026: 261 - 14 + 2}

pytestmark = pytest.mark.django_db


def _add(**values: object) -> CalendarDay:
    given = {"on": date(2027, 9, 3), "kind": DayKind.OFF, "name": "Quốc khánh", "basis": "", **values}
    return calendar.add_day(**given, by=UserFactory(), at=AT)  # type: ignore[arg-type]


def test_shipped_days_give_the_working_days_of_the_notices() -> None:
    calendar.load_shipped()
    known = calendar_for([2025, 2026, 2027])

    for year, number in WORKING_DAYS.items():
        assert known.between(date(year - 1, 12, 31), date(year, 12, 31)) == number
    assert known.is_working(date(2026, 8, 22)) and not known.is_working(date(2026, 8, 31))
    assert not known.is_working(date(2026, 11, 24))  # Nghị quyết 28/2026/QH16
    assert known.add(date(2026, 2, 13), 1) == date(2026, 2, 23)  # nine days of Tết in one piece


def test_what_nobody_has_announced_yet_is_marked() -> None:
    calendar.load_shipped()

    provisional = CalendarDay.objects.filter(is_provisional=True)
    assert set(provisional.values_list("on__year", flat=True)) == {2027}
    assert not CalendarDay.objects.get(on=date(2027, 4, 30)).is_provisional


def test_year_that_somebody_keeps_is_left_alone_by_loading() -> None:
    CalendarDayFactory(on=date(2026, 3, 3), name="Nghỉ riêng")
    calendar.load_shipped()
    again = calendar.load_shipped()

    assert [day.name for day in CalendarDay.objects.filter(on__year=2026)] == ["Nghỉ riêng"]
    assert CalendarDay.objects.filter(on__year=2025).exists()
    assert again == 0


def test_day_is_added_edited_and_removed_with_a_trail() -> None:
    by = UserFactory()
    day = _add()
    calendar.edit_day(
        day=day, on=day.on, kind=day.kind, name="Nghỉ liền kề", basis="TB 1", is_provisional=True, by=by, at=AT
    )
    calendar.remove_day(day=day, by=by, at=AT)

    acts = list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))
    assert acts == [f"indicators.calendar_day.{verb}" for verb in ("add", "edit", "remove")]
    assert not CalendarDay.objects.exists()


def test_same_day_is_not_recorded_twice() -> None:
    day = _add()
    other = _add(on=date(2027, 9, 6))

    with pytest.raises(FigureRefused, match="đã có trong lịch"):
        _add()
    with pytest.raises(FigureRefused, match="đã có trong lịch"):
        calendar.edit_day(
            day=other, on=day.on, kind="off", name="x", basis="", is_provisional=False, by=UserFactory(), at=AT
        )


def test_only_a_weekend_can_be_worked_instead() -> None:
    with pytest.raises(FigureRefused, match="ngày làm việc bình thường"):
        _add(kind=DayKind.WORK)
    assert _add(on=date(2027, 9, 4), kind=DayKind.WORK).kind == DayKind.WORK


def test_fixed_days_are_copied_to_a_year_once() -> None:
    by = UserFactory()
    CalendarDayFactory(on=date(2022, 5, 1), kind=DayKind.WORK, name="Trực")
    added = calendar.copy_fixed_days(year=2022, by=by, at=AT)
    again = calendar.copy_fixed_days(year=2022, by=by, at=AT)

    assert (added, again) == (7, 0)
    assert CalendarDay.objects.get(on=date(2022, 5, 1)).kind == DayKind.OFF
    assert CalendarDay.objects.get(on=date(2022, 5, 3)).name == "Nghỉ bù Ngày Quốc tế lao động"


def test_year_at_a_glance_shows_each_day_once_as_it_is_worked() -> None:
    calendar.load_shipped()
    months = year_at_a_glance(2026)

    cells = [cell for month in months for week in month.weeks for cell in week if cell.day]
    assert len(cells) == 365
    assert all(len(week) == 7 for month in months for week in month.weeks)
    looks = {cell.day: cell.look for cell in cells}
    assert looks[date(2026, 1, 2)] == "off" and looks[date(2026, 1, 10)] == "instead"
    assert looks[date(2026, 1, 11)] == "rest" and looks[date(2026, 1, 12)] == "work"
    assert sum(month.working_days for month in months) == WORKING_DAYS[2026]
