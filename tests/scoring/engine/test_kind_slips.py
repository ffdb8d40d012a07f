"""Faults in the parameters of composed and compared rules, each told with its place."""

from decimal import Decimal

import pytest

from scoring.engine.rules import read_rule

MAX = Decimal(6)


def slips_of(stated):
    rule, slips = read_rule(stated)
    assert slips == []
    return rule.slips(MAX)


@pytest.mark.parametrize(
    ("stated", "slip"),
    [
        ({"kind": "survey_share", "options": [{"code": "A", "label": "A", "weight": 100}]}, "ít nhất hai mức trả lời"),
        (
            {
                "kind": "survey_share",
                "options": [{"code": "a.b", "label": "A", "weight": 100}, {"code": "b", "label": "B", "weight": 0}],
            },
            "Mã mức trả lời “a.b” chỉ gồm",
        ),
        (
            {
                "kind": "survey_share",
                "options": [{"code": "a", "label": "A", "weight": 0}, {"code": "b", "label": "B", "weight": 101}],
            },
            "từ 0 đến 100%",
        ),
        ({"kind": "all_members", "otherwise": 6}, "từ 0 đến dưới điểm tối đa"),
        ({"kind": "external", "source": " "}, "nơi công bố"),
        ({"kind": "external", "source": "x", "scale": 0}, "lớn hơn 0"),
        ({"kind": "versus_average", "reached": 0}, "lớn hơn điểm khi không đạt"),
        ({"kind": "precondition", "condition": "", "rule": {"kind": "yes_no"}}, "Cần ghi điều kiện"),
        ({"kind": "precondition", "condition": "x", "rule": {"kind": "manual", "step": 4}}, "chia hết"),
        ({"kind": "best_of", "parts": [{"code": "a", "label": "A", "rule": {"kind": "yes_no"}}]}, "ít nhất hai phần"),
        (
            {"kind": "best_of", "parts": [{"code": "a", "label": "A", "rule": {"kind": "bonus"}}] * 2},
            "không thể là điểm cộng",
        ),
        (
            {"kind": "best_of", "parts": [{"code": "a", "label": "", "rule": {"kind": "yes_no"}}] * 2},
            "Mã phần “a” dùng 2 lần",
        ),
        (
            {
                "kind": "sum_of_parts",
                "parts": [
                    {"code": "a", "label": "A", "max": 4, "rule": {"kind": "yes_no"}},
                    {"code": "b", "label": "B", "max": 1, "rule": {"kind": "yes_no"}},
                ],
            },
            "cộng lại là 5, không bằng điểm tối đa 6",
        ),
        (
            {
                "kind": "sum_of_parts",
                "parts": [
                    {"code": "a", "label": "A", "max": 4, "rule": {"kind": "versus_average", "reached": 3}},
                    {"code": "b", "label": "B", "max": 2, "rule": {"kind": "yes_no"}},
                ],
            },
            "Phần “A”: cách tính cho nhiều nhất 3 điểm nhưng phần này có 4 điểm",
        ),
        (
            {"kind": "level", "levels": [{"code": "a", "name": "A"}, {"code": "b", "name": "B", "points": 0}]},
            "Mức “A” phải ghi điểm hoặc tỷ lệ",
        ),
        ({"kind": "proportional", "unit": "phút", "may_exceed": True}, "vượt 100%"),
    ],
)
def test_fault_of_a_new_kind_is_told(stated, slip):
    assert any(slip in found for found in slips_of(stated)), slips_of(stated)


def test_rule_inside_a_rule_tells_its_faults_with_their_place():
    stated = {"kind": "best_of", "parts": [{"code": "a", "label": "A", "rule": {"kind": "on_time", "late": [{}]}}]}

    _, slips = read_rule(stated)

    assert slips == [
        f"Trong “parts”: mục thứ 1: Trong “rule”: Trong “late”: mục thứ 1: Thiếu tham số “{name}”."
        for name in ("days", "points")
    ]


def test_rules_nested_without_end_are_refused():
    stated = {"kind": "yes_no"}
    for _ in range(5000):
        stated = {"kind": "precondition", "condition": "x", "rule": stated}

    assert read_rule(stated) == (None, ["Cách tính lồng nhau quá 20 tầng."])
