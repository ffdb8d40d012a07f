"""Reading a filled-in file cell by cell: what every cell holds, or what is wrong with it and how to mend it."""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from core.text import nfc, search_key
from core.uploads import far_cell
from core.workbooks.columns import Column, Sheets

MOST_ROWS = 5000
MOST_ROOM = 5_000_000
"""Cells of the rectangle up to the last cell, all of which the reader reserves."""


@dataclass(frozen=True)
class CellError:
    """What is wrong in which cell, and how to mend it."""

    sheet: str
    row: int | None
    column: str
    problem: str
    remedy: str


@dataclass(frozen=True)
class Row:
    """One row that was filled in: its number in the file and its values by column key."""

    number: int
    values: dict[str, Any]


@dataclass
class Reading:
    """Rows by sheet, and everything that is wrong with the cells themselves."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    errors: list[CellError] = field(default_factory=list)


def read_filled(content: bytes, sheets: Sheets) -> Reading:
    """Read all sheets. Nothing is raised for a bad file: every fault becomes a ``CellError``."""
    reading = Reading()
    far = far_cell(content, MOST_ROOM)
    if far is not None:
        remedy = "Xóa các dòng, cột thừa rồi lưu lại, hoặc dùng tệp mẫu."
        reading.errors.append(CellError("", None, "", f"Tệp có ô ở quá xa ({far}).", remedy))
        return reading
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except CalamineError:
        reading.errors.append(
            CellError("", None, "", "Không mở được tệp Excel.", "Mở bằng Excel, lưu lại dạng .xlsx rồi tải lên.")
        )
        return reading
    names = {search_key(name): name for name in book.sheet_names}
    found = [name for name in sheets if search_key(name) in names]
    if not found:
        wanted = " hay ".join(f"“{name}”" for name in sheets)
        reading.errors.append(
            CellError("", None, "", f"Tệp không có trang {wanted}.", "Dùng tệp mẫu và giữ nguyên tên trang.")
        )
    special = _special_cells(content)
    for name in found:
        original = names[search_key(name)]
        _read_sheet(book.get_sheet_by_name(original), name, sheets[name], special.get(original, {}), reading)
    return reading


def _read_sheet(
    sheet: CalamineSheet,
    name: str,
    columns: tuple[Column, ...],
    special: dict[tuple[int, int], str],
    reading: Reading,
) -> None:
    rows = sheet.to_python(skip_empty_area=False)
    for start, end in sheet.merged_cell_ranges or ():
        reading.errors.append(
            CellError(name, start[0] + 1, get_column_letter(start[1] + 1),
                      f"Ô gộp từ dòng {start[0] + 1} đến dòng {end[0] + 1}.", "Bỏ gộp ô, ghi đủ từng dòng.")
        )  # fmt: skip
    places = _places(columns, rows[0] if rows else [])
    missing = [column for column in columns if column.required and column.key not in places]
    for column in missing:
        reading.errors.append(
            CellError(name, 1, column.heading, f"Thiếu cột “{column.heading}”.", "Thêm cột với đúng tên như tệp mẫu.")
        )
    if len(rows) - 1 > MOST_ROWS:
        reading.errors.append(
            CellError(name, None, "", f"Trang có quá {MOST_ROWS} dòng.", "Tách thành nhiều tệp rồi nhập lần lượt.")
        )
    if missing or len(rows) - 1 > MOST_ROWS:
        return
    kept = reading.rows.setdefault(name, [])
    for number, cells in enumerate(rows[1:], start=2):
        if not any(str(cell).strip() for cell in cells) and not any(row == number for row, _ in special):
            continue
        values = {}
        for column in columns:
            place = places.get(column.key)
            cell = cells[place] if place is not None and place < len(cells) else ""
            mark = "" if place is None else special.get((number, place + 1), "")
            values[column.key] = _value(column, cell, mark, name, number, reading.errors)
        kept.append(Row(number, values))


def _places(columns: Iterable[Column], headings: list[Any]) -> dict[str, int]:
    keys = {search_key(str(heading)).rstrip(" *"): place for place, heading in enumerate(headings)}
    return {c.key: keys[search_key(c.heading)] for c in columns if search_key(c.heading) in keys}


def _value(column: Column, cell: Any, mark: str, sheet: str, row: int, errors: list[CellError]) -> Any:
    """The cell as its column wants it, None when it is empty or wrong (which is then noted)."""
    text = _text(cell)
    try:
        if not text:
            return _nothing(column, mark)
        return _content(column, cell, text)
    except _CellRefused as refusal:
        errors.append(CellError(sheet, row, column.heading, *refusal.args))
        return None


class _CellRefused(Exception):
    """Problem and remedy of one cell; never leaves this module."""


def _nothing(column: Column, mark: str) -> None:
    if mark == "e":
        raise _CellRefused("Ô đang báo lỗi của Excel (như #REF!, #N/A).", "Sửa công thức hoặc ghi thẳng giá trị.")
    if mark == "f":
        raise _CellRefused("Ô chứa công thức chưa có kết quả.", "Mở bằng Excel, lưu lại, hoặc dán dạng giá trị.")
    if column.required:
        raise _CellRefused("Ô bắt buộc đang trống.", f"Ghi {column.heading.lower()}, ví dụ “{column.example}”.")


def _content(column: Column, cell: Any, text: str) -> Any:
    if column.is_date:
        day = _day(cell, text)
        if day is None:
            raise _CellRefused(f"“{text}” không phải ngày có thật.", "Ghi ngày/tháng/năm, ví dụ 05/12/2026.")
        return day
    if column.whole:
        return _whole(column.whole, text)
    if column.as_text and isinstance(cell, int | float):
        raise _CellRefused(f"“{text}” đang là số, Excel có thể đã bỏ mất số 0.", "Định dạng ô là văn bản rồi ghi lại.")
    if column.choices:
        match = {search_key(choice): choice for choice in column.choices}.get(search_key(text))
        if match is None:
            raise _CellRefused(f"“{text}” không có trong danh sách.", f"Chọn một trong: {'; '.join(column.choices)}.")
        return match
    if len(text) > column.longest:
        raise _CellRefused(f"Dài {len(text)} ký tự, tối đa {column.longest}.", "Viết ngắn lại.")
    return text


def _whole(between: tuple[int, int], text: str) -> int:
    least, most = between
    if not (text.isascii() and text.isdecimal() and least <= int(text) <= most):
        raise _CellRefused(
            f"“{text}” không phải số nguyên từ {least} đến {most}.", "Chỉ ghi số, không ghi đơn vị tính."
        )
    return int(text)


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    return " ".join(nfc(str(cell)).split())


def _day(cell: Any, text: str) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    for pattern in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _special_cells(content: bytes) -> dict[str, dict[tuple[int, int], str]]:
    """Places (row, column from 1) of formulas ("f") and Excel errors ("e") by sheet.

    The fast reader gives neither; the slow one is used only when a file has any.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [part for part in package.namelist() if part.startswith("xl/worksheets/sheet")]
        if not any(mark in package.read(part) for part in parts for mark in (b"<f>", b"<f ", b't="e"')):
            return {}
    book = load_workbook(io.BytesIO(content), read_only=True)
    return {
        sheet.title: {
            (int(cell.row or 0), int(cell.column or 0)): cell.data_type
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type in ("f", "e")
        }
        for sheet in book.worksheets
    }
