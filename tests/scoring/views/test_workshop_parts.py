"""Bands, limits, tie-break, quota, worked examples, and two sets side by side."""

from decimal import Decimal

import pytest
from django.urls import reverse

from scoring.services import workshop, workshop_tree
from tests.factories.scoring import NOW, stored_small_set
from tests.scoring.workshop_desk import address, node, page_of, post


def test_bands_are_sorted_coded_and_dropped(client, office, draft):
    rows = [("xuat_sac", "Xuất sắc", "90"), ("tot", "", ""), ("", "Chưa đạt", "0"), ("", "Đạt", "60")]
    sent = {"muc-TOTAL_FORMS": len(rows), "muc-INITIAL_FORMS": 3}
    for at, (code, name, low) in enumerate(rows):
        sent |= {f"muc-{at}-code": code, f"muc-{at}-name": name, f"muc-{at}-low": low}
    response = post(client, "bands", draft, **sent)

    assert response.status_code == 302
    assert list(draft.bands.values_list("code", "name", "low")) == [
        ("xuat_sac", "Xuất sắc", 90), ("dat", "Đạt", 60), ("chua_dat", "Chưa đạt", 0)
    ]  # fmt: skip


def test_limits_are_stored_as_the_file_says_them(client, office, draft):
    sent = {
        "ha-TOTAL_FORMS": 3,
        "ha-INITIAL_FORMS": 0,
        "ha-0-name": "Có tiêu chí 0 điểm", "ha-0-when": "criterion_zero", "ha-0-at_most": "tot",
        "ha-0-criteria": ["a1"],
        "ha-1-name": "Nhóm thấp", "ha-1-when": "node_below", "ha-1-at_most": "tot", "ha-1-node": "c",
        "ha-1-percent": "80", "ha-2-when": "not_assessed", "ha-2-at_most": "yeu",
    }  # fmt: skip
    assert post(client, "limits", draft, **sent).status_code == 302

    draft.refresh_from_db()
    assert draft.limits == [
        {"code": "co_tieu_chi_0_di", "name": "Có tiêu chí 0 điểm", "when": "criterion_zero", "at_most": "tot",
         "criteria": ["a1"]},
        {"code": "nhom_thap", "name": "Nhóm thấp", "when": "node_below", "at_most": "tot", "node": "c",
         "percent": "80"},
    ]  # fmt: skip
    assert "Nhóm thấp" in page_of(client, "limits", draft)
    assert "Dùng được" in page_of(client, "tree", draft)


def test_limit_without_its_figures_is_told(client, office, draft):
    sent = {"ha-TOTAL_FORMS": 1, "ha-INITIAL_FORMS": 0, "ha-0-name": "Nhóm thấp", "ha-0-when": "node_below",
            "ha-0-at_most": "tot"}  # fmt: skip
    response = post(client, "limits", draft, **sent)

    assert response.status_code == 422
    assert "Ghi tỷ lệ phần trăm." in response.content.decode()


def test_tie_break_and_quota_are_stored(client, office, draft):
    post(client, "tie-break", draft, key_1="c", key_3="a1", vote="on")
    post(client, "quota", draft, band="xuat_sac", percent="20", base="reaching", base_band="tot", rounding="half_up",
         at_least="1")  # fmt: skip

    draft.refresh_from_db()
    assert draft.tie_break == ["c", "a1", "vote"]
    assert draft.quota == {"band": "xuat_sac", "percent": "20", "base": "reaching", "base_band": "tot",
                           "rounding": "half_up", "at_least": 1}  # fmt: skip
    post(client, "quota", draft, band="", base="all", rounding="down")
    draft.refresh_from_db()
    assert draft.quota == {}


def test_stale_part_is_told(client, office, draft):
    response = client.post(address("tie-break", draft), {"revision": 7, "key_1": "c"})

    assert response.status_code == 409
    assert "Chưa ghi gì của lần này" in response.content.decode()


# Examples


def test_example_shows_what_it_gives(client, office, draft):
    shown = page_of(client, "example-edit", draft, 1)

    assert "Khớp cả 2 kết quả" in shown
    assert "95,00 điểm" in shown
    assert 'value="99"' in shown


