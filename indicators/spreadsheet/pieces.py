"""Some rows of a file as columns of texts, whatever it was read from."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

ROWS_A_PIECE = 100_000
NOT_PLAIN = r"[\x00-\x1f\x7f\u200b\ufeff='\u0300-\u036f]"
"""Texts with none of these need neither be mended nor composed."""
COMBINING = "[\u0300-\u036f]"
"""Composed Vietnamese has none of these."""
EXTRA = "extra"
"""The column that takes what stands right of the last heading."""


@dataclass(frozen=True)
class Piece:
    """Texts of some rows: ``rows`` has the columns c0, c1, … and ``extra``; ``line`` is the first row, from 1.

    ``is_plain``: it is known that no text holds a line break, a tab, a combining mark, or a mark that only spreadsheets
    understand.
    """

    line: int
    rows: pl.DataFrame
    is_plain: bool = False


def columns(width: int) -> list[str]:
    """Names of the columns of a piece."""
    return [*(f"c{place}" for place in range(width)), EXTRA]


def composed(rows: pl.DataFrame) -> pl.DataFrame:
    """All texts in NFC."""
    apart = [column.name for column in rows if column.dtype == pl.String and column.str.contains(COMBINING).any()]
    return rows.with_columns(pl.col(apart).str.normalize("NFC")) if apart else rows


def frame_of(rows: Sequence[Sequence[str]], width: int) -> pl.DataFrame:
    """Rows read one by one as columns."""
    texts = [[row[place] if place < len(row) and row[place] else None for row in rows] for place in range(width)]
    texts.append(["; ".join(filter(None, row[width:])) or None for row in rows])
    schema = {column: pl.String() for column in columns(width)}
    return pl.DataFrame(dict(zip(columns(width), texts, strict=True)), schema=schema)
