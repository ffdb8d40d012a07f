"""Going through the file of an import once, to see what it would do or to do it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl
from django.db import transaction
from django.utils.timezone import localtime

from core.formats import vn_moment
from indicators.engine.months import month_end
from indicators.engine.working_days import Calendar
from indicators.enums import CaseChannel, CaseLayout, CaseOutcome
from indicators.models import CaseImport
from indicators.selectors.calendar import calendar_for
from indicators.services import case_steps
from indicators.services.case_access import CaseImportRefused
from indicators.services.case_faults import Faults
from indicators.services.case_groups import Directory, Groups
from indicators.services.case_preparation import APPLICANT, Preparation
from indicators.services.case_repeats import Repeat, Repeats
from indicators.services.case_storing import CaseWriter, WriteSummary, what_became
from indicators.services.case_summaries import SummaryRows, compared, is_same
from indicators.spreadsheet.ahead import ahead
from indicators.spreadsheet.findings import Findings, Hints
from indicators.spreadsheet.frames import Frame, frames
from indicators.spreadsheet.opening import FileSummary, look

Progress = Callable[[int, int, str], None]
WRITING = "Đang nhập"
PREVIEWED = 20
MOST_PASSES = 3
"""Two are enough, unless others change the units of the centre meanwhile."""
CHOICES: dict[str, Any] = {"outcome": CaseOutcome, "channel": CaseChannel}


@dataclass
class Outcome:
    """What a file did, or would do. ``preview``: the first good rows as texts; ``counts``: of a table of counts.

    ``without_unit`` and ``unknown_procedures``: rows of a list that name no unit, and what the catalogue does not have.
    ``due_and_ended``: rows whose due day and end lie after the day of receipt; ``ended_when_due``: those of them whose
    end is the due day itself.
    ``repeated``: the first rows that are not taken because another one tells a later state of the same case.
    ``refused``: the Excel file of the rows that were refused or not taken, where the import writes; empty where there
    are none.
    """

    faults: Faults
    repeats: Repeats
    repeated: tuple[Repeat, ...] = ()
    findings: Findings = field(default_factory=Findings)
    refused: bytes = b""
    stored: WriteSummary = field(default_factory=WriteSummary)
    storage: CaseWriter | None = None
    left_out: int = 0
    good: int = 0
    preview: list[dict[str, str]] = field(default_factory=list)
    counts: dict[Any, dict[str, int]] = field(default_factory=dict)
    without_unit: int = 0
    due_and_ended: int = 0
    ended_when_due: int = 0
    unknown_procedures: set[str] = field(default_factory=set)

    @property
    def read(self) -> int:
        return self.good + self.faults.count + self.repeats.count

    def numbers(self) -> dict[str, int]:
        """The counters as ``CaseImport`` keeps them."""
        return {
            "rows_read": self.read,
            "rows_added": self.stored.added,
            "rows_changed": self.stored.changed,
            "rows_same": self.stored.same,
            "rows_refused": self.faults.count,
            "rows_repeated": self.repeats.count,
            "rows_left_out": self.left_out,
        }


def look_into(case_import: CaseImport) -> FileSummary:
    """What the file of an import holds. Raises ``FileRefused``."""
    return _looked_into(case_import.file.path, case_import.file_name, case_import.sheet)


@lru_cache(maxsize=16)  # a stored file never changes, and an Excel sheet has to be read whole to see its beginning
def _looked_into(path: str, name: str, sheet: str) -> FileSummary:
    return look(Path(path), name, sheet=sheet)


def go_through(case_import: CaseImport, *, at: datetime, writes: bool, progress: Progress) -> Outcome:
    """Read the file piece by piece; with ``writes``, store its cases: inside the caller's transaction, or in steps
    outside of any (``case_steps``), which count when ``CaseWriter.show`` says so.

    Where a row turns out to be out of date that was stored already, all is taken back and gone through again. Raises
    ``FileRefused`` when the file cannot be read.
    """
    repeats = Repeats()
    for _ in range(MOST_PASSES):
        with _able_to_take_back(writes) as take_back:
            outcome = _pass(case_import, repeats, at=at, writes=writes, progress=progress)
            if not repeats.is_revised:
                return outcome
            if outcome.storage is not None:
                outcome.storage.settle()
            take_back(case_import)
        repeats.learn()
    raise CaseImportRefused("Hồ sơ của trung tâm thay đổi trong lúc đọc tệp; chưa nhập gì.", hint="Thử lại.")


@contextmanager
def _able_to_take_back(writes: bool) -> Iterator[Callable[[CaseImport], None]]:
    """Gives what removes all that was written inside."""
    if not writes:
        yield lambda case_import: None
    elif case_steps.are_needed():
        yield case_steps.forget
    else:
        with transaction.atomic():
            yield lambda case_import: transaction.set_rollback(True)


def _pass(case_import: CaseImport, repeats: Repeats, *, at: datetime, writes: bool, progress: Progress) -> Outcome:
    """Go through the file once; what comes after a row that turned out to be out of date is not stored any more."""
    layout = case_import.source.layout
    found = look_into(case_import)
    outcome = Outcome(Faults(found.headings, case_import.columns), repeats)
    pieces = ahead(
        frames(
            Path(case_import.file.path),
            found,
            case_import.columns,
            layout=layout,
            sheets=case_import.sheets,
            hints=Hints(case_import.words, case_import.year or localtime(case_import.uploaded_at).year),
            findings=outcome.findings,
        )
    )
    year, month = case_import.year, case_import.month
    told_on = month_end(year, month) if year and month else None
    directory = Directory(case_import.centre, case_import.default_unit or case_import.centre, told_on)
    if layout == CaseLayout.CASES:
        taken = _cases(case_import, directory, outcome, at=at, writes=writes, progress=progress)
    else:
        taken = _counts(case_import, directory, outcome)
    for frame in pieces:
        outcome.left_out += frame.left_out
        outcome.faults.take(frame.bad, frame.sheet, frame.place)
        taken(frame)
        progress(outcome.read, case_import.rows_read, WRITING if writes else "Đang kiểm tra")
    if repeats.is_revised:
        return outcome
    outcome.repeated = tuple(repeats.told())
    if writes and (outcome.faults.rows or outcome.repeated):
        # While the database still writes the last rows.
        outcome.refused = outcome.faults.workbook(outcome.repeated, case_import.sheets)
    if outcome.storage is not None:
        outcome.storage.settle()
    else:
        _compare_counts(case_import, outcome)
    return outcome


def _cases(
    case_import: CaseImport, directory: Directory, outcome: Outcome, *, at: datetime, writes: bool, progress: Progress
) -> Callable[[Frame], None]:
    storage = CaseWriter(case_import, writes=writes, at=at)
    groups = Groups(case_import, directory, stored=writes, before_writing=storage.settle)
    preparation = Preparation(groups, _calendar(storage), at=at)
    outcome.storage, outcome.stored = storage, storage.done

    def take(frame: Frame) -> None:
        rows = preparation.prepared(frame.good)
        outcome.faults.take(frame.refused(rows.bad), frame.sheet, frame.place)
        before = outcome.read
        good = outcome.repeats.latest(rows.good, frame.place)
        outcome.good += good.height
        if outcome.repeats.is_revised:
            return
        storage.wrote = lambda written: progress(before + written, case_import.rows_read, WRITING)
        fresh = storage.take(good)
        taken = _taken(frame.good, good)
        outcome.without_unit += taken["unit"].null_count()
        outcome.due_and_ended += (both := _due_and_ended(taken)).height
        outcome.ended_when_due += int((both["due"].dt.date() == both["finished"].dt.date()).sum())
        outcome.unknown_procedures |= groups.unknown_procedures
        if not writes and len(outcome.preview) < PREVIEWED:
            became = what_became(good, fresh)
            first = frame.good.join(became, on="line", maintain_order="left").head(PREVIEWED - len(outcome.preview))
            outcome.preview += [_as_texts(row) | {"sheet": frame.sheet} for row in first.iter_rows(named=True)]

    return take


def _taken(told: pl.DataFrame, good: pl.DataFrame) -> pl.DataFrame:
    """The rows of a piece, as they were told, that became cases."""
    return told if told.height == good.height else told.join(good.select("line"), on="line", how="semi")


def _due_and_ended(told: pl.DataFrame) -> pl.DataFrame:
    """Rows with a due day and an end; what is due on the day of receipt says nothing about the columns."""
    return told.select("received", "due", "finished").filter(
        pl.col("finished").is_not_null() & (pl.col("due").dt.date() > pl.col("received").dt.date())
    )


def _counts(case_import: CaseImport, directory: Directory, outcome: Outcome) -> Callable[[Frame], None]:
    rows = SummaryRows(directory, case_import.source.layout)
    outcome.counts = rows.counts

    def take(frame: Frame) -> None:
        refused = rows.take(frame.good)
        outcome.faults.take(frame.refused(refused), frame.sheet, frame.place)
        outcome.good += frame.good.height - refused.height
        room = PREVIEWED - len(outcome.preview)
        first = frame.good.head(room).iter_rows(named=True)
        outcome.preview += [_as_texts(row) | {"sheet": frame.sheet} for row in first]

    return take


def _compare_counts(case_import: CaseImport, outcome: Outcome) -> None:
    known = compared(case_import, case_import.source.layout, outcome.counts)
    same = sum(is_same(row, outcome.counts[key]) for key, row in known.items())
    outcome.stored.same = same
    outcome.stored.changed = len(known) - same
    outcome.stored.added = len(outcome.counts) - len(known)


def _calendar(storage: CaseWriter) -> Callable[[Iterable[int]], Calendar]:
    """The calendar of the years of a piece; those beside them are asked for as well, since to ask means to wait."""
    known: set[int] = set()
    calendar = Calendar()

    def of_years(years: Iterable[int]) -> Calendar:
        nonlocal calendar
        wanted = set(years)
        if not wanted <= known:
            known.update(*(range(year - 1, year + 2) for year in wanted))
            storage.settle()
            calendar = calendar_for(known)
        return calendar

    return of_years


def _as_texts(row: dict[str, Any]) -> dict[str, str]:
    return {name: _text(name, value) for name, value in row.items() if name not in APPLICANT}


def _text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return vn_moment(value)
    if isinstance(value, bool):
        return "Có" if value else "Không"
    return str(CHOICES[name](value).label) if name in CHOICES else str(value)
