"""Tables of counts of every layout: stored for their month, replaced by a later file, undone one after the other."""

import io
from datetime import timedelta
from typing import Any

import pytest

from indicators.enums import CaseImportState, CountOrigin, PeriodState
from indicators.models import CaseImport, FigurePeriod, ProcedureCount
from indicators.services import case_imports, case_undoing, case_uploads
from indicators.services.case_groups import UNKNOWN_FIELD
from indicators.services.errors import FigureRefused
from tests.factories.cases import CaseImportFactory
from tests.factories.indicators import ProcedureCountFactory
from tests.factories.world import World
from tests.indicators.case_desk import AT, quietly
from tests.indicators.case_files import csv_text

pytestmark = pytest.mark.django_db
Table = list[list[str]]
DIGITISED = ["Đơn vị", "Tiếp nhận", "Chưa số hóa TPHS", "Có số hóa TPHS", "Tái sử dụng TPHS", "Tái sử dụng từ DVCQG",
             "Đã giải quyết", "Chưa số hóa KQ", "Đã số hóa KQ"]  # fmt: skip
AT_PORTAL = ["Mức độ", "Tổng", "Đã xử lý", "Chưa xử lý", "Trước hạn", "Đúng hạn", "Trễ hạn"]
SUMMED = ["Lĩnh vực", "Tiếp nhận", "Sớm hạn", "Đúng hạn", "Giải quyết quá hạn", "Chưa đến hạn"]
# Of each layout: a table, and a later one of the same month in which a row is as before, one differs, and one is new.
TABLES: dict[str, tuple[Table, Table]] = {
    "digital": (
        [
            DIGITISED,
            ["Khoa Ngoại", "100", "20", "80", "30", "5", "90", "10", "80"],
            ["Khoa Dược", "50", "25", "25", "10", "0", "40", "20", "20"],
        ],
        [
            DIGITISED,
            ["Khoa Ngoại", "100", "20", "80", "30", "5", "90", "10", "80"],
            ["Khoa Dược", "60", "25", "35", "12", "0", "50", "20", "30"],
            ["Phòng Tổ chức - Hành chính", "4", "1", "3", "0", "0", "4", "4", "0"],
        ],
    ),
    "portal": (
        [
            AT_PORTAL,
            ["Toàn trình", "100", "90", "10", "50", "38", "2"],
            ["Một phần", "40", "40", "0", "10", "30", "0"],
        ],
        [
            AT_PORTAL,
            ["Toàn trình", "100", "90", "10", "50", "38", "2"],
            ["Một phần", "44", "42", "2", "11", "30", "1"],
            ["Cung cấp thông tin", "7", "7", "0", "7", "0", "0"],
        ],
    ),
    "summary": (
        [SUMMED, ["Y tế", "10", "4", "3", "1", "2"], ["Dược", "6", "6", "0", "0", "0"]],
        [
            SUMMED,
            ["Y tế", "10", "4", "3", "1", "2"],
            ["Dược", "7", "6", "0", "1", "0"],
            ["Dân số", "1", "0", "1", "0", "0"],
        ],
    ),
}  # fmt: skip
ORIGINS = {"digital": CountOrigin.DIGITISATION, "portal": CountOrigin.PORTAL, "summary": CountOrigin.SUMMARY}
LAYOUTS = pytest.mark.parametrize("layout", TABLES)


def brought_in(world: World, layout: str, table: Table, **given: Any) -> CaseImport:
    values = {"source_name": layout, "layout": layout, "by": None, "at": AT, "year": 2026, "month": 10, **given}
    content = io.BytesIO(csv_text(table, ";").encode())
    kept, _ = case_uploads.upload(centre=world.centre, file=content, name="bang.csv", **values)
    case_imports.check(case_import=kept, by=None, at=values["at"], progress=quietly)
    return case_imports.run(case_import=kept, by=None, at=values["at"], progress=quietly)


def undone(case_import: CaseImport) -> CaseImport:
    return case_undoing.undo(case_import=case_import, by=None, at=AT + timedelta(days=2))


def stored() -> list[dict[str, Any]]:
    """Everything that is known of every count, but its key."""
    rows = ProcedureCount.objects.order_by("unit__name", "field").values()
    return [{name: value for name, value in row.items() if name != "id"} for row in rows]


@LAYOUTS
def test_undo_of_what_replaced_brings_back_all_that_was_told_before(world: World, layout: str) -> None:
    first = brought_in(world, layout, TABLES[layout][0])
    before = stored()
    assert len(before) == 2 and {row["origin"] for row in before} == {ORIGINS[layout]}

    second = brought_in(world, layout, TABLES[layout][1], at=AT + timedelta(days=1))
    assert (second.rows_added, second.rows_changed, second.rows_same) == (1, 1, 1)
    assert len(stored()) == 3 and stored() != before

    assert undone(second).state == CaseImportState.UNDONE
    assert stored() == before
    undone(first)
    assert stored() == []


