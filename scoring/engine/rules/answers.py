"""Rules on what others say: answers to a survey by option, the ratings of members, a published figure."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from scoring.engine import explanation
from scoring.engine.rules.base import HUNDRED, ZERO, InputField, Rule, code_slips, computed, earned, lacking
from scoring.engine.values import Inputs, NotApplicable, Outcome


@dataclass(frozen=True, slots=True)
class AnswerOption:
    """One answer that can be ticked, and the share of the points it is worth, in per cent."""

    code: str
    label: str
    weight: Decimal


FOUR_OPTIONS = tuple(
    AnswerOption(code, f"Mức {code}", Decimal(weight)) for code, weight in (("A", 100), ("B", 60), ("C", 20), ("D", 0))
)
"""The weights of the survey sheets in use [domain S18]."""


@dataclass(frozen=True, kw_only=True)
class SurveyShare(Rule):
    """Average weight of the answers × maximum. An option nobody counted is a gap, not a zero."""

    kind: ClassVar[str] = "survey_share"
    label: ClassVar[str] = "Theo mức trả lời khảo sát"
    options: tuple[AnswerOption, ...] = FOUR_OPTIONS

    def fields(self) -> tuple[InputField, ...]:
        return tuple(
            InputField(f"counts.{each.code}", f"Số phiếu chọn “{each.label}”", "integer") for each in self.options
        )

    def best(self, max_points: Decimal) -> Decimal:
        return max((each.weight for each in self.options), default=ZERO) * max_points / HUNDRED

    def slips(self, max_points: Decimal) -> list[str]:
        found = code_slips("mức trả lời", [each.code for each in self.options])
        if len(self.options) < 2:
            found.append("Cần ít nhất hai mức trả lời.")
        weights = [each.weight for each in self.options]
        if any(not ZERO <= weight <= HUNDRED for weight in weights):
            found.append("Hệ số của mức trả lời phải từ 0 đến 100%.")
        if weights != sorted(weights, reverse=True):
            found.append("Các mức trả lời phải xếp từ hệ số cao xuống thấp.")
        return found

    def words(self, max_points: Decimal) -> str:
        weights = "; ".join(f"{each.label} {explanation.plain_percent(each.weight)}" for each in self.options)
        return f"Hệ số bình quân của các phiếu × {explanation.points(max_points)}. Hệ số: {weights}."

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        given = {each.code: each.count for each in inputs.counts}
        unknown = sorted(given.keys() - {each.code for each in self.options})
        if unknown:
            return lacking(f"số phiếu theo đúng mức trả lời (mức “{unknown[0]}” không có trong bộ tiêu chí)")
        for option in self.options:
            if option.code not in given:
                return lacking(f"số phiếu chọn “{option.label}”")
        answers = sum(given.values())
        if not answers:
            return NotApplicable("Không có phiếu trả lời nào: không đánh giá tiêu chí này")
        weighed = sum((Fraction(each.weight) * given[each.code] for each in self.options), Fraction(0)) / 100
        reached, points = weighed * 100 / answers, weighed * Fraction(max_points) / answers
        terms = " + ".join(f"{given[each.code]} × {explanation.plain_percent(each.weight)}" for each in self.options)
        share = f"{explanation.number(weighed)}/{explanation.number(answers)}"
        sentence = (
            f"({terms}) / {explanation.number(answers)} phiếu = {explanation.percent(*reached.as_integer_ratio())}"
        )
        return computed(*points.as_integer_ratio(), f"{sentence}; {share} × {explanation.number(max_points)}")


@dataclass(frozen=True, kw_only=True)
class AllMembers(Rule):
    """The maximum when every member reaches the standard, else what `otherwise` says."""

    kind: ClassVar[str] = "all_members"
    label: ClassVar[str] = "Toàn bộ thành viên đạt"
    member: str = "viên chức"
    standard: str = "hoàn thành nhiệm vụ trở lên"
    otherwise: Decimal = ZERO
    monotone: ClassVar[dict[str, int]] = {"numerator": 1}

    def fields(self) -> tuple[InputField, ...]:
        return (
            InputField("numerator", f"Số {self.member} {self.standard}", "decimal", at_most="denominator"),
            InputField("denominator", f"Tổng số {self.member}", "decimal"),
        )

    def best(self, max_points: Decimal) -> Decimal:
        return max(max_points, self.otherwise)

    def slips(self, max_points: Decimal) -> list[str]:
        if ZERO <= self.otherwise < max_points:
            return []
        return ["Điểm khi còn thành viên chưa đạt phải từ 0 đến dưới điểm tối đa."]

    def words(self, max_points: Decimal) -> str:
        return (
            f"100% {self.member} {self.standard} được {explanation.points(max_points)}; "
            f"ngược lại được {explanation.points(self.otherwise)}."
        )

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        if inputs.denominator is None:
            return lacking(f"tổng số {self.member}")
        if not inputs.denominator:
            return NotApplicable(f"Không có {self.member} nào: không đánh giá tiêu chí này")
        if inputs.numerator is None:
            return lacking(f"số {self.member} {self.standard}")
        parts = f"{explanation.number(inputs.numerator)}/{explanation.number(inputs.denominator)}"
        if inputs.numerator >= inputs.denominator:
            return earned(max_points, f"{parts} {self.member} {self.standard},")
        return earned(self.otherwise, f"Chỉ {parts} {self.member} {self.standard},")


@dataclass(frozen=True, kw_only=True)
class External(Rule):
    """A figure that another body published, copied and brought to the scale of the criterion."""

    kind: ClassVar[str] = "external"
    label: ClassVar[str] = "Theo kết quả đã công bố"
    source: str
    """Who published it where, e.g. “Quyết định công bố PAR INDEX của UBND tỉnh”."""
    scale: Decimal = HUNDRED
    """The best value of the published figure."""
    value_label: str = "Kết quả công bố"
    monotone: ClassVar[dict[str, int]] = {"value": 1}

    def fields(self) -> tuple[InputField, ...]:
        label = f"{self.value_label} (thang {explanation.number(self.scale)})"
        return (InputField("value", label, "decimal", most=self.scale),)

    def best(self, max_points: Decimal) -> Decimal:
        return max_points

    def slips(self, max_points: Decimal) -> list[str]:
        found = [] if self.scale > 0 else ["Thang của kết quả công bố phải lớn hơn 0."]
        return found if self.source.strip() else [*found, "Cần ghi văn bản hoặc nơi công bố kết quả."]

    def words(self, max_points: Decimal) -> str:
        scale, most = explanation.number(self.scale), explanation.points(max_points)
        return f"{self.value_label} ÷ {scale} × {most}. Nguồn: {self.source}."

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        if inputs.value is None:
            return lacking(f"{self.value_label} ({self.source})")
        share = f"{explanation.number(inputs.value)}/{explanation.number(self.scale)}"
        if inputs.value > self.scale:
            return earned(max_points, f"{self.source}: {share}; vượt thang")
        points = max(Fraction(inputs.value), Fraction(0)) / Fraction(self.scale) * Fraction(max_points)
        return computed(*points.as_integer_ratio(), f"{self.source}: {share} × {explanation.number(max_points)}")
