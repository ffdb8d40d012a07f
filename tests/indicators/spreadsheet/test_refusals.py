"""Files that will not do: refused in words that say what, where and how to mend; nothing else is raised."""

import contextlib
import io
import struct
import zipfile
import zlib

import pytest
from openpyxl import Workbook

from indicators.spreadsheet import packages
from indicators.spreadsheet.frames import frames
from indicators.spreadsheet.opening import look
from indicators.spreadsheet.refusal import FileRefused
from tests.indicators.case_files import CASE_HEADINGS, CASE_ROWS, csv_text, workbook

GOOD = [CASE_HEADINGS, *CASE_ROWS]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
WIDE = ["Mã hồ sơ", "Ngày tiếp nhận", *(f"x{number}y" for number in range(500))]
HTML = "<html><table><tr><td>Mã hồ sơ</td></tr></table></html>"


def with_part(content, name, part, *, without=()):
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as changed:
        for member in source.infolist():
            if member.filename not in (*without, name):
                changed.writestr(member, source.read(member))
        if part is not None:
            changed.writestr(name, part)
    return target.getvalue()


def lying_bomb():
    """An archive that states a small size for a part that unpacks to many times as much."""
    content = with_part(workbook(GOOD), "xl/sharedStrings.xml", None)
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packed.compress(b"\x00" * 3_000_000) + packed.flush()
    target = io.BytesIO(content)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/sharedStrings.xml", b"\x00" * 3_000_000)
    content = target.getvalue()
    assert data in content
    return content.replace(struct.pack("<I", 3_000_000), struct.pack("<I", 100))


REFUSED = {
    "empty": (b"", "a.csv", "empty"),
    "only blanks": (b" \r\n\r\n", "a.csv", "empty"),
    "one column": ("Mã hồ sơ\r\nH1\r\n", "a.csv", "no_columns"),
    "no header": ("1,2,3\r\n4,5,6\r\n", "a.csv", "no_header"),
    "NUL": (csv_text(GOOD).replace("Ứng", "\x00"), "a.csv", "nul"),
    "wrong ending": (csv_text(GOOD), "a.xlsx", "extension"),
    "workbook as text": (workbook(GOOD), "a.csv", "extension"),
    "no ending": (csv_text(GOOD), "a", "extension"),
    "old excel": (OLE, "a.xls", "old_excel"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "password"),
    "html": (HTML, "a.xls", "html"),
    "html utf-16": (HTML.encode("utf-16"), "a.xls", "html"),
    "xml of 2003": ('<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "a.xls", "xml"),
    "pdf": (b"%PDF-1.7 ...", "a.csv", "kind"),
    "macro": (with_part(workbook(GOOD), "xl/vbaProject.bin", b"x"), "a.xlsm", "macro"),
    "word": (with_part(workbook(GOOD), "word/document.xml", b"x", without=("xl/workbook.xml",)), "a.xlsx", "kind"),
    "xlsb": (with_part(workbook(GOOD), "xl/workbook.bin", b"x", without=("xl/workbook.xml",)), "a.xlsb", "kind"),
    "truncated": (workbook(GOOD)[:-200], "a.xlsx", "damaged"),
    "broken sheet": (with_part(workbook(GOOD), "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row"), "a.xlsx",
                     None),
    "entities": (with_part(workbook(GOOD), "xl/workbook.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "a.xlsx",
                 "doctype"),
    "500 columns": (workbook([WIDE, ["1"] * 502]), "a.xlsx", "columns"),
    "500 columns text": (csv_text([WIDE, ["1"] * 502]), "a.csv", "columns"),
    "no sheet": (workbook([]), "a.xlsx", "no_sheet"),
    "quotes": ('Mã hồ sơ,Ngày tiếp nhận\r\nH1,"05/03/2026\r\n' + "H2,06/03/2026\r\n" * 50_000, "a.csv", "quotes"),
    "long line": (b"Ma ho so,Ngay tiep nhan\r\nH1,05/03/2026\r\n" + b"x" * 9_000_000, "a.csv", "long_line"),
    "no rows": (csv_text([CASE_HEADINGS]), "a.csv", "no_rows"),
    "only totals": (csv_text([CASE_HEADINGS, ["", "Tổng cộng", "", "", "", "", "", "5"]]), "a.csv", "no_rows"),
    "column missing": (csv_text([["Mã hồ sơ", "Người nộp", "Địa chỉ"], ["H1", "A", "B 2"]]), "a.csv", "columns"),
    "month first": (
        csv_text([["Mã hồ sơ", "Ngày tiếp nhận"], *([f"H{n}", f"3/{n}/2026"] for n in range(1, 29))]), "a.csv",
        "month_first",
    ),
}  # fmt: skip


def everything(path, name):
    found = look(path, name)
    return list(frames(path, found, {ours: match.heading for ours, match in found.proposal.items()}))


@pytest.mark.parametrize("case", REFUSED)
def test_refused(put, case):
    content, name, code = REFUSED[case]
    with pytest.raises(FileRefused) as refused:
        everything(put(content, name), name)
    assert refused.value.message and refused.value.hint
    assert code in (None, refused.value.code)


def test_a_file_that_went_away_is_told(put):
    path = put(csv_text(GOOD), "a.csv")
    found = look(path, "a.csv")
    path.unlink()
    with pytest.raises(FileRefused) as refused:
        list(frames(path, found, {ours: match.heading for ours, match in found.proposal.items()}))
    assert refused.value.code == "unreadable"
    with pytest.raises(FileRefused):
        look(path, "a.csv")


@pytest.mark.parametrize("content", [lying_bomb()])
def test_a_size_that_lies_is_not_believed(put, monkeypatch, content):
    monkeypatch.setattr(packages, "MOST_UNPACKED", 1_000_000)
    with pytest.raises(FileRefused) as refused:
        look(put(content, "a.xlsx"), "a.xlsx")
    assert refused.value.code == "bomb"


def test_a_bomb_is_refused(put, monkeypatch):
    monkeypatch.setattr(packages, "MOST_UNPACKED", 100_000)
    content = io.BytesIO(workbook(GOOD))
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/b.bin", b"\x00" * 200_000)
    with pytest.raises(FileRefused) as refused:
        look(put(content.getvalue(), "a.xlsx"), "a.xlsx")
    assert refused.value.code == "bomb"


@pytest.mark.parametrize(("large", "is_refused"), [(100_000, True), (10_000_000, False)])
def test_a_large_part_that_swells_like_a_bomb_is_refused(put, monkeypatch, large, is_refused):
    monkeypatch.setattr(packages, "LARGE_PART", large)
    target = io.BytesIO(with_part(workbook(GOOD), "xl/worksheets/sheet1.xml", None))
    text = b"A" * 1_000_000
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            "xl/worksheets/sheet1.xml",
            b'<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>' + text + b"</t></is></c></row>",
        )
    path = put(target.getvalue(), "a.xlsx")

    with pytest.raises(FileRefused) if is_refused else contextlib.nullcontext() as refused:
        assert packages.sheets_of(path, "a.xlsx")
    assert refused is None or refused.value.code == "bomb"


def test_pictures_are_never_unpacked(put):
    content = with_part(workbook(GOOD), "xl/media/image1.emf", b"picture")
    broken = content.replace(b"picture", b"erutcip")
    path = put(broken, "a.xlsx")

    assert look(path, "a.xlsx").headings == tuple(CASE_HEADINGS)
    with zipfile.ZipFile(packages.beginning(path, "a.xlsx", packages.sheets_of(path, "a.xlsx"))) as small:
        assert "xl/media/image1.emf" not in small.namelist()


def test_shared_texts_that_fill_the_memory_are_refused(put, monkeypatch):
    monkeypatch.setattr(packages, "MOST_BESIDE_SHEETS", 100_000)
    content = with_part(workbook(GOOD), "xl/sharedStrings.xml", b"<sst>" + b" " * 200_000 + b"</sst>")
    with pytest.raises(FileRefused) as refused:
        look(put(content, "a.xlsx"), "a.xlsx")
    assert refused.value.code == "bomb"


def test_a_declaration_in_utf_16_is_seen(put):
    bomb = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "cc">]><workbook>&b;</workbook>'
    content = with_part(workbook(GOOD), "xl/workbook.xml", bomb.encode("utf-16"))
    with pytest.raises(FileRefused) as refused:
        look(put(content, "a.xlsx"), "a.xlsx")
    assert refused.value.code == "doctype"


