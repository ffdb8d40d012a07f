"""Bringing units and people in from one Excel file: check everything first, then all or nothing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accounts.enums import EmploymentKind, Gender, UnitGroup, UnitKind
from accounts.models import Person, Unit, User
from accounts.policies import Reach, reach
from accounts.roles import MANAGE_PEOPLE
from accounts.services import people, units
from accounts.spreadsheet import people as spreadsheet
from accounts.spreadsheet.people import PERSON_SHEET, UNIT_SHEET
from core.errors import DomainError
from core.services import audit
from core.workbooks.reading import CellError, Row

_CODE = re.compile(r"[A-Za-z0-9_-]+")
_HEADINGS = {name: {column.key: column.heading for column in columns} for name, columns in spreadsheet.SHEETS.items()}


class ImportRefused(DomainError):
    """A file that was not imported; nothing of it was saved."""


@dataclass(frozen=True)
class UnitRow:
    """One unit of the file: what it will be, below which unit (by code), and the unit it changes, if any."""

    number: int
    values: dict[str, Any]
    parent: str
    existing: Unit | None


@dataclass(frozen=True)
class PersonRow:
    """One person of the file, the code of the unit, and the person it changes, if any."""

    number: int
    values: dict[str, Any]
    unit: str
    existing: Person | None


@dataclass
class ImportPlan:
    """What an import would do, or why it cannot be done."""

    units: list[UnitRow] = field(default_factory=list)
    people: list[PersonRow] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many are new and how many changed."""
        return {
            "new_units": sum(row.existing is None for row in self.units),
            "changed_units": sum(row.existing is not None for row in self.units),
            "new_people": sum(row.existing is None for row in self.people),
            "changed_people": sum(row.existing is not None for row in self.people),
        }

    @property
    def is_empty(self) -> bool:
        return not self.units and not self.people


def check(*, content: bytes, by: User) -> ImportPlan:
    """Read a file and say what importing it would do. Writes nothing."""
    reading = spreadsheet.read(content)
    plan = ImportPlan(errors=list(reading.errors))
    within = reach(by, MANAGE_PEOPLE)
    known = {unit.code: unit for unit in Unit.objects.all()}
    unit_rows = reading.rows.get(UNIT_SHEET, [])
    _plan_units(plan, unit_rows, known, within)
    # A unit whose own line is faulty is named there; its people's lines are not at fault.
    written = {row.values.get("code") or "" for row in unit_rows}
    codes = {code for code, unit in known.items() if within.covers(unit)} | written
    _plan_people(plan, reading.rows.get(PERSON_SHEET, []), codes, within)
    if not plan.errors and plan.is_empty:
        plan.errors.append(CellError("", None, "", "Tệp chưa có dòng nào.", "Ghi ít nhất một đơn vị hoặc một người."))
    plan.errors.sort(key=lambda error: (error.sheet != UNIT_SHEET, error.sheet, error.row or 0))
    return plan


@transaction.atomic
def apply(*, content: bytes, by: User, at: datetime) -> ImportPlan:
    """Import a file, all of it or nothing. Raises ``ImportRefused`` when a check fails now."""
    plan = check(content=content, by=by)
    if plan.errors:
        raise ImportRefused(
            f"Chưa nhập được: tệp còn {len(plan.errors)} lỗi.", hint="Sửa các ô được liệt kê rồi tải tệp lên lại."
        )
    by_code = {unit.code: unit for unit in Unit.objects.all()}
    for row in plan.units:
        if row.existing is None:
            unit = units.create(parent=by_code[row.parent], values=row.values, by=by, at=at)
        else:
            unit = units.update(unit=row.existing, values=row.values, by=by, at=at)
        by_code[unit.code] = unit
    for person in plan.people:
        values = {**person.values, "unit": by_code[person.unit]}
        if person.existing is None:
            people.create(values=values, by=by, at=at)
        else:
            people.update(person=person.existing, values=values, by=by, at=at)
    anchor = by_code[plan.people[0].unit] if plan.people else by_code[plan.units[0].values["code"]]
    audit.record(action="accounts.people.import", target=anchor, by=by, at=at, changes=plan.counts)
    return plan


def _plan_units(plan: ImportPlan, rows: list[Row], known: Mapping[str, Unit], within: Reach) -> None:
    seen: dict[str, int] = {}
    for row in rows:
        values = dict(row.values)
        code, parent = values.get("code"), values.pop("parent", None)
        problems = len(plan.errors)
        if code:
            _check_code(plan, UNIT_SHEET, row.number, "code", code, seen)
        existing = known.get(code or "")
        if existing is not None and not within.covers(existing):
            _refuse(plan, UNIT_SHEET, row.number, "code", f"Đơn vị “{code}” không thuộc phạm vi của bạn.",
                    "Dùng mã khác hoặc bỏ dòng này.")  # fmt: skip
        else:
            _check_parent(plan, row.number, code, parent, known, seen, within, existing)
        if len(plan.errors) == problems and code and parent and not _has_errors(plan, UNIT_SHEET, row.number):
            plan.units.append(UnitRow(row.number, _unit_values(values), parent, existing))


