"""Refused rows: what is kept of them, what is not, and that they can come back."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from indicators.models import CaseFile, CaseImport
from indicators.services import case_faults, case_imports, case_uploads
from indicators.services.errors import FigureRefused
from tests.factories.world import World
from tests.indicators.case_desk import AT, quietly

HEADINGS = (
    "Mã hồ sơ",
    "Chủ hồ sơ",
    "Số CCCD",
    "Ngày tiếp nhận",
    "Ngày hẹn trả",
    "Ngày trả",
    "Trạng thái",
    "Đơn vị",
    "Ghi chú",
)
SECRETS = ("Lưu Thị Thử", "052199000111", "bé Na", "Hẻm 5")


def line(
    code: str, received: str = "02/11/2026 08:00", *, finished: str = "04/11/2026", unit: str = ""
) -> tuple[str, ...]:
    return code, "Lưu Thị Thử", "052199000111", received, "06/11/2026", finished, "Đã trả", unit, "cấp cho bé Na"


def looked_through(world: World, *lines: tuple[str, ...]) -> tuple[CaseImport, Any]:
    """A file that went the way of the pages, where nobody is asked for the columns of applicants."""
    content = "\n".join(",".join(each) for each in (HEADINGS, *lines)).encode()
    kept, _ = case_uploads.upload(
        centre=world.centre, file=io.BytesIO(content), name="x.csv", source_name="", layout="cases", by=None, at=AT
    )
    columns = {name: heading for name, heading in kept.columns.items() if not name.startswith("applicant_")}
    kept = case_uploads.map_columns(case_import=kept, columns=columns, by=None, at=AT)
    return kept, case_imports.check(case_import=kept, by=None, at=AT, progress=quietly)


def rows_of(done: CaseImport) -> list[tuple[Any, ...]]:
    return list(load_workbook(done.faults.open()).active.values)  # type: ignore[union-attr]


def told(done: CaseImport) -> str:
    return " ".join(str(cell) for row in rows_of(done) for cell in row)


def test_refused_rows_tell_nothing_of_applicants(world: World) -> None:
    kept, looked = looked_through(world, line("A1"), line("A2", "45/11/2026"), line("A3", unit="Khoa Lạ"))

    done = case_imports.run(case_import=kept, by=None, at=AT, progress=quietly)

    assert (done.rows_refused, "45/11/2026" in told(done), "Khoa Lạ" in told(done)) == (2, True, True)
    assert not [secret for secret in SECRETS if secret in told(done) or secret in str(looked.faults.first(9))]


def test_pages_and_logs_tell_nothing_of_applicants_even_where_they_are_kept(world: World, settings: Any) -> None:
    """The results of checks stay when applicants are kept no more; the file of refused rows, which tells all, goes."""
    settings.KEEP_CASE_APPLICANTS = True
    name = "Lưu Thị Thử"
    rows = ["Mã hồ sơ,Chủ hồ sơ,Ngày tiếp nhận", f"A1,{name},{name}", f"A2,,02/11/2026,{name}"]
    file = io.BytesIO("\n".join(rows).encode())
    kept, _ = case_uploads.upload(
        centre=world.centre, file=file, name="x.csv", source_name="", layout="cases", by=None, at=AT
    )
    looked = case_imports.check(case_import=kept, by=None, at=AT, progress=quietly)

    (_, moved), (_, shifted) = looked.faults.first(9)
    assert moved.startswith("Cột “Ngày tiếp nhận”: “…”") and "các ô bị lệch" in shifted
    assert name not in moved + shifted
    assert [name in reason for *_, reason in looked.faults.rows] == [True, True], "the file tells it"


def test_words_of_shifted_rows_are_not_asked_about(world: World) -> None:
    rows = ["Mã hồ sơ,Ngày tiếp nhận,Trạng thái,Chủ hồ sơ", "A1,02/11/2026,Xanh,x", "A2,02/11/2026,Lưu Thị Thử,y,z"]
    file = io.BytesIO("\n".join(rows).encode())
    kept, _ = case_uploads.upload(
        centre=world.centre, file=file, name="x.csv", source_name="", layout="cases", by=None, at=AT
    )
    looked = case_imports.check(case_import=kept, by=None, at=AT, progress=quietly)

    assert looked.faults.count == 2 and looked.findings.unknown_words == {"outcome": {"Xanh": 1}}


def test_what_stands_elsewhere_too_is_quoted(world: World) -> None:
    short = [*line("A2", "4")]
    short[2] = "45"
    _, looked = looked_through(world, line("A1"), tuple(short))

    assert looked.faults.first(1)[0][1].startswith("Cột “Ngày tiếp nhận”: “4” không phải là ngày")


def test_row_that_was_parted_in_the_wrong_places_tells_its_code_only(world: World) -> None:
    shifted = ("A2", "Lưu Thị Thử", "Hẻm 5", *line("A2")[2:])
    kept, looked = looked_through(world, line("A1"), shifted)

    done = case_imports.run(case_import=kept, by=None, at=AT, progress=quietly)

    assert [cell for cell in rows_of(done)[1] if cell][:2] == [3, "A2"]
    assert "nhiều ô hơn số cột" in told(done)
    assert not [secret for secret in SECRETS if secret in told(done) or secret in str(looked.faults.first(9))]


@pytest.mark.parametrize("refused", [{"received": "45/11/2026"}, {"unit": "Khoa Lạ"}], ids=["unread", "unknown"])
def test_rows_come_back_as_they_were_where_applicants_are_kept(world: World, settings: Any, refused: Any) -> None:
    settings.KEEP_CASE_APPLICANTS = True
    bad = line("A2", **refused)
    kept, _ = looked_through(world, line("A1"), bad)

    done = case_imports.run(case_import=kept, by=None, at=AT, progress=quietly)

    headings, row = rows_of(done)
    assert headings == ("Dòng", *HEADINGS, "Lý do chưa nhập")
    assert [cell or "" for cell in row[:-1]] == [3, *bad]


@pytest.mark.parametrize("refused", [{"received": "45/11/2026"}, {"unit": "Khoa Lạ"}], ids=["unread", "unknown"])
def test_mapped_cells_come_back_as_they_were(world: World, refused: Any) -> None:
    bad = line("A2", finished="4.11.2026", **refused)
    kept, _ = looked_through(world, line("A1"), bad)

    done = case_imports.run(case_import=kept, by=None, at=AT, progress=quietly)

    told_by = dict(zip(*rows_of(done), strict=True))
    named = dict(zip(HEADINGS, bad, strict=True))
    mapped = ("Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày trả", "Trạng thái", "Đơn vị")
    assert {name: told_by[name] or "" for name in mapped} == {name: named[name] for name in mapped}


def test_file_says_how_many_rows_it_lacks_and_can_come_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_faults, "MOST_LISTED", 2)
    kept, looked = looked_through(world, line("A1"), *(line(f"B{number}", unit="Khoa Lạ") for number in range(5)))
    assert (looked.faults.count, looked.faults.missing) == (5, 3)

    done = case_imports.run(case_import=kept, by=None, at=AT, progress=quietly)

    rows = rows_of(done)
    assert "chỉ có 2 dòng lỗi đầu tiên trong 5 dòng; thiếu 3 dòng" in str(rows[0][0])
    assert (rows[1][0], [row[0] for row in rows[2:]]) == ("Dòng", [3, 4])
    again, _ = case_uploads.upload(
        centre=world.centre,
        file=done.faults.open(),
        name="dong-loi.xlsx",
        source_name="",
        layout="cases",
        by=None,
        at=AT,
    )
    seen = case_imports.check(case_import=again, by=None, at=AT, progress=quietly)
    assert (seen.read, seen.faults.count, seen.faults.first(9)[0][0]) == (2, 2, 3)


def test_refused_rows_come_back_when_they_are_mended(world: World) -> None:
    kept, _ = looked_through(world, line("A1"), line("A3", unit="Khoa Lạ"))
    done = case_imports.run(case_import=kept, by=None, at=AT, progress=quietly)
    book = load_workbook(done.faults.open())
    place = rows_of(done)[0].index("Đơn vị") + 1
    book.active.cell(2, place).value = world.surgery.name  # type: ignore[union-attr]
    mended = io.BytesIO()
    book.save(mended)

    again, _ = case_uploads.upload(
        centre=world.centre, file=mended, name="dong-loi.xlsx", source_name="", layout="cases", by=None, at=AT
    )
    case_imports.check(case_import=again, by=None, at=AT, progress=quietly)
    back = case_imports.run(case_import=again, by=None, at=AT, progress=quietly)

    assert (back.rows_added, back.rows_refused) == (1, 0)
    first, second = CaseFile.objects.order_by("code")
    same = ("received_at", "due_at", "finished_at", "outcome", "timing")
    assert [getattr(first, name) for name in same] == [getattr(second, name) for name in same]


def test_column_of_applicants_is_mapped_to_nothing_else(world: World) -> None:
    kept, _ = looked_through(world, line("A1"))

    with pytest.raises(FigureRefused, match="thông tin của người nộp"):
        case_uploads.map_columns(case_import=kept, columns={**kept.columns, "field": "Chủ hồ sơ"}, by=None, at=AT)
