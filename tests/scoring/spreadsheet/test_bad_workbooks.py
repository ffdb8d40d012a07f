"""Workbooks that will not do: every fault is told at once with sheet, cell and mend, and nothing is raised."""

import io
import random
import unicodedata
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from core.errors import DomainError
from scoring.engine.definition import write_set
from scoring.models import CriteriaSet
from scoring.services import criteria, criteria_files
from scoring.spreadsheet.layout import BANDS, EXAMPLES, HEAD, NODES, TABLES
from scoring.spreadsheet.writing import workbook
from tests.factories.scoring import NOW

FILE = Path(__file__).parents[3] / "scoring" / "data" / "hoai-nhon-khoa-phong.toml"


@pytest.fixture(scope="module")
def sound():
    return workbook(write_set(criteria_files.read_file(FILE)))


def changed(content, change):
    book = load_workbook(io.BytesIO(content))
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def put(sheet, **cells):
    def change(book):
        for place, value in cells.items():
            book[sheet][place] = value

    return change


def parameter(code, heading, value):
    """Put a value into the column of a heading, in the row of a criterion."""

    def change(book):
        sheet = book[NODES]
        column = next(cell.column for cell in sheet[1] if str(cell.value).rstrip(" *") == heading)
        row = next(cell.row for cell in sheet["A"] if cell.value == code)
        sheet.cell(row, column).value = value

    return change


def faults(content, name="bo.xlsx"):
    return criteria_files.examine(content, name).faults


def told(content):
    return [(fault.sheet, fault.cell, fault.problem) for fault in faults(content) if fault.gravity == "error"]


def hide_row(book):
    book[NODES].row_dimensions[5].hidden = True


def hide_column(book):
    book[NODES].column_dimensions["D"].hidden = True


def hide_sheet(book):
    book[BANDS].sheet_state = "hidden"


def many_rows(book):
    for number in range(10_000):
        book[NODES].append([f"z{number}", "a", "Tiêu chí", "Tên", 1])


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        (lambda book: book[NODES].merge_cells("D3:D4"), (NODES, "D3"), "Ô gộp D3:D4."),
        (put(NODES, E3="=1+1"), (NODES, "E3"), "Ô chứa công thức."),
        (put(NODES, E3="1.500"), (NODES, "E3"), "“1.500” có thể hiểu là 1500 hoặc 1,500."),
        (put(NODES, E3="hai"), (NODES, "E3"), "“hai” không phải là số."),
        (hide_row, (NODES, "A5"), "Dòng đang bị ẩn nhưng có nội dung."),
        (hide_column, (NODES, "D1"), "Cột đang bị ẩn nhưng có nội dung."),
        (hide_sheet, (BANDS, ""), "Trang đang bị ẩn."),
        (lambda book: book[NODES].delete_cols(5), (NODES, "A1"), "Thiếu cột “Điểm tối đa”."),
        (put(NODES, F3="Tính bừa"), (NODES, "F3"), "“Tính bừa” không có trong danh mục."),
        (put(NODES, B3="zz"), (NODES, "B3"), "Không có nhóm mã “zz”."),
        (put(NODES, B3="a2"), (NODES, "B3"), "“a2” không phải là nhóm."),
        (put(NODES, B3=None), (NODES, "B3"), "Tiêu chí phải nằm trong một nhóm."),
        (put(NODES, B2="b", B7="a"), (NODES, "B2"), "Nhóm lồng vào nhau thành vòng: a → b → a."),
        (put(NODES, A4="a1"), (NODES, "A4"), "Mã “a1” trùng với dòng 3."),
        (put(NODES, A3=None), (NODES, "A3"), "Chưa ghi mã."),
        (put(NODES, E2=15), (NODES, "E2"), "Điểm tối đa ghi 15 nhưng các mục bên trong cộng lại là 12."),
        (put(HEAD, B5=90), (HEAD, "B5"), "Điểm tối đa ghi 90 nhưng các mục bên trong cộng lại là 100."),
        (put(HEAD, A5="Tổng"), (HEAD, ""), "Thiếu mục “Tổng điểm”."),
        (put(BANDS, C4=85), (BANDS, "C2"), "Các mức phải xếp từ cao xuống thấp, không trùng nhau."),
        (parameter("a2", "Mức sàn (%)", 120), (NODES, "F4"), "Mức sàn và mức đạt tối đa phải nằm trong khoảng 0–100%"),
        (parameter("a2", "Mức sàn (%)", None), (NODES, "W4"), "Chưa ghi “Mức sàn (%)” cho cách tính"),
        (parameter("a2", "Ngưỡng", 5), (NODES, "Z4"), "không dùng cột “Ngưỡng”"),
        (put(TABLES, A2="zz"), (TABLES, "A2"), "Không có tiêu chí mã “zz” (ghi ở 1 dòng)."),
        (put(TABLES, C2="Bậc"), (TABLES, "C2"), "Cách tính của “a1” không dùng dòng “Bậc” ở đây."),
        (put(TABLES, G2="mười"), (TABLES, "G2"), "“mười” không phải là số."),
        (put(EXAMPLES, B3="Tiêu chí"), (EXAMPLES, "B3"), "“Tiêu chí” không có trong danh mục."),
        (put(EXAMPLES, F3="mười"), (EXAMPLES, "F3"), "“mười” không phải là số."),
        (put(EXAMPLES, C3="zz"), (EXAMPLES, "A2"), "Không có tiêu chí mã “zz”."),
        (many_rows, (NODES, "A10047"), "Trang có 10047 dòng."),
        (put(NODES, XFD1048576="x"), (NODES, "A1048576"), "Trang có 1048576 dòng."),
        (put(NODES, XFD3="x"), (NODES, "XFD1"), "Trang có 16384 cột."),
        (put(HEAD, B2="có dấu"), (HEAD, "B2"), "Mã chỉ gồm chữ không dấu"),
        (put(HEAD, B3="x" * 301), (HEAD, "B3"), "Tên bộ tiêu chí: "),
        (put(HEAD, B4=99_999), (HEAD, "B4"), "Phiên bản: Số quá lớn."),
    ],
)
def test_fault_is_told_at_its_cell_with_a_mend(sound, change, place, said):
    found = [fault for fault in faults(changed(sound, change)) if fault.gravity == "error"]

    at_place = [fault for fault in found if (fault.sheet, fault.cell) == place and said in fault.problem]
    assert at_place, [str(fault) for fault in found]
    assert all(fault.mend for fault in found)
    assert len(found) <= 6, "a single slip must not drown in its echoes"


