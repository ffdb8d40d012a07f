"""What rules on a measured value share: reading it exactly, and comparing it with thresholds.

Exact values are pairs of integers (numerator, denominator) that are never reduced: a comparison is two
multiplications, where `Fraction` would first divide both by their greatest common divisor.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

from scoring.engine import explanation
from scoring.engine.rules.base import HUNDRED, InputField, Rule, computed, earned, lacking
from scoring.engine.values import Awarded, Inputs, NotApplicable, NotReported

Exact = tuple[int, int]
"""Numerator and denominator; the denominator is above zero."""


class Reading(NamedTuple):
    """A measured value, exact, with the text that shows where it comes from. A named tuple, since one is made for
    every mark and a frozen dataclass takes three times as long to make."""

    top: int
    bottom: int
    text: str
    formula: str
    """What stands in a formula for the value: “18/20”, “90,00%”."""

    def over(self, limit: Exact) -> int:
        """Above zero when the value exceeds the limit, zero when it is equal, below zero when it is smaller."""
        return self.top * limit[1] - limit[0] * self.bottom


# what Reading(…) does as well, without going through a Python function first
_new_reading = partial(tuple.__new__, Reading)


@dataclass(frozen=True, kw_only=True)
class MeasuredRule(Rule):
    """A rule that looks at one measured value: a share in per cent, or a number with a unit."""

    unit: str = "%"
    value_label: str = "Kết quả"
    numerator_label: str = ""
    denominator_label: str = ""
    may_exceed: bool = False
    """Whether more than the whole can be done (15 articles where 12 were asked for)."""

    def fields(self) -> tuple[InputField, ...]:
        if self.denominator_label:
            bound = "" if self.may_exceed else "denominator"
            return (
                InputField("numerator", self.numerator_label, "decimal", at_most=bound),
                InputField("denominator", self.denominator_label, "decimal"),
            )
        if self.unit == "%":
            return (InputField("value", self.value_label, "percent", most=None if self.may_exceed else HUNDRED),)
        return (InputField("value", f"{self.value_label} ({self.unit})", "decimal"),)

    def reading(
        self, inputs: Inputs, near: explanation.Marks = explanation.NO_MARKS
    ) -> Reading | NotReported | NotApplicable:
        """The measured value, from its two parts when they are known, else as reported.

        It is printed with enough decimals to show its side of the thresholds it is `near`.
        """
        if inputs.denominator is not None:
            return self._share(inputs.numerator, inputs.denominator, near)
        value = inputs.value
        if value is None:
            return lacking(self.denominator_label if inputs.numerator is not None else self._subject())
        top, bottom = value.as_integer_ratio()
        if self.is_share:
            text = explanation.percent(top, bottom, near)
            return _new_reading((top, bottom, text, text))
        text = f"{explanation.number(value)} {self.unit}"
        return Reading(top, bottom, text, text)

    @cached_property
    def is_share(self) -> bool:
        """Whether the value is a percentage."""
        return self.unit == "%"

    def limit(self, value: Decimal) -> str:
        """A threshold of this rule in words: “99%”, “2 sáng kiến”."""
        return explanation.plain_percent(value) if self.is_share else f"{explanation.number(value)} {self.unit}"

    def shown(self, exact: Exact, near: explanation.Marks = explanation.NO_MARKS) -> str:
        """Another measured value (last year's, the average) in words."""
        if self.is_share:
            return explanation.percent(*exact, near)
        return f"{explanation.number(Fraction(*exact))} {self.unit}"

    def parameter_slips(self) -> list[str]:
        """What is wrong with the names of the measured value."""
        if bool(self.numerator_label) != bool(self.denominator_label):
            return ["Cần ghi cả tên số đạt và tên tổng số, hoặc không ghi cả hai."]
        if self.denominator_label and self.unit != "%":
            return ["Chỉ số tính theo tỷ lệ phải có đơn vị là “%”."]
        if self.may_exceed and self.unit != "%":
            return ["Chỉ chỉ số tính theo tỷ lệ mới ghi được là có thể vượt 100%."]
        return []

    def _subject(self) -> str:
        return self.numerator_label or self.value_label

    def _share(
        self, numerator: Decimal | None, denominator: Decimal, near: explanation.Marks
    ) -> Reading | NotReported | NotApplicable:
        if not denominator:
            return NotApplicable("Không phát sinh trong kỳ (tổng số bằng 0): không đánh giá tiêu chí này")
        if numerator is None:
            return lacking(self.numerator_label or "số đạt")
        above, above_scale = numerator.as_integer_ratio()
        below, below_scale = denominator.as_integer_ratio()
        if above_scale == below_scale == 1:  # counts, as nearly always: no need to go through decimals
            formula = f"{explanation.whole(above)}/{explanation.whole(below)}"
        else:
            formula = f"{explanation.number(numerator)}/{explanation.number(denominator)}"
        top, bottom = 100 * above * below_scale, below * above_scale
        return _new_reading((top, bottom, f"{formula} = {explanation.percent(top, bottom, near)}", formula))


def in_proportion(read: Reading, max_points: Decimal) -> Awarded:
    """Share × maximum, never more than the maximum."""
    if read.top > 100 * read.bottom:
        return earned(max_points, f"{read.text}; vượt 100%")
    most, scale, words = _most(max_points)
    top = read.top if read.top > 0 else 0
    return computed(top * most, 100 * read.bottom * scale, f"{read.text}; {read.formula} × {words}")


@lru_cache(maxsize=1024)  # a set has a few dozen maxima
def _most(max_points: Decimal) -> tuple[int, int, str]:
    """A maximum as numerator, denominator and text."""
    return (*max_points.as_integer_ratio(), explanation.number(max_points))


def exact(value: Decimal | Fraction) -> Exact:
    """The pair of integers of a number."""
    return value.as_integer_ratio()
