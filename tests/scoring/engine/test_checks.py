"""What the validator reports of the tree: at which place, at which node, how grave; and all of it at once."""

from copy import deepcopy
from decimal import Decimal

import pytest

from scoring.engine.definition import errors, read_set
from tests.scoring.engine.slips import limit, one, slips_of
from tests.scoring.engine.test_definition import SOUND, second


def first(given):
    return given["group"][0]["criterion"][0]


@pytest.mark.parametrize(
    ("change", "place", "message", "code", "gravity", "field"),
    [
        (
            lambda given: second(given).pop("evidence"),
            "Tiêu chí a2",
            "Chưa ghi tài liệu kiểm chứng.",
            "a2",
            "warning",
            "evidence",
        ),
        (
            lambda given: given["group"].append({"code": "b", "name": "B", "max": 0}),
            "Nhóm b",
            "Chưa có tiêu chí nào.",
            "b",
            "warning",
            "",
        ),
        (
            lambda given: given.update(total=11),
            "Bộ tiêu chí",
            "Điểm tối đa ghi 11 nhưng các mục bên trong cộng lại là 10.",
            "",
            "error",
            "total",
        ),
        (
            lambda given: (given.update(total=11), given["group"][0].update(max=11)),
            "Nhóm a",
            "Điểm tối đa ghi 11 nhưng các mục bên trong cộng lại là 10.",
            "a",
            "error",
            "max",
        ),
        (
            lambda given: first(given).update(code="a2"),
            "Bộ tiêu chí",
            "Mã “a2” dùng 2 lần.",
            "a2",
            "error",
            "code",
        ),
        (lambda given: first(given).update(code="vote"), "Tiêu chí vote", None, "vote", "error", "code"),
        (lambda given: first(given).update(code="x" * 21), None, "Mã dài quá 20 ký tự.", "x" * 21, "error", "code"),
        (lambda given: first(given).update(code=" "), None, "Chưa có mã.", " ", "error", "code"),
        (lambda given: first(given).update(name=""), "Tiêu chí a1", "Chưa có tên.", "a1", "error", "name"),
        (
            lambda given: second(given)["rule"]["steps"][0].update(points=3),
            "Tiêu chí a2",
            "Cách tính cho nhiều nhất 3 điểm nhưng điểm tối đa là 4.",
            "a2",
            "error",
            "rule",
        ),
        (lambda given: given["group"][0].update(rescaling="đều"), "Nhóm a", None, "a", "error", "rescaling"),
        (lambda given: first(given).update(when_exempt="x"), "Tiêu chí a1", None, "a1", "error", "when_exempt"),
        (
            lambda given: given["group"][0].update(suspended="Bỏ"),
            "Bộ tiêu chí",
            "Không còn tiêu chí nào được đánh giá: mọi mục đều ghi là không đánh giá.",
            "",
            "error",
            "suspended",
        ),
        (lambda given: given.update(code="bộ mẫu"), "Bộ tiêu chí", None, "", "error", "code"),
        (lambda given: given.update(version=0), "Bộ tiêu chí", "Số phiên bản phải từ 1.", "", "error", "version"),
        (
            lambda given: given["band"][0].update(code="khong"),
            "Mức xếp loại",
            "Mã “khong” dùng 2 lần.",
            "",
            "error",
            "band",
        ),
        (
            lambda given: given["band"].insert(0, {"code": "qua", "name": "Quá", "low": 11}),
            "Mức xếp loại",
            "Không đơn vị nào đạt được mức Quá (từ 11 điểm): tổng điểm nhiều nhất có thể là 10.",
            "",
            "error",
            "band",
        ),
        (
            lambda given: given.update(bonus={"cap": 3}),
            "Điểm cộng",
            "Có mức trần nhưng chưa có tiêu chí nào.",
            "",
            "warning",
            "cap",
        ),
    ],
)
def test_slip_stands_at_its_node_with_its_gravity(change, place, message, code, gravity, field):
    slip = one(change)

    assert slip.place == (place or slip.place)
    assert slip.message == (message or slip.message)
    assert (slip.code_of, slip.gravity, slip.field) == (code, gravity, field)


def test_part_that_another_always_beats_is_a_warning():
    never = {"code": "p2", "label": "Thấp", "rule": {"kind": "level", "levels": levels(2, 0)}}
    always = {"code": "p1", "label": "Cao", "rule": {"kind": "level", "levels": levels(6, 2)}}
    both = {"kind": "best_of", "parts": [always, never]}

    slip = one(lambda given: first(given).update(rule=both))

    assert (slip.gravity, slip.field, slip.code_of) == ("warning", "rule", "a1")
    assert slip.message == (
        "Phần “Thấp” không bao giờ được chọn: nhiều nhất 2 điểm, trong khi phần “Cao” luôn được ít nhất chừng đó."
    )
    inside = {"kind": "precondition", "condition": "Có kế hoạch", "rule": both}
    assert one(lambda given: first(given).update(rule=inside)).message == slip.message
    higher = {**never, "rule": {"kind": "level", "levels": levels(3, 0)}}
    assert slips_of(lambda given: first(given).update(rule={**both, "parts": [always, higher]})) == []


