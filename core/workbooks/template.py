"""The file that people download, fill in and bring back."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from core.spreadsheet import safe_cell
from core.workbooks.columns import Column, Sheets

GUIDE_SHEET = "Hướng dẫn"
LAST_TEMPLATE_ROW = 500
KEYS_OF_TEXT = ("phone", "staff_code", "code", "unit", "parent")


def filled_template(sheets: Sheets, known: Mapping[str, Iterable[Sequence[Any]]] | None = None) -> bytes:
    """The workbook with headings, choice lists and a page of guidance; ``known`` are rows to begin with, by sheet."""
    book = Workbook()
    guide = book.active
    assert guide is not None
    guide.title = GUIDE_SHEET
    guide.append(["Trang", "Cột", "Bắt buộc", "Cách ghi", "Ví dụ"])
    for name, columns in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append([column.heading for column in columns])
        sheet.freeze_panes = "A2"
        for number, column in enumerate(columns, start=1):
            _prepare(sheet, number, column)
            guide.append([name, column.heading, "Có" if column.required else "", column.guidance, column.example])
        _fill(sheet, (known or {}).get(name, ()))
    for sheet in book.worksheets:
        for cell in sheet[1]:
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E6F0FA")
            cell.alignment = Alignment(wrap_text=True, vertical="center")
    for letter, width in zip("ABCDE", (14, 34, 10, 60, 24), strict=True):
        guide.column_dimensions[letter].width = width
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _prepare(sheet: Any, number: int, column: Column) -> None:
    """Width, text cells for codes, and the list to choose from."""
    letter = get_column_letter(number)
    sheet.column_dimensions[letter].width = max(16, len(column.heading) + 4)
    if column.as_text or column.key in KEYS_OF_TEXT:
        for row in range(2, LAST_TEMPLATE_ROW + 1):
            sheet.cell(row, number).number_format = "@"
    if column.choices:
        choice = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
        sheet.add_data_validation(choice)
        choice.add(f"{letter}2:{letter}{LAST_TEMPLATE_ROW}")


def _fill(sheet: Any, rows: Iterable[Sequence[Any]]) -> None:
    for line, values in enumerate(rows, start=2):
        for number, value in enumerate(values, start=1):
            cell = sheet.cell(line, number)
            cell.value = safe_cell(value)
            if isinstance(value, date):
                cell.number_format = "d/m/yyyy"
