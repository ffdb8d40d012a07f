"""Monthly counts of the cases that were imported, computed anew for the units and months that an import touched."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import polars as pl
from django.db.models import F, Min, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils import timezone

from accounts.models import Unit
from indicators.engine import case_months
from indicators.engine.case_months import COUNTS, KEY, CaseEvents
from indicators.enums import CountOrigin, PeriodState
from indicators.models import CaseFile, CaseImport, FigurePeriod, ProcedureCount
from indicators.selectors.case_imports import hidden_groups
from indicators.services import case_copy
from indicators.services.case_happenings import KEY_SCHEMA, happened_in_database
from indicators.services.periods import refuse_if_closed

UNITS_A_QUERY = 1000
Span = tuple[int, int]
"""First and last month, counted 12 × year + month − 1."""


@dataclass(frozen=True)
class Renewal:
    """What becomes of stored counts: keys of those that go, new ones with ``month``, and the months that change."""

    gone: list[int]
    new: pl.DataFrame
    months: list[tuple[int, int]]


def renew(*, centre: Unit, first_months: Mapping[int, int], told_by: CaseImport | None, at: datetime) -> None:
    """Bring the counts of these units up to the cases that are current now (``planned``, ``carry_out``)."""
    plan = planned(centre=centre, first_months=first_months, at=at, stored=[current(centre)])
    carry_out(plan, centre=centre, told_by=told_by, at=at)


def current(centre: Unit) -> QuerySet[CaseFile]:
    """The cases of a centre that count."""
    return CaseFile.objects.filter(centre=centre, is_current=True).exclude(group__in=hidden_groups()).order_by()


def planned(
    *,
    centre: Unit,
    first_months: Mapping[int, int],
    at: datetime,
    stored: Sequence[QuerySet[CaseFile]],
    fresh: Sequence[CaseEvents] = (),
    others: Mapping[int, Span] | None = None,
) -> Renewal:
    """What brings the counts of these units up to date, each from its first month on; nothing is written.

    ``stored``: the cases that count then; ``fresh``: what happened to others that count as well; ``others``: units of
    which nothing new was told (``case_silence``), each with its span of months. Counts of a month that has not ended
    tell of the moment ``at``; those that were told before their month had ended are renewed as well, unless it is
    closed, and so are the months that a unit lacks since pending cases were last counted there. The effort is that of
    the cases that were not over before the first of these months.
    """
    known = [case_months.together(fresh)] if fresh else []
    now = month_number(at)
    spans = {**(others or {}), **{unit: (first, now) for unit, first in first_months.items()}}
    units = sorted(spans)
    closed = last_closed(centre)
    gone: list[int] = []
    touched: set[int] = set()
    new = [pl.DataFrame(schema={**KEY_SCHEMA, "month": pl.Int64, **dict.fromkeys(COUNTS, pl.Int64)})]
    for start in range(0, len(units), UNITS_A_QUERY):
        part = {unit: spans[unit] for unit in units[start : start + UNITS_A_QUERY]}
        told = _stored(list(part))
        for unit, month in [*_told_early(list(part), after=closed), *_lacking(told, after=closed)]:
            part[unit] = (min(part[unit][0], month), part[unit][1])
        since = min(first for first, _ in part.values())
        happened = [happened_in_database(cases, list(part), since, at) for cases in stored]
        differing, counted = _differences(part, told, [*known, *happened], at)
        gone += differing["id"].to_list()
        new.append(counted)
        touched |= {*differing["month"].to_list(), *counted["month"].to_list()}
    return Renewal(gone, pl.concat(new), sorted((month // 12, month % 12 + 1) for month in touched))


def carry_out(plan: Renewal, *, centre: Unit, told_by: CaseImport | None, at: datetime) -> None:
    """Store what was planned, inside the transaction that changes the cases.

    Raises ``FigureRefused`` when a month whose counts change is closed.
    """
    for start in range(0, len(plan.gone), UNITS_A_QUERY):
        ProcedureCount.objects.filter(pk__in=plan.gone[start : start + UNITS_A_QUERY]).delete()
    _write(plan.new, told_by, at)
    for year in sorted({year for year, _ in plan.months}):
        refuse_if_closed(centre=centre, year=year, months=[month for own, month in plan.months if own == year])


def month_number(at: datetime) -> int:
    """The month of a moment in local time, counted 12 × year + month − 1."""
    local = timezone.localtime(at)
    return local.year * 12 + local.month - 1


def last_closed(centre: Unit) -> int:
    """The last closed month of a centre, counted the same way; 0 when none is."""
    closed = FigurePeriod.objects.filter(centre=centre, state=PeriodState.CLOSED)
    last = closed.order_by("year", "month").values_list("year", "month").last()
    return last[0] * 12 + last[1] - 1 if last else 0


def _told_early(units: list[int], *, after: int) -> QuerySet[Any, Any]:
    """Units with the first of their months after ``after`` that was counted before it had ended."""
    told = ExtractYear("imported_at") * 12 + ExtractMonth("imported_at") - 1
    rows = ProcedureCount.objects.filter(origin=CountOrigin.CASES, unit__in=units).order_by()
    early = rows.annotate(own=F("year") * 12 + F("month") - 1, told=told).filter(own__gt=after, told__lte=F("own"))
    return early.values_list("unit_id").annotate(first=Min("own"))


def _lacking(told: pl.DataFrame, *, after: int) -> list[tuple[int, int]]:
    """Units whose counts end with pending cases, with the first month after ``after`` that they lack."""
    ends = told.filter(pl.col("month") == pl.col("month").max().over("unit_id"))
    pending = pl.sum_horizontal("pending_in_time", "pending_late").sum()
    last = ends.group_by("unit_id").agg(end=pl.col("month").first(), pending=pending).filter(pl.col("pending") > 0)
    return [(unit, max(end, after) + 1) for unit, end, _ in last.iter_rows()]


def _differences(
    spans: Mapping[int, Span], told: pl.DataFrame, happened: Sequence[CaseEvents], at: datetime
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The stored counts that are not right any more, and those that are to be there."""
    within = pl.DataFrame(
        [(unit, *span) for unit, span in spans.items()],
        schema={"unit_id": pl.Int64, "first": pl.Int64, "last": pl.Int64},
        orient="row",
    )
    columns = [*KEY, "month", *COUNTS]
    stored = told.join(within, on="unit_id").filter(pl.col("month") >= pl.col("first"))
    if not happened:
        return stored, stored.select(columns).clear()
    counted = case_months.monthly(case_months.together(happened), month_number(at))
    counted = counted.join(within, on="unit_id").filter(pl.col("month").is_between("first", "last"))
    gone = stored.join(counted, on=columns, how="anti", nulls_equal=True)
    new = counted.join(stored, on=columns, how="anti", nulls_equal=True)
    return gone, new.select(columns)


