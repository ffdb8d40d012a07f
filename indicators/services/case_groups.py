"""Who handled the cases of a file and what they are about: names in a file become units, procedures and groups."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import polars as pl

from accounts.models import Unit
from core.text import nfc
from indicators.engine.plain_words import plain_words
from indicators.models import CaseGroup, CaseImport, Procedure
from indicators.services.case_unit_names import UnitNames, ended_before

UNKNOWN_FIELD = "Chưa rõ lĩnh vực"
LONGEST_FIELD = 120
NAMED = ("unit", "procedure", "field")
ERA = "era"
"""Number of the span between two days of change in which a row was received: names mean the same all through it."""
MEANT_BY = (*NAMED, ERA)
_NATIONAL_CODE = re.compile(r"(?<![\d.])\d\.\d{6}(?!\d)")
"""How the national database numbers procedures; local systems add to it: 1.003564.000.00.00.H21."""
Names = tuple[str | None, str | None, str | None, int]
Key = tuple[int, int | None, str]
"""Unit, procedure (None where the catalogue does not have it), field (of what has no procedure)."""
Meaning = tuple[Key, int | None] | str
"""What names mean, or why they mean nothing."""
SCHEMA = {
    "unit": pl.String,
    "procedure": pl.String,
    "field": pl.String,
    ERA: pl.Int64,
    "unit_id": pl.Int64,
    "procedure_id": pl.Int64,
    "group_field": pl.String,
    "promised_days": pl.Int64,
    "group_id": pl.Int64,
    "unknown": pl.String,
}


@dataclass
class Directory:
    """The units and procedures of a centre by everything that files call them."""

    centre: Unit
    default_unit: Unit

    on: date | None = None
    """The last day of the month that a table is about; rows of a list have their own day."""

    @cached_property
    def units(self) -> UnitNames:
        return UnitNames(self.centre)

    @cached_property
    def procedures(self) -> dict[str, Procedure]:
        own = list(Procedure.objects.filter(centre=self.centre).order_by("pk").prefetch_related("past"))
        known = {plain_words(procedure.code): procedure for procedure in own}
        for procedure in own:
            known.setdefault(plain_words(procedure.name), procedure)
            known.setdefault(plain_words(f"{procedure.code} {procedure.name}"), procedure)
        return known

    @cached_property
    def changes(self) -> list[date]:
        """The days on which a name may begin to mean another unit, or a procedure to take another time, in order."""
        promised = (day for procedure in self.procedures.values() for day in procedure.days_of_change())
        return sorted({*self.units.days, *promised})

    def unit_called(self, name: str | None, day: date | None = None) -> Unit | None:
        """The unit of this name, code or short name on a day; the import's own unit where the file tells none, unless
        it had ended by then.
        """
        if not name:
            return None if self._default_ended(day) else self.default_unit
        return self.units.called(name, day or self.on) or self.units.called(name, day or self._begin)

    def refusal(self, name: str | None, day: date | None = None) -> str:
        """Why there is no such unit."""
        if not name and (ended := self._default_ended(day)):
            return ended_before(self.default_unit.name, ended)
        return self.units.refusal(name or "", day or self.on)

    @property
    def _begin(self) -> date | None:
        """A unit that ended within the month of a table had counts in it."""
        return self.on.replace(day=1) if self.on else None

    def _default_ended(self, day: date | None) -> date | None:
        """The last day of the import's own unit, where that lies before a day (or the month of a table)."""
        last: date | None = self.default_unit.active_to
        about = day or self._begin
        return last if last is not None and about is not None and last < about else None

    def procedure_called(self, name: str | None) -> Procedure | None:
        """The procedure of this code or name, or whose national code stands somewhere in the text."""
        if not name:
            return None
        code = _NATIONAL_CODE.search(name)
        return self.procedures.get(plain_words(name)) or (self.procedures.get(plain_words(code[0])) if code else None)

    def key_of(
        self, unit: Unit, procedure: str | None, field_name: str | None, day: date | None = None
    ) -> tuple[Key, int | None]:
        """What a row counts for, and the working days that its procedure promised on the day of receipt."""
        found = self.procedure_called(procedure)
        if found is not None:
            return (unit.pk, found.pk, ""), found.days_on(day) if day else found.promised_days
        return (unit.pk, None, nfc(field_name or procedure or UNKNOWN_FIELD).strip()[:LONGEST_FIELD]), None


@dataclass
class Groups:
    """The groups of one import; those that are new are written when ``stored``."""

    case_import: CaseImport
    directory: Directory
    stored: bool
    before_writing: Callable[[], None] = lambda: None
    ids: dict[Key, int] = field(default_factory=dict)
    _known: dict[Names, Meaning] = field(default_factory=dict)

    @property
    def unknown_procedures(self) -> set[str]:
        """The procedures met so far that the catalogue does not have, as the file calls them."""
        told = ((names[1], meaning) for names, meaning in self._known.items() if not isinstance(meaning, str))
        return {name for name, (key, _) in told if name and key[1] is None}

    def in_eras(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The rows with the ``era`` of their receipt."""
        changes = self.directory.changes
        if not changes:
            return rows.with_columns(pl.lit(0, pl.Int64).alias(ERA))
        days = rows["received"].dt.date().fill_null(changes[-1])
        era = pl.Series(changes, dtype=pl.Date).search_sorted(days, side="right").cast(pl.Int64)
        return rows.with_columns(era.alias(ERA))

    def of(self, rows: pl.DataFrame) -> pl.DataFrame:
        """What each way of telling ``unit``, ``procedure`` and ``field`` means in each era; ``unknown`` says why a unit
        is not known.
        """
        told: list[Names] = list(rows.select(MEANT_BY).unique(maintain_order=True).iter_rows())
        for names in told:
            if names not in self._known:
                self._known[names] = self._meaning(names)
        self._write({meaning[0] for names in told if not isinstance(meaning := self._known[names], str)})
        lines: list[tuple[Any, ...]] = []
        for names in told:
            meaning = self._known[names]
            if isinstance(meaning, str):
                lines.append((*names, None, None, None, None, None, meaning))
            else:
                key, promised = meaning
                lines.append((*names, *key, promised, self.ids.get(key), None))
        return pl.DataFrame(lines, schema=SCHEMA, orient="row")

    def _meaning(self, names: Names) -> Meaning:
        unit, procedure, field_name, era = names
        day = self._day_in(era)
        found = self.directory.unit_called(unit, day)
        if found is None:
            return self.directory.refusal(unit, day)
        return self.directory.key_of(found, procedure, field_name, day)

    def _day_in(self, era: int) -> date | None:
        """A day of an era; None where nothing ever changed."""
        changes = self.directory.changes
        if not changes:
            return None
        return changes[era - 1] if era else changes[0] - timedelta(days=1)

    def _write(self, keys: Iterable[Key]) -> None:
        new = [key for key in keys if key not in self.ids]
        if not self.stored or not new:
            return
        self.before_writing()
        groups = [
            CaseGroup(case_import=self.case_import, unit_id=unit, procedure_id=procedure, field=field_name)
            for unit, procedure, field_name in new
        ]
        for key, group in zip(new, CaseGroup.objects.bulk_create(groups), strict=True):
            self.ids[key] = group.pk
