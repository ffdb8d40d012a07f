"""Reads limits, quota and worked examples of a criteria set from their plain mapping."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from scoring.engine import parameters
from scoring.engine.provisions import Example, Limit, Quota
from scoring.engine.slips import Slip
from scoring.engine.values import Decision, Entry, NotApplicable, inputs_from

STATUSES = ("not_reported", "not_applicable")


@dataclass(frozen=True, slots=True)
class Provisions:
    """The parts of a set besides its tree."""

    limits: tuple[Limit, ...]
    quota: Quota | None
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class _ExampleHead:
    name: str
    group: str = ""
    assessed: bool = True
    total: Decimal | None = None
    grade: str = ""


@dataclass(frozen=True, slots=True)
class _Decided:
    decided: Decimal
    reason: str = ""


def read(given: Mapping[str, Any]) -> tuple[Provisions, list[Slip]]:
    """The provisions that could be read, with every slip in them."""
    slips: list[Slip] = []
    limits = [_limit(each, slips) for each in _list(given, "limit", slips)]
    examples = [_example(each, slips) for each in _list(given, "example", slips)]
    quota = _quota(given.get("quota") or {}, slips)
    return Provisions(tuple(each for each in limits if each), quota, tuple(each for each in examples if each)), slips


def limit_place(code: Any) -> str:
    return f"Điều kiện hạ mức {code or '(chưa có mã)'}"


def example_place(name: Any) -> str:
    return f"Ví dụ “{name or 'chưa có tên'}”"


def _list(given: Mapping[str, Any], name: str, slips: list[Slip]) -> list[Mapping[str, Any]]:
    listed = given.get(name, [])
    if isinstance(listed, list) and all(isinstance(each, Mapping) for each in listed):
        return listed
    slips.append(Slip("Bộ tiêu chí", f"Mục “{name}” phải là một danh sách."))
    return []


def _limit(given: Mapping[str, Any], slips: list[Slip]) -> Limit | None:
    built, faults = parameters.read(Limit, given)
    slips += [Slip(limit_place(given.get("code")), fault) for fault in faults]
    return built


def _quota(given: Any, slips: list[Slip]) -> Quota | None:
    if not isinstance(given, Mapping):
        slips.append(Slip("Tỷ lệ tối đa", "Phải là một mục riêng."))
        return None
    if not given:
        return None
    built, faults = parameters.read(Quota, given)
    slips += [Slip("Tỷ lệ tối đa", fault) for fault in faults]
    return built


def _example(given: Mapping[str, Any], slips: list[Slip]) -> Example | None:
    place = example_place(given.get("name"))
    found: list[str] = []
    apart = ("entry", "expect", "circumstances")
    head, faults = parameters.read(_ExampleHead, {name: each for name, each in given.items() if name not in apart})
    found += faults
    entries = {code: _entry(code, each, found) for code, each in _table(given, "entry", found).items()}
    expect = {code: _expected(code, each, found) for code, each in _table(given, "expect", found).items()}
    circumstances = _table(given, "circumstances", found)
    found += [
        f"Sự việc “{code}” phải ghi bằng chữ." for code, each in circumstances.items() if not isinstance(each, str)
    ]
    slips += [Slip(place, fault) for fault in found]
    if head is None or found:
        return None
    return Example(
        name=head.name,
        entries=entries,
        group=head.group,
        assessed=head.assessed,
        circumstances=dict(circumstances),
        expect=expect,
        total=head.total,
        grade=head.grade,
    )


def _table(given: Mapping[str, Any], name: str, found: list[str]) -> Mapping[str, Any]:
    table = given.get(name, {})
    if isinstance(table, Mapping):
        return table
    found.append(f"Mục “{name}” phải là một bảng.")
    return {}


def _entry(code: str, given: Any, found: list[str]) -> Entry:
    if not isinstance(given, Mapping):
        found.append(f"Số liệu của “{code}” phải là một bảng.")
        return Entry()
    rest = dict(given)
    why = rest.pop("not_applicable", None)
    decision = _decision(code, {name: rest.pop(name) for name in ("decided", "reason") if name in rest}, found)
    if why is not None:
        if not isinstance(why, str) or rest:
            found.append(f"Tiêu chí “{code}” không áp dụng thì chỉ ghi lý do bằng chữ, không ghi số liệu.")
        return Entry(NotApplicable(str(why)), decision)
    try:
        return Entry(inputs_from(rest) if rest else None, decision)
    except ValueError as refused:
        found.append(f"Số liệu của “{code}”: {refused}")
        return Entry()


def _decision(code: str, given: Mapping[str, Any], found: list[str]) -> Decision | None:
    if not given:
        return None
    built, faults = parameters.read(_Decided, given)
    found += [f"Điểm thẩm định của “{code}”: {fault}" for fault in faults]
    return Decision(built.decided, built.reason) if built else None


def _expected(code: str, given: Any, found: list[str]) -> Decimal | str:
    if given in STATUSES:
        return str(given)
    built, faults = parameters.read(_Decided, {"decided": given})
    found += [f"Kết quả mong đợi của “{code}” phải là số điểm hoặc {' hoặc '.join(STATUSES)}." for _ in faults]
    return built.decided if built else Decimal(0)
