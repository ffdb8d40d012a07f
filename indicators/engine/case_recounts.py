"""Stored cases under a calendar that has changed: which come out otherwise, and which monthly counts they move.

Only the split of counts moves (early, on time, late; pending in time, overdue): what was received, finished or
pending in a month does not depend on which days are worked.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

import polars as pl

from indicators.engine import case_timing
from indicators.engine.case_months import KEY
from indicators.engine.case_timing import EARLY, LATE, ON_TIME
from indicators.engine.months import month_number
from indicators.engine.working_days import Calendar

FINISHED = {"finished_early": EARLY, "finished_on_time": ON_TIME, "finished_late": LATE}
MOVED = (*FINISHED, "pending_in_time", "pending_late")
"""Counts of a month that may move; what one gains another loses."""


@dataclass(frozen=True)
class Settled:
    """``taken``: cases that are to be stored anew; ``left``: those that closed months keep as they are.

    ``moves``: ``count_id`` and what is added to each of ``MOVED``; ``months`` of them; ``left_months``: the
    closed ones. Months are numbers, 12 × year + month − 1.
    """

    taken: pl.DataFrame
    left: pl.DataFrame
    moves: pl.DataFrame
    months: list[int]
    left_months: list[int]


def recounted(cases: pl.DataFrame, calendar_for: Callable[[Iterable[int]], Calendar]) -> pl.DataFrame:
    """The cases that come out otherwise, with what they were in ``due_was``, ``due_month_was`` and ``timing_was``.

    In: ``received``, ``due``, ``finished`` (local time without zone), ``due_month``, ``paused_days``, ``promised_days``
    (of cases whose due day was computed; a due day that a file told stays), ``timing`` (empty while pending).
    """
    before = cases.with_columns(
        due_was="due",
        due_month_was="due_month",
        timing_was="timing",
        due=pl.when(pl.col("promised_days").is_null()).then(pl.col("due")),
    )
    due = pl.col("due").dt
    counted = case_timing.timed(before, calendar_for).with_columns(
        due_month=month_number(due.year().cast(pl.Int64), due.month().cast(pl.Int64)),
        timing=pl.col("timing").fill_null(""),
    )
    return counted.filter((pl.col("due") != pl.col("due_was")) | (pl.col("timing") != pl.col("timing_was")))


def settled(changed: pl.DataFrame, counts: pl.DataFrame, closed: Collection[int]) -> Settled:
    """What becomes of cases that come out otherwise (``recounted``) with ``id``, the key, their months and
    ``has_result``.

    ``counts`` that are stored: ``count_id``, the key, ``month``, ``told_at`` (local time, as of which pending cases
    were counted as overdue). A case stays as it is when it ended in a closed month, or moves a count of one.
    """
    moves = _moves(changed, counts)
    is_closed = pl.col("month").is_in(sorted(closed))
    ended = changed.select("id", month="finished_month").filter(is_closed)
    kept = pl.concat([ended, moves.filter(is_closed).select("id", "month")])
    moves = moves.join(kept, on="id", how="anti")
    taken = changed.join(kept, on="id", how="anti")
    added = moves.group_by("count_id").agg(pl.col(*MOVED).sum())
    return Settled(
        taken,
        changed.join(kept, on="id", how="semi"),
        added.filter(_is_any(MOVED)),
        moves["month"].unique().sort().to_list(),
        kept["month"].unique().sort().to_list(),
    )


def _moves(changed: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """``id``, ``count_id``, ``month`` and what is added to each of ``MOVED``, for each case and count that it moves."""
    found = pl.concat([_when_finished(changed, counts), _while_pending(changed, counts)], how="diagonal_relaxed")
    found = found.with_columns(pl.col(*MOVED).fill_null(0).cast(pl.Int64)).filter(_is_any(MOVED))
    return found.select("id", "count_id", "month", *MOVED)


def _when_finished(changed: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    ended = changed.filter(pl.col("finished_month").is_not_null() & pl.col("has_result"))
    lines = ended.select("id", *KEY, "timing", "timing_was", month="finished_month")
    return lines.join(counts, on=[*KEY, "month"], nulls_equal=True).with_columns(
        **{name: _difference(pl.col("timing") == word, pl.col("timing_was") == word) for name, word in FINISHED.items()}
    )


def _while_pending(changed: pl.DataFrame, counts: pl.DataFrame) -> pl.DataFrame:
    """At the end of a month a case is overdue from that of its due day on, until the month in which it was finished."""
    since = pl.max_horizontal("due_month", "received_month")
    since_was = pl.max_horizontal("due_month_was", "received_month")
    last = pl.min_horizontal(pl.max_horizontal(since, since_was), pl.col("finished_month") - 1)
    lines = changed.filter(pl.col("due") != pl.col("due_was")).select(
        "id",
        *KEY,
        "due",
        "due_was",
        since=since,
        since_was=since_was,
        month=pl.min_horizontal(since, since_was),
        last=last,
    )
    lines = lines.filter(pl.col("month") <= pl.col("last"))
    lines = lines.with_columns(month=pl.int_ranges("month", pl.col("last") + 1, dtype=pl.Int64)).explode("month")
    is_late = (pl.col("since") <= pl.col("month")) & (pl.col("due") < pl.col("told_at"))
    was_late = (pl.col("since_was") <= pl.col("month")) & (pl.col("due_was") < pl.col("told_at"))
    return lines.join(counts, on=[*KEY, "month"], nulls_equal=True).with_columns(
        pending_late=_difference(is_late, was_late), pending_in_time=_difference(was_late, is_late)
    )


def _difference(now: pl.Expr, before: pl.Expr) -> pl.Expr:
    return now.cast(pl.Int64) - before.cast(pl.Int64)


def _is_any(names: Iterable[str]) -> pl.Expr:
    return pl.any_horizontal(pl.col(name) != 0 for name in names)
