"""Inputs as stored, and what is refused."""

from decimal import Decimal
from fractions import Fraction

import pytest

from scoring.engine.values import Inputs, OptionCount, PartInputs, inputs_from


def test_inputs_survive_storing():
    inputs = Inputs(numerator=Decimal("1204"), denominator=Decimal("1215.50"), done=False, count=0)

    stored = inputs.as_mapping()

    assert stored == {"numerator": "1204", "denominator": "1215.5", "count": 0, "done": False}
    assert inputs_from(stored) == inputs


def test_nested_inputs_survive_storing():
    inputs = Inputs(
        average=Fraction(200, 3),
        condition=False,
        counts=(OptionCount("A", 3), OptionCount("B", 0)),
        parts=(PartInputs("p1", Inputs(parts=(PartInputs("x", Inputs(average=Fraction(1, 8))),))),),
    )

    stored = inputs.as_mapping()

    assert stored == {
        "average": "200/3",
        "condition": False,
        "counts": [{"code": "A", "count": 3}, {"code": "B", "count": 0}],
        "parts": [
            {"code": "p1", "inputs": {"parts": [{"code": "x", "inputs": {"average": "0.125"}}]}},
        ],
    }
    assert inputs_from(stored) == inputs


def test_figures_of_the_whole_stand_in_for_a_part_without_its_own():
    whole = Inputs(value=Decimal(5), parts=(PartInputs("a", Inputs(value=Decimal(7))),))

    assert whole.of_part("a") == Inputs(value=Decimal(7))
    assert whole.of_part("b") == Inputs(value=Decimal(5))


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ({"count": -1}, "Số lượng không được là số âm."),
        ({"numerator": "abc"}, "phải là một số"),
        ({"value": "NaN"}, "phải là một số hữu hạn"),
        ({"count": "2"}, "phải là một số nguyên"),
        ({"done": 1}, "đúng hoặc sai"),
        ({"ghi_chu": 1}, "Không có tham số “ghi_chu”."),
        ({"value": "1E+1000000"}, "không quá 30 chữ số"),
        ({"average": "1/0"}, "phân số"),
        ({"average": "một/hai"}, "phân số"),
        ({"counts": [{"code": "A", "count": -1}]}, "Số phiếu chọn “A” không được là số âm."),
        ({"counts": [{"code": "A", "count": 1}, {"code": "A", "count": 2}]}, "trùng mã"),
        ({"counts": [{"code": "A"}]}, "mục thứ 1: Thiếu tham số “count”."),
        ({"parts": [{"code": "a", "inputs": {"count": "x"}}]}, "Trong “inputs”: Tham số “count” phải là"),
        ({"parts": "a"}, "một danh sách"),
    ],
)
def test_bad_inputs_are_refused_in_vietnamese(stored, said):
    with pytest.raises(ValueError, match=said):
        inputs_from(stored)
