"""Targets of a plan: ten operators, exact comparison of a figure with a target, and the words for both.

The operators are those that real plans use: “đạt từ 99% trở lên” (gte), “trên 90%” (gt), “100%” (eq), “cắt giảm
30% - 50%” (reduce_between), “năm sau cao hơn năm trước” (gt_previous), mức “Tốt” trở lên (grade_gte), “cải thiện
thứ hạng” (improve_rank) and targets without a figure (qualitative). For figures of which less is better there are
“không quá 30 phút” (lte) and “dưới 1%” (lt).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

GRADES = ("Yếu", "Trung bình", "Khá", "Tốt", "Xuất sắc")
_HUNDRED = Decimal(100)
_HUNDREDTH = Decimal("0.01")


class Operator(StrEnum):
    """How a figure is compared with its target."""

    GTE = "gte"
    GT = "gt"
    EQ = "eq"
    LTE = "lte"
    LT = "lt"
    REDUCE_BETWEEN = "reduce_between"
    GT_PREVIOUS = "gt_previous"
    GRADE_GTE = "grade_gte"
    IMPROVE_RANK = "improve_rank"
    QUALITATIVE = "qualitative"


WITH_NUMBER = (Operator.GTE, Operator.GT, Operator.EQ, Operator.LTE, Operator.LT, Operator.REDUCE_BETWEEN)
"""Operators that compare with a number of the plan."""


class Standing(StrEnum):
    """Where a figure stands against its target."""

    ACHIEVED = "achieved"
    EXCEEDED = "exceeded"
    ON_THE_WAY = "on_the_way"
    BEHIND = "behind"
    NO_FIGURE = "no_figure"


@dataclass(frozen=True, slots=True)
class TargetRule:
    """What is asked: the operator with `low`/`high` in `unit` (“%”, “phút”…), or the lowest `grade`.

    `low` of lte and lt is the most that is allowed. With `less_is_better` a figure below an eq target surpasses it and
    one above misses it; otherwise the other way round.
    """

    operator: Operator
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str = "%"
    grade: str = ""
    less_is_better: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """What is known. None means not reported, which is not zero.

    `value`: the current value; for reduce_between the reduction reached, for improve_rank the rank (1 is best).
    `previous`: the value of the period compared with. `grade` for grade_gte, `done` for qualitative targets.
    """

    value: Decimal | None = None
    previous: Decimal | None = None
    grade: str = ""
    done: bool | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The standing and a Vietnamese reason with the numbers in it."""

    standing: Standing
    reason: str


def number_words(value: Decimal) -> str:
    """A number as written in Vietnam, without trailing zeros: 1.234,5."""
    whole, _, fraction = f"{abs(value):,f}".partition(".")
    fraction = fraction.rstrip("0")
    text = whole.replace(",", ".") + (f",{fraction}" if fraction else "")
    return f"-{text}" if value < 0 and text != "0" else text


def amount_words(value: Decimal, unit: str) -> str:
    """A number with its unit: 99,5%; 12 phút."""
    number = number_words(value)
    if unit == "%":
        return f"{number}%"
    return f"{number} {unit}".rstrip()


def target_words(rule: TargetRule) -> str:
    """The target in a few words: “≥ 99%”, “trên 90%”, “giảm 30% – 50%”, “mức Tốt trở lên”…"""
    low = amount_words(rule.low, rule.unit) if rule.low is not None else "?"
    if rule.operator is Operator.REDUCE_BETWEEN:
        return f"giảm từ {low}" if rule.high is None else f"giảm {low} – {amount_words(rule.high, rule.unit)}"
    words = {
        Operator.GTE: f"≥ {low}",
        Operator.GT: f"trên {low}",
        Operator.EQ: low,
        Operator.LTE: f"≤ {low}",
        Operator.LT: f"dưới {low}",
        Operator.GT_PREVIOUS: "năm sau cao hơn năm trước",
        Operator.GRADE_GTE: f"mức {rule.grade} trở lên",
        Operator.IMPROVE_RANK: "cải thiện thứ hạng",
        Operator.QUALITATIVE: "hoàn thành nội dung",
    }
    return words[rule.operator]


