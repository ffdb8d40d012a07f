"""The rows of a file that could not be taken, as a file with the reason in its last column."""

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

import polars as pl
from django.conf import settings
from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile

from core.formats import vn_number
from indicators.engine.case_people import OF_APPLICANT, tells_of_people
from indicators.models import CaseImport
from indicators.models.cases import faults_path
from indicators.services.case_repeats import Repeat
from indicators.spreadsheet.cells import TOO_MANY_CELLS
from indicators.spreadsheet.faults import faults_workbook

MOST_LISTED = 10_000
MANY_HINT = "Nhiều dòng lỗi như vậy thường do ghép sai cột hoặc tệp gốc sai cùng một chỗ: sửa tệp gốc rồi nhập lại."
WITHOUT_PEOPLE, WITH_PEOPLE = "faults", "faults-full"
"""What names of files of refused rows begin with; full ones tell of applicants, where those were kept."""
SHORTEST_BEGINNING = 30
"""Characters; what is quoted is cut no shorter."""
_QUOTED = re.compile("“([^”]+)”")
_SHEET = re.compile("Trang “[^”]*”: ")
_SHIFTED = f"{TOO_MANY_CELLS}, nên các ô bị lệch. Sửa trong tệp gốc: bỏ dấu ngăn cột thừa ở dòng này."


class Faults:
    """Collects bad rows of pieces; keeps the first ones as they stood in the file.

    Where applicants are not kept, only cells of columns that the import uses are, and nothing else is quoted. Pages and
    logs are never told more, since what they are told stays when applicants are kept no more.
    """

    def __init__(self, headings: Sequence[str], columns: Mapping[str, str]) -> None:
        self._headings = list(headings)
        self._ours = {heading: name for name, heading in columns.items()}
        self._of_people = [self._may_tell_of_people(heading) for heading in headings]
        self._hidden = [not settings.KEEP_CASE_APPLICANTS and may_tell for may_tell in self._of_people]
        self.rows: list[tuple[int, int, list[Any], str]] = []
        """Number of the sheet, row, cells, reason."""
        self.count = 0

    def take(self, bad: pl.DataFrame, sheet: str = "", place: int = 0) -> None:
        """Rows as ``Frame.bad`` tells them: those that could not be read, and those that cannot be stored.

        ``sheet`` is named where several are read, of which it is number ``place``.
        """
        self.count += bad.height
        where = f"Trang “{sheet}”: " if sheet else ""
        for line, cells, reason in bad.select("line", "cells", "reason").head(self._room).iter_rows():
            shown, said = self._without_people(cells, reason, self._hidden)
            self.rows.append((place, line, shown, f"{where}{said}"))

    @property
    def missing(self) -> int:
        """How many rows are not listed."""
        return self.count - len(self.rows)

    @property
    def _room(self) -> int:
        return max(0, MOST_LISTED - len(self.rows))

    def _may_tell_of_people(self, heading: str) -> bool:
        name = self._ours.get(heading, OF_APPLICANT)
        return name.startswith(OF_APPLICANT) or tells_of_people(heading)

    def _without_people(self, cells: list[str], reason: str, hidden: Sequence[bool]) -> tuple[list[str], str]:
        """The cells and the reason without what hidden columns, which may tell of the applicant, hold."""
        if not any(hidden):
            return cells, reason
        if TOO_MANY_CELLS in reason:
            # Nobody knows what stands where: only the code, which comes first, can be told.
            own = [self._ours.get(heading) == "code" for heading in self._headings]
            return [cell if is_code else "" for cell, is_code in zip(cells, own, strict=False)], _SHIFTED
        places = list(zip(cells, hidden, strict=False))
        secret = [" ".join(cell.split()) for cell, is_hidden in places if is_hidden and cell.strip()]
        told = _QUOTED.sub(lambda quote: "“…”" if _is_in(quote[1], secret) else quote[0], reason)
        return ["" if is_hidden else cell for cell, is_hidden in places], told

    def first(self, most: int) -> list[tuple[int, str]]:
        """Line and reason of the first faults of the file, without what may tell of the applicant."""
        found = sorted(self.rows, key=lambda row: (row[0], row[1], row[3]))[:most]
        return [(line, self._to_be_shown(cells, reason)) for _, line, cells, reason in found]

    def _to_be_shown(self, cells: list[str], reason: str) -> str:
        sheet = _SHEET.match(reason)
        where = sheet[0] if sheet else ""
        return where + self._without_people(cells, reason.removeprefix(where), self._of_people)[1]

    def workbook(self, repeated: Sequence[Repeat] = (), sheets: Sequence[str] = ()) -> bytes:
        """The Excel file; where it does not hold all rows, its title says so. Rows that are not taken because another
        one tells more of the same case stand on a sheet of their own, which no import takes for cases.
        """
        rows = sorted((row for row in self.rows), key=lambda row: row[:2])
        told = [(_where(each.sheet, each.line, sheets), each.code, _where(each.taken_sheet, each.taken_line, sheets))
                for each in repeated]  # fmt: skip
        title = self._title() if self.missing else ""
        return faults_workbook(self._headings, [row[1:] for row in rows], title=title, repeated=told)

    def _title(self) -> str:
        listed, all_, missing = (vn_number(number) for number in (len(self.rows), self.count, self.missing))
        return f"Tệp này chỉ có {listed} dòng lỗi đầu tiên trong {all_} dòng; thiếu {missing} dòng. {MANY_HINT}"


def _where(sheet: int, line: int, sheets: Sequence[str]) -> str:
    return f"Trang “{sheets[sheet]}”, dòng {line}" if len(sheets) > 1 else f"Dòng {line}"


def keep(case_import: CaseImport, content: bytes) -> FieldFile:
    """Store the Excel file of the refused rows; what a killed attempt left there is replaced."""
    name = WITH_PEOPLE if settings.KEEP_CASE_APPLICANTS else WITHOUT_PEOPLE
    case_import.faults.storage.delete(faults_path(case_import, name))
    case_import.faults.save(name, ContentFile(content), save=False)
    return case_import.faults


def may_be_given_out(case_import: CaseImport) -> bool:
    """Whether there is a file of refused rows that does not tell of applicants where they are kept no more."""
    name = PurePath(str(case_import.faults.name or "")).name
    return bool(name) and (settings.KEEP_CASE_APPLICANTS or not name.startswith(WITH_PEOPLE))


def _is_in(quote: str, secret: Sequence[str]) -> bool:
    """Long texts are quoted by their beginning."""
    return quote in secret or (len(quote) >= SHORTEST_BEGINNING and any(cell.startswith(quote) for cell in secret))
