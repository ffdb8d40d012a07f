"""Where figures come from: one provider for each source, answering for many units at once.

A provider gets the wanted indicators, the years and the path prefix of every unit asked for, and returns rows of
counts with the path of the unit they belong to. Rolling up the tree is done once, in ``figures``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from os.path import commonprefix
from typing import Any

from django.db.models import F, Max, Q, Sum
from django.db.models.functions import ExtractMonth, ExtractYear

from indicators.engine.roll_up import MONTHS_IN_QUARTER, MONTHS_IN_YEAR, Row, Span
from indicators.enums import PeriodKind, Source, SurveyKind
from indicators.models import Indicator, Measurement, SurveyAnswer, SurveyCount
from indicators.statistics import Ratio, satisfied

__all__ = ["Provider", "Question", "Row", "provider_for", "rows_for", "shortest_prefixes"]


MOST_BRANCHES = 30


@dataclass(frozen=True)
class Question:
    """What is asked of a provider.

    ``span``: where it is given, only figures of these months as a whole are wanted, so that a provider may add them up
    itself; without it months are wanted one by one.
    """

    indicators: Sequence[Indicator]
    years: Sequence[int]
    paths: Sequence[str]
    span: Span | None = None

    def branches(self, field: str) -> Q:
        """Condition: the unit lies in one of the branches asked for.

        Of many branches it is the branch that holds them all: whoever rolls up leaves out what was not asked for.
        """
        paths = shortest_prefixes(self.paths)
        if len(paths) > MOST_BRANCHES:
            paths = [commonprefix(paths)]
        condition = Q(pk__in=[])
        for path in paths:
            condition |= Q(**{f"{field}__path__startswith": path})
        return condition


Provider = Callable[[Question], Iterable[Row]]
_PROVIDERS: dict[str, Provider] = {}


def provider_for(source: str) -> Callable[[Provider], Provider]:
    """Register the provider of a source; higher apps register theirs when they are ready."""

    def register(provider: Provider) -> Provider:
        _PROVIDERS[source] = provider
        return provider

    return register


def rows_for(question: Question) -> Iterator[Row]:
    """The rows of all providers concerned."""
    for source, provider in _PROVIDERS.items():
        wanted = [indicator for indicator in question.indicators if indicator.source == source]
        if wanted:
            yield from provider(replace(question, indicators=wanted))


def shortest_prefixes(paths: Iterable[str]) -> list[str]:
    """The paths without those that lie below another one."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        # In this order a path comes right after those above it.
        if not kept or not path.startswith(kept[-1]):
            kept.append(path)
    return kept


SURVEYED = {
    "citizen_satisfaction": (SurveyKind.SIPAS,),
    "patient_satisfaction": (SurveyKind.INPATIENT, SurveyKind.OUTPATIENT),
    "inpatient_satisfaction": (SurveyKind.INPATIENT,),
    "outpatient_satisfaction": (SurveyKind.OUTPATIENT,),
    "vaccination_satisfaction": (SurveyKind.VACCINATION,),
    "staff_satisfaction": (SurveyKind.STAFF,),
}


@provider_for(Source.SURVEY)
def _surveys(question: Question) -> Iterator[Row]:
    """Answers that came in through the portal, and counts of surveys held elsewhere that were typed."""
    yield from _answer_rows(question)
    yield from _typed_survey_rows(question)


def _answer_rows(question: Question) -> Iterator[Row]:
    kinds = {kind for indicator in question.indicators for kind in SURVEYED.get(indicator.code, ())}
    first, last = date(min(question.years), 1, 1), date(max(question.years), 12, 31)
    months: Any = (
        SurveyAnswer.objects.filter(
            question.branches("point__unit"),
            finished_on__range=(first, last),
            point__survey__questionnaire__kind__in=kinds,
        )
        .order_by()
        .values(
            path=F("point__unit__path"),
            kind=F("point__survey__questionnaire__kind"),
            year=ExtractYear("finished_on"),
            month=ExtractMonth("finished_on"),
        )
        .annotate(all_valid=Sum("valid"), all_satisfied=Sum("satisfied"), as_of=Max("finished_at"))
    )
    for row in months:
        ratio = Ratio(Decimal(row["all_satisfied"]), Decimal(row["all_valid"]))
        for indicator in question.indicators:
            if row["year"] in question.years and row["kind"] in SURVEYED.get(indicator.code, ()):
                yield Row(
                    indicator.code,
                    row["path"],
                    row["year"],
                    row["month"],
                    ratio,
                    None,
                    "Khảo sát hài lòng",
                    row["as_of"],
                )


def _typed_survey_rows(question: Question) -> Iterator[Row]:
    rows = SurveyCount.objects.filter(question.branches("unit"), year__in=question.years).select_related("unit")
    for row in rows:
        answers = row.level_1 + row.level_2 + row.level_3 + row.level_4 + row.level_5
        for indicator in question.indicators:
            if row.kind in SURVEYED.get(indicator.code, ()):
                ratio = satisfied(row.level_4, row.level_5, answers)
                yield Row(
                    indicator.code,
                    row.unit.path,
                    row.year,
                    row.month,
                    ratio,
                    None,
                    "Khảo sát hài lòng",
                    row.imported_at,
                )


@provider_for(Source.DECLARED)
@provider_for(Source.EXTERNAL)
def _declared(question: Question) -> Iterator[Row]:
    rows = Measurement.objects.filter(
        question.branches("unit"), year__in=question.years, indicator__in=question.indicators
    ).select_related("unit", "indicator")
    for row in rows:
        ratio = None
        if row.numerator is not None and row.denominator is not None:
            ratio = Ratio(row.numerator, row.denominator)
        yield Row(
            row.indicator.code,
            row.unit.path,
            row.year,
            _last_month(row),
            ratio,
            row.value,
            row.source_note,
            row.entered_at,
            months=MONTHS_IN[PeriodKind(row.period_kind)],
            is_statement=True,
        )


MONTHS_IN = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: MONTHS_IN_QUARTER, PeriodKind.YEAR: MONTHS_IN_YEAR}


def _last_month(row: Measurement) -> int:
    """0 for a whole year."""
    return row.period * MONTHS_IN_QUARTER if row.period_kind == PeriodKind.QUARTER else row.period
