"""Cases against their due time, whole columns at a time, agree with the calendar asked day by day."""

from datetime import date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.engine.case_timing import WorkingDays, timed
from indicators.engine.working_days import Calendar

CALENDAR = Calendar(frozenset({date(2026, 9, 2), date(2026, 9, 1)}), frozenset({date(2026, 9, 5)}))
SCHEMA = {
    "received": pl.Datetime("us"),
    "due": pl.Datetime("us"),
    "finished": pl.Datetime("us"),
    "paused_days": pl.Int64,
    "promised_days": pl.Int64,
}
DAYS = st.dates(date(2026, 8, 1), date(2026, 10, 31))


def told(*rows: tuple[object, ...]) -> pl.DataFrame:
    return timed(pl.DataFrame(list(rows), schema=SCHEMA, orient="row"), lambda years: CALENDAR)


def at(day: int, hour: int = 8, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("due", "finished", "timing"),
    [
        (at(6, 17), at(5, 17), "early"),
        (at(6, 17), at(6, 8), "on_time"),
        (at(6, 17), at(6, 17), "on_time"),
        (at(6, 17), at(6, 18), "late"),
        (at(9, 17), at(6, 17), "early"),  # Friday before Monday: one working day
        (at(8, 17), at(7, 8), "on_time"),  # Saturday and Sunday: none
        (at(6, 17), None, None),
        (None, at(2, 16), "on_time"),  # ended on the day of receipt
        (None, at(3, 16), None),
    ],
)
def test_finished_case_is_timed_in_working_days(due: object, finished: object, timing: str | None) -> None:
    assert told((at(2), due, finished, None, None))["timing"].to_list() == [timing]


def test_due_time_that_is_not_told_follows_from_the_promise() -> None:
    found = told((at(31, month=8), None, None, None, 2), (at(31, month=8), None, None, 3, 2), (at(2), None, None, 0, 0))

    # 1 and 2 September are off, Saturday the 5th is worked.
    end = timedelta(hours=23, minutes=59, seconds=59)
    days = [datetime(2026, 9, 4), datetime(2026, 9, 8), datetime(2026, 11, 2)]  # noqa: DTZ001
    assert found["due"].to_list() == [day + end for day in days]


def test_no_case_at_all() -> None:
    assert told().columns == [*SCHEMA, "timing"]


@given(st.lists(st.tuples(DAYS, st.integers(0, 20)), min_size=1, max_size=20))
def test_columns_agree_with_the_calendar(rows: list[tuple[date, int]]) -> None:
    days = WorkingDays(CALENDAR, date(2026, 7, 1), date(2026, 12, 31))
    starts, numbers = pl.Series([day for day, _ in rows]), pl.Series([number for _, number in rows])

    assert days.after(starts, numbers).to_list() == [CALENDAR.add(day, number) for day, number in rows]
    first = date(2026, 6, 30)
    assert days.up_to(starts).to_list() == [CALENDAR.between(first, day) for day, _ in rows]
