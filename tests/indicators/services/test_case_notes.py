"""What is said before an import whose rows are all good."""

import io
from typing import Any

import pytest

from indicators.enums import CountOrigin, PeriodState
from indicators.models import FigurePeriod, ProcedureCount
from indicators.services import case_imports, case_uploads
from indicators.services.case_notes import notes_on
from indicators.services.errors import FigureRefused
from tests.factories.indicators import ProcedureFactory
from tests.factories.world import World
from tests.indicators.case_desk import AT, case, csv_file, imported, quietly, uploaded
from tests.indicators.case_files import workbook

HEADINGS = ("Đơn vị", "Lĩnh vực", "Tiếp nhận", "Sớm hạn", "Đúng hạn", "Quá hạn")


def table(world: World, *lines: tuple[str, ...], name: str) -> Any:
    kept, _ = case_uploads.upload(
        centre=world.centre, file=csv_file(*lines, headings=HEADINGS), name=name, source_name=name, layout="summary",
        by=None, at=AT, year=2026, month=10,
    )  # fmt: skip
    return kept


def notes(kept: Any) -> list[str]:
    return notes_on(kept, case_imports.check(case_import=kept, by=None, at=AT, progress=quietly))


def close_october(world: World) -> None:
    closed = {"state": PeriodState.CLOSED, "closed_at": AT}
    FigurePeriod.objects.update_or_create(centre=world.centre, year=2026, month=10, defaults=closed)


def test_closed_month_is_told_before_the_import(world: World) -> None:
    close_october(world)

    assert "tháng 10/2026 đã khóa" in notes(uploaded(world.centre, case("A1", "05/10/2026"), source_name="Một"))[0]
    assert notes(uploaded(world.centre, case("A2", "05/11/2026"), source_name="Hai")) == []
    assert "tháng 10/2026 đã khóa" in notes(table(world, ("", "Y tế", "9", "4", "3", "2"), name="a.csv"))[0]


def test_what_changes_nothing_is_not_warned_of(world: World) -> None:
    imported(world.centre, case("A1", "05/10/2026"))
    close_october(world)

    assert notes(uploaded(world.centre, case("A1", "05/10/2026"), again=True)) == []


def test_rows_of_another_table_of_the_same_month_are_told(world: World) -> None:
    first = table(world, ("", "Y tế", "9", "4", "3", "2"), ("", "Dân số", "9", "4", "3", "2"), name="a.csv")
    case_imports.check(case_import=first, by=None, at=AT, progress=quietly)
    case_imports.run(case_import=first, by=None, at=AT, progress=quietly)
    assert ProcedureCount.objects.filter(origin=CountOrigin.SUMMARY).count() == 2

    renamed = notes(
        table(world, ("", "Y tế", "9", "4", "3", "2"), ("", "Dân số - KHHGĐ", "9", "4", "3", "2"), name="b.csv")
    )
    elsewhere = notes(table(world, (world.surgery.name, "Dân số - KHHGĐ", "9", "4", "3", "2"), name="c.csv"))
    same = notes(table(world, ("", "Y tế", "8", "4", "3", "1"), ("", "Dân số", "9", "4", "3", "2"), name="d.csv"))

    assert [("đã có 1 dòng khác" in note, "“a.csv”" in note) for note in renamed] == [(True, True)]
    assert elsewhere == []
    assert [("cộng chung" in note, "không cộng thêm" in note) for note in same] == [(False, True)]


def test_rows_that_go_with_a_new_table_of_the_same_source_are_told(world: World) -> None:
    first = table(world, ("", "Y tế", "9", "4", "3", "2"), ("", "Dân số", "9", "4", "3", "2"), name="a.csv")
    case_imports.check(case_import=first, by=None, at=AT, progress=quietly)
    case_imports.run(case_import=first, by=None, at=AT, progress=quietly)

    lines = (("", "Y tế", "9", "4", "3", "2"), ("", "DS", "9", "4", "3", "2"))
    second, _ = case_uploads.upload(
        centre=world.centre, file=csv_file(*lines, headings=HEADINGS), name="b.csv", source_name="a.csv",
        layout="summary", by=None, at=AT, year=2026, month=10,
    )  # fmt: skip

    told = notes(second)
    assert len(told) == 1 and "1 dòng của cùng đơn vị từ tệp “a.csv” cùng nguồn" in told[0] and "được bỏ" in told[0]


def test_table_of_other_days_is_told(world: World) -> None:
    def titled(title: str) -> list[str]:
        lines = (title, "", "", "", "", ""), HEADINGS, ("", "Y tế", "9", "4", "3", "2")
        content = io.BytesIO("\n".join(";".join(line) for line in lines).encode())
        kept, _ = case_uploads.upload(
            centre=world.centre, file=content, name="x.csv", source_name="Bảng", layout="summary", by=None, at=AT,
            year=2026, month=10,
        )  # fmt: skip
        return notes(kept)

    assert "từ 1/7/2026 đến 30/9/2026" in titled("Báo cáo quý III/2026")[0]
    assert titled("Kỳ báo cáo: Tháng 10/2026") == []
    assert titled("BÁO CÁO TỔNG HỢP") == []


