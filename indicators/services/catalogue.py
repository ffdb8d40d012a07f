"""Bringing the shipped catalogue of indicators into the database."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from core.services import audit
from indicators.models import Indicator

CATALOGUE = Path(__file__).resolve().parent.parent / "data" / "catalogue.toml"


@transaction.atomic
def load_catalogue(at: datetime | None = None) -> int:
    """Create or renew the shipped indicators; returns how many there are now. Own indicators are left alone.

    What a new version changes in an indicator stands in the trail with the moment ``at``; without one, in a database
    that is only being made, nothing is noted.
    """
    shipped = {row.code: row for row in Indicator.objects.select_for_update().filter(centre=None)}
    own = set(codes_taken())
    for position, entry in enumerate(_entries(), start=1):
        values = {**_values(entry), "position": position}
        known = shipped.get(entry["code"])
        if known is not None:
            _renew(known, values, at)
        elif entry["code"] not in own:
            Indicator.objects.create(code=entry["code"], **values)
    return len(_entries()) - len(own)


def codes_taken() -> list[str]:
    """Codes of the shipped catalogue that a centre gave to an indicator of its own before: those are not shipped."""
    codes = [entry["code"] for entry in _entries()]
    return sorted(Indicator.objects.filter(code__in=codes, centre__isnull=False).values_list("code", flat=True))


def _renew(known: Indicator, values: Mapping[str, Any], at: datetime | None) -> None:
    changes = audit.difference(known, {name: value for name, value in values.items() if name != "position"})
    for name, value in values.items():
        setattr(known, name, value)
    known.save()
    if changes and at is not None:
        audit.record(action="indicators.indicator.renew", target=known, by=None, at=at, changes=changes)


def _entries() -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))["indicator"]
    return entries


def _values(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": entry["name"],
        "definition": entry["definition"],
        "measure": entry.get("measure", "percent"),
        "unit_of_measure": entry.get("unit", "%"),
        "direction": entry.get("direction", "higher"),
        "numerator_label": entry.get("numerator", ""),
        "denominator_label": entry.get("denominator", ""),
        "frequency": entry.get("frequency", "month"),
        "source": entry["source"],
        "roll_up": entry.get("roll_up", "latest"),
        "owner": entry.get("owner", ""),
    }
