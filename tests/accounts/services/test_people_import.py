"""One Excel file of units and people: every fault with its place, all or nothing."""

import io
import unicodedata
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from accounts.models import Person, Unit, User
from accounts.roles import RoleCode
from accounts.services import people_import
from accounts.services.people_import import ImportPlan, ImportRefused
from accounts.spreadsheet import people as spreadsheet
from accounts.spreadsheet.people import PERSON_COLUMNS, PERSON_SHEET, UNIT_COLUMNS, UNIT_SHEET
from core.models import AuditEvent
from core.workbooks.reading import CellError
from tests.factories.accounts import PersonFactory, user_with
from tests.factories.world import World

UNIT = {"code": "khoa-nhi", "name": "Khoa Nhi", "short_name": "Khoa Nhi", "kind": "Khoa", "parent": "ttyt-mot"}
PERSON = {"staff_code": "NV9001", "full_name": "Lê Thị Hoa", "unit": "khoa-nhi"}


@pytest.fixture
def administrator(world: World) -> User:
    return user_with(RoleCode.ADMINISTRATOR, world.centre)


def workbook(units: list[dict[str, Any]], people: list[dict[str, Any]], *, without: str = "") -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, columns, rows in ((UNIT_SHEET, UNIT_COLUMNS, units), (PERSON_SHEET, PERSON_COLUMNS, people)):
        kept = [column for column in columns if column.key != without]
        sheet = book.create_sheet(name)
        sheet.append([column.heading for column in kept])
        for row in rows:
            sheet.append([row.get(column.key) for column in kept])
    return book


