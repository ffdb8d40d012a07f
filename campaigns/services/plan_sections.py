"""Editing the tree of sections: write, add, move, take out. Numbering follows by itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from campaigns.models import Plan, PlanSection
from campaigns.services.plan_parts import EditRefused, locked_draft, refuse_stale, touch
from core.services import audit

DEEPEST = 8


@transaction.atomic
def add(
    *,
    plan: Plan,
    values: Mapping[str, Any],
    by: User,
    at: datetime,
    parent: PlanSection | None = None,
    after: PlanSection | None = None,
) -> PlanSection:
    """Add a section as the last child of ``parent``, right ``after`` a sibling, or at the end of the plan."""
    locked = locked_draft(plan, by)
    above = after.parent if after is not None else parent
    if _depth(above) >= DEEPEST:
        raise EditRefused(f"Mục chỉ chia tới {DEEPEST} cấp.", hint="Thêm mục cùng cấp thay cho mục con.", code="depth")
    siblings = _siblings(locked, above)
    if any(all(getattr(row, name) == value for name, value in values.items()) for row in siblings):
        raise EditRefused("Mục này vừa được thêm rồi.", hint="Sửa mục đã có nếu cần.", code="twice")
    place = next((index + 1 for index, row in enumerate(siblings) if after and row.pk == after.pk), len(siblings))
    section = PlanSection.objects.create(plan=locked, parent=above, **values)
    siblings.insert(place, section)
    _store_order(siblings, above)
    touch(locked, action="campaigns.plan.edit", by=by, at=at, changes={"Thêm mục": str(section)})
    return section


@transaction.atomic
def change(*, section: PlanSection, values: Mapping[str, Any], seen: str, by: User, at: datetime) -> PlanSection:
    """Change the text or the numbering of one section."""
    plan = locked_draft(section.plan, by)
    stored = PlanSection.objects.select_for_update().get(pk=section.pk)
    refuse_stale(stored, values, seen)
    changes = audit.difference(stored, dict(values))
    if not changes:
        return stored
    if {"style", "mark"} & {name for name in values if getattr(stored, name) != values[name]}:
        # The label as written in the original belongs to the old number.
        stored.written_label = ""
    for name, value in values.items():
        setattr(stored, name, value)
    stored.save()
    touch(plan, action="campaigns.plan.edit", by=by, at=at, changes={f"Mục {stored}"[:80]: changes})
    return stored


@transaction.atomic
def remove(*, section: PlanSection, by: User, at: datetime) -> int:
    """Take a section out with all below it; returns how many sections went."""
    plan = locked_draft(section.plan, by)
    touch(plan, action="campaigns.plan.edit", by=by, at=at, changes={"Xóa mục": str(section)})
    above = section.parent
    _, by_model = section.delete()
    _store_order(_siblings(plan, above), above)
    return by_model.get(PlanSection._meta.label, 0)


@transaction.atomic
def move(*, section: PlanSection, direction: str, by: User, at: datetime) -> None:
    """Move a section ``up`` or ``down`` among its siblings, ``in`` under the one before it, or ``out`` one level."""
    plan = locked_draft(section.plan, by)
    stored = PlanSection.objects.select_related("parent").get(pk=section.pk)
    {"up": _up, "down": _down, "in": _in, "out": _out}[direction](plan, stored)
    touch(plan, action="campaigns.plan.edit", by=by, at=at, changes={"Chuyển chỗ mục": str(stored)})


def _up(plan: Plan, section: PlanSection) -> None:
    _swap(plan, section, -1)


def _down(plan: Plan, section: PlanSection) -> None:
    _swap(plan, section, 1)


def _swap(plan: Plan, section: PlanSection, step: int) -> None:
    siblings = _siblings(plan, section.parent)
    place = _place(siblings, section)
    if 0 <= place + step < len(siblings):
        siblings[place], siblings[place + step] = siblings[place + step], siblings[place]
        _store_order(siblings, section.parent)


def _in(plan: Plan, section: PlanSection) -> None:
    siblings = _siblings(plan, section.parent)
    place = _place(siblings, section)
    if place == 0:
        raise EditRefused("Không thụt vào được: phía trên chưa có mục cùng cấp.", code="place")
    above = siblings[place - 1]
    if _depth(above) + _height(section) > DEEPEST:
        raise EditRefused(f"Không thụt vào được: mục chỉ chia tới {DEEPEST} cấp.", code="depth")
    _store_order(siblings[:place] + siblings[place + 1 :], section.parent)
    _store_order([*_siblings(plan, above), section], above)


def _out(plan: Plan, section: PlanSection) -> None:
    parent = section.parent
    if parent is None:
        raise EditRefused("Không đưa ra được: mục đã ở cấp ngoài cùng.", code="place")
    above = _siblings(plan, parent.parent)
    place = _place(above, parent)
    _store_order([row for row in _siblings(plan, parent) if row.pk != section.pk], parent)
    _store_order([*above[: place + 1], section, *above[place + 1 :]], parent.parent)


def _siblings(plan: Plan, parent: PlanSection | None) -> list[PlanSection]:
    return list(PlanSection.objects.filter(plan=plan, parent=parent).order_by("position", "pk"))


def _place(siblings: list[PlanSection], section: PlanSection) -> int:
    return next(index for index, row in enumerate(siblings) if row.pk == section.pk)


def _store_order(siblings: list[PlanSection], parent: PlanSection | None) -> None:
    """Write the order; labels kept from an original document no longer hold where numbers are automatic."""
    for position, row in enumerate(siblings, 1):
        row.position, row.parent = position, parent
        if not row.mark:
            row.written_label = ""
    PlanSection.objects.bulk_update(siblings, ["position", "parent", "written_label"])


def _depth(section: PlanSection | None) -> int:
    """1 for a root section, 0 for none."""
    depth = 0
    while section is not None:
        depth, section = depth + 1, section.parent
    return depth


def _height(section: PlanSection) -> int:
    """1 for a section without children."""
    return 1 + max((_height(child) for child in section.children.all()), default=0)
