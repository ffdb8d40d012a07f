"""Imports written in short steps: nobody waits long, nobody sees half of one, and nothing of a broken one stays."""

from typing import Any

import pytest
from django.db import connection

from core.errors import TransitionRefused
from indicators.enums import CaseImportState
from indicators.models import CaseApplicant, CaseFile, CaseGroup, CaseImport, ProcedureCount
from indicators.services import case_imports, case_steps, case_undoing
from indicators.services.case_reading import go_through
from indicators.services.errors import FigureRefused
from tests.factories.world import World, make_world
from tests.indicators.case_desk import AT, HEADINGS, case, checked, imported, quietly

EARLIER = [case(f"A{number}", "02/11/2026 08:00", "06/11/2026 17:00") for number in range(3)]
ENDED = [case(f"A{number}", "02/11/2026 08:00", "06/11/2026 17:00", "04/11/2026 09:00") for number in range(2)]
NEW = [case(f"B{number}", "03/11/2026 08:00", "06/11/2026 17:00") for number in range(4)]
LINES = (*ENDED, EARLIER[2], *NEW, case("X1", "45/11/2026"))


class Died(BaseException):
    """The worker, in the middle."""


@pytest.fixture(autouse=True)
def steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """On every database, and of two rows."""
    monkeypatch.setattr(case_steps, "are_needed", lambda: True)
    monkeypatch.setattr(case_steps, "ROWS_A_STEP", 2)
    monkeypatch.setattr(case_steps, "PAUSE_SECONDS", 0)


@pytest.fixture
def waiting(world: World) -> CaseImport:
    imported(world.centre, *EARLIER)
    return checked(world.centre, *LINES)


def run(case_import: CaseImport, progress: Any = quietly) -> CaseImport:
    return case_imports.run(case_import=case_import, by=None, at=AT, progress=progress)


def stored() -> tuple[list[Any], list[Any], list[Any]]:
    """Everything that is known of cases and counts, but keys."""
    cases = CaseFile.objects.order_by("code", "is_current", "pk").values("replaces__code", *_names(CaseFile))
    groups = CaseGroup.objects.order_by("case_import", "field").values("unit", "procedure", "field")
    return list(cases), list(groups), list(ProcedureCount.objects.order_by("month").values(*_names(ProcedureCount)))


def _names(model: Any) -> list[str]:
    keys = {"id", "group", "replaces", "case_import"}
    return [field.name for field in model._meta.concrete_fields if field.name not in keys]


