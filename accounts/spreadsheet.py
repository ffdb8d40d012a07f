"""The Excel file of units and people: its columns, the template to download, and reading it cell by cell."""

import io
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from accounts.enums import EmploymentKind, Gender, UnitGroup, UnitKind
from core.text import nfc, search_key
from core.uploads import far_cell

LAST_TEMPLATE_ROW = 500
MOST_ROWS = 5000
MOST_ROOM = 5_000_000
"""Cells of the rectangle up to the last cell, all of which the reader reserves."""
YES_NO = ("Có", "Không")


@dataclass(frozen=True)
class Column:
    """One column: its key in code, the heading in the file, and what to write there."""

    key: str
    heading: str
    guidance: str
    example: str
    required: bool = False
    longest: int = 200
    choices: tuple[str, ...] = ()
    is_date: bool = False


UNIT_COLUMNS = (
    Column("code", "Mã đơn vị", "Chữ không dấu, số, gạch nối; không trùng nhau.", "hn-khoa-noi", True, 60),
    Column("name", "Tên đầy đủ", "Tên ghi trên văn bản.", "Khoa Nội tổng hợp", True, 200),
    Column("short_name", "Tên ngắn", "Tên hiện trong danh sách.", "Khoa Nội", True, 80),
    Column("kind", "Loại", "Chọn trong danh sách.", "Khoa", True, choices=tuple(map(str, UnitKind.labels))),
    Column("parent", "Mã đơn vị cấp trên", "Mã đã có trên hệ thống hoặc ở dòng phía trên.", "hoai-nhon", True, 60),
    Column("group", "Khối thi đua", "Để trống nếu không xếp khối.", "Khối lâm sàng",
           choices=tuple(str(label) for label in UnitGroup.labels[1:])),
    Column("document_symbol", "Ký hiệu văn bản", "Ký hiệu trong số văn bản, nếu có.", "TTYT", False, 30),
    Column("place_name", "Địa danh", "Nơi ghi trước ngày tháng của văn bản.", "Hoài Nhơn", False, 80),
    Column("active_from", "Hoạt động từ", "Ngày/tháng/năm.", "01/01/2026", is_date=True),
)  # fmt: skip
PERSON_COLUMNS = (
    Column("staff_code", "Mã nhân viên", "Mỗi người một mã, không trùng nhau.", "NV001", True, 30),
    Column("full_name", "Họ và tên", "Viết đủ dấu.", "Lê Thị Hoa", True, 100),
    Column("unit", "Mã đơn vị", "Mã ở trang “Đơn vị” hoặc đã có trên hệ thống.", "hn-khoa-noi", True, 60),
    Column("job_title", "Chức vụ, chức danh", "Như trong hồ sơ.", "Điều dưỡng trưởng", False, 120),
    Column("gender", "Giới tính", "Nam hoặc Nữ.", "Nữ", choices=tuple(map(str, Gender.labels))),
    Column("born_on", "Ngày sinh", "Ngày/tháng/năm.", "05/12/1985", is_date=True),
    Column("employment_kind", "Loại lao động", "Để trống là Viên chức.", "Viên chức",
           choices=tuple(map(str, EmploymentKind.labels))),
    Column("works_on_reform", "Trực tiếp làm cải cách hành chính", "Có hoặc Không; để trống là Không.", "Không",
           choices=YES_NO),
    Column("email", "Thư điện tử", "Nếu có.", "hoa@example.vn", False, 254),
    Column("phone", "Điện thoại", "Định dạng ô là văn bản để giữ số 0 ở đầu.", "0905000000", False, 20),
    Column("active_from", "Vào làm từ", "Ngày/tháng/năm.", "01/03/2010", is_date=True),
)  # fmt: skip
UNIT_SHEET, PERSON_SHEET, GUIDE_SHEET = "Đơn vị", "Nhân sự", "Hướng dẫn"
SHEETS: Mapping[str, tuple[Column, ...]] = {UNIT_SHEET: UNIT_COLUMNS, PERSON_SHEET: PERSON_COLUMNS}


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


def template_bytes() -> bytes:
    """The empty workbook with headings, choice lists and a page of guidance."""
    book = Workbook()
    guide = book.active
    assert guide is not None
    guide.title = GUIDE_SHEET
    guide.append(["Trang", "Cột", "Bắt buộc", "Cách ghi", "Ví dụ"])
    for name, columns in SHEETS.items():
        sheet = book.create_sheet(name)
        sheet.append([column.heading for column in columns])
        sheet.freeze_panes = "A2"
        for number, column in enumerate(columns, start=1):
            letter = get_column_letter(number)
            sheet.column_dimensions[letter].width = max(16, len(column.heading) + 4)
            if column.key in ("phone", "staff_code", "code", "unit", "parent"):
                for row in range(2, LAST_TEMPLATE_ROW + 1):
                    sheet.cell(row, number).number_format = "@"
            if column.choices:
                choice = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
                sheet.add_data_validation(choice)
                choice.add(f"{letter}2:{letter}{LAST_TEMPLATE_ROW}")
            guide.append([name, column.heading, "Có" if column.required else "", column.guidance, column.example])
    for sheet in book.worksheets:
        for cell in sheet[1]:
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E6F0FA")
            cell.alignment = Alignment(wrap_text=True, vertical="center")
    for letter, width in zip("ABCDE", (14, 34, 10, 60, 24), strict=True):
        guide.column_dimensions[letter].width = width
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def read(content: bytes) -> Reading:
    """Read both sheets. Nothing is raised for a bad file: every fault becomes a ``CellError``."""
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
    found = [name for name in SHEETS if search_key(name) in names]
    if not found:
        reading.errors.append(
            CellError(
                "", None, "", "Tệp không có trang “Đơn vị” hay “Nhân sự”.", "Dùng tệp mẫu và giữ nguyên tên trang."
            )
        )
    special = _special_cells(content)
    for name in found:
        original = names[search_key(name)]
        _read_sheet(book.get_sheet_by_name(original), name, special.get(original, {}), reading)
    return reading


def _read_sheet(sheet: CalamineSheet, name: str, special: dict[tuple[int, int], str], reading: Reading) -> None:
    columns, rows = SHEETS[name], sheet.to_python(skip_empty_area=False)
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
    if column.choices:
        match = {search_key(choice): choice for choice in column.choices}.get(search_key(text))
        if match is None:
            raise _CellRefused(f"“{text}” không có trong danh sách.", f"Chọn một trong: {'; '.join(column.choices)}.")
        return match
    if len(text) > column.longest:
        raise _CellRefused(f"Dài {len(text)} ký tự, tối đa {column.longest}.", "Viết ngắn lại.")
    return text


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
