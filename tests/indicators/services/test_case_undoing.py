"""Undoing an import: whole or not at all for whoever looks, in short steps where only one may write at a time."""

from typing import Any

import pytest

from core.models import Job
from indicators.enums import CaseImportState, PeriodState
from indicators.models import CaseApplicant, CaseFile, CaseGroup, CaseImport, ProcedureCount
from indicators.selectors.case_imports import cases_of
from indicators.services import case_imports, case_steps, case_undoing
from indicators.services.errors import FigureRefused
from indicators.tasks import forget_waiting_case_files
from tests.factories.accounts import user_with
from tests.factories.indicators import FigurePeriodFactory
from tests.factories.world import World
from tests.indicators.case_desk import AT, HEADINGS, case, checked, imported, quietly

EARLIER = [case(f"A{number}", "02/11/2025 08:00", "06/11/2025 17:00") for number in range(3)]
ENDED = [case(f"A{number}", "02/11/2025 08:00", "06/11/2025 17:00", "04/11/2025 09:00") for number in range(2)]
NEW = [case(f"B{number}", "03/11/2025 08:00", "06/11/2025 17:00") for number in range(4)]
BEFORE = ["A0", "A1", "A2"]


class Died(BaseException):
    """The worker, in the middle."""


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """On every database, and of two rows."""
    monkeypatch.setattr(case_steps, "are_needed", lambda: True)
    monkeypatch.setattr(case_steps, "ROWS_A_STEP", 2)
    monkeypatch.setattr(case_steps, "PAUSE_SECONDS", 0)


@pytest.fixture
def done(world: World, steps: None) -> CaseImport:
    """An import that renewed two cases and brought four."""
    imported(world.centre, *EARLIER)
    return imported(world.centre, *ENDED, *NEW)


def undo(case_import: CaseImport, progress: Any = quietly) -> CaseImport:
    return case_undoing.undo(case_import=case_import, by=None, at=AT, progress=progress)


def seen(world: World) -> tuple[list[str], list[Any]]:
    """What a reader sees: the codes of the list of cases, and the counts."""
    office = user_with("office", world.centre)
    codes = cases_of(office, world.centre, 2025).order_by("code").values_list("code", flat=True)
    counts = ProcedureCount.objects.order_by("year", "month").values_list(
        "year", "month", "received_direct", "finished_early"
    )
    return list(codes), list(counts)


def test_reader_sees_all_or_nothing(world: World, done: CaseImport) -> None:
    with_it = seen(world)
    looked: list[tuple[int, int, bool]] = []

    def look(gone: int, total: int, message: str) -> None:
        now = seen(world)
        assert now[0] in (with_it[0], BEFORE)
        looked.append((gone, total, now == with_it))

    undone = undo(done, look)

    assert looked == [(0, 6, True), (2, 6, False), (4, 6, False), (6, 6, False)]
    assert (undone.state, seen(world)[0], CaseFile.objects.count()) == (CaseImportState.UNDONE, BEFORE, 3)
    assert not CaseGroup.objects.filter(case_import=done).exists()
    assert set(CaseFile.objects.values_list("outcome", "is_current")) == {("", True)}


def test_worker_that_died_before_the_first_step_changed_nothing(world: World, done: CaseImport) -> None:
    with_it = seen(world)

    def die(gone: int, total: int, message: str) -> None:
        raise Died

    with pytest.raises(Died):
        undo(done, die)

    done.refresh_from_db()
    assert (done.state, seen(world), CaseFile.objects.count()) == (CaseImportState.IMPORTED, with_it, 9)


def killed_while_it_removes(case_import: CaseImport) -> None:
    def die(gone: int, total: int, message: str) -> None:
        if gone:
            raise Died

    with pytest.raises(Died):
        undo(case_import, die)
    assert CaseFile.objects.count() > 3


def test_next_worker_removes_the_rest(world: World, done: CaseImport) -> None:
    killed_while_it_removes(done)
    assert seen(world)[0] == BEFORE

    undo(done)

    assert (CaseFile.objects.count(), CaseGroup.objects.filter(case_import=done).exists()) == (3, False)


def test_what_nobody_came_back_to_is_swept(world: World, done: CaseImport) -> None:
    killed_while_it_removes(done)

    forget_waiting_case_files()

    assert CaseFile.objects.count() == 3