def test_steps_come_to_the_same_as_one_transaction(
    waiting: CaseImport, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = run(waiting)
    in_steps = stored()
    assert (done.rows_added, done.rows_changed, done.rows_same, done.rows_refused) == (4, 2, 1, 1)
    case_undoing.undo(case_import=done, by=None, at=AT)
    monkeypatch.setattr(case_steps, "are_needed", lambda: False)

    imported(waiting.centre, *LINES)

    assert stored() == in_steps


def test_nobody_sees_anything_until_all_is_there(waiting: CaseImport) -> None:
    before, seen = stored()[2], []

    def look(done: int, total: int, message: str) -> None:
        current = CaseFile.objects.filter(is_current=True).values_list("code", flat=True)
        assert sorted(current) == ["A0", "A1", "A2"] and stored()[2] == before
        seen.append((done, CaseFile.objects.count() - 3))

    run(waiting, look)

    assert [rows for _, rows in seen] == [2, 4, 6, 6]
    assert [done for done, _ in seen] == sorted(done for done, _ in seen) and seen[-1][0] == 8


@pytest.mark.parametrize("how", [RuntimeError, Died])
def test_nothing_stays_of_an_import_that_broke(waiting: CaseImport, how: type[BaseException]) -> None:
    before = stored()

    def break_down(done: int, total: int, message: str) -> None:
        assert CaseFile.objects.count() > 3
        raise how

    with pytest.raises(how):
        run(waiting, break_down)

    waiting.refresh_from_db()
    assert (stored(), waiting.state) == (before, CaseImportState.CHECKED)


def killed(case_import: CaseImport) -> None:
    """All steps but the last, and nobody to clear up."""
    go_through(case_import, at=AT, writes=True, progress=quietly)
    assert CaseFile.objects.count() == 9


def test_what_a_killed_worker_left_is_not_doubled(waiting: CaseImport, settings: Any) -> None:
    settings.KEEP_CASE_APPLICANTS = True
    killed(waiting)

    done = run(waiting)

    assert (done.state, CaseFile.objects.count(), CaseFile.objects.filter(is_current=True).count()) == (
        CaseImportState.IMPORTED, 9, 7,
    )  # fmt: skip


def test_what_a_killed_worker_left_goes_with_its_file(waiting: CaseImport) -> None:
    before = stored()
    killed(waiting)

    case_imports.discard(case_import=waiting, by=None, at=AT)

    assert stored() == before


def test_versions_of_an_import_that_is_done_are_left_alone(waiting: CaseImport) -> None:
    done = run(waiting)
    after = stored()
    imported(waiting.centre, case("B0", "03/11/2026 08:00", "06/11/2026 17:00", "04/11/2026"), source_name="Hai")

    case_steps.forget(done)
    with pytest.raises(TransitionRefused):
        case_imports.discard(case_import=done, by=None, at=AT)

    assert len(stored()[0]) == len(after[0]) + 1


@pytest.mark.parametrize("times", [1, 9])
def test_import_begins_anew_when_cases_changed_meanwhile(waiting: CaseImport, times: int) -> None:
    others: list[CaseImport] = []

    def interfere(done: int, total: int, message: str) -> None:
        if done == 8 and len(others) < times:
            line = case("A2", "02/11/2026 08:00", "06/11/2026 17:00", f"0{3 + len(others)}/11/2026")
            others.append(imported(waiting.centre, line, source_name=f"Khác {len(others)}"))

    if times == 1:
        done = run(waiting, interfere)
        # The case that was as it had been is not any more: this import takes it back.
        assert (done.rows_added, done.rows_changed, done.rows_same) == (4, 3, 0)
        assert set(done.rests_on.all()) > set(others)
        return
    with pytest.raises(FigureRefused, match="thay đổi trong lúc nhập"):
        run(waiting, interfere)
    assert len(others) >= case_imports.MOST_ATTEMPTS
    assert not CaseGroup.objects.filter(case_import=waiting).exists()
    assert CaseFile.objects.filter(is_current=True).count() == 3


def test_same_import_by_two_workers_is_done_once(waiting: CaseImport) -> None:
    others: list[CaseImport] = []

    def overtake(done: int, total: int, message: str) -> None:
        if done == 8 and not others:
            others.append(run(waiting))

    done = run(waiting, overtake)

    assert (done.state, CaseFile.objects.count()) == (CaseImportState.IMPORTED, 9)
    assert sum(ProcedureCount.objects.values_list("received_direct", flat=True)) == 7


def test_columns_changed_meanwhile_are_not_passed_over(waiting: CaseImport) -> None:
    def change(done: int, total: int, message: str) -> None:
        CaseImport.objects.filter(pk=waiting.pk).update(columns={**waiting.columns, "field": "Thủ tục"})

    done = run(waiting, change)

    assert set(CaseGroup.objects.filter(case_import=done).values_list("field", flat=True)) != {"Y tế"}


def test_applicants_are_kept_with_their_cases(world: World, settings: Any) -> None:
    settings.KEEP_CASE_APPLICANTS = True
    imported(world.centre, *EARLIER)
    lines = [(*line, f"Người {line[0]}") for line in (*ENDED, *NEW)]

    done = imported(world.centre, *lines, headings=(*HEADINGS, "Người nộp"))

    told = CaseApplicant.objects.values_list("name", "case__code", "case__is_current", "case__group__case_import")
    assert sorted(told) == sorted((f"Người {line[0]}", line[0], True, done.pk) for line in lines)


@pytest.mark.django_db(transaction=True)
def test_embedded_database_is_not_held_between_steps(roles: None) -> None:
    centre, held = make_world().centre, []
    waiting = checked(centre, *LINES)

    run(waiting, lambda done, total, message: held.append(connection.in_atomic_block))

    assert held == [False] * 5
