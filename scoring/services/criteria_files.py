"""Criteria sets in files, TOML or Excel: examining one, with every fault at its place."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.uploads import inspect
from scoring.engine import definition, examples, tree
from scoring.engine.slips import Slip, errors
from scoring.services import criteria_toml
from scoring.services.criteria import CriteriaRefused, storing_slips
from scoring.spreadsheet.faults import Fault, in_reading_order
from scoring.spreadsheet.importing import import_workbook

LARGEST = 2 * 1024 * 1024
"""Bytes of a file; a set of 2,000 criteria takes about half of it."""
_SIGNATURE_OF_ARCHIVES = b"PK\x03\x04"
_MENDS_IN_TEXT = {
    "max": "Sửa max của mục này hoặc của các mục bên trong cho khớp.",
    "total": "Sửa total hoặc max của các nhóm lớn cho khớp.",
    "rule": "Sửa rule của tiêu chí này.",
    "evidence": "Thêm evidence cho tiêu chí này.",
    "not_for": "Ghi mã khối trong not_for của mục này.",
    "indicator": "Thêm indicator cho tiêu chí này.",
    "code": "Đặt cho mỗi mục một mã riêng.",
    "band": "Sửa các mục [[band]].",
    "example": "Sửa ví dụ này, hoặc sửa cách tính.",
}
_ENDINGS = (".toml", ".xlsx")


@dataclass(frozen=True)
class Examined:
    """What a file holds, and everything to be said about it. The set is None when it cannot be built at all."""

    criteria_set: tree.CriteriaSet | None
    faults: tuple[Fault, ...] = ()

    @property
    def errors(self) -> list[Fault]:
        """What keeps the set from being stored."""
        return [fault for fault in self.faults if fault.gravity == "error"]

    @property
    def warnings(self) -> list[Fault]:
        """What a person should know; it keeps nothing from being stored."""
        return [fault for fault in self.faults if fault.gravity == "warning"]


def read_file(path: Path) -> tree.CriteriaSet:
    """The criteria set of a file; raises CriteriaRefused with every fault."""
    return read_content(content_of(path), path.name)


def content_of(path: Path) -> bytes:
    """The bytes of a file of criteria; raises CriteriaRefused when it cannot be opened or is too large."""
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise CriteriaRefused(f"Không mở được tệp “{path}”.", hint="Kiểm tra đường dẫn.") from error


def read_content(content: bytes, name: str) -> tree.CriteriaSet:
    """The criteria set of a file; ``name`` is what people call it. Raises CriteriaRefused with every fault."""
    return sound(examine(content, name), name)


def sound(examined: Examined, name: str) -> tree.CriteriaSet:
    """The set that was examined; raises CriteriaRefused with every error where it has any."""
    if examined.criteria_set is None or examined.errors:
        raise CriteriaRefused(
            f"Bộ tiêu chí trong tệp “{name}” còn {len(examined.errors)} lỗi, chưa nạp gì.",
            hint="Sửa từng chỗ được nêu rồi nạp lại.",
            slips=[str(fault) for fault in examined.errors],
        )
    return examined.criteria_set


def examine(content: bytes, name: str) -> Examined:
    """What is in a file, checked in every way, worked examples included. Writes nothing.

    Raises CriteriaRefused or UploadRefused when the file as a whole will not do (kind, size, encoding, syntax).
    """
    if len(content) > LARGEST:
        raise CriteriaRefused(
            f"Tệp “{name}” lớn hơn {LARGEST // (1024 * 1024)} MB, không phải tệp bộ tiêu chí.", hint="Chọn lại tệp."
        )
    if not name.lower().endswith(_ENDINGS):
        raise CriteriaRefused(f"Tệp “{name}” không đúng loại.", hint="Chỉ nhận tệp .xlsx hoặc .toml.")
    if name.lower().endswith(".xlsx") or content.startswith(_SIGNATURE_OF_ARCHIVES):
        inspect(io.BytesIO(content), name=name, limit=LARGEST, allowed=("xlsx",))
        return _examine_workbook(content)
    built, slips = _check(criteria_toml.read(content, name))
    return Examined(built, tuple(_in_text(slip) for slip in slips))


def _in_text(slip: Slip) -> Fault:
    mend = _MENDS_IN_TEXT.get(slip.field, "Sửa mục này trong tệp.")
    return Fault(slip.message, mend, where=slip.place, gravity=slip.gravity)


def _examine_workbook(content: bytes) -> Examined:
    imported = import_workbook(content)
    if not imported.readable:
        return Examined(None, in_reading_order(imported.faults))
    built, slips = _check(imported.given)
    placed = [imported.at_its_cell(slip) for slip in slips]
    return Examined(built, in_reading_order([*imported.faults, *(fault for fault in placed if fault is not None)]))


def _check(given: dict[str, Any]) -> tuple[tree.CriteriaSet | None, list[Slip]]:
    built, slips = definition.read_set(given)
    if built is not None:
        slips = slips + storing_slips(built)
    if built is not None and not errors(slips):
        slips = slips + examples.run(built)
    return built, slips
