"""Writing Excel workbooks that open cleanly and never run what somebody typed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import chain, islice
from textwrap import wrap
from typing import Any, BinaryIO

from django.core.files import File
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.html import strip_tags
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LIST_SHEET = "Danh sách"
ROWS_FOR_WIDTH = 200
HEADING_WIDTH = 16
"""Letters after which a heading goes on in the next line: many long ones would make the print too small to read."""
LINE_HEIGHT = 15
"""Points of one line of a heading. Programs other than Excel do not make the row as high as its text needs."""
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_HEADING_FONT = Font(bold=True)
_HEADING_FILL = PatternFill("solid", fgColor="E6F0FA")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def safe_cell(value: Any) -> Any:
    """The value as a cell may hold it: a text that a spreadsheet would run as a formula is marked as plain text."""
    if value is None or isinstance(value, bool | int | float | Decimal):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if isinstance(value, date):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", force_str(value))
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def fit_to_paper(sheet: Any) -> None:
    """Print on A4 across, all columns on one page, the heading on every page: what a clerk expects of “In”."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"


Sheets = Iterable[tuple[str, Sequence[Any], Iterable[Sequence[Any]]]]


def workbook_bytes(sheets: Sheets, *, wrapped: bool = True) -> bytes:
    """An .xlsx file as ``write_workbook`` makes it."""
    target = BytesIO()
    write_workbook(target, sheets, wrapped=wrapped)
    return target.getvalue()


def write_workbook(target: BinaryIO, sheets: Sheets, *, wrapped: bool = True) -> None:
    """Write an .xlsx file of (sheet name, headings, rows); columns are as wide as their heading and first rows need.

    Rows are written as they come, so that memory stays flat. Long texts are broken inside their cells; without
    ``wrapped`` only dates have a look of their own, which is several times faster for tables of many thousand numbers.
    """
    book = Workbook(write_only=True)
    for name, headings, rows in sheets:
        _write_sheet(book.create_sheet(name[:31]), headings, rows, wrapped=wrapped)
    book.save(target)


def _write_sheet(sheet: Any, headings: Sequence[Any], rows: Iterable[Sequence[Any]], *, wrapped: bool) -> None:
    safe = ([safe_cell(value) for value in row] for row in rows)
    first = list(islice(safe, ROWS_FOR_WIDTH))
    lines = 1
    for number, heading in enumerate(headings, start=1):
        longest = max([_width_of(force_str(heading)), *(len(force_str(row[number - 1] or "")) for row in first)])
        sheet.column_dimensions[get_column_letter(number)].width = min(60, max(8, longest + 2))
        # Bold letters are wider than those that a column's width counts.
        lines = max(lines, len(wrap(force_str(heading), max(6, min(58, longest) - 2))))
    sheet.row_dimensions[1].height = LINE_HEIGHT * lines
    sheet.freeze_panes = "A2"
    fit_to_paper(sheet)
    sheet.append([_styled(sheet, safe_cell(heading), heading=True) for heading in headings])
    for row in chain(first, safe):
        sheet.append([_styled(sheet, value) if wrapped or isinstance(value, date) else value for value in row])


def _width_of(heading: str) -> int:
    """Letters in the longest line of a heading that is broken between its words."""
    return max(min(len(heading), HEADING_WIDTH), *map(len, heading.split()), 0)


def _styled(sheet: Any, value: Any, *, heading: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    cell.alignment = _WRAPPED
    if isinstance(value, date):
        cell.number_format = "d/m/yyyy hh:mm" if isinstance(value, datetime) else "d/m/yyyy"
    if heading:
        cell.font, cell.fill = _HEADING_FONT, _HEADING_FILL
    return cell


def attachment(content: bytes, filename: str) -> HttpResponse:
    """A download of an Excel file. ``filename`` is ASCII and without ending."""
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{filename}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def streamed(content: File, filename: str) -> FileResponse:
    """A download of a file that lies in the storage, Excel or PDF. ``filename`` is ASCII and without ending."""
    is_pdf = str(content.name).endswith(".pdf")
    ending, kind = (".pdf", "application/pdf") if is_pdf else (".xlsx", CONTENT_TYPE)
    response = FileResponse(content, as_attachment=True, filename=f"{filename}{ending}", content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def table_rows(table: Any) -> Iterator[Sequence[Any]]:
    """Headings, then all rows of a django-tables2 table (not only the page shown), with the columns a reader sees.

    A table leaves columns out by ``exclude_from_export = True`` on the column class or ``Meta.exclude_from_export``; a
    ``value_<column>`` method gives the plain value where the cell is drawn.
    """
    left_out = set(getattr(getattr(table, "Meta", None), "exclude_from_export", ()))
    rows = table.as_values(exclude_columns=tuple(left_out))
    yield next(rows)
    for row in rows:
        yield [strip_tags(value) if isinstance(value, str) else value for value in row]


def export_table(table: Any, filename: str) -> HttpResponse:
    """All rows of a table (``table_rows``) as a download."""
    rows = table_rows(table)
    return attachment(workbook_bytes([(LIST_SHEET, next(rows), rows)]), filename)