def rule_problems(rule: TargetRule, grades: Sequence[str] = GRADES) -> list[str]:
    """What is wrong with a target, in Vietnamese; empty when it can be compared."""
    problems = []
    if rule.operator in WITH_NUMBER and rule.low is None:
        problems.append("Chỉ tiêu này phải có mức (con số) để so sánh.")
    if rule.operator is Operator.GRADE_GTE and rule.grade not in grades:
        problems.append(f"Mức xếp loại phải là một trong: {', '.join(grades)}.")
    if rule.high is not None and rule.operator is not Operator.REDUCE_BETWEEN:
        problems.append("Chỉ phép so sánh “giảm trong khoảng” mới có mức trên.")
    if rule.low is not None and rule.high is not None and rule.low > rule.high:
        problems.append(f"Mức dưới ({number_words(rule.low)}) lớn hơn mức trên ({number_words(rule.high)}).")
    for bound in (rule.low, rule.high):
        if bound is not None and rule.unit == "%" and not 0 <= bound <= _HUNDRED:
            problems.append(f"Tỷ lệ {number_words(bound)}% nằm ngoài khoảng 0% – 100%.")
    return problems


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


def _judge_gte(rule: TargetRule, low: Decimal, value: Decimal) -> Verdict:
    shown = _shown(value, low)
    text, goal = amount_words(shown, rule.unit), amount_words(low, rule.unit)
    if value > low:
        return Verdict(Standing.EXCEEDED, f"Đạt {text}, vượt mức {goal} là {_gap(shown - low, rule)}.")
    if value == low:
        return Verdict(Standing.ACHIEVED, f"Đạt {text}, bằng mức {goal}.")
    return Verdict(Standing.BEHIND, f"Mới đạt {text}, còn thiếu {_gap(low - shown, rule)} so với mức {goal}.")


def _judge_gt(rule: TargetRule, low: Decimal, value: Decimal) -> Verdict:
    shown = _shown(value, low)
    text, goal = amount_words(shown, rule.unit), amount_words(low, rule.unit)
    if value > low:
        return Verdict(Standing.ACHIEVED, f"Đạt {text}, trên mức {goal}.")
    if value == low:
        return Verdict(Standing.BEHIND, f"Đạt {text}, mới bằng mức {goal}; chỉ tiêu yêu cầu phải trên mức này.")
    return Verdict(Standing.BEHIND, f"Mới đạt {text}, còn thiếu {_gap(low - shown, rule)} mới bằng mức {goal}.")


def _judge_eq(rule: TargetRule, low: Decimal, value: Decimal) -> Verdict:
    if value == low:
        return Verdict(Standing.ACHIEVED, f"Đạt {amount_words(value, rule.unit)}, đúng chỉ tiêu.")
    return _judge_lte(rule, low, value) if rule.less_is_better else _judge_gte(rule, low, value)


def _judge_lte(rule: TargetRule, low: Decimal, value: Decimal) -> Verdict:
    shown = _shown(value, low)
    text, goal = amount_words(shown, rule.unit), amount_words(low, rule.unit)
    if value < low:
        return Verdict(Standing.EXCEEDED, f"Ở mức {text}, thấp hơn mức {goal} là {_gap(low - shown, rule)}.")
    if value == low:
        return Verdict(Standing.ACHIEVED, f"Ở mức {text}, bằng mức {goal}.")
    return Verdict(Standing.BEHIND, f"Còn ở mức {text}, cao hơn mức {goal} là {_gap(shown - low, rule)}.")


def _judge_lt(rule: TargetRule, low: Decimal, value: Decimal) -> Verdict:
    shown = _shown(value, low)
    text, goal = amount_words(shown, rule.unit), amount_words(low, rule.unit)
    if value < low:
        return Verdict(Standing.ACHIEVED, f"Ở mức {text}, dưới mức {goal}.")
    if value == low:
        return Verdict(Standing.BEHIND, f"Ở mức {text}, mới bằng mức {goal}; chỉ tiêu yêu cầu phải dưới mức này.")
    return Verdict(Standing.BEHIND, f"Còn ở mức {text}, cao hơn mức {goal} là {_gap(shown - low, rule)}.")


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
    Operator.GTE: _judge_gte,
    Operator.GT: _judge_gt,
    Operator.EQ: _judge_eq,
    Operator.LTE: _judge_lte,
    Operator.LT: _judge_lt,
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
