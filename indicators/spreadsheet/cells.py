"""Cells as texts: cleaned in bulk, and the rows that were refused, with their reasons."""

from collections.abc import Mapping, Sequence

import polars as pl

from .csv_rows import EXTRA, Piece

BAD_SCHEMA = {"line": pl.UInt32(), "cells": pl.List(pl.String()), "reason": pl.String()}
_NOTHING = ("-", "–", "—")
_LONGEST_DASH = 3
"""Bytes."""
_TO_MEND = r"[\x00-\x1f\x7f\u200b\ufeff]|  "
_TEXT_FORMULA = r'^="(.*)"$'
_MARKED = r"^'([=+@-])"


def cleaned(texts: pl.Series, *, is_plain: bool = False, dash_is_empty: bool = True) -> pl.Series:
    """Texts without spaces around them; empty ones, and dashes alone, are None.

    Where the piece is not plain: texts on one line; a text that systems write as a formula to keep its zeros (="0012")
    is that text, and a mark before a text that looks like a formula is left out.
    """
    plain = texts.str.strip_chars()
    if not is_plain:
        plain = _mended(plain)
    lengths = plain.str.len_bytes()
    empty = lengths == 0
    if dash_is_empty and (short := lengths <= _LONGEST_DASH).any():
        empty = empty | (short & plain.is_in(_NOTHING))
    return plain.set(empty.fill_null(False), None) if empty.any() else plain


def _mended(plain: pl.Series) -> pl.Series:
    if plain.str.contains(_TO_MEND).any():
        plain = plain.str.replace_all(r"[\x00-\x20\x7f\u200b\ufeff]+", " ").str.strip_chars()
    if plain.str.starts_with('="').any():
        plain = plain.str.replace(_TEXT_FORMULA, "$1").str.strip_chars()
    return plain.str.replace(_MARKED, "$1") if plain.str.starts_with("'").any() else plain


def original(piece: Piece, number: int) -> list[str]:
    """The cells of a row as they stand in the file."""
    return ["" if cell is None else cell for cell in piece.rows.drop(EXTRA).row(number)]


def bad_rows(lines: Sequence[int], cells: Sequence[Sequence[str]], reasons: Sequence[str]) -> pl.DataFrame:
    """Refused rows as a frame."""
    return pl.DataFrame({"line": lines, "cells": cells, "reason": reasons}, schema=BAD_SCHEMA)


def sentence(faults: Mapping[str, str], others: Sequence[str]) -> str:
    """Faults of cells by heading, and faults of the row, as sentences."""
    named = [f"Cột “{heading}”: {fault}" for heading, fault in faults.items()]
    return " ".join([*named, *others])
