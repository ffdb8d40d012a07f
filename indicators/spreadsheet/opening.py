"""Looking into a file before it is imported: what it is, where its table begins, what its columns are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from pathlib import Path

from core.text import nfc
from indicators.engine.case_columns import COLUMNS, Match, guess
from indicators.engine.case_headers import SEARCHED_ROWS, Header, clean, find
from indicators.spreadsheet import csv_rows, xlsx_rows
from indicators.spreadsheet.encodings import refuse_old_font
from indicators.spreadsheet.packages import Sheet, beginning, sheets_of
from indicators.spreadsheet.pieces import Piece, frame_of
from indicators.spreadsheet.recognising import kind_of
from indicators.spreadsheet.refusal import FileRefused
from indicators.spreadsheet.sheet_merges import Filling, Merges, by_column, holds_for_all

SAMPLE_ROWS = 20
MOST_COLUMNS = 200
LINE_HEADING, REASON_HEADING = "Dòng", "Lý do chưa nhập"
"""The first and the last column of a file of refused rows; they are not read when such a file comes back."""


Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Table:
    """Where a table stands: on which sheet (empty for CSV), from which row on (from 1), and what is odd in its cells.

    ``valueless``: (row, column, text) from 0 of cells that hold an error or a formula without its result. ``merges``:
    cells that are merged downward. ``titles``: what stands above the headings.
    """

    sheet: str
    first_row: int
    titles: tuple[str, ...] = ()
    valueless: tuple[tuple[int, int, str], ...] = ()
    merges: Merges = field(default_factory=dict)


@dataclass(frozen=True)
class FileSummary:
    """What was found in a file.

    ``kind`` is ``csv`` or ``xlsx``; ``sheets`` the names of its visible sheets that hold anything; ``encoding`` and
    ``delimiter`` are of CSV only. Headings are unique; parts of merged ones are joined by " › ". ``header_row`` (the
    last) and ``first_row`` (of data) count from 1 as Excel does. ``sample``: the first rows as text.
    ``layout``: a guess, by the values of ``CaseLayout``. ``proposal``: our column -> heading and how similar it is.
    ``tables``: the table, and those of other sheets that have the same headings, in the order of the workbook.
    """

    kind: str
    sheets: tuple[str, ...]
    sheet: str
    encoding: str
    delimiter: str
    headings: tuple[str, ...]
    header_row: int
    first_row: int
    sample: tuple[tuple[str, ...], ...]
    layout: str
    proposal: Mapping[str, Match]
    name: str = ""
    tables: tuple[Table, ...] = ()

    @property
    def alike(self) -> tuple[str, ...]:
        """The sheets that can be read together."""
        return tuple(table.sheet for table in self.tables)


def look(path: Path, name: str, *, sheet: str = "") -> FileSummary:
    """What the file holds, by content; ``name`` is what its sender calls it. Raises ``FileRefused``."""
    name = nfc(name)
    if kind_of(path, name) == "csv":
        encoding, delimiter, rows = csv_rows.beginning(path, name)
        header = _header(rows, name, "")
        return _look("csv", rows, header, name, encoding=encoding, delimiter=delimiter)
    return _look_into_workbook(path, name, sheet)


def _look_into_workbook(path: Path, name: str, wanted: str) -> FileSummary:
    sheets = sheets_of(path, name)
    if not sheets:
        raise FileRefused(
            f"Tệp “{name}” không có trang tính nào hiện và có nội dung.",
            hint="Cho hiện trang chứa bảng (chuột phải tên trang, chọn Unhide) rồi lưu lại.",
            code="no_sheet",
        )
    names = tuple(each.name for each in sheets)
    if wanted and wanted not in names:
        there = "; ".join(names)
        raise FileRefused(f"Tệp “{name}” không có trang “{wanted}”.", hint=f"Tệp có: {there}.", code="sheet")
    small = beginning(path, name, sheets)
    found, refused = _with_tables(sheets, small, name)
    if wanted in refused or not found:
        raise refused.get(wanted) or next(iter(refused.values()))
    main = _main(found, wanted)
    tables = [_table(*each) for each in found if each[2].headings == main[2].headings]
    return _look("xlsx", main[1], main[2], name, sheets=names, sheet=main[0].name, tables=tables)


Found = tuple[Sheet, Rows, Header]


def _with_tables(sheets: Sequence[Sheet], small: BytesIO, name: str) -> tuple[list[Found], dict[str, FileRefused]]:
    """The sheets with a table, and why the others have none."""
    workbook = xlsx_rows.opened(small, name)
    found: list[Found] = []
    refused: dict[str, FileRefused] = {}
    for sheet in sheets:
        try:
            rows = xlsx_rows.first_rows(workbook, sheet.name, name)
            found.append((sheet, rows, _header(rows, name, sheet.name)))
        except FileRefused as error:
            refused[sheet.name] = error
    return found, refused


def _main(found: Sequence[Found], wanted: str) -> Found:
    """The sheet that is wanted; else the first with a table of a known layout, else the first with any table."""
    named = (each for each in found if each[0].name == wanted)
    known = (each for each in found if each[2].proposal)
    return next(named, None) or next(known, None) or found[0]


def _table(sheet: Sheet, rows: Rows, header: Header) -> Table:
    merges = by_column(sheet.scan.merged)
    return Table(sheet.name, header.first + 1, _titles(rows, header), tuple(sheet.scan.valueless), merges)


def _titles(rows: Rows, header: Header) -> tuple[str, ...]:
    return tuple(clean(cell) for row in rows[: header.top] for cell in row if cell.strip())


def _header(rows: Rows, name: str, sheet: str) -> Header:
    refuse_old_font("\n".join(cell for row in rows for cell in row), name)
    header = find(rows)
    if header is None:
        where = f"trang “{sheet}” của tệp “{name}”" if sheet else f"tệp “{name}”"
        raise FileRefused(
            f"Không tìm thấy dòng tiêu đề cột trong {SEARCHED_ROWS} dòng đầu của {where}.",
            hint="Thêm dòng tiêu đề, ví dụ: Mã hồ sơ, Ngày tiếp nhận, Ngày hẹn trả, Ngày trả.",
            code="no_header",
        )
    if len(header.headings) > MOST_COLUMNS:
        raise FileRefused(
            f"Bảng trong tệp “{name}” có {len(header.headings)} cột, nhiều nhất {MOST_COLUMNS}.",
            hint="Xóa các cột không cần rồi tải lên lại.",
            code="columns",
        )
    return header


def _look(
    kind: str,
    rows: Rows,
    header: Header,
    name: str,
    *,
    sheets: tuple[str, ...] = (),
    sheet: str = "",
    encoding: str = "",
    delimiter: str = "",
    tables: Sequence[Table] = (),
) -> FileSummary:
    headings = header.headings
    tables = tables or (Table(sheet, header.first + 1, _titles(rows, header)),)
    layout, proposal = header.layout, header.proposal
    if REASON_HEADING in headings:
        own = (LINE_HEADING, REASON_HEADING)
        layout, proposal, _ = guess([heading for heading in headings if heading not in own])
    main = next(table for table in tables if table.sheet == sheet)
    return FileSummary(
        kind=kind,
        sheets=sheets,
        sheet=sheet,
        encoding=encoding,
        delimiter=delimiter,
        headings=headings,
        header_row=header.last + 1,
        first_row=header.first + 1,
        sample=_sample(rows, header, main.merges, layout, proposal),
        layout=layout,
        proposal=proposal,
        name=name,
        tables=tuple(tables),
    )


def _sample(
    rows: Rows, header: Header, merges: Merges, layout: str, proposal: Mapping[str, Match]
) -> tuple[tuple[str, ...], ...]:
    """The first rows of data as the import reads them: with what merged cells say in each of their rows."""
    width = len(header.headings)
    single = {
        proposal[column.name].heading
        for column in COLUMNS[layout]
        if column.name in proposal and not holds_for_all(column)
    }
    filling = Filling(merges, [place for place in range(width) if header.headings[place] not in single])
    piece = filling.fill(Piece(header.first + 1, frame_of(rows[header.first :], width)))
    data = ([nfc(cell or "").strip() for cell in row[:width]] for row in piece.rows.iter_rows())
    return tuple(islice((tuple(row) for row in data if any(row)), SAMPLE_ROWS))