def test_example_is_typed_in_calculated_and_its_difference_told(client, office, draft):
    key = {code: f"e{node(draft, code).pk}" for code in ("a", "a1", "a2", "c2")}
    sent = {
        "name": "Khoa Dược", "assessed": "on", "total": "99",
        f"{key['a1']}-done": "co", f"{key['a1']}-mong-doi": "40", f"{key['a']}-mong-doi": "55",
        f"{key['a2']}-mark": "15", f"{key['c2']}-khong-ap-dung": "Không có hồ sơ",
        f"{key['c2']}-mong-doi": "không áp dụng",
    }  # fmt: skip
    response = post(client, "example-create", draft, **sent)
    shown = client.get(response.headers["Location"]).content.decode()

    draft.refresh_from_db()
    assert draft.examples[1] == {
        "name": "Khoa Dược", "total": "99",
        "entry": {"a1": {"done": True}, "a2": {"mark": "15"}, "c2": {"not_applicable": "Không có hồ sơ"}},
        "expect": {"a": "55", "a1": "40", "c2": "not_applicable"},
    }  # fmt: skip
    assert "Tổng điểm phải là 99,00 điểm nhưng tính ra 91,67 điểm" in shown
    assert "Còn 1 lỗi" in page_of(client, "tree", draft)


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [("mong-doi", "bốn mươi", "Ghi số điểm"), ("tham-dinh", "41", "Điểm phải từ 0 đến 40"), ("done", "x", "Chọn Có")],
)
def test_wrong_figures_are_told_and_kept(client, office, draft, field, typed, said):
    response = post(client, "example-create", draft, name="Khoa Dược", **{f"e{node(draft, 'a1').pk}-{field}": typed})

    assert response.status_code == 422
    assert said in response.content.decode()
    draft.refresh_from_db()
    assert len(draft.examples) == 1


def test_example_is_removed(client, office, draft):
    post(client, "example-remove", draft, 1)

    draft.refresh_from_db()
    assert draft.examples == []
    assert client.get(address("example-edit", draft, 1)).status_code == 404


# Differences


def test_differences_stand_side_by_side_in_words(client, office, draft, world):
    copied = workshop.copy(source=draft, unit=world.centre, code=draft.code, version=2, name="Bộ mới", by=None, at=NOW)
    common = {"by": None, "at": NOW}
    workshop_tree.remove(node=node(copied, "T1"), revision=0, **common)
    new = {"code": "a3", "name": "Thêm vào", "max_points": Decimal(1), "rule": {"kind": "yes_no"}}
    workshop_tree.add(criteria_set=copied, revision=1, kind="criterion", parent=node(copied, "a"), values=new, **common)
    changed = {"code": "a2", "rule": {"kind": "manual", "step": "0.5"}}
    workshop_tree.edit(node=node(copied, "a2"), parent=node(copied, "a"), revision=2, values=changed, **common)

    shown = client.get(reverse("scoring:criteria-diff", args=[copied.pk]), {"voi": draft.pk}).content.decode()

    assert "thêm 1 mục, bỏ 1 mục, đổi 1 mục, đổi 1 điều chung" in shown
    assert "mỗi bước 0,25 điểm" in shown
    assert "mỗi bước 0,50 điểm" in shown
    assert "Thêm vào" in shown


def test_equal_sets_are_called_equal(client, office, draft, world):
    copied = workshop.copy(
        source=draft, unit=world.centre, code=draft.code, version=2, name=draft.name, by=None, at=NOW
    )
    shown = client.get(reverse("scoring:criteria-diff", args=[copied.pk]), {"voi": draft.pk}).content.decode()

    assert "không có gì khác" in shown


def test_foreign_set_is_no_choice_for_comparing(client, office, draft, world):
    foreign = stored_small_set(world.other_centre, name="Bộ của nơi khác")
    shown = client.get(reverse("scoring:criteria-diff", args=[draft.pk]), {"voi": foreign.pk}).content.decode()

    assert "Bộ của nơi khác" not in shown
