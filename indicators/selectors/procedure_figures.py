"""Figures of administrative procedures (domain: Quyết định 766/QĐ-TTg, Thông tư 01/2023/TT-VPCP).

Rates of case files come from monthly counts, rates of procedures from their list. A zero denominator means that
nothing arose, never 0 %.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.text import lowered
from indicators.engine.roll_up import Span
from indicators.enums import CountOrigin, Source
from indicators.selectors.case_counts import (
    DIGITISED,
    INTAKE,
    PROCESSING,
    TABLES,
    MonthCounts,
    Months,
    chosen,
    origins_in,
    told_counts,
    told_in_span,
)
from indicators.selectors.procedure_terms import BY_PROCEDURE, list_rows
from indicators.selectors.providers import Question, Row, provider_for
from indicators.statistics import Ratio

FINISHED = ("finished_early", "finished_on_time", "finished_late")
RECEIVED = ("received_direct", "received_online")
INPUTS = ("inputs_digitised", "inputs_on_paper")
RESULTS = ("results_digitised", "results_on_paper")


@dataclass(frozen=True)
class Rate:
    """A rate of case files: the fields of its numerator and denominator, and who tells them.

    ``closing_above`` and ``closing_below`` are added as they stand at the end of the period (overdue cases).
    ``told_by``: counts that are all zero where nobody told; there is no figure then, not one that does not arise.
    """

    above: tuple[str, ...]
    below: tuple[str, ...]
    origins: tuple[CountOrigin, ...] = PROCESSING
    closing_above: tuple[str, ...] = ()
    closing_below: tuple[str, ...] = ()
    told_by: tuple[str, ...] = ()

    @property
    def has_closing(self) -> bool:
        return bool(self.closing_above or self.closing_below)

    @property
    def fields(self) -> tuple[str, ...]:
        return (*self.above, *self.below, *self.closing_above, *self.closing_below, *self.told_by)

    def is_told(self, told: MonthCounts) -> bool:
        return not self.told_by or told.total(self.told_by) > 0


RATES = {
    "tthc_on_time": Rate(("finished_early", "finished_on_time"), FINISHED),
    "tthc_on_time_strict": Rate(("finished_early", "finished_on_time"), FINISHED, closing_below=("pending_late",)),
    "tthc_early": Rate(("finished_early",), FINISHED),
    "tthc_overdue": Rate(
        ("finished_late",), FINISHED, closing_above=("pending_late",), closing_below=("pending_late",)
    ),
    "tthc_data_reuse": Rate(("data_reused",), RECEIVED, INTAKE),
    "online_submission": Rate(("received_online",), RECEIVED, INTAKE),
    "online_submission_offered": Rate(("offered_online",), ("offered_direct", "offered_online"), INTAKE),
    "online_payment": Rate(("paid_online",), ("with_fee",), INTAKE),
    "tthc_inputs_digitised": Rate(("inputs_digitised",), INPUTS, DIGITISED, told_by=INPUTS),
    "tthc_results_digitised": Rate(("results_digitised",), RESULTS, DIGITISED, told_by=RESULTS),
    "tthc_digitised_reuse": Rate(("digitised_reused",), ("inputs_digitised",), DIGITISED, told_by=INPUTS),
}
NUMBERS = {"tthc_received": RECEIVED, "tthc_finished": FINISHED}
"""Plain numbers of case files."""


@provider_for(Source.PROCEDURES)
def figures(question: Question) -> Iterator[Row]:
    """Answers for all indicators of administrative procedures."""
    codes = {indicator.code for indicator in question.indicators}
    if codes & (RATES.keys() | NUMBERS.keys()):
        yield from _case_rows(question, codes)
    if codes & BY_PROCEDURE:
        yield from list_rows(question, codes & BY_PROCEDURE)


def _case_rows(question: Question, codes: set[str]) -> Iterator[Row]:
    branches, years = question.branches("unit"), question.years
    plain = {code for code in codes if code in NUMBERS or (code in RATES and not RATES[code].has_closing)}
    origins = origins_in(branches, years) if question.span else set()
    if question.span and len(origins) == 1 and not origins & set(TABLES):
        told_once = list(told_in_span(branches, years, _fields(plain), question.span)) if plain else []
        (origin,) = origins
        yield from (row for code in sorted(plain) for row in _span_rows(code, told_once, origin, question.span))
        codes = codes - plain
    if codes & (RATES.keys() | NUMBERS.keys()):
        months = told_counts(branches, years, _fields(codes))
        yield from (row for code in sorted(codes) for row in _month_rows(code, months))


def _fields(codes: set[str]) -> set[str]:
    rates = {name for code in codes & RATES.keys() for name in RATES[code].fields}
    return rates | {name for code in codes & NUMBERS.keys() for name in NUMBERS[code]}


def _span_rows(code: str, told_once: Iterable[MonthCounts], origin: str, span: Span) -> Iterator[Row]:
    """One row of each unit for all months asked for."""
    if origin not in (PROCESSING if code in NUMBERS else RATES[code].origins):
        return
    source = _source(origin)
    for told in told_once:
        if _is_told(code, told):
            yield _row(code, told, source, months=told.month - span.first + 1)


def _is_told(code: str, told: MonthCounts) -> bool:
    return code in NUMBERS or RATES[code].is_told(told)


def _month_rows(code: str, months: Months) -> Iterator[Row]:
    """One row of each unit and month, of the origin that counts."""
    sources = {origin.value: _source(origin) for origin in CountOrigin}
    if code in NUMBERS:
        counting = chosen(months, PROCESSING, NUMBERS[code], skips_silent=False)
    elif code in RATES:
        rate = RATES[code]
        counting = chosen(months, rate.origins, rate.below, skips_silent=rate.origins is not PROCESSING)
    else:
        return
    for told in counting:
        if _is_told(code, told):
            yield _row(code, told, sources[told.origin])


def _row(code: str, told: MonthCounts, source: str, months: int = 1) -> Row:
    place = (told.path, told.year, told.month)
    if code in NUMBERS:
        number = Decimal(told.total(NUMBERS[code]))
        return Row(
            code, *place, None, number, source, told.as_of, months, origin=told.key, names_parts=told.names_parts
        )
    rate = RATES[code]
    closing = None
    if rate.has_closing:
        closing = Ratio(Decimal(told.total(rate.closing_above)), Decimal(told.total(rate.closing_below)))
    ratio = rate_of(told, rate)
    # Who counts nothing of what only some origins tell says nothing against the others.
    origin = told.key if rate.origins is PROCESSING or ratio.denominator else ""
    return Row(
        code,
        *place,
        ratio,
        None,
        source,
        told.as_of,
        months,
        closing,
        origin=origin,
        names_parts=told.names_parts and bool(origin),
    )


def rate_of(told: MonthCounts, rate: Rate) -> Ratio:
    """Both counts of a rate as they are told, without those that stand at the end of the month."""
    return Ratio(Decimal(told.total(rate.above)), Decimal(told.total(rate.below)))


def _source(origin: str) -> str:
    label = CountOrigin(origin).label
    return f"Hồ sơ TTHC: {lowered(label)}"
