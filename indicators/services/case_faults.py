"""The rows of a file that could not be taken, as a file with the reason in its last column."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from django.conf import settings

from indicators.engine.case_columns import Column
from indicators.services.case_rows import APPLICANT
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
        self.rows += [
            (line, self._without_people(cells), reason)
            for line, cells, reason in bad.select("line", "cells", "reason").head(self._room).iter_rows()
        ]

    def take_told(self, bad: pl.DataFrame) -> None:
        """Rows that were read and cannot be stored (``case_rows.Rows.bad``)."""
        self.count += bad.height
        for row in bad.head(self._room).iter_rows(named=True):
            cells = [self._text(row, heading) for heading in self._headings]
            self.rows.append((row["line"], cells, row["reason"]))

    @property
    def _room(self) -> int:
        return max(0, MOST_LISTED - len(self.rows))

    def _without_people(self, cells: list[str]) -> list[str]:
        """The cells without those that tell of the applicant, where these are not kept."""
        if settings.KEEP_CASE_APPLICANTS:
            return cells
        told = zip(self._headings, cells, strict=False)
        return ["" if self._ours.get(heading) in APPLICANT else cell for heading, cell in told]

    def _text(self, row: Mapping[str, Any], heading: str) -> Any:
        name = self._ours.get(heading, "")
        value = row.get(name)
        if value is None or (name in APPLICANT and not settings.KEEP_CASE_APPLICANTS):
            return ""
        if self._forms.get(name) == "moment":
            return f"{value:%d/%m/%Y %H:%M}"
        if self._forms.get(name) == "yes_no":
            return "Có" if value else "Không"
        return value

    def first(self, most: int) -> list[tuple[int, str]]:
        """Line and reason of the first faults of the file."""
        return sorted((line, reason) for line, _, reason in self.rows)[:most]

    def workbook(self) -> bytes:
        """The Excel file."""
        return faults_workbook(self._headings, sorted(self.rows, key=lambda row: row[0]))
