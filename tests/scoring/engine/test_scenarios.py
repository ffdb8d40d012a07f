"""What-if: each kind of change by itself, every refusal with its place, and the originals stay as they are."""

from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.engine import scenario_options, weights
from scoring.engine.evaluation import evaluate
from scoring.engine.provisions import Limit, Quota
from scoring.engine.rounding import round_points
from scoring.engine.rules import read_rule
from scoring.engine.rules.ratios import Proportional, ProportionalFloor
from scoring.engine.scenario_checks import check
from scoring.engine.scenarios import apply, read, write
from scoring.engine.tree import Criterion
from scoring.engine.values import Awarded, Decision, Entry, Inputs, NotApplicable, inputs_from
from tests.scoring.engine.building import OUT, decided, group, leaf, marked, whole
from tests.scoring.engine.test_cases import read_cases
from tests.scoring.engine.test_set_properties import sets, units

FLOOR = Criterion(
    code="b1", name="b1", max_points=Decimal(40), rule=ProportionalFloor(floor=Decimal(95), ceiling=Decimal(99))
)
NO_ZERO = Limit(code="khong-0", name="Không tiêu chí nào bị 0 điểm", when="criterion_zero", at_most="kha")
PLAIN = whole(group("a", 60, leaf("a1", 40), leaf("a2", 20)), group("b", 40, FLOOR))
NOI = {"a1": marked(30), "a2": marked(10), "b1": Entry(Inputs(numerator=Decimal(96), denominator=Decimal(100)))}


def trial(*given, criteria_set=PLAIN, entries=NOI, unit="noi", figures=None):
    """The result of one unit after the changes, by code of line."""
    changes, slips = read(list(given))
    assert slips == []
    assert check(criteria_set, changes, ["noi", "ngoai"]) == []
    changed_set, changed = apply(criteria_set, {unit: entries}, changes, {unit: figures or {}})
    result = evaluate(changed_set, changed[unit])
    return result, {line.code: line for line in result.lines}


def slips_of(*given, criteria_set=PLAIN):
    changes, slips = read(list(given))
    return [str(slip) for slip in slips or check(criteria_set, changes, ["noi", "ngoai"])]


def weight(code, points):
    return {"kind": "weight", "code": code, "max": points}


def test_no_change_changes_nothing():
    assert trial()[0] == evaluate(PLAIN, NOI)


def test_weights_scale_the_points_and_the_reason_says_so():
    result, lines = trial(weight("a1", "20"), weight("b1", "60"))

    assert (lines["a1"].points, lines["a1"].max_points) == (15, 20)
    assert lines["a1"].reason.endswith("trọng số thử 40 → 20: 30 × 20/40 = 15,00 điểm")
    assert (lines["b1"].points, lines["b"].max_points) == (Decimal("57.60"), 60)
    assert (lines["a"].max_points, result.total) == (40, Decimal("82.60"))


def test_group_weight_scales_the_sum_of_the_group():
    result, lines = trial(weight("a", "40"), weight("b", "60"))

    assert (lines["a"].points, lines["a1"].points) == (Decimal("26.67"), 30)
    assert lines["a"].reason.endswith("trọng số thử 60 → 40: 40 × 40/60 = 26,67 điểm")
    assert result.total == Decimal("26.67") + Decimal("57.60")


def test_points_are_scaled_before_the_one_rounding():
    rule = Proportional(numerator_label="a", denominator_label="b")
    third = Inputs(numerator=Decimal(1), denominator=Decimal(3))

    # 1/3 × 0.1 = 0.0333…, rounded 0.03; of 10 points it is 3.33, not 3.00
    assert weights.award(rule, third, Decimal("0.1"), Decimal(10)).points == Decimal("3.33")
    assert weights.exact_points(rule, Inputs(numerator=Decimal(1), denominator=Decimal(8)), Decimal("0.1")) == Fraction(
        1, 80
    )


@pytest.mark.parametrize("case", read_cases("case"))
def test_every_kind_of_rule_gives_its_exact_points(case):
    """Of the same maximum the scaled rule gives the worked points (a sum of parts may round its parts before)."""
    rule, _ = read_rule(case["rule"])
    inputs, most = inputs_from(case["inputs"]), Decimal(case["max"])
    plain = rule.award(inputs, most)
    doubled = weights.award(rule, inputs, most, most * 2)

    if not isinstance(plain, Awarded):
        assert doubled == plain
    else:
        exact = weights.exact_points(rule, inputs, most)
        assert doubled.points == round_points(exact * 2)
        rounded_parts = len(case["rule"].get("parts", ())) or 1
        assert abs(exact - Fraction(plain.points)) <= Fraction(rounded_parts, 200)


