"""Rows of an Excel sheet as columns of texts, in pieces."""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl
from python_calamine import CalamineWorkbook

from indicators.spreadsheet.ahead import ahead
from indicators.spreadsheet.damage import damaged, readable
from indicators.spreadsheet.day_orders import DayOrders
from indicators.spreadsheet.pieces import EXTRA, ROWS_A_PIECE, Piece, columns
from indicators.spreadsheet.sheet_bulk import EXACT, day_first, in_bulk
from indicators.spreadsheet.sheet_cuts import Cut, Uneven, cuts

Valueless = Sequence[tuple[int, int, str]]


def opened(workbook: BinaryIO, name: str) -> CalamineWorkbook:
    """A workbook of which several sheets are read. Raises ``FileRefused``."""
    with readable(name):
        return CalamineWorkbook.from_object(workbook)


def first_rows(workbook: BinaryIO | CalamineWorkbook, sheet: str, name: str, most: int = 200) -> list[list[str]]:
    """The first rows of a sheet as texts. Raises ``FileRefused``."""
    return [[as_text(cell) for cell in row] for row in islice(_rows(workbook, sheet, name), most)]


def pieces(path: Path, sheet: str, width: int, name: str, valueless: Valueless = (), first: int = 2) -> Iterator[Piece]:
    """The rows of a sheet from ``first`` (2 or more) on; ``valueless``: texts for cells (row, column from 0) without
    one. Raises ``FileRefused``.
    """
    headings = columns(width)[:width]
    days = DayOrders()
    line = first
    try:
        for cut in ahead(cuts(path, sheet, headings, first)):
            read = None if _lack(valueless, cut) else in_bulk(cut, sheet, headings)
            rows = _patiently(cut, sheet, headings, name, valueless, days) if read is None else _with_extra(read)
            if rows.height:
                yield from _empty(line, cut.first, width)
                yield from _in_pieces(cut.first, rows)
                line = cut.first + rows.height
    except Uneven as uneven:
        yield from _as_a_whole(path, sheet, name, width, valueless, max(line, uneven.first), days)
    except zipfile.BadZipFile as error:
        raise damaged(name) from error
    days.refuse_swapped()


def _lack(valueless: Valueless, cut: Cut) -> bool:
    return any(cut.first <= row + 1 <= cut.last for row, _, _ in valueless)


def _patiently(
    cut: Cut, sheet: str, headings: Sequence[str], name: str, valueless: Valueless, days: DayOrders
) -> pl.DataFrame:
    """The rows of a cut, cell by cell."""
    above, *rows = _read(BytesIO(cut.workbook), sheet, name) or [[]]
    if above[: len(headings)] != list(headings) or len(rows) > cut.last - cut.first + 1:
        raise Uneven(cut.first)
    return _frame(rows, len(headings), cut.first, valueless, days)


def _read(workbook: BinaryIO, sheet: str, name: str) -> list[list[Any]]:
    """The rows of a sheet from the first on that holds anything."""
    with readable(name):
        return CalamineWorkbook.from_object(workbook).get_sheet_by_name(sheet).to_python(skip_empty_area=True)


def _as_a_whole(
    path: Path, sheet: str, name: str, width: int, valueless: Valueless, first: int, days: DayOrders
) -> Iterator[Piece]:
    rows = _rows(path, sheet, name)
    list(islice(rows, first - 1))
    line = first
    while some := list(islice(rows, ROWS_A_PIECE)):
        yield from _in_pieces(line, _frame(some, width, line, valueless, days))
        line += len(some)


def _empty(start: int, end: int, width: int) -> Iterator[Piece]:
    """Rows that the sheet leaves out."""
    for line in range(start, end, ROWS_A_PIECE):
        rows = min(ROWS_A_PIECE, end - line)
        yield Piece(
            line, pl.DataFrame({each: pl.repeat(None, rows, dtype=pl.String, eager=True) for each in columns(width)})
        )


def _with_extra(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.lit(None, pl.String).alias(EXTRA))


def _in_pieces(line: int, rows: pl.DataFrame) -> Iterator[Piece]:
    for start in range(0, rows.height, ROWS_A_PIECE):
        yield Piece(line + start, rows.slice(start, ROWS_A_PIECE))


def _rows(workbook: Path | BinaryIO | CalamineWorkbook, sheet: str, name: str) -> Iterator[list[Any]]:
    """All rows of a sheet, the empty ones above its first cell too."""
    with readable(name):
        book = workbook if isinstance(workbook, CalamineWorkbook) else CalamineWorkbook.from_object(workbook)
        found = book.get_sheet_by_name(sheet)
        if found.start is not None:
            before = [""] * found.start[1]
            yield from (before + row for row in found.iter_rows()) if before else found.iter_rows()


def as_text(cell: Any) -> str:
    """A cell as a person sees it; days are written day first."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, datetime):
        return _moment(cell)
    if isinstance(cell, date):
        return f"{cell:%d/%m/}{cell.year:04d}"
    return f"{cell:%H:%M:%S}" if isinstance(cell, time) else str(cell)


def _number(number: float) -> str:
    """Whole numbers without a mark; others so that three digits after the point are not taken for thousands."""
    if number == number and abs(number) < EXACT and number == int(number):
        return str(int(number))
    text = f"{number:.15g}"
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


def _moment(moment: datetime) -> str:
    """Rounded to the second: Excel keeps moments as fractions of a day."""
    return f"{moment:%d/%m/}{moment.year:04d} {moment:%H:%M:%S}"


def _frame(rows: Sequence[list[Any]], width: int, first: int, valueless: Valueless, days: DayOrders) -> pl.DataFrame:
    for row, column, text in valueless:
        if first <= row + 1 < first + len(rows) and column < len(rows[row + 1 - first]):
            rows[row + 1 - first][column] = text
    names = columns(width)
    series = []
    for place, cells in enumerate(zip(*rows, strict=False)):
        if place < width:
            series.append(_texts(names[place], cells, days))
    series += [pl.Series(each, [None] * len(rows), dtype=pl.String()) for each in names[len(series) : width]]
    extra: list[str | None] = [None] * len(rows)
    if max(map(len, rows), default=0) > width:
        extra = ["; ".join(as_text(cell) for cell in row[width:] if cell != "") or None for row in rows]
    return pl.DataFrame([*series, pl.Series(EXTRA, extra, dtype=pl.String())])


def _as_moment(cell: date) -> datetime:
    return cell if isinstance(cell, datetime) else datetime.combine(cell, time())


def _texts(name: str, cells: Sequence[Any], days: DayOrders) -> pl.Series:
    """A column as texts: in bulk where all its cells are texts, moments or whole numbers."""
    kinds = set(map(type, cells))
    if kinds <= {str}:
        return pl.Series(name, cells, dtype=pl.String())
    if kinds <= {str, datetime, date}:
        moments = pl.Series(
            [None if type(cell) is str else _as_moment(cell) for cell in cells], dtype=pl.Datetime("us")
        )
        words = pl.Series([cell if type(cell) is str else None for cell in cells], dtype=pl.String())
        days.learn(name, moments, words)
        return day_first(moments).zip_with(moments.is_not_null(), words).alias(name)
    return pl.Series(name, [cell if type(cell) is str else as_text(cell) for cell in cells], dtype=pl.String())
