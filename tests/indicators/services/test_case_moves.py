"""The same cases told for another unit: never counted twice, told and asked about before, doubted afterwards."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Unit
from accounts.roles import RoleCode
from indicators.engine.sanity import Check, Gravity
from indicators.models import CaseImport
from indicators.selectors.doubts import UnitDoubt, doubts_of
from indicators.selectors.figures import figure_for
from indicators.services import case_imports, case_undoing
from indicators.services.case_notes import grave_notes_on, notes_on
from indicators.services.catalogue import load_catalogue
from tests.factories.accounts import user_with
from tests.factories.world import World
from tests.indicators.case_desk import AT, HEADINGS, case, checked, csv_file, imported, quietly, uploaded

NO_UNITS = tuple(name for name in HEADINGS if name != "Đơn vị")
ON = date(2026, 11, 22)


def line(code: str) -> tuple[str, ...]:
    """A case of October without its unit."""
    return (code, "", "Y tế", "05/10/2026", "12/10/2026", "09/10/2026", "Trực tiếp")


FIRST = (line("A1"), line("A2"))
SECOND = (line("A1"), line("A2"), line("A3"))


@pytest.fixture(autouse=True)
def catalogue(world: World) -> None:
    load_catalogue()


def brought(world: World, unit: Unit | None, *codes: str, name: str = "b.csv") -> CaseImport:
    given = {"headings": NO_UNITS, "default_unit": unit, "name": name, "again": True}
    return imported(world.centre, *map(line, codes), **given)


def received(unit: Unit) -> Any:
    figure = figure_for("tthc_received", unit, 2026)
    return figure.value if figure else None


def moved(*units: Unit) -> list[UnitDoubt]:
    return [raised for raised in doubts_of(units, 2026, ON) if raised.doubt.check == Check.MOVED]


def said(world: World, *lines: tuple[str, ...], **given: Any) -> tuple[list[str], list[str]]:
    """What is said of a file before it is imported, and what of it is grave."""
    kept = uploaded(world.centre, *lines, **{"name": "b.csv", "headings": NO_UNITS, "again": True, **given})
    outcome = case_imports.check(case_import=kept, by=None, at=AT, progress=quietly)
    return notes_on(kept, outcome), grave_notes_on(kept, outcome)


def test_the_same_cases_for_a_sibling_are_never_counted_twice(world: World) -> None:
    brought(world, world.surgery, "A1", "A2", name="a.csv")
    brought(world, world.pharmacy, "A1", "A2", "A3")

    assert (received(world.centre), received(world.surgery), received(world.pharmacy)) == (3, None, 3)


def test_how_many_of_which_unit_and_import_is_told_before(world: World) -> None:
    brought(world, world.surgery, "A1", "A2", name="a.csv")

    notes, grave = said(world, *SECOND, default_unit=world.pharmacy)

    assert notes == grave and len(notes) == 1
    assert "2 hồ sơ của Khoa Ngoại (tệp “a.csv”, nhập ngày 20/11/2026)" in notes[0]
    assert "chuyển sang Khoa Dược" in notes[0]
    assert received(world.surgery) == 2


def test_the_same_unit_new_cases_and_a_unit_within_are_nothing_grave(world: World) -> None:
    brought(world, None, "A1", "A2", name="a.csv")

    assert said(world, *FIRST) == ([], [])
    assert said(world, line("B1"), default_unit=world.pharmacy, name="c.csv") == ([], [])
    notes, grave = said(world, line("A1"), default_unit=world.pharmacy, name="d.csv")
    assert (len(notes), grave) == (1, []) and "1 hồ sơ của TTYT Một" in notes[0]


def test_a_file_that_names_its_units_is_believed(world: World) -> None:
    brought(world, world.surgery, "A1", name="a.csv")
    named = case("A1", "05/10/2026", "12/10/2026", "09/10/2026", unit="Khoa Dược")

    notes, grave = said(world, named, headings=HEADINGS)
    assert (len(notes), grave) == (1, []) and "chuyển sang Khoa Dược" in notes[0]
    imported(world.centre, named, name="c.csv")
    assert received(world.pharmacy) == 1 and not moved(world.surgery, world.pharmacy)


def test_both_units_are_gravely_doubted_afterwards(world: World) -> None:
    brought(world, world.surgery, "A1", "A2", name="a.csv")
    assert not moved(world.surgery, world.pharmacy, world.centre)
    later = brought(world, world.pharmacy, "A1", "A2", "A3")

    lost, gained = sorted(moved(world.surgery, world.pharmacy, world.centre), key=lambda each: each.unit.pk)

    assert {(each.unit, each.doubt.gravity, each.doubt.month) for each in (lost, gained)} == {
        (world.surgery, Gravity.HIGH, 0),
        (world.pharmacy, Gravity.HIGH, 0),
    }
    sentences = {each.unit: each.doubt.sentence for each in (lost, gained)}
    assert "Năm 2026: 2 hồ sơ của đơn vị này đã chuyển sang Khoa Dược" in sentences[world.surgery]
    assert "2 hồ sơ của Khoa Ngoại đã chuyển sang đơn vị này" in sentences[world.pharmacy]
    assert not [each for each in doubts_of([world.surgery], 2025, ON) if each.doubt.check == Check.MOVED]
    assert "tthc_on_time" in lost.indicators

    case_undoing.undo(case_import=later, by=None, at=AT + timedelta(days=1))
    assert not moved(world.surgery, world.pharmacy) and received(world.surgery) == 2


def test_what_went_back_is_doubted_no_more(world: World) -> None:
    brought(world, world.surgery, "A1", "A2", name="a.csv")
    brought(world, world.pharmacy, "A1", "A2")
    brought(world, world.surgery, "A1", name="c.csv")
    assert "1 hồ sơ của đơn vị này" in moved(world.surgery)[0].doubt.sentence

    brought(world, world.surgery, "A1", "A2", name="d.csv")

    assert not moved(world.surgery, world.pharmacy)


def test_number_of_queries_does_not_grow_with_moves(world: World) -> None:
    brought(world, world.surgery, "A1", "A2", name="a.csv")
    brought(world, world.pharmacy, "A1")
    with CaptureQueriesContext(connection) as one:
        moved(world.surgery)
    brought(world, world.office, "A2", name="c.csv")
    with CaptureQueriesContext(connection) as two:
        assert len(moved(world.surgery, world.pharmacy, world.office)) == 3
    assert len(one) == len(two)


def test_the_command_line_imports_them_only_when_told_to(world: World, tmp_path: Path) -> None:
    brought(world, world.surgery, "A1", name="a.csv")
    file = tmp_path / "b.csv"
    file.write_bytes(csv_file(line("A1"), headings=NO_UNITS).getvalue())

    with pytest.raises(CommandError, match="phải xem lại"):
        call_command("import_cases", str(file), unit=world.pharmacy.code, source="Một cửa")
    assert received(world.surgery) == 1

    call_command("import_cases", str(file), unit=world.pharmacy.code, source="Một cửa", yes=True)
    assert received(world.pharmacy) == 1


def test_the_page_asks_once_more_before_it_takes_them(world: World, client: Client) -> None:
    brought(world, world.surgery, "A1", name="a.csv")
    taking = checked(world.centre, line("A1"), headings=NO_UNITS, default_unit=world.pharmacy, name="b.csv")
    harmless = checked(world.centre, line("B1"), headings=NO_UNITS, default_unit=world.pharmacy, name="c.csv")
    client.force_login(user_with(RoleCode.OFFICE, world.centre))

    asked, plain = (
        client.get(f"/so-lieu/ho-so-tthc/nhap-tep/{each.pk}/").content.decode() for each in (taking, harmless)
    )

    assert "hồ sơ đang tính cho đơn vị khác; nhập thì các hồ sơ đó chuyển đơn vị" in asked
    assert "chuyển đơn vị" not in plain
