"""Storing criteria sets, and saying which set a round is scored by."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from accounts.enums import UnitGroup
from accounts.models import Unit, User
from campaigns.models import Round
from core.errors import DomainError, StaleRecord
from core.services import audit
from scoring.engine import checks, definition, rules, slips, tree
from scoring.engine.writing import write_provisions
from scoring.enums import NodeKind, SetState
from scoring.models import Band, CriteriaSet, Criterion, RoundCriteria, ScoreRun
from scoring.selectors import workshop, workshop_news

MOST_NODES = 2000
GREATEST_POINTS, GREATEST_VERSION = 1_000_000, 32_000
"""Beyond them columns overflow; nobody means such numbers."""
_FILE_NAMES = {"max_points": "max", "indicator_code": "indicator", "bonus_cap": "cap", "penalty_cap": "cap"}


class CriteriaRefused(DomainError):
    """A criteria set that cannot be stored or used; ``slips`` lists every fault with its place."""

    def __init__(self, message: str, *, hint: str = "", slips: Sequence[str] = ()) -> None:
        super().__init__(message, hint=hint)
        self.slips = tuple(slips)


def storing_slips(criteria_set: tree.CriteriaSet) -> list[slips.Slip]:
    """What keeps a set without contradictions from being stored: too long a text, too great a number, no such group."""
    found = checks.unknown_groups(criteria_set, UnitGroup.named())
    found += _row_slips(_head(criteria_set, {}), "Bộ tiêu chí", "")
    for band in criteria_set.bands:
        found += _row_slips(Band(code=band.code, name=band.name, low=band.low), f"Mức {band.code}", "")
    for node in criteria_set.nodes():
        kind = NodeKind.GROUP if isinstance(node, tree.Group) else NodeKind.CRITERION
        found += _row_slips(_row(CriteriaSet(), node, None, kind, 0), checks.place_of(node), node.code)
    count = sum(1 for _ in criteria_set.nodes())
    if count > MOST_NODES:
        found.append(slips.Slip("Bộ tiêu chí", f"Có {count} mục, nhiều hơn {MOST_NODES} mục."))
    return found


@transaction.atomic
def store(*, criteria_set: tree.CriteriaSet, unit: Unit, by: User | None, at: datetime) -> CriteriaSet:
    """Store a set for a unit. The same version may be stored again until a round has used it.

    A set with errors is refused with all of them; warnings do not matter here.
    """
    faults = slips.errors(definition.check(criteria_set)) + storing_slips(criteria_set)
    if faults:
        raise CriteriaRefused(
            f"Bộ tiêu chí “{criteria_set.name}” còn {len(faults)} lỗi, chưa nạp gì.",
            hint="Sửa từng chỗ được nêu rồi nạp lại.",
            slips=[str(fault) for fault in faults],
        )
    lock_versions(unit)
    existing = refuse_frozen(criteria_set=criteria_set, unit=unit, stored=CriteriaSet.objects.select_for_update())
    if existing is not None:
        existing.delete()
    row = _head(criteria_set, {"unit": unit, "created_at": at})
    row.save()
    Band.objects.bulk_create(
        Band(criteria_set=row, code=band.code, name=band.name, low=band.low) for band in criteria_set.bands
    )
    _store_tree(row, criteria_set)
    audit.record(
        action="scoring.criteria_set.load",
        target=row,
        by=by,
        at=at,
        changes={"số tiêu chí": sum(1 for _ in criteria_set.criteria())},
    )
    return row


def refuse_frozen(
    *, criteria_set: tree.CriteriaSet, unit: Unit, stored: models.QuerySet[CriteriaSet] | None = None
) -> CriteriaSet | None:
    """The version among the ``stored`` ones that storing would replace; raises CriteriaRefused when it is in use."""
    among = CriteriaSet.objects.all() if stored is None else stored
    existing = among.filter(unit=unit, code=criteria_set.code, version=criteria_set.version).first()
    if existing is not None and existing.state == SetState.FROZEN:
        raise CriteriaRefused(
            f"Bộ tiêu chí “{existing}” đã dùng để chấm nên không thay được.",
            hint="Tăng số phiên bản trong tệp rồi nạp lại.",
        )
    return existing


def lock_versions(unit: Unit) -> None:
    """Let those who give a set of this unit its code and version come one after the other.

    Rows that refer to the unit can still be written meanwhile, else the audit trail of others would wait for us.
    """
    Unit.objects.select_for_update(of=("self",), no_key=True).get(pk=unit.pk)


def locked(criteria_set: CriteriaSet) -> CriteriaSet:
    """The row as it is now, for whoever changes, copies or freezes it; CriteriaRefused when it was thrown away."""
    rows = CriteriaSet.objects.select_for_update(of=("self",)).select_related("unit")
    row = rows.filter(pk=criteria_set.pk).first()
    if row is None:
        raise CriteriaRefused(
            f"Bộ tiêu chí “{criteria_set}” đã bị xóa hoặc bị thay bằng bản nạp từ tệp.",
            hint="Mở danh sách bộ tiêu chí để xem hiện có những bộ nào.",
        )
    return row


@transaction.atomic
def assign(
    *, round: Round, criteria_set: CriteriaSet, by: User | None, at: datetime, revision: int | None = None
) -> RoundCriteria:
    """Say that a round is scored by a set, and freeze the set. Not changed any more once scores exist.

    A draft with errors is refused with all of them; a frozen set was sound when it was frozen. ``revision`` is what a
    person saw of a draft: what others wrote since is not frozen unseen, StaleRecord tells of it.
    """
    criteria_set = locked(criteria_set)
    if criteria_set.state == SetState.DRAFT and revision not in (None, criteria_set.revision):
        told = workshop_news.who_was_first(criteria_set, revision or 0, by)
        raise StaleRecord(told, hint="Chưa gán cho đợt nào; xem lại rồi gán.")
    if ScoreRun.objects.filter(round=round).exclude(criteria_set=criteria_set).exists():
        raise CriteriaRefused(
            f"Đợt “{round}” đã tính điểm bằng bộ tiêu chí khác.", hint="Đợt đã có điểm thì không đổi bộ tiêu chí."
        )
    if criteria_set.state != SetState.FROZEN:
        _refuse_faulty(criteria_set)
    row, _ = RoundCriteria.objects.update_or_create(round=round, defaults={"criteria_set": criteria_set})
    if criteria_set.state != SetState.FROZEN:
        criteria_set.state, criteria_set.frozen_at = SetState.FROZEN, at
        criteria_set.save(update_fields=["state", "frozen_at"])
    audit.record(
        action="scoring.round_criteria.assign", target=row, by=by, at=at, changes={"bộ tiêu chí": str(criteria_set)}
    )
    return row


def _refuse_faulty(criteria_set: CriteriaSet) -> None:
    faults = [str(finding.slip) for finding in workshop.verdict(criteria_set).findings if finding.is_error]
    if faults:
        told = " ".join(faults[:3]) + (f" Và {len(faults) - 3} lỗi khác." if len(faults) > 3 else "")
        raise CriteriaRefused(
            f"Bộ tiêu chí “{criteria_set}” còn {len(faults)} lỗi nên chưa dùng để chấm được: {told}",
            hint="Mở phần Soạn và sửa từng chỗ được nêu.",
            slips=faults,
        )


def _head(criteria_set: tree.CriteriaSet, more: dict[str, Any]) -> CriteriaSet:
    provisions = write_provisions(criteria_set)
    return CriteriaSet(
        code=criteria_set.code,
        version=criteria_set.version,
        name=criteria_set.name,
        total=criteria_set.total,
        cap_total=criteria_set.cap_total,
        bonus_cap=criteria_set.bonus.cap,
        penalty_cap=criteria_set.penalty.cap,
        tie_break=provisions.get("tie_break", []),
        limits=provisions.get("limit", []),
        quota=provisions.get("quota", {}),
        examples=provisions.get("example", []),
        **more,
    )


def _row_slips(row: models.Model, place: str, code: str) -> list[slips.Slip]:
    """What the columns themselves refuse, and numbers that no integer column holds."""
    unknown_yet = {"unit", "created_at", "criteria_set", "position", "rule"}
    try:
        row.clean_fields(exclude=unknown_yet)
    except ValidationError as refused:
        faults = refused.message_dict
    else:
        faults = {}
    points = dict.fromkeys(("total", "bonus_cap", "penalty_cap", "max_points", "low"), GREATEST_POINTS)
    for name, greatest in (points | {"version": GREATEST_VERSION}).items():
        if getattr(row, name, 0) > greatest:
            faults.setdefault(name, []).append("Số quá lớn.")
    return [
        slips.Slip(place, f"{_named(row, name)}: {message}", code, field=_FILE_NAMES.get(name, name))
        for name, messages in faults.items()
        for message in messages
    ]


def _named(row: models.Model, name: str) -> str:
    label = str(row._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    return f"{label[:1].upper()}{label[1:]}"


def _store_tree(row: CriteriaSet, criteria_set: tree.CriteriaSet) -> None:
    """Level by level, so that each level's parents have their keys: as many queries as the tree is deep."""
    places = _reading_order(criteria_set)
    level: list[tuple[tree.Group | tree.Criterion, Criterion | None, NodeKind]] = [
        *((group, None, NodeKind.GROUP) for group in criteria_set.groups),
        *((leaf, None, NodeKind.BONUS) for leaf in criteria_set.bonus.criteria),
        *((leaf, None, NodeKind.PENALTY) for leaf in criteria_set.penalty.criteria),
    ]
    while level:
        rows = []
        for node, parent, kind in level:
            rows.append(_row(row, node, parent, kind, places[node.code]))
        Criterion.objects.bulk_create(rows)
        level = [
            (child, stored, NodeKind.GROUP if isinstance(child, tree.Group) else NodeKind.CRITERION)
            for (node, _, _), stored in zip(level, rows, strict=True)
            if isinstance(node, tree.Group)
            for child in node.children
        ]


