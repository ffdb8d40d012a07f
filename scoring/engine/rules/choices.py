"""Rules answered by a choice or by a person's judgement: yes or no, a named level, a mark."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from scoring.engine import explanation
from scoring.engine.rounding import round_points
from scoring.engine.rules.base import ZERO, InputField, Rule, computed, earned, lacking
from scoring.engine.values import Inputs, Outcome


@dataclass(frozen=True, kw_only=True)
class YesNo(Rule):
    """The maximum when it was done, else nothing."""

    kind: ClassVar[str] = "yes_no"
    label: ClassVar[str] = "Có hoặc không"
    monotone: ClassVar[dict[str, int]] = {"done": 1}

    def fields(self) -> tuple[InputField, ...]:
        return (InputField("done", "Đã thực hiện", "yes_no"),)

    def best(self, max_points: Decimal) -> Decimal:
        return max_points

    def slips(self, max_points: Decimal) -> list[str]:
        return []

    def words(self, max_points: Decimal) -> str:
        return f"Có thực hiện được {explanation.points(max_points)}; không thực hiện được 0 điểm."

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        if inputs.done is None:
            return lacking("việc đã thực hiện hay chưa")
        return earned(max_points, "Có thực hiện,") if inputs.done else earned(ZERO, "Không thực hiện,")


@dataclass(frozen=True, slots=True)
class NamedLevel:
    """One level a unit can reach."""

    code: str
    name: str
    points: Decimal | None = None
    percent: Decimal | None = None
    """Share of the maximum, instead of points."""

    def worth(self, max_points: Decimal) -> Fraction:
        """The points of this level, exact."""
        if self.percent is not None:
            return Fraction(self.percent) * Fraction(max_points) / 100
        return Fraction(self.points or ZERO)


@dataclass(frozen=True, kw_only=True)
class Level(Rule):
    """Points by a named level, written as points or in per cent of the maximum."""

    kind: ClassVar[str] = "level"
    label: ClassVar[str] = "Theo mức"
    levels: tuple[NamedLevel, ...]

    def fields(self) -> tuple[InputField, ...]:
        return (InputField("level", "Mức đạt", "choice", tuple((each.code, each.name) for each in self.levels)),)

    def best(self, max_points: Decimal) -> Decimal:
        return round_points(max((each.worth(max_points) for each in self.levels), default=Fraction(0)))

    def slips(self, max_points: Decimal) -> list[str]:
        found = []
        if len(self.levels) < 2:
            found.append("Cần ít nhất hai mức.")
        if len({each.code for each in self.levels}) < len(self.levels):
            found.append("Có hai mức trùng mã.")
        for each in self.levels:
            if (each.points is None) == (each.percent is None):
                found.append(f"Mức “{each.name}” phải ghi điểm hoặc tỷ lệ của điểm tối đa, một trong hai.")
        if any(each.worth(max_points) < 0 for each in self.levels):
            found.append("Điểm của mức không được âm.")
        return found

    def words(self, max_points: Decimal) -> str:
        return "; ".join(f"{each.name}: {_worth_words(each, max_points)}" for each in self.levels) + "."

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        if inputs.level is None:
            return lacking("mức đạt")
        reached = next((each for each in self.levels if each.code == inputs.level), None)
        if reached is None:
            return lacking(f"mức đạt (mức “{inputs.level}” không có trong bộ tiêu chí)")
        if reached.percent is None:
            return earned(reached.points or ZERO, f"Mức “{reached.name}”")
        share = f"{explanation.plain_percent(reached.percent)} × {explanation.number(max_points)}"
        return computed(*reached.worth(max_points).as_integer_ratio(), f"Mức “{reached.name}”: {share}")


def _worth_words(level: NamedLevel, max_points: Decimal) -> str:
    points = explanation.points(round_points(level.worth(max_points)))
    return points if level.percent is None else f"{explanation.plain_percent(level.percent)} ({points})"


@dataclass(frozen=True, kw_only=True)
class Manual(Rule):
    """A verifier's mark, in whole steps, up to the maximum."""

    kind: ClassVar[str] = "manual"
    label: ClassVar[str] = "Chấm theo nhận xét"
    monotone: ClassVar[dict[str, int]] = {"mark": 1}
    step: Decimal = Decimal("0.25")

    def fields(self) -> tuple[InputField, ...]:
        return (InputField("mark", "Điểm chấm", "mark", step=self.step),)

    def best(self, max_points: Decimal) -> Decimal:
        return max_points

    def slips(self, max_points: Decimal) -> list[str]:
        if self.step <= 0 or max_points % self.step:
            return ["Bước chấm phải lớn hơn 0 và chia hết điểm tối đa."]
        return []

    def words(self, max_points: Decimal) -> str:
        most, step = explanation.points(max_points), explanation.points(self.step)
        return f"Người thẩm định chấm từ 0 đến {most}, mỗi bước {step}."

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        if inputs.mark is None:
            return lacking("điểm chấm của người thẩm định")
        if inputs.mark > max_points or inputs.mark % self.step:
            return lacking(f"điểm chấm đúng bước (điểm đã ghi {explanation.number(inputs.mark)} không hợp lệ)")
        return earned(inputs.mark, "Chấm theo nhận xét,")