def test_verified_points_move_to_the_new_scale():
    entries = {**NOI, "a1": decided(36, "Đã đối chiếu")}
    _, lines = trial(weight("a1", "20"), weight("a2", "40"), entries=entries)

    assert lines["a1"].points == 18
    assert "36,00/40 theo trọng số cũ" in lines["a1"].reason


def test_sum_that_is_not_the_scale_is_refused_with_the_sum():
    (slip,) = slips_of(weight("a1", "50"))

    assert "cộng lại thành 110, không bằng thang điểm 100" in slip


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": "gì"}, "Không có loại thay đổi “gì”"),
        ({"kind": "weight", "code": "a1"}, "Thiếu tham số “max”"),
        ({"kind": "weight", "code": "a1", "max": "nhiều"}, "phải là một số"),
        ("chữ", "Không có loại thay đổi"),
        (weight("z", "1"), "Không có tiêu chí hay nhóm “z”"),
        (weight("a1", "0"), "phải lớn hơn 0"),
        (weight("a1", "40.005"), "hai chữ số thập phân"),
        ({"kind": "mark", "unit": "noi", "code": "a", "points": "1"}, "a là một nhóm"),
        ({"kind": "mark", "unit": "la", "code": "a1", "points": "1"}, "Không có đơn vị “la”"),
        ({"kind": "mark", "unit": "noi", "code": "a1", "points": "41"}, "phải từ 0 đến 40"),
        ({"kind": "option", "name": "khac"}, "Không có quy định “khac”"),
        ({"kind": "option", "name": "band_low", "of": "tot", "value": "x"}, "“x” không phải là một số"),
        ({"kind": "option", "name": "band_low", "of": "la", "value": "1"}, "Không có mức xếp loại “la”"),
        ({"kind": "option", "name": "quota_percent", "value": "20"}, "không giới hạn tỷ lệ"),
        ({"kind": "option", "name": "limit_off", "of": "la"}, "Không có điều kiện hạ mức “la”"),
        ({"kind": "option", "name": "cap_total", "value": "co"}, "không phải là một lựa chọn"),
        ({"kind": "option", "name": "rule", "of": "b1", "path": "tran", "value": "1"}, "không có số “tran”"),
        ({"kind": "option", "name": "rule", "of": "b1", "path": "floor", "value": "101"}, "Mức sàn"),
    ],
)
def test_each_slip_is_told(given, said):
    assert any(said in slip for slip in slips_of(given)), slips_of(given)


def test_two_changes_of_one_thing_are_refused_at_the_second():
    assert slips_of(weight("a1", "30"), weight("a1", "20")) == [
        "Thay đổi 2: Thay đổi 1 đã nói về chỗ này; bỏ bớt một thay đổi."
    ]


def test_all_slips_are_told_at_once():
    assert len(slips_of(weight("x", "1"), weight("y", "1"))) == 2


def test_not_applicable_for_one_unit_only():
    change = {"kind": "not_applicable", "unit": "noi", "code": "b", "reason": "Không tiếp nhận hồ sơ"}

    _, lines = trial(change)
    _, others = trial(change, unit="ngoai")

    assert lines["b1"].status == "not_applicable" and "Không tiếp nhận hồ sơ" in lines["b1"].reason
    assert others["b1"].points == Decimal("38.40")


def test_not_applicable_taken_back_counts_what_was_reported():
    entries = {**NOI, "b1": OUT}
    change = {"kind": "not_applicable", "code": "b1", "applies": True}

    assert trial(change, entries=entries)[1]["b1"].status == "not_reported"
    assert trial(change, entries=entries, figures={"b1": NOI["b1"].measured})[1]["b1"].points == Decimal("38.40")


def test_criterion_that_the_set_leaves_out_is_taken_in_for_all_only():
    left_out = whole(group("a", 60, leaf("a1", 40), leaf("a2", 20)), group("b", 40, FLOOR, suspended="Tạm dừng"))
    change = {"kind": "not_applicable", "code": "b1", "applies": True}

    assert trial(change, criteria_set=left_out)[1]["b1"].points == Decimal("38.40")
    assert any(
        "chỉ thử áp dụng lại được cho mọi đơn vị" in slip
        for slip in slips_of({**change, "unit": "noi"}, criteria_set=left_out)
    )


def test_contested_mark_counts_also_where_the_criterion_was_left_out():
    change = {"kind": "mark", "unit": "noi", "code": "b1", "points": "40", "reason": "Theo kiến nghị"}

    assert trial(change)[1]["b1"].points == 40
    assert trial(change, entries={**NOI, "b1": OUT})[1]["b1"].points == 40


