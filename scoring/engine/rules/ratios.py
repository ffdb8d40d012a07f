"""Rules on a measured value: proportional, with floor and ceiling, by steps, by one threshold, by survey."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from .. import explanation
from ..values import Inputs, Outcome
from .base import HUNDRED, ZERO, MeasuredRule, Reading, computed, earned


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportional(MeasuredRule):
    """Share × maximum; more than 100 % earns the maximum."""

    kind: ClassVar[str] = "proportional"
    label: ClassVar[str] = "Theo tỷ lệ"

    def best(self, max_points: Decimal) -> Decimal:
        return max_points

    def slips(self, max_points: Decimal) -> list[str]:
        return self.parameter_slips() + _percent_only(self)

    def words(self, max_points: Decimal) -> str:
        return f"Tỷ lệ đạt × {explanation.number(max_points)} điểm, nhiều nhất {explanation.points(max_points)}."

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        read = self.reading(inputs, (HUNDRED,))
        return _in_proportion(read, max_points) if isinstance(read, Reading) else read


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyPercent(MeasuredRule):
    """Share of satisfied answers × maximum. Never filled in by the unit itself."""

    kind: ClassVar[str] = "survey_percent"
    label: ClassVar[str] = "Theo tỷ lệ hài lòng"

    def best(self, max_points: Decimal) -> Decimal:
        return max_points

    def slips(self, max_points: Decimal) -> list[str]:
        return self.parameter_slips() + _percent_only(self)

    def words(self, max_points: Decimal) -> str:
        return f"Tỷ lệ hài lòng qua khảo sát × {explanation.number(max_points)} điểm."

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        read = self.reading(inputs, (HUNDRED,))
        return _in_proportion(read, max_points) if isinstance(read, Reading) else read


@dataclass(frozen=True, slots=True, kw_only=True)
class ProportionalFloor(MeasuredRule):
    """Nothing below the floor, share × maximum from the floor, the full maximum from the ceiling."""

    kind: ClassVar[str] = "proportional_floor"
    label: ClassVar[str] = "Theo tỷ lệ, có mức sàn"
    floor: Decimal
    ceiling: Decimal = HUNDRED
    ceiling_excluded: bool = False
    """True where the plan says “trên 90%”: the ceiling itself does not yet earn the maximum."""

    def best(self, max_points: Decimal) -> Decimal:
        return max_points

    def slips(self, max_points: Decimal) -> list[str]:
        found = self.parameter_slips() + _percent_only(self)
        if not ZERO <= self.floor <= self.ceiling <= HUNDRED:
            found.append("Mức sàn và mức đạt tối đa phải nằm trong khoảng 0–100% và mức sàn không lớn hơn mức tối đa.")
        return found

    def words(self, max_points: Decimal) -> str:
        full, floor = self._full_words(), self.limit(self.floor)
        most = explanation.points(max_points)
        if self.floor == self.ceiling and not self.ceiling_excluded:
            return f"{full} được {most}; dưới {floor} được 0 điểm."
        between = f"từ {floor} đến {'' if self.ceiling_excluded else 'dưới '}{self.limit(self.ceiling)}"
        return f"{full} được {most}; {between}: tỷ lệ × {explanation.number(max_points)}; dưới {floor} được 0 điểm."

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        read = self.reading(inputs, (self.floor, self.ceiling))
        if not isinstance(read, Reading):
            return read
        if read.exact < self.floor:
            return earned(ZERO, f"{read.text}; dưới {self.limit(self.floor)}")
        if read.exact > self.ceiling or (read.exact == self.ceiling and not self.ceiling_excluded):
            return earned(max_points, f"{read.text}; {self._full_words().lower()}")
        return _in_proportion(read, max_points)

    def _full_words(self) -> str:
        ceiling = self.limit(self.ceiling)
        if self.ceiling_excluded:
            return f"Trên {ceiling}"
        return f"Đạt {ceiling}" if self.ceiling == HUNDRED else f"Từ {ceiling} trở lên"


@dataclass(frozen=True, slots=True)
class Step:
    """From `low` (included) up to the next step's `low` (excluded): these points."""

    low: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTable(MeasuredRule):
    """Points by half-open steps, written from the highest down; the last one starts at 0."""

    kind: ClassVar[str] = "step_table"
    label: ClassVar[str] = "Theo bậc"
    steps: tuple[Step, ...]

    def best(self, max_points: Decimal) -> Decimal:
        return max((step.points for step in self.steps), default=ZERO)

    def slips(self, max_points: Decimal) -> list[str]:
        found = self.parameter_slips()
        lows = [step.low for step in self.steps]
        if len(lows) < 2:
            return [*found, "Bảng bậc cần ít nhất hai bậc."]
        found += [
            f"Bậc từ {self.limit(later)} trùng hoặc đứng sai thứ tự sau bậc từ {self.limit(earlier)}."
            for earlier, later in zip(lows, lows[1:], strict=False)
            if later >= earlier
        ]
        if lows[-1] != 0:
            found.append(f"Còn khoảng trống: chưa có bậc nào cho giá trị dưới {self.limit(lows[-1])}.")
        if self.unit == "%" and lows[0] > HUNDRED:
            found.append("Bậc cao nhất vượt quá 100%.")
        if any(step.points < 0 for step in self.steps):
            found.append("Điểm của bậc không được âm.")
        return found

    def words(self, max_points: Decimal) -> str:
        parts = [f"{self._span(at)} được {explanation.points(step.points)}" for at, step in enumerate(self.steps)]
        sentence = "; ".join(parts)
        return f"{sentence[:1].upper()}{sentence[1:]}."

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        read = self.reading(inputs, tuple(step.low for step in self.steps))
        if not isinstance(read, Reading):
            return read
        last = len(self.steps) - 1
        place = next((at for at, step in enumerate(self.steps) if read.exact >= step.low), last)
        return earned(self.steps[place].points, f"{read.text}; {self._span(place)}")

    def _span(self, place: int) -> str:
        low = self.limit(self.steps[place].low)
        if place == 0:
            return f"đạt {low}" if self.unit == "%" and self.steps[0].low == HUNDRED else f"từ {low} trở lên"
        high = self.limit(self.steps[place - 1].low)
        if place == len(self.steps) - 1:
            return f"dưới {high}"
        return f"từ {explanation.number(self.steps[place].low)}{'%' if self.unit == '%' else ''} đến dưới {high}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdAllOrNothing(MeasuredRule):
    """The maximum from the threshold on, otherwise nothing."""

    kind: ClassVar[str] = "threshold_all_or_nothing"
    label: ClassVar[str] = "Đạt ngưỡng được trọn điểm"
    threshold: Decimal
    threshold_excluded: bool = False

    def best(self, max_points: Decimal) -> Decimal:
        return max_points

    def slips(self, max_points: Decimal) -> list[str]:
        found = self.parameter_slips()
        if self.threshold < 0 or (self.unit == "%" and self.threshold > HUNDRED):
            found.append("Ngưỡng phải nằm trong khoảng giá trị có thể đạt được.")
        return found

    def words(self, max_points: Decimal) -> str:
        return f"{self._reached().capitalize()} được {explanation.points(max_points)}; không đạt được 0 điểm."

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        read = self.reading(inputs, (self.threshold,))
        if not isinstance(read, Reading):
            return read
        if read.exact > self.threshold or (read.exact == self.threshold and not self.threshold_excluded):
            return earned(max_points, f"{read.text}; {self._reached()}")
        missed = "không vượt" if self.threshold_excluded else "chưa đạt"
        return earned(ZERO, f"{read.text}; {missed} {self.limit(self.threshold)},")

    def _reached(self) -> str:
        limit = self.limit(self.threshold)
        if self.threshold_excluded:
            return f"trên {limit}"
        return f"đạt {limit}" if self.unit == "%" and self.threshold == HUNDRED else f"từ {limit} trở lên"


def _in_proportion(read: Reading, max_points: Decimal) -> Outcome:
    most = explanation.number(max_points)
    if read.exact > HUNDRED:
        return earned(max_points, f"{read.text}; vượt 100%")
    share = max(read.exact, Fraction(0)) / 100
    return computed(share * Fraction(max_points), f"{read.text}; {_short(read.text)} × {most}")


def _short(text: str) -> str:
    """The exact part of a reading to multiply with: “18/20” of “18/20 = 90,00%”, or the percentage itself."""
    return text.split(" = ")[0]


def _percent_only(rule: MeasuredRule) -> list[str]:
    return [] if rule.unit == "%" else ["Cách tính này chỉ dùng cho chỉ số có đơn vị “%”."]
