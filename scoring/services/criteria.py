"""Storing criteria sets from files, and saying which set a round is scored by."""

import tomllib
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from accounts.models import Unit
from campaigns.models import Round
from core.errors import DomainError
from core.services import audit
from core.text import nfc
from scoring.engine import definition, rules, tree
from scoring.enums import NodeKind, SetState
from scoring.models import Band, CriteriaSet, Criterion, RoundCriteria, ScoreRun


class CriteriaRefused(DomainError):
    """A criteria set that cannot be stored or used; ``slips`` lists every fault with its place."""

    def __init__(self, message: str, *, hint: str = "", slips: Sequence[str] = ()) -> None:
        super().__init__(message, hint=hint)
        self.slips = tuple(slips)


def read_file(path: Path) -> tree.CriteriaSet:
    """The criteria set of a TOML file; raises CriteriaRefused with every slip."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CriteriaRefused(f"Không mở được tệp “{path}”.", hint="Kiểm tra đường dẫn.") from error
    return read_content(content, path.name)


def read_content(content: bytes, name: str) -> tree.CriteriaSet:
    """The criteria set of a TOML text; ``name`` is what people call it. Raises CriteriaRefused with every slip."""
    try:
        given = tomllib.loads(nfc(content.decode("utf-8")), parse_float=Decimal)
    except UnicodeDecodeError as error:
        raise CriteriaRefused(f"Tệp “{name}” không phải bảng mã UTF-8.", hint="Lưu lại tệp ở UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise CriteriaRefused(f"Tệp “{name}” viết sai cú pháp TOML: {error}.") from error
    built, found = definition.read_set(given)
    slips = definition.errors(found)
    if built is None or slips:
        raise CriteriaRefused(
            f"Bộ tiêu chí trong tệp “{name}” còn {len(slips)} lỗi, chưa nạp gì.",
            hint="Sửa từng chỗ được nêu rồi nạp lại.",
            slips=[str(slip) for slip in slips],
        )
    return built


@transaction.atomic
def store(*, criteria_set: tree.CriteriaSet, unit: Unit, by: Any, at: datetime) -> CriteriaSet:
    """Store a set for a unit. The same version may be stored again until a round has used it."""
    existing = CriteriaSet.objects.filter(unit=unit, code=criteria_set.code, version=criteria_set.version).first()
    if existing is not None and existing.state == SetState.FROZEN:
        raise CriteriaRefused(
            f"Bộ tiêu chí “{existing}” đã dùng để chấm nên không thay được.",
            hint="Tăng số phiên bản trong tệp rồi nạp lại.",
        )
    if existing is not None:
        existing.delete()
    provisions = definition.write_provisions(criteria_set)
    row = CriteriaSet.objects.create(
        unit=unit,
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
        created_at=at,
    )
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


@transaction.atomic
def assign(*, round: Round, criteria_set: CriteriaSet, by: Any, at: datetime) -> RoundCriteria:
    """Say that a round is scored by a set, and freeze the set. Not changed any more once scores exist."""
    if ScoreRun.objects.filter(round=round).exclude(criteria_set=criteria_set).exists():
        raise CriteriaRefused(
            f"Đợt “{round}” đã tính điểm bằng bộ tiêu chí khác.", hint="Đợt đã có điểm thì không đổi bộ tiêu chí."
        )
    row, _ = RoundCriteria.objects.update_or_create(round=round, defaults={"criteria_set": criteria_set})
    if criteria_set.state != SetState.FROZEN:
        criteria_set.state, criteria_set.frozen_at = SetState.FROZEN, at
        criteria_set.save(update_fields=["state", "frozen_at"])
    audit.record(
        action="scoring.round_criteria.assign", target=row, by=by, at=at, changes={"bộ tiêu chí": str(criteria_set)}
    )
    return row


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
