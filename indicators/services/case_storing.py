"""Storing the cases of a file piece by piece, beside what is known of them already, and taking them out again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

import orjson
import polars as pl
from django.conf import settings
from django.db import connection

from indicators.engine.case_months import Happened
from indicators.models import CaseApplicant, CaseFile, CaseGroup, CaseImport
from indicators.services import case_copy, case_steps, case_tallies
from indicators.services.case_rows import APPLICANT, STORED
from indicators.spreadsheet.ahead import ahead

Piece = TypeVar("Piece")
NEW, CHANGED, SAME = "mới", "cập nhật", "không đổi"
MOMENTS = ("received_at", "due_at", "finished_at")
FLAGS = ("paid_online", "inputs_digitised", "result_digitised", "data_reused")
NUMBERS = ("received_month", "due_month", "finished_month", "paused_days", "fee")
_OWN = ("unit_id", "procedure_id", "group_field")
_KNOWN_SCHEMA = {
    "known_id": pl.Int64,
    "code": pl.String,
    "unit_id": pl.Int64,
    "procedure_id": pl.Int64,
    "group_field": pl.String,
    "import_id": pl.Int64,
    **dict.fromkeys(MOMENTS, pl.String),
    **dict.fromkeys(NUMBERS, pl.Int64),
    **dict.fromkeys(("outcome", "timing", "channel"), pl.String),
    **dict.fromkeys(FLAGS, pl.Int64),
}
_WANTED = {
    "postgresql": "jsonb_array_elements_text(%s::jsonb) AS wanted(value)",
    "sqlite": "json_each(%s) AS wanted",
}
# SQLite reads the tables of a CROSS JOIN in their order; by itself it would go through all codes of a centre for each
# code that is wanted.
_JOIN = {"postgresql": "JOIN", "sqlite": "CROSS JOIN"}
_IN_UTC = {"postgresql": "to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS')", "sqlite": "substr({}, 1, 19)"}
_WHOLE = {"postgresql": "{}::int", "sqlite": "{}"}


@dataclass
class Stored:
    """What a file did or would do: rows by what became of them, what it rests on, and where tallies change from."""

    added: int = 0
    changed: int = 0
    same: int = 0
    rests_on: set[int] = field(default_factory=set)
    first_months: dict[int, int] = field(default_factory=dict)
    """Unit -> the first month (12 × year + month − 1) whose counts may change."""
    happened: list[Happened] = field(default_factory=list)

    def note_months(self, rows: pl.DataFrame, month: str = "received_month", unit: str = "unit_id") -> None:
        earliest = rows.group_by(unit).agg(pl.col(month).min())
        for unit_id, first in earliest.iter_rows():
            self.first_months[unit_id] = min(first, self.first_months.get(unit_id, first))


class Storage:
    """The cases of one import, written piece by piece inside the caller's transaction, or only compared.

    Where ``case_steps`` are needed, they are written outside of any and count from ``show`` on.
    """

    def __init__(self, case_import: CaseImport, *, writes: bool, at: datetime) -> None:
        self._writes = writes
        self._at = at
        self._copying = case_copy.Copying(CaseFile)
        self._case_import = case_import
        self._centre = case_import.centre_id
        # Codes come once in a file, so only what was there before the import can be met again.
        self.is_first = not CaseFile.objects.filter(centre=self._centre, is_current=True).exists()
        self.done = Stored()
        self.wrote: Callable[[int], None] = lambda rows: None
        """Told how many rows of a piece are written, where that takes steps."""
        self._in_steps = case_steps.are_needed()
        self._renewed: list[pl.Series] = []
        self._group_ids: set[int] = set()

    def settle(self) -> None:
        """Wait until what was taken is written; whoever asks the database meanwhile calls this before."""
        self._copying.settle()

    def take(self, rows: pl.DataFrame) -> pl.DataFrame:
        """One piece of good rows (``case_rows.Rows``); gives back the new and changed ones, with what they replace."""
        fresh = rows.with_columns(replaces_id=pl.lit(None, pl.Int64)) if self.is_first else self._compared(rows)
        self.done.note_months(fresh)
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
        met = met.with_columns(is_same=pl.col("known_id").is_not_null() & pl.all_horizontal(equal))
        self.done.rests_on |= set(met["import_id"].drop_nulls().unique().to_list())
        self.done.same += int(met["is_same"].sum())
        # Told again that they are pending, they may be overdue by now.
        waiting = met.filter(pl.col("is_same") & pl.col("finished_at").is_null())
        self.done.note_months(waiting.with_columns(now=pl.lit(case_tallies.month_number(self._at), pl.Int64)), "now")
        renewed = met.filter(pl.col("known_id").is_not_null() & ~pl.col("is_same"))
        self.done.changed += renewed.height
        self.done.note_months(renewed, "received_month_known", "unit_id_known")
        if self._writes and renewed.height:
            self._put_aside(renewed["known_id"])
        return met.filter(~pl.col("is_same")).select(*rows.columns, replaces_id="known_id")

    def _put_aside(self, known_ids: pl.Series) -> None:
        if self._in_steps:
            self._renewed.append(known_ids)
        else:
            _set_current(known_ids, value=False)

    def show(self) -> bool:
        """Let all that was written count, inside the caller's transaction; False when it is not there any more."""
        if not self._in_steps:
            return True
        written = case_steps.hidden(self._case_import)
        if written.count() != self.done.added + self.done.changed:
            return False
        for known_ids in self._renewed:
            _set_current(known_ids, value=False)
        written.update(is_current=True)
        return True

    def _write(self, fresh: pl.DataFrame) -> None:
        columns = fresh.select("group_id", "replaces_id", *STORED)
        if self._in_steps:
            case_steps.insert(columns, wrote=self.wrote, centre_id=self._centre)
        else:
            self._copying.insert(columns, centre_id=self._centre, is_current=True)
        self._group_ids.update(fresh["group_id"].unique())
        self.done.happened.append(case_tallies.happened_to(fresh, at=self._at))
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
    """``line`` and ``became`` of each row that was taken; ``fresh``: what ``Storage.take`` gave back."""
    new = pl.col("replaces_id").is_null()
    became = fresh.select("line", became=pl.when(new).then(pl.lit(NEW)).otherwise(pl.lit(CHANGED)))
    return rows.select("line").join(became, on="line", how="left").with_columns(pl.col("became").fill_null(SAME))


