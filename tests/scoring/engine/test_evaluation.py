"""Trees, rescaling, bonus and penalty, verified points, grades."""

from dataclasses import replace
from decimal import Decimal

import pytest

from scoring.engine.evaluation import evaluate
from scoring.engine.rules.choices import Bonus, Manual, Penalty
from scoring.engine.rules.ratios import Proportional
from scoring.engine.tree import Band, CriteriaSet, Criterion, Group, OnTop
from scoring.engine.values import Decision, Entry, Inputs, NotApplicable

BANDS = tuple(
    Band(code=code, name=name, low=Decimal(low))
    for code, name, low in (("xs", "Xuất sắc", 90), ("tot", "Tốt", 80), ("kha", "Khá", 70), ("yeu", "Yếu", 0))
)
OUT = Entry(NotApplicable("Không được giao"))


def leaf(code, points):
    return Criterion(code=code, name=code, max_points=Decimal(points), rule=Manual(step=Decimal("0.01")))


def group(code, points, *children):
    return Group(code=code, name=code, max_points=Decimal(points), children=children)


def marked(points):
    return Entry(Inputs(mark=Decimal(points)))


def whole(*groups, **options):
    total = sum((each.max_points for each in groups), Decimal(0))
    return CriteriaSet(code="s", name="", version=1, total=total, groups=groups, bands=BANDS, **options)


TWO_FIELDS = whole(group("a", 80, leaf("a1", 50), leaf("a2", 30)), group("b", 20, leaf("b1", 20)))


def test_total_is_the_sum_of_the_printed_points():
    result = evaluate(TWO_FIELDS, {"a1": marked("40.5"), "a2": marked("27"), "b1": marked("13.25")})

    assert result.total == Decimal("80.75")
    assert result.band.name == "Tốt"
    assert [(line.code, line.depth, line.points) for line in result.lines] == [
        ("a", 0, Decimal("67.5")),
        ("a1", 1, Decimal("40.5")),
        ("a2", 1, Decimal("27")),
        ("b", 0, Decimal("13.25")),
        ("b1", 1, Decimal("13.25")),
    ]
    assert result.reason == ("67,50 + 13,25 = 80,75 điểm. Tổng điểm 80,75. Xếp loại Tốt (từ 80 đến dưới 90 điểm).")


def test_field_that_does_not_apply_rescales_the_total():
    result = evaluate(TWO_FIELDS, {"a1": marked(40), "a2": marked(20), "b1": OUT})

    assert result.total == Decimal("75.00")
    assert "60,00 / 80,00 × 100,00 = 75,00 điểm; không áp dụng: b" in result.reason


def test_criterion_that_does_not_apply_keeps_its_group_at_full_weight():
    result = evaluate(TWO_FIELDS, {"a1": marked(25), "a2": OUT, "b1": marked(20)})

    assert result.total == Decimal("60.00")


def test_missing_criterion_counts_nothing_and_stays_visible():
    result = evaluate(TWO_FIELDS, {"a1": marked(50), "b1": marked(20)})

    assert (result.total, result.missing) == (Decimal("70"), 1)
    line = result.lines[2]
    assert (line.status, line.points) == ("not_reported", None)
    assert line.reason == "Chưa có số liệu: điểm chấm của người thẩm định; chưa được tính điểm"


def test_nothing_applies_gives_no_total():
    result = evaluate(TWO_FIELDS, {"a1": OUT, "a2": OUT, "b1": OUT})

    assert (result.total, result.band) == (None, None)
    assert result.reason == "Không có tiêu chí nào áp dụng cho đơn vị."


def test_verified_points_stand_and_the_rule_is_still_shown():
    by_rule = Criterion(code="a1", name="", max_points=Decimal(100), rule=Proportional())
    entry = Entry(Inputs(numerator=Decimal(9), denominator=Decimal(10)), Decision(Decimal(80), "Một việc chưa đạt."))

    line = evaluate(whole(group("a", 100, by_rule)), {"a1": entry}).lines[1]

    assert (line.points, line.calculated) == (Decimal(80), Decimal(90))
    assert line.reason == (
        "Thẩm định 80,00 điểm: Một việc chưa đạt (theo số liệu: 9/10 = 90,00%; 9/10 × 100 = 90,00 điểm)"
    )