def levels(*points):
    return [{"code": f"m{place}", "name": f"Mức {place}", "points": each} for place, each in enumerate(points)]


def test_bonus_may_lift_the_reachable_total_only_where_it_is_not_capped():
    def change(cap_total):
        def apply(given):
            leaf = {"code": "T", "name": "T", "max": 2, "evidence": "Q", "rule": {"kind": "bonus"}}
            given.update(cap_total=cap_total, bonus={"cap": 1, "criterion": [leaf]})
            given["band"].insert(0, {"code": "qua", "name": "Quá", "low": 11})

        return apply

    assert slips_of(change(False)) == []
    assert "nhiều nhất có thể là 10" in one(change(True)).message


def test_bonus_that_a_cap_of_zero_swallows_is_an_error():
    leaf = {"code": "T", "name": "T", "max": 2, "evidence": "Q", "rule": {"kind": "bonus"}}

    slip = one(lambda given: given.update(bonus={"criterion": [leaf]}))

    assert (slip.place, slip.gravity) == ("Điểm cộng", "error")


def test_bonus_is_not_given_to_those_it_does_not_concern():
    leaf = {"code": "T", "name": "T", "max": 2, "evidence": "Q", "when_exempt": "full", "rule": {"kind": "bonus"}}

    assert one(lambda given: given.update(bonus={"cap": 2, "criterion": [leaf]})).field == "when_exempt"


def test_points_have_at_most_two_decimals():
    def change(given):
        first(given).update(max=Decimal("5.995"))
        second(given).update(max=Decimal("4.005"), rule={"kind": "proportional"})

    assert [slip.message for slip in slips_of(change)] == ["Điểm tối đa có quá hai chữ số thập phân."] * 2


@pytest.mark.parametrize(("figure", "fault"), [("100000.01", "quá lớn"), ("10.005", "quá hai chữ số thập phân")])
def test_figures_that_cannot_be_kept_are_told(figure, fault):
    def change(given):
        leaf = {"code": "T", "name": "T", "max": figure, "evidence": "Q", "rule": {"kind": "bonus"}}
        given.update(total=figure, bonus={"cap": figure, "criterion": [leaf]})
        given["band"][0].update(low=figure)

    found = [slip.message for slip in slips_of(change)]

    assert sum(fault in message for message in found) == 4, found


def test_published_slips_are_found():
    """A published set gives an index 2 points at most but 1 at best, and calls a section of 20 points one of 10."""

    def change(given):
        given["group"][0].update(max=20)
        second(given).update(rule={"kind": "versus_average", "reached": 1}, max=4)

    assert [str(slip) for slip in slips_of(change)] == [
        "Bộ tiêu chí: Điểm tối đa ghi 10 nhưng các mục bên trong cộng lại là 20.",
        "Nhóm a: Điểm tối đa ghi 20 nhưng các mục bên trong cộng lại là 10.",
        "Tiêu chí a2: Cách tính cho nhiều nhất 1 điểm nhưng điểm tối đa là 4.",
    ]


def test_everything_is_told_at_once_even_when_parts_cannot_be_read():
    def change(given):
        first(given).update(rule={"kind": "đoán"})
        second(given).update(max="bốn")
        second(given).pop("evidence")
        given["group"].append(
            {
                "code": "b",
                "name": "B",
                "max": 5,
                "criterion": [{"code": "b1", "name": "", "max": 4, "evidence": "Sổ", "rule": {"kind": "yes_no"}}],
            }
        )
        given.update(tie_break=["a2", "z"], limit=[limit(when="criterion_zero", criteria=["a2"])], total=15)

    found = [str(slip) for slip in slips_of(change)]

    assert found[0].startswith("Tiêu chí a1: Không có cách tính “đoán”.")
    assert found[1:] == [
        "Tiêu chí a2: Tham số “max” phải là một số, không phải “bốn”.",
        "Tiêu chí b1: Chưa có tên.",
        "Nhóm b: Điểm tối đa ghi 5 nhưng các mục bên trong cộng lại là 4.",
        "Thứ tự phân định khi bằng điểm: Không có nhóm hay tiêu chí mã “z”.",
    ]


def test_warnings_do_not_keep_a_set_from_being_built():
    given = deepcopy(SOUND)
    second(given).pop("evidence")

    built, slips = read_set(given)

    assert built is not None
    assert slips and errors(slips) == []
