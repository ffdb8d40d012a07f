"""The same cases told at the centre and at its departments: one of the two counts, and people are told which."""

import io
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import Unit
from indicators.engine.roll_up import Span
from indicators.engine.sanity import Check, Gravity
from indicators.enums import CountOrigin
from indicators.models import CaseImport
from indicators.selectors.doubts import doubts_of
from indicators.selectors.figures import Figure, figure_for, monthly_values
from indicators.services import case_imports, case_undoing, case_uploads
from indicators.services.case_notes import notes_on
from indicators.services.catalogue import load_catalogue
from tests.factories.indicators import ProcedureCountFactory
from tests.factories.world import World
from tests.indicators.case_desk import AT, HEADINGS, case, checked, imported, quietly
from tests.indicators.case_files import csv_text
from tests.indicators.services.test_case_summaries import AT_PORTAL, SUMMED, brought_in

Line = Sequence[str]
LISTED = (
    case("A1", "05/10/2026", "12/10/2026", "09/10/2026", unit="Khoa Ngoại"),
    case("A2", "05/10/2026", "12/10/2026", "12/10/2026", unit="Khoa Dược"),
)
NO_UNITS = tuple(name for name in HEADINGS if name != "Đơn vị")


@pytest.fixture(autouse=True)
def catalogue(world: World) -> None:
    load_catalogue()


def _figure(code: str, unit: Unit, span: Span = Span()) -> Figure:  # noqa: B008
    figure = figure_for(code, unit, 2026, span)
    assert figure is not None
    return figure


def _summary(*rows: Line, head: Line = SUMMED) -> list[list[str]]:
    return [list(head), *map(list, rows)]


def _noted(world: World, table: list[list[str]], **given: Any) -> list[str]:
    """What is said of a table before it is imported."""
    values = {"source_name": "s", "layout": "summary", "by": None, "at": AT, "year": 2026, "month": 10, **given}
    kept, _ = case_uploads.upload(
        centre=world.centre, file=io.BytesIO(csv_text(table, ";").encode()), name="b.csv", **values
    )
    return notes_on(kept, case_imports.check(case_import=kept, by=None, at=AT, progress=quietly))


def test_list_that_names_its_units_counts_instead_of_tables_of_the_centre(world: World) -> None:
    imported(world.centre, *LISTED)
    brought_in(world, "summary", _summary(["Y tế", "2", "1", "0", "1", "0"]))
    brought_in(world, "portal", [AT_PORTAL, ["Toàn trình", "2", "2", "0", "1", "0", "1"]])

    assert _figure("tthc_received", world.centre).value == 2
    assert _figure("tthc_received", world.centre, Span.month(10)).value == 2
    on_time = _figure("tthc_on_time", world.centre)
    assert (on_time.numerator, on_time.denominator) == (2, 2)
    assert [(each.month, each.value) for each in monthly_values("tthc_on_time", world.centre, 2026)] == [(10, 100)]
    assert _figure("tthc_received", world.surgery).value == 1


def test_undoing_the_list_lets_the_table_count_again(world: World) -> None:
    listed = imported(world.centre, *LISTED)
    brought_in(world, "summary", _summary(["Y tế", "7", "6", "0", "1", "0"]))
    assert _figure("tthc_received", world.centre).value == 2

    case_undoing.undo(case_import=listed, by=None, at=AT + timedelta(days=1))

    assert _figure("tthc_received", world.centre).value == 7


def test_list_of_one_department_does_not_stand_for_the_centre(world: World) -> None:
    line = ("A1", "", "Y tế", "05/10/2026", "12/10/2026", "09/10/2026", "Trực tiếp")
    imported(world.centre, line, headings=NO_UNITS, default_unit=world.surgery)
    brought_in(world, "summary", _summary(["Y tế", "10", "8", "0", "2", "0"]))

    assert _figure("tthc_received", world.centre).value == 10
    assert _figure("tthc_received", world.surgery).value == 1
    assert not doubts_of([world.centre], 2026, date(2026, 11, 1)), "one case is a part of ten"


def test_list_of_the_whole_centre_counts_instead_of_what_departments_typed(world: World) -> None:
    line = ("A1", "", "Y tế", "05/10/2026", "12/10/2026", "09/10/2026", "Trực tiếp")
    imported(world.centre, line, headings=NO_UNITS)
    ProcedureCountFactory(
        unit=world.surgery, procedure=None, month=10, origin=CountOrigin.TYPED, received_direct=1, finished_late=1
    )

    assert _figure("tthc_received", world.centre).value == 1
    assert _figure("tthc_on_time", world.centre).value == 100
    assert _figure("tthc_on_time", world.surgery).value == 0


