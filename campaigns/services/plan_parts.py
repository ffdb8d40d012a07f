"""Editing what belongs to a plan: its head and its lists. Every change is refused unless the plan is a draft."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.db.models import F, Max, Model

from accounts.models import User
from campaigns.models import Plan
from campaigns.roles import EDIT_PLAN
from campaigns.selectors.editing import fingerprint
from core.errors import DomainError, StaleRecord
from core.services import audit

Part = TypeVar("Part", bound=Model)


class EditRefused(DomainError):
    """A change of a plan that is not allowed."""


def locked_draft(plan: Plan, by: User) -> Plan:
    """The plan's row, locked, after making sure that this person may change it now. Call inside a transaction."""
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if not by.has_perm(EDIT_PLAN, locked):
        raise EditRefused("Bạn không có quyền sửa kế hoạch này.", code="permission")
    if not locked.is_editable:
        raise EditRefused(
            f"Không sửa được: kế hoạch đang ở trạng thái “{locked.get_state_display()}”.",
            hint="Muốn thay đổi kế hoạch đã ban hành, hãy lập bản sửa đổi.",
            code="state",
        )
    return locked


def refuse_stale(record: Model, fields: Mapping[str, Any], seen: str) -> None:
    """Raise ``StaleRecord`` when the stored row is no longer the one that the form showed (fingerprint ``seen``)."""
    if seen and seen != fingerprint(record, fields):
        raise StaleRecord(
            "Chưa lưu: người khác vừa sửa nội dung này sau khi bạn mở trang.",
            hint="Nội dung bạn nhập vẫn còn; bấm Lưu lần nữa nếu muốn thay bản đang lưu bằng bản của bạn.",
            code="stale",
        )


def touch(plan: Plan, *, action: str, by: User, at: datetime, changes: dict[str, Any]) -> None:
    """Count one more edit of the plan and write it to the trail."""
    Plan.objects.filter(pk=plan.pk).update(revision=F("revision") + 1)
    audit.record(action=action, target=plan, by=by, at=at, changes=changes)


@transaction.atomic
def save_head(*, plan: Plan, values: Mapping[str, Any], seen: str, by: User, at: datetime) -> Plan:
    """Change the head of the document (trích yếu, địa danh, ký hiệu, người ký…)."""
    locked = locked_draft(plan, by)
    refuse_stale(locked, values, seen)
    changes = audit.difference(locked, dict(values))
    if changes:
        _assign(locked, values)
        touch(locked, action="campaigns.plan.edit", by=by, at=at, changes=changes)
    return locked


@transaction.atomic
def add(*, plan: Plan, model: type[Part], values: Mapping[str, Any], by: User, at: datetime) -> Part:
    """Append a row to one of the plan's lists."""
    locked = locked_draft(plan, by)
    if model._default_manager.filter(plan=locked, **values).exists():
        raise EditRefused(
            f"Kế hoạch đã có {model._meta.verbose_name} này.", hint="Sửa dòng đã có nếu cần.", code="twice"
        )
    row = model(plan=locked, **values)
    if _has_position(model):
        last = model._default_manager.filter(plan=locked).aggregate(last=Max("position"))["last"]
        row.position = int(last or 0) + 1  # type: ignore[attr-defined]
    _save_once(row)
    _note(locked, row, "Thêm", by, at)
    return row


@transaction.atomic
def change(*, row: Part, values: Mapping[str, Any], seen: str, by: User, at: datetime) -> Part:
    """Change a row of one of the plan's lists."""
    plan = locked_draft(_plan_of(row), by)
    stored = type(row)._default_manager.select_for_update().get(pk=row.pk)
    refuse_stale(stored, values, seen)
    changes = audit.difference(stored, dict(values))
    if changes:
        for name, value in values.items():
            setattr(stored, name, value)
        _save_once(stored)
        touch(plan, action="campaigns.plan.edit", by=by, at=at, changes={str(stored._meta.verbose_name): changes})
    return stored


@transaction.atomic
def remove(*, row: Model, by: User, at: datetime) -> None:
    """Take a row out of its list."""
    plan = locked_draft(_plan_of(row), by)
    _note(plan, row, "Bỏ", by, at)
    row.delete()


@transaction.atomic
def move(*, row: Model, step: int, by: User, at: datetime) -> None:
    """Move a row up (-1) or down (+1) among its like; nothing happens at the ends."""
    plan = locked_draft(_plan_of(row), by)
    rows = list(type(row)._default_manager.filter(plan=plan).order_by("position", "pk"))
    place = next(index for index, other in enumerate(rows) if other.pk == row.pk)
    other = place + step
    if not 0 <= other < len(rows):
        return
    rows[place], rows[other] = rows[other], rows[place]
    for position, moved in enumerate(rows, 1):
        type(row)._default_manager.filter(pk=moved.pk).update(position=position)
    _note(plan, row, "Chuyển chỗ", by, at)


def _plan_of(row: Any) -> Plan:
    plan: Plan = row.plan
    return plan


def _has_position(model: type[Model]) -> bool:
    return any(field.name == "position" for field in model._meta.fields)


def _assign(plan: Plan, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(plan, name, value)
    plan.save(update_fields=list(values))


def _save_once(row: Model) -> None:
    """Save, and say in words when the row's code is already in use."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise EditRefused(
            f"Chưa lưu: mã “{getattr(row, 'code', '')}” đã dùng cho dòng khác hoặc số liệu chưa khớp với cách so sánh.",
            hint="Ghi mã khác rồi lưu lại.",
            field="code",
        ) from error


def _note(plan: Plan, row: Model, act: str, by: User, at: datetime) -> None:
    changes = {f"{act} {row._meta.verbose_name}": str(row)}
    touch(plan, action="campaigns.plan.edit", by=by, at=at, changes=changes)
