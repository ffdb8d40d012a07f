"""A workbook as the mapping of a criteria set, and the cell that each slip of the set belongs to."""

from dataclasses import dataclass
from string import ascii_uppercase
from typing import Any

from scoring.engine.slips import Slip
from scoring.spreadsheet.examples_reading import read_examples
from scoring.spreadsheet.faults import Fault
from scoring.spreadsheet.layout import BANDS, EXAMPLES, HEAD, LIMITS, NODES, TABLES
from scoring.spreadsheet.nodes_reading import Nodes, read_nodes
from scoring.spreadsheet.reading import Reading, read

_OF_THE_WHOLE = {"code", "name", "version", "total", "tie_break"}
_SAYS_NOTHING_ABOUT_BROKEN = {"max", "total", "tie_break", "limit", "example", "quota", "cap", "suspended"}
_CANNOT_BE_READ = ("Thiếu tham số", "Tham số", "Không có tham số", "Chưa có cách tính", "Trong “")
"""How slips begin that only say that a cell could not be read, which the fault of that cell says better."""
_BAND = "mức xếp loại"
_MENDS = {
    "code": "Sửa mã ở ô này.",
    "name": "Ghi tên vào ô này.",
    "max": "Sửa điểm ở ô này hoặc ở các mục bên trong cho khớp.",
    "total": "Sửa tổng điểm hoặc điểm tối đa của các nhóm lớn cho khớp.",
    "rule": "Sửa cách tính và tham số ở dòng này, hoặc các dòng của mã này ở trang “Bậc, mức”.",
    "evidence": "Ghi tài liệu kiểm chứng vào ô này.",
    "not_for": "Ghi tên khối như danh mục, cách nhau bằng dấu chấm phẩy.",
    "indicator": "Ghi mã chỉ số vào ô này.",
    "band": "Sửa các dòng ở trang “Xếp loại”.",
    "limit": "Sửa dòng của điều kiện này.",
    "quota": "Sửa các mục về tỷ lệ tối đa ở trang “Bộ tiêu chí”.",
    "example": "Sửa số liệu hoặc kết quả mong đợi của ví dụ này, hoặc sửa cách tính.",
    "tie_break": "Sửa ô này.",
    "cap": "Sửa mức trần ở ô này.",
}


@dataclass(frozen=True)
class Imported:
    """What stands in a workbook: the mapping, the faults of its cells, and where everything stands."""

    given: dict[str, Any]
    faults: tuple[Fault, ...]
    _reading: Reading
    _nodes: Nodes
    _rows: dict[str, dict[str, int]]

    @property
    def readable(self) -> bool:
        """Whether there is anything worth checking as a set."""
        return bool(self._reading.rows.get(NODES)) and bool(self.given)

    def at_its_cell(self, slip: Slip) -> Fault | None:
        """The slip as a fault of a cell; None where a fault of the cells says the same already."""
        sheet, row, key = self._place(slip)
        if self._nodes.broken and slip.field in _SAYS_NOTHING_ABOUT_BROKEN:
            return None
        if BANDS not in self._reading.places and _BAND in slip.message.lower():
            return None  # that the sheet of bands is missing is told for the whole file
        if slip.gravity == "error" and self._is_told(sheet, row, key, slip):
            return None
        mend = _MENDS.get(slip.field, "Sửa ô này rồi nạp lại.")
        cell = self._reading.address(sheet, row, key)
        named = "" if slip.code_of or sheet in (NODES, HEAD) else f"{slip.place}: "
        return Fault(f"{named}{slip.message}", mend, sheet, cell, gravity=slip.gravity)

    def _place(self, slip: Slip) -> tuple[str, int | None, str]:
        if slip.field == "example" or slip.place.startswith("Ví dụ"):
            return EXAMPLES, self._row_named(EXAMPLES, slip.place), "name"
        if slip.code_of in self._nodes.rows and slip.code_of:
            return NODES, self._nodes.rows[slip.code_of], slip.field or "code"
        if slip.field == "cap":
            return HEAD, None, "bonus.cap" if slip.place == "Điểm cộng" else "penalty.cap"
        if slip.field == "quota" or slip.place == "Tỷ lệ tối đa":
            return HEAD, None, "quota.band"
        if slip.field == "limit" or slip.place.startswith("Điều kiện"):
            return LIMITS, self._row_named(LIMITS, slip.place), "code"
        if slip.field == "band" or slip.place.startswith("Mức"):
            return BANDS, self._row_named(BANDS, slip.place) or 2, "low"
        return HEAD, None, slip.field if slip.field in _OF_THE_WHOLE else "code"

    def _row_named(self, sheet: str, place: str) -> int | None:
        """The row whose name a place ends with: “Điều kiện hạ mức khien_trach”, “Ví dụ “II.3””."""
        rows = self._rows[sheet]
        return next((row for named, row in rows.items() if place.strip("”").endswith((f" {named}", f"“{named}"))), None)

    def _is_told(self, sheet: str, row: int | None, key: str, slip: Slip) -> bool:
        """Whether the row (or the sheet, where no row is known) has an error that makes this slip an echo."""
        told = [fault for fault in self.faults if fault.sheet == sheet and fault.gravity == "error"]
        if row is None:
            cell = self._reading.address(sheet, None, key)
            return any(fault.cell == cell or not fault.cell for fault in told) or (sheet == BANDS and bool(told))
        if slip.message.startswith(_CANNOT_BE_READ):
            on_row = any(fault.cell.lstrip(ascii_uppercase) == str(row) for fault in told)
            return on_row or any(fault.sheet == TABLES and fault.gravity == "error" for fault in self.faults)
        return any(fault.cell == self._reading.address(sheet, row, key) for fault in told)


def import_workbook(content: bytes) -> Imported:
    """The mapping of the set in a workbook. Nothing is raised for a bad file."""
    reading = read(content)
    nodes = read_nodes(reading)
    examples, example_rows = read_examples(reading)
    head = {key: each for key, each in reading.head.items() if "." not in key}
    given: dict[str, Any] = {
        **head,
        "group": nodes.groups,
        "band": _plain_rows(reading, BANDS),
        "limit": _plain_rows(reading, LIMITS),
        "example": examples,
    }
    for name, criteria in (("bonus", nodes.bonus), ("penalty", nodes.penalty)):
        given[name] = {**_inside(reading, name), "criterion": criteria}
    quota = _inside(reading, "quota")
    if quota:
        given["quota"] = quota
    rows = {
        EXAMPLES: example_rows,
        LIMITS: _row_of(reading, LIMITS),
        BANDS: _row_of(reading, BANDS),
    }
    return Imported(given, tuple(reading.faults), reading, nodes, rows)


def _plain_rows(reading: Reading, sheet: str) -> list[dict[str, Any]]:
    return [row.values for row in reading.rows[sheet]]


def _inside(reading: Reading, name: str) -> dict[str, Any]:
    prefix = f"{name}."
    return {key.removeprefix(prefix): each for key, each in reading.head.items() if key.startswith(prefix)}


def _row_of(reading: Reading, sheet: str) -> dict[str, int]:
    return {row.values["code"]: row.number for row in reading.rows[sheet] if "code" in row.values}
