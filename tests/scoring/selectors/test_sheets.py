"""A sheet asks a unit only for what concerns it and what it can know."""

from accounts.enums import UnitGroup
from scoring.models import Criterion
from scoring.selectors.sheets import sheet_of


def row(filled, code):
    return sheet_of(filled.sheet()).row_of(filled.item(code))


def test_criterion_for_other_groups_leaves_no_gap(filled):
    assert row(filled, "b1").gaps == ("chưa nhập đủ số liệu",)
    filled.world.surgery.group = UnitGroup.CLINICAL
    filled.world.surgery.save(update_fields=["group"])
    Criterion.objects.filter(code="b1").update(not_for=[UnitGroup.CLINICAL])

    found = row(filled, "b1")

    assert (found.line.status, found.gaps) == ("not_applicable", ())
    assert found.line.reason == "Bộ tiêu chí không áp dụng mục này cho khối của đơn vị"


def test_group_of_criteria_that_is_left_out_leaves_no_gap(filled):
    Criterion.objects.filter(code="b").update(suspended="Chưa có hướng dẫn")

    assert row(filled, "b1").gaps == ()


def test_average_of_all_units_is_not_asked_of_one(filled):
    rule = {"kind": "versus_average", "reached": 10, "numerator_label": "Đạt", "denominator_label": "Được giao"}
    Criterion.objects.filter(code="b1").update(rule=rule)

    assert row(filled, "b1").gaps == ("chưa nhập đủ số liệu",)
    assert [field.name for field in row(filled, "b1").fields] == ["numerator", "denominator"]
    filled.save("b1", numerator="9", denominator="10", average="1", explanation="Có danh mục kèm theo.")
    assert row(filled, "b1").gaps == ()
    assert filled.item("b1").declared == {"numerator": "9", "denominator": "10"}
    assert filled.item("b1").self_points is None
