"""The catalogue with current figures, ready to draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from accounts.models import Unit, User
from core.formats import vn_number
from indicators.engine.roll_up import MONTHS_IN_YEAR, WHOLE_YEAR, Span
from indicators.enums import Direction, Measure, RollUp
from indicators.models import Indicator, figure_words
from indicators.selectors.catalogue import in_use
from indicators.selectors.figures import Figure, figures_for
from indicators.selectors.shown_figures import FEW, figures_shown
from indicators.statistics import PLACES


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator of a unit with its figure this year.

    ``same_months``: of a number of events in a year that is not over, what the same months of last year came to; a year
    so far is not held against a whole one.
    """

    indicator: Indicator
    figure: Figure | None
    same_months: Decimal | None = None

    @property
    def text(self) -> str:
        return figure_text(self.indicator, self.figure)

    @property
    def counts(self) -> str:
        return counts_text(self.figure)

    @property
    def change(self) -> Decimal | None:
        """Difference against last year, None when one of the two is unknown."""
        if self.figure is None or self.figure.value is None:
            return None
        before = self.same_months if self.is_so_far else self.figure.previous
        return None if before is None else self.figure.value - before

    @property
    def is_so_far(self) -> bool:
        """Whether it is a number of events that still grows with the months."""
        return _grows(self.indicator) and self.figure is not None and self.figure.until < MONTHS_IN_YEAR

    @property
    def change_text(self) -> str:
        """«+0,12 điểm %», «−314 hồ sơ»; empty without a change that shows."""
        if self.change is None:
            return ""
        text = value_text(self.indicator, abs(self.change)).replace("%", " điểm %")
        is_shown = any(digit in text for digit in "123456789")
        months = " (cùng kỳ)" if self.is_so_far else ""
        return f"{'+' if self.change > 0 else '−'}{text}{months}" if is_shown else ""

    @property
    def is_better(self) -> bool | None:
        """Whether the change is for the better; None without a change."""
        if not self.change:
            return None
        return (self.change > 0) == (self.indicator.direction == Direction.HIGHER)


@dataclass(frozen=True)
class UnitRow:
    """The figure of one unit."""

    unit: Unit
    figure: Figure | None
    text: str
    previous_text: str

    @property
    def is_told(self) -> bool:
        """Whether there is anything to show: a value, or the word that nothing arose or that it is hidden."""
        return is_told(self.figure)

    @property
    def counts(self) -> str:
        return counts_text(self.figure)


def is_told(figure: Figure | None) -> bool:
    """Whether there is anything to say of a figure: a value, or the word that nothing arose or that it is hidden."""
    return figure is not None and (figure.value is not None or figure.is_hidden or not figure.arises)


def figure_text(indicator: Indicator, figure: Figure | None) -> str:
    """«99,09%», «không phát sinh», «ít phiếu» or «chưa có số liệu»."""
    if figure is None:
        return "chưa có số liệu"
    if figure.is_hidden:
        return FEW
    if not figure.arises:
        return "không phát sinh"
    return "chưa có số liệu" if figure.value is None else value_text(indicator, figure.value)


def value_text(indicator: Indicator, value: Decimal) -> str:
    """A value with the decimals and the unit of its indicator: «99,09%», «1.895 hồ sơ»."""
    if indicator.measure == Measure.PERCENT:
        return f"{vn_number(value, 2)}%"
    places = 0 if indicator.measure in (Measure.COUNT, Measure.RANK) else 2
    return f"{vn_number(value, places)} {indicator.unit_of_measure}".strip()


def counts_text(figure: Figure | None) -> str:
    """«1.204 / 1.215» of a rate, “–” of anything else; sums of shares (cut of time) have four decimals."""
    if figure is None or figure.numerator is None or figure.denominator is None:
        return "–"
    numerator, denominator = (each.quantize(PLACES, ROUND_HALF_UP) for each in (figure.numerator, figure.denominator))
    return figure_words(None, numerator, denominator)


def indicator_rows(user: User, unit: Unit, year: int, span: Span = WHOLE_YEAR) -> list[IndicatorRow]:
    """All indicators with the unit's figures of the year, or of a part of it, as the user may see them."""
    indicators = list(in_use(unit.centre))
    figures = figures_shown(user, [indicator.code for indicator in indicators], [unit], year, span)
    earlier = _same_months(unit, year, [(each, figures.get((each.code, unit.pk))) for each in indicators], span)
    return [
        IndicatorRow(indicator, figures.get((indicator.code, unit.pk)), earlier.get(indicator.code))
        for indicator in indicators
    ]


def _same_months(
    unit: Unit, year: int, found: Sequence[tuple[Indicator, Figure | None]], span: Span
) -> dict[str, Decimal | None]:
    """By code what numbers of events came to in the same months a year earlier, where the span is not told to its end.

    One question for each month that figures end with, of which there are very few.
    """
    ends: dict[int, list[str]] = {}
    for indicator, figure in found:
        if figure is not None and _grows(indicator) and figure.until < MONTHS_IN_YEAR:
            ends.setdefault(figure.until, []).append(indicator.code)
    return {
        code: figure.value
        for until, codes in ends.items()
        for (code, _), figure in figures_for(codes, [unit], year - 1, Span(span.first, until)).items()
    }


def _grows(indicator: Indicator) -> bool:
    return indicator.measure == Measure.COUNT and indicator.roll_up == RollUp.SUM


def unit_rows(
    user: User, indicator: Indicator, units: Sequence[Unit], year: int, span: Span = WHOLE_YEAR
) -> list[UnitRow]:
    """The indicator's figures of several units, in the order given, as the user may see them."""
    figures = figures_shown(user, [indicator.code], units, year, span)
    found = [(unit, figures.get((indicator.code, unit.pk))) for unit in units]
    return [
        UnitRow(unit, figure, figure_text(indicator, figure), _previous_text(indicator, figure))
        for unit, figure in found
    ]


def _previous_text(indicator: Indicator, figure: Figure | None) -> str:
    return "–" if figure is None or figure.previous is None else value_text(indicator, figure.previous)
