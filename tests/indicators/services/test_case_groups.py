"""Units and procedures are found by whatever files call them."""

from datetime import date

import pytest

from indicators.models import CaseFile
from indicators.services.case_groups import Directory
from tests.factories.indicators import ProcedureFactory
from tests.factories.world import World
from tests.indicators.case_desk import case, imported


@pytest.fixture
def directory(world: World) -> Directory:
    world.pharmacy.name, world.pharmacy.short_name = "Khoa Dược - Trang thiết bị y tế", ""
    world.pharmacy.save()
    ProcedureFactory(centre=world.centre, code="1.003564", name="Cấp giấy chứng sinh")
    ProcedureFactory(centre=world.other_centre, code="1.009999", name="Thủ tục nơi khác")
    return Directory(world.centre, world.centre)


@pytest.mark.parametrize(
    "name", ["Khoa Dược - Trang thiết bị y tế", "KHOA DƯỢC-TRANG THIẾT BỊ Y TẾ", "Khoa Duoc, trang thiet bi y te."]
)
def test_unit_by_its_name(directory: Directory, world: World, name: str) -> None:
    assert directory.unit_called(name) == world.pharmacy


@pytest.mark.parametrize("name", ["Khoa Nội Hai", "Khoa", "...", "–"])
def test_no_unit_of_this_centre(directory: Directory, name: str) -> None:
    assert directory.unit_called(name) is None


def test_no_name_is_the_unit_of_the_import(directory: Directory, world: World) -> None:
    assert directory.unit_called(None) == directory.unit_called("") == world.centre


def test_rows_after_the_end_of_the_unit_of_the_import_are_refused(world: World) -> None:
    world.surgery.active_to = date(2026, 6, 30)
    world.surgery.save()

    done = imported(
        world.centre,
        case("A1", "30/06/2026", "07/07/2026", "02/07/2026"),
        case("A2", "01/07/2026", "08/07/2026", "02/07/2026"),
        default_unit=world.surgery,
    )

    assert (done.rows_added, done.rows_refused) == (1, 1)
    assert CaseFile.objects.get().code == "A1"
    assert "chỉ hoạt động đến 30/6/2026" in Directory(world.centre, world.surgery).refusal(None, date(2026, 7, 1))


@pytest.mark.parametrize("name", ["Khoa Ngoại", None])
def test_table_of_the_month_in_which_a_unit_ended_is_of_that_unit(world: World, name: str | None) -> None:
    world.surgery.active_to = date(2026, 6, 15)
    world.surgery.save()

    june = Directory(world.centre, world.surgery, date(2026, 6, 30))
    july = Directory(world.centre, world.surgery, date(2026, 7, 31))

    assert (june.unit_called(name), july.unit_called(name)) == (world.surgery, None)


@pytest.mark.parametrize(
    "name",
    ["1.003564", "Cấp giấy chứng sinh.", "1.003564 - Cấp giấy chứng sinh", "1.003564.000.00.00.H21",
     "Cấp giấy chứng sinh cho trẻ (1.003564)", "[1.003564] Tên cũ"],
)  # fmt: skip
def test_procedure_by_name_and_national_code(directory: Directory, name: str) -> None:
    found = directory.procedure_called(name)
    assert found is not None and found.code == "1.003564"


@pytest.mark.parametrize("name", ["Cấp giấy", "11.003564", "1.0035641", "1.009999", "2.1.003564", "...", None])
def test_no_procedure_of_this_centre(directory: Directory, name: str | None) -> None:
    assert directory.procedure_called(name) is None
