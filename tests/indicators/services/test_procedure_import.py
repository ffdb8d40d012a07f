"""The list of procedures from Excel: every fault with its place, all or nothing, renewed by code."""

import io
from datetime import UTC, date, datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from core.models import AuditEvent
from indicators.models import Procedure
from indicators.services import procedure_import
from indicators.services.errors import FigureRefused
from indicators.services.procedure_import import ProcedurePlan
from indicators.spreadsheet.procedure_book import COLUMNS, SHEET, template_bytes
from tests.factories.accounts import UserFactory
from tests.factories.indicators import ProcedureFactory
from tests.factories.world import World

AT = datetime(2026, 11, 22, 2, tzinfo=UTC)
GOOD = {
    "code": "1.012256",
    "name": "Cấp giấy khám sức khỏe",
    "field": "Khám bệnh",
    "statutory_days": 10,
    "promised_days": 6,
}

pytestmark = pytest.mark.django_db


def saved(*rows: dict[str, Any], without: str = "") -> bytes:
    book = Workbook()
    book.worksheets[0].title = SHEET
    kept = [column for column in COLUMNS if column.key != without]
    book.worksheets[0].append([column.heading for column in kept])
    for row in rows:
        book.worksheets[0].append([row.get(column.key) for column in kept])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def applied(world: World, *rows: dict[str, Any], **options: str) -> ProcedurePlan:
    return procedure_import.apply(centre=world.centre, content=saved(*rows, **options), by=UserFactory(), at=AT)


def faults(world: World, *rows: dict[str, Any], **options: str) -> list[tuple[int | None, str]]:
    plan = procedure_import.check(centre=world.centre, content=saved(*rows, **options))
    return [(error.row, error.problem) for error in plan.errors]


def test_new_procedure_takes_what_is_written_and_sensible_answers_for_empty_cells(world: World) -> None:
    plan = applied(world, {**GOOD, "is_online": "có", "is_on_national_portal": "Có", "promised_on": "01/01/2026"})

    made = Procedure.objects.get()
    assert plan.counts == {"new": 1, "changed": 0, "same": 0}
    assert (made.centre, made.code, made.promised_days) == (world.centre, "1.012256", 6)
    assert made.is_online and made.is_on_national_portal and made.published_on_time
    assert not made.has_fee and made.promised_on == date(2026, 1, 1)
    assert AuditEvent.objects.filter(action="indicators.procedure.import").exists()


def test_known_code_is_renewed_and_empty_cells_keep_what_is_there(world: World) -> None:
    old = ProcedureFactory(
        centre=world.centre, code="1.012256", has_fee=True, published_on_time=False, decision="QĐ 1", promised_days=8
    )
    other = ProcedureFactory(centre=world.other_centre, code="1.012256", promised_days=9)
    unnamed = ProcedureFactory(centre=world.centre, code="1.999999")

    plan = applied(world, GOOD)

    old.refresh_from_db()
    other.refresh_from_db()
    assert plan.counts == {"new": 0, "changed": 1, "same": 0}
    assert plan.rows[0].outcome == "cập nhật: lĩnh vực, thời hạn cam kết"
    assert (old.promised_days, old.has_fee, old.published_on_time, old.decision) == (6, True, False, "QĐ 1")
    assert other.promised_days == 9
    assert Procedure.objects.filter(pk=unnamed.pk).exists()


def test_repeating_an_import_changes_nothing(world: World) -> None:
    applied(world, GOOD)
    before = AuditEvent.objects.filter(action="indicators.procedure.edit").count()

    assert applied(world, GOOD).counts == {"new": 0, "changed": 0, "same": 1}
    assert AuditEvent.objects.filter(action="indicators.procedure.edit").count() == before


def test_every_fault_is_named_with_its_row_and_nothing_is_written(world: World) -> None:
    rows = (
        GOOD,
        {**GOOD, "name": "Trùng mã"},
        {**GOOD, "code": "2", "promised_days": 11},
        {**GOOD, "code": "3", "statutory_days": "mười ngày"},
        {**GOOD, "code": "4", "name": ""},
        {**GOOD, "code": "5", "has_fee": "Đôi khi"},
        {**GOOD, "code": 1.00215},
        {**GOOD, "code": "6", "statutory_days": 0},
        {**GOOD, "code": "7", "promised_on": "31/02/2026"},
    )

    assert faults(world, *rows) == [
        (3, "Mã “1.012256” trùng với dòng 2."),
        (4, "Thời hạn cam kết dài hơn thời hạn theo quy định."),
        (5, "“mười ngày” không phải số nguyên từ 1 đến 1000."),
        (6, "Ô bắt buộc đang trống."),
        (7, "“Đôi khi” không có trong danh sách."),
        (8, "“1.00215” đang là số, Excel có thể đã bỏ mất số 0."),
        (9, "“0” không phải số nguyên từ 1 đến 1000."),
        (10, "“31/02/2026” không phải ngày có thật."),
    ]
    with pytest.raises(FigureRefused, match="còn 8 lỗi"):
        applied(world, *rows)
    assert not Procedure.objects.exists()


def test_file_without_rows_column_or_sheet_is_told_plainly(world: World) -> None:
    assert faults(world) == [(None, "Tệp chưa có thủ tục nào.")]
    assert faults(world, GOOD, without="code") == [(1, "Thiếu cột “Mã thủ tục”.")]
    other_sheet = io.BytesIO()
    Workbook().save(other_sheet)
    plan = procedure_import.check(centre=world.centre, content=other_sheet.getvalue())
    assert plan.errors[0].problem == "Tệp không có trang “Thủ tục”."
    assert procedure_import.check(centre=world.centre, content=b"PK").errors


def test_missing_optional_column_keeps_what_is_there(world: World) -> None:
    old = ProcedureFactory(centre=world.centre, code="1.012256", pays_online=True)

    applied(world, GOOD, without="pays_online")

    old.refresh_from_db()
    assert old.pays_online


def test_template_brings_the_list_as_it_is_and_reads_back_as_unchanged(world: World) -> None:
    ProcedureFactory(centre=world.centre, code="1.002150", promised_on=date(2026, 3, 1), is_online=True)
    content = template_bytes(Procedure.objects.filter(centre=world.centre))

    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Hướng dẫn", SHEET]
    assert book[SHEET]["A2"].value == "1.002150" and book[SHEET]["A3"].number_format == "@"
    plan = procedure_import.check(centre=world.centre, content=content)
    assert plan.counts == {"new": 0, "changed": 0, "same": 1}