@LAYOUTS
def test_first_is_not_undone_under_the_second(world: World, layout: str) -> None:
    first = brought_in(world, layout, TABLES[layout][0])
    brought_in(world, layout, TABLES[layout][1])
    before = stored()

    with pytest.raises(FigureRefused, match="Hoàn tác các lần nhập sau"):
        undone(first)

    assert stored() == before
    assert CaseImport.objects.get(pk=first.pk).state == CaseImportState.IMPORTED


@LAYOUTS
def test_undo_touches_no_other_table_nor_month(world: World, layout: str) -> None:
    for other in set(TABLES) - {layout}:
        brought_in(world, other, TABLES[other][0])
    brought_in(world, layout, TABLES[layout][0], month=9)
    before = stored()

    undone(brought_in(world, layout, TABLES[layout][1]))

    assert stored() == before


@LAYOUTS
def test_replaced_can_be_brought_in_again_after_undo(world: World, layout: str) -> None:
    brought_in(world, layout, TABLES[layout][0])
    second = brought_in(world, layout, TABLES[layout][1])
    after = [{**row, "case_import_id": None} for row in stored()]
    undone(second)

    brought_in(world, layout, TABLES[layout][1])

    assert [{**row, "case_import_id": None} for row in stored()] == after


@LAYOUTS
def test_undo_in_a_closed_month_is_refused(world: World, layout: str) -> None:
    done = brought_in(world, layout, TABLES[layout][0])
    before = stored()
    closed = {"state": PeriodState.CLOSED, "closed_at": AT}
    FigurePeriod.objects.update_or_create(centre=world.centre, year=2026, month=10, defaults=closed)

    with pytest.raises(FigureRefused, match="đã khóa"):
        undone(done)

    assert stored() == before


def test_every_count_is_kept_of_what_is_replaced(world: World) -> None:
    """Also the columns that no table of today tells."""
    numbers = [
        field.name
        for field in ProcedureCount._meta.concrete_fields
        if field.get_internal_type() == "PositiveIntegerField"
    ]
    told = dict.fromkeys(numbers, 1) | {"carried_over": 100, "pending_in_time": 97}
    earlier = CaseImportFactory(centre=world.centre, state=CaseImportState.IMPORTED, imported_at=AT)
    ProcedureCountFactory(
        unit=world.surgery,
        procedure=None,
        field=UNKNOWN_FIELD,
        year=2026,
        month=10,
        origin=CountOrigin.DIGITISATION,
        case_import=earlier,
        **told,
    )
    before = stored()

    done = brought_in(world, "digital", TABLES["digital"][0])
    assert done.rows_changed == 1

    undone(done)

    assert stored() == before


CORRECTED = {
    "summary": [SUMMED, ["YTDP", "10", "4", "3", "1", "2"]],
    "portal": [AT_PORTAL, ["Toàn trình", "140", "130", "10", "60", "68", "2"]],
    "digital": [["Lĩnh vực", *DIGITISED], *([field, "Khoa Ngoại", "9", "4", "5", "3", "5", "9", "4", "5"] for field in
                                            ("Y tế", "Dược"))],
}  # fmt: skip


@LAYOUTS
def test_newest_table_of_a_source_takes_the_place_of_all_that_it_told_of_the_same_units(
    world: World, layout: str
) -> None:
    first = brought_in(world, layout, TABLES[layout][0])
    brought_in(world, layout, TABLES[layout][0], month=9)
    before = stored()
    told_first = set(ProcedureCount.objects.filter(case_import=first).values_list("unit__name", "field"))

    second = brought_in(world, layout, CORRECTED[layout], at=AT + timedelta(days=1))

    october = ProcedureCount.objects.filter(month=10)
    units = set(october.filter(case_import=second).values_list("unit__name", flat=True))
    assert set(october.exclude(case_import=second).values_list("unit__name", "field")) == {
        (unit, field) for unit, field in told_first if unit not in units
    }, "what it says nothing of stays"
    assert len(second.replaced) == len([unit for unit, _ in told_first if unit in units])
    assert second.rests_on.get() == first
    with pytest.raises(FigureRefused, match="Hoàn tác các lần nhập sau"):
        undone(first)

    undone(second)
    assert sorted(stored(), key=str) == sorted(before, key=str)


def test_tables_of_another_source_stay(world: World) -> None:
    brought_in(world, "summary", TABLES["summary"][0])

    brought_in(world, "summary", [SUMMED, ["YTDP", "5", "4", "0", "1", "0"]], source_name="Khác")

    assert set(ProcedureCount.objects.values_list("field", flat=True)) == {"Dược", "YTDP", "Y tế"}


def test_rows_that_add_up_to_more_than_a_database_holds_are_refused(world: World) -> None:
    most = "100000000"
    done = brought_in(
        world, "summary", [SUMMED, ["Y tế", most, most, "0", "0", "0"], ["Y tế", "1", "1", "0", "0", "0"]]
    )

    assert (done.rows_added, done.rows_refused) == (1, 1)
    assert ProcedureCount.objects.get().finished_early == int(most)


def test_table_of_a_year_that_cannot_be_is_refused(world: World) -> None:
    for year in (-5, 0, 1999):
        with pytest.raises(FigureRefused):
            brought_in(world, "summary", TABLES["summary"][0], year=year)
    assert not CaseImport.objects.exists()
