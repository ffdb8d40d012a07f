"""The rows of a file that could not be taken, as a file with the reason in its last column."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from indicators.engine.case_columns import Column
from indicators.spreadsheet.faults import faults_workbook

MOST_LISTED = 10_000


class Faults:
    """Collects bad rows of pieces; keeps the first ones as they stood in the file."""

    def __init__(self, headings: Sequence[str], columns: Mapping[str, str], ours: Sequence[Column]) -> None:
        self._headings = list(headings)
        self._ours = {heading: name for name, heading in columns.items()}
        self._forms = {column.name: column.form for column in ours}
        self.rows: list[tuple[int, list[Any], str]] = []
        self.count = 0

    def take_cells(self, bad: pl.DataFrame) -> None:
        """Rows that could not be read (``Frame.bad``)."""
        self.count += bad.height
        self.rows += bad.select("line", "cells", "reason").head(self._room).iter_rows()

    def take_told(self, bad: pl.DataFrame) -> None:
        """Rows that were read and cannot be stored (``case_rows.Rows.bad``)."""
        self.count += bad.height
        for row in bad.head(self._room).iter_rows(named=True):
            cells = [self._text(row, heading) for heading in self._headings]
            self.rows.append((row["line"], cells, row["reason"]))

    @property
    def _room(self) -> int:
        return max(0, MOST_LISTED - len(self.rows))

    def _text(self, row: Mapping[str, Any], heading: str) -> Any:
        name = self._ours.get(heading, "")
        value = row.get(name)
        if value is None:
            return ""
        if self._forms.get(name) == "moment":
            return f"{value:%d/%m/%Y %H:%M}"
        if self._forms.get(name) == "yes_no":
            return "Có" if value else "Không"
        return value

    def workbook(self) -> bytes:
        """The Excel file."""
        return faults_workbook(self._headings, sorted(self.rows, key=lambda row: row[0]))
