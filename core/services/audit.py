"""Writing the audit trail."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model

from core.access import Actor
from core.models import AuditEvent

LONGEST_VALUE = 1000
"""Characters; a longer structured value is a document, not a value."""
CHANGED = "có thay đổi"


def record(
    *,
    action: str,
    target: Model,
    by: Actor | None,
    at: datetime,
    unit: Any = None,
    changes: dict[str, Any] | None = None,
    reason: str = "",
) -> AuditEvent:
    """Write one event. ``changes`` maps a field's label to ``[from, to]`` or to a single value.

    ``by`` may be None for work of the system itself; ``unit`` defaults to the record's own ``unit``.
    """
    if unit is None:
        unit = getattr(target, "unit", None)
    return AuditEvent.objects.create(
        at=at,
        actor_id=by.pk if by is not None else None,
        actor_name=by.display_name if by is not None else "Hệ thống",
        action=action,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        target_label=str(target)[:300],
        unit_path=getattr(unit, "path", "") or "",
        changes=_plain(changes or {}),
        reason=reason,
    )


def difference(before: Model, values: dict[str, Any]) -> dict[str, Any]:
    """What ``values`` would change on ``before``, as ``{label: [from, to]}``; choices in words, not codes."""
    changes: dict[str, Any] = {}
    for name, new in values.items():
        old = getattr(before, name)
        if old != new:
            field = before._meta.get_field(name)
            words = dict(getattr(field, "flatchoices", None) or ())
            label = str(getattr(field, "verbose_name", name))
            if _is_document(old) or _is_document(new):
                changes[label] = CHANGED
            else:
                changes[label] = [words.get(old, old), words.get(new, new)] if words else [old, new]
    return changes


def _is_document(value: Any) -> bool:
    """Whether the value is a whole document: the trail says that it changed, the record itself holds it."""
    return isinstance(value, dict | list) and len(str(value)) > LONGEST_VALUE


def _plain(value: Any) -> Any:
    """The value in types that JSON knows, so that the trail does not depend on model classes."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value)
