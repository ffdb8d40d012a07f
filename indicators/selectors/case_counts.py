"""Which of several origins tells the case files of a unit in a month, and their counts.

The same month may be told by a list of cases, by what somebody typed and by tables of other systems. They are never
added together: for each unit and month one origin counts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Q, Sum

from indicators.engine.roll_up import Span
from indicators.enums import CountOrigin
from indicators.models import ProcedureCount

PROCESSING = (CountOrigin.CASES, CountOrigin.TYPED, CountOrigin.SUMMARY, CountOrigin.PORTAL)
"""Who tells how cases were received and finished, the most detailed first."""
INTAKE = (CountOrigin.CASES, CountOrigin.TYPED)
"""Who tells how cases were filed and paid; tables by field do not."""
DIGITISED = (CountOrigin.CASES, CountOrigin.DIGITISATION)
"""Who tells what was digitised."""
OFFERED_ONLINE = Q(procedure__is_online=True)
# Counts of procedures offered online, by the field that is added up for them.
OF_OFFERED = {"offered_direct": "received_direct", "offered_online": "received_online"}


@dataclass(frozen=True, slots=True)
class Told:
    """What one origin tells of one unit in one month; ``counts`` by field of ``ProcedureCount``."""

    path: str
    year: int
    month: int
    origin: str
    as_of: datetime
    counts: Mapping[str, int]

    def total(self, fields: Iterable[str]) -> int:
        return sum(self.counts[name] for name in fields)


Months = dict[tuple[str, int, int], dict[str, Told]]


def origins_in(branches: Q, years: Iterable[int]) -> set[str]:
    """The origins that tell anything of the units in ``branches``."""
    told = ProcedureCount.objects.filter(branches, year__in=sorted(set(years)))
    return set(told.order_by().values_list("origin", flat=True).distinct())


def told_in_span(branches: Q, years: Iterable[int], fields: Iterable[str], span: Span) -> Iterator[Told]:
    """What is told of the units in a span of months of each year, added up by the database.

    Only where one origin tells everything: with more, one has to be chosen month by month. ``month`` is the last one
    that is told.
    """
    wanted = sorted(set(fields))
    rows: Any = (
        ProcedureCount.objects.filter(branches, year__in=sorted(set(years)), month__range=(span.first, span.last))
        .order_by()
        .values_list("unit__path", "year", "origin")
        .annotate(last=Max("month"), newest=Max("imported_at"), **{f"told_{name}": _sum(name) for name in wanted})
    )
    for path, year, origin, last, as_of, *sums in rows:
        yield Told(path, year, last, origin, as_of, dict(zip(wanted, sums, strict=True)))


def told_counts(branches: Q, years: Iterable[int], fields: Iterable[str]) -> Months:
    """Everything told of the units in ``branches`` by (path, year, month) and origin, in one query."""
    wanted = sorted(set(fields))
    rows: Any = (
        ProcedureCount.objects.filter(branches, year__in=sorted(set(years)))
        .order_by()
        .values_list("unit__path", "year", "month", "origin")
        .annotate(newest=Max("imported_at"), **{f"told_{name}": _sum(name) for name in wanted})
    )
    months: Months = {}
    for path, year, month, origin, as_of, *sums in rows:
        told = Told(path, year, month, origin, as_of, dict(zip(wanted, sums, strict=True)))
        months.setdefault((path, year, month), {})[origin] = told
    return months


def _sum(name: str) -> Sum:
    """The sum of a field, or of those of procedures offered online; nothing to add up is zero."""
    if name in OF_OFFERED:
        return Sum(OF_OFFERED[name], filter=OFFERED_ONLINE, default=0)
    return Sum(name, default=0)


def chosen(
    months: Months, origins: Sequence[CountOrigin], below: Sequence[str], *, skips_silent: bool
) -> Iterator[Told]:
    """For each unit and month what the first of ``origins`` tells that is there.

    ``skips_silent``: an origin that counts nothing in the fields of the denominator passes to the next, as a list of
    cases without a column for payments does. For processing it does not: a list without a finished case means none.
    """
    for by_origin in months.values():
        there = [by_origin[origin] for origin in origins if origin in by_origin]
        speaking = [told for told in there if told.total(below)] if skips_silent else []
        if there:
            yield (speaking or there)[0]
