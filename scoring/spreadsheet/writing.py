"""A criteria set as a workbook: for reading, for changing, and for loading again."""

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from core.spreadsheet import fit_to_paper
from scoring.engine.rules import read_rule
from scoring.spreadsheet import cells, guide
from scoring.spreadsheet.example_rows import INPUT_WORDS, example_rows
from scoring.spreadsheet.layout import (
    BANDS,
    EXAMPLES,
    EXPECTED,
    GUIDE,
    HEAD,
    HEAD_ROWS,
    LIMITS,
    LISTS,
    NO,
    NODES,
    SHEETS,
    TABLES,
    YES,
    Column,
)
from scoring.spreadsheet.rule_rows import scalars, table_rows

HEAD_TITLES = ("Mục", "Giá trị", "Cách ghi")
_HEADING = PatternFill("solid", fgColor="E6F0FA")
_GROUP = PatternFill("solid", fgColor="F5F7FA")
_TOLD = Font(italic=True, color="55606E")
_TOP = Alignment(wrap_text=True, vertical="top")
_GUIDE_WIDTHS = (34, 70, 60, 40)
_LINE_HEIGHT = 15  # points
SPARE_ROWS = 300
"""So many rows have choice lists: those that are filled in and room for more."""
_ON_SHEET = {NODES: "E2", TABLES: "D2", BANDS: "A2", LIMITS: "C2", EXAMPLES: "B2"}


