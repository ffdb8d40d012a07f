"""Counting cases anew while others work on the same centre, on a database that locks rows."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from indicators.models import CaseFile, CaseRecount, FigurePeriod, ProcedureCount
from indicators.services import case_imports, case_recounting, case_undoing, periods
from tests.at_once import second_while_first
from tests.factories.accounts import user_with
from tests.factories.indicators import CalendarDayFactory, ProcedureFactory
from tests.factories.world import World, make_world
from tests.indicators.case_desk import AT, case, checked, imported, quietly

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
CODE = "1.000001"
JOB = UUID(int=1)


@pytest.fixture
def told(roles: None) -> World:
    """A case that was late until somebody entered a day off."""
    world = make_world()
    ProcedureFactory(centre=world.centre, code=CODE, statutory_days=10, promised_days=3)
    imported(world.centre, case("A1", "05/10/2026", "", "09/10/2026", procedure=CODE))
    CalendarDayFactory(on=date(2026, 10, 6))
    return world


def recount(world: World, job: UUID | None = None) -> CaseRecount:
    return case_recounting.run(centre=world.centre, job=job or uuid4(), by=None, at=AT, progress=quietly)


def counted() -> list[Any]:
    return list(ProcedureCount.objects.filter(month=10).values_list("finished_on_time", "finished_late"))


def test_recount_waits_for_an_import_and_meets_what_it_stored(told: World) -> None:
    waiting = checked(told.centre, case("A2", "05/10/2026", "", "12/10/2026", procedure=CODE), name="sau.csv")

    def bring_in() -> Any:
        return case_imports.run(case_import=waiting, by=None, at=AT, progress=quietly)

    _, done = second_while_first(bring_in, lambda: recount(told))

    assert (done.cases, done.no_longer_late, counted()) == (1, 1, [(1, 1)])


def test_import_waits_for_a_recount_and_counts_on_from_it(told: World) -> None:
    waiting = checked(told.centre, case("A1", "05/10/2026", "", "12/10/2026", procedure=CODE), name="sau.csv")

    done, brought = second_while_first(
        lambda: recount(told),
        lambda: case_imports.run(case_import=waiting, by=None, at=AT, progress=quietly),
    )

    assert (done.no_longer_late, brought.rows_changed, counted()) == (1, 1, [(0, 1)])


def test_recount_waits_for_an_undoing(told: World) -> None:
    other = imported(told.centre, case("A1", "05/10/2026", "", "12/10/2026", procedure=CODE), name="sau.csv")

    def undo() -> Any:
        return case_undoing.undo(case_import=other, by=None, at=AT)

    _, done = second_while_first(undo, lambda: recount(told))

    assert (done.no_longer_late, counted()) == (1, [(1, 0)])
    assert CaseFile.objects.get().timing == "on_time"


def test_job_that_two_workers_run_is_done_once(told: World) -> None:
    first, second = second_while_first(lambda: recount(told, JOB), lambda: recount(told, JOB))

    assert (first, CaseRecount.objects.count(), counted()) == (second, 1, [(1, 0)])


def test_month_is_closed_before_a_recount_or_after_it(told: World) -> None:
    office = user_with("office", told.centre)

    def close() -> Any:
        return periods.change(centre=told.centre, year=2026, month=10, transition="close", by=office, at=AT)

    done, closed = second_while_first(lambda: recount(told), close)

    assert (done.cases, closed.state, counted()) == (1, "closed", [(1, 0)])
    assert FigurePeriod.objects.filter(month=10).count() == 1
