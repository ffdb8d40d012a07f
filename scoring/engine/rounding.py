"""The one place where anything is rounded: points, to hundredths, half up."""

from decimal import Decimal
from fractions import Fraction

HUNDREDTH = Decimal("0.01")


def half_up(exact: Fraction | Decimal, places: int) -> Decimal:
    """The exact number rounded half away from zero to `places` decimals, without passing through a float."""
    top, bottom = exact.as_integer_ratio()
    scaled, remainder = divmod(abs(top) * 10**places, bottom)
    if remainder * 2 >= bottom:
        scaled += 1
    return Decimal(-scaled if top < 0 else scaled).scaleb(-places)


def round_points(exact: Fraction | Decimal) -> Decimal:
    """Points as they are printed and stored: two decimals, 0.005 counts up."""
    return half_up(exact, 2)


def storable(exact: Fraction) -> Fraction:
    """An average short enough to store with every unit: exact, unless its denominator has more than 30 digits.

    The average of thousands of shares may need thousands of digits. Such a one is cut down (not rounded up) to 30
    decimals, so that a unit which stands exactly at the average is never found below it.
    """
    if exact.denominator < 10**30:
        return exact
    return Fraction(exact.numerator * 10**30 // exact.denominator, 10**30)
