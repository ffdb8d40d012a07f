"""The list of administrative procedures that a centre handles."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from accounts.models import Unit
from core.services import audit
from indicators.models import Procedure
from indicators.services.errors import FigureRefused


@transaction.atomic
def add(*, centre: Unit, code: str, values: Mapping[str, Any], by: Any, at: datetime) -> Procedure:
    """Add a procedure, or renew it when the centre has its code already.

    Refused when a promised time is longer than the statutory one.
    """
    _refuse_longer(code, values)
    stored, _ = Procedure.objects.update_or_create(centre=centre, code=code, defaults=dict(values))
    audit.record(action="indicators.procedure.save", target=stored, by=by, at=at, changes=dict(values))
    return stored


@transaction.atomic
def create(*, centre: Unit, values: Mapping[str, Any], by: Any, at: datetime) -> Procedure:
    """Add a procedure by hand. Refused when the centre has its code already."""
    _refuse_longer(values["code"], values)
    _refuse_taken(centre, values["code"], except_for=None)
    stored = Procedure.objects.create(centre=centre, **values)
    audit.record(action="indicators.procedure.add", target=stored, by=by, at=at, changes={"tên": stored.name})
    return stored


@transaction.atomic
def edit(*, procedure: Procedure, values: Mapping[str, Any], by: Any, at: datetime) -> Procedure:
    """Change a procedure: new times, their decision and the day from which they are promised."""
    stored = Procedure.objects.select_for_update().get(pk=procedure.pk)
    _refuse_longer(values["code"], values)
    _refuse_taken(stored.centre, values["code"], except_for=stored)
    changes = audit.difference(stored, dict(values))
    for field, value in values.items():
        setattr(stored, field, value)
    stored.save()
    if changes:
        audit.record(action="indicators.procedure.edit", target=stored, by=by, at=at, changes=changes)
    return stored


@transaction.atomic
def remove(*, procedure: Procedure, by: Any, at: datetime) -> None:
    """Take a procedure off the list. Refused once there are case files of it."""
    stored = Procedure.objects.select_for_update().get(pk=procedure.pk)
    audit.record(action="indicators.procedure.remove", target=stored, by=by, at=at)
    try:
        with transaction.atomic():
            stored.delete()
    except ProtectedError:
        raise FigureRefused(
            f"Thủ tục {stored.code} đã có hồ sơ nên không xóa được.", hint="Sửa thủ tục nếu ghi sai."
        ) from None


def _refuse_longer(code: str, values: Mapping[str, Any]) -> None:
    if values["promised_days"] > values["statutory_days"]:
        raise FigureRefused(
            f"Thủ tục {code}: thời hạn cam kết dài hơn thời hạn theo quy định.",
            hint="Ghi lại số ngày làm việc.",
            field="promised_days",
        )


def _refuse_taken(centre: Unit, code: str, *, except_for: Procedure | None) -> None:
    same = Procedure.objects.filter(centre=centre, code=code)
    if except_for is not None:
        same = same.exclude(pk=except_for.pk)
    if same.exists():
        raise FigureRefused(f"Trung tâm đã có thủ tục mã {code}.", hint="Mở thủ tục đó để sửa.", field="code")
