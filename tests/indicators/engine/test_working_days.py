"""Working days against counting them one by one."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.engine.months import month_end
from indicators.engine.working_days import Calendar, fixed_days

FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)
DAYS = st.dates(FIRST, LAST)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    off = draw(st.frozensets(DAYS, max_size=40))
    worked = draw(st.frozensets(DAYS, max_size=10))
    return Calendar(off, worked - off)


def _works(calendar: Calendar, day: date) -> bool:
    """The rule in the words of the law, written down a second time."""
    if day in calendar.off:
        return False
    return day in calendar.worked or day.isoweekday() not in (6, 7)


@given(calendars(), DAYS, DAYS)
def test_working_days_between_two_days_are_those_counted_one_by_one(calendar: Calendar, one: date, other: date) -> None:
    start, end = min(one, other), max(one, other)
    counted = sum(_works(calendar, start + timedelta(number)) for number in range(1, (end - start).days + 1))

    assert calendar.between(start, end) == counted
    assert calendar.between(end, start) == -counted


@given(calendars(), DAYS, st.integers(-60, 60))
def test_adding_working_days_and_counting_them_agree(calendar: Calendar, day: date, number: int) -> None:
    reached = calendar.add(day, number)

    assert reached == day if number == 0 else _works(calendar, reached)
    if number > 0 or number < 0 and _works(calendar, day):
        assert calendar.between(day, reached) == number


@given(calendars(), DAYS, DAYS)
def test_listed_days_are_the_working_ones_in_order(calendar: Calendar, one: date, other: date) -> None:
    start, end = min(one, other), max(one, other)
    listed = calendar.days(start, end)

    assert listed == sorted(set(listed))
    assert len(listed) == calendar.between(start - timedelta(1), end)
    assert all(start <= day <= end and calendar.is_working(day) for day in listed)


@given(calendars(), DAYS, DAYS, DAYS)
def test_spans_add_up(calendar: Calendar, first: date, second: date, third: date) -> None:
    assert calendar.between(first, second) + calendar.between(second, third) == calendar.between(first, third)


def test_file_received_before_a_long_holiday_is_due_after_it() -> None:
    tet = Calendar(off=frozenset(date(2026, 2, day) for day in range(16, 21)))

    assert tet.add(date(2026, 2, 12), 3) == date(2026, 2, 24)


def test_saturday_worked_instead_counts() -> None:
    swapped = Calendar(off=frozenset({date(2026, 1, 2)}), worked=frozenset({date(2026, 1, 10)}))

    assert swapped.between(date(2026, 1, 8), date(2026, 1, 12)) == 3
    assert not swapped.is_working(date(2026, 1, 2))


def test_day_cannot_be_off_and_worked() -> None:
    with pytest.raises(ValueError, match="both off and worked"):
        Calendar(off=frozenset({date(2026, 1, 10)}), worked=frozenset({date(2026, 1, 10)}))


def test_months_end_where_they_end() -> None:
    assert (month_end(2026, 12), month_end(2028, 2)) == (date(2026, 12, 31), date(2028, 2, 29))


def test_fixed_days_on_a_weekend_are_made_up_on_the_next_working_days() -> None:
    days = {
        day: name for day, name, _ in fixed_days(2022, Calendar())
    }  # 30 April is a Saturday, 1 May and 1 January are not working days either

    assert days[date(2022, 5, 2)] == "Nghỉ bù Ngày Chiến thắng"
    assert days[date(2022, 5, 3)] == "Nghỉ bù Ngày Quốc tế lao động"
    assert days[date(2022, 1, 3)] == "Nghỉ bù Tết Dương lịch"
    assert len(days) == 7


def test_fixed_days_that_are_off_already_are_left_alone() -> None:
    known = Calendar(off=frozenset({date(2022, 5, 1), date(2022, 5, 2)}))
    days = [day for day, *_ in fixed_days(2022, known)]

    assert date(2022, 5, 1) not in days
    assert date(2022, 5, 3) in days  # makes up for 30 April, since 2 May is off already


def test_culture_day_is_off_from_2026_and_not_made_up_on_a_weekend() -> None:
    before = [day for day, *_ in fixed_days(2025, Calendar())]
    since = {day: (name, basis) for day, name, basis in fixed_days(2026, Calendar())}
    on_saturday = [name for _, name, _ in fixed_days(2029, Calendar())]

    assert date(2025, 11, 24) not in before
    assert since[date(2026, 11, 24)] == ("Ngày Văn hóa Việt Nam", "Nghị quyết 28/2026/QH16, Điều 2")
    assert date(2029, 11, 24).weekday() == 5 and "Nghỉ bù Ngày Văn hóa Việt Nam" not in on_saturday