def _check_parent(
    plan: ImportPlan,
    number: int,
    code: str | None,
    parent: str | None,
    known: Mapping[str, Unit],
    seen: Mapping[str, int],
    within: Reach,
    existing: Unit | None,
) -> None:
    if not parent:
        return
    is_above = seen.get(parent, number) < number
    if parent == code or not (is_above or parent in known):
        _refuse(plan, UNIT_SHEET, number, "parent", f"Không có đơn vị cấp trên “{parent}”.",
                "Ghi mã đã có, hoặc đưa dòng của đơn vị cấp trên lên phía trên.")  # fmt: skip
    elif parent in known and not within.covers(known[parent]) and existing is None:
        _refuse(plan, UNIT_SHEET, number, "parent", f"Đơn vị cấp trên “{parent}” không thuộc phạm vi của bạn.",
                "Ghi mã đơn vị do bạn quản lý.")  # fmt: skip
    elif existing is not None and _parent_code(existing, known) not in ("", parent):
        _refuse(plan, UNIT_SHEET, number, "parent", f"Đơn vị “{code}” đang thuộc “{_parent_code(existing, known)}”.",
                "Nhập tệp không chuyển đơn vị sang cấp trên khác; giữ mã cũ.")  # fmt: skip


def _parent_code(unit: Unit, known: Mapping[str, Unit]) -> str:
    path = unit.path[: -Unit.steplen]
    return next((other.code for other in known.values() if other.path == path), "")


def _plan_people(plan: ImportPlan, rows: list[Row], codes: set[str], within: Reach) -> None:
    staff_codes = [row.values.get("staff_code") for row in rows]
    known = {
        person.staff_code: person
        for person in Person.objects.filter(staff_code__in=[code for code in staff_codes if code]).select_related(
            "unit"
        )
    }
    seen: dict[str, int] = {}
    for row in rows:
        values = dict(row.values)
        staff_code, unit = values.get("staff_code"), values.pop("unit", None)
        if staff_code:
            _check_duplicate(plan, PERSON_SHEET, row.number, "staff_code", staff_code, seen)
        existing = known.get(staff_code or "")
        if existing is not None and not within.covers(existing.unit):
            _refuse(plan, PERSON_SHEET, row.number, "staff_code", f"Mã “{staff_code}” đã có ở đơn vị khác.",
                    "Dùng mã khác, hoặc nhờ quản trị viên chuyển người này.")  # fmt: skip
        if unit and unit not in codes:
            _refuse(plan, PERSON_SHEET, row.number, "unit", f"Không có đơn vị “{unit}”.",
                    "Ghi mã ở trang “Đơn vị” hoặc mã đã có trên hệ thống.")  # fmt: skip
        _check_email(plan, row.number, values.get("email"))
        if unit and staff_code and not _has_errors(plan, PERSON_SHEET, row.number):
            plan.people.append(PersonRow(row.number, _person_values(values), unit, existing))


def _check_code(plan: ImportPlan, sheet: str, number: int, key: str, code: str, seen: dict[str, int]) -> None:
    if not _CODE.fullmatch(code):
        _refuse(plan, sheet, number, key, f"Mã “{code}” có ký tự không dùng được.",
                "Chỉ dùng chữ không dấu, số, gạch nối và gạch dưới.")  # fmt: skip
    _check_duplicate(plan, sheet, number, key, code, seen)


def _check_duplicate(plan: ImportPlan, sheet: str, number: int, key: str, code: str, seen: dict[str, int]) -> None:
    if code in seen:
        _refuse(plan, sheet, number, key, f"Mã “{code}” trùng với dòng {seen[code]}.", "Mỗi mã chỉ ghi một dòng.")
    else:
        seen[code] = number


def _check_email(plan: ImportPlan, number: int, email: str | None) -> None:
    if not email:
        return
    try:
        validate_email(email)
    except ValidationError:
        _refuse(plan, PERSON_SHEET, number, "email", f"“{email}” không phải địa chỉ thư điện tử.", "Sửa hoặc để trống.")


def _refuse(plan: ImportPlan, sheet: str, number: int, key: str, problem: str, remedy: str) -> None:
    plan.errors.append(CellError(sheet, number, _HEADINGS[sheet][key], problem, remedy))


def _has_errors(plan: ImportPlan, sheet: str, number: int) -> bool:
    return any(error.sheet == sheet and error.row == number for error in plan.errors)


def _unit_values(values: dict[str, Any]) -> dict[str, Any]:
    return {
        **{key: value or "" for key, value in values.items() if key != "active_from"},
        "kind": _value_of(UnitKind, values.get("kind")),
        "group": _value_of(UnitGroup, values.get("group")) or UnitGroup.NONE.value,
        "active_from": values.get("active_from"),
    }


def _person_values(values: dict[str, Any]) -> dict[str, Any]:
    dates = ("born_on", "active_from")
    return {
        **{key: value or "" for key, value in values.items() if key not in dates},
        **{key: values.get(key) for key in dates},
        "gender": _value_of(Gender, values.get("gender")),
        "employment_kind": _value_of(EmploymentKind, values.get("employment_kind"))
        or EmploymentKind.CIVIL_SERVANT.value,
        "works_on_reform": values.get("works_on_reform") == spreadsheet.YES_NO[0],
    }


def _value_of(choices: Any, label: str | None) -> str:
    return next((value for value, text in choices.choices if str(text) == label), "")