def _reading_order(criteria_set: tree.CriteriaSet) -> dict[str, int]:
    """The place of every node, by code, as a reader meets it: each group before what it holds."""
    waiting: list[tree.Group | tree.Criterion] = [
        *criteria_set.groups,
        *criteria_set.bonus.criteria,
        *criteria_set.penalty.criteria,
    ]
    codes: list[str] = []
    while waiting:
        node = waiting.pop(0)
        codes.append(node.code)
        if isinstance(node, tree.Group):
            waiting[:0] = node.children
    return {code: place for place, code in enumerate(codes, start=1)}


def _row(
    criteria_set: CriteriaSet, node: tree.Group | tree.Criterion, parent: Criterion | None, kind: NodeKind, place: int
) -> Criterion:
    stored = Criterion(
        criteria_set=criteria_set,
        parent=parent,
        kind=kind,
        position=place,
        code=node.code,
        name=node.name,
        max_points=node.max_points,
        suspended=node.suspended,
        not_for=list(node.not_for),
    )
    if isinstance(node, tree.Criterion):
        stored.rule = rules.write_rule(node.rule)
        stored.guidance, stored.evidence = node.notes.guidance, node.notes.evidence
        stored.indicator_code, stored.entered_by = node.notes.indicator, node.notes.entered_by
        stored.may_not_apply = node.notes.may_not_apply
        stored.when_exempt = node.when_exempt
    else:
        stored.rescaling = node.rescaling
    stored.suspended, stored.not_for = node.suspended, list(node.not_for)
    return stored
