"""A cell that is merged downward holds for all of its rows, however the sheet is read."""

import io
import tracemalloc

import pytest
from openpyxl import Workbook

from indicators.spreadsheet import pieces, sheet_cuts, sheet_scan, xlsx_rows
from indicators.spreadsheet.findings import Findings
from indicators.spreadsheet.frames import frames
from indicators.spreadsheet.opening import look
from indicators.spreadsheet.refusal import FileRefused
from tests.indicators.case_files import read_path

HEADINGS = ["Đơn vị", "Lĩnh vực", "Mã hồ sơ", "Ngày tiếp nhận", "Phí"]


def book(rows, *merged, titles=2):
    """A table below some titles; ``merged``: ranges by Excel's names."""
    made = Workbook()
    for number in range(titles):
        made.active.cell(number + 1, 1, f"Danh sách hồ sơ {number}")
    for number, row in enumerate((HEADINGS, *rows), start=titles + 1):
        for place, cell in enumerate(row, start=1):
            made.active.cell(number, place, cell)
    for cells in merged:
        made.active.merge_cells(cells)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def many(rows, height):
    """So many cases, whose unit is named once for every ``height`` rows."""
    lines = [
        [f"Khoa {n // height}" if n % height == 0 else None, "Y tế", f"H{n}", "05/03/2026", n] for n in range(rows)
    ]
    merged = [f"A{4 + start}:A{4 + min(start + height, rows) - 1}" for start in range(0, rows, height)]
    return book(lines, *(each for each in merged if len(set(each[1:].split(":A"))) > 1))


def units(good):
    return [row["unit"] for row in good]


def test_unit_that_is_named_once_holds_for_its_rows(read):
    rows = [["Khoa A", "Y tế", "H1", "05/03/2026", 5], [None, None, "H2", "05/03/2026", None],
            [None, None, "H3", "05/03/2026", None], [None, "Dược", "H4", "05/03/2026", 7]]  # fmt: skip
    found, good, bad, _ = read(book(rows, "A4:A6", "B4:B5", "E4:E6"), "a.xlsx")

    assert (units(good), bad) == (["Khoa A", "Khoa A", "Khoa A", None], [])
    assert [row["field"] for row in good] == ["Y tế", "Y tế", None, "Dược"]
    assert [row["fee"] for row in good] == [5, None, None, 7], "a sum is not paid by every case"
    assert [row[0] for row in found.sample] == ["Khoa A", "Khoa A", "Khoa A", ""], "shown as it is read"


def test_rows_that_are_merely_blank_stay_so(read):
    _, good, _, _ = read(book([["Khoa A", "", "H1", "05/03/2026", 5], [None, "", "H2", "05/03/2026", 5]]), "a.xlsx")
    assert units(good) == ["Khoa A", None]


def test_a_code_is_never_taken_from_above(read):
    rows = [["Khoa A", "", "H1", "05/03/2026", 5], ["Khoa B", "", None, "05/03/2026", 5]]
    _, good, bad, _ = read(book(rows, "C4:C5"), "a.xlsx")
    assert ([row["code"] for row in good], len(bad)) == (["H1"], 1)


def test_merged_headings_and_titles_fill_nothing(read):
    rows = [[None, "", "H1", "05/03/2026", 5], [None, "", "H2", "05/03/2026", 5]]
    _, good, _, _ = read(book(rows, "A1:C2", "A3:A5"), "a.xlsx")
    assert units(good) == [None, None]


def test_merged_cell_far_below_the_first_rows_fills_only_its_own(put, monkeypatch):
    rows = [["Khoa A" if n in (0, 90) else None, "Y tế", f"H{n}", "05/03/2026", n] for n in range(100)]
    monkeypatch.setattr(xlsx_rows, "ROWS_A_PIECE", 20)
    path = put(book(rows, "A94:A103"), "a.xlsx")
    _, good, _, _ = read_path(path, "a.xlsx")
    assert units(good) == ["Khoa A", *[None] * 89, *["Khoa A"] * 10]


@pytest.mark.parametrize("height", [2, 7, 1000])
@pytest.mark.parametrize("way", ["cut", "whole"])
def test_all_ways_of_reading_give_the_same(put, monkeypatch, way, height):
    """In cuts and pieces much smaller than the merged cells, and as a whole."""
    path = put(many(1000, height), "a.xlsx")
    monkeypatch.setattr(sheet_cuts, "BLOCK", 4000)
    monkeypatch.setattr(sheet_cuts, "SHARED_PER_BLOCK", 0)
    monkeypatch.setattr(pieces, "ROWS_A_PIECE", 60)
    monkeypatch.setattr(xlsx_rows, "ROWS_A_PIECE", 60)
    if way == "whole":
        monkeypatch.setattr(sheet_cuts, "_NUMBER", sheet_cuts.re.compile(rb"never"))

    _, good, bad, _ = read_path(path, "a.xlsx")

    assert (units(good), bad) == ([f"Khoa {n // height}" for n in range(1000)], [])


def test_merges_are_found_wherever_the_blocks_of_a_part_end(monkeypatch):
    told = b"".join(b'<mergeCell ref="A%d:A%d"/>' % (row, row + 1) for row in range(10, 400, 2))
    sheet = b'<worksheet><sheetData><row r="1"><c r="A1"/></row></sheetData><mergeCells>' + told + b"</mergeCells>"
    for size in (7, 64, 100, 5000):
        blocks = (sheet[start : start + size] for start in range(0, len(sheet), size))
        found = sheet_scan.scan(blocks, is_sheet=True)
        first = {found.merged[place] for place in range(1, len(found.merged), 3)}
        assert first == set(range(10, 400, 2)), size


def test_how_many_cells_were_filled_is_told(put):
    path = put(many(10, 5), "a.xlsx")
    found, findings = look(path, "a.xlsx"), Findings()
    columns = {ours: match.heading for ours, match in found.proposal.items()}
    assert sum(frame.good.height for frame in frames(path, found, columns, findings=findings)) == 10
    assert findings.filled["Đơn vị"] == 8


def test_too_many_merged_cells_are_refused(read, monkeypatch):
    monkeypatch.setattr("indicators.spreadsheet.packages.MOST_MERGES", 3)
    with pytest.raises(FileRefused, match="quá nhiều ô gộp"):
        read(many(20, 2), "a.xlsx")


def test_merged_cells_take_little_memory(put):
    """Four bytes for a number: 3,000 merged cells are told in a few kilobytes."""
    path = put(many(6000, 2), "a.xlsx")
    tracemalloc.start()
    found = look(path, "a.xlsx")
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found.tables[0].merges[0]) == 3000
    assert kept < 1_000_000
