"""Storing the cases of a file piece by piece, beside what is known of them already, and taking them out again."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import polars as pl
from django.conf import settings

from indicators.engine.case_months import CaseEvents
from indicators.models import CaseApplicant, CaseFile, CaseGroup, CaseImport
from indicators.services import case_applicants, case_copy, case_happenings, case_steps, case_tallies
from indicators.services.case_losses import Losses
from indicators.services.case_moves import Moves
from indicators.services.case_preparation import APPLICANT, STORED
from indicators.services.case_versions import known_cases, set_current

NEW, CHANGED, SAME = "mới", "cập nhật", "không đổi"
_OWN = ("unit_id", "procedure_id", "group_field")


@dataclass
class WriteSummary:
    """What a file did or would do: rows by what became of them, what it rests on, and where tallies change from."""

    added: int = 0
    changed: int = 0
    same: int = 0
    rests_on: set[int] = field(default_factory=set)
    first_months: dict[int, int] = field(default_factory=dict)
    """Unit -> the first month (12 × year + month − 1) whose counts may change."""
    happened: list[CaseEvents] = field(default_factory=list)
    taken_back: list[CaseEvents] = field(default_factory=list)
    """What happened to versions that still count, and will count no more, below zero."""
    losses: Losses = field(default_factory=Losses)
    moves: Moves = field(default_factory=Moves)

    def note_months(self, rows: pl.DataFrame, month: str = "received_month", unit: str = "unit_id") -> None:
        earliest = rows.group_by(unit).agg(pl.col(month).min())
        for unit_id, first in earliest.iter_rows():
            self.first_months[unit_id] = min(first, self.first_months.get(unit_id, first))

    def note_changes(self, renewed: pl.DataFrame, *, at: datetime) -> None:
        """Of rows beside the versions that they take the place of (``…_known``)."""
        first = case_happenings.first_change("_known").fill_null(case_tallies.month_number(at)).cast(pl.Int64)
        changes = renewed.with_columns(changed_month=first)
        self.note_months(changes, "changed_month")
        self.note_months(changes, "changed_month", "unit_id_known")


class CaseWriter:
    """The cases of one import, written piece by piece inside the caller's transaction, or only compared.

    Where ``case_steps`` are needed, they are written outside of any and count from ``show`` on.
    """

    def __init__(self, case_import: CaseImport, *, writes: bool, at: datetime) -> None:
        self._writes = writes
        self._at = at
        self._copying = case_copy.CopyWriter(CaseFile)
        self._case_import = case_import
        self._centre = case_import.centre_id
        # Codes come once in a file, so only what was there before the import can be met again.
        self.is_first = not CaseFile.objects.filter(centre=self._centre, is_current=True).exists()
        self.done = WriteSummary()
        self.wrote: Callable[[int], None] = lambda rows: None
        """Told how many rows of a piece are written, where that takes steps."""
        self._in_steps = case_steps.are_needed()
        self._renewed: list[pl.Series] = []
        self._group_ids: set[int] = set()

    def settle(self) -> None:
        """Wait until what was taken is written; whoever asks the database meanwhile calls this before."""
        self._copying.settle()

    def take(self, rows: pl.DataFrame) -> pl.DataFrame:
        """A piece of rows (``case_preparation.Rows``); gives back the new and changed, with what they replace."""
        fresh = rows.with_columns(replaces_id=pl.lit(None, pl.Int64)) if self.is_first else self._compared(rows)
        self.done.note_months(fresh.filter(pl.col("replaces_id").is_null()))
        if self._writes:
            self._write(fresh)
        self.done.added += fresh["replaces_id"].null_count()
        return fresh

    def has_orphans(self) -> bool:
        """Whether a row was handed over whose group is not there: what a constraint would have asked row by row."""
        self.settle()
        return not self._group_ids <= set(
            CaseGroup.objects.filter(case_import=self._case_import).values_list("pk", flat=True)
        )

    def _compared(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows that are new or tell something else, with the key of the version that they take the place of."""
        self.settle()
        met = rows.join(known_cases(self._centre, rows["code"]), on="code", how="left", suffix="_known")
        equal = [pl.col(name).eq_missing(pl.col(f"{name}_known")) for name in (*_OWN, *STORED) if name != "code"]
        if settings.KEEP_CASE_APPLICANTS:
            met = case_applicants.beside(met)
            equal += case_applicants.SAME
        met = met.with_columns(is_same=pl.col("known_id").is_not_null() & pl.all_horizontal(equal))
        self.done.rests_on |= set(met["import_id"].drop_nulls().unique().to_list())
        self.done.same += int(met["is_same"].sum())
        # Told again that they are pending, they may be overdue by now.
        waiting = met.filter(pl.col("is_same") & pl.col("finished_at").is_null())
        self.done.note_months(waiting.with_columns(now=pl.lit(case_tallies.month_number(self._at), pl.Int64)), "now")
        renewed = met.filter(pl.col("known_id").is_not_null() & ~pl.col("is_same"))
        self.done.changed += renewed.height
        self.done.note_changes(renewed, at=self._at)
        self.done.losses.take(renewed, self._case_import.columns)
        self.done.moves.take(renewed)
        if self._writes and renewed.height:
            self._put_aside(renewed)
        return met.filter(~pl.col("is_same")).select(*rows.columns, replaces_id="known_id")

    def _put_aside(self, renewed: pl.DataFrame) -> None:
        """The versions before (columns of ``known_cases``) count no more, where this takes steps: once all is shown."""
        if not self._in_steps:
            set_current(renewed["known_id"], value=False)
            return
        self._renewed.append(renewed["known_id"])
        names = [name for name in (*_OWN, *STORED) if name != "code"]
        before = case_happenings.events_of(
            renewed.select(pl.col(f"{name}_known").alias(name) for name in names), at=self._at
        )
        self.done.taken_back.append(case_happenings.never_happened(before))

    def show(self) -> bool:
        """Let all that was written count, inside the caller's transaction; False when it is not there any more."""
        if not self._in_steps:
            return True
        written = case_steps.hidden(self._case_import)
        if written.count() != self.done.added + self.done.changed:
            return False
        for known_ids in self._renewed:
            set_current(known_ids, value=False)
        written.update(is_current=True)
        return True

    def _write(self, fresh: pl.DataFrame) -> None:
        columns = fresh.select("group_id", "replaces_id", *STORED)
        if self._in_steps:
            case_steps.insert(columns, wrote=self.wrote, centre_id=self._centre)
        else:
            self._copying.insert(columns, centre_id=self._centre, is_current=True)
        self._group_ids.update(fresh["group_id"].unique())
        self.done.happened.append(case_happenings.events_of(fresh, at=self._at))
        if settings.KEEP_CASE_APPLICANTS:
            self._write_applicants(fresh)

    def _write_applicants(self, fresh: pl.DataFrame) -> None:
        told = fresh.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in APPLICANT))
        if told.height:
            self.settle()
            keys = self._keys_of(told["code"])
            people = told.join(keys, on="code").select(
                "case_id", *(pl.col(name).fill_null("").alias(name.removeprefix("applicant_")) for name in APPLICANT)
            )
            case_copy.insert(CaseApplicant, people)

    def _keys_of(self, codes: pl.Series) -> pl.DataFrame:
        """``code`` and ``case_id`` of cases that were just written."""
        if not self._in_steps:
            return known_cases(self._centre, codes).select("code", case_id="known_id")
        written = case_steps.hidden(self._case_import).values_list("code", "pk")
        return pl.DataFrame(list(written), schema={"code": pl.String, "case_id": pl.Int64}, orient="row")


def what_became(rows: pl.DataFrame, fresh: pl.DataFrame) -> pl.DataFrame:
    """``line`` and ``became`` of each row that was taken; ``fresh``: what ``CaseWriter.take`` gave back."""
    new = pl.col("replaces_id").is_null()
    became = fresh.select("line", became=pl.when(new).then(pl.lit(NEW)).otherwise(pl.lit(CHANGED)))
    return rows.select("line").join(became, on="line", how="left").with_columns(pl.col("became").fill_null(SAME))
