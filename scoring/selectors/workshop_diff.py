"""Two criteria sets side by side in words: what was added, what was taken out, what changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.enums import UnitGroup
from core.formats import vn_number, vn_points
from indicators.models import Indicator
from scoring.engine import rules
from scoring.engine.provisions import LIMIT_KINDS, QUOTA_BASES, ROUNDINGS, VOTE
from scoring.enums import NodeKind
from scoring.models import CriteriaSet, Criterion
from scoring.selectors import criteria as reading


@dataclass(frozen=True)
class Change:
    """One thing that differs: what it is, how it was, how it is."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class NodeDifference:
    """A node that was added (no ``before``), taken out (no ``after``) or changed."""

    code: str
    name: str
    changes: Sequence[Change]


@dataclass(frozen=True)
class Difference:
    """Everything in which two sets differ."""

    head: Sequence[Change]
    added: Sequence[NodeDifference]
    removed: Sequence[NodeDifference]
    changed: Sequence[NodeDifference]

    @property
    def is_empty(self) -> bool:
        return not (self.head or self.added or self.removed or self.changed)


def difference(before: CriteriaSet, after: CriteriaSet) -> Difference:
    """From one set to another; nodes are matched by their code."""
    old, new = _words_of_nodes(before), _words_of_nodes(after)
    return Difference(
        head=_changes(_head_words(before), _head_words(after)),
        added=[_whole(code, words, added=True) for code, words in new.items() if code not in old],
        removed=[_whole(code, words, added=False) for code, words in old.items() if code not in new],
        changed=[
            NodeDifference(code, words["tên"], found)
            for code, words in new.items()
            if code in old and (found := _changes(old[code], words))
        ],
    )


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    names = list(dict.fromkeys([*before, *after]))
    return [
        Change(name, before.get(name, "") or "–", after.get(name, "") or "–")
        for name in names
        if before.get(name, "") != after.get(name, "")
    ]


_USUAL = ("tên", "loại", "ai cung cấp số liệu", "khi đơn vị được miễn", "khi có mục không áp dụng")
"""What need not be told of a node that is new or gone as a whole."""


def _whole(code: str, words: Mapping[str, str], *, added: bool) -> NodeDifference:
    told = [
        Change(name, "" if added else text, text if added else "")
        for name, text in words.items()
        if text and name not in _USUAL
    ]
    return NodeDifference(code, words["tên"], told)


def _words_of_nodes(criteria_set: CriteriaSet) -> dict[str, dict[str, str]]:
    rows = {row.pk: row for row in criteria_set.criteria.all()}
    codes = {row.indicator_code for row in rows.values()}
    names = dict(Indicator.objects.filter(code__in=codes).values_list("code", "name"))
    return {row.code: _node_words(row, rows, names) for row, _ in reading.walk(rows.values())}


def _node_words(row: Criterion, rows: Mapping[int, Criterion], names: Mapping[str, str]) -> dict[str, str]:
    parent = rows.get(row.parent_id or 0)
    words = {
        "tên": row.name,
        "loại": row.get_kind_display(),
        "thuộc nhóm": f"{parent.code} {parent.name}" if parent else "",
        "điểm tối đa": vn_points(row.max_points),
        "không đánh giá, vì": row.suspended,
        "không áp dụng cho khối": ", ".join(_groups(row.not_for)),
    }
    if row.kind == NodeKind.GROUP:
        return words | {"khi có mục không áp dụng": row.get_rescaling_display()}
    rule, _ = rules.read_rule(row.rule) if row.rule else (None, [])
    return words | {
        "cách tính": f"{rule.label}. {rule.words(row.max_points)}" if rule else "",
        "hướng dẫn chấm": row.guidance,
        "tài liệu kiểm chứng": row.evidence,
        "ai cung cấp số liệu": row.get_entered_by_display(),
        "chỉ số của cổng": names.get(row.indicator_code, row.indicator_code),
        "đề nghị không áp dụng": "được" if row.may_not_apply else "",
        "khi đơn vị được miễn": row.get_when_exempt_display(),
    }


def _groups(codes: Iterable[str]) -> list[str]:
    names = dict(UnitGroup.choices)
    return [str(names.get(code, code)) for code in codes]


def _head_words(criteria_set: CriteriaSet) -> dict[str, str]:
    rows = list(criteria_set.criteria.all())
    return {
        "tên": criteria_set.name,
        "thang điểm": vn_points(criteria_set.total),
        "tổng vượt thang điểm": "không" if criteria_set.cap_total else "được, nhờ điểm cộng",
        "điểm cộng nhiều nhất": vn_points(criteria_set.bonus_cap),
        "điểm trừ nhiều nhất": vn_points(criteria_set.penalty_cap),
        "mức xếp loại": "; ".join(f"{band.name}: {band.words}" for band in reading.bands(criteria_set)),
        **{what: "; ".join(told) for what, told in provisions(criteria_set, rows)},
        "ví dụ tính sẵn": "; ".join(each["name"] for each in criteria_set.examples),
    }


def provisions(criteria_set: CriteriaSet, rows: Iterable[Criterion]) -> list[tuple[str, list[str]]]:
    """What a set says besides its tree and bands, in sentences; ``rows`` are its nodes."""
    names = {band.code: band.name for band in criteria_set.bands.all()}
    nodes = {row.code: f"{row.code} {row.name}" for row in rows}
    quota = quota_words(criteria_set.quota, names)
    return [
        ("khi bằng điểm", [nodes.get(code, "bỏ phiếu" if code == VOTE else code) for code in criteria_set.tie_break]),
        ("điều kiện hạ mức", [limit_words(each, names, nodes) for each in criteria_set.limits]),
        ("tỷ lệ mức cao nhất", [quota] if quota else []),
    ]


def limit_words(limit: Mapping[str, Any], bands: Mapping[str, str], nodes: Mapping[str, str]) -> str:
    """A limit as a sentence: “Có tiêu chí 0 điểm: có tiêu chí bị 0 điểm → nhiều nhất Tốt”."""
    when = LIMIT_KINDS.get(limit["when"], limit["when"])
    if limit["when"] == "criterion_zero" and limit.get("criteria"):
        when += f" ({', '.join(limit['criteria'])})"
    if limit["when"] == "node_below":
        when = f"{nodes.get(limit['node'], limit['node'])} dưới {str(limit['percent']).replace('.', ',')}% điểm tối đa"
    return f"{limit['name']}: {when} → nhiều nhất {bands.get(limit['at_most'], limit['at_most'])}"


def quota_words(quota: Mapping[str, Any], bands: Mapping[str, str]) -> str:
    """The quota as a sentence; empty when no grade is limited."""
    if not quota:
        return ""
    base = QUOTA_BASES[quota.get("base", "all")]
    if quota.get("base") == "reaching":
        base = f"các đơn vị từ mức {bands.get(quota['base_band'], quota['base_band'])} trở lên"
    words = f"{bands.get(quota['band'], quota['band'])} nhiều nhất {str(quota['percent']).replace('.', ',')}% {base}"
    words += f", {ROUNDINGS[quota.get('rounding', 'down')]}"
    if quota.get("at_least"):
        words += f", ít nhất {vn_number(quota['at_least'])} đơn vị"
    return words + (", tính riêng từng khối" if quota.get("within_groups") else "")
