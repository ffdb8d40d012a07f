"""Bringing the shipped catalogue of indicators into the database."""

import tomllib
from pathlib import Path

from django.db import transaction

from indicators.models import Indicator

CATALOGUE = Path(__file__).resolve().parent.parent / "data" / "catalogue.toml"


@transaction.atomic
def load_catalogue() -> int:
    """Create or renew the shipped indicators; returns how many there are. Own indicators are left alone."""
    entries = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))["indicator"]
    for position, entry in enumerate(entries, start=1):
        Indicator.objects.update_or_create(
            code=entry["code"],
            defaults={
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
                "position": position,
            },
        )
    return len(entries)
