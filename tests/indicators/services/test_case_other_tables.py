"""What is said before a table of counts comes in whose month another source told already."""

import io
from typing import Any

import pytest

from indicators.models import ProcedureCount
from indicators.services import case_imports, case_uploads
from indicators.services.case_notes import grave_notes_on
from tests.factories.world import World
from tests.indicators.case_desk import AT, quietly
from tests.indicators.case_files import csv_text
from tests.indicators.services.test_case_summaries import LAYOUTS, SUMMED, TABLES, brought_in, undone

OTHER = "Cổng tỉnh"


def said(world: World, table: Any, layout: str = "summary", **given: Any) -> list[str]:
    values = {"source_name": OTHER, "layout": layout, "by": None, "at": AT, "year": 2026, "month": 10, **given}
    content = io.BytesIO(csv_text(table, ";").encode())
    kept, _ = case_uploads.upload(centre=world.centre, file=content, name="khac.csv", **values)
    outcome = case_imports.check(case_import=kept, by=None, at=AT, progress=quietly)
    return grave_notes_on(kept, outcome)


@LAYOUTS
def test_rows_that_go_for_those_of_another_source_are_told(world: World, layout: str) -> None:
    first, second = TABLES[layout]
    brought_in(world, layout, first)

    (note,) = said(world, second, layout)

    assert "1 dòng từ tệp “bang.csv” của nguồn khác ghi số khác" in note
    assert "Tháng 10/2026" in note and "thay số của chúng, không cộng thêm" in note


@pytest.mark.parametrize(
    ("table", "given"),
    [
        ([SUMMED, ["Y tế", "10", "4", "3", "1", "2"], ["Dược", "6", "6", "0", "0", "0"]], {}),
        ([SUMMED, ["Y tế", "11", "4", "3", "1", "3"], ["Dược", "6", "6", "0", "0", "0"]], {"month": 9}),
        ([SUMMED, ["Y tế", "11", "4", "3", "1", "3"], ["Dược", "6", "6", "0", "0", "0"]], {"source_name": "summary"}),
    ],
    ids=["the same numbers", "another month", "a newer table of the source"],
)
def test_nothing_is_said_where_no_number_of_another_source_goes(world: World, table: Any, given: Any) -> None:
    brought_in(world, "summary", TABLES["summary"][0])

    assert said(world, table, **given) == []


def test_rows_that_stay_and_rows_that_go_are_two_notes(world: World) -> None:
    brought_in(world, "summary", TABLES["summary"][0])

    staying, going = said(world, [SUMMED, ["Y tế", "11", "4", "3", "1", "3"]])

    assert "1 dòng khác" in staying and "cộng chung" in staying
    assert "1 dòng từ tệp" in going


def test_what_went_for_another_source_comes_back_when_that_is_undone(world: World) -> None:
    brought_in(world, "summary", TABLES["summary"][0])
    second = brought_in(world, "summary", [SUMMED, ["Y tế", "11", "4", "3", "1", "3"]], source_name=OTHER)
    received = ProcedureCount.objects.filter(field="Y tế").values_list("received_direct", "source_note")
    assert [source for _, source in received] == [OTHER]

    undone(second)

    assert [source for _, source in received.all()] == ["summary"]
