"""Cells that are merged downward: the first one holds the text of all rows that the merged cell covers.

A sheet tells of them after its last row, so they are gathered when it is looked through (``sheet_scan``), as numbers.
"""

import re
from array import array
from collections.abc import Iterable, Mapping
from dataclasses import replace

import numpy as np
import polars as pl

from indicators.engine.case_columns import Column
from indicators.spreadsheet.pieces import Piece

MOST_MERGES = 500_000
_MARK, _END_OF_ROW = b"mergeCell ", b"</row>"
_MERGE = re.compile(
    rb"""<(?:\w+:)?mergeCell\s[^>]*?\bref\s*=\s*["']([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})["']"""
)
Merges = Mapping[int, np.ndarray]
"""Column (from 0) -> lines of its first and its last row (from 1), in order."""


def gather(seen: bytes, found: "array[int]") -> None:
    """Add column, first and last row of each cell of a piece of a sheet that is merged downward.

    They are told after the last row, so that what stands before the end of a row need not be looked at.
    """
    start = max(0, seen.rfind(_END_OF_ROW))
    if seen.find(_MARK, start) >= 0:
        for letters, first, last in _MERGE.findall(seen, start):
            if int(first) < int(last):
                found.extend((_number(letters) - 1, int(first), int(last)))


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def by_column(found: "array[int]") -> Merges:
    """What was gathered, by column; a cell that was met twice counts once."""
    triples = np.unique(np.array(found, dtype=np.int64).reshape(-1, 3), axis=0)
    return {int(column): triples[triples[:, 0] == column, 1:] for column in np.unique(triples[:, 0])}


def holds_for_all(column: Column) -> bool:
    """Whether what a merged cell says holds for each of its rows; codes tell cases apart, and sums would multiply."""
    return column.name != "code" and column.form not in ("count", "money")


class Filling:
    """Fills the empty cells of pieces, in order, that belong to a merged cell. ``places``: columns, from 0."""

    def __init__(self, merges: Merges, places: Iterable[int]) -> None:
        self._merges = {place: merges[place] for place in places if place in merges}
        self._held: dict[int, tuple[int, str | None]] = {}
        """Column -> first line of the last merged cell met, and what it says."""
        self.count: dict[int, int] = dict.fromkeys(self._merges, 0)

    def fill(self, piece: Piece) -> Piece:
        """The piece with what merged cells say in each of their rows."""
        if not self._merges or not piece.rows.height:
            return piece
        changed = [column for place in self._merges if (column := self._filled(piece, place)) is not None]
        return replace(piece, rows=piece.rows.with_columns(changed)) if changed else piece

    def _filled(self, piece: Piece, place: int) -> pl.Series | None:
        merges, texts = self._merges[place], piece.rows[f"c{place}"]
        lines = np.arange(piece.line, piece.line + piece.rows.height)
        nearest = np.searchsorted(merges[:, 0], lines, side="right") - 1
        first, last = merges[nearest.clip(0), 0], merges[nearest.clip(0), 1]
        is_below = (nearest >= 0) & (first < lines) & (lines <= last)
        said = texts.gather((first - piece.line).clip(0, len(texts) - 1))
        begun, held = self._held.get(place, (0, None))
        from_before = pl.Series([held], dtype=pl.String).new_from_index(0, len(texts))
        said = said.zip_with(pl.Series(first >= piece.line), from_before)
        is_told = (first >= piece.line) | (first == begun)
        self._hold(place, int(nearest[-1]), piece, texts)
        is_empty = texts.is_null() | (texts.str.strip_chars() == "")
        wanted = (is_empty & pl.Series(is_below & is_told) & said.is_not_null()).fill_null(value=False)
        if not wanted.any():
            return None
        self.count[place] += int(wanted.sum())
        return said.zip_with(wanted, texts).alias(texts.name)

    def _hold(self, place: int, nearest: int, piece: Piece, texts: pl.Series) -> None:
        """Keep what the last merged cell says that has begun: it may reach into the next piece."""
        begun = int(self._merges[place][nearest, 0]) if nearest >= 0 else 0
        if begun >= piece.line:
            self._held[place] = (begun, texts[begun - piece.line])
