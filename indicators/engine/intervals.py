"""How sure a rate is: Wilson's score interval, in exact decimals."""

from decimal import Decimal, localcontext
from fractions import Fraction
from typing import NamedTuple

NORMAL_975 = Decimal("1.9599639845400542355")
"""Quantile of the standard normal distribution at 0.975, for 95 % on both sides."""
PLACES = Decimal("0.0001")


class Interval(NamedTuple):
    """Lower and upper end, per cent, four decimals."""

    low: Decimal
    high: Decimal


def wilson(rate: Fraction, number: int) -> Interval:
    """Wilson's 95 % interval of a rate (0–1) seen in ``number`` > 0 independent answers (E. B. Wilson, 1927).

    (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) ÷ (1 + z²/n), in per cent.
    """
    with localcontext(prec=40):
        z, n = NORMAL_975, Decimal(number)
        p = Decimal(rate.numerator) / Decimal(rate.denominator)
        middle = p + z * z / (2 * n)
        reach = z * (p * (1 - p) / n + z * z / (4 * n * n)).sqrt()
        scale = 100 / (1 + z * z / n)
        low, high = (middle - reach) * scale, (middle + reach) * scale
        # At 0 % and 100 % one end is the rate itself; rounding must not push it beyond.
        return Interval(max(low, Decimal(0)).quantize(PLACES), min(high, Decimal(100)).quantize(PLACES))
