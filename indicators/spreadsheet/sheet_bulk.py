"""Reading the rows of a cut sheet in bulk, where all cells of each column are of one kind.

What is read here is exactly what ``xlsx_rows`` reads cell by cell; where that is not sure, nothing is read.
"""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

import fastexcel
import polars as pl

from indicators.spreadsheet.damage import ReaderFailed, guarded
from indicators.spreadsheet.sheet_cuts import Cut

EXACT = 2**53
"""Whole numbers from here on are not told exactly."""
_FIRST_DAY = datetime.combine(date(1901, 1, 1), time())
"""What is earlier may be a time without a day."""


def in_bulk(cut: Cut, sheet: str, headings: Sequence[str]) -> pl.DataFrame | None:
    """The rows of a cut as columns of texts by these headings; None where it takes more patience."""
    try:
        with guarded():
            loaded = fastexcel.read_excel(cut.workbook).load_sheet(
                sheet, header_row=0, schema_sample_rows=None, dtype_coercion="strict"
            )
            found = loaded.to_polars()
    except ReaderFailed:
        return None  # whatever is wrong with the sheet is told by the reader that has patience
    return _texts(found, cut, headings)


def _texts(found: pl.DataFrame, cut: Cut, headings: Sequence[str]) -> pl.DataFrame | None:
    if found.columns[: len(headings)] != list(headings) or found.height > cut.last - cut.first + 1:
        return None
    beyond = found.columns[len(headings) :]
    if any(found[name].null_count() < found.height for name in beyond):
        return None
    words = [column for column in found if column.dtype == pl.String]
    if len(words) < found.width and sum(len(word) - word.null_count() for word in words) != cut.texts:
        # In a column of numbers, texts that stand for nothing are left out.
        return None
    if any(isinstance(column.dtype, pl.Datetime) for column in found) and cut.writes_days:
        return None
    shown = [_shown(found[name]) for name in headings]
    return pl.DataFrame(shown) if all(column is not None for column in shown) else None


def _shown(column: pl.Series) -> pl.Series | None:
    """As a person sees the cells; None where that is not sure."""
    if column.dtype == pl.String:
        return column
    if column.dtype == pl.Float64:
        return _whole_numbers(column)
    if column.dtype == pl.Int64:
        return column.cast(pl.String)
    if isinstance(column.dtype, pl.Datetime) and (earliest(column) or _FIRST_DAY) >= _FIRST_DAY:
        return day_first(column)
    return None


def earliest(column: pl.Series) -> Any:
    """The earliest moment."""
    return column.min()


def day_first(moments: pl.Series) -> pl.Series:
    """Moments as texts, day first, rounded to the second: Excel keeps them as fractions of a day."""
    return moments.dt.round("1s").dt.to_string("%d/%m/%Y %H:%M:%S")


def _whole_numbers(column: pl.Series) -> pl.Series | None:
    least, most = column.min(), column.max()
    if not (isinstance(least, float) and isinstance(most, float) and max(-least, most) < EXACT):
        return None
    if column.is_nan().any():
        return None
    whole = column.cast(pl.Int64)
    return whole.cast(pl.String) if (whole == column).all() else None