def test_verified_bonus_of_which_nothing_was_declared_does_not_deny_it():
    leaf = Criterion(code="t1", name="", max_points=Decimal(5), rule=Bonus(per_item=Decimal(1), item="sáng kiến"))
    bonus = OnTop(cap=Decimal(5), criteria=(leaf,))

    def reason(entry):
        return evaluate(replace(TWO_FIELDS, bonus=bonus), {"t1": entry}).lines[-1].reason

    four = Decision(Decimal(4), "Quyết định số 12.")
    assert reason(Entry(None, four)) == "Thẩm định 4,00 điểm: Quyết định số 12 (không có số liệu kê khai)"
    assert reason(Entry(Inputs(count=0), four)).endswith("(theo số liệu: không có sáng kiến, cộng 0,00 điểm)")
    assert reason(Entry()) == "Không kê khai sáng kiến nào, cộng 0,00 điểm"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Manual(), "Thẩm định 6,50 điểm: Phối hợp tốt"),
        (Proportional(), "Thẩm định 6,50 điểm: Phối hợp tốt (không có số liệu để tính)"),
    ],
)
def test_verified_points_without_figures_do_not_claim_any(rule, said):
    leaf = Criterion(code="a1", name="", max_points=Decimal(8), rule=rule)
    entry = Entry(None, Decision(Decimal("6.5"), "Phối hợp tốt."))

    line = evaluate(whole(group("a", 8, leaf)), {"a1": entry}).lines[1]

    assert (line.points, line.calculated, line.reason) == (Decimal("6.5"), None, said)


@pytest.mark.parametrize("points", ["-0.01", "50.01"])
def test_verified_points_out_of_range_are_refused(points):
    with pytest.raises(ValueError, match="a1"):
        evaluate(TWO_FIELDS, {"a1": Entry(None, Decision(Decimal(points), ""))})


def on_top(kind, code, points):
    return Criterion(code=code, name=code, max_points=Decimal(points), rule=kind())


WITH_BOTH = {
    "bonus": OnTop(cap=Decimal(3), criteria=(on_top(Bonus, "T1", 2), on_top(Bonus, "T2", 2))),
    "penalty": OnTop(cap=Decimal(5), criteria=(on_top(Penalty, "P1", 5),)),
}


def test_bonus_and_penalty_are_capped_apart():
    criteria = whole(group("a", 100, leaf("a1", 100)), **WITH_BOTH)

    result = evaluate(criteria, {"a1": marked(85), "T1": marked(2), "T2": marked(2), "P1": marked(1)})

    assert (result.bonus, result.penalty, result.total) == (Decimal(3), Decimal(1), Decimal(87))
    assert "Điểm cộng cộng lại 4,00, tính tối đa 3,00" in result.reason
    assert "Tổng điểm 85,00 + 3,00 điểm cộng − 1,00 điểm trừ = 87,00" in result.reason


@pytest.mark.parametrize(("cap_total", "total"), [(True, 100), (False, 101)])
def test_total_is_capped_as_the_set_says(cap_total, total):
    criteria = whole(group("a", 100, leaf("a1", 100)), cap_total=cap_total, **WITH_BOTH)

    assert evaluate(criteria, {"a1": marked(99), "T1": marked(2)}).total == Decimal(total)


def test_total_never_falls_below_zero():
    criteria = whole(group("a", 100, leaf("a1", 100)), **WITH_BOTH)

    assert evaluate(criteria, {"a1": marked(3), "P1": marked(5)}).total == Decimal(0)


@pytest.mark.parametrize(
    ("points", "name"), [("100", "Xuất sắc"), ("90", "Xuất sắc"), ("89.99", "Tốt"), ("80", "Tốt"), ("0", "Yếu")]
)
def test_grade_bands_are_half_open(points, name):
    assert evaluate(whole(group("a", 100, leaf("a1", 100))), {"a1": marked(points)}).band.name == name


def test_groups_nest_to_any_depth():
    deep = whole(group("II", 100, group("II.1", 80, leaf("x", 40), leaf("y", 40)), leaf("z", 20)))

    result = evaluate(deep, {"x": marked(30), "y": OUT, "z": marked(10)})

    assert result.total == Decimal(70)
    assert [(line.code, line.depth) for line in result.lines] == [
        ("II", 0),
        ("II.1", 1),
        ("x", 2),
        ("y", 2),
        ("z", 1),
    ]
