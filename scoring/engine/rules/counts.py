"""Rules that count things: per item earned, per item lost, incidents, days late."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from scoring.engine import explanation
from scoring.engine.rules.base import ZERO, InputField, Rule, earned, lacking
from scoring.engine.values import Inputs, Outcome


@dataclass(frozen=True, kw_only=True)
class CountStep(Rule):
    """So many points an item, up to the maximum."""

    kind: ClassVar[str] = "count_step"
    label: ClassVar[str] = "Theo số lượng"
    monotone: ClassVar[dict[str, int]] = {"count": 1}
    per_item: Decimal
    item: str = "việc"

    def fields(self) -> tuple[InputField, ...]:
        return (InputField("count", f"Số {self.item}", "integer"),)

    def best(self, max_points: Decimal) -> Decimal:
        return max_points

    def slips(self, max_points: Decimal) -> list[str]:
        if ZERO < self.per_item <= max_points:
            return []
        return [f"Điểm mỗi {self.item} phải lớn hơn 0 và không vượt điểm tối đa."]

    def words(self, max_points: Decimal) -> str:
        return f"Mỗi {self.item} được {explanation.points(self.per_item)}, nhiều nhất {explanation.points(max_points)}."

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        if inputs.count is None:
            return lacking(f"số {self.item}")
        if not inputs.count:
            return earned(ZERO, f"Không có {self.item},")
        sentence = f"{inputs.count} {self.item} × {explanation.number(self.per_item)} điểm"
        if inputs.count * self.per_item > max_points:
            return earned(max_points, f"{sentence}; vượt mức tối đa,")
        return earned(inputs.count * self.per_item, f"{sentence};")


@dataclass(frozen=True, kw_only=True)
class PenaltyCount(Rule):
    """The maximum less so many points for each lapse, never below zero; late ones may cost less than missing ones."""

    kind: ClassVar[str] = "penalty_count"
    label: ClassVar[str] = "Trừ theo số lần"
    monotone: ClassVar[dict[str, int]] = {"count": -1, "late_count": -1}
    per_item: Decimal
    item: str = "lần vi phạm"
    per_late: Decimal = ZERO
    late_item: str = "lần chậm"

    def fields(self) -> tuple[InputField, ...]:
        asked = [InputField("count", f"Số {self.item}", "integer")]
        if self.per_late:
            asked.append(InputField("late_count", f"Số {self.late_item}", "integer"))
        return tuple(asked)

    def best(self, max_points: Decimal) -> Decimal:
        return max_points

    def slips(self, max_points: Decimal) -> list[str]:
        if self.per_item <= 0 or self.per_late < 0:
            return ["Điểm trừ mỗi lần phải lớn hơn 0."]
        return []

    def words(self, max_points: Decimal) -> str:
        late = f", mỗi {self.late_item} trừ {explanation.points(self.per_late)}" if self.per_late else ""
        return (
            f"{explanation.points(max_points)}; mỗi {self.item} trừ {explanation.points(self.per_item)}{late};"
            " không trừ quá điểm tối đa."
        )

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        if inputs.count is None:
            return lacking(f"số {self.item}")
        if self.per_late and inputs.late_count is None:
            return lacking(f"số {self.late_item}")
        late_count = inputs.late_count or 0
        if not inputs.count and not late_count:
            named = f"{self.item} hay {self.late_item}" if self.per_late else self.item
            return earned(max_points, f"Không có {named},")
        left = max_points - inputs.count * self.per_item - late_count * self.per_late
        sentence = _less(max_points, inputs.count, self.item, self.per_item)
        if self.per_late:
            sentence += f" − {late_count} {self.late_item} × {explanation.number(self.per_late)}"
        if left < 0:
            return earned(ZERO, f"{sentence}; trừ hết,")
        return earned(left, f"{sentence};")


@dataclass(frozen=True, kw_only=True)
class IncidentZero(Rule):
    """The maximum when nothing happened, nothing when anything did."""

    kind: ClassVar[str] = "incident_zero"
    label: ClassVar[str] = "Có vi phạm thì không có điểm"
    monotone: ClassVar[dict[str, int]] = {"count": -1}
    item: str = "vụ vi phạm"

    def fields(self) -> tuple[InputField, ...]:
        return (InputField("count", f"Số {self.item}", "integer"),)

    def best(self, max_points: Decimal) -> Decimal:
        return max_points

    def slips(self, max_points: Decimal) -> list[str]:
        return []

    def words(self, max_points: Decimal) -> str:
        return f"Không có {self.item} được {explanation.points(max_points)}; có từ một {self.item} trở lên được 0 điểm."

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        if inputs.count is None:
            return lacking(f"số {self.item}")
        if inputs.count:
            return earned(ZERO, f"Có {inputs.count} {self.item},")
        return earned(max_points, f"Không có {self.item},")


@dataclass(frozen=True, kw_only=True)
class IncidentScale(Rule):
    """The maximum when nothing happened, less for each minor case, nothing when one was serious.

    With `least`, minor cases alone never leave fewer points than that (“vụ nhẹ: còn 50% số điểm”).
    """

    kind: ClassVar[str] = "incident_scale"
    label: ClassVar[str] = "Trừ theo mức độ vi phạm"
    monotone: ClassVar[dict[str, int]] = {"count": -1, "serious_count": -1}
    per_minor: Decimal
    minor: str = "vụ nhẹ"
    serious: str = "vụ nghiêm trọng"
    least: Decimal = ZERO

    def fields(self) -> tuple[InputField, ...]:
        return (
            InputField("count", f"Số {self.minor}", "integer"),
            InputField("serious_count", f"Số {self.serious}", "integer"),
        )

    def best(self, max_points: Decimal) -> Decimal:
        return max_points

    def slips(self, max_points: Decimal) -> list[str]:
        found = []
        if not ZERO < self.per_minor <= max_points:
            found.append(f"Điểm trừ mỗi {self.minor} phải lớn hơn 0 và không vượt điểm tối đa.")
        if not ZERO <= self.least < max_points:
            found.append("Điểm còn lại ít nhất phải từ 0 đến dưới điểm tối đa.")
        return found

    def words(self, max_points: Decimal) -> str:
        kept = f", còn ít nhất {explanation.points(self.least)}" if self.least else ""
        return (
            f"Không xảy ra được {explanation.points(max_points)}; mỗi {self.minor} trừ "
            f"{explanation.points(self.per_minor)}{kept}; có {self.serious} được 0 điểm."
        )

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        if inputs.count is None:
            return lacking(f"số {self.minor}")
        if inputs.serious_count is None:
            return lacking(f"số {self.serious}")
        if inputs.serious_count:
            return earned(ZERO, f"Có {inputs.serious_count} {self.serious},")
        if not inputs.count:
            return earned(max_points, f"Không có {self.minor} hay {self.serious},")
        left = max_points - inputs.count * self.per_minor
        sentence = _less(max_points, inputs.count, self.minor, self.per_minor)
        if left >= self.least:
            return earned(left, f"{sentence};")
        kept = f"còn ít nhất {explanation.number(self.least)}" if self.least else "trừ hết"
        return earned(self.least, f"{sentence}; {kept},")


@dataclass(frozen=True, slots=True)
class LateStep:
    """At most `days` working days late: these points."""

    days: int
    points: Decimal


@dataclass(frozen=True, kw_only=True)
class OnTime(Rule):
    """The maximum on time, less when a little late, nothing when later or not at all."""

    kind: ClassVar[str] = "on_time"
    label: ClassVar[str] = "Đúng hạn"
    monotone: ClassVar[dict[str, int]] = {"done": 1, "days_late": -1}
    late: tuple[LateStep, ...] = ()

    def fields(self) -> tuple[InputField, ...]:
        return (
            InputField("done", "Đã thực hiện", "yes_no"),
            InputField("days_late", "Số ngày làm việc chậm (đúng hạn ghi 0)", "integer"),
        )

    def best(self, max_points: Decimal) -> Decimal:
        return max_points

    def slips(self, max_points: Decimal) -> list[str]:
        found = []
        days = [step.days for step in self.late]
        if any(day <= 0 for day in days) or days != sorted(set(days)):
            found.append("Các mức chậm phải tăng dần theo số ngày, bắt đầu từ 1 ngày.")
        points = [max_points, *(step.points for step in self.late)]
        if any(later >= earlier or later < 0 for earlier, later in zip(points, points[1:], strict=False)):
            found.append("Chậm hơn phải được ít điểm hơn và không âm.")
        return found

    def words(self, max_points: Decimal) -> str:
        parts = [f"Đúng hạn được {explanation.points(max_points)}"]
        for step in self.late:
            parts.append(f"chậm không quá {step.days} ngày làm việc được {explanation.points(step.points)}")
        parts.append("chậm hơn hoặc không làm: 0 điểm" if self.late else "chậm hoặc không làm: 0 điểm")
        return "; ".join(parts) + "."

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        if inputs.done is False:
            return earned(ZERO, "Không thực hiện,")
        if inputs.days_late is None:
            return lacking("việc đã thực hiện đúng hạn hay chậm bao nhiêu ngày")
        if inputs.days_late == 0:
            return earned(max_points, "Thực hiện đúng hạn,")
        sentence = f"Chậm {inputs.days_late} ngày làm việc"
        for step in self.late:
            if inputs.days_late <= step.days:
                return earned(step.points, f"{sentence}; không quá {step.days} ngày")
        if self.late:
            return earned(ZERO, f"{sentence}; quá {self.late[-1].days} ngày")
        return earned(ZERO, f"{sentence},")


def _less(max_points: Decimal, count: int, item: str, each: Decimal) -> str:
    return f"{explanation.number(max_points)} − {count} {item} × {explanation.number(each)}"
