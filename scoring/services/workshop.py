"""Writing a criteria set in the interface: starting one, copying one, its head, throwing a draft away.

Every change names the revision that the person saw. The row is locked, so that of two changes made at once (two people,
or one who clicked twice) the second is told instead of overwriting the first. What gives a set its code and version
locks the unit first, then the set: always in this order.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import Unit, User
from core.errors import StaleRecord
from core.services import audit
from scoring.enums import NodeKind, SetState
from scoring.models import Band, CriteriaSet, Criterion
from scoring.selectors import workshop_news
from scoring.services.criteria import CriteriaRefused, lock_versions, locked

HEAD = ("name", "code", "version", "total", "cap_total", "bonus_cap", "penalty_cap")


def opened(criteria_set: CriteriaSet, *, revision: int, by: User) -> CriteriaSet:
    """The set, locked for a change of the draft seen at ``revision``.

    Raises CriteriaRefused when the set is in use or gone, StaleRecord when it was changed since; ``criteria_set`` then
    carries the revision that the person has been told of.
    """
    row = locked(criteria_set)
    if row.state != SetState.DRAFT:
        raise CriteriaRefused(
            f"Bộ tiêu chí “{row}” đã dùng để chấm nên không sửa được.", hint="Lập phiên bản mới rồi sửa ở đó."
        )
    if row.revision != revision:
        criteria_set.revision = row.revision
        told = workshop_news.who_was_first(row, revision, by)
        raise StaleRecord(told, hint="Chưa ghi gì của lần này; xem lại rồi làm lại nếu vẫn cần.")
    return row


def written(
    row: CriteriaSet, *, action: str, by: User, at: datetime, changes: dict[str, Any], fields: Sequence[str] = ()
) -> CriteriaSet:
    """Close a change: raise the revision, store the named fields, write the audit event."""
    row.revision += 1
    row.save(update_fields=["revision", *fields])
    audit.record(action=action, target=row, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def start(
    *,
    unit: Unit,
    values: Mapping[str, Any],
    bands: Sequence[tuple[str, str, Decimal]] = (),
    by: User,
    at: datetime,
) -> CriteriaSet:
    """An empty draft with its head (HEAD) and, if wanted, ready bands (code, name, lowest points)."""
    lock_versions(unit)
    refuse_taken(unit, values["code"], values["version"])
    row = CriteriaSet.objects.create(unit=unit, created_at=at, **{name: values[name] for name in HEAD})
    Band.objects.bulk_create(Band(criteria_set=row, code=code, name=name, low=low) for code, name, low in bands)
    audit.record(action="scoring.criteria_set.start", target=row, by=by, at=at)
    return row


@transaction.atomic
def copy(*, source: CriteriaSet, unit: Unit, code: str, version: int, name: str, by: User, at: datetime) -> CriteriaSet:
    """A draft with everything that ``source`` holds, slips included, for a unit.

    The source is locked, so that no change is copied by half.
    """
    lock_versions(unit)
    refuse_taken(unit, code, version)
    row = locked(source)
    row.pk, row._state.adding = None, True
    row.unit, row.code, row.version, row.name = unit, code, version, name
    row.copied_from, row.revision, row.created_at = source, 0, at
    row.state, row.frozen_at = SetState.DRAFT, None
    row.save()
    Band.objects.bulk_create(
        Band(criteria_set=row, code=band.code, name=band.name, low=band.low)
        for band in Band.objects.filter(criteria_set=source)
    )
    _copy_tree(source, row)
    audit.record(action="scoring.criteria_set.copy", target=row, by=by, at=at, changes={"sao chép từ": str(source)})
    return row


@transaction.atomic
def edit_head(
    *, criteria_set: CriteriaSet, revision: int, values: Mapping[str, Any], by: User, at: datetime
) -> CriteriaSet:
    """Change name, code, version, total and caps."""
    lock_versions(criteria_set.unit)
    row = opened(criteria_set, revision=revision, by=by)
    given = {name: values[name] for name in HEAD}
    refuse_taken(row.unit, given["code"], given["version"], but=row)
    changes = audit.difference(row, given)
    for name, value in given.items():
        setattr(row, name, value)
    return written(row, action="scoring.criteria_set.edit", by=by, at=at, changes=changes, fields=HEAD)


@transaction.atomic
def discard(*, criteria_set: CriteriaSet, revision: int, by: User, at: datetime) -> None:
    """Delete a draft with everything in it; the audit trail keeps its name."""
    row = opened(criteria_set, revision=revision, by=by)
    audit.record(
        action="scoring.criteria_set.discard",
        target=row,
        by=by,
        at=at,
        changes={"số tiêu chí": row.criteria.exclude(kind=NodeKind.GROUP).count()},
    )
    row.delete()


def next_version(unit: Unit, code: str) -> int:
    """The version that a new set of this code would have at this unit."""
    highest = CriteriaSet.objects.filter(unit=unit, code=code).aggregate(highest=Max("version"))["highest"]
    return (highest or 0) + 1


def refuse_taken(unit: Unit, code: str, version: int, *, but: CriteriaSet | None = None) -> None:
    """Raises CriteriaRefused when another set of the unit has this code and version."""
    taken = CriteriaSet.objects.filter(unit=unit, code=code, version=version)
    if taken.exclude(pk=but.pk if but else 0).exists():
        raise CriteriaRefused(
            f"Đơn vị đã có bộ tiêu chí mã “{code}”, phiên bản {version}.",
            hint=f"Ghi phiên bản {next_version(unit, code)} hoặc mã khác.",
        )


def _copy_tree(source: CriteriaSet, target: CriteriaSet) -> None:
    """All nodes at once, then their parents: three queries whatever the depth."""
    rows = list(source.criteria.order_by("position", "pk"))
    places = {row.pk: place for place, row in enumerate(rows)}
    parents = [row.parent_id for row in rows]
    for row in rows:
        row.pk, row.parent_id, row.criteria_set = None, None, target
        row._state.adding = True
    stored = Criterion.objects.bulk_create(rows)
    inner = []
    for row, parent in zip(stored, parents, strict=True):
        if parent is not None:
            row.parent = stored[places[parent]]
            inner.append(row)
    Criterion.objects.bulk_update(inner, ["parent"])
