"""Reading a workbook back into the mapping of a criteria set, with every fault at its cell."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter

from core.text import search_key
from scoring.spreadsheet.book import Book, Sheet, open_book
from scoring.spreadsheet.cells import Unreadable, from_cell
from scoring.spreadsheet.faults import Fault
from scoring.spreadsheet.layout import EXAMPLES, HEAD, HEAD_ROWS, SHEETS, Column

SHAPING = ("parent", "rule", "path")
"""Columns that may be empty in a row but must be there: without them the tree or the rules would be read wrongly."""


@dataclass(frozen=True)
class Row:
    """One filled row: its number, and its values by column key; what is empty or unreadable is not in it."""

    number: int
    values: dict[str, Any]


@dataclass
class Reading:
    """What stands in a workbook by sheet, with the faults and the places of columns."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    head: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    places: dict[str, dict[str, str]] = field(default_factory=dict)
    """Sheet → column key → letter; for the sheet of the set itself: key → address of its cell."""

    def address(self, sheet: str, row: int | None, key: str = "") -> str:
        """The address of a cell; the first column stands in for one that is not there."""
        places = self.places.get(sheet, {})
        if sheet == HEAD:
            return places.get(key, "")
        return f"{places.get(key, 'A')}{row}" if row else ""

    def fault(self, problem: str, mend: str, sheet: str, row: int | None = None, key: str = "") -> None:
        """Note a fault at a cell."""
        self.faults.append(Fault(problem, mend, sheet, self.address(sheet, row, key)))


def read(content: bytes) -> Reading:
    """Every cell of a workbook as its column wants it. Nothing is raised for a bad file."""
    book = open_book(content)
    reading = Reading(faults=list(book.faults))
    _read_head(book, reading)
    for name, columns in SHEETS.items():
        sheet = book.sheets.get(name)
        reading.rows[name] = list(_read_rows(sheet, columns, reading)) if sheet is not None else []
    return reading


def _read_head(book: Book, reading: Reading) -> None:
    sheet = book.sheets.get(HEAD)
    if sheet is None:
        return
    known = {search_key(row.heading): row for row in HEAD_ROWS}
    places = reading.places.setdefault(HEAD, {})
    for number, cells in sorted(sheet.rows.items()):
        title = search_key(str(cells.get(1, ""))).rstrip(" *")
        row = known.get(title)
        if row is None:
            if cells:
                mend = "Giữ đúng tên mục như tệp mẫu."
                reading.faults.append(Fault("Dòng này không được đọc.", mend, HEAD, f"A{number}", gravity="warning"))
        elif row.key in places:
            reading.faults.append(Fault(f"Mục “{row.heading}” ghi hai lần.", "Xóa một dòng.", HEAD, f"A{number}"))
        else:
            places[row.key] = f"B{number}"
            value = _value(row, cells.get(2), HEAD, f"B{number}", reading)
            if value is not None:
                reading.head[row.key] = value
    for row in HEAD_ROWS:
        if row.required and row.key not in places and sheet.rows:
            reading.faults.append(Fault(f"Thiếu mục “{row.heading}”.", "Thêm dòng như tệp mẫu.", HEAD))


def _read_rows(sheet: Sheet, columns: tuple[Column, ...], reading: Reading) -> Iterator[Row]:
    places = _columns(sheet, columns, reading)
    for number, cells in sorted(sheet.rows.items()):
        values = {}
        for column in columns:
            place = places.get(column.key)
            if place is None or column.told:
                continue
            value = _value(column, cells.get(place), sheet.name, f"{get_column_letter(place)}{number}", reading)
            if value is not None:
                values[column.key] = value
        if cells:
            yield Row(number, values)


def _columns(sheet: Sheet, columns: tuple[Column, ...], reading: Reading) -> dict[str, int]:
    """Column key → number, by the headings in the first row."""
    wanted = {search_key(column.heading): column for column in columns}
    places: dict[str, int] = {}
    for place, heading in sheet.headings.items():
        cell = f"{get_column_letter(place)}1"
        column = wanted.get(search_key(heading).rstrip(" *"))
        if column is None:
            reading.faults.append(
                Fault(
                    f"Cột “{heading[:60]}” không được đọc.",
                    "Giữ đúng tên cột như tệp mẫu.",
                    sheet.name,
                    cell,
                    gravity="warning",
                )
            )
        elif column.key in places:
            reading.faults.append(Fault(f"Có hai cột “{column.heading}”.", "Xóa một cột.", sheet.name, cell))
        else:
            places[column.key] = place
    letters = {key: get_column_letter(place) for key, place in places.items()}
    reading.places[sheet.name] = letters
    for column in columns:
        if (column.required or column.key in SHAPING) and column.key not in places and (sheet.rows or sheet.headings):
            mend = "Thêm cột với đúng tên như tệp mẫu."
            reading.faults.append(Fault(f"Thiếu cột “{column.heading}”.", mend, sheet.name, "A1"))
    return places


def _value(column: Column, cell: Any, sheet: str, address: str, reading: Reading) -> Any:
    """The cell as its column wants it; values of worked examples are left as they stand, they are of many kinds."""
    if sheet == EXAMPLES and column.key == "value":
        return cell
    try:
        understood = from_cell(column, cell)
    except Unreadable as refused:
        reading.faults.append(Fault(refused.problem, refused.mend, sheet, address))
        return None
    if understood.remark:
        mend = "Nếu đúng thì không phải sửa."
        reading.faults.append(Fault(understood.remark, mend, sheet, address, gravity="warning"))
    return understood.value
