"""Inputs as stored, and what is refused."""

from decimal import Decimal

import pytest

from scoring.engine.values import Inputs, inputs_from


def test_inputs_survive_storing():
    inputs = Inputs(numerator=Decimal("1204"), denominator=Decimal("1215.50"), done=False, count=0)

    stored = inputs.as_mapping()

    assert stored == {"numerator": "1204", "denominator": "1215.5", "count": 0, "done": False}
    assert inputs_from(stored) == inputs


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ({"count": -1}, "Số lượng không được là số âm."),
        ({"numerator": "abc"}, "phải là một số"),
        ({"value": "NaN"}, "phải là một số hữu hạn"),
        ({"count": "2"}, "phải là một số nguyên"),
        ({"done": 1}, "đúng hoặc sai"),
        ({"ghi_chu": 1}, "Không có tham số “ghi_chu”."),
    ],
)
def test_bad_inputs_are_refused_in_vietnamese(stored, said):
    with pytest.raises(ValueError, match=said):
        inputs_from(stored)