def test_tables_of_one_kind_with_and_without_units_are_not_added(world: World) -> None:
    by_unit = _summary(
        ["Khoa Ngoại", "4", "3", "0", "1", "0"],
        ["Khoa Dược", "6", "6", "0", "0", "0"],
        head=["Đơn vị", *SUMMED[1:]],
    )
    brought_in(world, "summary", by_unit, source_name="Theo đơn vị")
    assert _figure("tthc_received", world.centre).value == 10
    by_field = _summary(["Y tế", "10", "9", "0", "1", "0"])
    assert "không được cộng" in " ".join(_noted(world, by_field, source_name="Theo lĩnh vực"))

    brought_in(world, "summary", by_field, source_name="Theo lĩnh vực")

    assert _figure("tthc_received", world.centre).value == 10
    assert _figure("tthc_received", world.pharmacy).value == 6


def test_pending_of_a_month_told_by_others_is_not_added_to_that_of_a_later_one(world: World) -> None:
    ProcedureCountFactory(
        unit=world.surgery, procedure=None, month=1, origin=CountOrigin.CASES, received_direct=3, pending_late=3
    )
    ProcedureCountFactory(
        unit=world.centre, procedure=None, month=2, origin=CountOrigin.SUMMARY, received_direct=9, finished_late=4,
        pending_late=5,
    )  # fmt: skip

    overdue = _figure("tthc_overdue", world.centre)

    assert (overdue.numerator, overdue.denominator) == (9, 9)


def test_both_orders_are_told_before_the_import(world: World) -> None:
    table = _summary(["Y tế", "2", "1", "0", "1", "0"])
    assert _noted(world, table, source_name="một") == []
    brought_in(world, "summary", table)
    kept = checked(world.centre, *LISTED)
    (said,) = _said(kept)
    assert "10/2026" in said and world.centre.short_name in said and "danh sách này" in said

    case_imports.run(case_import=kept, by=None, at=AT, progress=quietly)
    (said,) = _noted(world, table, source_name="hai")
    assert "không được cộng" in said and "tệp này chỉ để đối chiếu" in said


def _said(kept: CaseImport) -> list[str]:
    outcome = case_imports.check(case_import=kept, by=None, at=AT, progress=quietly)
    return [note for note in notes_on(kept, outcome) if "nguồn khác" in note]


def test_whole_and_parts_that_disagree_are_gravely_doubted(world: World) -> None:
    imported(world.centre, *LISTED)
    brought_in(world, "summary", _summary(["Y tế", "2", "1", "0", "1", "0"]))

    found = [raised for raised in doubts_of([world.centre], 2026, date(2026, 11, 1))]

    (raised,) = [each for each in found if each.doubt.check == Check.WHOLE]
    assert raised.doubt.gravity == Gravity.HIGH
    assert "trước hạn, đúng hạn 1 và 2" in raised.doubt.sentence
    assert "tthc_on_time" in raised.indicators


def test_whole_and_parts_that_agree_are_not_doubted(world: World) -> None:
    imported(world.centre, *LISTED)
    brought_in(world, "summary", _summary(["Y tế", "2", "1", "1", "0", "0"]))

    assert not [each for each in doubts_of(Unit.objects.all(), 2026, date(2026, 11, 1))]


def test_a_typed_month_in_the_place_of_a_table_is_doubted(world: World) -> None:
    brought_in(world, "summary", _summary(["Y tế", "100", "90", "10", "0", "0"]))
    typed = {"received_online": 0, "finished_on_time": 0, "finished_late": 0}
    ProcedureCountFactory(
        unit=world.centre, year=2026, month=10, origin=CountOrigin.TYPED, received_direct=5, finished_early=5, **typed
    )

    (raised,) = doubts_of([world.centre], 2026, date(2026, 11, 1))

    assert _figure("tthc_received", world.centre).value == 5
    assert (raised.doubt.check, raised.doubt.gravity) == (Check.ORIGINS, Gravity.HIGH)
    assert "tiếp nhận 5 và 100" in raised.doubt.sentence and "; số nhập tay được tính." in raised.doubt.sentence


def test_a_list_of_few_of_the_cases_of_a_table_is_doubted_and_one_of_nearly_all_is_not(world: World) -> None:
    lines = [(f"A{number}", "05/10/2026", "12/10/2026", "09/10/2026") for number in range(20)]
    headings = ("Mã hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày trả")
    brought_in(world, "summary", _summary(["Y tế", "21", "21", "0", "0", "0"]))
    imported(world.centre, *lines[:3], headings=headings)

    (raised,) = doubts_of([world.centre], 2026, date(2026, 11, 1))
    assert "danh sách hồ sơ và bảng tổng hợp theo lĩnh vực khác nhau" in raised.doubt.sentence

    imported(world.centre, *lines, headings=headings, name="du.csv")
    assert doubts_of([world.centre], 2026, date(2026, 11, 1)) == []


def test_rows_without_a_unit_are_not_held_against_a_table_of_the_whole(world: World) -> None:
    brought_in(world, "summary", _summary(["Y tế", "3", "3", "0", "0", "0"]))
    imported(world.centre, *LISTED, case("A3", "05/10/2026", "12/10/2026", "09/10/2026"))

    assert not [
        raised for raised in doubts_of([world.centre], 2026, date(2026, 11, 1)) if raised.doubt.check == Check.ORIGINS
    ]
