"""Reads a criteria set from a plain mapping (a TOML file, or stored rows) and writes it back.

Every slip is reported at once, each with its place, so that a person can mend the whole file in one go.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from . import explanation, parameters
from .rules import KINDS, read_rule, write_rule
from .tree import Band, CriteriaSet, Criterion, Group, Notes, OnTop, leaves

SOURCES = {"unit": "đơn vị", "portal": "cổng thông tin", "survey": "khảo sát", "office": "người thẩm định"}


@dataclass(frozen=True, slots=True)
class Slip:
    """One fault of a definition: where it is, and what it is."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass(frozen=True, slots=True)
class _Head:
    code: str
    name: str
    max: Decimal


@dataclass(frozen=True, slots=True)
class _SetHead:
    code: str
    name: str
    version: int
    total: Decimal
    cap_total: bool = True


def read_set(given: Mapping[str, Any]) -> tuple[CriteriaSet | None, list[Slip]]:
    """The criteria set of the mapping with its slips; None when it cannot be built at all."""
    slips: list[Slip] = []
    parts = {"group", "band", "bonus", "penalty"}
    head = _read(_SetHead, {name: each for name, each in given.items() if name not in parts}, "Bộ tiêu chí", slips)
    groups = tuple(_group(each, slips) for each in _tables(given, "group", "Bộ tiêu chí", slips))
    bands = tuple(_read(Band, each, "Mức xếp loại", slips) for each in _tables(given, "band", "Bộ tiêu chí", slips))
    bonus = _on_top(given.get("bonus", {}), "bonus", slips)
    penalty = _on_top(given.get("penalty", {}), "penalty", slips)
    if slips or head is None:
        return None, slips
    built = CriteriaSet(
        code=head.code,
        name=head.name,
        version=head.version,
        total=head.total,
        cap_total=head.cap_total,
        groups=tuple(group for group in groups if group),
        bands=tuple(band for band in bands if band),
        bonus=bonus,
        penalty=penalty,
    )
    return built, check(built)


def check(criteria_set: CriteriaSet) -> list[Slip]:
    """Every way in which a well-formed set contradicts itself."""
    slips = [Slip("Bộ tiêu chí", f"Mã “{code}” dùng {times} lần.") for code, times in _codes(criteria_set) if times > 1]
    slips += _sum_slips("Bộ tiêu chí", criteria_set.total, criteria_set.groups)
    for group in criteria_set.groups:
        slips += _group_slips(group)
    for group in criteria_set.groups:
        for leaf in leaves(group):
            slips += _leaf_slips(leaf, on_top="")
    for leaf in criteria_set.bonus.criteria:
        slips += _leaf_slips(leaf, on_top="bonus")
    for leaf in criteria_set.penalty.criteria:
        slips += _leaf_slips(leaf, on_top="penalty")
    return slips + _band_slips(criteria_set)


def write_set(criteria_set: CriteriaSet) -> dict[str, Any]:
    """The mapping from which `read_set` builds an equal set."""
    written: dict[str, Any] = {
        "code": criteria_set.code,
        "name": criteria_set.name,
        "version": criteria_set.version,
        "total": parameters.plain(criteria_set.total),
        "cap_total": criteria_set.cap_total,
        "group": [_write_node(group) for group in criteria_set.groups],
        "band": [parameters.write(band) for band in criteria_set.bands],
    }
    for name, on_top in (("bonus", criteria_set.bonus), ("penalty", criteria_set.penalty)):
        written[name] = {
            "cap": parameters.plain(on_top.cap),
            "criterion": [_write_node(leaf) for leaf in on_top.criteria],
        }
    return written


def _write_node(node: Group | Criterion) -> dict[str, Any]:
    head = {"code": node.code, "name": node.name, "max": parameters.plain(node.max_points)}
    if isinstance(node, Criterion):
        return {**head, **parameters.write(node.notes), "rule": write_rule(node.rule)}
    written: dict[str, Any] = head
    for child in node.children:
        written.setdefault("group" if isinstance(child, Group) else "criterion", []).append(_write_node(child))
    return written


def _group(given: Mapping[str, Any], slips: list[Slip]) -> Group | None:
    place = f"Nhóm {given.get('code', '(chưa có mã)')}"
    inside = ("group", "criterion")
    head = _read(_Head, {name: each for name, each in given.items() if name not in inside}, place, slips)
    groups = [_group(each, slips) for each in _tables(given, "group", place, slips)]
    criteria = [_criterion(each, slips) for each in _tables(given, "criterion", place, slips)]
    if head is None:
        return None
    children = tuple(child for child in (*groups, *criteria) if child)
    return Group(code=head.code, name=head.name, max_points=head.max, children=children)


