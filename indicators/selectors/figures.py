"""The one question everybody asks: the figure of an indicator, for a unit, in a year or a part of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from accounts.models import Unit
from indicators.engine.roll_up import MONTHS_IN_YEAR, WHOLE_YEAR, Row, Span, Whole, roll_up
from indicators.enums import Measure, RollUp
from indicators.models import Indicator
from indicators.selectors.providers import Question, rows_for

YEARS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its origin. ``value`` is in the indicator's unit (per cent as 99.0947, four decimals).

    ``value`` None with ``arises`` False means that nothing arose (zero denominator), which is not zero. ``previous`` is
    the value a year earlier. ``until``: the last month that it tells of. ``is_hidden``: it rests on the answers of too
    few people for who asked (``shown_figures``), so all its numbers are None.
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
    until: int = MONTHS_IN_YEAR
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class MonthValue:
    """One point of a trend: month 1–12 (quarterly figures stand at the quarter's last month)."""

    month: int
    value: Decimal | None


def figures_for(
    codes: Iterable[str], units: Iterable[Unit], year: int, span: Span = WHOLE_YEAR
) -> dict[tuple[str, int], Figure]:
    """Figures by (indicator code, unit id), in a constant number of queries. What nobody reported is absent.

    ``span`` is a month, a quarter, the year or the year so far (``Span.up_to``). A unit's figure covers all units
    below it; rates are pooled over units and months by numerator and denominator.
    """
    wanted = list(units)
    indicators = {row.code: row for row in Indicator.objects.filter(code__in=set(codes))}
    question = Question(list(indicators.values()), (year - 1, year), [unit.path for unit in wanted], span)
    grouped = _by_unit(rows_for(question), wanted)
    paths = {unit.pk: unit.path for unit in wanted}
    figures = {}
    for (code, unit_id, row_year), rows in grouped.items():
        if row_year != year:
            continue
        whole = _whole(indicators[code], paths[unit_id], rows, span)
        if whole is not None:
            earlier = _whole(indicators[code], paths[unit_id], grouped.get((code, unit_id, year - 1), []), span)
            figures[code, unit_id] = _figure(code, unit_id, year, whole, earlier)
    return figures


def figure_for(code: str, unit: Unit, year: int, span: Span = WHOLE_YEAR) -> Figure | None:
    """One figure, or None when nothing was reported."""
    return figures_for([code], [unit], year, span).get((code, unit.pk))


def monthly_values(code: str, unit: Unit, year: int) -> list[MonthValue]:
    """The months of a year that have a figure of their own, in order."""
    return [
        MonthValue(month, whole.value)
        for indicator, rows in _rows_of_months([code], unit, year)
        for month in sorted({row.month for row in rows})
        if (whole := _whole(indicator, unit.path, [row for row in rows if row.month == month], WHOLE_YEAR))
    ]


def yearly_values(code: str, unit: Unit, year: int) -> list[tuple[int, Decimal]]:
    """The years up to this one that have a figure, oldest first, four at most; no more queries than for one."""
    indicators = list(Indicator.objects.filter(code=code))
    years = range(year - YEARS_SHOWN + 1, year + 1)
    grouped = _by_unit(rows_for(Question(indicators, years, [unit.path], WHOLE_YEAR)), [unit])
    found = [
        (each, _whole(indicator, unit.path, grouped.get((code, unit.pk, each), []), WHOLE_YEAR))
        for indicator in indicators
        for each in years
    ]
    return [(each, whole.value) for each, whole in found if whole is not None and whole.value is not None]


def values_so_far(codes: Iterable[str], unit: Unit, year: int) -> dict[str, list[MonthValue]]:
    """By code the year so far at the end of each month that has a figure: what a target of the year is held against."""
    return {
        indicator.code: [
            MonthValue(month, whole.value)
            for month in sorted({row.month for row in rows})
            if (whole := _whole(indicator, unit.path, rows, Span.up_to(month)))
        ]
        for indicator, rows in _rows_of_months(codes, unit, year)
    }


def _rows_of_months(codes: Iterable[str], unit: Unit, year: int) -> Iterator[tuple[Indicator, list[Row]]]:
    """Each indicator with its rows of months and quarters; rows of whole years have no place in a year."""
    indicators = list(Indicator.objects.filter(code__in=set(codes)))
    by_code: dict[str, list[Row]] = {indicator.code: [] for indicator in indicators}
    for row in rows_for(Question(indicators, (year,), [unit.path])):
        if row.month:
            by_code[row.code].append(row)
    return ((indicator, by_code[indicator.code]) for indicator in indicators)


def _by_unit(rows: Iterable[Row], units: Sequence[Unit]) -> dict[tuple[str, int, int], list[Row]]:
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


def _whole(indicator: Indicator, path: str, rows: Iterable[Row], span: Span) -> Whole | None:
    is_number = indicator.measure == Measure.COUNT
    return roll_up(rows, path, span, adds_months=is_number and indicator.roll_up == RollUp.SUM, adds_units=is_number)


def _figure(code: str, unit_id: int, year: int, whole: Whole, earlier: Whole | None) -> Figure:
    newest = max(whole.rows, key=lambda row: (row.as_of is not None, row.as_of))
    others = len({row.source for row in whole.rows}) - 1
    return Figure(
        code=code,
        unit_id=unit_id,
        year=year,
        value=whole.value,
        numerator=whole.ratio.numerator if whole.ratio else None,
        denominator=whole.ratio.denominator if whole.ratio else None,
        source=f"{newest.source} và {others} nguồn khác" if others else newest.source,
        as_of=newest.as_of,
        previous=earlier.value if earlier else None,
        arises=whole.ratio.arises if whole.ratio else True,
        until=max(row.last_month for row in whole.rows),
    )