@pytest.mark.parametrize("place", ["XFD1048576", "A1048576", "XFD400"])
def test_a_lone_cell_far_away_is_refused_before_a_reader_reserves_the_room(put, place):
    def far(book):
        book.active[place] = "x"

    path = put(workbook([["Mã hồ sơ", "Ngày tiếp nhận", "a", "b", "c", "d"]], change=far), "a.xlsx")
    with pytest.raises(FileRefused) as refused:
        look(path, "a.xlsx")
    assert refused.value.code == "far"


def test_a_cell_that_names_a_row_beyond_the_rows_is_refused(put):
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    sheet += b'<c r="A900000" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'
    path = put(with_part(workbook(GOOD), "xl/worksheets/sheet1.xml", sheet), "a.xlsx")
    with pytest.raises(FileRefused) as refused:
        look(path, "a.xlsx")
    assert refused.value.code == "far"


def test_hidden_sheets_are_not_read(put):
    def hide(book):
        book.create_sheet("Bảng hai").append(["a", "b"])
        book.active.sheet_state = "hidden"
        book.active = 1

    path = put(workbook(GOOD, change=hide), "a.xlsx")
    with pytest.raises(FileRefused) as refused:
        look(path, "a.xlsx")
    assert refused.value.code == "no_header"
    with pytest.raises(FileRefused, match="không có trang “Danh sách”"):
        look(path, "a.xlsx", sheet="Danh sách")


def test_the_sheet_with_a_table_is_found(put):
    def add(book):
        book.create_sheet("Ghi chú", 0).append(["Chỉ là ghi chú"])

    found = look(put(workbook(GOOD, change=add), "a.xlsx"), "a.xlsx")
    assert (found.sheets, found.sheet) == (("Ghi chú", "Danh sách"), "Danh sách")


def test_formulas_give_their_kept_value_or_a_fault(put):
    book = Workbook()
    for row in GOOD:
        book.active.append(row)
    book.active["B3"], book.active["D4"] = "=A3", "#REF!"
    target = io.BytesIO()
    book.save(target)
    path = put(target.getvalue(), "a.xlsx")
    (frame,) = everything(path, "a.xlsx")
    assert frame.good["code"].to_list() == ["H15-1"]
    assert [row["line"] for row in frame.bad.to_dicts()] == [3, 4]
    assert "công thức chưa tính" in frame.bad["reason"][0]
    assert "ô báo lỗi #REF!" in frame.bad["reason"][1]
