"""From the rows of a workbook to the mappings of rules."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from scoring.engine.rules import KINDS
from scoring.spreadsheet.layout import NODES, PARAMETERS, TABLE_COLUMNS, TABLE_WORDS, TABLES
from scoring.spreadsheet.reading import Reading, Row
from scoring.spreadsheet.rule_rows import INSIDE_STEP, SEPARATOR, Parameter, item_columns, parameters_of

_HEADINGS = {column.key: column.heading for column in (*TABLE_COLUMNS, *PARAMETERS)}
_SCALARS = [column.key for column in PARAMETERS]
_ITEM_KEYS = ("code", "name", "low", "days", "points", "percent", "max")


class RuleRows:
    """The rows of the sheet of tables, by criterion and path; what nobody asks for in the end is a fault."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._rows: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        self._used: set[int] = set()
        for row in reading.rows[TABLES]:
            given = row.values
            if "node" not in given:
                reading.fault("Chưa ghi mã tiêu chí.", "Ghi mã của tiêu chí có bảng này.", TABLES, row.number, "node")
                self._used.add(row.number)
            elif "table" not in given:
                if reading.address(TABLES, row.number, "table") not in _faulty_cells(reading):
                    reading.fault("Chưa ghi loại dòng.", "Chọn trong danh mục.", TABLES, row.number, "table")
                self._used.add(row.number)
            else:
                self._rows[given["node"], _path(given.get("path", "")), given["table"]].append(row)

    def rule(self, row: Row) -> dict[str, Any]:
        """The rule of a criterion's row with everything inside it; empty when the row names no kind."""
        code = row.values["code"]
        if "rule" not in row.values:
            # Without a kind nobody can say whether the rows are right; the missing kind is told beside the criterion.
            self._used |= {each.number for (node, _, _), rows in self._rows.items() if node == code for each in rows}
        return self._rule(row, NODES, code, "")

    def tell_unused(self, codes: Iterable[str]) -> None:
        """Note the rows that belong to no criterion, or that its way of computing has no use for."""
        known = set(codes)
        unused = [(key, row) for key, rows in self._rows.items() for row in rows if row.number not in self._used]
        strangers = Counter(node for (node, _, _), _ in unused if node not in known)
        for (node, _, table), row in unused:
            if node in known:
                problem = f"Cách tính của “{node}” không dùng dòng “{TABLE_WORDS[table]}” ở đây."
                mend = "Sửa loại dòng, cột “Thuộc phần”, hoặc xóa dòng."
                self._reading.fault(problem, mend, TABLES, row.number, "table")
            elif count := strangers.pop(node, 0):
                problem = f"Không có tiêu chí mã “{node}” (ghi ở {count} dòng)."
                self._reading.fault(problem, "Sửa mã, hoặc xóa các dòng này.", TABLES, row.number, "node")

    def _rule(self, row: Row, sheet: str, node: str, path: str) -> dict[str, Any]:
        kind = row.values.get("rule")
        if kind is None:
            return {}
        built: dict[str, Any] = {"kind": kind}
        for parameter in parameters_of(kind):
            value = self._parameter(parameter, row, sheet, node, path)
            if value is not None:
                built[parameter.name] = value
            elif parameter.required:
                self._tell_missing(parameter, row, sheet, kind)
        self._refuse_others(row, sheet, kind)
        return built

    def _parameter(self, parameter: Parameter, row: Row, sheet: str, node: str, path: str) -> Any:
        if parameter.is_scalar:
            return row.values.get(parameter.name)
        rows = self._rows.get((node, path, parameter.name), [])
        self._used |= {each.number for each in rows}
        if parameter.is_rule:
            if len(rows) > 1:
                problem = "Chỉ có một cách tính bên trong."
                self._reading.fault(problem, "Xóa dòng thừa.", TABLES, rows[1].number, "table")
            return self._inside(rows[0], node, _below(path, INSIDE_STEP)) if rows else None
        assert parameter.item is not None
        return [self._item(parameter.item, each, node, path) for each in rows] or None

    def _item(self, item: type, row: Row, node: str, path: str) -> dict[str, Any]:
        built: dict[str, Any] = {}
        columns = item_columns(item)
        for column, parameter in columns.items():
            if parameter.is_rule:
                built["rule"] = self._inside(row, node, _below(path, row.values.get("code", "")))
            elif column in row.values:
                built[parameter.name] = row.values[column]
            elif parameter.required:
                self._tell_missing(Parameter(column, True), row, TABLES, "")
        for column in _ITEM_KEYS:
            if column in row.values and column not in columns:
                self._refuse(row, TABLES, column, "Dòng này")
        if "rule" not in columns:
            self._refuse_others(row, TABLES, None)
        return built

    def _inside(self, row: Row, node: str, path: str) -> dict[str, Any]:
        if "rule" not in row.values:
            self._tell_missing(Parameter("rule", True), row, TABLES, "")
        return self._rule(row, TABLES, node, path)

    def _refuse_others(self, row: Row, sheet: str, kind: str | None) -> None:
        """Parameters that the kind does not know; without a kind there is no use for any."""
        known = {parameter.name for parameter in parameters_of(kind)} if kind else set()
        subject = f"Cách tính “{KINDS[kind].label}”" if kind else "Dòng này"
        for key in _SCALARS:
            if key in row.values and key not in known:
                self._refuse(row, sheet, key, subject)

    def _refuse(self, row: Row, sheet: str, key: str, subject: str) -> None:
        problem = f"{subject} không dùng cột “{_HEADINGS[key]}”."
        self._reading.fault(problem, "Xóa nội dung ô này, hoặc đổi cách tính.", sheet, row.number, key)

    def _tell_missing(self, parameter: Parameter, row: Row, sheet: str, kind: str) -> None:
        reading = self._reading
        if reading.address(sheet, row.number, parameter.name) in _faulty_cells(reading, sheet):
            return
        if parameter.name in TABLE_WORDS and (kind or parameter.is_rule):
            problem = f"Chưa có dòng “{TABLE_WORDS[parameter.name]}” nào cho cách tính “{KINDS[kind].label}”."
            reading.fault(problem, f"Ghi các dòng đó ở trang “{TABLES}”.", sheet, row.number, "rule")
            return
        heading = _HEADINGS[parameter.name]
        named = f" cho cách tính “{KINDS[kind].label}”" if kind else ""
        reading.fault(f"Chưa ghi “{heading}”{named}.", "Ghi giá trị vào ô này.", sheet, row.number, parameter.name)


def _faulty_cells(reading: Reading, sheet: str = TABLES) -> set[str]:
    return {fault.cell for fault in reading.faults if fault.sheet == sheet and fault.gravity == "error"}


def _path(text: str) -> str:
    return SEPARATOR.join(part.strip() for part in text.split(SEPARATOR) if part.strip())


def _below(path: str, code: str) -> str:
    return f"{path}{SEPARATOR}{code}" if path else code
