"""The one runner of all state changes."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db import transaction
from django.db.models import Model

from core.access import Actor
from core.errors import TransitionRefused
from core.services import audit
from core.workflow import Transition, Workflow

Record = TypeVar("Record", bound=Model)


@transaction.atomic
def perform(
    workflow: Workflow,
    name: str,
    record: Record,
    *,
    by: Actor | None,
    at: datetime,
    comment: str = "",
    values: Mapping[str, Any] | None = None,
    check: Callable[[Record], None] | None = None,
    as_system: bool = False,
) -> Record:
    """Lock the record, check state and permission on the locked row, change the state, stamp and audit it.

    ``values`` are further fields to set; ``check`` may refuse with a ``DomainError`` after looking at the locked row.
    The pair ``<target state>_at`` / ``<target state>_by`` is stamped where the model has it. ``as_system`` says that
    the system acts, not a person (``by`` is None): it needs no permission, all else holds for it too. Raises
    ``TransitionRefused`` and changes nothing when the change is not allowed.
    """
    if as_system and by is not None:
        raise ValueError("the system itself acts for nobody")
    transition = workflow[name]
    locked = type(record)._default_manager.select_for_update().get(pk=record.pk)
    _refuse_unless_allowed(workflow, transition, locked, by, comment, as_system=as_system)
    if check is not None:
        check(locked)
    before = getattr(locked, workflow.field)
    new_values = {workflow.field: transition.target, **_stamps(locked, transition.target, by, at), **(values or {})}
    changes = audit.difference(locked, {**(values or {}), workflow.field: transition.target})
    for field, value in new_values.items():
        setattr(locked, field, value)
    locked.save(update_fields=list(new_values))
    changes["trạng thái"] = [workflow.states(before).label, workflow.states(transition.target).label]
    audit.record(
        action=f"{workflow.record}.{name}", target=locked, by=by, at=at, changes=changes, reason=comment.strip()
    )
    return locked


def _refuse_unless_allowed(
    workflow: Workflow, transition: Transition, record: Model, by: Actor | None, comment: str, *, as_system: bool
) -> None:
    state = getattr(record, workflow.field)
    if state not in transition.sources:
        raise TransitionRefused(
            f"Không thể thực hiện “{transition.label}”: {workflow.label} đang ở trạng thái "
            f"“{workflow.states(state).label}”.",
            hint="Tải lại trang để xem trạng thái mới nhất.",
            code="state",
        )
    if not (as_system or transition.follows) and (by is None or not by.has_perm(transition.permission, record)):
        raise TransitionRefused(f"Bạn không có quyền thực hiện “{transition.label}”.", code="permission")
    if transition.comment_required and not comment.strip():
        raise TransitionRefused(
            f"Chưa thực hiện được “{transition.label}”: cần ghi lý do.", code="comment", field="comment"
        )


def _stamps(record: Model, target: str, by: Actor | None, at: datetime) -> dict[str, Any]:
    stamps = {}
    for suffix, value in (("at", at), ("by", by)):
        field = f"{target}_{suffix}"
        try:
            record._meta.get_field(field)
        except FieldDoesNotExist:
            continue
        stamps[field] = value
    return stamps
