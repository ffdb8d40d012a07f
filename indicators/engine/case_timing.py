"""Cases against their due time, in working days: computed for whole columns, not for one case after another.

Definitions: Nghị định 118/2025/NĐ-CP (one-stop), as in the official report: early, on time, late.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import cast

import polars as pl

from indicators.engine.case_checks import END_OF_DAY
from indicators.engine.working_days import Calendar

CALENDAR_DAYS_FOR_WORKING_DAYS = 2
"""Even around Tết, so many calendar days hold one working day on average."""
LONGEST_TET = timedelta(days=30)
EARLY, ON_TIME, LATE = "early", "on_time", "late"


class WorkingDays:
    """The working days of a span, ready to be looked up for whole columns."""

    def __init__(self, calendar: Calendar, first: date, last: date) -> None:
        self._days = pl.Series("day", calendar.days(first, last), dtype=pl.Date)

    def up_to(self, days: pl.Series) -> pl.Series:
        """How many working days there are up to and with each day; None where there is no day."""
        found = self._days.search_sorted(days.fill_null(date(1970, 1, 1)), side="right").cast(pl.Int64)
        return pl.select(pl.when(days.is_not_null()).then(found)).to_series()

    def after(self, days: pl.Series, numbers: pl.Series) -> pl.Series:
        """The so-many-th working day after each day; the day itself for 0; None where either is missing."""
        places = (self.up_to(days) + numbers.cast(pl.Int64) - 1).clip(0, len(self._days) - 1)
        return pl.select(pl.when(numbers > 0).then(self._days.gather(places)).otherwise(days)).to_series()


def timed(cases: pl.DataFrame, calendar_for: Callable[[Iterable[int]], Calendar]) -> pl.DataFrame:
    """The cases with ``due`` filled in where it can be computed, and ``timing``; ``promised_days`` stay where they were
    used for that.

    In: ``received``, ``due``, ``finished`` (local time without zone), ``paused_days``, ``promised_days``. A due time
    that the file does not tell is received + promised + paused working days, at the end of that day. Early: finished at
    least one working day before the due day; on time: not after the due moment; late: after it. A case that ends on the
    day it was received, without any due time, is on time. ``timing`` is None while pending or where nothing says when
    the case was due.
    """
    if cases.is_empty():
        return cases.with_columns(timing=pl.lit(None, pl.String))
    days = _days_of(cases, calendar_for)
    untold = pl.col("due").is_null()
    cases = cases.with_columns(_computed_due(cases, days), promised_days=pl.when(untold).then(pl.col("promised_days")))
    on = {name: cases[name].dt.date() for name in ("due", "finished")}
    ahead = days.up_to(on["due"]) - days.up_to(on["finished"])
    at_once = pl.col("due").is_null() & (pl.col("finished").dt.date() == pl.col("received").dt.date())
    return cases.with_columns(
        timing=pl.when(pl.col("finished").is_null())
        .then(None)
        .when(at_once)
        .then(pl.lit(ON_TIME))
        .when(pl.col("due").is_null())
        .then(None)
        .when(pl.col("finished") > pl.col("due"))
        .then(pl.lit(LATE))
        .when(ahead >= 1)
        .then(pl.lit(EARLY))
        .otherwise(pl.lit(ON_TIME))
    )


def _computed_due(cases: pl.DataFrame, days: WorkingDays) -> pl.Expr:
    untold = cases["due"].is_null() & cases["promised_days"].is_not_null()
    if not untold.any():
        return pl.col("due")
    needed = cases["promised_days"] + cases["paused_days"].fill_null(0)
    computed = days.after(cases["received"].dt.date(), needed).cast(pl.Datetime("us"))
    return pl.when(untold).then(computed + END_OF_DAY).otherwise(pl.col("due")).alias("due")


def _days_of(cases: pl.DataFrame, calendar_for: Callable[[Iterable[int]], Calendar]) -> WorkingDays:
    """The working days from the first receipt to the last day that any computation may reach."""
    moments = [cases[name] for name in ("received", "due", "finished")]
    first = min(_day(column.min()) for column in moments if column.count())
    last = max(_day(column.max()) for column in moments if column.count())
    longest = int(cases.select((pl.col("promised_days") + pl.col("paused_days").fill_null(0)).max()).item() or 0)
    last += timedelta(days=longest * CALENDAR_DAYS_FOR_WORKING_DAYS) + LONGEST_TET
    return WorkingDays(calendar_for(range(first.year, last.year + 1)), first, last)


def _day(moment: object) -> date:
    return cast(datetime, moment).date()
