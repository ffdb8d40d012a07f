"""Rows of an Excel sheet as columns of texts, in pieces."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import polars as pl
from python_calamine import CalamineWorkbook

from indicators.engine.case_headers import column_letters

from .packages import damaged
from .pieces import EXTRA, ROWS_A_PIECE, Piece, columns, composed
from .refusal import FileRefused

_EXACT = 2**53
_PROOF = 8
"""So many days, none of them after the 12th, are no chance."""
Valueless = Sequence[tuple[int, int, str]]


def first_rows(workbook: BinaryIO, sheet: str, name: str, most: int = 200) -> list[list[str]]:
    """The first rows of a sheet as texts. Raises ``FileRefused``."""
    return [[as_text(cell) for cell in row] for row in islice(_rows(workbook, sheet, name), most)]


def pieces(path: Path, sheet: str, width: int, name: str, valueless: Valueless = ()) -> Iterator[Piece]:
    """All rows of a sheet; ``valueless``: texts for cells (row, column from 0) without one. Raises ``FileRefused``."""
    rows = _rows(path, sheet, name)
    line = 1
    while some := list(islice(rows, ROWS_A_PIECE)):
        for row, column, text in valueless:
            if line <= row + 1 < line + len(some) and column < len(some[row + 1 - line]):
                some[row + 1 - line][column] = text
        yield Piece(line, _frame(some, width))
        line += len(some)


def _rows(workbook: Path | BinaryIO, sheet: str, name: str) -> Iterator[list[Any]]:
    try:
        opened = CalamineWorkbook.from_object(workbook)
        found = opened.get_sheet_by_name(sheet)
        before = [""] * (found.start[1] if found.start else 0)
        if found.start is None:
            return
        if before:
            yield from (before + row for row in found.iter_rows())
        else:
            yield from found.iter_rows()
    except BaseException as error:
        # The reader tells damage by errors of its own, by those of Python, and by panics, which are no Exception.
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        raise damaged(name) from error


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
    if number == number and abs(number) < _EXACT and number == int(number):
        return str(int(number))
    text = f"{number:.15g}"
    return f"{text}0" if len(text.partition(".")[2]) == 3 else text


def _moment(moment: datetime) -> str:
    """Rounded to the second: Excel keeps moments as fractions of a day."""
    return f"{moment:%d/%m/}{moment.year:04d} {moment:%H:%M:%S}"


def _frame(rows: Sequence[Sequence[Any]], width: int) -> pl.DataFrame:
    names = columns(width)
    widest = max(map(len, rows))
    series = []
    for place, cells in enumerate(zip(*rows, strict=False)):
        if place < width:
            series.append(_texts(names[place], cells))
    series += [pl.Series(each, [None] * len(rows), dtype=pl.String()) for each in names[len(series) : width]]
    extra: list[str | None] = [None] * len(rows)
    if widest > width:
        extra = ["; ".join(as_text(cell) for cell in row[width:] if cell != "") or None for row in rows]
    return composed(pl.DataFrame([*series, pl.Series(EXTRA, extra, dtype=pl.String())]))


def _refuse_swapped(name: str, moments: pl.Series, words: pl.Series) -> None:
    """Days that a foreign Excel has read month first: those up to the 12th became dates, the others stayed texts."""
    apart = words.str.extract(r"^\s*(\d{1,2})[/.-]\d{1,2}[/.-]\d{4}", 1).cast(pl.Int32, strict=False).drop_nulls()
    days = moments.dt.day().drop_nulls()
    if len(apart) >= _PROOF and len(days) >= _PROOF and (apart > 12).all() and (days <= 12).all():
        raise FileRefused(
            f"Cột {column_letters(int(name[1:]))}: Excel đã hiểu nhầm ngày thành tháng ở các ô ngày từ 1 đến 12.",
            hint="Tải lên thẳng tệp gốc của hệ thống (CSV hoặc Excel), không mở và lưu lại bằng Excel.",
            code="swapped",
        )


def _as_moment(cell: date) -> datetime:
    return cell if isinstance(cell, datetime) else datetime.combine(cell, time())


def _texts(name: str, cells: Sequence[Any]) -> pl.Series:
    """A column as texts: in bulk where all its cells are texts, moments or whole numbers."""
    kinds = set(map(type, cells))
    if kinds <= {str}:
        return pl.Series(name, cells, dtype=pl.String())
    if kinds <= {str, datetime, date}:
        moments = pl.Series(
            [None if type(cell) is str else _as_moment(cell) for cell in cells], dtype=pl.Datetime("us")
        )
        shown = moments.dt.round("1s").dt.to_string("%d/%m/%Y %H:%M:%S")
        words = pl.Series([cell if type(cell) is str else None for cell in cells], dtype=pl.String())
        _refuse_swapped(name, moments, words)
        return shown.zip_with(moments.is_not_null(), words).alias(name)
    return pl.Series(name, [cell if type(cell) is str else as_text(cell) for cell in cells], dtype=pl.String())
