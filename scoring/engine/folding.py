"""From the lines of the parts to the points of the whole: plain sums, and rescaling where parts do not apply.

A figure that is not a plain sum is rounded where it is printed; every later figure is the sum of printed ones, so a
person with a pocket calculator finds the same total.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from scoring.engine import explanation
from scoring.engine.results import Line
from scoring.engine.rounding import hundredths, points_of, round_points

ZERO = Decimal("0.00")


class Sum(NamedTuple):
    """The points of a whole, None when nothing in it applies, with the arithmetic in words."""

    points: Decimal | None
    reason: str


def add(parts: Sequence[Line], full: Decimal, rescaling: str) -> Sum:
    """Σ points of the parts that apply; what becomes of the others' points is up to `rescaling` (tree.RESCALINGS)."""
    complete = [part.points for part in parts if part.status == "awarded" and part.points is not None and not part.gaps]
    if complete and len(complete) == len(parts):  # most groups: nothing left out, no gap to look for
        earned = sum(complete, ZERO)
        return Sum(earned, _plain(complete, earned))
    applicable = [part for part in parts if part.status != "not_applicable"]
    if not applicable:
        return Sum(None, "Không áp dụng cho đơn vị")
    printed = [part.points or ZERO for part in applicable]
    earned = sum(printed, ZERO)
    noted = _gaps(applicable)
    if len(applicable) == len(parts):
        return Sum(earned, _plain(printed, earned) + noted)
    left_out = [part for part in parts if part.status == "not_applicable"]
    noted = f"; không áp dụng: {', '.join(part.code for part in left_out)}{_LOST.get(rescaling, '')}{noted}"
    if rescaling == "none":
        return Sum(earned, _plain(printed, earned) + noted)
    if rescaling == "even":
        points, equation = _spread(applicable, printed, sum((part.max_points for part in left_out), ZERO))
    else:
        points, equation = _scaled(applicable, printed, full)
    return Sum(points, equation + noted)


def _plain(printed: list[Decimal], earned: Decimal) -> str:
    return explanation.points(earned) if len(printed) == 1 else f"{_sum(printed)} = {explanation.points(earned)}"


def _scaled(applicable: list[Line], printed: list[Decimal], full: Decimal) -> tuple[Decimal, str]:
    """Σ points ÷ Σ maxima of what applies × the full maximum."""
    base = sum((part.max_points for part in applicable), ZERO)
    points = _share_of(sum(printed, ZERO), base, full) if base else ZERO
    opened = f"({_sum(printed)})" if len(printed) > 1 else _sum(printed)
    scale = f"{explanation.figure(base)} × {explanation.figure(full)}"
    return points, f"{opened} / {scale} = {explanation.points(points)}"


def _share_of(earned: Decimal, base: Decimal, full: Decimal) -> Decimal:
    """earned ÷ base × full, exact on integers until it is rounded."""
    top, scale = earned.as_integer_ratio()
    below, below_scale = base.as_integer_ratio()
    most, most_scale = full.as_integer_ratio()
    return points_of(hundredths(top * below_scale * most, scale * below * most_scale))


def _spread(applicable: list[Line], printed: list[Decimal], lost: Decimal) -> tuple[Decimal, str]:
    """Each part's share of its maximum also earns that share of its piece of the points left over."""
    shares = [
        Fraction(points) / Fraction(part.max_points)
        for part, points in zip(applicable, printed, strict=True)
        if part.max_points
    ]
    exact = Fraction(sum(printed, ZERO)) + sum(shares, Fraction(0)) * Fraction(lost) / len(applicable)
    points = round_points(exact)
    words = " + ".join(
        f"{explanation.figure(earned)}/{explanation.figure(part.max_points)}"
        for part, earned in zip(applicable, printed, strict=True)
    )
    opened = f"({words})" if len(printed) > 1 else words
    piece = f"{explanation.figure(lost)} / {len(applicable)}"
    return points, f"{_sum(printed)} + {opened} × {piece} = {explanation.points(points)}"


def _sum(printed: list[Decimal]) -> str:
    return " + ".join(map(explanation.figure, printed))


def _gaps(applicable: list[Line]) -> str:
    gaps = [part.code for part in applicable if part.status == "not_reported"]
    partly = [part.code for part in applicable if part.gaps]
    noted = f"; chưa có số liệu: {', '.join(gaps)}" if gaps else ""
    return f"{noted}; chưa đủ số liệu: {', '.join(partly)}" if partly else noted


_LOST = {"even": " (điểm chia đều cho các mục còn lại)", "none": " (không quy đổi)"}