@dataclass(frozen=True, kw_only=True)
class _OnTop(Rule):
    """Points outside the scale, per item or as approved; nothing declared earns and costs nothing."""

    monotone: ClassVar[dict[str, int]] = {"count": 1, "mark": 1}

    per_item: Decimal = ZERO
    """Zero: the points themselves are approved case by case."""
    item: str = "việc"
    _verb: ClassVar[str]

    def fields(self) -> tuple[InputField, ...]:
        if self.per_item:
            return (InputField("count", f"Số {self.item}", "integer"),)
        return (InputField("mark", f"Điểm {self._verb} được duyệt", "mark"),)

    def best(self, max_points: Decimal) -> Decimal:
        return max_points

    def slips(self, max_points: Decimal) -> list[str]:
        return [] if ZERO <= self.per_item <= max_points else ["Điểm mỗi việc phải từ 0 đến mức tối đa."]

    def words(self, max_points: Decimal) -> str:
        most = explanation.points(max_points)
        if self.per_item:
            return f"Mỗi {self.item} {self._verb} {explanation.points(self.per_item)}, tối đa {most}."
        return f"Được duyệt {self._verb} từng trường hợp, tối đa {most}."

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        if self.per_item:
            return self._counted(inputs.count, max_points)
        if inputs.mark is None:
            return earned(ZERO, "Không kê khai trường hợp nào,", self._verb)
        mark = min(inputs.mark, max_points)
        return earned(mark, "Theo mức được duyệt:" if mark else "Không có trường hợp nào,", self._verb)

    def _counted(self, count: int | None, max_points: Decimal) -> Outcome:
        if count is None:
            return earned(ZERO, f"Không kê khai {self.item} nào,", self._verb)
        if not count:
            return earned(ZERO, f"Không có {self.item},", self._verb)
        sentence = f"{count} {self.item} × {explanation.number(self.per_item)} điểm;"
        if count * self.per_item > max_points:
            return earned(max_points, f"{sentence} vượt mức tối đa,", self._verb)
        return earned(count * self.per_item, sentence, self._verb)


@dataclass(frozen=True, kw_only=True)
class Bonus(_OnTop):
    """Points added on top of the scale."""

    kind: ClassVar[str] = "bonus"
    label: ClassVar[str] = "Điểm cộng"
    _verb: ClassVar[str] = "cộng"


@dataclass(frozen=True, kw_only=True)
class Penalty(_OnTop):
    """Points taken off the total; written as a positive number."""

    kind: ClassVar[str] = "penalty"
    label: ClassVar[str] = "Điểm trừ"
    _verb: ClassVar[str] = "trừ"