def test_all_faults_are_told_at_once(sound):
    def change(book):
        for each in (put(NODES, E3="=1", F8="Tính bừa", B9="zz"), hide_row, put(BANDS, C2="cao")):
            each(book)

    assert {(sheet, cell) for sheet, cell, _ in told(changed(sound, change))} >= {
        (NODES, "E3"),
        (NODES, "F8"),
        (NODES, "B9"),
        (NODES, "A5"),
        (BANDS, "C2"),
    }


def test_faults_stand_in_the_order_of_the_file(sound):
    content = changed(sound, lambda book: (put(BANDS, C2="cao")(book), put(NODES, E12="=1", E3="=1")(book)))

    assert [cell for _, cell, _ in told(content)] == ["E3", "E12", "C2"]


def test_wrong_name_of_a_sheet_is_told_with_those_that_are_there(sound):
    def change(book):
        book[NODES].title = "Sheet1"

    found = faults(changed(sound, change))

    assert any("Không có trang “Tiêu chí”. Tệp đang có: Hướng dẫn;" in fault.problem for fault in found)
    assert any("Trang “Sheet1” không được đọc." in fault.problem for fault in found)


def test_missing_sheet_of_bands_does_not_echo_from_every_mention_of_a_band(sound):
    def change(book):
        book[BANDS].title = "Xep hang"

    problems = [fault.problem for fault in faults(changed(sound, change)) if fault.gravity == "error"]

    assert len(problems) == 1 and problems[0].startswith("Không có trang “Xếp loại”."), problems


def test_cycle_is_told_once(sound):
    found = faults(changed(sound, put(NODES, B2="b", B7="a")))

    assert [(fault.cell, fault.problem) for fault in found if "thành vòng" in fault.problem] == [
        ("B2", "Nhóm lồng vào nhau thành vòng: a → b → a.")
    ]


def test_vietnamese_decimal_as_text_is_understood_and_told(sound):
    examined = criteria_files.examine(changed(sound, put(TABLES, H2="1,0", A3="b3 ")), "bo.xlsx")

    assert examined.errors == []
    assert [(fault.sheet, fault.cell) for fault in examined.warnings] == [(TABLES, "H2")]
    assert "Ô ghi chữ “1,0”, cổng hiểu là số 1." in examined.warnings[0].problem


def test_decomposed_text_reads_like_any_other(sound):
    def change(book):
        for sheet in book.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str):
                        cell.value = unicodedata.normalize("NFD", cell.value)
            sheet.title = unicodedata.normalize("NFD", sheet.title)

    assert criteria_files.read_content(changed(sound, change), "bo.xlsx") == criteria_files.read_file(FILE)


