"""Figures that the list of procedures tells: each year with the terms that stood in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import F, Max, Sum

from indicators.models import Procedure, ProcedureCount, ProcedureTerms
from indicators.selectors.case_counts import PROCESSING
from indicators.selectors.providers import Question, Row
from indicators.statistics import Ratio, time_cut

WEIGHTED = "tthc_time_cut_weighted"
BY_PROCEDURE = {
    "tthc_published",
    "tthc_time_cut",
    WEIGHTED,
    "online_payment_procedures",
    "online_procedures",
    "portal_integration",
}
LIST_OF_PROCEDURES = "Danh mục thủ tục hành chính"


def list_rows(question: Question, codes: set[str]) -> Iterator[Row]:
    """Figures of procedures belong to the units that handled them in the year, all of the list to their centre.

    The list of a centre speaks for years in which the centre handled any case, with the terms that stood in that year.
    """
    handled = _handled(question)
    centres = {handling.centre for handling in handled}
    rows = Procedure.objects.filter(centre__in=centres).select_related("centre").prefetch_related("past")
    listed = list(rows) if centres else []
    procedures = {procedure.pk: procedure for procedure in listed}
    newest: dict[tuple[int, int], datetime] = {}
    for each in handled:
        handling = procedures[each.procedure]
        terms = handling.terms_in(each.year) or handling  # what was handled counts, listed or not
        yield from _rows_of(handling, terms, codes, each.path, each.year, each.as_of, each.cases)
        newest[each.centre, each.year] = max(each.as_of, newest.get((each.centre, each.year), each.as_of))
    for procedure in listed:
        for (centre, year), as_of in newest.items():
            listed_terms = procedure.terms_in(year) if procedure.centre_id == centre else None
            if listed_terms is not None:
                at = procedure.centre.path
                yield from _rows_of(procedure, listed_terms, codes - {WEIGHTED}, at, year, as_of, 0)


@dataclass
class _Handling:
    """A procedure at a unit in a year, with the number of cases received."""

    path: str
    year: int
    procedure: int
    centre: int
    cases: int
    as_of: datetime


def _handled(question: Question) -> list[_Handling]:
    """Which units handled which procedures; cases as the most detailed origin of the unit and year tells them."""
    rows: Any = (
        ProcedureCount.objects.filter(question.branches("unit"), year__in=question.years, procedure__isnull=False)
        .filter(origin__in=PROCESSING)
        .order_by()
        .values_list("unit__path", "year", "procedure_id", "procedure__centre_id", "origin")
        .annotate(cases=Sum(F("received_direct") + F("received_online"), default=0), newest=Max("imported_at"))
    )
    found: dict[tuple[str, int, int], _Handling] = {}
    for path, year, procedure, centre, _, cases, as_of in sorted(rows, key=lambda row: PROCESSING.index(row[4])):
        found.setdefault((path, year, procedure), _Handling(path, year, procedure, centre, cases, as_of))
    return list(found.values())


def _rows_of(
    procedure: Procedure,
    terms: ProcedureTerms,
    codes: Iterable[str],
    path: str,
    year: int,
    as_of: datetime,
    cases: int,
) -> Iterator[Row]:
    ratios = _ratios_of(terms, year, cases)
    for code in codes:
        subject = "" if code == WEIGHTED else str(procedure.pk)
        yield Row(code, path, year, 0, ratios[code], None, LIST_OF_PROCEDURES, as_of, subject=subject)


def _ratios_of(terms: ProcedureTerms, year: int, cases: int) -> dict[str, Ratio]:
    """What one procedure adds to each rate. The cut of time is an average over procedures, or over their cases."""
    one, last_day = Decimal(1), date(year, 12, 31)
    cut, online = cut_of(terms, last_day), terms.is_offered_on(last_day)
    return {
        "tthc_published": Ratio(Decimal(terms.published_on_time), one),
        "tthc_time_cut": Ratio(cut, one),
        WEIGHTED: Ratio(cut * cases, Decimal(cases)),
        "online_payment_procedures": Ratio(Decimal(terms.has_fee and terms.pays_online), Decimal(terms.has_fee)),
        "online_procedures": Ratio(Decimal(online), one),
        # Only what is offered online, in part or throughout, can stand on the national portal.
        "portal_integration": Ratio(Decimal(online and terms.is_on_national_portal), Decimal(online)),
    }


def cut_of(terms: ProcedureTerms, on: date) -> Decimal:
    """Share of the statutory time that is cut on a day: 1 − promised ÷ statutory (0.4 for 10 days made 6).

    Nothing is cut before the day from which the shorter time is promised.
    """
    if terms.promised_on is not None and terms.promised_on > on:
        return Decimal(0)
    return time_cut(terms.statutory_days, terms.promised_days)
