"""Units and procedures are found by whatever files call them."""

import pytest

from indicators.services.case_groups import Directory
from tests.factories.indicators import ProcedureFactory
from tests.factories.world import World


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
