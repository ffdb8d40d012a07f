"""Worked examples of a set that do not come out are slips, with the calculation beside them."""

from copy import deepcopy

import pytest

from scoring.engine.definition import read_set
from scoring.engine.examples import run
from tests.scoring.engine.test_definition import SOUND

RIGHT = {
    "name": "Đủ",
    "entry": {"a1": {"done": True}, "a2": {"value": 95}},
    "expect": {"a1": 6, "a2": 4, "a": 10},
    "total": 10,
    "grade": "dat",
}


def slips_of(*examples):
    built, slips = read_set({**deepcopy(SOUND), "example": list(examples)})
    assert slips == []
    return [(slip.place, slip.message, slip.code_of) for slip in run(built)]


def test_examples_that_come_out_say_nothing():
    assert slips_of(RIGHT, {**RIGHT, "name": "Nữa"}) == []


@pytest.mark.parametrize(
    ("change", "message", "code"),
    [
        (
            {"expect": {"a1": 5}},
            "Mục a1 phải là 5,00 điểm nhưng tính ra 6,00 điểm. Có thực hiện, được 6,00 điểm.",
            "a1",
        ),
        (
            {"expect": {"a1": "not_applicable"}},
            "Mục a1 phải là không áp dụng nhưng tính ra 6,00 điểm. Có thực hiện, được 6,00 điểm.",
            "a1",
        ),
        (
            {"total": 9},
            "Tổng điểm phải là 9,00 điểm nhưng tính ra 10,00 điểm. "
            "10,00 điểm. Tổng điểm 10,00. Xếp loại Đạt (từ 5 điểm trở lên).",
            "",
        ),
        (
            {"grade": "khong"},
            "Xếp loại phải là Không đạt nhưng tính ra Đạt. "
            "10,00 điểm. Tổng điểm 10,00. Xếp loại Đạt (từ 5 điểm trở lên).",
            "",
        ),
        (
            {"entry": {"a1": {"decided": 7}, "a2": {"value": 95}}},
            "Tiêu chí a1: điểm thẩm định phải từ 0 đến 6.",
            "",
        ),
        (
            {"entry": {"a1": {"done": True}}, "expect": {"a2": 4}, "total": 6},
            "Mục a2 phải là 4,00 điểm nhưng tính ra chưa có số liệu. Chưa có số liệu: kết quả; chưa được tính điểm.",
            "a2",
        ),
        (
            {"entry": {"a1": {"not_applicable": "X"}, "a2": {"not_applicable": "X"}}, "expect": {}, "grade": ""},
            "Tổng điểm phải là 10,00 điểm nhưng tính ra không có tổng điểm. Không có tiêu chí nào áp dụng cho đơn vị.",
            "",
        ),
    ],
)
def test_difference_is_a_slip_at_its_node(change, message, code):
    assert slips_of({**RIGHT, **change}) == [("Ví dụ “Đủ”", message, code)]


def test_every_example_that_fails_is_told():
    assert len(slips_of({**RIGHT, "total": 9, "grade": "khong"}, {**RIGHT, "name": "Nữa", "total": 1})) == 3
