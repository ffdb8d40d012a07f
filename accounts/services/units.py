"""Adding units to the tree, changing them, and giving them new names from a date on."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.enums import UnitKind
from accounts.models import Unit, UnitName, User
from core.errors import DomainError
from core.services import audit


class UnitRefused(DomainError):
    """A change to the tree of units that cannot be made."""


KindGuard = Callable[[Unit], str]
_kind_guards: list[KindGuard] = []


def guards_kind(guard: KindGuard) -> KindGuard:
    """Register what higher apps say against a unit becoming a centre or being one no longer: a sentence, or ""."""
    _kind_guards.append(guard)
    return guard


@transaction.atomic
def create(*, parent: Unit | None, values: dict[str, Any], by: User | None, at: datetime) -> Unit:
    """Add a unit below ``parent`` (at the top without one) and note its first name. No centre stands within another."""
    if values.get("kind") == UnitKind.CENTRE and parent is not None:
        _refuse_nested(parent)
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
def update(*, unit: Unit, values: dict[str, Any], by: User, at: datetime) -> Unit:
    """Change what a unit is; its official name changes only through ``rename``.

    Which centre a unit belongs to decides whose closed months and records are its own, so a centre stays one, and no
    other unit becomes one, as soon as something was recorded there. Raises ``UnitRefused``.
    """
    locked = Unit.objects.select_for_update().get(pk=unit.pk)
    _refuse_kind(locked, values.get("kind", locked.kind))
    changes = audit.difference(locked, values)
    if changes:
        for field, value in values.items():
            setattr(locked, field, value)
        locked.save()
        audit.record(action="accounts.unit.update", target=locked, by=by, at=at, changes=changes)
    return locked


def _refuse_kind(unit: Unit, kind: str) -> None:
    if kind == unit.kind or UnitKind.CENTRE not in (kind, unit.kind):
        return
    parent = Unit.objects.get_parent(unit)
    if kind == UnitKind.CENTRE and parent is not None:
        _refuse_nested(parent)
    for guard in _kind_guards:
        if said := guard(unit):
            raise UnitRefused(f"Chưa đổi được loại đơn vị: {said}", field="kind")


def _refuse_nested(parent: Unit) -> None:
    centre = parent.centre
    if centre is not None:
        raise UnitRefused(f"Một trung tâm không thể thuộc trung tâm khác ({centre}).", field="kind")


@transaction.atomic
def rename(
    *, unit: Unit, full_name: str, superior_name: str, place_name: str, valid_from: date, by: User, at: datetime
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
