"""The one place where anything is rounded: points, to hundredths, half up.

Exact numbers travel as two integers, numerator and denominator: comparing and scaling them is exact, as with
`Fraction`, and many times faster, because nothing is reduced on the way.
"""

from decimal import Decimal
from fractions import Fraction


def scaled(top: int, bottom: int, places: int) -> int:
    """top/bottom rounded half away from zero to `places` decimals, as an integer of the last place; bottom > 0."""
    units, rest = divmod(abs(top) * 10**places, bottom)
    if rest * 2 >= bottom:
        units += 1
    return -units if top < 0 else units


def hundredths(top: int, bottom: int) -> int:
    """`scaled` to two places, written out since every mark of a province passes here."""
    if top < 0:
        return scaled(top, bottom, 2)
    units, rest = divmod(top * 100, bottom)
    return units + 1 if rest * 2 >= bottom else units


def from_scaled(units: int, places: int) -> Decimal:
    """The decimal whose last place these units count; built from text, which no context can shorten."""
    return Decimal(f"{units}E-{places}")


def points_of(units: int) -> Decimal:
    """Hundredths as points: 450 → 4.50."""
    return _POINTS[units] if 0 <= units < len(_POINTS) else from_scaled(units, 2)


def half_up(exact: Fraction | Decimal, places: int) -> Decimal:
    """The exact number rounded half away from zero to `places` decimals, without passing through a float."""
    top, bottom = exact.as_integer_ratio()
    return from_scaled(scaled(top, bottom, places), places)


def round_points(exact: Fraction | Decimal) -> Decimal:
    """Points as they are printed and stored: two decimals, 0.005 counts up."""
    return points_of(hundredths(*exact.as_integer_ratio()))


# a scale of 100 points has ten thousand figures; taking one from a table is several times faster than making it anew
_POINTS = tuple(from_scaled(units, 2) for units in range(10_001))
