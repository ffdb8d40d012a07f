"""How sure a rate, or the difference of two, is: score intervals in exact decimals."""

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


class Seen(NamedTuple):
    """A rate (0–1) seen in ``number`` > 0 independent answers."""

    rate: Fraction
    number: int


def wilson(rate: Fraction, number: int) -> Interval:
    """Wilson's 95 % interval of a rate (0–1) seen in ``number`` > 0 independent answers (E. B. Wilson, 1927).

    (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) ÷ (1 + z²/n), in per cent.
    """
    with localcontext(prec=40):
        low, high = _ends(Seen(rate, number))
        return Interval((low * 100).quantize(PLACES), (high * 100).quantize(PLACES))


def newcombe(first: Seen, second: Seen) -> Interval:
    """95 % interval of first − second, two rates of different people, in percentage points.

    The hybrid score interval (R. G. Newcombe, Statistics in Medicine 17, 1998, method 10) puts the Wilson intervals of
    both together: d − √((p₁ − l₁)² + (u₂ − p₂)²) to d + √((u₁ − p₁)² + (p₂ − l₂)²).
    """
    with localcontext(prec=40):
        (p1, (low1, high1)), (p2, (low2, high2)) = ((_rate(each), _ends(each)) for each in (first, second))
        low = p1 - p2 - ((p1 - low1) ** 2 + (high2 - p2) ** 2).sqrt()
        high = p1 - p2 + ((high1 - p1) ** 2 + (p2 - low2) ** 2).sqrt()
        return Interval((low * 100).quantize(PLACES), (high * 100).quantize(PLACES))


def _rate(seen: Seen) -> Decimal:
    return Decimal(seen.rate.numerator) / Decimal(seen.rate.denominator)


def _ends(seen: Seen) -> tuple[Decimal, Decimal]:
    """Both ends of Wilson's interval, 0–1, in the precision of the caller."""
    z, n, p = NORMAL_975, Decimal(seen.number), _rate(seen)
    middle = p + z * z / (2 * n)
    reach = z * (p * (1 - p) / n + z * z / (4 * n * n)).sqrt()
    scale = 1 + z * z / n
    # At 0 % and 100 % one end is the rate itself; rounding must not push it beyond.
    return max((middle - reach) / scale, Decimal(0)), min((middle + reach) / scale, Decimal(1))
