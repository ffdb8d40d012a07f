"""What others did to a draft since somebody opened its page, in a sentence."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from accounts.models import User
from accounts.selectors.audit_words import words_for
from core.fields import FixedPointField
from core.formats import vn_datetime, vn_number
from core.models import AuditEvent
from scoring.models import CriteriaSet, Criterion

MOST_TOLD, LONGEST_VALUE = 3, 60
"""How many changes are told, and of how many characters a new value may be to be told with them."""
POINTS = {
    str(each.verbose_name)
    for model in (CriteriaSet, Criterion)
    for each in model._meta.concrete_fields
    if isinstance(each, FixedPointField)
}
NODE = "mục"
"""How the audit trail calls the node that a change was about."""


def who_was_first(row: CriteriaSet, revision: int, by: User | None) -> str:
    """Who changed the set since ``revision``, when, and what; each change has raised the revision by one."""
    events = AuditEvent.objects.filter(target_type=row._meta.label_lower, target_id=str(row.pk))
    missed = list(events.order_by("-at", "-pk")[: max(row.revision - max(revision, 0), 1)])
    if not missed:
        return "Bộ tiêu chí đã được sửa từ lúc bạn mở trang."
    last, done = missed[0], _done(missed)
    if by is not None and last.actor_id == by.pk:
        when = f"lúc {vn_datetime(last.at)} (ở trang khác, hoặc nút đã bấm hai lần)"
        return f"Bạn vừa ghi một thay đổi khác {when}: {done}."
    return f"{last.actor_name} đã sửa bộ tiêu chí này lúc {vn_datetime(last.at)}, sau khi bạn mở trang: {done}."


def _done(missed: Sequence[AuditEvent]) -> str:
    """What the newest events did: “sửa một mục của bộ tiêu chí (a1: tên thành “Họp giao ban”)”."""
    acts = words_for({event.action for event in missed})
    told = [_told(acts[event.action], event) for event in missed[:MOST_TOLD]]
    rest = len(missed) - MOST_TOLD
    return "; ".join(told) + (f"; và {rest} thay đổi khác" if rest > 0 else "")


def _told(act: str, event: AuditEvent) -> str:
    about = ", ".join(_changed(label, value) for label, value in event.changes.items() if label != NODE)
    if NODE in event.changes:
        about = f"{event.changes[NODE]}: {about}" if about else str(event.changes[NODE])
    return f"{act[:1].lower()}{act[1:]}{f' ({about})' if about else ''}"


def _changed(label: str, value: Any) -> str:
    """A field with its new value where that is short and plain."""
    is_pair = isinstance(value, list) and len(value) == 2
    new = value[1] if is_pair else value
    if label in POINTS:
        new = vn_number(Decimal(new))
    if isinstance(new, bool) or not isinstance(new, str | int) or not 0 < len(str(new)) <= LONGEST_VALUE:
        return label
    return f"{label} thành “{new}”" if is_pair else f"{label} {new}"
