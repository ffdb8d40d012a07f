"""Adding units to the tree, changing them, and giving them new names from a date on."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.models import Unit, UnitName
from core.errors import DomainError
from core.services import audit


class UnitRefused(DomainError):
    """A change to the tree of units that cannot be made."""


@transaction.atomic
def create(*, parent: Unit | None, values: dict[str, Any], by: Any, at: datetime) -> Unit:
    """Add a unit below ``parent`` (at the top without one) and note its first name."""
    if parent is None:
        unit = Unit.objects.add_root(values)
    else:
        # The tree keeps its counters on the parent's row, so two additions must not read it at the same time.
        unit = Unit.objects.add_child(Unit.objects.select_for_update().get(pk=parent.pk), values)
    UnitName.objects.create(
        unit=unit,
        full_name=unit.name,
        superior_name=parent.name if parent else "",
        place_name=unit.place_name,
        valid_from=unit.active_from,
    )
    audit.record(action="accounts.unit.create", target=unit, by=by, at=at, changes={"tên đầy đủ": unit.name})
    return unit


@transaction.atomic
def update(*, unit: Unit, values: dict[str, Any], by: Any, at: datetime) -> Unit:
    """Change what a unit is; its official name changes only through ``rename``."""
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    changes = audit.difference(locked, values)
    if changes:
        for field, value in values.items():
            setattr(locked, field, value)
        locked.save()
        audit.record(action="accounts.unit.update", target=locked, by=by, at=at, changes=changes)
    return locked


@transaction.atomic
def rename(
    *, unit: Unit, full_name: str, superior_name: str, place_name: str, valid_from: date, by: Any, at: datetime
) -> UnitName:
    """A new official name from ``valid_from`` on; the name before it ends the day before.

    Raises ``UnitRefused`` when a name that begins on or after that day is already there.
    """
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    if locked.names.filter(valid_from__gte=valid_from).exists():
        raise UnitRefused(
            f"Chưa đổi được tên: đã có tên bắt đầu từ {valid_from:%d/%m/%Y} trở về sau.",
            hint="Chọn ngày muộn hơn các tên đã có.",
            field="valid_from",
        )
    before = locked.name
    locked.names.filter(valid_to__isnull=True).update(valid_to=valid_from - timedelta(days=1))
    name = UnitName.objects.create(
        unit=locked,
        full_name=full_name,
        superior_name=superior_name,
        place_name=place_name,
        valid_from=valid_from,
    )
    locked.name = full_name
    locked.place_name = place_name or locked.place_name
    locked.save(update_fields=["name", "place_name"])
    audit.record(
        action="accounts.unit.rename",
        target=locked,
        by=by,
        at=at,
        changes={"tên đầy đủ": [before, full_name], "từ ngày": valid_from},
    )
    return name