def test_options():
    limited = replace(PLAIN, limits=(NO_ZERO,), quota=Quota(band="xs", percent=Decimal(20)), cap_total=True)
    zero = {**NOI, "a1": marked(40), "a2": marked(0)}

    def option(name, value="", **more):
        return trial({"kind": "option", "name": name, "value": value, **more}, criteria_set=limited, entries=zero)[0]

    assert trial(criteria_set=limited, entries=zero)[0].band.code == "kha"
    assert option("limit_off", of="khong-0").limits == ()
    assert option("band_low", "78", of="tot").reached.code == "tot"
    assert option("rule", "97", of="b1", path="floor").total == 40
    changes, _ = read([{"kind": "option", "name": "quota_rounding", "value": "up"}])
    assert apply(limited, {}, changes)[0].quota.rounding == "up"
    changes, _ = read([{"kind": "option", "name": "quota_percent", "value": "30"}])
    assert apply(limited, {}, changes)[0].quota.percent == 30
    changes, _ = read([{"kind": "option", "name": "rescaling", "of": "a", "value": "none"}])
    assert apply(limited, {}, changes)[0].groups[0].rescaling == "none"
    changes, _ = read([{"kind": "option", "name": "bonus_cap", "value": "7.5"}])
    assert apply(limited, {}, changes)[0].bonus.cap == Decimal("7.5")


def test_numbers_of_a_rule_are_found_at_any_depth():
    rule, _ = read_rule(
        {
            "kind": "precondition",
            "condition": "Có kế hoạch",
            "rule": {"kind": "step_table", "steps": [{"low": "90", "points": "5"}, {"low": "0", "points": "1"}]},
        }
    )

    found = {each.path: each.value for each in scenario_options.numbers_of(rule)}

    assert found == {"rule.steps.0.low": 90, "rule.steps.0.points": 5, "rule.steps.1.low": 0, "rule.steps.1.points": 1}
    holder = whole(group("a", 100, Criterion(code="a1", name="a1", max_points=Decimal(100), rule=rule)))
    changes, _ = read([{"kind": "option", "name": "rule", "of": "a1", "path": "rule.steps.1.points", "value": "2"}])
    assert next(apply(holder, {}, changes)[0].criteria()).rule.rule.steps[1].points == 2


def test_changes_survive_being_written_down():
    given = [
        weight("a1", "20.5"),
        {"kind": "not_applicable", "code": "b1", "unit": "noi", "reason": "Không có"},
        {"kind": "option", "name": "rule", "value": "97", "of": "b1", "path": "floor", "label": "Mức sàn"},
        {"kind": "mark", "unit": "noi", "code": "a1", "points": "12.25", "reason": "Kiến nghị"},
    ]

    assert [write(change) for change in read(given)[0]] == given


@st.composite
def trials(draw):
    criteria_set = draw(sets())
    codes = [each.code for each in criteria_set.criteria()]
    decisions = st.fixed_dictionaries(
        {"kind": st.just("not_applicable"), "code": st.sampled_from(codes), "applies": st.booleans()}
    )
    marks = st.fixed_dictionaries(
        {
            "kind": st.just("mark"),
            "unit": st.just("noi"),
            "code": st.sampled_from(codes),
            "points": st.sampled_from(["0", "0.01"]),
        }
    )
    tops = [each.code for each in criteria_set.groups]
    given = draw(st.lists(st.one_of(decisions, marks), max_size=4))
    if len(tops) > 1:
        given.append(weight(tops[0], str(criteria_set.groups[1].max_points)))
        given.append(weight(tops[1], str(criteria_set.groups[0].max_points)))
    return criteria_set, draw(units(criteria_set)), given


@given(trials())
@settings(max_examples=60, deadline=None)
def test_originals_are_never_touched_and_the_trial_stays_in_its_bounds(case):
    criteria_set, (entries, standing), given = case
    changes, slips = read(given)
    assert slips == []
    kept_set, kept_entries = deepcopy(criteria_set), deepcopy(entries)
    before = evaluate(criteria_set, entries, standing)

    changed_set, changed = apply(criteria_set, {"noi": entries}, changes)
    result = evaluate(changed_set, changed["noi"], standing)

    assert (criteria_set, entries) == (kept_set, kept_entries)
    assert evaluate(criteria_set, entries, standing) == before
    assert all(line.points is None or 0 <= line.points <= line.max_points for line in result.lines)
    if not given:
        assert result == before


@given(trials())
@settings(max_examples=30, deadline=None)
def test_the_same_weights_again_change_nothing(case):
    criteria_set, (entries, standing), _ = case
    changes, _ = read([weight(node.code, str(node.max_points)) for node in criteria_set.nodes()])

    changed_set, changed = apply(criteria_set, {"noi": entries}, changes)

    assert evaluate(changed_set, changed["noi"], standing) == evaluate(criteria_set, entries, standing)


def test_a_decision_out_of_nothing_is_left_alone():
    assert apply(PLAIN, {"noi": {"a1": Entry(NotApplicable("x"), Decision(Decimal(1), ""))}}, [])[1]["noi"][
        "a1"
    ] == Entry(NotApplicable("x"), Decision(Decimal(1), ""))
