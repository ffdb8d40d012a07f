"""Opening a workbook that somebody sent: bounded in size, and told apart from what only looks like one."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core.text import search_key
from scoring.spreadsheet.faults import Fault
from scoring.spreadsheet.layout import GUIDE, LISTS, MOST_COLUMNS, MOST_ROWS, READ, REQUIRED

MOST_UNPACKED = 24 * 1024 * 1024
"""A set of 2,000 criteria takes about a tenth of it."""
MOST_PARTS = 200
MOST_CELLS = 300_000
"""Of all sheets together; more takes the reader longer than a person waits."""


@dataclass
class Sheet:
    """One sheet: its headings by column, and the filled cells of its rows."""

    name: str
    headings: dict[int, str] = field(default_factory=dict)
    rows: dict[int, dict[int, Any]] = field(default_factory=dict)


@dataclass
class Book:
    """The sheets that are read, by their proper names, and everything wrong so far."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def open_book(content: bytes) -> Book:
    """The cells of a workbook. Nothing is raised for a bad file: every fault is listed."""
    book = Book()
    refused = _dangers(content)
    if refused is not None:
        book.faults.append(refused)
        return book
    try:
        opened = load_workbook(io.BytesIO(content), keep_links=False)
    except Exception:
        # The reader stumbles over damaged parts in as many ways as there are parts; all mean the same to a person.
        book.faults.append(_broken())
        return book
    _read_sheets([sheet for sheet in opened.worksheets if isinstance(sheet, Worksheet)], book)
    return book


def _dangers(content: bytes) -> Fault | None:
    """What must not even be opened: no archive, far more inside than a criteria set needs, declarations."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
            if len(members) > MOST_PARTS or sum(member.file_size for member in members) > MOST_UNPACKED:
                return Fault("Tệp phình quá lớn khi mở.", "Chép nội dung sang tệp mẫu mới tải về rồi lưu lại.")
            parts = (package.read(member) for member in members if member.filename.endswith((".xml", ".rels")))
            return _dangerous_parts(parts)
    except Exception:
        # Damaged archives fail in zipfile, zlib, lzma or the codec of a name, each with errors of its own.
        return _broken()


def _dangerous_parts(parts: Iterable[bytes]) -> Fault | None:
    cells = 0
    for part in parts:
        if b"<!DOCTYPE" in part:
            return Fault("Tệp chứa khai báo lạ nên không mở.", "Mở bằng Excel, lưu lại dạng .xlsx.")
        cells += part.count(b"<c ")
    if cells > MOST_CELLS:
        return Fault(f"Tệp có {cells} ô.", "Xóa các dòng, cột thừa; chép nội dung sang tệp mẫu mới tải về.")
    return None


def _broken() -> Fault:
    return Fault("Không mở được tệp Excel: tệp bị hỏng hoặc không phải .xlsx.", "Mở bằng Excel, lưu lại dạng .xlsx.")


def _read_sheets(opened: Sequence[Worksheet], book: Book) -> None:
    proper = {search_key(name): name for name in READ}
    for sheet in opened:
        name = proper.get(search_key(sheet.title))
        if name is None:
            if sheet.title not in (GUIDE, LISTS) and _has_content(sheet):
                mend = f"Các trang được đọc: {'; '.join(READ)}. Sửa tên nếu gõ nhầm."
                book.faults.append(Fault(f"Trang “{sheet.title}” không được đọc.", mend, gravity="warning"))
        elif name in book.sheets:
            book.faults.append(Fault(f"Có hai trang “{name}”.", "Giữ lại một trang.", sheet.title))
        else:
            _look_at(sheet, name, book)
    for name in REQUIRED:
        if name not in book.sheets:
            there = "; ".join(sheet.title for sheet in opened) or "không có trang nào"
            book.faults.append(
                Fault(f"Không có trang “{name}”. Tệp đang có: {there}.", "Dùng tệp mẫu và giữ nguyên tên trang.")
            )


def _has_content(sheet: Worksheet) -> bool:
    return sheet.max_row > 1 or sheet.cell(1, 1).value is not None


def _look_at(sheet: Worksheet, name: str, book: Book) -> None:
    kept = book.sheets.setdefault(name, Sheet(name))
    too_great = _too_great(sheet, name)
    if too_great is not None:
        book.faults.append(too_great)
        return
    book.faults += _shape_faults(sheet, name)
    for row in sheet.iter_rows(max_row=sheet.max_row, max_col=sheet.max_column):
        for cell in row:
            if cell.value is None or (isinstance(cell.value, str) and not cell.value.strip()):
                continue
            if cell.data_type in ("f", "e"):
                book.faults.append(_computed(name, cell.coordinate, cell.data_type))
                kept.rows.setdefault(cell.row, {})
            elif cell.row == 1:
                kept.headings[cell.column] = str(cell.value)
            else:
                kept.rows.setdefault(cell.row, {})[cell.column] = _as_shown(cell)
    book.faults += _hidden(sheet, kept)


def _as_shown(cell: Any) -> Any:
    """What a person sees: Excel keeps what was typed as 95% as 0.95."""
    is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    return cell.value * 100 if is_number and "%" in cell.number_format else cell.value


def _too_great(sheet: Worksheet, name: str) -> Fault | None:
    if sheet.max_row > MOST_ROWS:
        mend = f"Xóa các dòng thừa (kể cả dòng trống có định dạng); một bộ không quá {MOST_ROWS} dòng."
        return Fault(f"Trang có {sheet.max_row} dòng.", mend, name, f"A{sheet.max_row}")
    if sheet.max_column > MOST_COLUMNS:
        last = f"{get_column_letter(sheet.max_column)}1"
        return Fault(f"Trang có {sheet.max_column} cột.", "Xóa các cột thừa bên phải bảng.", name, last)
    return None


def _shape_faults(sheet: Worksheet, name: str) -> list[Fault]:
    return [
        Fault(f"Ô gộp {merged.coord}.", "Bỏ gộp ô, ghi đủ từng ô.", name, str(merged.coord).split(":")[0])
        for merged in sheet.merged_cells.ranges
    ]


def _computed(name: str, place: str, data_type: str) -> Fault:
    if data_type == "e":
        return Fault("Ô đang báo lỗi của Excel (như #REF!, #N/A).", "Ghi thẳng giá trị vào ô.", name, place)
    return Fault("Ô chứa công thức.", "Chép rồi dán dạng giá trị (Paste Values).", name, place)


def _hidden(sheet: Worksheet, kept: Sheet) -> list[Fault]:
    """Hidden parts with content: nobody should load what nobody sees."""
    if sheet.sheet_state != "visible":
        return [Fault("Trang đang bị ẩn.", "Cho hiện trang, xem lại nội dung rồi nạp.", kept.name)]
    found = [
        Fault("Dòng đang bị ẩn nhưng có nội dung.", "Cho hiện dòng, hoặc xóa dòng.", kept.name, f"A{number}")
        for number in sorted(kept.rows)
        if kept.rows[number] and sheet.row_dimensions[number].hidden
    ]
    filled = {column for row in kept.rows.values() for column in row}
    for dimension in sheet.column_dimensions.values():
        first, last = dimension.min or 0, dimension.max or 0
        hidden = sorted(column for column in filled if dimension.hidden and first <= column <= last)
        found += [
            Fault("Cột đang bị ẩn nhưng có nội dung.", "Cho hiện cột, hoặc xóa nội dung.", kept.name,
                  f"{get_column_letter(column)}1")
            for column in hidden
        ]  # fmt: skip
    return found
