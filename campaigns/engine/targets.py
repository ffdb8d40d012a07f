"""Targets of a plan: ten operators, the words for what is asked, and what may be wrong with it.

The operators are those that real plans use: “đạt từ 99% trở lên” (gte), “trên 90%” (gt), “100%” (eq), “cắt giảm
30% - 50%” (reduce_between), “năm sau cao hơn năm trước” (gt_previous), mức “Tốt” trở lên (grade_gte), “cải thiện
thứ hạng” (improve_rank) and targets without a figure (qualitative). For figures of which less is better there are
“không quá 30 phút” (lte) and “dưới 1%” (lt). ``campaigns.engine.judging`` compares figures with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

GRADES = ("Yếu", "Trung bình", "Khá", "Tốt", "Xuất sắc")
_HUNDRED = Decimal(100)


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
