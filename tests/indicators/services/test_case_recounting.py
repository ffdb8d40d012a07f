"""Counting cases anew after the calendar has changed: what changes, what closed months keep, that it is done once."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from core.models import AuditEvent, Job
from indicators.enums import PeriodState
from indicators.models import CalendarDay, CaseFile, CaseRecount, ProcedureCount
from indicators.services import case_imports, case_recounting, case_steps, case_undoing, periods
from indicators.services.errors import FigureRefused
from tests.factories.accounts import user_with
from tests.factories.indicators import CalendarDayFactory, FigurePeriodFactory, ProcedureFactory
from tests.factories.world import World
from tests.indicators.case_desk import AT, case, checked, imported, quietly

CODE = "1.000001"
LINES = [
    # Due on Thursday 8 October by three promised days; with a day off on the 6th on Friday the 9th.
    case("late", "05/10/2026", "", "09/10/2026", procedure=CODE),
    case("in-time", "05/10/2026", "", "08/10/2026", procedure=CODE),
    # The file tells the due day itself: it stays, but of one working day ahead none is left.
    case("told-early", "02/10/2026", "06/10/2026", "05/10/2026"),
    case("told-late", "02/10/2026", "06/10/2026", "07/10/2026"),
    # Due in October, and in November with a day off on the 30th.
    case("over-the-end", "27/10/2026", "", "", procedure=CODE),
    case("ended-later", "27/10/2026", "", "03/11/2026", procedure=CODE),
    case("untouched", "12/10/2026", "", "20/10/2026", procedure=CODE),
    case("at-once", "06/10/2026", "", "06/10/2026"),
]
COUNTS = (
    "unit__code", "procedure__code", "field", "year", "month", "carried_over", "received_direct", "finished_early",
    "finished_on_time", "finished_late", "closed_without_result", "pending_in_time", "pending_late",
)  # fmt: skip


@pytest.fixture
def told(world: World) -> World:
    """Cases that were brought in before somebody entered two days off."""
    ProcedureFactory(centre=world.centre, code=CODE, statutory_days=10, promised_days=3)
    imported(world.centre, *LINES)
    return world


def days_off(*days: date) -> None:
    for day in days:
        CalendarDayFactory(on=day)


def recount(world: World, at: datetime = AT, progress: Any = quietly, job: Any = None) -> CaseRecount:
    return case_recounting.run(centre=world.centre, job=job or uuid4(), by=None, at=at, progress=progress)


def stored() -> dict[str, tuple[date | None, str]]:
    rows = CaseFile.objects.filter(is_current=True).values_list("code", "due_at", "timing")
    return {code: (timezone.localtime(due).date() if due else None, timing) for code, due, timing in rows}


def counts() -> list[Any]:
    return list(ProcedureCount.objects.order_by("year", "month", "procedure", "field").values_list(*COUNTS))


def brought_in_anew(world: World) -> tuple[Any, Any]:
    """What cases and counts are when nothing was stored before: the file is read with the calendar as it is now."""
    for each in world.centre.case_imports.filter(state="imported").order_by("-imported_at"):
        case_undoing.undo(case_import=each, by=None, at=AT)
    ProcedureCount.objects.all().delete()
    imported(world.centre, *LINES, again=True)
    return stored(), counts()


def test_cases_come_out_as_if_the_calendar_had_been_so_when_they_were_imported(told: World) -> None:
    assert stored()["late"] == (date(2026, 10, 8), "late")
    days_off(date(2026, 10, 6), date(2026, 10, 30))

    done = recount(told)

    after = stored(), counts()
    assert after[0] == {
        "late": (date(2026, 10, 9), "on_time"),
        "in-time": (date(2026, 10, 9), "early"),
        "told-early": (date(2026, 10, 6), "on_time"),
        "told-late": (date(2026, 10, 6), "late"),
        "over-the-end": (date(2026, 11, 2), ""),
        "ended-later": (date(2026, 11, 2), "late"),
        "untouched": (date(2026, 10, 15), "late"),
        "at-once": (None, "on_time"),
    }
    assert (done.cases, done.no_longer_late, done.became_late, done.left_cases) == (5, 1, 0, 0)
    assert [(month // 12, month % 12 + 1) for month in done.months] == [(2026, 10)]
    assert after == brought_in_anew(told)


def test_day_that_is_worked_again_makes_cases_late_again(told: World) -> None:
    before = stored(), counts()
    days_off(date(2026, 10, 6), date(2026, 10, 30))
    recount(told)
    CalendarDay.objects.all().delete()

    done = recount(told)

    assert (stored(), counts()) == before
    assert (done.cases, done.no_longer_late, done.became_late) == (5, 0, 1)


def test_nothing_changes_without_another_calendar(told: World) -> None:
    before = stored(), counts()

    assert (recount(told).cases, stored(), counts()) == (0, before[0], before[1])


def test_weekend_that_is_worked_brings_due_days_forward(told: World) -> None:
    CalendarDayFactory(on=date(2026, 10, 10), kind="work")
    CalendarDayFactory(on=date(2026, 10, 17), kind="work")
    imported(told.centre, case("over-weekend", "09/10/2026", "", "14/10/2026", procedure=CODE), name="sau.csv")
    CalendarDay.objects.all().delete()
    assert stored()["over-weekend"] == (date(2026, 10, 13), "late")

    assert recount(told).no_longer_late == 1
    assert stored()["over-weekend"] == (date(2026, 10, 14), "on_time")


def test_pending_cases_are_told_apart(told: World) -> None:
    days_off(date(2026, 10, 30))

    done = recount(told, at=datetime(2026, 11, 2, 3, tzinfo=UTC))

    assert (done.no_longer_overdue, done.became_overdue, done.no_longer_late) == (1, 0, 0)


def test_month_that_was_counted_before_its_end_stays_as_of_its_file(world: World) -> None:
    """Told on 2 November, when the case was due that morning no more: what the calendar moves, and nothing else."""
    ProcedureFactory(centre=world.centre, code=CODE, statutory_days=10, promised_days=3)
    early = datetime(2026, 11, 6, 2, tzinfo=UTC)
    imported(world.centre, case("P1", "02/11/2026", "", "", procedure=CODE), at=early)
    imported(world.centre, case("P2", "03/11/2026", "", "", procedure=CODE), at=early, name="sau.csv")
    row = ProcedureCount.objects.get()
    assert (row.pending_in_time, row.pending_late) == (1, 1)
    days_off(date(2026, 11, 4))

    recount(world, at=AT)

    after = ProcedureCount.objects.get()
    assert (after.pending_in_time, after.pending_late, after.imported_at) == (2, 0, row.imported_at)


def closed(world: World, month: int) -> None:
    FigurePeriodFactory(centre=world.centre, year=2026, month=month, state=PeriodState.CLOSED, closed_at=AT)


def test_closed_month_keeps_its_cases_and_counts(told: World) -> None:
    before, counted = stored(), counts()
    days_off(date(2026, 10, 6), date(2026, 10, 30))
    closed(told, 10)

    done = recount(told)

    # Both cases that were due at the end of October are pending late in the closed month.
    assert (stored(), counts()) == (before, counted)
    assert (done.cases, done.left_cases, done.months) == (0, 5, [])
    assert [(month // 12, month % 12 + 1) for month in done.left_months] == [(2026, 10)]

    office = user_with("office", told.centre)
    periods.change(centre=told.centre, year=2026, month=10, transition="reopen", by=office, at=AT, comment="Ghi bão")
    assert (recount(told).cases, recount(told).cases) == (5, 0)
    assert (stored(), counts()) == brought_in_anew(told)


def test_what_touches_no_closed_month_is_counted_anew_beside_it(told: World) -> None:
    days_off(date(2026, 10, 6), date(2026, 10, 30))
    october = [row for row in counts() if row[4] == 10]
    closed(told, 11)

    done = recount(told)

    assert stored()["late"] == (date(2026, 10, 9), "on_time")
    assert stored()["ended-later"] == (date(2026, 10, 30), "late"), "it ended in the closed month"
    assert (done.cases, done.left_cases) == (4, 1)
    assert [row for row in counts() if row[4] == 10] != october


def test_cases_of_another_centre_stay(told: World) -> None:
    ProcedureFactory(centre=told.other_centre, code=CODE, statutory_days=10, promised_days=3)
    imported(told.other_centre, *LINES, source_name="Một cửa hai")
    days_off(date(2026, 10, 6))

    assert recount(told).cases == 3
    other = CaseFile.objects.filter(centre=told.other_centre).values_list("code", "timing")
    assert dict(other)["late"] == "late"
    row = ProcedureCount.objects.get(unit=told.other_centre, procedure__code=CODE, month=10)
    assert (row.finished_early, row.finished_on_time, row.finished_late) == (0, 1, 2)


def test_job_that_is_run_again_tells_what_it_came_to(told: World) -> None:
    days_off(date(2026, 10, 6))
    job = uuid4()

    first, second = recount(told, job=job), recount(told, job=job)

    assert (first, second.no_longer_late) == (second, 1)
    assert AuditEvent.objects.filter(action="indicators.case_recount.run").count() == 1


class Died(BaseException):
    """The worker, in the middle."""


@pytest.mark.parametrize("moment", [0, 1, 2])
def test_killed_worker_leaves_nothing_half_done(told: World, moment: int) -> None:
    days_off(date(2026, 10, 6), date(2026, 10, 30))
    before = stored(), counts()
    calls: list[str] = []

    def die(done: int, total: int, message: str) -> None:
        calls.append(message)
        if len(calls) > moment:
            raise Died

    job = uuid4()
    if moment < 2:
        with pytest.raises(Died):
            recount(told, progress=die, job=job)
        assert (stored(), counts()) == before
    assert recount(told, job=job).cases == 5


def test_cases_that_change_meanwhile_are_compared_again(told: World, monkeypatch: pytest.MonkeyPatch) -> None:
    days_off(date(2026, 10, 6))
    compared: list[int] = []
    changed = case_recounting._changed

    def interfere(*given: Any) -> Any:
        found = changed(*given)
        compared.append(found.height)
        if len(compared) == 1:
            imported(told.centre, case("late", "05/10/2026", "", "12/10/2026", procedure=CODE), name="sau.csv")
        return found

    monkeypatch.setattr(case_recounting, "_changed", interfere)

    done = recount(told)

    assert (compared, done.cases, done.no_longer_late) == ([3, 2], 2, 0)
    assert stored()["late"] == (date(2026, 10, 9), "late")


def test_import_under_way_begins_anew_after_it(told: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """On SQLite an import counts without holding the centre: what it counted is another now."""
    monkeypatch.setattr(case_steps, "are_needed", lambda: True)
    days_off(date(2026, 10, 6))
    waiting = checked(told.centre, case("new", "05/10/2026", "", "09/10/2026", procedure=CODE), name="sau.csv")
    planned = case_imports._planned
    runs: list[CaseRecount] = []

    def interfere(*given: Any) -> Any:
        plan = planned(*given)
        if not runs:
            runs.append(recount(told))
        return plan

    monkeypatch.setattr(case_imports, "_planned", interfere)
    case_imports.run(case_import=waiting, by=None, at=AT, progress=quietly)

    row = ProcedureCount.objects.get(procedure__code=CODE, month=10)
    assert (runs[0].cases, row.finished_early, row.finished_on_time, row.finished_late) == (3, 1, 2, 1)


def test_due_day_that_a_file_tells_stays_though_the_procedure_promises_days(told: World) -> None:
    imported(told.centre, case("told", "05/10/2026", "08/10/2026", "09/10/2026", procedure=CODE), name="sau.csv")
    assert CaseFile.objects.get(code="told").promised_days is None
    days_off(date(2026, 10, 6))

    recount(told)

    assert stored()["told"] == (date(2026, 10, 8), "late")


def test_asking_twice_is_asking_once_and_needs_what_was_looked_at(told: World) -> None:
    office, head = user_with("office", told.centre), user_with("department_head", told.surgery)
    standing = case_recounting.standing_of(told.centre)

    def ask(by: Any) -> Job:
        return case_recounting.request(centre=told.centre, standing=standing, by=by, at=AT)

    assert ask(office) == ask(office)
    with pytest.raises(FigureRefused, match="không có quyền"):
        ask(head)
    Job.objects.all().delete()
    for change in (lambda: days_off(date(2026, 10, 6)), lambda: closed(told, 9), lambda: recount(told)):
        standing = case_recounting.standing_of(told.centre)
        change()
        with pytest.raises(FigureRefused, match="đã thay đổi sau khi bạn xem"):
            ask(office)
