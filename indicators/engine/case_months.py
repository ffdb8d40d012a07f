"""Monthly counts of cases from what happened to them in each month, for any number of units at once.

Months are numbers, 12 × year + month − 1. Identity of the official report (TT 02/2017/TT-VPCP and its successors):
carried over + received = finished + closed without a result + pending; what is pending at the end of a month is carried
over to the next one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import polars as pl

RECEIVED = (
    "received_direct", "received_online", "with_fee", "paid_online", "data_reused", "digitised_reused",
    "inputs_digitised", "inputs_on_paper",
)  # fmt: skip
ENDED = (
    "finished_early", "finished_on_time", "finished_late", "closed_without_result", "results_digitised",
    "results_on_paper",
)  # fmt: skip
STATE = ("carried_over", "pending_in_time", "pending_late")
COUNTS = (*RECEIVED, *ENDED, *STATE)
KEY = ("unit_id", "procedure_id", "field")


@dataclass(frozen=True)
class CaseEvents:
    """What happened to cases. ``received`` and ``ended``: the key, ``month``, and the counts of that month.

    ``overdue``: the key, ``since`` (the first month at whose end cases were late and not finished), ``until`` (month in
    which they were finished, None while they are not), ``cases``. A key and month may stand in several lines.
    """

    received: pl.DataFrame
    ended: pl.DataFrame
    overdue: pl.DataFrame


def together(parts: Iterable[CaseEvents]) -> CaseEvents:
    """All parts as one; at least one."""
    every = list(parts)
    return CaseEvents(
        *(pl.concat([getattr(part, name) for part in every]) for name in ("received", "ended", "overdue"))
    )


def events_of(
    cases: pl.DataFrame, received: Mapping[str, pl.Expr], ended: Mapping[str, pl.Expr], is_due: pl.Expr
) -> CaseEvents:
    """What happened to cases with the key, ``received_month``, ``due_month``, ``finished_month``.

    ``received`` and ``ended``: which cases a count is of; ``is_due``: whose due time has passed by now.
    """
    asked = {name for which in (*received.values(), *ended.values(), is_due) for name in which.meta.root_names()}
    cases = cases.select({*KEY, "received_month", "due_month", "finished_month", *asked})
    since = pl.max_horizontal("due_month", "received_month")
    until = pl.col("finished_month")
    late = cases.filter(is_due & (until.is_null() | (until > since)))
    finished = cases.filter(until.is_not_null())
    return CaseEvents(
        _counted(cases.rename({"received_month": "month"}), received),
        _counted(finished.rename({"finished_month": "month"}), ended),
        late.group_by(*KEY, since=since, until=until).agg(cases=pl.len().cast(pl.Int64)),
    )


def _counted(cases: pl.DataFrame, conditions: Mapping[str, pl.Expr]) -> pl.DataFrame:
    counts = {name: which.fill_null(value=False).sum().cast(pl.Int64) for name, which in conditions.items()}
    return cases.group_by(*KEY, "month").agg(**counts)


def monthly(happened: CaseEvents, last: int) -> pl.DataFrame:
    """Counts of each key and month from its first receipt to ``last``, without months in which nothing was the case."""
    lines = _one_line_each(happened, last)
    months = _all_months(lines, last).join(lines, on=[*KEY, "month"], how="left", nulls_equal=True)
    months = months.with_columns(pl.col(*RECEIVED, *ENDED, "late").fill_null(0)).sort(*KEY, "month")
    came = pl.sum_horizontal("received_direct", "received_online")
    went = pl.sum_horizontal("finished_early", "finished_on_time", "finished_late", "closed_without_result")
    months = months.with_columns(
        pending=(came - went).cum_sum().over(KEY), pending_late=pl.col("late").cum_sum().over(KEY)
    )
    months = months.with_columns(
        carried_over=pl.col("pending").shift(1, fill_value=0).over(KEY),
        pending_in_time=pl.col("pending") - pl.col("pending_late"),
    )
    counted = months.select(*KEY, "month", *(pl.col(name).cast(pl.Int64) for name in COUNTS))
    return counted.filter(pl.any_horizontal(pl.col(*COUNTS) != 0))


def _one_line_each(happened: CaseEvents, last: int) -> pl.DataFrame:
    """What happened for each key and month; cases that end after ``last`` have not ended."""
    overdue = happened.overdue
    became = overdue.select(*KEY, month="since", late="cases")
    ceased = overdue.filter(pl.col("until").is_not_null()).select(*KEY, month="until", late=-pl.col("cases"))
    lines = pl.concat([happened.received, happened.ended, became, ceased], how="diagonal_relaxed")
    return lines.filter(pl.col("month") <= last).group_by(*KEY, "month").agg(pl.col(*RECEIVED, *ENDED, "late").sum())


def _all_months(happened: pl.DataFrame, last: int) -> pl.DataFrame:
    first = happened.group_by(KEY).agg(first=pl.col("month").min())
    return first.select(*KEY, month=pl.int_ranges("first", last + 1, dtype=pl.Int64)).explode("month")
