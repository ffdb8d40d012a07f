"""Cells as texts: cleaned in bulk, and the rows that were refused, with their reasons."""

from collections.abc import Mapping, Sequence

import polars as pl

from indicators.spreadsheet.pieces import COMBINING, EXTRA, NOT_PLAIN, Piece

NO_BAD_ROWS = pl.DataFrame(schema={"line": pl.UInt32(), "cells": pl.List(pl.String()), "reason": pl.String()})
TOO_MANY_CELLS = "Dòng có nhiều ô hơn số cột"
"""How the reason of a row begins that was parted in the wrong places."""
_NO_CELLS = ("line", EXTRA)
_NOTHING = ("-", "–", "—", "N/A", "n/a", "NULL", "null", "Null")
_LONGEST_NOTHING = 4
"""Bytes."""
_TO_MEND = r"[\x00-\x1f\x7f\u200b\ufeff]+"
_TEXT_FORMULA = r'^="(.*)"$'
_MARKED = r"^'([=+@-])"


def cleaned(texts: pl.Series, *, is_plain: bool = False, dash_is_empty: bool = True) -> pl.Series:
    """Texts without spaces around them; empty ones, dashes alone and NULL are None.

    Unless they are known to be plain: texts on one line, in NFC; a text that systems write as a formula to keep its
    zeros (="0012") is that text, and a mark before a text that looks like a formula is left out.
    """
    plain = texts.str.strip_chars()
    if not is_plain and plain.str.contains(NOT_PLAIN).any():
        plain = _mended(plain)
    lengths = plain.str.len_bytes()
    empty = lengths == 0
    if dash_is_empty and (short := lengths <= _LONGEST_NOTHING).any():
        empty = empty | (short & plain.is_in(_NOTHING))
    return plain.set(empty.fill_null(False), None) if empty.any() else plain


def _mended(plain: pl.Series) -> pl.Series:
    if plain.str.contains(COMBINING).any():
        plain = plain.str.normalize("NFC")
    if plain.str.contains(_TO_MEND).any():
        plain = plain.str.replace_all(_TO_MEND, " ").str.strip_chars()
    if plain.str.starts_with('="').any():
        plain = plain.str.replace(_TEXT_FORMULA, "$1").str.strip_chars()
    return plain.str.replace(_MARKED, "$1") if plain.str.starts_with("'").any() else plain


def lines_of(piece: Piece) -> pl.Series:
    """The numbers of the rows of a piece."""
    return pl.int_range(piece.line, piece.line + piece.rows.height, dtype=pl.UInt32, eager=True).alias("line")


def cells_of(rows: pl.DataFrame, number: int) -> list[str]:
    """The cells of a row as they stand in the file."""
    return [cell or "" for name, cell in zip(rows.columns, rows.row(number), strict=True) if name not in _NO_CELLS]


def bad_rows(rows: pl.DataFrame, reasons: Sequence[str | None]) -> pl.DataFrame:
    """Rows of a piece (with their ``line``) that have a reason, as ``Frame.bad``."""
    cells = pl.concat_list(pl.exclude(_NO_CELLS).fill_null(""))
    told = rows.select("line", cells.alias("cells"), pl.Series("reason", reasons, dtype=pl.String()))
    return told.filter(pl.col("reason").is_not_null())


def sentence(faults: Mapping[str, str], others: Sequence[str]) -> str:
    """Faults of cells by heading, and faults of the row, as sentences."""
    named = [f"Cột “{heading}”: {fault}" for heading, fault in faults.items()]
    return " ".join([*named, *others])
