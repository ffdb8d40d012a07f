"""Two imports of one centre at the same moment, on a database that locks rows."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import transaction

from indicators.enums import CaseImportState
from indicators.models import CaseFile, CaseImport, ProcedureCount
from indicators.services import case_imports, case_undoing
from tests.at_once import all_at_once, in_thread, second_while_first
from tests.factories.world import make_world
from tests.indicators.case_desk import AT, case, checked, quietly

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
EARLIER = case("A1", "02/11/2026 08:00", "06/11/2026 17:00")
LATER = case("A1", "02/11/2026 08:00", "06/11/2026 17:00", "04/11/2026 09:00")


def run(case_import: CaseImport) -> Any:
    return case_imports.run(case_import=case_import, by=None, at=AT, progress=quietly)


@pytest.fixture
def two(roles: None) -> list[CaseImport]:
    centre = make_world().centre
    return [checked(centre, EARLIER), checked(centre, LATER)]


def test_second_import_waits_and_meets_what_the_first_stored(two: list[CaseImport]) -> None:
    first, second = second_while_first(lambda: run(two[0]), lambda: run(two[1]))

    assert (first.rows_added, second.rows_added, second.rows_changed) == (1, 0, 1)
    assert list(CaseFile.objects.order_by("pk").values_list("is_current", flat=True)) == [False, True]
    assert list(second.rests_on.all()) == [first]
    assert ProcedureCount.objects.get().finished_early == 1


def test_same_import_run_by_two_workers_is_done_once(two: list[CaseImport]) -> None:
    first, second = second_while_first(lambda: run(two[0]), lambda: run(two[0]))

    assert (first.state, second.state) == (CaseImportState.IMPORTED, CaseImportState.IMPORTED)
    assert CaseFile.objects.count() == 1


def test_undo_and_import_do_not_cross(two: list[CaseImport]) -> None:
    done = run(two[0])

    def undo() -> Any:
        return case_undoing.undo(case_import=done, by=None, at=AT)

    undone, later = second_while_first(undo, lambda: run(two[1]))

    assert (undone.state, later.rows_added, later.rows_changed) == (CaseImportState.UNDONE, 1, 0)
    assert CaseFile.objects.filter(is_current=True).count() == 1


def test_asking_again_does_not_wait_for_the_undoing_that_is_under_way(two: list[CaseImport]) -> None:
    done = run(two[0])
    job = case_undoing.request(case_import=done, by=None, at=AT)

    def ask() -> Any:
        return case_undoing.request(case_import=done, by=None, at=AT)

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        case_undoing.undo(case_import=done, by=None, at=AT)
        assert pool.submit(in_thread, ask).result(timeout=10) == job


def test_two_undoings_of_the_same_import_are_one(two: list[CaseImport]) -> None:
    done = run(two[0])

    def undo() -> Any:
        return case_undoing.undo(case_import=done, by=None, at=AT)

    first, second = second_while_first(undo, undo)

    assert (first.state, second.state) == (CaseImportState.UNDONE, CaseImportState.UNDONE)
    assert not CaseFile.objects.exists() and not ProcedureCount.objects.exists()


def test_double_click_asks_for_one_job(two: list[CaseImport]) -> None:
    jobs = all_at_once([lambda: case_imports.request_import(case_import=two[0], by=None, at=AT)] * 2)

    assert len({job.pk for job in jobs}) == 1
