"""Looking into a file before it is imported: what it is, where its table begins, what its columns are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from core.text import nfc
from indicators.engine.case_columns import Match, guess
from indicators.engine.case_headers import SEARCHED_ROWS, Header, clean, find

from . import csv_rows, xlsx_rows
from .encodings import refuse_old_font
from .packages import Sheet, beginning, sheets_of
from .recognising import kind_of
from .refusal import FileRefused

SAMPLE_ROWS = 20
MOST_COLUMNS = 200
LINE_HEADING, REASON_HEADING = "Dòng", "Lý do chưa nhập"
"""The first and the last column of a file of refused rows; they are not read when such a file comes back."""


@dataclass(frozen=True)
class Look:
    """What was found in a file.

    ``kind`` is ``csv`` or ``xlsx``; ``sheets`` the names of its visible sheets that hold anything; ``encoding`` and
    ``delimiter`` are of CSV only. Headings are unique; parts of merged ones are joined by " › ". ``header_row`` (the
    last) and ``first_row`` (of data) count from 1 as Excel does. ``sample``: the first rows as text.
    ``layout``: a guess, by the values of ``CaseLayout``. ``proposal``: our column -> heading and how similar it is.
    ``valueless``: (row, column, text) from 0 of cells that hold an error or a formula without its result.
    ``titles``: what stands above the headings.
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
    valueless: tuple[tuple[int, int, str], ...] = ()
    titles: tuple[str, ...] = ()


def look(path: Path, name: str, *, sheet: str = "") -> Look:
    """What the file holds, by content; ``name`` is what its sender calls it. Raises ``FileRefused``."""
    name = nfc(name)
    if kind_of(path, name) == "csv":
        encoding, delimiter, rows = csv_rows.beginning(path, name)
        header = _header(rows, name, "")
        return _look("csv", rows, header, name, encoding=encoding, delimiter=delimiter)
    return _look_into_workbook(path, name, sheet)


def _look_into_workbook(path: Path, name: str, wanted: str) -> Look:
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
    chosen, rows, header = _best_sheet([each for each in sheets if wanted in ("", each.name)], small, name)
    return _look("xlsx", rows, header, name, sheets=names, sheet=chosen.name, valueless=tuple(chosen.scan.valueless))


def _best_sheet(sheets: Sequence[Sheet], small: BytesIO, name: str) -> tuple[Sheet, list[list[str]], Header]:
    """The first sheet with a table of a known layout, else the first with any table."""
    unknown: tuple[Sheet, list[list[str]], Header] | None = None
    refused: FileRefused | None = None
    for sheet in sheets:
        small.seek(0)
        rows = xlsx_rows.first_rows(small, sheet.name, name)
        try:
            header = _header(rows, name, sheet.name)
        except FileRefused as error:
            refused = refused or error
            continue
        if header.proposal:
            return sheet, rows, header
        unknown = unknown or (sheet, rows, header)
    if unknown:
        return unknown
    assert refused is not None
    raise refused


def _header(rows: Sequence[Sequence[str]], name: str, sheet: str) -> Header:
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
    rows: Sequence[Sequence[str]],
    header: Header,
    name: str,
    *,
    sheets: tuple[str, ...] = (),
    sheet: str = "",
    encoding: str = "",
    delimiter: str = "",
    valueless: tuple[tuple[int, int, str], ...] = (),
) -> Look:
    headings = header.headings
    layout, proposal = header.layout, header.proposal
    if REASON_HEADING in headings:
        own = (LINE_HEADING, REASON_HEADING)
        layout, proposal, _ = guess([heading for heading in headings if heading not in own])
    width = len(headings)
    data = (row for row in rows[header.first :] if any(cell.strip() for cell in row))
    sample = [tuple(nfc(cell).strip() for cell in (*row[:width], *[""] * (width - len(row)))) for row in data]
    return Look(
        kind=kind,
        sheets=sheets,
        sheet=sheet,
        encoding=encoding,
        delimiter=delimiter,
        headings=headings,
        header_row=header.last + 1,
        first_row=header.first + 1,
        sample=tuple(sample[:SAMPLE_ROWS]),
        layout=layout,
        proposal=proposal,
        name=name,
        valueless=valueless,
        titles=tuple(clean(cell) for row in rows[: header.top] for cell in row if cell.strip()),
    )
