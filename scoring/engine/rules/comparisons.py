"""Rules that compare a value with another one: a target, last year's value, the average of others."""

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from scoring.engine import explanation
from scoring.engine.rules.base import ZERO, InputField, earned, lacking
from scoring.engine.rules.measured import Exact, MeasuredRule, Reading, exact
from scoring.engine.values import Inputs, NotApplicable, Outcome


@dataclass(frozen=True, kw_only=True)
class TargetMet(MeasuredRule):
    """The maximum when the assigned target is reached, else nothing; without a target the criterion does not apply."""

    kind: ClassVar[str] = "target_met"
    label: ClassVar[str] = "Đạt chỉ tiêu được giao"
    monotone: ClassVar[dict[str, int]] = {"value": 1, "numerator": 1}
    target: Decimal | None = None
    """The set's own target, used where none was assigned to the unit."""
    at_most: bool = False
    """True where less is better (giảm chi, giảm thời gian chờ)."""

    def fields(self) -> tuple[InputField, ...]:
        asked = MeasuredRule.fields(self)
        return asked if self.target is not None else (*asked, InputField("target", "Chỉ tiêu được giao", "decimal"))

    def best(self, max_points: Decimal) -> Decimal:
        return max_points

    def slips(self, max_points: Decimal) -> list[str]:
        return self.parameter_slips()

    def words(self, max_points: Decimal) -> str:
        side = "không vượt" if self.at_most else "đạt hoặc vượt"
        named = f"chỉ tiêu {self.limit(self.target)}" if self.target is not None else "chỉ tiêu được giao"
        return f"Kết quả {side} {named} được {explanation.points(max_points)}; ngược lại được 0 điểm."

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        target = self.target if inputs.target is None else inputs.target
        if target is None:
            return NotApplicable("Đơn vị không được giao chỉ tiêu này: không đánh giá")
        limit = exact(target)
        read = self.reading(inputs, explanation.marks([limit]))
        if not isinstance(read, Reading):
            return read
        met = read.over(limit) <= 0 if self.at_most else read.over(limit) >= 0
        verdict = "đạt" if met else "không đạt"
        return earned(max_points if met else ZERO, f"{read.text}; {verdict} chỉ tiêu {self.limit(target)},")


@dataclass(frozen=True, kw_only=True)
class VersusPreviousYear(MeasuredRule):
    """Points for being above, level with or below the unit's own value a year earlier."""

    kind: ClassVar[str] = "versus_previous_year"
    label: ClassVar[str] = "So với năm trước"
    monotone: ClassVar[dict[str, int]] = {"value": 1, "numerator": 1, "previous": -1, "previous_numerator": -1}
    higher: Decimal
    equal: Decimal = ZERO
    lower: Decimal = ZERO

    def fields(self) -> tuple[InputField, ...]:
        return (*MeasuredRule.fields(self), InputField("previous", "Năm trước", "decimal"))

    def best(self, max_points: Decimal) -> Decimal:
        return max(self.higher, self.equal, self.lower)

    def slips(self, max_points: Decimal) -> list[str]:
        found = self.parameter_slips()
        if not self.higher >= self.equal >= self.lower >= 0:
            found.append("Điểm khi cao hơn, bằng và thấp hơn năm trước phải giảm dần và không âm.")
        return found

    def words(self, max_points: Decimal) -> str:
        return (
            f"Cao hơn năm trước được {explanation.points(self.higher)}; bằng năm trước được "
            f"{explanation.points(self.equal)}; thấp hơn được {explanation.points(self.lower)}."
        )

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        previous = _previous(inputs)
        if previous is None:
            return lacking("kết quả năm trước để so sánh")
        read = self.reading(inputs, explanation.marks([previous]))
        if not isinstance(read, Reading):
            return read
        before = f"mức {self.shown(previous, explanation.marks([(read.top, read.bottom)]))} của năm trước,"
        above = read.over(previous)
        if above > 0:
            return earned(self.higher, f"{read.text}; cao hơn {before}")
        if above == 0:
            return earned(self.equal, f"{read.text}; bằng đúng {before}")
        return earned(self.lower, f"{read.text}; thấp hơn {before}")


@dataclass(frozen=True, kw_only=True)
class VersusAverage(MeasuredRule):
    """Points for reaching the average of the units one is compared with."""

    kind: ClassVar[str] = "versus_average"
    label: ClassVar[str] = "So với bình quân chung"
    reached: Decimal
    otherwise: Decimal = ZERO
    at_most: bool = False
    """True where less is better: reached means not above the average."""
    average_label: str = "Bình quân chung"
    scope: str = "all"
    """Whose average: that of all units (“all”), or of the unit's own emulation group, khối (“group”)."""
    pooled: bool = False
    """Whether the average is Σ numerators ÷ Σ denominators instead of the mean of the units' values."""
    monotone: ClassVar[dict[str, int]] = {"value": 1, "numerator": 1, "average": -1}

    def fields(self) -> tuple[InputField, ...]:
        return (*MeasuredRule.fields(self), InputField("average", self.average_label, "decimal", from_all=True))

    def best(self, max_points: Decimal) -> Decimal:
        return max(self.reached, self.otherwise)

    def slips(self, max_points: Decimal) -> list[str]:
        found = self.parameter_slips()
        if not self.reached > self.otherwise >= 0:
            found.append("Điểm khi đạt mức bình quân phải lớn hơn điểm khi không đạt, và không âm.")
        if self.scope not in ("all", "group"):
            found.append("Phạm vi tính bình quân (scope) phải là all (mọi đơn vị) hoặc group (cùng khối).")
        if self.pooled and not self.denominator_label:
            found.append("Bình quân gộp (pooled) cần tên số đạt và tên tổng số.")
        return found

    def words(self, max_points: Decimal) -> str:
        side = "Không cao hơn" if self.at_most else "Từ"
        named = explanation.inside(self.average_label)
        tail = "" if self.at_most else " trở lên"
        return (
            f"{side} {named}{tail} được {explanation.points(self.reached)}; "
            f"ngược lại được {explanation.points(self.otherwise)}.{self._whose_words()}"
        )

    def _whose_words(self) -> str:
        """Whose average it is and how it is taken, where that is not the plain mean of all units."""
        whose = "của các đơn vị cùng khối" if self.scope == "group" else "của mọi đơn vị"
        if self.pooled:
            return f" Bình quân gia quyền {whose}: tổng số đạt chia cho tổng số chung."
        return " Bình quân tính trong các đơn vị cùng khối." if self.scope == "group" else ""

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        if inputs.average is None:
            return lacking(f"{self.average_label} để so sánh")
        average = exact(inputs.average)
        read = self.reading(inputs, explanation.marks([average]))
        if not isinstance(read, Reading):
            return read
        above = read.over(average)
        side = "bằng đúng" if above == 0 else "cao hơn" if above > 0 else "thấp hơn"
        shown = self.shown(average, explanation.marks([(read.top, read.bottom)]))
        met = above <= 0 if self.at_most else above >= 0
        points = self.reached if met else self.otherwise
        return earned(points, f"{read.text}; {side} mức bình quân {shown},")


def _previous(inputs: Inputs) -> Exact | None:
    """Last year's value, exact where its two parts are known; None also when nothing arose last year."""
    if inputs.previous_denominator and inputs.previous_numerator is not None:
        above, above_scale = inputs.previous_numerator.as_integer_ratio()
        below, below_scale = inputs.previous_denominator.as_integer_ratio()
        return 100 * above * below_scale, below * above_scale
    return None if inputs.previous is None else exact(inputs.previous)
