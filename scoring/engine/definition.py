"""Reads a criteria set from a plain mapping (a TOML file, or stored rows).

Every slip is reported at once, each with its place, so that a person can mend the whole file in one go: what cannot be
read is replaced by a stand-in, and the rest is checked all the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from scoring.engine import parameters, provision_reading
from scoring.engine.checks import SOURCES, Unread, check
from scoring.engine.rules import Rule, read_rule
from scoring.engine.rules.choices import Bonus, Penalty, YesNo
from scoring.engine.slips import Slip, errors
from scoring.engine.tree import Band, CriteriaSet, Criterion, Group, Notes, OnTop
from scoring.engine.writing import write_provisions, write_set

__all__ = ["SOURCES", "Slip", "check", "errors", "read_set", "write_provisions", "write_set"]

WHOLE = "Bộ tiêu chí"


@dataclass(frozen=True, slots=True)
class _GroupHead:
    code: str
    name: str
    max: Decimal
    suspended: str = ""
    not_for: tuple[str, ...] = ()
    rescaling: str = "proportional"


@dataclass(frozen=True, slots=True)
class _LeafHead:
    code: str
    name: str
    max: Decimal
    suspended: str = ""
    not_for: tuple[str, ...] = ()
    when_exempt: str = "leave_out"


@dataclass(frozen=True, slots=True)
class _SetHead:
    code: str
    name: str
    version: int
    total: Decimal
    cap_total: bool = True
    tie_break: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reading:
    """What was found wrong so far, and which nodes could not be read."""

    slips: list[Slip] = field(default_factory=list)
    parents: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)

    def read(self, target: Any, given: Mapping[str, Any], place: str, code: str = "") -> Any:
        built, faults = parameters.read(target, given)
        self.slips += [Slip(place, fault, code) for fault in faults]
        return built

    def tables(self, given: Mapping[str, Any], name: str, place: str, code: str = "") -> list[Mapping[str, Any]]:
        listed = given.get(name, [])
        if isinstance(listed, list) and all(isinstance(each, Mapping) for each in listed):
            return listed
        self.slips.append(Slip(place, f"Mục “{name}” phải là một danh sách.", code))
        self.parents.add(code)
        return []

    def lost(self, given: Mapping[str, Any], parent: str) -> None:
        """A node could not be read: its parent's sum says nothing, and its code is not unknown."""
        self.parents.add(parent)
        self.codes.add(_code(given))


def read_set(given: Mapping[str, Any]) -> tuple[CriteriaSet | None, list[Slip]]:
    """The criteria set of the mapping with every slip; None when it cannot be built at all."""
    reading = _Reading()
    parts = {"group", "band", "bonus", "penalty", "limit", "quota", "example"}
    head = reading.read(_SetHead, {name: each for name, each in given.items() if name not in parts}, WHOLE)
    groups = _many(_group, given, "group", WHOLE, "", reading)
    bands = [reading.read(Band, each, "Mức xếp loại") for each in reading.tables(given, "band", WHOLE)]
    bonus = _on_top(given.get("bonus", {}), "bonus", reading)
    penalty = _on_top(given.get("penalty", {}), "penalty", reading)
    provisions, faults = provision_reading.read(given)
    reading.slips += faults
    if head is None:
        head = _SetHead("bo-tieu-chi", WHOLE, 1, sum((group.max_points for group in groups), Decimal(0)))
        reading.parents.add("")
    built = CriteriaSet(
        code=head.code,
        name=head.name,
        version=head.version,
        total=head.total,
        cap_total=head.cap_total,
        tie_break=head.tie_break,
        groups=tuple(groups),
        bands=tuple(band for band in bands if band),
        bonus=bonus,
        penalty=penalty,
        limits=provisions.limits,
        quota=provisions.quota,
        examples=provisions.examples,
    )
    unread = Unread(frozenset(reading.parents), frozenset(reading.codes), all(bands))
    return (None if reading.slips else built), reading.slips + check(built, unread)


def _many(read: Any, given: Mapping[str, Any], name: str, place: str, parent: str, reading: _Reading) -> list[Any]:
    found = []
    for each in reading.tables(given, name, place, parent):
        node = read(each, reading)
        if node is None:
            reading.lost(each, parent)
        else:
            found.append(node)
    return found


def _group(given: Mapping[str, Any], reading: _Reading) -> Group | None:
    code = _code(given)
    place = f"Nhóm {code or '(chưa có mã)'}"
    inside = ("group", "criterion")
    head = reading.read(_GroupHead, {name: each for name, each in given.items() if name not in inside}, place, code)
    groups = _many(_group, given, "group", place, code, reading)
    leaves = _many(_criterion, given, "criterion", place, code, reading)
    if head is None:
        return None
    return Group(
        code=head.code,
        name=head.name,
        max_points=head.max,
        children=(*groups, *leaves),
        suspended=head.suspended,
        not_for=head.not_for,
        rescaling=head.rescaling,
    )


def _criterion(given: Mapping[str, Any], reading: _Reading, stand_in: Rule | None = None) -> Criterion | None:
    code = _code(given)
    place = f"Tiêu chí {code or '(chưa có mã)'}"
    head = reading.read(_LeafHead, {name: each for name, each in given.items() if name in _LEAF}, place, code)
    rest = {name: each for name, each in given.items() if name not in (*_LEAF, "rule")}
    notes = reading.read(Notes, rest, place, code)
    rule = _rule(given.get("rule"), place, code, reading)
    if head is None:
        return None
    return Criterion(
        code=head.code,
        name=head.name,
        max_points=head.max,
        rule=rule or stand_in or YesNo(),
        notes=notes or Notes(),
        suspended=head.suspended,
        not_for=head.not_for,
        when_exempt=head.when_exempt,
    )


def _rule(stated: Any, place: str, code: str, reading: _Reading) -> Rule | None:
    if not isinstance(stated, Mapping) or not stated:
        reading.slips.append(Slip(place, "Chưa có cách tính điểm.", code, field="rule"))
        return None
    rule, faults = read_rule(stated)
    reading.slips += [Slip(place, fault, code, field="rule") for fault in faults]
    return rule


def _on_top(given: Any, name: str, reading: _Reading) -> OnTop:
    place = "Điểm cộng" if name == "bonus" else "Điểm trừ"
    if not isinstance(given, Mapping):
        reading.slips.append(Slip(place, "Phải là một mục riêng."))
        return OnTop()
    cap = reading.read(OnTop, {key: each for key, each in given.items() if key != "criterion"}, place) or OnTop()
    stand_in = Bonus() if name == "bonus" else Penalty()
    found = [_criterion(each, reading, stand_in) for each in reading.tables(given, "criterion", place)]
    return OnTop(cap=cap.cap, criteria=tuple(each for each in found if each))


def _code(given: Mapping[str, Any]) -> str:
    code = given.get("code", "")
    return code if isinstance(code, str) else ""


_LEAF = ("code", "name", "max", "suspended", "not_for", "when_exempt")
