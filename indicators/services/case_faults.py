"""The rows of a file that could not be taken, as a file with the reason in its last column."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any

import polars as pl
from django.conf import settings

from indicators.engine.case_columns import Column
from indicators.engine.case_people import OF_APPLICANT, tells_of_people
from indicators.enums import CaseChannel, CaseOutcome
from indicators.spreadsheet.cells import TOO_MANY_CELLS
from indicators.spreadsheet.faults import faults_workbook

MOST_LISTED = 10_000
_CHOICES: dict[str, Any] = {"outcome": CaseOutcome, "channel": CaseChannel}
_END_OF_DAY = time(23, 59, 59)
_QUOTED = re.compile("“([^”]+)”")
_SHIFTED = f"{TOO_MANY_CELLS}, nên các ô bị lệch. Sửa trong tệp gốc: bỏ dấu ngăn cột thừa ở dòng này."


class Faults:
    """Collects bad rows of pieces; keeps the first ones as they stood in the file.

    Where applicants are not kept, only cells of columns that the import uses are, and nothing else is quoted.
    """

    def __init__(self, headings: Sequence[str], columns: Mapping[str, str], ours: Sequence[Column]) -> None:
        self._headings = list(headings)
        self._ours = {heading: name for name, heading in columns.items()}
        self._forms = {column.name: column.form for column in ours}
        self._hidden = [not settings.KEEP_CASE_APPLICANTS and self._may_tell_of_people(each) for each in headings]
        self.rows: list[tuple[int, list[Any], str]] = []
        self.count = 0

    def take_cells(self, bad: pl.DataFrame) -> None:
        """Rows that could not be read (``Frame.bad``)."""
        self.count += bad.height
        for line, cells, reason in bad.select("line", "cells", "reason").head(self._room).iter_rows():
            self.rows.append((line, *self._without_people(cells, reason)))

    def take_told(self, bad: pl.DataFrame) -> None:
        """Rows that were read and cannot be stored (``case_rows.Rows.bad``)."""
        self.count += bad.height
        for row in bad.head(self._room).iter_rows(named=True):
            places = zip(self._headings, self._hidden, strict=True)
            cells = ["" if hidden else self._text(row, heading) for heading, hidden in places]
            self.rows.append((row["line"], cells, row["reason"]))

    @property
    def _room(self) -> int:
        return max(0, MOST_LISTED - len(self.rows))

    def _may_tell_of_people(self, heading: str) -> bool:
        name = self._ours.get(heading, OF_APPLICANT)
        return name.startswith(OF_APPLICANT) or tells_of_people(heading)

    def _without_people(self, cells: list[str], reason: str) -> tuple[list[str], str]:
        """The cells and the reason without what may tell of the applicant, where that is not kept."""
        if not any(self._hidden):
            return cells, reason
        if TOO_MANY_CELLS in reason:
            # Nobody knows what stands where: only the code, which comes first, can be told.
            own = [self._ours.get(heading) == "code" for heading in self._headings]
            return [cell if is_code else "" for cell, is_code in zip(cells, own, strict=False)], _SHIFTED
        places = list(zip(cells, self._hidden, strict=False))
        secret = [" ".join(cell.split()) for cell, hidden in places if hidden and cell.strip()]
        told = _QUOTED.sub(lambda quote: "“…”" if _is_in(quote[1], secret) else quote[0], reason)
        return ["" if hidden else cell for cell, hidden in places], told

    def _text(self, row: Mapping[str, Any], heading: str) -> Any:
        """A value in words that the import understands when the mended file comes back."""
        name = self._ours.get(heading, "")
        value = row.get(name)
        if value is None:
            return ""
        if self._forms.get(name) == "moment":
            return _moment(value)
        if self._forms.get(name) == "yes_no":
            return "Có" if value else "Không"
        return str(_CHOICES[name](value).label) if name in _CHOICES else value

    def first(self, most: int) -> list[tuple[int, str]]:
        """Line and reason of the first faults of the file."""
        return sorted((line, reason) for line, _, reason in self.rows)[:most]

    def workbook(self) -> bytes:
        """The Excel file."""
        return faults_workbook(self._headings, sorted(self.rows, key=lambda row: row[0]))


def _moment(moment: datetime) -> str:
    """Without the time that stands for none."""
    is_day = moment.time() in (time(), _END_OF_DAY)
    return f"{moment:%d/%m/%Y}" if is_day else f"{moment:%d/%m/%Y %H:%M}"


def _is_in(quote: str, secret: Sequence[str]) -> bool:
    return any(cell.startswith(quote) for cell in secret)