def saved(book: Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def checked(by: User, units: list[dict[str, Any]], people: list[dict[str, Any]], **options: str) -> ImportPlan:
    return people_import.check(content=saved(workbook(units, people, **options)), by=by)


def test_good_file_makes_units_and_people(administrator: User, world: World) -> None:
    content = saved(workbook([UNIT], [{**PERSON, "born_on": "05/12/1985", "gender": "Nữ", "works_on_reform": "Có"}]))

    plan = people_import.apply(content=content, by=administrator, at=timezone.now())

    person = Person.objects.get(staff_code="NV9001")
    assert plan.counts == {"new_units": 1, "changed_units": 0, "new_people": 1, "changed_people": 0}
    assert person.unit.is_within(world.centre)
    assert (person.full_name, f"{person.born_on}", person.gender, person.works_on_reform) == (
        "Lê Thị Hoa",
        "1985-12-05",
        "nu",
        True,
    )
    assert AuditEvent.objects.filter(action="accounts.people.import").count() == 1


def test_known_codes_are_changed_and_not_doubled(administrator: User, world: World) -> None:
    PersonFactory(staff_code="NV9001", unit=world.surgery, full_name="Lê Thị Hòa")
    content = saved(workbook([], [{**PERSON, "unit": "khoa-duoc"}]))

    people_import.apply(content=content, by=administrator, at=timezone.now())

    person = Person.objects.get(staff_code="NV9001")
    assert (person.full_name, person.unit) == ("Lê Thị Hoa", world.pharmacy)


def test_people_of_a_faulty_unit_are_not_blamed_for_it(administrator: User) -> None:
    plan = checked(administrator, [{**UNIT, "kind": "Tổ"}], [PERSON, {**PERSON, "staff_code": "NV9002"}])

    assert [(error.sheet, error.column) for error in plan.errors] == [(UNIT_SHEET, "Loại")]


def test_one_fault_saves_nothing(administrator: User) -> None:
    content = saved(workbook([UNIT], [PERSON, {**PERSON, "staff_code": "NV9002", "unit": "khong-co"}]))

    with pytest.raises(ImportRefused, match="1 lỗi"):
        people_import.apply(content=content, by=administrator, at=timezone.now())

    assert not Unit.objects.filter(code="khoa-nhi").exists()
    assert not Person.objects.filter(staff_code="NV9001").exists()


@pytest.mark.parametrize(
    ("units", "people", "sheet", "row", "column", "problem"),
    [
        ([], [{**PERSON, "unit": "khoa-duoc", "born_on": "31/02/1985"}], PERSON_SHEET, 2, "Ngày sinh", "31/02/1985"),
        ([], [{**PERSON, "unit": ""}], PERSON_SHEET, 2, "Mã đơn vị", "đang trống"),
        ([], [{**PERSON, "unit": "khoa-noi-hai"}], PERSON_SHEET, 2, "Mã đơn vị", "Không có đơn vị"),
        ([], [{**PERSON, "unit": "khoa-duoc", "gender": "Khác"}], PERSON_SHEET, 2, "Giới tính", "không có trong"),
        ([], [{**PERSON, "unit": "khoa-duoc", "email": "hoa@"}], PERSON_SHEET, 2, "Thư điện tử", "không phải địa chỉ"),
        ([], [{**PERSON, "unit": "khoa-duoc", "full_name": "A" * 101}], PERSON_SHEET, 2, "Họ và tên", "101 ký tự"),
        ([], [{**PERSON, "unit": "khoa-duoc"}] * 2, PERSON_SHEET, 3, "Mã nhân viên", "trùng với dòng 2"),
        (
            [],
            [{**PERSON, "unit": "khoa-duoc", "job_title": "#REF!"}],
            PERSON_SHEET,
            2,
            "Chức vụ, chức danh",
            "báo lỗi của Excel",
        ),
        ([UNIT, UNIT], [], UNIT_SHEET, 3, "Mã đơn vị", "trùng với dòng 2"),
        ([{**UNIT, "code": "khoa nhi"}], [], UNIT_SHEET, 2, "Mã đơn vị", "ký tự không dùng được"),
        ([{**UNIT, "parent": "khong-co"}], [], UNIT_SHEET, 2, "Mã đơn vị cấp trên", "Không có đơn vị cấp trên"),
        ([{**UNIT, "parent": "ttyt-hai"}], [], UNIT_SHEET, 2, "Mã đơn vị cấp trên", "phạm vi"),
        ([{**UNIT, "code": "khoa-noi-hai"}], [], UNIT_SHEET, 2, "Mã đơn vị", "phạm vi"),
        (
            [{**UNIT, "code": "khoa-ngoai", "parent": "khoa-duoc"}],
            [],
            UNIT_SHEET,
            2,
            "Mã đơn vị cấp trên",
            "đang thuộc",
        ),
    ],
)
def test_fault_is_reported_with_its_place(
    administrator: User,
    units: list[dict[str, Any]],
    people: list[dict[str, Any]],
    sheet: str,
    row: int,
    column: str,
    problem: str,
) -> None:
    (error,) = checked(administrator, units, people).errors

    assert (error.sheet, error.row, error.column) == (sheet, row, column)
    assert problem in error.problem
    assert error.remedy


def test_missing_column_is_named(administrator: User) -> None:
    errors = checked(administrator, [UNIT], [PERSON], without="full_name").errors

    assert (
        CellError(PERSON_SHEET, 1, "Họ và tên", "Thiếu cột “Họ và tên”.", "Thêm cột với đúng tên như tệp mẫu.")
        in errors
    )


def test_merged_cells_are_reported(administrator: User) -> None:
    book = workbook([UNIT], [PERSON])
    book[PERSON_SHEET].merge_cells("C2:C3")

    errors = people_import.check(content=saved(book), by=administrator).errors

    assert [(error.sheet, error.row, error.column) for error in errors] == [(PERSON_SHEET, 2, "C")]


def test_formula_without_a_stored_result_is_reported(administrator: User) -> None:
    book = workbook([UNIT], [{**PERSON, "job_title": '=CONCATENATE("Điều", " dưỡng")'}])

    (error,) = people_import.check(content=saved(book), by=administrator).errors

    assert (error.row, error.column) == (2, "Chức vụ, chức danh")
    assert "công thức" in error.problem


def test_decomposed_letters_are_stored_composed(administrator: User) -> None:
    decomposed = unicodedata.normalize("NFD", "Nguyễn Thị Ánh")

    plan = checked(administrator, [UNIT], [{**PERSON, "full_name": decomposed}])

    assert plan.people[0].values["full_name"] == "Nguyễn Thị Ánh"


def test_child_may_stand_below_a_unit_of_the_same_file(administrator: User) -> None:
    child = {**UNIT, "code": "to-so-sinh", "parent": "khoa-nhi", "kind": "Đơn vị khác"}

    assert checked(administrator, [UNIT, child], []).errors == []
    assert checked(administrator, [child, UNIT], []).errors[0].column == "Mã đơn vị cấp trên"


def test_rubbish_and_empty_files_are_refused_in_words(administrator: User) -> None:
    rubbish = people_import.check(content=b"PK\x03\x04 khong phai Excel", by=administrator)

    assert "Không mở được" in rubbish.errors[0].problem
    assert "chưa có dòng nào" in checked(administrator, [], []).errors[0].problem


def test_workbook_with_other_sheets_is_refused(administrator: User) -> None:
    book = Workbook()

    assert "không có trang" in people_import.check(content=saved(book), by=administrator).errors[0].problem


def test_template_has_the_columns_that_reading_wants(administrator: User) -> None:
    content = spreadsheet.template_bytes()
    book = load_workbook(io.BytesIO(content))

    assert book.sheetnames == ["Hướng dẫn", "Đơn vị", "Nhân sự"]
    assert [error.problem for error in people_import.check(content=content, by=administrator).errors] == [
        "Tệp chưa có dòng nào."
    ]


def test_lone_cell_in_the_last_corner_does_not_end_the_process():
    book = Workbook()
    sheet = book.active
    sheet.title = "Nhân sự"
    sheet["XFD1048576"] = "x"
    target = io.BytesIO()
    book.save(target)

    errors = spreadsheet.read(target.getvalue()).errors

    assert [error.problem for error in errors] == ["Tệp có ô ở quá xa (XFD1048576)."]
