"""Monthly counts of the cases that were imported, computed anew for the units and months that an import touched."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl
from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear, Greatest
from django.utils import timezone

from accounts.models import Unit
from indicators.engine import case_months
from indicators.engine.case_months import COUNTS, ENDED, KEY, RECEIVED, Happened
from indicators.enums import CaseChannel, CaseOutcome, CaseTiming, CountOrigin, PeriodState
from indicators.models import CaseFile, CaseGroup, CaseImport, FigurePeriod, ProcedureCount
from indicators.services import case_copy
from indicators.services.periods import refuse_if_closed

UNITS_A_QUERY = 1000
Span = tuple[int, int]
"""First and last month, counted 12 × year + month − 1."""
_ONLINE = Q(channel=CaseChannel.ONLINE)
_RESULT = Q(outcome=CaseOutcome.RESULT)
_OBLIGED = Q(paid_online__isnull=False) & (Q(fee__gt=0) | Q(paid_online=True))
_WHEN_RECEIVED = {
    "received_direct": ~_ONLINE,
    "received_online": _ONLINE,
    "with_fee": _OBLIGED,
    "paid_online": Q(paid_online=True),
    "data_reused": Q(data_reused=True),
    "digitised_reused": Q(data_reused=True, inputs_digitised=True),
    "inputs_digitised": Q(inputs_digitised=True),
    "inputs_on_paper": Q(inputs_digitised=False),
}
_WHEN_ENDED = {
    "finished_early": _RESULT & Q(timing=CaseTiming.EARLY),
    "finished_on_time": _RESULT & Q(timing=CaseTiming.ON_TIME),
    "finished_late": _RESULT & Q(timing=CaseTiming.LATE),
    "closed_without_result": ~_RESULT,
    "results_digitised": _RESULT & Q(result_digitised=True),
    "results_on_paper": _RESULT & Q(result_digitised=False),
}
_IS_ONLINE, _IS_RESULT = pl.col("channel") == CaseChannel.ONLINE.value, pl.col("outcome") == CaseOutcome.RESULT.value
_IN_ROWS_RECEIVED = {
    "received_direct": ~_IS_ONLINE,
    "received_online": _IS_ONLINE,
    "with_fee": pl.col("paid_online").is_not_null() & ((pl.col("fee") > 0) | pl.col("paid_online")),
    "paid_online": pl.col("paid_online"),
    "data_reused": pl.col("data_reused"),
    "digitised_reused": pl.col("data_reused") & pl.col("inputs_digitised"),
    "inputs_digitised": pl.col("inputs_digitised"),
    "inputs_on_paper": ~pl.col("inputs_digitised"),
}
_IN_ROWS_ENDED = {
    "finished_early": _IS_RESULT & (pl.col("timing") == CaseTiming.EARLY.value),
    "finished_on_time": _IS_RESULT & (pl.col("timing") == CaseTiming.ON_TIME.value),
    "finished_late": _IS_RESULT & (pl.col("timing") == CaseTiming.LATE.value),
    "closed_without_result": ~_IS_RESULT,
    "results_digitised": _IS_RESULT & pl.col("result_digitised"),
    "results_on_paper": _IS_RESULT & ~pl.col("result_digitised"),
}
_KEY_SCHEMA = {"unit_id": pl.Int64, "procedure_id": pl.Int64, "field": pl.String}


def happened_to(rows: pl.DataFrame, *, at: datetime) -> Happened:
    """What happened to cases that an import is about to store (``case_rows.Rows.good``)."""
    is_due = pl.col("due_at") < at.astimezone(UTC).replace(tzinfo=None)
    cases = rows.rename({"group_field": "field"})
    return case_months.happened_to(cases, _IN_ROWS_RECEIVED, _IN_ROWS_ENDED, is_due)


def renew(
    *,
    centre: Unit,
    first_months: Mapping[int, int],
    told_by: CaseImport | None,
    at: datetime,
    fresh: Sequence[Happened] = (),
    only_fresh: bool = False,
    others: Mapping[int, Span] | None = None,
) -> list[tuple[int, int]]:
    """Bring the counts of these units up to the cases that are current now, each from its first month on.

    ``fresh``: what happened to the cases of ``told_by``, which then need not be read again; ``only_fresh``: there are
    no other cases. ``others``: units of which nothing new was told (``case_silence``), each with its span of months.
    Counts of a month that has not ended tell of the moment ``at``; those that were told before their month had ended
    are renewed as well, unless it is closed. Call it inside the transaction that changed the cases.
    Returns the months (year, month) whose counts changed. Raises ``FigureRefused`` when one of them is closed.
    """
    changed: set[tuple[int, int]] = set()
    known = [case_months.together(fresh)] if fresh else []
    now = month_number(at)
    spans = {**(others or {}), **{unit: (first, now) for unit, first in first_months.items()}}
    units = sorted(spans)
    closed = last_closed(centre)
    for start in range(0, len(units), UNITS_A_QUERY):
        part = {unit: spans[unit] for unit in units[start : start + UNITS_A_QUERY]}
        for unit, month in _told_early(list(part), after=closed):
            part[unit] = (min(part[unit][0], month), part[unit][1])
        happened = [] if only_fresh else [_happened_in_database(list(part), at, leaving_out=told_by if fresh else None)]
        changed |= _renew_units(part, [*known, *happened], told_by, at)
    months = sorted(changed)
    for year in sorted({year for year, _ in months}):
        refuse_if_closed(centre=centre, year=year, months=[month for own, month in months if own == year])
    return months


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


def _renew_units(
    spans: Mapping[int, Span], happened: Sequence[Happened], told_by: CaseImport | None, at: datetime
) -> set[tuple[int, int]]:
    within = pl.DataFrame(
        [(unit, *span) for unit, span in spans.items()],
        schema={"unit_id": pl.Int64, "first": pl.Int64, "last": pl.Int64},
        orient="row",
    )
    counted = case_months.monthly(case_months.together(happened), month_number(at))
    counted = counted.join(within, on="unit_id").filter(pl.col("month").is_between("first", "last"))
    stored = _stored(list(spans)).join(within, on="unit_id").filter(pl.col("month") >= pl.col("first"))
    columns = [*KEY, "month", *COUNTS]
    gone = stored.join(counted, on=columns, how="anti", nulls_equal=True)
    new = counted.join(stored, on=columns, how="anti", nulls_equal=True)
    for start in range(0, gone.height, UNITS_A_QUERY):
        ProcedureCount.objects.filter(pk__in=gone["id"][start : start + UNITS_A_QUERY].to_list()).delete()
    _write(new, told_by, at)
    touched = pl.concat([gone["month"], new["month"]]).unique().to_list()
    return {(month // 12, month % 12 + 1) for month in touched}


def _happened_in_database(units: list[int], at: datetime, *, leaving_out: CaseImport | None) -> Happened:
    """What happened to the current cases of these units, except those of an import."""
    groups = CaseGroup.objects.filter(unit__in=units)
    if leaving_out is not None:
        groups = groups.exclude(case_import=leaving_out)
    keys = pl.DataFrame(
        list(groups.values_list("pk", "unit_id", "procedure_id", "field")),
        schema={"group_id": pl.Int64, **_KEY_SCHEMA},
        orient="row",
    )
    cases = CaseFile.objects.filter(is_current=True, group__in=groups).order_by()
    late = (
        cases.filter(due_at__lt=at)
        .annotate(since=Greatest("due_month", "received_month"))
        .filter(Q(finished_month__isnull=True) | Q(finished_month__gt=F("since")))
        .values_list("group_id", "since", "finished_month")
        .annotate(cases=Count("pk"))
    )
    return Happened(
        _events(cases, "received_month", _WHEN_RECEIVED, RECEIVED, keys),
        _events(cases.filter(finished_month__isnull=False), "finished_month", _WHEN_ENDED, ENDED, keys),
        _by_key(late, {"since": pl.Int64, "until": pl.Int64, "cases": pl.Int64}, keys),
    )


def _events(
    cases: QuerySet[CaseFile], month: str, conditions: Mapping[str, Q], names: tuple[str, ...], keys: pl.DataFrame
) -> pl.DataFrame:
    counts = {f"counted_{name}": Count("pk", filter=conditions[name]) for name in names}
    rows = cases.values_list("group_id", month).annotate(**counts)
    return _by_key(rows, {"month": pl.Int64, **dict.fromkeys(names, pl.Int64)}, keys)


def _by_key(rows: QuerySet[Any, Any], schema: dict[str, Any], keys: pl.DataFrame) -> pl.DataFrame:
    found = pl.DataFrame(list(rows), schema={"group_id": pl.Int64, **schema}, orient="row")
    return found.join(keys, on="group_id").select(*KEY, *schema)


def _stored(units: list[int]) -> pl.DataFrame:
    rows = ProcedureCount.objects.filter(origin=CountOrigin.CASES, unit__in=units).order_by()
    found = pl.DataFrame(
        list(rows.values_list("pk", *KEY, "year", "month", *COUNTS)),
        schema={
            "id": pl.Int64,
            **_KEY_SCHEMA,
            "year": pl.Int64,
            "calendar_month": pl.Int64,
            **dict.fromkeys(COUNTS, pl.Int64),
        },
        orient="row",
    )
    return found.with_columns(month=pl.col("year") * 12 + pl.col("calendar_month") - 1)


def _write(counts: pl.DataFrame, told_by: CaseImport | None, at: datetime) -> None:
    rows = counts.with_columns(year=pl.col("month") // 12, month=pl.col("month") % 12 + 1).drop("first", "last")
    utc = at.astimezone(UTC).replace(tzinfo=None)
    case_copy.insert(
        ProcedureCount,
        rows.with_columns(imported_at=pl.lit(utc, pl.Datetime("us"))),
        origin=CountOrigin.CASES.value,
        case_import_id=told_by.pk if told_by else None,
        source_note=(told_by.source.name if told_by else "Danh sách hồ sơ")[:200],
    )
