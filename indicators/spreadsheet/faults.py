"""Refused rows as an Excel file that can be mended and imported again."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from core.spreadsheet import safe_cell
from indicators.spreadsheet.opening import LINE_HEADING, REASON_HEADING

_OWN = (LINE_HEADING, REASON_HEADING)
_SHEET, _REPEATED = "Dòng lỗi", "Dòng trùng mã"
_REPEATED_HEADINGS = ("Dòng không lấy", "Mã hồ sơ", "Đã lấy dòng")
_LONGEST_CELL = 32_767
"""Characters that Excel takes."""
Row = tuple[int, Sequence[Any], str]


def faults_workbook(
    headings: Sequence[str], rows: Iterable[Row], *, title: str = "", repeated: Sequence[tuple[str, str, str]] = ()
) -> bytes:
    """An .xlsx of (row in the file, its cells, reason): the row number first, the reason last, the headings between.

    A title stands above the headings, where an import takes it for what it is. Rows are written as they come, so that
    memory stays flat. The columns of an earlier file of refused rows are not repeated. ``repeated``: where a row stands
    that was not taken, its code, and where the row stands that was; on a sheet of their own.
    """
    kept = [place for place, heading in enumerate(headings) if heading not in _OWN]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_SHEET)
    sheet.freeze_panes = "A3" if title else "A2"
    for place, width in ((1, 8), (len(kept) + 2, 70), *((number, 20) for number in range(2, len(kept) + 2))):
        sheet.column_dimensions[get_column_letter(place)].width = width
    if title:
        sheet.append([safe_cell(title)])
    sheet.append(
        [safe_cell(heading) for heading in (LINE_HEADING, *(headings[place] for place in kept), REASON_HEADING)]
    )
    for line, cells, reason in rows:
        told = [cells[place] if place < len(cells) else None for place in kept]
        sheet.append([line, *map(_cell, told), safe_cell(reason)])
    if repeated:
        others = book.create_sheet(_REPEATED)
        for letter, width in zip("ABC", (30, 30, 40), strict=True):
            others.column_dimensions[letter].width = width
        for cells in (_REPEATED_HEADINGS, *repeated):
            others.append([safe_cell(cell) for cell in cells])
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _cell(value: Any) -> Any:
    shown = safe_cell(value)
    return shown[:_LONGEST_CELL] if isinstance(shown, str) else shown
