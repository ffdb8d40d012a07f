"""The ten operators: verdicts at, below and above each bound, and their words."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.engine.judging import judge
from campaigns.engine.targets import Figure, Operator, Standing, TargetRule, number_words, rule_problems, target_words

D = Decimal
GTE99 = TargetRule(Operator.GTE, D(99))
GT90 = TargetRule(Operator.GT, D(90))
EQ100 = TargetRule(Operator.EQ, D(100))
LTE30 = TargetRule(Operator.LTE, D(30), unit="phút")
LT1 = TargetRule(Operator.LT, D(1))
NONE_LATE = TargetRule(Operator.EQ, D(0), less_is_better=True)
CUT = TargetRule(Operator.REDUCE_BETWEEN, D(30), D(50))
CUT_OPEN = TargetRule(Operator.REDUCE_BETWEEN, D(10))
BETTER = TargetRule(Operator.GT_PREVIOUS, unit="")
GOOD = TargetRule(Operator.GRADE_GTE, unit="", grade="Tốt")
RANK = TargetRule(Operator.IMPROVE_RANK, unit="")
DONE = TargetRule(Operator.QUALITATIVE, unit="")
ALL = (GTE99, GT90, EQ100, LTE30, LT1, CUT, BETTER, GOOD, RANK, DONE)


@pytest.mark.parametrize(
    ("rule", "figure", "standing"),
    [
        (GTE99, Figure(D("98.9999")), Standing.BEHIND),
        (GTE99, Figure(D(99)), Standing.ACHIEVED),
        (GTE99, Figure(D("99.0001")), Standing.EXCEEDED),
        (GT90, Figure(D(90)), Standing.BEHIND),
        (GT90, Figure(D("90.0001")), Standing.ACHIEVED),
        (EQ100, Figure(D(100)), Standing.ACHIEVED),
        (EQ100, Figure(D("99.99")), Standing.BEHIND),
        (LTE30, Figure(D("30.01")), Standing.BEHIND),
        (LTE30, Figure(D(30)), Standing.ACHIEVED),
        (LTE30, Figure(D(25)), Standing.EXCEEDED),
        (LT1, Figure(D(1)), Standing.BEHIND),
        (LT1, Figure(D("0.99")), Standing.ACHIEVED),
        (NONE_LATE, Figure(D(5)), Standing.BEHIND),
        (NONE_LATE, Figure(D(0)), Standing.ACHIEVED),
        (TargetRule(Operator.EQ, D(5), less_is_better=True), Figure(D(3)), Standing.EXCEEDED),
        (CUT, Figure(D("29.99")), Standing.BEHIND),
        (CUT, Figure(D(30)), Standing.ACHIEVED),
        (CUT, Figure(D(50)), Standing.ACHIEVED),
        (CUT, Figure(D("50.01")), Standing.EXCEEDED),
        (CUT, Figure(D(-5)), Standing.BEHIND),
        (CUT_OPEN, Figure(D(95)), Standing.ACHIEVED),
        (BETTER, Figure(D("85.2"), D("85.1")), Standing.ACHIEVED),
        (BETTER, Figure(D(85), D(85)), Standing.BEHIND),
        (BETTER, Figure(D(85)), Standing.NO_FIGURE),
        (GOOD, Figure(grade="Khá"), Standing.BEHIND),
        (GOOD, Figure(grade="Tốt"), Standing.ACHIEVED),
        (GOOD, Figure(grade="Xuất sắc"), Standing.EXCEEDED),
        (GOOD, Figure(grade="Tuyệt"), Standing.NO_FIGURE),
        (RANK, Figure(D(3), D(5)), Standing.ACHIEVED),
        (RANK, Figure(D(5), D(5)), Standing.BEHIND),
        (RANK, Figure(D(1), D(1)), Standing.ACHIEVED),
        (RANK, Figure(D(6), D(5)), Standing.BEHIND),
        (DONE, Figure(done=True), Standing.ACHIEVED),
        (DONE, Figure(done=False), Standing.BEHIND),
    ],
)
def test_judge(rule: TargetRule, figure: Figure, standing: Standing) -> None:
    assert judge(rule, figure).standing is standing


@pytest.mark.parametrize("rule", ALL)
def test_judge_without_a_figure_says_so_and_never_counts_it_as_zero(rule: TargetRule) -> None:
    verdict = judge(rule, Figure())
    assert verdict.standing is Standing.NO_FIGURE
    assert "chưa" in verdict.reason.lower()


def test_zero_is_a_figure() -> None:
    assert judge(GTE99, Figure(D(0))).standing is Standing.BEHIND


def test_reasons_carry_the_numbers() -> None:
    assert judge(GTE99, Figure(D("97.5"))).reason == "Mới đạt 97,5%, còn thiếu 1,5 điểm phần trăm so với mức 99%."
    assert judge(GT90, Figure(D(90))).reason == "Đạt 90%, mới bằng mức 90%; chỉ tiêu yêu cầu phải trên mức này."
    assert judge(LTE30, Figure(D(38))).reason == "Còn ở mức 38 phút, cao hơn mức 30 phút là 8 phút."
    assert judge(LT1, Figure(D(1))).reason == "Ở mức 1%, mới bằng mức 1%; chỉ tiêu yêu cầu phải dưới mức này."
    assert judge(RANK, Figure(D(6), D(5))).reason == "Tụt từ hạng 5 xuống hạng 6."


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (GTE99, "≥ 99%"),
        (GT90, "trên 90%"),
        (EQ100, "100%"),
        (LTE30, "≤ 30 phút"),
        (LT1, "dưới 1%"),
        (CUT, "giảm 30% – 50%"),
        (CUT_OPEN, "giảm từ 10%"),
        (BETTER, "năm sau cao hơn năm trước"),
        (GOOD, "mức Tốt trở lên"),
        (RANK, "cải thiện thứ hạng"),
        (DONE, "hoàn thành nội dung"),
        (TargetRule(Operator.GTE, D(2), unit="sáng kiến"), "≥ 2 sáng kiến"),
    ],
)
def test_target_words(rule: TargetRule, words: str) -> None:
    assert target_words(rule) == words


@pytest.mark.parametrize(
    "rule",
    [
        TargetRule(Operator.GTE),
        TargetRule(Operator.LTE),
        TargetRule(Operator.LT),
        TargetRule(Operator.GTE, D(101)),
        TargetRule(Operator.GTE, D(-1)),
        TargetRule(Operator.REDUCE_BETWEEN, D(50), D(30)),
        TargetRule(Operator.GT, D(1), D(2)),
        TargetRule(Operator.GRADE_GTE, unit="", grade="Vừa"),
    ],
)
def test_a_rule_that_cannot_be_compared_is_told_and_refused(rule: TargetRule) -> None:
    assert rule_problems(rule)
    with pytest.raises(ValueError, match=r"."):
        judge(rule, Figure(D(1)))


@given(st.decimals(0, 100, places=4), st.decimals(0, 100, places=4))
def test_gt_is_gte_without_equality(low: D, value: D) -> None:
    at_least = judge(TargetRule(Operator.GTE, low), Figure(value)).standing is not Standing.BEHIND
    above = judge(TargetRule(Operator.GT, low), Figure(value)).standing is not Standing.BEHIND
    assert above == (at_least and value != low)


@given(st.decimals(0, 100, places=4), st.decimals(0, 100, places=4))
def test_at_most_is_what_is_not_above(low: D, value: D) -> None:
    at_most = judge(TargetRule(Operator.LTE, low), Figure(value)).standing is not Standing.BEHIND
    above = judge(TargetRule(Operator.GT, low), Figure(value)).standing is not Standing.BEHIND
    below = judge(TargetRule(Operator.LT, low), Figure(value)).standing is not Standing.BEHIND
    assert at_most == (not above)
    assert below == (at_most and value != low)


@pytest.mark.parametrize(
    ("value", "words"),
    [(D("1234.50"), "1.234,5"), (D(0), "0"), (D("-0.5"), "-0,5"), (D(100), "100"), (D("1E+3"), "1.000")],
)
def test_number_words(value: D, words: str) -> None:
    assert number_words(value) == words


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("81.8182", "Mới đạt 81,82%, còn thiếu 17,18 điểm phần trăm so với mức 99%."),
        ("98.9960", "Mới đạt 98,996%, còn thiếu 0,004 điểm phần trăm so với mức 99%."),
    ],
)
def test_reason_rounds_unless_that_would_hide_the_gap(value: str, reason: str) -> None:
    verdict = judge(TargetRule(Operator.GTE, Decimal("99"), None, "%", ""), Figure(value=Decimal(value)))

    assert (verdict.standing, verdict.reason) == (Standing.BEHIND, reason)
