"""Where figures come from: one provider for each source, answering for many units at once.

A provider gets the wanted indicators, the years and the path prefix of every unit asked for, and returns rows of
counts with the path of the unit they belong to. Rolling up the tree is done once, in ``figures``.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from os.path import commonprefix

from django.db.models import Q

from indicators.engine.roll_up import MONTHS_IN_QUARTER, MONTHS_IN_YEAR, Row, Span
from indicators.enums import PeriodKind, Source
from indicators.models import Indicator, Measurement
from indicators.statistics import Ratio

__all__ = ["Question", "Row", "provider_for", "rows_for"]


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
