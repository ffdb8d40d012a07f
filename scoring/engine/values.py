"""What goes into a rule and what comes out of it.

Absent, zero and not applicable are three different things: an absent figure is `None` (and gives `NotReported`), zero
is a figure that was reported, and `NotApplicable` takes the criterion out of the calculation altogether.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter
from typing import Any, NamedTuple

from scoring.engine import parameters


@dataclass(frozen=True, slots=True)
class OptionCount:
    """How many people chose one option of a question."""

    code: str
    count: int

    def __post_init__(self) -> None:
        if self.count < 0:
            raise ValueError(f"Số phiếu chọn “{self.code}” không được là số âm.")


@dataclass(frozen=True, slots=True)
class PartInputs:
    """The inputs of one part of a composed rule."""

    code: str
    inputs: "Inputs"


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """What was measured for one criterion of one unit; `None` means not reported.

    It has no slots, so that `given` can leave what was not reported to the defaults of the class.
    """

    value: Decimal | None = None
    """The measured value in the unit of the rule (percentages as 99.5, not 0.995)."""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    previous: Decimal | None = None
    """The same value a year earlier; its two parts stand in for it where they are known."""
    previous_numerator: Decimal | None = None
    previous_denominator: Decimal | None = None
    target: Decimal | None = None
    """The value that was assigned or registered."""
    average: Fraction | None = None
    """The average of the units it is compared with, exact, in the unit of the rule."""
    count: int | None = None
    late_count: int | None = None
    serious_count: int | None = None
    days_late: int | None = None
    """Working days after the deadline; 0 means on time."""
    done: bool | None = None
    level: str | None = None
    mark: Decimal | None = None
    """Points given by a person, where the rule leaves them to judgement."""
    counts: tuple[OptionCount, ...] = ()
    """Answers by option; an option that is not listed is not reported."""
    condition: bool | None = None
    """Whether the precondition was met."""
    parts: tuple[PartInputs, ...] = ()
    """The inputs of the parts of a composed rule; a part that is not listed reads the figures given for the whole."""

    def __post_init__(self) -> None:
        # a province makes 150,000 of these, so all are looked at in one go and the guilty one is named only if need be
        for given in _numbers(self):
            if given is not None and given < 0:
                raise ValueError(_negative_words(self))
        if self.counts or self.parts:
            _refuse_twice(self.counts)
            _refuse_twice(self.parts)

    @classmethod
    def given(cls, reported: Mapping[str, Any]) -> "Inputs":
        """The same as `Inputs(**reported)` for names that are known to be fields, in a fraction of the time."""
        inputs = object.__new__(cls)
        inputs.__dict__.update(reported)
        inputs.__post_init__()
        return inputs

    def as_mapping(self) -> dict[str, Any]:
        """Only what was reported, ready for JSON (exact numbers as text)."""
        given = zip(_NAMES, _all(self), strict=True)
        return {name: parameters.plain(each) for name, each in given if each is not None and each != ()}

    def of_part(self, code: str) -> "Inputs":
        """The inputs of a part; where nothing was given for it apart, the figures of the whole stand in."""
        for part in self.parts:
            if part.code == code:
                return part.inputs
        return self if not self.parts else _without_parts(self)


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The criterion does not concern the unit; it leaves both the points and the maximum."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotReported:
    """Nothing was reported: no points yet, and the gap stays visible."""

    reason: str


class Awarded(NamedTuple):
    """Points of one criterion, already rounded, with the arithmetic in words (a tuple: every mark makes one, and a
    frozen dataclass takes twice as long to make)."""

    points: Decimal
    reason: str
    gaps: tuple[str, ...] = ()
    """Parts of a composed rule that nobody has reported yet; they count nothing so far."""


Outcome = Awarded | NotReported | NotApplicable


class Decision(NamedTuple):
    """Points set by a verifier, which stand instead of the calculated ones."""

    points: Decimal
    reason: str


class Entry(NamedTuple):
    """All that is known about one criterion of one unit."""

    measured: Inputs | NotApplicable | None = None
    decision: Decision | None = None


def inputs_from(stored: Mapping[str, Any]) -> Inputs:
    """The inputs stored as a mapping; raises ValueError with a Vietnamese message on unknown names or wrong types."""
    convert = parameters.converters(Inputs)
    try:
        return Inputs.given({name: convert[name](given) for name, given in stored.items()})
    except Exception:
        built, slips = parameters.read(Inputs, stored)  # the long way, which tells everything that is wrong
        if built is None:
            raise ValueError("; ".join(slips)) from None
        return built


def _without_parts(inputs: Inputs) -> Inputs:
    return Inputs(**{name: getattr(inputs, name) for name in _NAMES if name != "parts"})


def _negative_words(inputs: Inputs) -> str:
    named = zip(_NEVER_NEGATIVE, _numbers(inputs), strict=True)
    return next(
        f"{INPUT_LABELS[name]} không được là số âm." for name, given in named if given is not None and given < 0
    )


def _refuse_twice(listed: tuple[OptionCount, ...] | tuple[PartInputs, ...]) -> None:
    if len({each.code for each in listed}) < len(listed):
        raise ValueError("Có hai mục số liệu trùng mã.")


_NAMES = tuple(field.name for field in fields(Inputs))
_NEVER_NEGATIVE = (
    "numerator",
    "denominator",
    "previous_numerator",
    "previous_denominator",
    "count",
    "late_count",
    "serious_count",
    "days_late",
    "mark",
)
_numbers = attrgetter(*_NEVER_NEGATIVE)
_all = attrgetter(*_NAMES)
INPUT_LABELS = {
    "value": "Giá trị",
    "numerator": "Số đạt",
    "denominator": "Tổng số",
    "previous": "Giá trị năm trước",
    "previous_numerator": "Số đạt năm trước",
    "previous_denominator": "Tổng số năm trước",
    "target": "Chỉ tiêu được giao",
    "average": "Bình quân chung",
    "count": "Số lượng",
    "late_count": "Số lần chậm",
    "serious_count": "Số vụ nghiêm trọng",
    "days_late": "Số ngày làm việc chậm",
    "done": "Đã thực hiện",
    "level": "Mức",
    "mark": "Điểm chấm",
    "counts": "Số phiếu",
    "condition": "Đạt điều kiện",
    "parts": "Các phần",
}
