"""What was typed of one indicator and unit for periods that lie in each other."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from indicators.engine import sanity
from indicators.engine.figure_rows import MONTHS_IN_QUARTER, MONTHS_IN_YEAR
from indicators.engine.sanity import Doubt, Joining, Stated
from indicators.enums import Measure, PeriodKind, RollUp
from indicators.models import Indicator, Measurement
from indicators.statistics import Ratio

MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: MONTHS_IN_QUARTER, PeriodKind.YEAR: MONTHS_IN_YEAR}
MEANS = (Measure.INDEX, Measure.MINUTES)


def contradicting_periods(indicator: Indicator, name: str, rows: Iterable[Measurement]) -> Iterator[Doubt]:
    """Doubts about years and quarters that contradict the shorter periods of the same unit; ``rows``: of one unit."""
    joining = joining_of(indicator)
    if joining is None:
        return
    by_year: dict[int, list[Stated]] = defaultdict(list)
    for row in rows:
        by_year[row.year].append(_stated(row))
    for year, stated in by_year.items():
        yield from sanity.span_doubts(indicator.code, name, year, stated, joining)


def joining_of(indicator: Indicator) -> Joining | None:
    """How periods make a longer one; None where they tell nothing of it (a rank, a yes or no)."""
    if indicator.measure == Measure.PERCENT:
        return Joining.POOLED
    if indicator.measure == Measure.COUNT:
        return Joining.ADDED if indicator.roll_up == RollUp.SUM else Joining.LAST
    return Joining.BETWEEN if indicator.measure in MEANS else None


def _stated(row: Measurement) -> Stated:
    ratio = None
    if row.numerator is not None and row.denominator is not None:
        ratio = Ratio(row.numerator, row.denominator)
    return Stated(row.closing_month, MONTHS[PeriodKind(row.period_kind)], row.value, ratio)
