"""What every kind of rule has in common."""

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Literal

from .. import explanation
from ..rounding import round_points
from ..values import Awarded, Inputs, NotApplicable, NotReported, Outcome

ZERO = Decimal(0)
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class InputField:
    """One thing a person is asked for when the portal does not know it.

    The name is that of the input, flat: “numerator”, “counts.A”, “parts.p1.numerator”.
    """

    name: str
    label: str
    form: Literal["integer", "decimal", "percent", "yes_no", "choice", "mark"]
    choices: tuple[tuple[str, str], ...] = ()
    most: Decimal | None = None
    """The greatest number that makes sense; a mark without it is bounded by the maximum of the criterion."""
    step: Decimal | None = None
    """Marks go up in such steps."""
    at_most: str = ""
    """Name of the field that this one may not exceed."""

    def inside(self, code: str, label: str = "", most_marks: Decimal | None = None) -> "InputField":
        """The same field as one of a part; `most_marks` bounds the marks of a part with its own maximum."""
        prefix = f"parts.{code}."
        return replace(
            self,
            name=prefix + self.name,
            label=f"{label}: {self.label}" if label else self.label,
            most=most_marks if self.form == "mark" and self.most is None else self.most,
            at_most=prefix + self.at_most if self.at_most else "",
        )


class Rule(ABC):
    """Turns the inputs of one criterion into points. Subclasses are frozen dataclasses of their parameters."""

    __slots__ = ()
    kind: ClassVar[str]
    label: ClassVar[str]
    monotone: ClassVar[Mapping[str, int]] = {}
    """Inputs whose growth alone never lowers (1) or never raises (−1) the points; promised to the property tests.

    A rule with `at_most` (less is better) promises the opposite for the measured value.
    """

    @abstractmethod
    def fields(self) -> tuple[InputField, ...]:
        """The inputs this rule reads, in the order in which they are asked for."""

    @abstractmethod
    def best(self, max_points: Decimal) -> Decimal:
        """The most points this rule can give; the validator compares it with the criterion's maximum."""

    @abstractmethod
    def slips(self, max_points: Decimal) -> list[str]:
        """What is wrong with the parameters, in Vietnamese."""

    @abstractmethod
    def words(self, max_points: Decimal) -> str:
        """The rule in one Vietnamese sentence."""

    @abstractmethod
    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        """The points for these inputs, with the reason."""


def earned(exact: Decimal | Fraction, sentence: str, verb: str = "được") -> Awarded:
    """Rounds the points and closes the sentence with them."""
    rounded = round_points(exact)
    return Awarded(rounded, f"{sentence} {verb} {explanation.points(rounded)}")


def computed(exact: Fraction, sentence: str) -> Awarded:
    """Rounds the result of a formula and closes the formula with it: “18/20 × 5 = 4,50 điểm”."""
    rounded = round_points(exact)
    return Awarded(rounded, f"{sentence} = {explanation.points(rounded)}")


def lacking(what: str) -> NotReported:
    """The outcome while an input is missing."""
    return NotReported(f"Chưa có số liệu: {what[:1].lower()}{what[1:]}; chưa được tính điểm")


def code_slips(what: str, codes: Sequence[str]) -> list[str]:
    """Codes name input fields, so they must be short, plain, and used once."""
    found = [f"Mã {what} “{code}” chỉ gồm chữ không dấu, số, gạch nối." for code in codes if not _CODE.fullmatch(code)]
    return found + [f"Mã {what} “{code}” dùng {times} lần." for code, times in Counter(codes).items() if times > 1]


_CODE = re.compile(r"[A-Za-z0-9_-]{1,30}")


@dataclass(frozen=True, slots=True)
class Reading:
    """A measured value, exact, with the text that shows where it comes from."""

    exact: Fraction
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
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
        self, inputs: Inputs, thresholds: tuple[Decimal | Fraction, ...] = ()
    ) -> Reading | NotReported | NotApplicable:
        """The measured value, from its two parts when they are known, else as reported."""
        if inputs.denominator is not None:
            return self._share(inputs, inputs.denominator, thresholds)
        if inputs.value is None:
            return lacking(self.denominator_label if inputs.numerator is not None else self._subject())
        if self.unit != "%":
            return Reading(Fraction(inputs.value), f"{explanation.number(inputs.value)} {self.unit}")
        return Reading(Fraction(inputs.value), explanation.percent(inputs.value, thresholds))

    def limit(self, value: Decimal) -> str:
        """A threshold of this rule in words: “99%”, “2 sáng kiến”."""
        return explanation.plain_percent(value) if self.unit == "%" else f"{explanation.number(value)} {self.unit}"

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
        self, inputs: Inputs, denominator: Decimal, thresholds: tuple[Decimal | Fraction, ...]
    ) -> Reading | NotReported | NotApplicable:
        if denominator == 0:
            return NotApplicable("Không phát sinh trong kỳ (tổng số bằng 0): không đánh giá tiêu chí này")
        if inputs.numerator is None:
            return lacking(self.numerator_label or "số đạt")
        exact = Fraction(inputs.numerator) * 100 / Fraction(denominator)
        parts = f"{explanation.number(inputs.numerator)}/{explanation.number(denominator)}"
        return Reading(exact, f"{parts} = {explanation.percent(exact, thresholds)}")
