"""From the typed rows of a file to cases as they are stored, and the reasons why some cannot be."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import polars as pl
from django.utils import timezone

from indicators.engine import case_timing
from indicators.engine.months import month_number
from indicators.engine.working_days import Calendar
from indicators.enums import CaseChannel, CaseOutcome
from indicators.services.case_groups import MEANT_BY, Groups

OLDEST = date(1990, 1, 1)
LATEST_DUE = date(2100, 1, 1)
MOST_PAUSED_DAYS = 1000
TOLD = ("received", "due", "finished")
FLAGS = ("paid_online", "inputs_digitised", "result_digitised", "data_reused")
APPLICANT = ("applicant_name", "applicant_address", "applicant_phone")
STORED = (
    "code", "received_at", "due_at", "finished_at", "received_month", "due_month", "finished_month", "paused_days",
    "promised_days", "outcome", "timing", "channel", "fee", *FLAGS,
)  # fmt: skip
"""Columns of a case that a file tells or that follow from it, by their names in ``CaseFile``."""
SAME_DAY_HINT = "Chưa có ngày hẹn trả, và thủ tục không có trong danh mục để tính hạn từ thời hạn cam kết."


@dataclass(frozen=True)
class Rows:
    """``good``: ``line``, ``group_id``, ``unit_id``, ``procedure_id``, ``group_field``, the ``STORED`` columns and
    those of the applicant; ``bad``: ``line``, ``reason``, and the columns as they were told.
    """

    good: pl.DataFrame
    bad: pl.DataFrame


class Preparation:
    """Turns one piece of a file after the other into cases."""

    def __init__(self, groups: Groups, calendar_for: Callable[[Iterable[int]], Calendar], *, at: datetime) -> None:
        self._groups = groups
        self._calendar_for = calendar_for
        self._now = timezone.localtime(at).replace(tzinfo=None)
        self._zone = timezone.get_current_timezone_name()

    def prepared(self, told: pl.DataFrame) -> Rows:
        """The rows of one piece."""
        rows = self._groups.in_eras(told)
        meanings = self._groups.of(rows)
        rows = rows.join(meanings, on=MEANT_BY, how="left", nulls_equal=True, maintain_order="left")
        rows = self._marked(_without_false_order(rows))
        rows = case_timing.timed(rows, self._calendar_for)
        rows = rows.with_columns(reason=pl.coalesce("reason", self._untimed()))
        is_bad = rows["reason"].is_not_null()
        good = rows.filter(~is_bad)
        bad = rows.filter(is_bad).select(*told.columns, "reason")
        return Rows(self._as_stored(good), bad)

    def _marked(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with what is wrong with them; dates that no computation could bear are taken out."""
        impossible = ~pl.all_horizontal(_is_possible(name).fill_null(value=True) for name in TOLD)
        tomorrow = self._now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        reason = (
            pl.when(pl.col("unit_id").is_null())
            .then(pl.col("unknown"))
            .when(impossible)
            .then(pl.lit("Có ngày ngoài khoảng 1990–2099."))
            .when((pl.col("received") >= tomorrow) | (pl.col("finished") >= tomorrow))
            .then(pl.lit("Ngày tiếp nhận hoặc ngày trả ở tương lai."))
            .when(pl.col("finished") < pl.col("received"))
            .then(pl.lit("Ngày trả trước ngày tiếp nhận."))
            .when(pl.col("paused_days") > MOST_PAUSED_DAYS)
            .then(pl.format("Số ngày chờ bổ sung quá lớn ({}).", "paused_days"))
            .when(pl.col("outcome").is_not_null() & pl.col("finished").is_null())
            .then(pl.lit("Hồ sơ đã kết thúc nhưng không có ngày trả."))
        )
        harmless = [
            pl.when(pl.col(name).is_between(OLDEST, LATEST_DUE)).then(pl.col(name)).alias(name) for name in TOLD
        ]
        paused = pl.col("paused_days").clip(0, MOST_PAUSED_DAYS).cast(pl.Int64)
        return rows.with_columns(reason=reason).with_columns(*harmless, paused_days=paused)

    def _untimed(self) -> pl.Expr:
        ended = pl.col("finished").is_not_null() & (
            pl.col("outcome").fill_null(CaseOutcome.RESULT) == CaseOutcome.RESULT
        )
        return pl.when(ended & pl.col("timing").is_null()).then(pl.lit(SAME_DAY_HINT))

    def _as_stored(self, good: pl.DataFrame) -> pl.DataFrame:
        finished = pl.col("finished").is_not_null()
        fees = pl.when(pl.col("fee").is_not_null() | pl.col("charge").is_not_null()).then(
            pl.sum_horizontal("fee", "charge")
        )
        return good.select(
            "line",
            "group_id",
            "unit_id",
            "procedure_id",
            "group_field",
            "code",
            *(self._in_utc(good[name]).alias(f"{name}_at") for name in TOLD),
            *(_month_of(name).alias(f"{name}_month") for name in TOLD),
            pl.col("paused_days").fill_null(0).cast(pl.Int64),
            pl.col("promised_days").cast(pl.Int64),
            outcome=pl.when(finished).then(pl.col("outcome").fill_null(CaseOutcome.RESULT.value)).otherwise(pl.lit("")),
            timing=pl.col("timing").fill_null(""),
            channel=pl.col("channel").fill_null(CaseChannel.DIRECT.value),
            fee=fees.cast(pl.Int64),
            **{name: pl.col(name) for name in (*FLAGS, *APPLICANT)},
        )

    def _in_utc(self, moments: pl.Series) -> pl.Series:
        first, last = moments.min(), moments.max()
        if isinstance(first, datetime) and isinstance(last, datetime):
            ahead = steady_offset(self._zone, first.year, last.year)
            if ahead is not None:
                return moments - ahead
        local = moments.dt.replace_time_zone(self._zone, ambiguous="earliest", non_existent="null")
        return local.dt.convert_time_zone("UTC").dt.replace_time_zone(None)


@lru_cache(maxsize=64)
def steady_offset(zone: str, first_year: int, last_year: int) -> timedelta | None:
    """How far clocks are ahead of UTC in all these years; None where they are changed in one of them."""
    clock = ZoneInfo(zone)
    begins, ends = datetime(first_year, 1, 1, tzinfo=clock), datetime(last_year + 1, 1, 2, tzinfo=clock)
    offsets = {(begins + timedelta(days=day)).utcoffset() for day in range(-1, (ends - begins).days)}
    return offsets.pop() if len(offsets) == 1 else None


def _without_false_order(rows: pl.DataFrame) -> pl.DataFrame:
    """A day of finishing without a time, which is midnight, does not lie before the hour of receipt on that day."""
    received, finished = pl.col("received"), pl.col("finished")
    untimed = (finished == finished.dt.truncate("1d")) & (finished == received.dt.truncate("1d"))
    return rows.with_columns(finished=pl.when(untimed).then(received).otherwise(finished))


def _is_possible(name: str) -> pl.Expr:
    return pl.col(name).is_between(OLDEST, LATEST_DUE)


def _month_of(name: str) -> pl.Expr:
    moment = pl.col(name).dt
    return month_number(moment.year().cast(pl.Int64), moment.month().cast(pl.Int64))
