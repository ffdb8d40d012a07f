"""What the validator reports of tie-break, limits, quota and worked examples."""

import pytest

from tests.scoring.engine.slips import limit, one, slips_of


def quota(**more):
    return {"quota": {"band": "dat", "percent": 20, **more}}


def three_bands(given):
    given["band"].insert(0, {"code": "tot", "name": "Tốt", "low": 8})


@pytest.mark.parametrize(
    ("change", "place", "message", "code", "gravity", "field"),
    [
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


def test_examples_need_names_of_their_own():
    same = [{"name": "V", "total": 1}, {"name": "V", "total": 2}]

    assert [slip.message for slip in slips_of(lambda given: given.update(example=same))] == [
        "Tên này dùng 2 lần; mỗi ví dụ cần một tên riêng."
    ] * 2
    assert one(lambda given: given.update(example=[{"name": " ", "total": 1}])).message == "Chưa có tên."
