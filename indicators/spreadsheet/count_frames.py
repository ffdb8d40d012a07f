"""Rows of a table of counts: a few rows, each of which must add up."""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from indicators.engine.case_columns import COLUMNS, COUNTS
from indicators.engine.case_counts import settle
from indicators.engine.case_headers import numbers_columns
from indicators.engine.case_margins import Margins, group_rows, is_total
from indicators.spreadsheet.cells import TOO_MANY_CELLS, bad_rows, cells_of, cleaned, lines_of, sentence
from indicators.spreadsheet.opening import FileSummary
from indicators.spreadsheet.pieces import EXTRA, Piece, composed
from indicators.spreadsheet.values import reader_of

KEYS = ("unit", "procedure", "field")
Read = tuple[pl.DataFrame, pl.DataFrame, int]


class CountRows:
    """Reads the pieces of a table of counts in order. ``used``: our column -> its place in the file, from 0."""

    def __init__(self, layout: str, used: Mapping[str, int], look: FileSummary) -> None:
        self._layout = layout
        self._columns = [column for column in COLUMNS[layout] if column.name in used]
        self._places = used
        self._headings = look.headings
        self._readers = {column.name: reader_of(column, look.headings[used[column.name]]) for column in self._columns}
        self._margins = Margins(look.headings)
        self._unit: str | None = None

    def begin_sheet(self) -> None:
        """Rows of another sheet follow, which has units and signatures of its own."""
        self._margins = Margins(self._headings)
        self._unit = None

    def read(self, piece: Piece) -> Read:
        """Good rows, bad rows, and how many rows are no data. May raise ``FileRefused``."""
        piece = replace(piece, rows=composed(piece.rows))
        texts = {column.name: cleaned(piece.rows[f"c{self._places[column.name]}"]) for column in self._columns}
        values = {name: self._readers[name].read(text) for name, text in texts.items()}
        groups = group_rows(piece.rows["c0"].to_list())
        good: list[dict[str, int | str | None]] = []
        reasons: list[str | None] = []
        for number in range(piece.rows.height):
            told = {name: value[number] for name, value in values.items()}
            is_margin = groups[number] or self._is_margin(cells_of(piece.rows, number), told)
            counts, reason = ({}, "") if is_margin else self._settled(piece, texts, told, number)
            reasons.append(reason or None)
            if not (is_margin or reason):
                good.append({"line": piece.line + number, **{key: told.get(key) for key in KEYS}, **counts})
        bad = bad_rows(piece.rows.with_columns(line=lines_of(piece)), reasons)
        return self._frame(good), bad, piece.rows.height - len(good) - bad.height

    def _is_margin(self, cells: list[str], told: dict[str, int | str | None]) -> bool:
        """Totals and whatever has no counts and is no data; fills in a unit that stands over several rows."""
        filled = [cell.strip() for cell in cells if cell.strip()]
        counts = [value for name, value in told.items() if name not in KEYS and value is not None]
        if is_total(filled) or numbers_columns(filled) or (not counts and self._margins.is_left_out(cells)):
            return True
        if "unit" in told and len([name for name in KEYS if name in told]) > 1:
            self._unit = told["unit"] = told["unit"] or self._unit  # type: ignore[assignment]
        return False

    def _settled(
        self, piece: Piece, texts: Mapping[str, pl.Series], told: Mapping[str, int | str | None], number: int
    ) -> tuple[dict[str, int], str]:
        faults = {
            self._headings[self._places[name]]: self._readers[name].reason(text)
            for name, column in texts.items()
            if (text := column[number]) is not None and told[name] is None
        }
        others = []
        if not any(told.get(key) for key in KEYS):
            labels = " hoặc ".join(column.label for column in self._columns if column.name in KEYS)
            others.append(f"Thiếu “{labels}”.")
        if (extra := piece.rows[EXTRA][number]) is not None:
            others.append(f"{TOO_MANY_CELLS}: thừa “{extra[:40]}”.")
        counts, unequal = settle(self._layout, {name: v for name, v in told.items() if isinstance(v, int)})
        return counts, sentence(faults, others if faults else [*others, *unequal])

    def _frame(self, good: list[dict[str, int | str | None]]) -> pl.DataFrame:
        schema: dict[str, pl.DataType] = {"line": pl.UInt32(), **dict.fromkeys(KEYS, pl.String())}
        schema |= dict.fromkeys(COUNTS[self._layout], pl.UInt32())
        return pl.DataFrame(good, schema=schema, orient="row")
