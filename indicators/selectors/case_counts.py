"""Which of several origins tells the case files of a unit in a month, and their counts.

The same month may be told by a list of cases, by what somebody typed and by tables of other systems. They are never
added together: for each unit and month one origin counts.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Max, OuterRef, Q, Subquery, Sum, When
from django.db.models.functions import Coalesce, ExtractDay, ExtractMonth, ExtractYear
from django.db.models.lookups import LessThanOrEqual

from indicators.engine.roll_up import Span
from indicators.enums import CaseImportState, CaseLayout, CountOrigin
from indicators.models import CaseImport, ProcedureCount, ProcedurePast

PROCESSING = (CountOrigin.CASES, CountOrigin.TYPED, CountOrigin.SUMMARY, CountOrigin.PORTAL)
"""Who tells how cases were received and finished, the most detailed first."""
INTAKE = (CountOrigin.CASES, CountOrigin.TYPED)
"""Who tells how cases were filed and paid; tables by field do not."""
DIGITISED = (CountOrigin.CASES, CountOrigin.DIGITISATION)
"""Who tells what was digitised."""
TABLES = (CountOrigin.SUMMARY, CountOrigin.PORTAL, CountOrigin.DIGITISATION)
"""Tables of other systems: of one unit as a whole, unless they have a column of units."""
NEVER = 99_999_999
"""After every day that is written as one number, like 20261231."""
# Counts of procedures offered online, by the field that is added up for them.
OF_OFFERED = {"offered_direct": "received_direct", "offered_online": "received_online"}


@dataclass(frozen=True, slots=True)
class MonthCounts:
    """What one origin tells of one unit in one month; ``counts`` by field of ``ProcedureCount``.

    ``is_whole``: a table without a column of units, so that it tells of the unit with all below it. ``names_parts``: a
    list of cases that names its units, so that it tells of all units of the centre.
    """

    path: str
    year: int
    month: int
    origin: str
    as_of: datetime
    counts: Mapping[str, int]
    is_whole: bool = False
    names_parts: bool = False

    @property
    def key(self) -> str:
        """The same for what may be added up over units, another for what others tell of the same cases."""
        return f"{self.origin} whole" if self.is_whole else self.origin

    def total(self, fields: Iterable[str]) -> int:
        return sum(self.counts[name] for name in fields)


Months = dict[tuple[str, int, int], dict[str, MonthCounts]]


def origins_in(branches: Q, years: Iterable[int]) -> set[str]:
    """The origins that tell anything of the units in ``branches``."""
    told = ProcedureCount.objects.filter(branches, year__in=sorted(set(years)))
    return set(told.order_by().values_list("origin", flat=True).distinct())


def told_in_span(branches: Q, years: Iterable[int], fields: Iterable[str], span: Span) -> Iterator[MonthCounts]:
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
        yield MonthCounts(path, year, last, origin, as_of, dict(zip(wanted, sums, strict=True)))


def told_counts(branches: Q, years: Iterable[int], fields: Iterable[str]) -> Months:
    """Everything told of the units in ``branches`` by (path, year, month) and origin, in at most three queries."""
    wanted = sorted(set(fields))
    rows: Any = (
        ProcedureCount.objects.filter(branches, year__in=sorted(set(years)))
        .order_by()
        .values_list("unit__path", "year", "month", "origin")
        .annotate(
            newest=Max("imported_at"), last=Max("case_import_id"), **{f"told_{name}": _sum(name) for name in wanted}
        )
    )
    listed = list(rows)
    wholes = _without_units({last for *_, origin, _, last in (row[:6] for row in listed) if origin in TABLES})
    parts = naming_no_units() if len({row[3] for row in listed}) > 1 else ()
    months: Months = {}
    for path, year, month, origin, as_of, last, *sums in listed:
        counts = dict(zip(wanted, sums, strict=True))
        names_parts = origin == CountOrigin.CASES and not path.startswith(parts)
        told = MonthCounts(path, year, month, origin, as_of, counts, last in wholes and origin in TABLES, names_parts)
        months.setdefault((path, year, month), {})[origin] = told
    return months


def _without_units(imports: set[int | None]) -> set[int]:
    """Those of these imports whose file has no column of units."""
    known = {each for each in imports if each is not None}
    if not known:
        return set()
    return set(CaseImport.objects.filter(pk__in=known).exclude(columns__has_key="unit").values_list("pk", flat=True))


def naming_no_units() -> tuple[str, ...]:
    """The paths of centres whose lists of cases never name a unit: each tells of one unit only, not of all."""
    lists = CaseImport.objects.filter(source__layout=CaseLayout.CASES, state=CaseImportState.IMPORTED)
    centres = lists.order_by().values_list("centre__path")
    naming = centres.annotate(naming=Count("pk", filter=Q(columns__has_key="unit")))
    return tuple(path for path, number in naming if not number)


def _sum(name: str) -> Sum:
    """The sum of a field, or of those of procedures offered online; nothing to add up is zero."""
    if name in OF_OFFERED:
        return Sum(OF_OFFERED[name], filter=Q(_offered_online()), default=0)
    return Sum(name, default=0)


def _offered_online() -> LessThanOrEqual:
    """Whether the procedure of a count was offered online all of its month, by the terms of its year
    (``Procedure.terms_in``, ``ProcedureTerms.is_offered_on``).
    """
    kept = ProcedurePast.objects.filter(procedure=OuterRef("procedure"), until_year__gte=OuterRef("year"))
    of_year = Subquery(kept.order_by("until_year").values(since=_offered_since(""))[:1])
    first_day = F("year") * 10_000 + F("month") * 100 + 1
    return LessThanOrEqual(Coalesce(of_year, _offered_since("procedure__")), first_day)


def _offered_since(prefix: str) -> Case:
    """The day from which terms tell of an offer online, as 20260701: zero for always, beyond all days for never."""
    day = f"{prefix}online_from"
    number = ExtractYear(day) * 10_000 + ExtractMonth(day) * 100 + ExtractDay(day)
    always = When(**{f"{prefix}is_online": True, f"{day}__isnull": True}, then=0)
    return Case(always, When(**{f"{prefix}is_online": True}, then=number), default=NEVER, output_field=IntegerField())


def chosen(
    months: Months, origins: Sequence[CountOrigin], below: Sequence[str], *, skips_silent: bool
) -> Iterator[MonthCounts]:
    """For each unit and month what the first of ``origins`` tells that is there.

    ``skips_silent``: an origin that counts nothing in the fields of the denominator passes to the next, as a list of
    cases without a column for payments does. For processing it does not: a list without a finished case means none.
    """
    for by_origin in months.values():
        there = [by_origin[origin] for origin in origins if origin in by_origin]
        speaking = [told for told in there if told.total(below)] if skips_silent else []
        if there:
            yield (speaking or there)[0]
