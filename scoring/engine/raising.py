"""Tables of what raising some criteria brings: by number of criteria raised, the most points and which ones.

Points are whole hundredths. More points of a part never mean fewer points of the whole, so the best choice of each
number is all that has to be kept, and the tables stay exact through sums, rescaling and rounding.
"""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm

from scoring.engine.rounding import scaled

Choice = tuple[int, tuple[str, ...]]
"""Points in hundredths, and the codes that were raised for them."""
Table = list[Choice | None]
"""The best choice by number of codes; None where no choice of that number is allowed."""
Part = tuple[Decimal, Table]
"""The maximum of a part that applies, and its table."""


def hundredths_of(points: Decimal | None) -> int:
    """Printed points as an integer; what has none counts nothing."""
    return 0 if points is None else int(points.scaleb(2))


def joined(tables: Iterable[Table], largest: int) -> Table:
    """The table of the plain sum, up to `largest` codes."""
    summed: Table = [(0, ())]
    for table in tables:
        summed = _pair(summed, table, largest)
    return summed


def whole(parts: Sequence[Part], left_out: Sequence[Decimal], full: Decimal, rescaling: str, largest: int) -> Table:
    """The table of a group: as `folding.add` does it for points. `left_out` are the maxima of what does not apply."""
    tables = [table for _, table in parts]
    if not left_out or rescaling == "none":
        return joined(tables, largest)
    if rescaling == "even":
        return _spread(parts, sum(left_out, Decimal(0)), largest)
    base = sum((most for most, _ in parts), Decimal(0))
    top, bottom = (Fraction(full) / Fraction(base)).as_integer_ratio()
    return _each(joined(tables, largest), lambda points: scaled(points * top, bottom, 0))


def capped(table: Table, cap: Decimal) -> Table:
    """Bonus points up to their cap; penalties are negative, down to minus their cap."""
    most = hundredths_of(cap)
    return _each(table, lambda points: max(-most, min(points, most)))


def at_least(table: Table, points: Decimal) -> Table:
    """Only the choices that reach so many points."""
    least = points * 100
    return [choice if choice is not None and choice[0] >= least else None for choice in table]


def _spread(parts: Sequence[Part], lost: Decimal, largest: int) -> Table:
    """Each part's points weigh more by its piece of what is left over; over a common denominator, to stay exact."""
    piece = Fraction(lost) / len(parts)
    weights = [1 + piece / Fraction(most) if most else Fraction(1) for most, _ in parts]
    common = lcm(*(weight.denominator for weight in weights))
    tables = [
        _each(table, _times(weight.numerator * (common // weight.denominator)))
        for weight, (_, table) in zip(weights, parts, strict=True)
    ]
    return _each(joined(tables, largest), lambda points: scaled(points, common, 0))


def _times(factor: int) -> Callable[[int], int]:
    return lambda points: points * factor


def _each(table: Table, change: Callable[[int], int]) -> Table:
    return [None if choice is None else (change(choice[0]), choice[1]) for choice in table]


def _pair(one: Table, other: Table, largest: int) -> Table:
    best: Table = [None] * min(len(one) + len(other) - 1, largest + 1)
    for raised, left in enumerate(one):
        if left is None:
            continue
        for more, right in enumerate(other[: largest + 1 - raised]):
            if right is None:
                continue
            points = left[0] + right[0]
            known = best[raised + more]
            if known is None or points > known[0]:
                best[raised + more] = (points, left[1] + right[1])
    return best
