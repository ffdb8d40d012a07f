"""What readers of columns have in common: values put in, taken out, and asked for one text at a time."""

import re
from collections.abc import Callable
from typing import Any

import polars as pl

from indicators.spreadsheet.sheet_scan import FORMULA

EXCEL_ERROR = re.compile(r"#(?:FORMULA!|REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
"""Errors of Excel, and what stands for a formula without result."""


def nothing(texts: pl.Series) -> pl.Series:
    """As many empty values of the same kind."""
    return pl.Series(texts.name, [None], dtype=texts.dtype).new_from_index(0, len(texts))


def without(values: pl.Series, wrong: pl.Series) -> pl.Series:
    """The values but those that are wrong."""
    return values.zip_with(~wrong.fill_null(False), nothing(values)) if wrong.any() else values


def replaced(texts: pl.Series, known: dict[str, Any], kind: pl.DataType) -> pl.Series:
    """The values that are known for the texts."""
    if not known:
        return pl.Series(texts.name, [None], dtype=kind).new_from_index(0, len(texts))
    return texts.replace_strict(
        list(known), pl.Series(list(known.values()), dtype=kind), default=None, return_dtype=kind
    )


def tried(read: Callable[[str], Any], text: str) -> Any:
    """What was read; None where a reader refused."""
    try:
        return read(text)
    except ValueError:
        return None


def excel_error(text: str) -> str:
    """What is wrong with a cell that holds an error of Excel or a formula without result; empty for other texts."""
    if not EXCEL_ERROR.fullmatch(text):
        return ""
    if text == FORMULA:
        return "ô có công thức chưa tính. Mở bằng Excel, dán dạng giá trị (Paste Values) rồi lưu lại."
    return f"ô báo lỗi {text} của Excel. Ghi thẳng giá trị vào ô."


def complaint(read: Callable[[str], Any], text: str) -> str:
    """Why a text cannot be read, in Vietnamese; empty when it can."""
    if error := excel_error(text):
        return error
    try:
        read(text)
    except ValueError as refused:
        return str(refused)
    return ""
