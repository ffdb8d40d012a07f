"""Vietnamese wording of numbers in reasons: 1.234,50 · 99,09% · 7,00 điểm."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from .rounding import half_up


@lru_cache(maxsize=8192, typed=True)  # thresholds and points are the same few figures in thousands of reasons
def number(exact: Decimal | Fraction | int, places: int | None = None) -> str:
    """A number as written in Vietnam; without `places` it keeps just the decimals it needs (at most six)."""
    if isinstance(exact, int):
        return f"{exact:,}".replace(",", ".")
    text = f"{half_up(exact, 6 if places is None else places):,f}"
    if places is None:
        text = text.rstrip("0").rstrip(".")
    return text.translate(_SWAP)


def points(value: Decimal) -> str:
    """Points with their word: “7,00 điểm”."""
    return f"{number(value, 2)} điểm"


def percent(exact: Fraction | Decimal, thresholds: Iterable[Decimal | Fraction] = ()) -> str:
    """A percentage with two decimals, or more where two would hide on which side of a threshold it lies."""
    # an average like 200/3 that is reached exactly can be written in no number of decimals
    limits = tuple(each for each in thresholds if each != exact or half_up(exact, 10) == exact)
    places = 2
    while places < 10 and any(_side(half_up(exact, places), limit) != _side(exact, limit) for limit in limits):
        places += 1
    return f"{number(exact, places)}%"


def plain_percent(value: Decimal) -> str:
    """A threshold as people say it: “99%”, “97,5%”."""
    return f"{number(value)}%"


def _side(value: Fraction | Decimal, limit: Fraction | Decimal) -> int:
    return (value > limit) - (value < limit)


_SWAP = str.maketrans({",": ".", ".": ","})
