"""What every kind of rule has in common."""

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import ClassVar, Literal

from scoring.engine import explanation
from scoring.engine.rounding import hundredths, points_of
from scoring.engine.values import Awarded, Inputs, NotReported, Outcome

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
    from_all: bool = False
    """Worked out from the figures of all units: no unit is asked for it."""

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
    """Turns the inputs of one criterion into points. Subclasses are frozen dataclasses of their parameters.

    They have no slots: what follows from the parameters alone (thresholds as fractions, texts of steps) is worked out
    once for each rule and kept beside them (`cached_property`), since one rule judges thousands of units.
    """

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


# what Awarded(…) does as well, without going through a Python function first: every mark passes here
_new_awarded = partial(tuple.__new__, Awarded)


def earned(points: Decimal, sentence: str, verb: str = "được") -> Awarded:
    """Closes the sentence with points that stand in the rule: “Có thực hiện, được 2,00 điểm”."""
    rounded, words = explanation.printed(points)
    return _new_awarded((rounded, f"{sentence} {verb} {words}", ()))


def computed(top: int, bottom: int, sentence: str) -> Awarded:
    """Rounds the result top/bottom of a formula and closes the formula with it: “18/20 × 5 = 4,50 điểm”."""
    units = hundredths(top, bottom)
    return _new_awarded((points_of(units), f"{sentence} = {explanation.two_places(units)} điểm", ()))


def lacking(what: str) -> NotReported:
    """The outcome while an input is missing."""
    return NotReported(f"Chưa có số liệu: {explanation.inside(what)}; chưa được tính điểm")


def code_slips(what: str, codes: Sequence[str]) -> list[str]:
    """Codes name input fields, so they must be short, plain, and used once."""
    found = [f"Mã {what} “{code}” chỉ gồm chữ không dấu, số, gạch nối." for code in codes if not _CODE.fullmatch(code)]
    return found + [f"Mã {what} “{code}” dùng {times} lần." for code, times in Counter(codes).items() if times > 1]


_CODE = re.compile(r"[A-Za-z0-9_-]{1,30}")
