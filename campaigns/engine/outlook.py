"""Whether a target that is not met yet may still be met in time, by the trend of its own figures. Pure.

A target is “on the way” (đang tiến tới) when all of this holds, else it stays “behind”:

* its figure is known and does not meet it (``Standing.BEHIND``), and its time is not over: figures have been told up to
  month (or year) ``t``, and its end lies later;
* it asks for a number: not a grade, a rank or something described in words, which have no trend;
* there are at least two figures, and the straight line through the first and the last one, drawn on to the end, meets
  the target. Per cents are cut off at 0 and 100.

Points of a year are the figures of the year so far (from January to that month), so one good month alone does not turn
a bad year. For a target with a due day in a later year they are the figures of whole years up to that year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from campaigns.engine.judging import judge
from campaigns.engine.targets import WITH_NUMBER, Figure, Operator, Standing, TargetRule, Verdict, amount_words

WITH_TREND = (*WITH_NUMBER, Operator.GT_PREVIOUS)
NO_TREND = "Chưa đủ số liệu để thấy xu hướng."
_HUNDRED = Decimal(100)
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Point:
    """A figure at a month of the year, or in a year."""

    at: int
    value: Decimal


def with_outlook(
    verdict: Verdict, rule: TargetRule, figure: Figure, points: Sequence[Point], end: int, end_words: str
) -> Verdict:
    """The verdict, or “on the way” with the reason when the trend of ``points`` meets the target by ``end``.

    What stays behind says where the trend leads, or that one figure alone shows none.
    ``points`` in order of time; ``end`` counts like them (12 for the end of a year); ``end_words``: “cuối năm 2026”.
    """
    if verdict.standing is not Standing.BEHIND or rule.operator not in WITH_TREND:
        return verdict
    projected = projection(points, end, rule.unit)
    if projected is None:
        is_over = bool(points) and points[-1].at >= end
        return verdict if is_over else Verdict(Standing.BEHIND, f"{verdict.reason} {NO_TREND}")
    then = judge(rule, Figure(value=projected, previous=figure.previous))
    shown = amount_words(projected.quantize(_HUNDREDTH), rule.unit)
    if then.standing in (Standing.ACHIEVED, Standing.EXCEEDED):
        return Verdict(Standing.ON_THE_WAY, f"{verdict.reason} Theo đà hiện nay, đến {end_words} đạt khoảng {shown}.")
    short = "vẫn" if rule.less_is_better or rule.operator in (Operator.LTE, Operator.LT) else "chỉ đạt"
    return Verdict(Standing.BEHIND, f"{verdict.reason} Theo đà hiện nay, đến {end_words} {short} khoảng {shown}.")


def projection(points: Sequence[Point], end: int, unit: str) -> Decimal | None:
    """The line through the first and the last point at ``end``; None without two points or when time is over."""
    if len(points) < 2 or points[-1].at >= end or points[0].at == points[-1].at:
        return None
    first, last = points[0], points[-1]
    value = last.value + (last.value - first.value) * (end - last.at) / (last.at - first.at)
    return min(max(value, Decimal(0)), _HUNDRED) if unit == "%" else value