def workbook(given: Mapping[str, Any]) -> bytes:
    """The .xlsx file of a set's mapping (``definition.write_set``); an empty mapping gives the blank template."""
    book = Workbook()
    first = book.active
    assert first is not None
    book.remove(first)
    _write_guide(book.create_sheet(GUIDE))
    _write_head(book.create_sheet(HEAD), given)
    rows: dict[str, list[dict[str, Any]]] = {
        NODES: list(node_rows(given)),
        TABLES: [row for leaf in _leaves(given) for row in table_rows(leaf.get("code", ""), _rule(leaf))],
        BANDS: list(given.get("band") or []),
        LIMITS: list(given.get("limit") or []),
        EXAMPLES: [row for example in given.get("example") or [] for row in example_rows(example)],
    }
    for name, columns in SHEETS.items():
        _write_rows(book.create_sheet(name), columns, rows[name])
    lists = _write_lists(book.create_sheet(LISTS))
    _add_choices(book, lists)
    for sheet in book.worksheets:
        fit_to_paper(sheet)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def node_rows(given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Every group and criterion in reading order, then bonus, then penalty criteria."""
    for group in given.get("group") or []:
        yield from _group_rows(group, "")
    for kind in ("bonus", "penalty"):
        for leaf in (given.get(kind) or {}).get("criterion") or []:
            yield _leaf_row(leaf, "", kind)


def _group_rows(group: Mapping[str, Any], parent: str) -> Iterator[dict[str, Any]]:
    own = {name: each for name, each in group.items() if name not in ("group", "criterion")}
    yield {**own, "parent": parent, "kind": "group"}
    for inside in group.get("group") or []:
        yield from _group_rows(inside, group["code"])
    for leaf in group.get("criterion") or []:
        yield _leaf_row(leaf, group["code"], "criterion")


def _leaf_row(leaf: Mapping[str, Any], parent: str, kind: str) -> dict[str, Any]:
    rule = _rule(leaf)
    return {**leaf, **scalars(rule), "parent": parent, "kind": kind, "words": _words(leaf, rule)}


def _words(leaf: Mapping[str, Any], stated: Mapping[str, Any]) -> str:
    rule, _ = read_rule(stated)
    most = cells.decimal_or_none(leaf.get("max"))
    return rule.words(most) if rule is not None and most is not None else ""


def _rule(leaf: Mapping[str, Any]) -> Mapping[str, Any]:
    rule = leaf.get("rule")
    return rule if isinstance(rule, Mapping) else {}


def _leaves(given: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    groups = list(given.get("group") or [])
    while groups:
        group = groups.pop(0)
        yield from group.get("criterion") or []
        groups[:0] = group.get("group") or []
    for kind in ("bonus", "penalty"):
        yield from (given.get(kind) or {}).get("criterion") or []


def _write_head(sheet: Worksheet, given: Mapping[str, Any]) -> None:
    _headings(sheet, HEAD_TITLES, (32, 48, 70))
    for number, row in enumerate(HEAD_ROWS, start=2):
        outer, _, inner = row.key.partition(".")
        value = (given.get(outer) or {}).get(inner) if inner else given.get(outer)
        sheet.cell(number, 1, f"{row.heading} *" if row.required else row.heading).font = Font(bold=True)
        sheet.cell(number, 2, cells.to_cell(row, value))
        sheet.cell(number, 3, row.guidance).font = _TOLD
        for place in (1, 2, 3):
            sheet.cell(number, place).alignment = _TOP
        if _is_text(row):
            sheet.cell(number, 2).number_format = "@"


def _write_rows(sheet: Worksheet, columns: tuple[Column, ...], rows: Iterable[Mapping[str, Any]]) -> None:
    titles = [f"{column.heading} *" if column.required else column.heading for column in columns]
    _headings(sheet, titles, [column.width for column in columns])
    sheet.freeze_panes = _ON_SHEET[sheet.title]
    for place, column in enumerate(columns, start=1):
        if _is_text(column):
            # Otherwise Excel makes a number of the code 1.10, or a date.
            sheet.column_dimensions[get_column_letter(place)].number_format = "@"
    for number, row in enumerate(rows, start=2):
        is_group = row.get("kind") == "group"
        for place, column in enumerate(columns, start=1):
            value = row.get(column.key)
            cell = sheet.cell(number, place, _example_value(row, column, value))
            cell.alignment = _TOP
            if is_group:
                cell.font, cell.fill = Font(bold=True), _GROUP
            elif column.told:
                cell.font = _TOLD
            if _is_text(column):
                cell.number_format = "@"
    if sheet.title == NODES:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{max(2, sheet.max_row)}"


def _is_text(column: Column) -> bool:
    return column.form not in ("number", "whole") and column.key != "value"


def _example_value(row: Mapping[str, Any], column: Column, value: Any) -> Any:
    """Values of examples are of many kinds: numbers, yes or no, words."""
    if column.key == "input" and value:
        return INPUT_WORDS.get(value, value)
    if column.key != "value" or value is None:
        return cells.to_cell(column, value)
    if isinstance(value, bool):
        return YES if value else NO
    if row.get("fact") == "expect" and value in EXPECTED:
        return EXPECTED[value]
    if row.get("fact") in ("group", "circumstances", "not_applicable", "grade") or row.get("input") == "level":
        return cells.text_cell(str(value))
    return cells.number_cell(value)


def _headings(sheet: Worksheet, titles: Iterable[str], widths: Iterable[int]) -> None:
    for place, (title, width) in enumerate(zip(titles, widths, strict=True), start=1):
        cell = sheet.cell(1, place, title)
        cell.font, cell.fill, cell.alignment = Font(bold=True), _HEADING, Alignment(wrap_text=True, vertical="center")
        sheet.column_dimensions[get_column_letter(place)].width = width


def _write_guide(sheet: Worksheet) -> None:
    for letter, width in zip("ABCD", _GUIDE_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    for number, (style, values) in enumerate(guide.rows(), start=1):
        for place, value in enumerate(values, start=1):
            cell = sheet.cell(number, place, cells.text_cell(value))
            cell.alignment = _TOP
            if style == "title":
                cell.font = Font(bold=True, size=14)
                cell.alignment = Alignment(vertical="top")
            elif style == "heading":
                cell.font, cell.fill = Font(bold=True), _HEADING
            elif style == "text":
                cell.alignment = Alignment(vertical="top")
        if style not in ("title", "text"):
            # Not every program fits the height of rows to wrapped text by itself.
            needed = [-(-len(str(value or "")) // width) for value, width in zip(values, _GUIDE_WIDTHS, strict=False)]
            sheet.row_dimensions[number].height = _LINE_HEIGHT * max([1, *needed])


def _write_lists(sheet: Worksheet) -> dict[str, str]:
    """The words that may be chosen, one list a column; returns the address of each list by its heading."""
    addresses = {}
    for place, (heading, words) in enumerate(guide.lists().items(), start=1):
        letter = get_column_letter(place)
        _headings_at(sheet, place, heading, max([len(heading), *map(len, words)]))
        for number, word in enumerate(words, start=2):
            sheet.cell(number, place, word)
        addresses[heading] = f"'{LISTS}'!${letter}$2:${letter}${len(words) + 1}"
    return addresses


def _headings_at(sheet: Worksheet, place: int, heading: str, longest: int) -> None:
    cell = sheet.cell(1, place, heading)
    cell.font, cell.fill = Font(bold=True), _HEADING
    sheet.column_dimensions[get_column_letter(place)].width = min(46, longest + 3)


def _add_choices(book: Workbook, addresses: Mapping[str, str]) -> None:
    for name, columns in SHEETS.items():
        sheet = book[name]
        last = sheet.max_row + SPARE_ROWS
        for place, column in enumerate(columns, start=1):
            letter = get_column_letter(place)
            _choose(sheet, f"{letter}2:{letter}{last}", addresses.get(guide.list_of(column)))
    for number, row in enumerate(HEAD_ROWS, start=2):
        _choose(book[HEAD], f"B{number}", addresses.get(guide.list_of(row)))


def _choose(sheet: Worksheet, cells_: str, address: str | None) -> None:
    if address is None:
        return
    chosen = DataValidation(type="list", formula1=address, allow_blank=True, showErrorMessage=True)
    chosen.errorTitle, chosen.error = "Không có trong danh mục", "Chọn một mục trong danh sách."
    sheet.add_data_validation(chosen)
    chosen.add(cells_)
