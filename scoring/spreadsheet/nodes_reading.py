"""From the rows of a workbook to the tree of a criteria set: parents, depth, codes used twice."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from scoring.spreadsheet.layout import NODES
from scoring.spreadsheet.reading import Reading, Row
from scoring.spreadsheet.rules_reading import RuleRows

DEEPEST = 20
_SHAPE = ("code", "parent", "kind", "name", "max", "rule")
"""Without these columns there is no tree to speak of."""
_OWN = ("code", "name", "max")
_GROUP = (*_OWN, "suspended", "not_for", "rescaling")
_LEAF = (
    *_OWN,
    "guidance",
    "evidence",
    "indicator",
    "entered_by",
    "may_not_apply",
    "suspended",
    "not_for",
    "when_exempt",
)
_ONLY_LEAVES = ("rule", "guidance", "evidence", "indicator", "entered_by", "may_not_apply", "when_exempt")
_IN_OR_BELOW_A_CYCLE = ("", "")
"""A cycle is told once, at its first row; what hangs below it has done nothing wrong."""
_WORDS = {"code": "mã", "name": "tên", "max": "điểm tối đa", "kind": "loại"}


@dataclass
class Nodes:
    """The tree as the mapping holds it, and where each node stands."""

    groups: list[dict[str, Any]] = field(default_factory=list)
    bonus: list[dict[str, Any]] = field(default_factory=list)
    penalty: list[dict[str, Any]] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    """Code → row."""
    broken: bool = False
    """Whether the tree itself is in doubt, so that sums over it say nothing."""


def read_nodes(reading: Reading) -> Nodes:
    """The tree of the sheet of criteria."""
    nodes = Nodes()
    if not reading.rows[NODES] or not set(_SHAPE) <= reading.places.get(NODES, {}).keys():
        nodes.broken = True
        return nodes
    rules = RuleRows(reading)
    kept = list(_sound(reading, nodes))
    by_code = {row.values["code"]: row for row in kept}
    nodes.rows = {code: row.number for code, row in by_code.items()}
    built = {code: _node(row, rules, reading) for code, row in by_code.items()}
    for row in kept:
        if _has_a_place(row, by_code, reading, nodes):
            _hang(row, built, nodes)
    rules.tell_unused(code for code, row in by_code.items() if row.values["kind"] != "group")
    return nodes


def _sound(reading: Reading, nodes: Nodes) -> Iterator[Row]:
    """Rows with a code of their own and a kind."""
    seen: dict[str, int] = {}
    faulty = {fault.cell for fault in reading.faults if fault.sheet == NODES and fault.gravity == "error"}
    for row in reading.rows[NODES]:
        code = row.values.get("code")
        for key in ("code", "name", "max", "kind"):
            if key not in row.values and reading.address(NODES, row.number, key) not in faulty:
                reading.fault(f"Chưa ghi {_WORDS[key]}.", "Ghi vào ô này.", NODES, row.number, key)
        if code in seen:
            problem = f"Mã “{code}” trùng với dòng {seen[code]}."
            reading.fault(problem, "Mỗi mục một mã riêng.", NODES, row.number, "code")
        if code is None or code in seen or "kind" not in row.values:
            nodes.broken = True
            continue
        seen[code] = row.number
        yield row


def _has_a_place(row: Row, by_code: dict[str, Row], reading: Reading, nodes: Nodes) -> bool:
    problem = _misplaced(row, by_code)
    if problem is None:
        return True
    if problem != _IN_OR_BELOW_A_CYCLE:
        reading.fault(*problem, NODES, row.number, "parent")
    nodes.broken = True
    return False


def _misplaced(row: Row, by_code: dict[str, Row]) -> tuple[str, str] | None:
    """Why a row has no place in the tree, and what to do about it."""
    kind, parent = row.values["kind"], row.values.get("parent")
    if kind in ("bonus", "penalty"):
        return ("Điểm cộng, điểm trừ không nằm trong nhóm nào.", "Để trống ô này.") if parent else None
    if parent is None:
        return None if kind == "group" else ("Tiêu chí phải nằm trong một nhóm.", "Ghi mã nhóm chứa tiêu chí này.")
    if parent not in by_code:
        return f"Không có nhóm mã “{parent}”.", "Sửa mã nhóm cha, hoặc thêm dòng của nhóm đó."
    if by_code[parent].values["kind"] != "group":
        return f"“{parent}” không phải là nhóm.", "Ghi mã của một nhóm."
    return _misplaced_above(row, by_code)


def _misplaced_above(row: Row, by_code: dict[str, Row]) -> tuple[str, str] | None:
    path = [row.values["code"]]
    while (parent := by_code[path[-1]].values.get("parent")) in by_code:
        path.append(parent)
        if path[-1] in path[:-1]:
            if path[-1] != path[0] or row.number != min(by_code[code].number for code in path):
                return _IN_OR_BELOW_A_CYCLE
            return f"Nhóm lồng vào nhau thành vòng: {' → '.join(path[:8])}.", "Sửa mã nhóm cha để không quay vòng."
        if len(path) > DEEPEST:
            return f"Nhóm lồng nhau quá {DEEPEST} tầng.", "Bớt số tầng."
    return None


def _node(row: Row, rules: RuleRows, reading: Reading) -> dict[str, Any]:
    given = row.values
    if given["kind"] == "group":
        for key in _ONLY_LEAVES:
            if key in given and given[key] is not False:
                reading.fault("Nhóm không dùng cột này.", "Xóa nội dung ô này.", NODES, row.number, key)
        return {key: given[key] for key in _GROUP if key in given}
    if "rescaling" in given:
        reading.fault("Tiêu chí không dùng cột này.", "Xóa nội dung ô này.", NODES, row.number, "rescaling")
    return {**{key: given[key] for key in _LEAF if key in given}, "rule": rules.rule(row)}


def _hang(row: Row, built: dict[str, dict[str, Any]], nodes: Nodes) -> None:
    """Put a node where it belongs."""
    node, kind, parent = built[row.values["code"]], row.values["kind"], row.values.get("parent")
    if kind in ("bonus", "penalty"):
        (nodes.bonus if kind == "bonus" else nodes.penalty).append(node)
    elif parent is None:
        nodes.groups.append(node)
    else:
        built[parent].setdefault(kind, []).append(node)
