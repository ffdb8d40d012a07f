"""Who handled the cases of a file and what they are about: names in a file become units, procedures and groups."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from accounts.models import Unit
from core.text import nfc, search_key
from indicators.models import CaseGroup, CaseImport, Procedure

UNKNOWN_FIELD = "Chưa rõ lĩnh vực"
LONGEST_FIELD = 120
NAMED = ("unit", "procedure", "field")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_NATIONAL_CODE = re.compile(r"(?<![\d.])\d\.\d{6}(?!\d)")
"""How the national database numbers procedures; local systems add to it: 1.003564.000.00.00.H21."""
Names = tuple[str | None, str | None, str | None]
Key = tuple[int, int | None, str]
"""Unit, procedure (None where the catalogue does not have it), field (of what has no procedure)."""
SCHEMA = {
    "unit": pl.String,
    "procedure": pl.String,
    "field": pl.String,
    "unit_id": pl.Int64,
    "procedure_id": pl.Int64,
    "group_field": pl.String,
    "promised_days": pl.Int64,
    "group_id": pl.Int64,
}


@dataclass
class Directory:
    """The units and procedures of a centre by everything that files call them."""

    centre: Unit
    default_unit: Unit

    @cached_property
    def units(self) -> dict[str, Unit]:
        within = list(Unit.objects.filter(path__startswith=self.centre.path).order_by("depth", "position"))
        known: dict[str, Unit] = {}
        for names in (lambda unit: unit.code, lambda unit: unit.name, lambda unit: unit.short_name):
            for unit in within:
                known.setdefault(_key(names(unit)), unit)
        known.pop("", None)
        return known

    @cached_property
    def procedures(self) -> dict[str, Procedure]:
        own = list(Procedure.objects.filter(centre=self.centre).order_by("pk"))
        known = {_key(procedure.code): procedure for procedure in own}
        for procedure in own:
            known.setdefault(_key(procedure.name), procedure)
            known.setdefault(_key(f"{procedure.code} {procedure.name}"), procedure)
        return known

    def unit_called(self, name: str | None) -> Unit | None:
        """The unit of this name, code or short name; the import's own unit where the file tells none."""
        return self.units.get(_key(name)) if name else self.default_unit

    def procedure_called(self, name: str | None) -> Procedure | None:
        """The procedure of this code or name, or whose national code stands somewhere in the text."""
        if not name:
            return None
        code = _NATIONAL_CODE.search(name)
        return self.procedures.get(_key(name)) or (self.procedures.get(_key(code[0])) if code else None)

    def key_of(self, unit: Unit, procedure: str | None, field_name: str | None) -> tuple[Key, int | None]:
        """What a row counts for, and the promised working days of its procedure."""
        found = self.procedure_called(procedure)
        if found is not None:
            return (unit.pk, found.pk, ""), found.promised_days
        return (unit.pk, None, nfc(field_name or procedure or UNKNOWN_FIELD).strip()[:LONGEST_FIELD]), None


def _key(name: str) -> str:
    """Names are the same whatever their diacritics, capitals and marks."""
    return _NOT_WORD.sub(" ", search_key(name)).strip()


@dataclass
class Groups:
    """The groups of one import; those that are new are written when ``stored``."""

    case_import: CaseImport
    directory: Directory
    stored: bool
    before_writing: Callable[[], None] = lambda: None
    ids: dict[Key, int] = field(default_factory=dict)
    _known: dict[Names, tuple[Key, int | None] | None] = field(default_factory=dict)

    @property
    def unknown_procedures(self) -> set[str]:
        """The procedures met so far that the catalogue does not have, as the file calls them."""
        told = ((names[1], meaning) for names, meaning in self._known.items() if meaning is not None)
        return {name for name, (key, _) in told if name and key[1] is None}

    def of(self, rows: pl.DataFrame) -> pl.DataFrame:
        """What each way of telling ``unit``, ``procedure`` and ``field`` means; no line where the unit is unknown."""
        told: list[Names] = list(rows.select(NAMED).unique(maintain_order=True).iter_rows())
        for names in told:
            if names not in self._known:
                self._known[names] = self._meaning(names)
        self._write({meaning[0] for names in told if (meaning := self._known[names]) is not None})
        lines = []
        for names in told:
            meaning = self._known[names]
            if meaning is not None:
                key, promised = meaning
                lines.append((*names, *key, promised, self.ids.get(key)))
        return pl.DataFrame(lines, schema=SCHEMA, orient="row")

    def _meaning(self, names: Names) -> tuple[Key, int | None] | None:
        unit, procedure, field_name = names
        found = self.directory.unit_called(unit)
        return None if found is None else self.directory.key_of(found, procedure, field_name)

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
