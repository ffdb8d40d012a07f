"""What is said before an import whose rows are all good."""

from typing import Any

from indicators.enums import CountOrigin, PeriodState
from indicators.models import ProcedureCount
from indicators.services import case_imports, case_uploads
from indicators.services.case_notes import notes_on
from tests.factories.indicators import FigurePeriodFactory
from tests.factories.world import World
from tests.indicators.case_desk import AT, case, csv_file, imported, quietly, uploaded

HEADINGS = ("Đơn vị", "Lĩnh vực", "Tiếp nhận", "Sớm hạn", "Đúng hạn", "Quá hạn")


def table(world: World, *lines: tuple[str, ...], name: str) -> Any:
    kept, _ = case_uploads.upload(
        centre=world.centre, file=csv_file(*lines, headings=HEADINGS), name=name, source_name=name, layout="summary",
        by=None, at=AT, year=2026, month=10,
    )  # fmt: skip
    return kept


def notes(kept: Any) -> list[str]:
    return notes_on(kept, case_imports.check(case_import=kept, by=None, at=AT, progress=quietly))


def test_closed_month_is_told_before_the_import(world: World) -> None:
    FigurePeriodFactory(centre=world.centre, year=2026, month=10, state=PeriodState.CLOSED, closed_at=AT)

    assert "tháng 10/2026 đã khóa" in notes(uploaded(world.centre, case("A1", "05/10/2026"), source_name="Một"))[0]
    assert notes(uploaded(world.centre, case("A2", "05/11/2026"), source_name="Hai")) == []
    assert "tháng 10/2026 đã khóa" in notes(table(world, ("", "Y tế", "9", "4", "3", "2"), name="a.csv"))[0]


def test_what_changes_nothing_is_not_warned_of(world: World) -> None:
    imported(world.centre, case("A1", "05/10/2026"))
    FigurePeriodFactory(centre=world.centre, year=2026, month=10, state=PeriodState.CLOSED, closed_at=AT)

    assert notes(uploaded(world.centre, case("A1", "05/10/2026"), again=True)) == []


def test_rows_of_another_table_of_the_same_month_are_told(world: World) -> None:
    first = table(world, ("", "Y tế", "9", "4", "3", "2"), ("", "Dân số", "9", "4", "3", "2"), name="a.csv")
    case_imports.check(case_import=first, by=None, at=AT, progress=quietly)
    case_imports.run(case_import=first, by=None, at=AT, progress=quietly)
    assert ProcedureCount.objects.filter(origin=CountOrigin.SUMMARY).count() == 2

    renamed = notes(
        table(world, ("", "Y tế", "9", "4", "3", "2"), ("", "Dân số - KHHGĐ", "9", "4", "3", "2"), name="b.csv")
    )
    elsewhere = notes(table(world, (world.surgery.name, "Dân số - KHHGĐ", "9", "4", "3", "2"), name="c.csv"))
    same = notes(table(world, ("", "Y tế", "8", "4", "3", "1"), ("", "Dân số", "9", "4", "3", "2"), name="d.csv"))

    assert [("đã có 1 dòng khác" in note, "“a.csv”" in note) for note in renamed] == [(True, True)]
    assert (elsewhere, same) == ([], [])