def test_rest_of_an_undone_import_is_not_counted_when_another_is_undone(world: World, done: CaseImport) -> None:
    other = imported(world.centre, case("C1", "03/11/2025"), source_name="Khác")
    killed_while_it_removes(done)

    undo(other)

    assert seen(world)[0] == BEFORE and seen(world)[1][0] == (2025, 11, 3, 0)


def test_rest_of_an_undone_import_is_in_nobodys_way(world: World, done: CaseImport) -> None:
    """The same cases come again before the rest of them is removed: looked at, they are new, and they can be stored."""
    killed_while_it_removes(done)

    again = checked(world.centre, *ENDED, *NEW, again=True)
    assert (again.rows_added, again.rows_changed) == (4, 2)
    case_imports.run(case_import=again, by=None, at=AT, progress=quietly)

    assert CaseFile.objects.filter(is_current=True).count() == 7 and CaseFile.objects.count() == 9


def test_applicants_go_with_their_cases(world: World, steps: None, settings: Any) -> None:
    settings.KEEP_CASE_APPLICANTS = True
    lines = [(*line, f"Người {line[0]}") for line in NEW]
    kept = imported(world.centre, *lines, headings=(*HEADINGS, "Người nộp"))
    assert CaseApplicant.objects.count() == 4

    undo(kept)

    assert not CaseApplicant.objects.exists() and not CaseFile.objects.exists()


@pytest.mark.parametrize("times", [1, 9])
def test_undoing_looks_again_when_cases_changed_meanwhile(
    world: World, done: CaseImport, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    others: list[CaseImport] = []
    planned = case_undoing._planned

    def interfere(*given: Any) -> Any:
        plan = planned(*given)
        if len(others) < times:
            others.append(
                imported(world.centre, case(f"C{len(others)}", "03/11/2025"), source_name=f"Khác {len(others)}")
            )
        return plan

    monkeypatch.setattr(case_undoing, "_planned", interfere)
    if times == 1:
        undo(done)
        assert seen(world)[0] == [*BEFORE, "C0"]
        assert seen(world)[1][0] == (2025, 11, 4, 0)
        return
    with pytest.raises(FigureRefused, match="thay đổi trong lúc hoàn tác"):
        undo(done)
    done.refresh_from_db()
    assert (done.state, len(others)) == (CaseImportState.IMPORTED, case_imports.MOST_ATTEMPTS)


def test_closed_month_is_refused_and_everything_stays(world: World, done: CaseImport) -> None:
    FigurePeriodFactory(centre=world.centre, year=2025, month=11, state=PeriodState.CLOSED, closed_at=AT)
    with_it = seen(world)

    with pytest.raises(FigureRefused, match="đã khóa"):
        undo(done)

    done.refresh_from_db()
    assert (done.state, seen(world), CaseFile.objects.count()) == (CaseImportState.IMPORTED, with_it, 9)


@pytest.mark.parametrize("in_steps", [False, True])
def test_done_twice_it_is_done_once(
    world: World, done: CaseImport, monkeypatch: pytest.MonkeyPatch, in_steps: bool
) -> None:
    monkeypatch.setattr(case_steps, "are_needed", lambda: in_steps)
    undo(done)
    before = seen(world)

    again = undo(done)

    assert (again.state, seen(world), CaseFile.objects.count()) == (CaseImportState.UNDONE, before, 3)


def ask(case_import: CaseImport, by: Any) -> Job:
    return case_undoing.request(case_import=case_import, by=by, at=AT)


def test_second_person_gets_the_same_job(world: World, done: CaseImport) -> None:
    first = ask(done, user_with("office", world.centre))

    assert ask(done, user_with("office", world.centre)) == first


def test_what_surely_cannot_be_undone_is_refused_at_once(world: World, done: CaseImport) -> None:
    imported(world.centre, *NEW, case("D1", "03/11/2025"), again=True)
    with pytest.raises(FigureRefused, match="Hoàn tác các lần nhập sau"):
        ask(done, user_with("office", world.centre))
    with pytest.raises(FigureRefused, match="Chờ nhập"):
        ask(checked(world.centre, case("D2", "03/11/2025")), user_with("office", world.centre))
    with pytest.raises(FigureRefused, match="không có quyền"):
        ask(done, user_with("department_head", world.surgery))
    assert not Job.objects.exists()
