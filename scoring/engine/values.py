"""What goes into a rule and what comes out of it.

Absent, zero and not applicable are three different things: an absent figure is `None` (and gives `NotReported`), zero
is a figure that was reported, and `NotApplicable` takes the criterion out of the calculation altogether.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from . import parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What was measured for one criterion of one unit; `None` means not reported."""

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
    count: int | None = None
    late_count: int | None = None
    serious_count: int | None = None
    days_late: int | None = None
    """Working days after the deadline; 0 means on time."""
    done: bool | None = None
    level: str | None = None
    mark: Decimal | None = None
    """Points given by a person, where the rule leaves them to judgement."""

    def __post_init__(self) -> None:
        for name in (*_SHARES, "count", "late_count", "serious_count", "days_late", "mark"):
            given = getattr(self, name)
            if given is not None and given < 0:
                raise ValueError(f"{INPUT_LABELS[name]} không được là số âm.")

    def as_mapping(self) -> dict[str, Any]:
        """Only what was reported, ready for JSON (decimals as text)."""
        return {
            field.name: parameters.plain(given)
            for field in fields(self)
            if (given := getattr(self, field.name)) is not None
        }


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """The criterion does not concern the unit; it leaves both the points and the maximum."""

    reason: str


@dataclass(frozen=True, slots=True)
class NotReported:
    """Nothing was reported: no points yet, and the gap stays visible."""

    reason: str


@dataclass(frozen=True, slots=True)
class Awarded:
    """Points of one criterion, already rounded, with the arithmetic in words."""

    points: Decimal
    reason: str


Outcome = Awarded | NotReported | NotApplicable


@dataclass(frozen=True, slots=True)
class Decision:
    """Points set by a verifier, which stand instead of the calculated ones."""

    points: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Entry:
    """All that is known about one criterion of one unit."""

    measured: Inputs | NotApplicable | None = None
    decision: Decision | None = None


def inputs_from(stored: Mapping[str, Any]) -> Inputs:
    """The inputs stored as a mapping; raises ValueError with a Vietnamese message on unknown names or wrong types."""
    built, slips = parameters.read(Inputs, stored)
    if built is None:
        raise ValueError("; ".join(slips))
    return built


_SHARES = ("numerator", "denominator", "previous_numerator", "previous_denominator")
INPUT_LABELS = {
    "value": "Giá trị",
    "numerator": "Số đạt",
    "denominator": "Tổng số",
    "previous": "Giá trị năm trước",
    "previous_numerator": "Số đạt năm trước",
    "previous_denominator": "Tổng số năm trước",
    "target": "Chỉ tiêu được giao",
    "count": "Số lượng",
    "late_count": "Số lần chậm",
    "serious_count": "Số vụ nghiêm trọng",
    "days_late": "Số ngày làm việc chậm",
    "done": "Đã thực hiện",
    "level": "Mức",
    "mark": "Điểm chấm",
}
