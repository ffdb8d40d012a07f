"""Rules on a measured value: proportional, with floor and ceiling, by steps, by one threshold, by survey."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import ClassVar

from scoring.engine import explanation
from scoring.engine.rules.base import HUNDRED, ZERO, earned
from scoring.engine.rules.measured import Exact, MeasuredRule, Reading, exact, in_proportion
from scoring.engine.values import Inputs, Outcome

MORE_IS_BETTER: dict[str, int] = {"value": 1, "numerator": 1}
AT_HUNDRED = explanation.marks([(100, 1)])


@dataclass(frozen=True, kw_only=True)
class Proportional(MeasuredRule):
    """Share × maximum; more than 100 % earns the maximum."""

    kind: ClassVar[str] = "proportional"
    label: ClassVar[str] = "Theo tỷ lệ"
    monotone: ClassVar[dict[str, int]] = MORE_IS_BETTER

    def best(self, max_points: Decimal) -> Decimal:
        return max_points

    def slips(self, max_points: Decimal) -> list[str]:
        return self.parameter_slips() + _percent_only(self)

    def words(self, max_points: Decimal) -> str:
        return f"Tỷ lệ đạt × {explanation.number(max_points)} điểm, nhiều nhất {explanation.points(max_points)}."

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        read = self.reading(inputs, AT_HUNDRED)
        return in_proportion(read, max_points) if isinstance(read, Reading) else read


@dataclass(frozen=True, kw_only=True)
class SurveyPercent(MeasuredRule):
    """Share of satisfied answers × maximum. Never filled in by the unit itself."""

    kind: ClassVar[str] = "survey_percent"
    label: ClassVar[str] = "Theo tỷ lệ hài lòng"
    monotone: ClassVar[dict[str, int]] = MORE_IS_BETTER

    def best(self, max_points: Decimal) -> Decimal:
        return max_points

    def slips(self, max_points: Decimal) -> list[str]:
        return self.parameter_slips() + _percent_only(self)

    def words(self, max_points: Decimal) -> str:
        return f"Tỷ lệ hài lòng qua khảo sát × {explanation.number(max_points)} điểm."

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        read = self.reading(inputs, AT_HUNDRED)
        return in_proportion(read, max_points) if isinstance(read, Reading) else read


@dataclass(frozen=True, kw_only=True)
class ProportionalFloor(MeasuredRule):
    """Nothing below the floor, share × maximum from the floor, the full maximum from the ceiling."""

    kind: ClassVar[str] = "proportional_floor"
    label: ClassVar[str] = "Theo tỷ lệ, có mức sàn"
    monotone: ClassVar[dict[str, int]] = MORE_IS_BETTER
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
        full, floor = self._full_words, self.limit(self.floor)
        most = explanation.points(max_points)
        if self.floor == self.ceiling and not self.ceiling_excluded:
            return f"{full} được {most}; dưới {floor} được 0 điểm."
        between = f"từ {floor} đến {'' if self.ceiling_excluded else 'dưới '}{self.limit(self.ceiling)}"
        return f"{full} được {most}; {between}: tỷ lệ × {explanation.number(max_points)}; dưới {floor} được 0 điểm."

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        floor, ceiling, near = self._limits
        read = self.reading(inputs, near)
        if not isinstance(read, Reading):
            return read
        if read.over(floor) < 0:
            return earned(ZERO, f"{read.text}; dưới {self.limit(self.floor)}")
        above = read.over(ceiling)
        if above > 0 or (above == 0 and not self.ceiling_excluded):
            return earned(max_points, f"{read.text}; {self._full_words.lower()}")
        return in_proportion(read, max_points)

    @cached_property
    def _limits(self) -> tuple[Exact, Exact, explanation.Marks]:
        floor, ceiling = exact(self.floor), exact(self.ceiling)
        return floor, ceiling, explanation.marks([floor, ceiling])

    @cached_property
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


@dataclass(frozen=True, kw_only=True)
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
        read = self.reading(inputs, self._near)
        if not isinstance(read, Reading):
            return read
        for low, points, span in self._spans:
            if read.over(low) >= 0:
                return earned(points, f"{read.text}; {span}")
        return earned(points, f"{read.text}; {span}")  # below zero: the lowest step

    @cached_property
    def _spans(self) -> tuple[tuple[Exact, Decimal, str], ...]:
        return tuple((exact(step.low), step.points, self._span(at)) for at, step in enumerate(self.steps))

    @cached_property
    def _near(self) -> explanation.Marks:
        return explanation.marks(exact(step.low) for step in self.steps)

    def _span(self, place: int) -> str:
        low = self.limit(self.steps[place].low)
        if place == 0:
            return f"đạt {low}" if self.unit == "%" and self.steps[0].low == HUNDRED else f"từ {low} trở lên"
        high = self.limit(self.steps[place - 1].low)
        if place == len(self.steps) - 1:
            return f"dưới {high}"
        return f"từ {explanation.number(self.steps[place].low)}{'%' if self.unit == '%' else ''} đến dưới {high}"


@dataclass(frozen=True, kw_only=True)
class ThresholdAllOrNothing(MeasuredRule):
    """The maximum from the threshold on, otherwise nothing."""

    kind: ClassVar[str] = "threshold_all_or_nothing"
    label: ClassVar[str] = "Đạt ngưỡng được trọn điểm"
    monotone: ClassVar[dict[str, int]] = MORE_IS_BETTER
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
        return f"{self._reached.capitalize()} được {explanation.points(max_points)}; không đạt được 0 điểm."

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        limit, near = self._limit
        read = self.reading(inputs, near)
        if not isinstance(read, Reading):
            return read
        above = read.over(limit)
        if above > 0 or (above == 0 and not self.threshold_excluded):
            return earned(max_points, f"{read.text}; {self._reached}")
        missed = "không vượt" if self.threshold_excluded else "chưa đạt"
        return earned(ZERO, f"{read.text}; {missed} {self.limit(self.threshold)},")

    @cached_property
    def _limit(self) -> tuple[Exact, explanation.Marks]:
        limit = exact(self.threshold)
        return limit, explanation.marks([limit])

    @cached_property
    def _reached(self) -> str:
        limit = self.limit(self.threshold)
        if self.threshold_excluded:
            return f"trên {limit}"
        return f"đạt {limit}" if self.unit == "%" and self.threshold == HUNDRED else f"từ {limit} trở lên"


def _percent_only(rule: MeasuredRule) -> list[str]:
    return [] if rule.unit == "%" else ["Cách tính này chỉ dùng cho chỉ số có đơn vị “%”."]