def counts_of(units: Sequence[int]) -> QuerySet[Any, Any]:
    """The stored counts of cases of these units: their keys, ``KEY``, year, month, and when they were told."""
    rows = ProcedureCount.objects.filter(origin=CountOrigin.CASES, unit__in=units).order_by()
    return rows.values_list("pk", *KEY, "year", "month", "imported_at")


def _stored(units: list[int]) -> pl.DataFrame:
    rows = ProcedureCount.objects.filter(origin=CountOrigin.CASES, unit__in=units).order_by()
    found = pl.DataFrame(
        list(rows.values_list("pk", *KEY, "year", "month", *COUNTS)),
        schema={
            "id": pl.Int64,
            **KEY_SCHEMA,
            "year": pl.Int64,
            "calendar_month": pl.Int64,
            **dict.fromkeys(COUNTS, pl.Int64),
        },
        orient="row",
    )
    return found.with_columns(month=pl.col("year") * 12 + pl.col("calendar_month") - 1)


def _write(counts: pl.DataFrame, told_by: CaseImport | None, at: datetime) -> None:
    rows = counts.with_columns(year=pl.col("month") // 12, month=pl.col("month") % 12 + 1)
    utc = at.astimezone(UTC).replace(tzinfo=None)
    case_copy.insert(
        ProcedureCount,
        rows.with_columns(imported_at=pl.lit(utc, pl.Datetime("us"))),
        origin=CountOrigin.CASES.value,
        case_import_id=told_by.pk if told_by else None,
        source_note=(told_by.source.name if told_by else "Danh sách hồ sơ")[:200],
    )