def known_cases(centre: int, codes: pl.Series) -> pl.DataFrame:
    """The current versions of these codes, each column as an import would write it."""
    vendor = connection.vendor
    selected = ", ".join(
        [
            "c.id, c.code, g.unit_id, g.procedure_id, g.field, g.case_import_id",
            *(_IN_UTC[vendor].format(f"c.{name}") for name in MOMENTS),
            *(f"c.{name}" for name in (*NUMBERS, "outcome", "timing", "channel")),
            *(_WHOLE[vendor].format(f"c.{name}") for name in FLAGS),
        ]
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {selected} FROM {_WANTED[vendor]}"
            f" {_JOIN[vendor]} {CaseFile._meta.db_table} c"
            " ON c.code = wanted.value AND c.centre_id = %s AND c.is_current"
            f" JOIN {CaseGroup._meta.db_table} g ON g.id = c.group_id",
            [orjson.dumps(codes.to_list()).decode(), centre],
        )
        found = pl.DataFrame(cursor.fetchall(), schema=_KNOWN_SCHEMA, orient="row")
    return found.with_columns(
        *(pl.col(name).str.to_datetime("%Y-%m-%d %H:%M:%S", time_unit="us") for name in MOMENTS),
        *(pl.col(name).cast(pl.Boolean) for name in FLAGS),
    )


def _set_current(ids: pl.Series, *, value: bool) -> None:
    wanted = _WANTED[connection.vendor]
    key = "wanted.value::bigint" if connection.vendor == "postgresql" else "wanted.value"
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {CaseFile._meta.db_table} SET is_current = %s WHERE id IN (SELECT {key} FROM {wanted})",
            [value, orjson.dumps(ids.to_list()).decode()],
        )


def take_out(case_import: CaseImport) -> Stored:
    """Remove the cases of an import and make the versions before them current again; tells where counts change from."""
    done = Stored()
    cases = CaseFile.objects.filter(group__case_import=case_import)
    own = cases.order_by().values_list("group__unit_id", "received_month").distinct()
    done.note_months(pl.DataFrame(list(own), schema={"unit_id": pl.Int64, "received_month": pl.Int64}, orient="row"))
    replaced = list(cases.filter(replaces__isnull=False).values_list("replaces_id", flat=True))
    before = CaseFile.objects.filter(
        pk__in=CaseFile.objects.filter(group__case_import=case_import, replaces__isnull=False).values("replaces_id")
    )
    earlier = before.order_by().values_list("group__unit_id", "received_month").distinct()
    done.note_months(
        pl.DataFrame(list(earlier), schema={"unit_id": pl.Int64, "received_month": pl.Int64}, orient="row")
    )
    CaseApplicant.objects.filter(case__group__case_import=case_import)._raw_delete(connection.alias)
    groups = CaseGroup.objects.filter(case_import=case_import).values("pk")
    CaseFile.objects.filter(group__in=groups)._raw_delete(connection.alias)
    _set_current(pl.Series(replaced, dtype=pl.Int64), value=True)
    CaseGroup.objects.filter(case_import=case_import)._raw_delete(connection.alias)
    return done


def read_ahead(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The same pieces, the next of which is read in another thread while one is worked on."""
    yield from ahead(pieces)
