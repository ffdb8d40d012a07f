"""What the validator reports: at which place, at which node, how grave; and all of it at once."""

from copy import deepcopy
from decimal import Decimal

import pytest

from scoring.engine.definition import errors, read_set
from tests.scoring.engine.test_definition import SOUND, second


def slips_of(change):
    given = deepcopy(SOUND)
    change(given)
    return read_set(given)[1]


def one(change):
    found = slips_of(change)
    assert len(found) == 1, [str(slip) for slip in found]
    return found[0]


def first(given):
    return given["group"][0]["criterion"][0]


def limit(**more):
    return {"code": "gh", "name": "Giới hạn", "when": "not_assessed", "at_most": "khong", **more}


def quota(**more):
    return {"quota": {"band": "dat", "percent": 20, **more}}


def three_bands(given):
    given["band"].insert(0, {"code": "tot", "name": "Tốt", "low": 8})


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
        (
            lambda given: given.update(tie_break=["a", "z"]),
            "Thứ tự phân định khi bằng điểm",
            "Không có nhóm hay tiêu chí mã “z”.",
            "",
            "error",
            "tie_break",
        ),
        (
            lambda given: given.update(tie_break=["vote", "a"]),
            None,
            "Bỏ phiếu (vote) phải đứng cuối: sau bỏ phiếu không còn gì để phân định.",
            "",
            "error",
            "tie_break",
        ),
        (lambda given: given.update(tie_break=["a", "a"]), None, "Mã “a” ghi 2 lần.", "", "error", "tie_break"),
        (
            lambda given: given.update(limit=[limit(at_most="kem")]),
            "Điều kiện hạ mức gh",
            "Không có mức xếp loại mã “kem”.",
            "",
            "error",
            "limit",
        ),
        (
            lambda given: given.update(limit=[limit(at_most="dat")]),
            None,
            "Không hạ được mức nào: mức ghi ở đây đã là mức cao nhất.",
            "",
            "error",
            "limit",
        ),
        (lambda given: given.update(limit=[limit(when="trời mưa")]), "Điều kiện hạ mức gh", None, "", "error", "limit"),
        (
            lambda given: given.update(limit=[limit(when="criterion_zero", criteria=["a1", "z"])]),
            None,
            "Không có tiêu chí mã “z” trong phần điểm chính.",
            "",
            "error",
            "limit",
        ),
        (
            lambda given: given.update(limit=[limit(when="node_below", node="z", percent=80)]),
            None,
            "Không có nhóm hay tiêu chí mã “z” trong phần điểm chính.",
            "",
            "error",
            "limit",
        ),
        (
            lambda given: given.update(limit=[limit(when="node_below", node="a", percent=101)]),
            None,
            "Tỷ lệ phải lớn hơn 0 và không quá 100, không phải 101.",
            "",
            "error",
            "limit",
        ),
        (
            lambda given: given.update(limit=[limit(node="a")]),
            None,
            "Mã mục và tỷ lệ chỉ dùng cho loại node_below.",
            "",
            "error",
            "limit",
        ),
        (
            lambda given: given.update(quota(band="kem")),
            "Tỷ lệ tối đa",
            "Không có mức xếp loại mã “kem”.",
            "",
            "error",
            "quota",
        ),
        (
            lambda given: given.update(quota(band="khong")),
            None,
            "Mức thấp nhất không giới hạn tỷ lệ được: không còn mức nào thấp hơn.",
            "",
            "error",
            "quota",
        ),
        (lambda given: given.update(quota(percent=0)), "Tỷ lệ tối đa", None, "", "error", "quota"),
        (lambda given: given.update(quota(base="some")), "Tỷ lệ tối đa", None, "", "error", "quota"),
        (lambda given: given.update(quota(rounding="floor")), "Tỷ lệ tối đa", None, "", "error", "quota"),
        (lambda given: given.update(quota(at_least=-1)), None, "Số suất ít nhất không được âm.", "", "error", "quota"),
        (
            lambda given: given.update(quota(base="reaching")),
            None,
            "Không có mức xếp loại mã “” để làm cơ sở.",
            "",
            "error",
            "quota",
        ),
        (
            lambda given: (three_bands(given), given.update(quota(base="reaching", base_band="tot"))),
            None,
            "Mức làm cơ sở không được cao hơn mức bị giới hạn.",
            "",
            "error",
            "quota",
        ),
        (
            lambda given: given.update(example=[{"name": "V", "entry": {"a": {"done": True}}, "total": 1}]),
            "Ví dụ “V”",
            "Không có tiêu chí mã “a”.",
            "",
            "error",
            "example",
        ),
        (
            lambda given: given.update(example=[{"name": "V", "expect": {"z": 1}}]),
            "Ví dụ “V”",
            "Không có nhóm hay tiêu chí mã “z”.",
            "",
            "error",
            "example",
        ),
        (
            lambda given: given.update(example=[{"name": "V", "grade": "kem"}]),
            "Ví dụ “V”",
            "Không có mức xếp loại mã “kem”.",
            "",
            "error",
            "example",
        ),
        (
            lambda given: given.update(example=[{"name": "V", "total": 1, "circumstances": {"kt": "Có"}}]),
            "Ví dụ “V”",
            "Không có điều kiện hạ mức theo sự việc mã “kt”.",
            "",
            "error",
            "example",
        ),
        (
            lambda given: given.update(example=[{"name": "V"}]),
            "Ví dụ “V”",
            "Chưa ghi kết quả mong đợi nào.",
            "",
            "warning",
            "example",
        ),
    ],
)
def test_slip_stands_at_its_node_with_its_gravity(change, place, message, code, gravity, field):
    slip = one(change)

    assert slip.place == (place or slip.place)
    assert slip.message == (message or slip.message)
    assert (slip.code_of, slip.gravity, slip.field) == (code, gravity, field)


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"a1": {"done": 1}}, "Số liệu của “a1”: Tham số “done” phải là đúng hoặc sai (true, false), không phải “1”."),
        ({"a1": {"lam": True}}, "Số liệu của “a1”: Không có tham số “lam”."),
        ({"a1": 5}, "Số liệu của “a1” phải là một bảng."),
        (
            {"a1": {"not_applicable": "Không có", "done": True}},
            "Tiêu chí “a1” không áp dụng thì chỉ ghi lý do bằng chữ, không ghi số liệu.",
        ),
        ({"a1": {"decided": "hai"}}, "Điểm thẩm định của “a1”: Tham số “decided” phải là một số, không phải “hai”."),
    ],
)
def test_example_that_cannot_be_read_is_told(entry, message):
    slips = slips_of(lambda given: given.update(example=[{"name": "V", "entry": entry, "total": 1}]))

    assert [(slip.place, slip.message) for slip in slips] == [("Ví dụ “V”", message)]


