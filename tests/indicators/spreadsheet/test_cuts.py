"""A sheet that is read in cuts says what it says when it is read as a whole, whatever stands in its cells."""

import io
import re
import zipfile
from datetime import date, datetime, time

import polars as pl
import pytest
from openpyxl import Workbook

from indicators.spreadsheet import sheet_cuts, xlsx_rows
from indicators.spreadsheet.pieces import columns
from indicators.spreadsheet.sheet_bulk import in_bulk
from indicators.spreadsheet.sheet_cuts import Uneven, cuts

WIDTH = 5
HEADINGS = columns(WIDTH)[:WIDTH]
ROWS = 400


def at(text):
    return datetime.fromisoformat(text)


def every(number):
    """Cells of all kinds, in an order of their own."""
    cells = (
        f"H{number}", number, number * 1.5, at("2026-03-05T14:30:00"), date(2026, 3, 5), time(8, 30), True, None, "N/A",
        "NULL", " hai\ndòng ", "0012", "a\u0302", "", "=1+1",
    )  # fmt: skip
    return [cells[(number * place + place) % len(cells)] for place in (1, 2, 4, 7, 8)]


KINDS = {
    "texts": lambda number: [f"H{number}", "Khoa <số> & 1", "05/03/2026", "0012", None],
    "numbers": lambda number: [number, 150_000.0, 10**12 + number, None, -number],
    "fractions": lambda number: [f"H{number}", number / 8, 46086.604166666664, 1.234, 0.1 + 0.2],
    "days": lambda number: [f"H{number}", at("2026-03-05T14:30:00.4"), date(2026, 3, 1 + number % 28), None, "x"],
    "hours": lambda number: [f"H{number}", time(8, 30), at("2026-03-05T14:30:00"), None, None],
    "nothing told": lambda number: [f"H{number}", number if number % 7 else "N/A", None, None, None],
    "wider": lambda number: [f"H{number}", 1, 2, 3, 4, "thừa" if number % 90 == 0 else None],
    "every": every,
}


def sheet(row, *, gaps=0):
    """A workbook of headings in the third row and rows of one kind, with rows left out."""
    book = Workbook()
    book.active.title = "Bảng"
    place = 3
    for cells in (HEADINGS, *map(row, range(ROWS))):
        for column, cell in enumerate(cells, start=1):
            if cell is not None:
                book.active.cell(place, column, cell)
        place += 1 + (gaps if place % 50 == 0 else 0)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def changed(content, change):
    """The workbook with the bytes of its sheet changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as copied:
        for member in source.infolist():
            part = source.read(member)
            copied.writestr(member.filename, change(part) if "worksheets/" in member.filename else part)
    return target.getvalue()


def read(path):
    """Line and texts of every row below the headings."""
    found = []
    for piece in xlsx_rows.pieces(path, "Bảng", WIDTH, "a.xlsx", (), 4):
        for number, cells in enumerate(piece.rows.with_columns(pl.all().fill_null("")).rows()):
            found.append((piece.line + number, *cells))
    return found


def as_a_whole(path):
    with path.open("rb") as file:
        rows = xlsx_rows.first_rows(file, "Bảng", "a.xlsx", 10_000)[3:]
    wide = ((*row[:WIDTH], "; ".join(filter(None, row[WIDTH:]))) for row in rows)
    return [(line, *row) for line, row in enumerate(wide, start=4)]


def days_alike(rows):
    """A day among moments is shown with its midnight, one among other cells without."""
    return [tuple(re.sub(" 00:00:00$", "", str(cell)) for cell in row) for row in rows]


@pytest.mark.parametrize("gaps", [0, 3])
@pytest.mark.parametrize("kind", KINDS)
def test_cuts_tell_the_same_as_the_whole(put, monkeypatch, kind, gaps):
    monkeypatch.setattr(sheet_cuts, "BLOCK", 4000)
    monkeypatch.setattr(sheet_cuts, "SHARED_PER_BLOCK", 0)
    path = put(sheet(KINDS[kind], gaps=gaps), "a.xlsx")

    assert len(list(cuts(path, "Bảng", HEADINGS, 4))) > 5
    assert days_alike(read(path)) == days_alike(as_a_whole(path))


def test_last_blocks_are_smaller(put, monkeypatch):
    monkeypatch.setattr(sheet_cuts, "BLOCK", 12_000)
    monkeypatch.setattr(sheet_cuts, "SHARED_PER_BLOCK", 0)

    sizes = [sum(map(len, cut.rows.parts())) for cut in cuts(put(sheet(KINDS["texts"]), "a.xlsx"), "Bảng", HEADINGS, 4)]

    assert max(sizes) > 11_000
    assert sizes[-2] < 6_000


@pytest.mark.parametrize(("kind", "is_read"), [("texts", True), ("numbers", True), ("days", True), ("every", False)])
def test_columns_of_one_kind_are_read_in_bulk(put, kind, is_read):
    cut = next(cuts(put(sheet(KINDS[kind]), "a.xlsx"), "Bảng", HEADINGS, 4))

    assert (in_bulk(cut, "Bảng", HEADINGS) is not None) == is_read


DISORDER = {
    "rows without numbers": lambda part: re.sub(rb'<row r="[0-9]+"', b"<row", part),
    "rows that come again": lambda part: part.replace(b'<row r="300"', b'<row r="5"'),
    "named otherwise": lambda part: part.replace(b"<row ", b"<x:row ").replace(b"</row>", b"</x:row>"),
}


@pytest.mark.parametrize("how", DISORDER)
def test_rows_in_disorder_are_read_as_a_whole(put, monkeypatch, how):
    monkeypatch.setattr(sheet_cuts, "BLOCK", 8000)
    in_order = sheet(KINDS["texts"])
    assert list(cuts(put(in_order, "b.xlsx"), "Bảng", HEADINGS, 4)), "in order it is cut"
    path = put(changed(in_order, DISORDER[how]), "a.xlsx")

    with pytest.raises(Uneven):
        list(cuts(path, "Bảng", HEADINGS, 4))
    assert read(path)[-1] == as_a_whole(path)[-1]