def test_percentage_is_read_as_it_was_typed(sound):
    def change(book):
        parameter("a2", "Mức sàn (%)", 0.07)(book)
        book[NODES]["W4"].number_format = "0%"

    leaf = next(
        leaf for leaf in criteria_files.read_content(changed(sound, change), "bo.xlsx").criteria() if leaf.code == "a2"
    )
    assert leaf.rule.floor == 7


def test_number_that_excel_keeps_in_binary_is_read_as_it_is_shown(sound):
    assert told(changed(sound, put(NODES, E3=2.0000000000000004))) == []


def zipped(content, **more):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        with zipfile.ZipFile(io.BytesIO(content)) as old:
            for name in old.namelist():
                package.writestr(name, old.read(name))
        for name, part in more.items():
            package.writestr(f"xl/{name}", part)
    return target.getvalue()


def said_of(content, name="bo.xlsx"):
    try:
        return " ".join(map(str, faults(content, name)))
    except DomainError as refusal:
        return str(refusal)


def test_dangerous_or_broken_files_are_not_opened(sound):
    assert "phình quá lớn" in said_of(zipped(sound, **{"worksheets/x.xml": b" " * 30_000_000}))
    assert "chứa macro" in said_of(zipped(sound, **{"vbaProject.bin": b"x"}))
    assert "khai báo lạ" in said_of(zipped(sound, **{"x.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}))
    assert "Tệp có 404" in said_of(zipped(sound, **{"worksheets/x.xml": b"<c />" * 400_000}))
    assert "không khớp nội dung" in said_of(sound, "bo.toml")
    assert "không đúng loại" in said_of(b"name;points", "bo.xlsx")
    assert "rỗng" in said_of(b"", "bo.xlsx")


def test_archive_of_a_version_that_there_is_not_is_refused(sound):
    place = sound.index(b"PK\x01\x02") + 6
    assert "bị hỏng" in said_of(sound[:place] + b"\x5e" + sound[place + 1 :])


MUTATIONS = 40


@pytest.mark.parametrize("seed", range(MUTATIONS))
def test_mutated_workbook_is_read_or_refused_but_never_half_stored(world, sound, seed):
    rng = random.Random(seed)
    content = (_truncated, _bytes_flipped, _cells_replaced, _part_damaged)[seed % 4](sound, rng)
    try:
        examined = criteria_files.examine(content, "bo.xlsx")
        criteria.store(criteria_set=criteria_files.sound(examined, "bo.xlsx"), unit=world.centre, by=None, at=NOW)
    except DomainError as refusal:
        assert str(refusal)
        assert CriteriaSet.objects.count() == 0
    else:
        assert CriteriaSet.objects.get().criteria.count() == sum(1 for _ in examined.criteria_set.nodes())


@pytest.mark.parametrize("seed", range(40))
def test_mutated_text_is_read_or_refused(seed):
    rng, text = random.Random(seed), bytearray(FILE.read_bytes())
    for _ in range(rng.randrange(1, 8)):
        place = rng.randrange(len(text))
        odd = rng.choice([b'"', b"[[group]]\n", b"= 1e400\n", b"nan", b"{", b"2026-01-01", b"[group.criterion]\n"])
        text[place : place + rng.choice([0, 0, 20])] = odd
    try:
        assert criteria_files.examine(bytes(text), "bo.toml").faults is not None
    except DomainError as refusal:
        assert str(refusal)


def _truncated(content, rng):
    return content[: rng.randrange(len(content))]


def _bytes_flipped(content, rng):
    damaged = bytearray(content)
    for _ in range(rng.randrange(1, 20)):
        damaged[rng.randrange(len(damaged))] = rng.randrange(256)
    return bytes(damaged)


ODD = (
    "",
    "=1/0",
    "'",
    "1,5",
    "1.500",
    -1,
    1e300,
    True,
    "x" * 6000,
    "a1/b2",
    "31/02/2026",
    "\ufeff",
    "–",
    0,
    None,
    "Có",
)


def _cells_replaced(content, rng):
    def change(book):
        for _ in range(rng.randrange(1, 12)):
            sheet = rng.choice([book[name] for name in (HEAD, NODES, TABLES, BANDS, EXAMPLES)])
            row = rng.randrange(1, sheet.max_row + 2)
            sheet.cell(row, rng.randrange(1, sheet.max_column + 2)).value = rng.choice(ODD)

    return changed(content, change)


def _part_damaged(content, rng):
    """One part of the archive, unpacked, with bytes cut out of it."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as package:
        chosen = rng.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            if name == chosen:
                start = rng.randrange(len(part))
                part = part[:start] + part[start + rng.randrange(1, 60) :]
            package.writestr(name, part)
    return target.getvalue()