def test_expected_points_must_be_points_or_a_status():
    slips = slips_of(lambda given: given.update(example=[{"name": "V", "expect": {"a1": "nhiều"}}]))

    assert [slip.message for slip in slips] == [
        "Kết quả mong đợi của “a1” phải là số điểm hoặc not_reported hoặc not_applicable."
    ]


def test_part_that_another_always_beats_is_a_warning():
    never = {"code": "p2", "label": "Thấp", "rule": {"kind": "level", "levels": levels(2, 0)}}
    always = {"code": "p1", "label": "Cao", "rule": {"kind": "level", "levels": levels(6, 2)}}
    both = {"kind": "best_of", "parts": [always, never]}

    slip = one(lambda given: first(given).update(rule=both))

    assert (slip.gravity, slip.field, slip.code_of) == ("warning", "rule", "a1")
    assert slip.message == (
        "Phần p2 không bao giờ được chọn: nhiều nhất 2 điểm, trong khi phần p1 luôn được ít nhất chừng đó."
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


def test_examples_need_names_of_their_own():
    same = [{"name": "V", "total": 1}, {"name": "V", "total": 2}]

    assert [slip.message for slip in slips_of(lambda given: given.update(example=same))] == [
        "Tên này dùng 2 lần; mỗi ví dụ cần một tên riêng."
    ] * 2
    assert one(lambda given: given.update(example=[{"name": " ", "total": 1}])).message == "Chưa có tên."


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
