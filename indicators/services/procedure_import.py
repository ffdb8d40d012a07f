"""Bringing the list of procedures in from Excel: check everything first, then all or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Unit, User
from core.services import audit
from core.workbooks.reading import CellError, Row
from indicators.models import Procedure
from indicators.services import procedures
from indicators.services.errors import FigureRefused
from indicators.spreadsheet import procedure_book
from indicators.spreadsheet.procedure_book import HEADINGS, SHEET, YES, YES_NO_KEYS

OF_A_NEW_ONE = {
    "promised_on": None,
    "decision": "",
    "published_on_time": True,
    "is_online": False,
    "is_on_national_portal": False,
    "has_fee": False,
    "pays_online": False,
}
"""What an empty cell means for a procedure that is not on the list yet; of one that is, it keeps what is there."""


@dataclass(frozen=True)
class ProcedureRow:
    """One procedure of the file as it will be, the one it changes, if any, and the headings of what changes."""

    number: int
    values: dict[str, Any]
    existing: Procedure | None
    changed: tuple[str, ...]

    @property
    def outcome(self) -> str:
        """What importing does with it, in words."""
        if self.existing is None:
            return "thêm mới"
        return f"cập nhật: {', '.join(self.changed)}" if self.changed else "giữ nguyên"


@dataclass
class ProcedurePlan:
    """What an import would do, or why it cannot be done."""

    rows: list[ProcedureRow] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many are new, changed and the same."""
        return {
            "new": sum(row.existing is None for row in self.rows),
            "changed": sum(row.existing is not None and bool(row.changed) for row in self.rows),
            "same": sum(row.existing is not None and not row.changed for row in self.rows),
        }


def check(*, centre: Unit, content: bytes) -> ProcedurePlan:
    """Read a file and say what importing it would do to the list of the centre. Writes nothing."""
    reading = procedure_book.read(content)
    plan = ProcedurePlan(errors=list(reading.errors))
    known = {procedure.code: procedure for procedure in Procedure.objects.filter(centre=centre)}
    seen: dict[str, int] = {}
    faulty = {error.row for error in plan.errors}
    for row in reading.rows.get(SHEET, []):
        if row.number not in faulty and not _is_refused(plan, row, seen):
            plan.rows.append(_row(row, known.get(row.values["code"])))
    if not plan.errors and not plan.rows:
        plan.errors.append(CellError("", None, "", "Tệp chưa có thủ tục nào.", "Ghi ít nhất một dòng."))
    plan.errors.sort(key=lambda error: error.row or 0)
    return plan


@transaction.atomic
def apply(*, centre: Unit, content: bytes, by: User, at: datetime) -> ProcedurePlan:
    """Import a file, all of it or nothing. Procedures that it does not name stay as they are.

    Raises ``FigureRefused`` when a check fails now.
    """
    plan = check(centre=centre, content=content)
    if plan.errors:
        raise FigureRefused(
            f"Chưa nhập được: tệp còn {len(plan.errors)} lỗi.", hint="Sửa các ô được liệt kê rồi tải tệp lên lại."
        )
    for row in plan.rows:
        if row.existing is None:
            procedures.create(centre=centre, values=row.values, by=by, at=at)
        elif row.changed:
            procedures.edit(procedure=row.existing, values=row.values, by=by, at=at)
    audit.record(action="indicators.procedure.import", target=centre, by=by, at=at, changes=plan.counts)
    return plan


def _is_refused(plan: ProcedurePlan, row: Row, seen: dict[str, int]) -> bool:
    """Whether the row contradicts itself or an earlier one; the fault is then noted."""
    code = row.values["code"]
    if code in seen:
        _refuse(plan, row, "code", f"Mã “{code}” trùng với dòng {seen[code]}.", "Mỗi mã chỉ ghi một dòng.")
        return True
    seen[code] = row.number
    if row.values["promised_days"] > row.values["statutory_days"]:
        _refuse(plan, row, "promised_days", "Thời hạn cam kết dài hơn thời hạn theo quy định.", "Ghi lại số ngày.")
        return True
    return False


def _refuse(plan: ProcedurePlan, row: Row, key: str, problem: str, remedy: str) -> None:
    plan.errors.append(CellError(SHEET, row.number, HEADINGS[key], problem, remedy))


def _row(row: Row, existing: Procedure | None) -> ProcedureRow:
    values = _values(row.values, existing)
    changed = (
        ()
        if existing is None
        else tuple(HEADINGS[key].lower() for key, value in values.items() if getattr(existing, key) != value)
    )
    return ProcedureRow(row.number, values, existing, changed)


def _values(typed: Mapping[str, Any], existing: Procedure | None) -> dict[str, Any]:
    """The procedure as it will be: what was typed, and what an empty cell stands for."""
    given = {key: value == YES if key in YES_NO_KEYS and value else value for key, value in typed.items()}
    left_empty = [key for key in OF_A_NEW_ONE if given[key] in (None, "")]
    kept = {key: getattr(existing, key) if existing else OF_A_NEW_ONE[key] for key in left_empty}
    return {**given, **kept}
