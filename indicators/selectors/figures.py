"""The one question everybody asks: the figure of an indicator, for a unit, in a year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from accounts.models import Unit
from indicators.models import Indicator
from indicators.selectors.providers import Question, Row, rows_for
from indicators.statistics import Ratio, pooled


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its origin. ``value`` is in the indicator's unit (per cent as 99.0947, four decimals).

    ``value`` None with ``arises`` False means that nothing arose (zero denominator), which is not zero. ``previous`` is
    the value a year earlier.
    """

    code: str
    unit_id: int
    year: int
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    source: str
    as_of: datetime | None
    previous: Decimal | None = None
    arises: bool = True


@dataclass(frozen=True, slots=True)
class MonthValue:
    """One point of a trend: month 1–12 (quarterly figures stand at the quarter's last month)."""

    month: int
    value: Decimal | None


def figures_for(codes: Iterable[str], units: Iterable[Unit], year: int) -> dict[tuple[str, int], Figure]:
    """Figures by (indicator code, unit id), in a constant number of queries. What nobody reported is absent.

    A unit's figure covers all units below it; rates are pooled over units and months by numerator and denominator.
    """
    wanted = list(units)
    indicators = list(Indicator.objects.filter(code__in=set(codes)))
    question = Question(indicators, (year - 1, year), [unit.path for unit in wanted])
    rows = _by_unit(list(rows_for(question)), wanted)
    figures = {}
    for (code, unit_id, row_year), own in rows.items():
        if row_year == year:
            before = rows.get((code, unit_id, year - 1))
            figures[code, unit_id] = _figure(code, unit_id, year, own, before)
    return figures


def figure_for(code: str, unit: Unit, year: int) -> Figure | None:
    """One figure, or None when nothing was reported."""
    return figures_for([code], [unit], year).get((code, unit.pk))


def monthly_values(code: str, unit: Unit, year: int) -> list[MonthValue]:
    """The months of a year that have a figure, in order."""
    indicators = list(Indicator.objects.filter(code=code))
    rows = [row for row in rows_for(Question(indicators, (year,), [unit.path])) if row.month]
    months: dict[int, list[Row]] = {}
    for row in rows:
        months.setdefault(row.month, []).append(row)
    return [MonthValue(month, _combine(own)[0]) for month, own in sorted(months.items())]


def _by_unit(rows: Sequence[Row], units: Sequence[Unit]) -> dict[tuple[str, int, int], list[Row]]:
    by_path: dict[str, list[int]] = {}
    for unit in units:
        by_path.setdefault(unit.path, []).append(unit.pk)
    lengths = sorted({len(path) for path in by_path})
    grouped: dict[tuple[str, int, int], list[Row]] = {}
    for row in rows:
        for length in lengths:
            for unit_id in by_path.get(row.path[:length], ()) if length <= len(row.path) else ():
                grouped.setdefault((row.code, unit_id, row.year), []).append(row)
    return grouped


def _figure(code: str, unit_id: int, year: int, rows: list[Row], before: list[Row] | None) -> Figure:
    value, ratio = _combine(rows)
    newest = max(rows, key=lambda row: (row.as_of is not None, row.as_of))
    return Figure(
        code=code,
        unit_id=unit_id,
        year=year,
        value=value,
        numerator=ratio.numerator if ratio else None,
        denominator=ratio.denominator if ratio else None,
        source=newest.source,
        as_of=newest.as_of,
        previous=_combine(before)[0] if before else None,
        arises=ratio.arises if ratio else True,
    )


def _combine(rows: list[Row]) -> tuple[Decimal | None, Ratio | None]:
    """Rates are pooled; of plain values (an index, a rank, minutes) the unit's own and latest stands."""
    ratios = [row.ratio for row in rows if row.ratio is not None]
    if ratios:
        together = pooled(ratios)
        return together.percent, together
    own = min(rows, key=lambda row: (len(row.path), -row.month))
    return own.value, None
