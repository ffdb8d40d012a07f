"""Vietnamese wording of numbers in reasons: 1.234,50 · 99,09% · 7,00 điểm.

Only the texts of constants and of the ten thousand figures of a scale are kept: they are the same in thousands of
reasons. Whole reasons are built anew each time.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from scoring.engine.rounding import hundredths, points_of, round_points, scaled

MOST_PLACES = 10


@lru_cache(maxsize=8192)
def number(exact: Decimal | Fraction | int, places: int | None = None) -> str:
    """A number as written in Vietnam; without `places` it keeps just the decimals it needs (at most six)."""
    top, bottom = exact.as_integer_ratio()
    if bottom == 1 and places is None:
        return whole(top)
    text = _text(scaled(top, bottom, 6 if places is None else places), 6 if places is None else places)
    return text.rstrip("0").rstrip(",") if places is None else text


def whole(value: int) -> str:
    """An integer: 1234 → “1.234”."""
    return str(value) if -1000 < value < 1000 else f"{value:,}".replace(",", ".")


def two_places(units: int) -> str:
    """A number of hundredths: 9909 → “99,09”."""
    return _TWO_PLACES[units] if 0 <= units < len(_TWO_PLACES) else _text(units, 2)


@lru_cache(maxsize=8192)
def printed(exact: Decimal) -> tuple[Decimal, str]:
    """Points rounded, and their text with the word: 7 → (7.00, “7,00 điểm”)."""
    rounded = round_points(exact)
    return rounded, points(rounded)


def figure(value: Decimal) -> str:
    """Points without their word: 7.00 → “7,00”."""
    return _FIGURES.get(value) or number(value, 2)


def points(value: Decimal) -> str:
    """Points with their word: “7,00 điểm”."""
    return f"{figure(value)} điểm"


class Marks(NamedTuple):
    """Thresholds prepared for printing a value so that one sees on which side of them it lies."""

    hundredths: frozenset[int]
    """Thresholds with at most two decimals, in hundredths."""
    finer: tuple[tuple[int, int], ...]
    """The others, as numerator and denominator."""


def marks(limits: Iterable[tuple[int, int]]) -> Marks:
    """Prepares thresholds given as numerator and denominator."""
    plain, finer = set(), []
    for top, bottom in limits:
        units, rest = divmod(top * 100, bottom)
        if rest:
            finer.append((top, bottom))
        else:
            plain.add(units)
    return Marks(frozenset(plain), tuple(finer))


NO_MARKS = Marks(frozenset(), ())


def percent(top: int, bottom: int, near: Marks = NO_MARKS) -> str:
    """The percentage top/bottom with two decimals, or more where two would hide its side of a threshold.

    Rounding to hundredths can only hide the side of a threshold that is itself the rounded figure (or has finer
    decimals), so all others are not even looked at.
    """
    units = hundredths(top, bottom)
    if near.finer or (units in near.hundredths and units * bottom != top * 100):
        return f"{_beside(top, bottom, near)}%"
    return f"{two_places(units)}%"


def plain_percent(value: Decimal) -> str:
    """A threshold as people say it: “99%”, “97,5%”."""
    return f"{number(value)}%"


def inside(sentence: str) -> str:
    """A sentence within a longer one: its first letter small, unless it begins with an abbreviation (“PAR INDEX”)."""
    return sentence if sentence[1:2].isupper() else f"{sentence[:1].lower()}{sentence[1:]}"


def _beside(top: int, bottom: int, near: Marks) -> str:
    limits = [(units, 100) for units in near.hundredths] + [each for each in near.finer if _can_show(top, bottom, each)]
    places = 2
    while places < MOST_PLACES and any(_hides(top, bottom, limit, places) for limit in limits):
        places += 1
    return _text(scaled(top, bottom, places), places)


def _can_show(top: int, bottom: int, limit: tuple[int, int]) -> bool:
    """False for an average like 200/3 that is reached exactly: no number of decimals can write it."""
    return top * limit[1] != limit[0] * bottom or (top * 10**MOST_PLACES) % bottom == 0


def _hides(top: int, bottom: int, limit: tuple[int, int], places: int) -> bool:
    shown = scaled(top, bottom, places)
    limit_top, limit_bottom = limit
    exact_side = _sign(top * limit_bottom - limit_top * bottom)
    return _sign(shown * limit_bottom - limit_top * 10**places) != exact_side


def _sign(value: int) -> int:
    return (value > 0) - (value < 0)


def _text(units: int, places: int) -> str:
    """A number of units of the last place: (123456, 2) → “1.234,56”."""
    if not places:
        return whole(units)
    before, after = divmod(abs(units), 10**places)
    return f"{'-' if units < 0 else ''}{whole(before)},{after:0{places}d}"


# the figures from 0,00 to 100,00: nearly every percentage and mark that is printed is one of them
_TWO_PLACES = tuple(_text(units, 2) for units in range(10_001))
_FIGURES = {points_of(units): text for units, text in enumerate(_TWO_PLACES)}
