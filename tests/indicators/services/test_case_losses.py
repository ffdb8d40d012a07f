"""A file that would take away what is known of cases says so before it is imported."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from indicators.engine.case_columns import COLUMNS
from indicators.engine.case_people import OF_APPLICANT
from indicators.models import CaseFile
from indicators.services import case_imports
from indicators.services.case_notes import grave_notes_on, notes_on
from tests.factories.world import World
from tests.indicators.case_desk import AT, Line, case, csv_file, imported, quietly, uploaded

ENDED = case("A1", "01/09/2025", "08/09/2025", "07/09/2025")
OVER = case("A2", "01/09/2025", "08/09/2025", "05/10/2025")
PENDING = case("A3", "01/09/2025", "08/09/2025")


def again(code: str) -> tuple[str, ...]:
    return case(code, "01/09/2025", "08/09/2025")


def told(world: World, *lines: Line, **given: object) -> tuple[list[str], list[str]]:
    """What is said of a file, and what of it is grave."""
    kept = uploaded(world.centre, *lines, name="khac.csv", **given)
    outcome = case_imports.check(case_import=kept, by=None, at=AT, progress=quietly)
    return notes_on(kept, outcome), grave_notes_on(kept, outcome)


def test_an_older_file_after_a_newer_one_is_told(world: World) -> None:
    imported(world.centre, ENDED, OVER, PENDING)

    said, grave = told(world, again("A1"), again("A2"), PENDING)

    assert said == grave
    assert "2 hồ sơ đã có ngày trả" in said[0] and "“A1”" in said[0] and "sau cùng" in said[0]


def test_a_case_that_is_reopened_among_others_that_end_is_no_grave_matter(world: World) -> None:
    imported(world.centre, ENDED, PENDING, again("A4"))

    said, grave = told(world, again("A1"), case("A3", "01/09/2025", "08/09/2025", "06/10/2025"), again("A4"))

    assert (len(said), grave) == (1, [])
    assert "1 hồ sơ đã có ngày trả" in said[0]


def test_what_ends_or_stays_is_not_told(world: World) -> None:
    imported(world.centre, ENDED, PENDING)

    assert told(world, ENDED, case("A3", "01/09/2025", "08/09/2025", "06/10/2025")) == ([], [])


def test_columns_that_a_file_lacks_are_told_with_what_is_lost(world: World) -> None:
    first = case("A1", "01/09/2025", "08/09/2025", unit=world.surgery.name, channel="Trực tuyến")
    imported(world.centre, first, case("A2", "01/09/2025", "08/09/2025"))

    lines = (("A1", "01/09/2025"), ("A2", "01/09/2025"))
    said, grave = told(world, *lines, headings=("Mã hồ sơ", "Ngày tiếp nhận"), source_name="Nguồn khác")

    assert said == grave
    assert "không có cột: “Ngày hẹn trả” 2 hồ sơ; “Hình thức nộp” 1 hồ sơ." in said[1]
    assert "1 hồ sơ của Khoa Ngoại" in said[0] and "chuyển sang TTYT Một" in said[0]


def test_a_file_with_all_columns_takes_nothing_away_by_itself(world: World) -> None:
    columns = [column for column in COLUMNS["cases"] if not column.name.startswith(OF_APPLICANT)]
    told = {"code": "A1", "received": "01/09/2025", "due": "08/09/2025", "fee": "10000", "paid_online": "Có"}
    headings = tuple(column.label for column in columns)
    imported(world.centre, tuple(told.get(column.name, "") for column in columns), headings=headings)
    told["finished"] = "05/09/2025"

    kept = uploaded(world.centre, tuple(told.get(each.name, "") for each in columns), headings=headings, name="b.csv")
    outcome = case_imports.check(case_import=kept, by=None, at=AT, progress=quietly)

    assert set(kept.columns) == {column.name for column in columns}
    assert (outcome.stored.losses.ended, outcome.stored.losses.lost) == (1, {})


def test_an_emptied_cell_is_no_missing_column(world: World) -> None:
    imported(world.centre, PENDING)

    assert told(world, case("A3", "01/09/2025")) == ([], [])


def test_the_command_line_imports_an_older_file_only_when_told_to(world: World, tmp_path: Path) -> None:
    imported(world.centre, ENDED)
    older = tmp_path / "cu.csv"
    older.write_bytes(csv_file(again("A1")).getvalue())

    with pytest.raises(CommandError, match="phải xem lại"):
        call_command("import_cases", str(older), unit=world.centre.code, source="Một cửa")
    assert CaseFile.objects.get(is_current=True).finished_at is not None

    call_command("import_cases", str(older), unit=world.centre.code, source="Một cửa", yes=True)
    assert CaseFile.objects.get(is_current=True).finished_at is None