def _criterion(given: Mapping[str, Any], slips: list[Slip]) -> Criterion | None:
    place = f"Tiêu chí {given.get('code', '(chưa có mã)')}"
    own = {"code", "name", "max"}
    head = _read(_Head, {name: each for name, each in given.items() if name in own}, place, slips)
    rest = {name: each for name, each in given.items() if name not in own | {"rule"}}
    notes = _read(Notes, rest, place, slips)
    stated = given.get("rule")
    if not isinstance(stated, Mapping):
        slips.append(Slip(place, "Chưa có cách tính điểm."))
        return None
    rule, faults = read_rule(stated)
    slips += [Slip(place, fault) for fault in faults]
    if head is None or notes is None or rule is None:
        return None
    return Criterion(code=head.code, name=head.name, max_points=head.max, rule=rule, notes=notes)


def _on_top(given: Any, name: str, slips: list[Slip]) -> OnTop:
    place = "Điểm cộng" if name == "bonus" else "Điểm trừ"
    if not isinstance(given, Mapping):
        slips.append(Slip(place, "Phải là một mục riêng."))
        return OnTop()
    cap = _read(OnTop, {key: each for key, each in given.items() if key != "criterion"}, place, slips) or OnTop()
    found = [_criterion(each, slips) for each in _tables(given, "criterion", place, slips)]
    return OnTop(cap=cap.cap, criteria=tuple(each for each in found if each))


def _read(target: Any, given: Mapping[str, Any], place: str, slips: list[Slip]) -> Any:
    built, faults = parameters.read(target, given)
    slips += [Slip(place, fault) for fault in faults]
    return built


def _tables(given: Mapping[str, Any], name: str, place: str, slips: list[Slip]) -> list[Mapping[str, Any]]:
    listed = given.get(name, [])
    if isinstance(listed, list) and all(isinstance(each, Mapping) for each in listed):
        return listed
    slips.append(Slip(place, f"Mục “{name}” phải là một danh sách."))
    return []


def _codes(criteria_set: CriteriaSet) -> list[tuple[str, int]]:
    counted: Counter[str] = Counter(leaf.code for leaf in criteria_set.criteria())
    waiting = list(criteria_set.groups)
    while waiting:
        group = waiting.pop()
        counted[group.code] += 1
        waiting += [child for child in group.children if isinstance(child, Group)]
    return sorted(counted.items())


def _group_slips(group: Group) -> list[Slip]:
    place = f"Nhóm {group.code}"
    if not group.children:
        return [Slip(place, "Chưa có tiêu chí nào.")]
    slips = _sum_slips(place, group.max_points, group.children)
    for child in group.children:
        if isinstance(child, Group):
            slips += _group_slips(child)
    return slips


def _sum_slips(place: str, stated: Decimal, children: tuple[Group | Criterion, ...]) -> list[Slip]:
    summed = sum((child.max_points for child in children), Decimal(0))
    if summed == stated:
        return []
    return [
        Slip(
            place,
            f"Điểm tối đa ghi {explanation.number(stated)} nhưng các mục bên trong cộng lại là "
            f"{explanation.number(summed)}.",
        )
    ]


def _leaf_slips(leaf: Criterion, *, on_top: str) -> list[Slip]:
    place = f"Tiêu chí {leaf.code}"
    messages = leaf.rule.slips(leaf.max_points)
    best = leaf.rule.best(leaf.max_points)
    if leaf.max_points <= 0:
        messages.append("Điểm tối đa phải lớn hơn 0.")
    if best != leaf.max_points:
        messages.append(
            f"Cách tính cho nhiều nhất {explanation.number(best)} điểm nhưng điểm tối đa là "
            f"{explanation.number(leaf.max_points)}."
        )
    if (leaf.rule.kind in ("bonus", "penalty") or on_top) and leaf.rule.kind != on_top:
        wanted = f"phải dùng cách tính “{KINDS[on_top].label}”" if on_top else "không dùng cách tính cộng, trừ"
        messages.append(f"Tiêu chí ở mục này {wanted}.")
    if leaf.notes.entered_by not in SOURCES:
        messages.append(f"Người nhập số liệu phải là một trong: {', '.join(SOURCES)}.")
    if leaf.notes.entered_by == "portal" and not leaf.notes.indicator:
        messages.append("Số liệu lấy từ cổng thì phải ghi mã chỉ số.")
    return [Slip(place, message) for message in messages]


def _band_slips(criteria_set: CriteriaSet) -> list[Slip]:
    lows = [band.low for band in criteria_set.bands]
    slips = []
    if not lows:
        return [Slip("Mức xếp loại", "Chưa có mức xếp loại nào.")]
    if any(later >= earlier for earlier, later in zip(lows, lows[1:], strict=False)):
        slips.append(Slip("Mức xếp loại", "Các mức phải xếp từ cao xuống thấp, không trùng nhau."))
    if lows[-1] != 0:
        slips.append(Slip("Mức xếp loại", "Mức thấp nhất phải bắt đầu từ 0 điểm."))
    if lows[0] > criteria_set.total:
        slips.append(Slip("Mức xếp loại", "Mức cao nhất vượt quá thang điểm."))
    return slips
