"""What happened to cases in each month: to rows that an import is about to store, and to those that are stored."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Greatest

from indicators.engine import case_months
from indicators.engine.case_months import ENDED, KEY, RECEIVED, CaseEvents
from indicators.enums import CaseChannel, CaseOutcome, CaseTiming
from indicators.models import CaseFile, CaseGroup

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
FEW = 20_000
KEY_SCHEMA = {"unit_id": pl.Int64, "procedure_id": pl.Int64, "field": pl.String}

_SAYS_WHERE_AND_HOW = (
    "unit_id", "procedure_id", "group_field", "received_month", "channel", "fee", "paid_online", "data_reused",
    "inputs_digitised",
)  # fmt: skip
"""What every month of a case depends on, from its receipt on."""


def first_change(before: str) -> pl.Expr:
    """The first month whose counts may differ between two versions of a case, the columns of the earlier one ending in
    ``before``; None where no count does.
    """

    def differs(name: str) -> pl.Expr:
        return pl.col(name).ne_missing(pl.col(f"{name}{before}"))

    def both(name: str) -> pl.Expr:
        return pl.min_horizontal(name, f"{name}{before}")

    since = pl.min_horizontal(
        pl.max_horizontal("due_month", "received_month"),
        pl.max_horizontal(f"due_month{before}", f"received_month{before}"),
    )
    return (
        pl.when(pl.any_horizontal(differs(name) for name in _SAYS_WHERE_AND_HOW))
        .then(both("received_month"))
        .otherwise(pl.min_horizontal(both("finished_month"), pl.when(differs("due_at")).then(since)))
    )


def events_of(rows: pl.DataFrame, *, at: datetime) -> CaseEvents:
    """What happened to cases that an import is about to store (``case_preparation.Rows.good``)."""
    is_due = pl.col("due_at") < at.astimezone(UTC).replace(tzinfo=None)
    cases = rows.rename({"group_field": "field"})
    return case_months.events_of(cases, _IN_ROWS_RECEIVED, _IN_ROWS_ENDED, is_due)


def never_happened(told: CaseEvents) -> CaseEvents:
    """The same with every count below zero: what takes cases out again when all is added up."""

    def negative(counts: pl.DataFrame, *names: str) -> pl.DataFrame:
        return counts.with_columns(-pl.col(names))

    return CaseEvents(negative(told.received, *RECEIVED), negative(told.ended, *ENDED), negative(told.overdue, "cases"))


def happened_in_database(cases: QuerySet[CaseFile], units: Sequence[int], since: int, at: datetime) -> CaseEvents:
    """What happened to those of the cases that belong to these units and were not over before the month ``since``."""
    groups = CaseGroup.objects.filter(unit__in=units)
    keys = pl.DataFrame(
        list(groups.values_list("pk", "unit_id", "procedure_id", "field")),
        schema={"group_id": pl.Int64, **KEY_SCHEMA},
        orient="row",
    )
    # What came and went before takes nothing with it into later months.
    is_near = Q(finished_month__isnull=True) | Q(finished_month__gte=since)
    near = cases.filter(is_near)
    if connection.vendor != "sqlite":  # which would go from group to group, where all cases of a centre are read sooner
        near = near.filter(group__in=groups)
    keys_of_few = list(near.values_list("pk", flat=True)[: FEW + 1])
    if len(keys_of_few) <= FEW:  # found once instead of for each of the questions
        near = CaseFile.objects.filter(pk__in=keys_of_few).order_by()
    late = (
        near.filter(due_at__lt=at)
        .annotate(since=Greatest("due_month", "received_month"))
        .filter(Q(finished_month__isnull=True) | Q(finished_month__gt=F("since")))
        .values_list("group_id", "since", "finished_month")
        .annotate(cases=Count("pk"))
    )
    return CaseEvents(
        _events(near, "received_month", _WHEN_RECEIVED, RECEIVED, keys),
        _events(near.filter(finished_month__isnull=False), "finished_month", _WHEN_ENDED, ENDED, keys),
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
