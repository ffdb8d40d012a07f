"""Arithmetic of rates, pure and exact: rates are rolled up by numerator and denominator, never by averaging rates."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Ratio:
    """A rate as its two counts. A zero denominator means that nothing arose (không phát sinh), not 0 %."""

    numerator: Decimal
    denominator: Decimal

    def __add__(self, other: "Ratio") -> "Ratio":
        return Ratio(self.numerator + other.numerator, self.denominator + other.denominator)

    @property
    def arises(self) -> bool:
        return self.denominator != 0

    @property
    def percent(self) -> Decimal | None:
        """numerator ÷ denominator × 100, four decimals, half up; None when nothing arose."""
        if not self.arises:
            return None
        return (self.numerator * 100 / self.denominator).quantize(PLACES, rounding=ROUND_HALF_UP)


NOTHING = Ratio(Decimal(0), Decimal(0))


def pooled(ratios: Iterable[Ratio]) -> Ratio:
    """All ratios together."""
    return sum(ratios, NOTHING)


def satisfied(level_4: int, level_5: int, valid_answers: int) -> Ratio:
    """Answers at levels 4 and 5 ÷ all valid answers, as the Ministry of Health counts («0 = did not use» left out)."""
    return Ratio(Decimal(level_4 + level_5), Decimal(valid_answers))


def time_cut(statutory_days: int, promised_days: int) -> Decimal:
    """Share of the statutory processing time that is cut: days saved ÷ statutory days, in working days (0.4 = 40 %)."""
    return Decimal(statutory_days - promised_days) / statutory_days
