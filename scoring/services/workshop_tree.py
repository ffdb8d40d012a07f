"""Changing the tree of a draft: add, edit, move, duplicate, remove. Positions always follow the reading order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from core.errors import DomainError
from core.services import audit
from scoring.enums import NodeKind
from scoring.models import CriteriaSet, Criterion
from scoring.selectors import criteria as reading
from scoring.selectors import workshop_codes
from scoring.services import workshop

NODE = (
    "code",
    "name",
    "max_points",
    "rule",
    "guidance",
    "evidence",
    "indicator_code",
    "entered_by",
    "may_not_apply",
    "suspended",
    "not_for",
    "rescaling",
    "when_exempt",
)
_TOP_ORDER = {NodeKind.GROUP: 0, NodeKind.CRITERION: 1, NodeKind.BONUS: 2, NodeKind.PENALTY: 3}


class NodeRefused(DomainError):
    """A node that cannot stand where or as it was asked for."""


@transaction.atomic
def add(
    *,
    criteria_set: CriteriaSet,
    revision: int,
    kind: str,
    parent: Criterion | None,
    values: Mapping[str, Any],
    by: User,
    at: datetime,
) -> Criterion:
    """A new last node of ``kind`` under ``parent`` (None: at the top); ``values`` are fields of NODE."""
    row = workshop.opened(criteria_set, revision=revision, by=by)
    _refuse_place(kind, parent)
    _refuse_code(row, values["code"])
    node = Criterion.objects.create(
        criteria_set=row,
        kind=kind,
        parent=parent,
        position=row.criteria.count() + 1,
        **{name: values[name] for name in NODE if name in values},
    )
    renumber(row)
    workshop.written(
        row, action="scoring.criteria_set.add_node", by=by, at=at, changes={node.get_kind_display(): str(node)}
    )
    return node


@transaction.atomic
def edit(
    *, node: Criterion, parent: Criterion | None, revision: int, values: Mapping[str, Any], by: User, at: datetime
) -> Criterion:
    """Change a node and, where ``parent`` is another one, put it last in that group."""
    row = workshop.opened(node.criteria_set, revision=revision, by=by)
    stored = _locked(node)
    _refuse_code(row, values["code"], but=stored)
    given = {name: values[name] for name in NODE if name in values}
    changes: dict[str, Any] = {"mục": stored.code, **audit.difference(stored, given)}
    if parent != stored.parent:
        changes["thuộc nhóm"] = [str(stored.parent or "–"), str(parent or "–")]
        _put_under(row, stored, parent)
    renamed = _renamed(row, stored.code, given["code"])
    for name, value in given.items():
        setattr(stored, name, value)
    stored.save()
    renumber(row)
    workshop.written(row, action="scoring.criteria_set.edit_node", by=by, at=at, changes=changes, fields=renamed)
    return stored


@transaction.atomic
def move(*, node: Criterion, revision: int, step: int, by: User, at: datetime) -> Criterion:
    """One place up (``step`` −1) or down (1) among its siblings of the same kind; nothing happens at the end."""
    row = workshop.opened(node.criteria_set, revision=revision, by=by)
    stored = _locked(node)
    siblings = list(row.criteria.filter(parent=stored.parent, kind=stored.kind).order_by("position", "pk"))
    place = siblings.index(stored)
    if not 0 <= place + step < len(siblings):
        return stored
    other = siblings[place + step]
    stored.position, other.position = other.position, stored.position
    Criterion.objects.bulk_update([stored, other], ["position"])
    renumber(row)
    words = "lên" if step < 0 else "xuống"
    workshop.written(
        row, action="scoring.criteria_set.move_node", by=by, at=at, changes={"mục": stored.code, "chuyển": words}
    )
    return stored


@transaction.atomic
def duplicate(*, node: Criterion, revision: int, by: User, at: datetime) -> Criterion:
    """A copy of the node with everything in it, right after it, under codes that are still free."""
    row = workshop.opened(node.criteria_set, revision=revision, by=by)
    stored = _locked(node)
    rows = list(row.criteria.order_by("position", "pk"))
    inside = [stored, *_inside(rows, stored)]
    codes = workshop_codes.copied([each.code for each in inside], {each.code for each in rows})
    copies: dict[int, Criterion] = {}
    for original in inside:
        fields = {name: getattr(original, name) for name in NODE} | {"code": codes[original.code]}
        parent = copies.get(original.parent_id or 0, original.parent)
        copies[original.pk] = Criterion.objects.create(
            criteria_set=row, kind=original.kind, parent=parent, position=stored.position, **fields
        )
    renumber(row)
    copied = copies[stored.pk]
    workshop.written(
        row,
        action="scoring.criteria_set.duplicate_node",
        by=by,
        at=at,
        changes={"mục": stored.code, "bản sao": copied.code},
    )
    return copied


@transaction.atomic
def remove(*, node: Criterion, revision: int, by: User, at: datetime) -> list[str]:
    """Take a node with everything in it out; returns the codes that are gone. Examples and tie-break forget them."""
    row = workshop.opened(node.criteria_set, revision=revision, by=by)
    stored = _locked(node)
    gone = [stored.code, *(each.code for each in _inside(list(row.criteria.all()), stored))]
    stored.delete()
    forgotten = _forgotten(row, gone)
    renumber(row)
    workshop.written(
        row, action="scoring.criteria_set.remove_node", by=by, at=at, changes={"bỏ": ", ".join(gone)}, fields=forgotten
    )
    return gone


def renumber(row: CriteriaSet) -> None:
    """Positions 1, 2, 3 … as a reader meets the nodes: groups before criteria, bonus and penalty last."""
    nodes = list(row.criteria.order_by("position", "pk"))
    nodes.sort(key=lambda each: _TOP_ORDER[NodeKind(each.kind)])
    moved = []
    for place, (node, _) in enumerate(reading.walk(nodes), start=1):
        if node.position != place:
            node.position = place
            moved.append(node)
    Criterion.objects.bulk_update(moved, ["position"])


def _locked(node: Criterion) -> Criterion:
    found = Criterion.objects.select_related("parent").filter(pk=node.pk).first()
    if found is None:
        raise NodeRefused("Mục này đã bị bỏ khỏi bộ tiêu chí.", hint="Mở lại cây tiêu chí để xem hiện trạng.")
    return found


def _refuse_place(kind: str, parent: Criterion | None) -> None:
    if parent is not None and parent.kind != NodeKind.GROUP:
        raise NodeRefused("Chỉ nhóm mới chứa được mục khác.", hint="Chọn một nhóm.", field="parent")
    if kind == NodeKind.CRITERION and parent is None:
        raise NodeRefused("Tiêu chí phải thuộc một nhóm.", hint="Chọn nhóm.", field="parent")
    if kind in (NodeKind.BONUS, NodeKind.PENALTY) and parent is not None:
        raise NodeRefused("Điểm cộng và điểm trừ không thuộc nhóm nào.", field="parent")


def _refuse_code(row: CriteriaSet, code: str, but: Criterion | None = None) -> None:
    taken = row.criteria.filter(code=code).exclude(pk=but.pk if but else 0).first()
    if taken is not None:
        raise NodeRefused(
            f"Mã “{code}” đã dùng cho “{taken.name}”.", hint="Mỗi mục có một mã riêng; ghi mã khác.", field="code"
        )


def _put_under(row: CriteriaSet, node: Criterion, parent: Criterion | None) -> None:
    _refuse_place(node.kind, parent)
    rows = list(row.criteria.all())
    if parent is not None and (parent == node or parent in _inside(rows, node)):
        raise NodeRefused("Không chuyển một nhóm vào chính nó.", hint="Chọn nhóm khác.", field="parent")
    node.parent, node.position = parent, len(rows) + 1


def _inside(rows: Iterable[Criterion], node: Criterion) -> list[Criterion]:
    """Everything below a node, parents before children."""
    below: dict[int | None, list[Criterion]] = defaultdict(list)
    for row in rows:
        below[row.parent_id].append(row)
    found = list(below[node.pk])
    for each in found:
        found += below[each.pk]
    return found


def _renamed(row: CriteriaSet, old: str, new: str) -> list[str]:
    """Let every mention of a code follow it; returns the fields of the set that changed."""
    if old == new:
        return []
    row.tie_break = [new if code == old else code for code in row.tie_break]
    for limit in row.limits:
        if "criteria" in limit:
            limit["criteria"] = [new if code == old else code for code in limit["criteria"]]
        if limit.get("node") == old:
            limit["node"] = new
    for example in row.examples:
        for part in ("entry", "expect"):
            if old in example.get(part, {}):
                example[part][new] = example[part].pop(old)
    return ["tie_break", "limits", "examples"]


def _forgotten(row: CriteriaSet, gone: list[str]) -> list[str]:
    """Limits keep naming what is gone, so that the check tells of it: dropping it could widen the limit."""
    row.tie_break = [code for code in row.tie_break if code not in gone]
    for example in row.examples:
        for part in ("entry", "expect"):
            for code in gone:
                example.get(part, {}).pop(code, None)
    return ["tie_break", "examples"]
