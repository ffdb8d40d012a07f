"""A figure against its target: compared exactly, with a Vietnamese reason that has the numbers in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from campaigns.engine.targets import (
    GRADES,
    Figure,
    Operator,
    Standing,
    TargetRule,
    Verdict,
    amount_words,
    number_words,
    rule_problems,
    target_words,
)

_HUNDREDTH = Decimal("0.01")


def judge(rule: TargetRule, figure: Figure, grades: Sequence[str] = GRADES) -> Verdict:
    """Compares a figure with a target exactly. ValueError when the rule itself has problems."""
    if problems := rule_problems(rule, grades):
        raise ValueError("; ".join(problems))
    if rule.operator is Operator.QUALITATIVE:
        return _judge_qualitative(figure)
    if rule.operator is Operator.GRADE_GTE:
        return _judge_grade(rule, figure, grades)
    if rule.operator in (Operator.GT_PREVIOUS, Operator.IMPROVE_RANK):
        return _judge_against_previous(rule, figure)
    if figure.value is None or rule.low is None:
        return Verdict(Standing.NO_FIGURE, f"Chưa có số liệu để so với chỉ tiêu {target_words(rule)}.")
    return _THRESHOLD_JUDGES[rule.operator](rule, rule.low, figure.value)


def _shown(value: Decimal, low: Decimal) -> Decimal:
    """The value with two places, as people read it; in full where rounding would make it look like the threshold."""
    rounded = value.quantize(_HUNDREDTH, ROUND_HALF_UP)
    return value if rounded == low else rounded


@dataclass(frozen=True, slots=True)
class _Threshold:
    """What is said of a figure on the good side of a number, at it, and on the bad side.

    Into the words go ``text`` (the figure), ``goal`` (the number asked for) and ``gap`` (between the two).
    """

    beyond: tuple[Standing, str]
    equal: tuple[Standing, str]
    short: str
    less_is_better: bool = False

    def judge(self, rule: TargetRule, low: Decimal, value: Decimal) -> Verdict:
        shown = _shown(value, low)
        words = {
            "text": amount_words(shown, rule.unit),
            "goal": amount_words(low, rule.unit),
            "gap": _gap(abs(shown - low), rule),
        }
        if value == low:
            standing, reason = self.equal
        elif (value < low) is self.less_is_better:
            standing, reason = self.beyond
        else:
            standing, reason = Standing.BEHIND, self.short
        return Verdict(standing, reason.format(**words))


_AT_LEAST = _Threshold(
    beyond=(Standing.EXCEEDED, "Đạt {text}, vượt mức {goal} là {gap}."),
    equal=(Standing.ACHIEVED, "Đạt {text}, bằng mức {goal}."),
    short="Mới đạt {text}, còn thiếu {gap} so với mức {goal}.",
)
_ABOVE = _Threshold(
    beyond=(Standing.ACHIEVED, "Đạt {text}, trên mức {goal}."),
    equal=(Standing.BEHIND, "Đạt {text}, mới bằng mức {goal}; chỉ tiêu yêu cầu phải trên mức này."),
    short="Mới đạt {text}, còn thiếu {gap} mới bằng mức {goal}.",
)
_AT_MOST = _Threshold(
    beyond=(Standing.EXCEEDED, "Ở mức {text}, thấp hơn mức {goal} là {gap}."),
    equal=(Standing.ACHIEVED, "Ở mức {text}, bằng mức {goal}."),
    short="Còn ở mức {text}, cao hơn mức {goal} là {gap}.",
    less_is_better=True,
)
_BELOW = _Threshold(
    beyond=(Standing.ACHIEVED, "Ở mức {text}, dưới mức {goal}."),
    equal=(Standing.BEHIND, "Ở mức {text}, mới bằng mức {goal}; chỉ tiêu yêu cầu phải dưới mức này."),
    short="Còn ở mức {text}, cao hơn mức {goal} là {gap}.",
    less_is_better=True,
)


def _judge_eq(rule: TargetRule, low: Decimal, value: Decimal) -> Verdict:
    if value == low:
        return Verdict(Standing.ACHIEVED, f"Đạt {amount_words(value, rule.unit)}, đúng chỉ tiêu.")
    return (_AT_MOST if rule.less_is_better else _AT_LEAST).judge(rule, low, value)


def _judge_reduction(rule: TargetRule, low: Decimal, value: Decimal) -> Verdict:
    text, goal = amount_words(_shown(value, low), rule.unit), target_words(rule)
    if value < 0:
        grown = amount_words(-value, rule.unit)
        return Verdict(Standing.BEHIND, f"Không giảm mà tăng {grown}, chỉ tiêu là {goal}.")
    if value < low:
        return Verdict(Standing.BEHIND, f"Mới giảm {text}, chỉ tiêu là {goal}.")
    if rule.high is not None and value > rule.high:
        return Verdict(Standing.EXCEEDED, f"Giảm {text}, vượt khoảng chỉ tiêu ({goal}).")
    return Verdict(Standing.ACHIEVED, f"Giảm {text}, đạt chỉ tiêu {goal}.")


_THRESHOLD_JUDGES: dict[Operator, Callable[[TargetRule, Decimal, Decimal], Verdict]] = {
    Operator.GTE: _AT_LEAST.judge,
    Operator.GT: _ABOVE.judge,
    Operator.EQ: _judge_eq,
    Operator.LTE: _AT_MOST.judge,
    Operator.LT: _BELOW.judge,
    Operator.REDUCE_BETWEEN: _judge_reduction,
}


def _judge_against_previous(rule: TargetRule, figure: Figure) -> Verdict:
    value, before = figure.value, figure.previous
    if value is None:
        return Verdict(Standing.NO_FIGURE, "Chưa có số liệu của kỳ này.")
    if before is None:
        return Verdict(Standing.NO_FIGURE, "Chưa có số liệu của kỳ trước để so sánh.")
    if rule.operator is Operator.IMPROVE_RANK:
        return _judge_rank(value, before)
    now, then = amount_words(value, rule.unit), amount_words(before, rule.unit)
    if value > before:
        return Verdict(Standing.ACHIEVED, f"Đạt {now}, cao hơn kỳ trước ({then}).")
    relation = "bằng" if value == before else "thấp hơn"
    return Verdict(Standing.BEHIND, f"Đạt {now}, {relation} kỳ trước ({then}).")


def _judge_rank(value: Decimal, before: Decimal) -> Verdict:
    now, then = f"hạng {number_words(value)}", f"hạng {number_words(before)}"
    if value < before:
        return Verdict(Standing.ACHIEVED, f"Từ {then} lên {now}.")
    if value == before == 1:
        return Verdict(Standing.ACHIEVED, "Giữ vững hạng 1.")
    return Verdict(Standing.BEHIND, f"Giữ nguyên {now}." if value == before else f"Tụt từ {then} xuống {now}.")


def _judge_grade(rule: TargetRule, figure: Figure, grades: Sequence[str]) -> Verdict:
    if not figure.grade:
        return Verdict(Standing.NO_FIGURE, f"Chưa có xếp loại để so với mức {rule.grade}.")
    if figure.grade not in grades:
        return Verdict(Standing.NO_FIGURE, f"Mức “{figure.grade}” không có trong thang xếp loại.")
    distance = grades.index(figure.grade) - grades.index(rule.grade)
    if distance < 0:
        return Verdict(Standing.BEHIND, f"Xếp loại {figure.grade}, thấp hơn mức {rule.grade}.")
    if distance == 0:
        return Verdict(Standing.ACHIEVED, f"Xếp loại {figure.grade}, đạt mức yêu cầu.")
    return Verdict(Standing.EXCEEDED, f"Xếp loại {figure.grade}, cao hơn mức {rule.grade}.")


def _judge_qualitative(figure: Figure) -> Verdict:
    if figure.done is None:
        return Verdict(Standing.NO_FIGURE, "Chưa có đánh giá về việc thực hiện nội dung này.")
    if figure.done:
        return Verdict(Standing.ACHIEVED, "Đã hoàn thành nội dung.")
    return Verdict(Standing.BEHIND, "Chưa hoàn thành nội dung.")


def _gap(difference: Decimal, rule: TargetRule) -> str:
    """A difference of rates is in percentage points."""
    return f"{number_words(difference)} điểm phần trăm" if rule.unit == "%" else amount_words(difference, rule.unit)
