"""Units of which a newer list of cases tells nothing: what was pending there goes on pending.

A list that names its units speaks for the whole centre. A unit that it does not name received nothing and ended nothing
that is known, so its pending cases are carried over, up to the last month that the list speaks of. A list that was
brought in for one unit says nothing about the others.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import F, Max, Min, QuerySet, Sum

from indicators.engine import months
from indicators.engine.case_months import CaseEvents
from indicators.enums import CountOrigin
from indicators.models import CaseImport, ProcedureCount
from indicators.services.case_tallies import Span, last_closed, month_number

MONTH = months.month_number(F("year"), F("month"))


def left_out(
    case_import: CaseImport, happened: Sequence[CaseEvents], *, but: Collection[int], at: datetime
) -> dict[int, Span]:
    """The other units of the centre with pending cases, each with the months it lacks.

    ``happened`` to the cases of the list that is brought in; ``but``: the units that it changes. Closed months stay as
    they are.
    """
    last = min(_last_told(happened), month_number(at))
    if not case_import.columns.get("unit") or not last:
        return {}
    told = _counts(case_import).exclude(unit__in=but)
    ends = dict(told.values_list("unit_id").annotate(end=Max(MONTH)).filter(end__lt=last))
    pending = told.filter(unit__in=ends).annotate(own=MONTH).values_list("unit_id", "own")
    sums = pending.annotate(pending=Sum(F("pending_in_time") + F("pending_late")))
    closed = last_closed(case_import.centre)
    spans = {unit: (max(month, closed) + 1, last) for unit, month, number in sums if number and ends[unit] == month}
    return {unit: span for unit, span in spans.items() if span[0] <= last}


def no_longer_told(case_import: CaseImport, before: CaseImport | None, *, but: Collection[int]) -> dict[int, Span]:
    """The units to which ``case_import``, which is undone, gave months without naming them.

    Their months end with the last one in which ``before``, the newest list that remains, was brought in.
    """
    last = month_number(before.imported_at) if before is not None and before.imported_at is not None else 0
    given = _counts(case_import).filter(case_import=case_import).exclude(unit__in=but)
    return {unit: (first, last) for unit, first in given.values_list("unit_id").annotate(first=Min(MONTH))}


def _counts(case_import: CaseImport) -> QuerySet[ProcedureCount]:
    within = ProcedureCount.objects.filter(unit__path__startswith=case_import.centre.path)
    return within.filter(origin=CountOrigin.CASES).order_by()


def _last_told(happened: Sequence[CaseEvents]) -> int:
    """The last month in which a case of the list was received or ended; 0 for an empty list."""
    last = [frame["month"].max() for each in happened for frame in (each.received, each.ended)]
    return max((int(month) for month in last if isinstance(month, int)), default=0)
