"""What a row means on the day of its receipt: promises of procedures, units and their names by date."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from indicators.enums import DayKind
from indicators.models import CalendarDay, CaseFile, ProcedureCount, ProcedurePast
from indicators.spreadsheet import csv_rows
from tests.factories.accounts import UnitFactory, UnitNameFactory
from tests.factories.indicators import ProcedureFactory
from tests.factories.world import World
from tests.indicators.case_desk import case, checked, imported
from tests.indicators.services.test_case_summaries import SUMMED, brought_in

CODE = "1.000001"


def _due_days() -> dict[str, date]:
    rows = CaseFile.objects.exclude(due_at=None).values_list("code", "due_at")
    return {code: timezone.localtime(due).date() for code, due in rows}


def _counted_for() -> list[str]:
    return list(ProcedureCount.objects.order_by("unit__code").values_list("unit__code", flat=True).distinct())


def _refused(world: World, *lines: Any) -> int:
    return checked(world.centre, *lines).rows_refused


def test_case_is_judged_by_what_was_promised_on_the_day_of_its_receipt(world: World) -> None:
    ProcedureFactory(centre=world.centre, code=CODE, statutory_days=10, promised_days=3, promised_on=date(2026, 7, 1))
    imported(
        world.centre,
        case("before", "04/05/2026", "", "12/05/2026", procedure=CODE),
        case("on", "01/07/2026", "", "09/07/2026", procedure=CODE),
        case("after", "06/07/2026", "", "08/07/2026", procedure=CODE),
    )

    assert _due_days() == {"before": date(2026, 5, 18), "on": date(2026, 7, 6), "after": date(2026, 7, 9)}
    assert dict(CaseFile.objects.values_list("code", "timing")) == {"before": "early", "on": "late", "after": "early"}


def test_earlier_promise_stands_until_the_next_one(world: World) -> None:
    procedure = ProcedureFactory(
        centre=world.centre, code=CODE, statutory_days=10, promised_days=3, promised_on=date(2026, 7, 1)
    )
    ProcedurePast.objects.create(
        procedure=procedure, until_year=2025, statutory_days=10, promised_days=6, promised_on=date(2025, 6, 2)
    )
    assert [procedure.days_on(day) for day in (date(2025, 6, 1), date(2025, 6, 2), date(2026, 6, 30))] == [10, 6, 6]
    assert procedure.days_on(date(2026, 7, 1)) == 3

    imported(world.centre, case("A1", "05/01/2026", "", "09/01/2026", procedure=CODE))

    assert _due_days() == {"A1": date(2026, 1, 13)}


def test_unit_in_force_on_the_day_of_receipt_counts(world: World) -> None:
    UnitFactory(parent=world.centre, code="noi-cu", name="Khoa Nội", position=1, active_to=date(2025, 12, 31))
    UnitFactory(parent=world.centre, code="noi-moi", name="Khoa Nội", position=2, active_from=date(2026, 1, 1))

    imported(world.centre, case("A1", "05/10/2026", "12/10/2026", "09/10/2026", unit="Khoa Nội"))
    assert _counted_for() == ["noi-moi"]

    imported(world.centre, case("A2", "04/12/2025", "12/12/2025", "09/12/2025", unit="Khoa Nội"))
    assert _counted_for() == ["noi-cu", "noi-moi"]


def test_unit_that_had_ended_is_refused_and_one_that_began_later_takes_over(world: World) -> None:
    UnitFactory(parent=world.centre, code="lao", name="Khoa Lao", active_to=date(2026, 6, 30))
    UnitFactory(parent=world.centre, code="phoi", name="Khoa Phổi", active_from=date(2026, 7, 1))

    assert _refused(world, case("A1", "05/10/2026", unit="Khoa Lao")) == 1
    imported(world.centre, case("A2", "05/05/2026", "12/05/2026", "09/05/2026", unit="Khoa Phổi"))
    assert _counted_for() == ["phoi"]


def test_name_of_two_units_is_refused_and_names_both(world: World) -> None:
    UnitFactory(parent=world.centre, code="to-1", name="Tổ Một cửa", short_name="TMC")
    UnitFactory(parent=world.centre, code="tmc", name="Tổ Máy chủ", short_name="MC")

    kept = imported(
        world.centre,
        case("A1", "05/10/2026", "12/10/2026", "09/10/2026", unit="TMC"),
        case("A2", "05/10/2026", "12/10/2026", "09/10/2026", unit="Tổ Máy chủ"),
    )

    assert (kept.rows_added, kept.rows_refused) == (1, 1)
    assert _counted_for() == ["tmc"]
    (*_, row) = load_workbook(kept.faults.path).active.iter_rows(values_only=True)
    assert "“TMC” là tên của 2 đơn vị: Tổ Một cửa (mã to-1), Tổ Máy chủ (mã tmc)" in str(row[-1])


def test_names_of_units_by_date(world: World) -> None:
    """Two departments that changed their names; files of either time mean the right one."""
    one = UnitFactory(parent=world.centre, code="mot", name="Khoa Ngoại tổng hợp", short_name="NTH")
    UnitNameFactory(unit=one, full_name="Khoa Chấn thương", valid_to=date(2026, 6, 30))
    two = UnitFactory(parent=world.centre, code="hai", name="Khoa Chấn thương", short_name="CT")
    UnitNameFactory(unit=two, full_name="Khoa Bỏng", valid_to=date(2026, 6, 30))
    UnitNameFactory(unit=two, full_name="Khoa Chấn thương", valid_from=date(2026, 7, 1))

    imported(world.centre, case("A1", "05/05/2026", "12/05/2026", "09/05/2026", unit="Khoa Chấn thương"))
    assert _counted_for() == ["mot"]
    imported(world.centre, case("A2", "05/08/2026", "12/08/2026", "10/08/2026", unit="Khoa Chấn thương"))
    assert _counted_for() == ["hai", "mot"]
    assert _refused(world, case("A3", "05/08/2026", unit="Khoa Bỏng")) == 0, "an old name that means no other unit"


def test_units_of_a_table_are_those_of_its_month(world: World) -> None:
    UnitFactory(parent=world.centre, code="noi-cu", name="Khoa Nội", position=1, active_to=date(2025, 12, 31))
    UnitFactory(parent=world.centre, code="noi-moi", name="Khoa Nội", position=2)

    brought_in(world, "summary", [["Đơn vị", *SUMMED[1:]], ["Khoa Nội", "10", "4", "3", "1", "2"]])

    assert _counted_for() == ["noi-moi"]


def test_calendar_of_neighbouring_years_is_asked_for_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_rows, "ROWS_A_PIECE", 1)
    ProcedureFactory(centre=world.centre, code=CODE, statutory_days=10, promised_days=3)
    for day in (date(2023, 12, 25), date(2025, 1, 1), date(2026, 7, 8)):
        CalendarDay.objects.create(on=day, kind=DayKind.OFF, name="Nghỉ")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        imported(
            world.centre,
            case("first", "21/12/2023", "", procedure=CODE),
            case("next year", "30/12/2024", "", procedure=CODE),
            case("later", "06/07/2026", "", procedure=CODE),
        )

    assert _due_days() == {"first": date(2023, 12, 27), "next year": date(2025, 1, 3), "later": date(2026, 7, 10)}
    assert sum(f'FROM "{CalendarDay._meta.db_table}"' in query["sql"] for query in asked) == 4
    # Two for looking through the file, and two for the import of it.
