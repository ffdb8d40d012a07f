"""The same from the command line."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from indicators.models import CaseFile, CaseImport, CaseSource, ProcedureCount
from tests.factories.world import World
from tests.indicators.case_desk import HEADINGS, case, csv_file, uploaded
from tests.indicators.case_files import workbook

GOOD = case("A1", "02/11/2025 08:00", "06/11/2025 17:00", "04/11/2025 09:00")
BAD = case("A2", "45/11/2025")


def run(folder: Path, *lines: tuple[str, ...], unit: str, **options: Any) -> str:
    path = folder / "ho-so.csv"
    path.write_bytes(csv_file(*lines, headings=options.pop("headings", HEADINGS)).read())
    said = options.pop("said", io.StringIO())
    call_command("import_cases", str(path), unit=unit, stdout=said, **options)
    return said.getvalue()


def test_file_is_brought_in(world: World, tmp_path: Path) -> None:
    said = run(tmp_path, GOOD, BAD, unit=world.centre.code)

    assert "Đã nhập: 1 mới, 0 cập nhật, 0 không đổi." in said and "45/11/2025" in said
    assert CaseFile.objects.get().code == "A1"


def test_rows_without_a_unit_belong_to_the_department_named(world: World, tmp_path: Path) -> None:
    run(tmp_path, GOOD, unit=world.surgery.code)

    assert CaseFile.objects.get().group.unit == world.surgery


def test_second_time_says_so(world: World, tmp_path: Path) -> None:
    run(tmp_path, GOOD, unit=world.centre.code)

    assert "đã được nhập" in run(tmp_path, GOOD, unit=world.centre.code)
    assert CaseFile.objects.count() == 1
    assert "Đã nhập: 0 mới, 0 cập nhật, 1 không đổi." in run(tmp_path, GOOD, unit=world.centre.code, again=True)
    assert CaseFile.objects.count() == 1


def test_check_brings_nothing_in(world: World, tmp_path: Path) -> None:
    said = run(tmp_path, GOOD, unit=world.centre.code, check=True)

    assert "Đọc 1 dòng: 1 mới" in said
    assert CaseFile.objects.count() == 0
    assert CaseImport.objects.get().state == "discarded"


def test_check_fails_on_faults(world: World, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="dòng lỗi"):
        run(tmp_path, GOOD, BAD, unit=world.centre.code, check=True)


def test_nothing_importable_fails(world: World, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="không có dòng nào nhập được"):
        run(tmp_path, BAD, unit=world.centre.code)

    assert CaseFile.objects.count() == 0


def test_unknown_unit_fails(world: World, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="khong-co"):
        run(tmp_path, GOOD, unit="khong-co")


@pytest.mark.parametrize("lines", [(), (BAD,)])
def test_file_that_is_not_imported_is_not_kept(
    world: World, tmp_path: Path, lines: tuple[Any, ...], django_capture_on_commit_callbacks: Any
) -> None:
    with pytest.raises(CommandError), django_capture_on_commit_callbacks(execute=True):
        run(tmp_path, *lines, unit=world.centre.code)

    kept = CaseImport.objects.get()
    assert (kept.state, kept.file.storage.exists(str(kept.file.name))) == ("discarded", False)


def test_check_leaves_a_file_that_waits_on_the_pages(world: World, tmp_path: Path) -> None:
    waiting = uploaded(world.centre, GOOD, source_name="Một cửa")

    run(tmp_path, GOOD, unit=world.centre.code, source="Một cửa", check=True)

    waiting.refresh_from_db()
    assert waiting.state == "checked"


def test_same_file_for_another_unit_is_another_import(world: World, tmp_path: Path) -> None:
    uploaded(world.centre, GOOD, source_name="Một cửa", default_unit=world.surgery)

    run(tmp_path, GOOD, unit=world.pharmacy.code, source="Một cửa")

    assert CaseFile.objects.get().group.unit == world.pharmacy
    run(tmp_path, GOOD, unit=world.surgery.code, source="Một cửa")
    assert CaseFile.objects.get(is_current=True).group.unit == world.surgery


@pytest.mark.parametrize(
    ("given", "codes"), [({}, ["A1"]), ({"alike": True}, ["A1", "A2"]), ({"sheet": ["Hai"]}, ["A2"])]
)
def test_sheets_are_named(world: World, tmp_path: Path, given: dict[str, Any], codes: list[str]) -> None:
    def add(book: Any) -> None:
        sheet = book.create_sheet("Hai")
        sheet.append(["Mã hồ sơ", "Ngày tiếp nhận"])
        sheet.append(["A2", "02/10/2025"])

    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([["Mã hồ sơ", "Ngày tiếp nhận"], ["A1", "02/10/2025"]], title="Một", change=add))
    call_command("import_cases", path, unit=world.centre.code, **given)
    assert sorted(CaseFile.objects.values_list("code", flat=True)) == codes


ALIKE = ("Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày ký kết quả", "Ghi chú")
SIGNED = [(f"A{day}", "02/11/2025 08:00", "06/11/2025", f"0{day}/11/2025", "") for day in range(2, 7)]


def test_columns_that_are_only_alike_want_a_word_once(world: World, tmp_path: Path) -> None:
    said = io.StringIO()
    with pytest.raises(CommandError, match="cột “Ngày ký kết quả” chỉ gần giống"):
        run(tmp_path, *SIGNED, headings=ALIKE, unit=world.centre.code, said=said)

    assert not CaseFile.objects.exists() and CaseImport.objects.get().state == "discarded"
    told = said.getvalue()
    assert "Ngày trả ← “Ngày ký kết quả” (chỉ gần giống)" in told and "Mã hồ sơ ← “Mã hồ sơ”\n" in told
    assert "Không dùng: “Ghi chú”" in told
    with pytest.raises(CommandError, match="chỉ gần giống"):
        run(tmp_path, *SIGNED, headings=ALIKE, unit=world.centre.code, check=True)

    run(tmp_path, *SIGNED, headings=ALIKE, unit=world.centre.code, yes=True)
    assert CaseFile.objects.filter(finished_at__isnull=False).count() == 5
    assert CaseSource.objects.get().columns["finished"] == "Ngày ký kết quả"
    later = ("B1", "02/11/2025", "06/11/2025", "05/11/2025", "")
    assert "1 mới" in run(tmp_path, later, headings=ALIKE, unit=world.centre.code), "the source remembers it"


def test_grave_notes_stop_the_import(world: World, tmp_path: Path) -> None:
    lines = [case(f"A{number}", "02/11/2025", "06/11/2025", "06/11/2025", unit="") for number in range(5)]
    said = io.StringIO()
    with pytest.raises(CommandError, match="có điều phải xem lại"):
        run(tmp_path, *lines, unit=world.centre.code, said=said)

    assert "Lưu ý: 5 trong 5 hồ sơ có ngày trả" in said.getvalue() and not CaseFile.objects.exists()
    assert "Đã nhập: 5 mới" in run(tmp_path, *lines, unit=world.centre.code, yes=True)


def test_other_notes_are_told_and_do_not_stop_it(world: World, tmp_path: Path) -> None:
    lines = [case("A1", "02/11/2025", procedure="Thủ tục lạ")]
    said = run(tmp_path, *lines, unit=world.centre.code)

    assert "Lưu ý: Không có trong danh mục thủ tục" in said and "Đã nhập: 1 mới" in said


def test_corrected_table_is_not_added_to_what_it_corrects(world: World, tmp_path: Path) -> None:
    given = {"unit": world.centre.code, "layout": "summary", "year": 2025, "month": 11}
    head = ("Lĩnh vực", "Tiếp nhận", "Sớm hạn", "Đúng hạn", "Giải quyết quá hạn", "Chưa đến hạn")
    run(tmp_path, ("Y tế dự phòng", "10", "4", "3", "3", "0"), headings=head, **given)

    said = run(tmp_path, ("YTDP", "10", "8", "2", "0", "0"), headings=head, **given)

    assert "Lưu ý: Tháng 11/2025 đã có 1 dòng" in said
    assert list(ProcedureCount.objects.values_list("field", flat=True)) == ["YTDP"]
    with pytest.raises(CommandError, match="phải xem lại"):
        run(tmp_path, ("Khác", "10", "8", "2", "0", "0"), headings=head, source="Nguồn khác", **given)