def test_table_of_a_month_that_has_not_begun_is_refused(world: World) -> None:
    with pytest.raises(FigureRefused, match="Tháng 12/2026 chưa đến"):
        case_uploads.upload(
            centre=world.centre, file=csv_file(headings=HEADINGS), name="x.csv", source_name="", layout="summary",
            by=None, at=AT, year=2026, month=12,
        )  # fmt: skip


def test_column_that_the_file_does_not_have_is_refused(world: World) -> None:
    kept = uploaded(world.centre, case("A1", "05/10/2026"))

    with pytest.raises(FigureRefused, match="Tệp không có cột “Ngày lạ”"):
        case_uploads.map_columns(case_import=kept, columns={**kept.columns, "due": "Ngày lạ"}, by=None, at=AT)


def test_rows_without_a_unit_among_others_are_told(world: World) -> None:
    named = case("A1", "05/11/2026", unit=world.surgery.name)
    merged, alone = case("A2", "05/11/2026"), case("A3", "06/11/2026")

    assert "2 dòng để trống đơn vị" in notes(uploaded(world.centre, named, merged, alone, source_name="Một"))[0]
    assert notes(uploaded(world.centre, merged, alone, source_name="Hai")) == []
    twice = notes(uploaded(world.centre, merged, alone, merged, source_name="Ba"))
    assert not [note for note in twice if "để trống đơn vị" in note]


def test_procedures_that_the_catalogue_lacks_are_told(world: World) -> None:
    ProcedureFactory(centre=world.centre, code="1.003564", name="Cấp giấy chứng sinh")
    known = case("A1", "05/11/2026", procedure="1.003564")
    others = [case(f"B{number}", "05/11/2026", procedure=f"Thủ tục {number}") for number in range(5)]

    assert notes(uploaded(world.centre, known, source_name="Một")) == []
    assert "“Thủ tục 2” và 2 thủ tục khác" in notes(uploaded(world.centre, known, *others, source_name="Hai"))[0]


def test_column_that_spoils_every_row_is_named(world: World) -> None:
    spoilt = [case(f"A{number}", "05/11/2026", channel="9") for number in range(3)]

    assert "Dòng nào cũng lỗi ở cột “Hình thức nộp”" in notes(uploaded(world.centre, *spoilt, source_name="Một"))[0]
    assert notes(uploaded(world.centre, *spoilt, case("B1", "05/11/2026"), source_name="Hai")) == []


def test_how_short_years_and_merged_cells_were_read_is_told(world: World) -> None:
    def merge(book: Any) -> None:
        book.active.merge_cells("A2:A3")

    rows = [["Đơn vị", "Mã hồ sơ", "Ngày tiếp nhận"], [world.surgery.name, "A1", "5/11/26"], ["", "A2", "16/11/26"]]
    kept, _ = case_uploads.upload(
        centre=world.centre, file=io.BytesIO(workbook(rows, change=merge)), name="a.xlsx", source_name="Một",
        layout="cases", by=None, at=AT,
    )  # fmt: skip
    told = notes(kept)
    assert told[0].endswith("được hiểu như sau: “16/11/26” (cột “Ngày tiếp nhận”) là 16/11/2026.")
    assert told[1:] == ["Theo ô gộp (merge) phía trên đã điền: cột “Đơn vị” 1 dòng."]


def test_sheet_of_another_month_is_told_by_its_name(world: World) -> None:
    def sheet(title: str) -> list[list[Any]]:
        return [[title], list(HEADINGS), ["", "Y tế", 9, 4, 3, 2]]

    def add(book: Any) -> None:
        other = book.create_sheet("Khoa B")
        for row in sheet("Tháng 9/2026"):
            other.append(row)

    content = workbook(sheet("Tháng 10/2026"), title="Khoa A", change=add)
    kept, _ = case_uploads.upload(
        centre=world.centre, file=io.BytesIO(content), name="a.xlsx", source_name="Bảng", layout="summary",
        by=None, at=AT, year=2026, month=10,
    )  # fmt: skip
    assert notes(kept) == []
    kept = case_uploads.choose_sheets(case_import=kept, sheets=["Khoa A", "Khoa B"], by=None)
    assert "Tiêu đề của trang “Khoa B” ghi số liệu từ 1/9/2026" in notes(kept)[0]


def test_ends_that_are_all_due_days_are_told(world: World) -> None:
    def of(name: str, *days: int) -> list[str]:
        lines = [case(f"{name}{number}", "05/10/2026", "12/10/2026 17:00", f"{day}/10/2026") for number, day in
                 enumerate(days)]  # fmt: skip
        return notes(uploaded(world.centre, *lines, source_name=name))

    told = of("A", 12, 12, 12, 12, 12)
    assert "5 trong 5 hồ sơ có ngày trả (cột “Ngày trả”) trùng ngày hẹn trả (cột “Ngày hẹn trả”)" in told[0]
    assert of("B", 12, 12, 12, 12, 9) == [], "one of them was earlier"
    assert of("C", 12, 12, 12, 12) == [], "too few"


def test_same_day_services_are_not_doubted(world: World) -> None:
    lines = [case(f"A{number}", "05/10/2026 08:00", "05/10/2026", "05/10/2026 10:00") for number in range(9)]
    assert notes(uploaded(world.centre, *lines)) == []
