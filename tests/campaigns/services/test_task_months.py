"""Tasks and the closed months whose figures they would change."""

from datetime import date
from typing import Any

import pytest

from accounts.models import Person
from campaigns.enums import TaskState
from campaigns.models import Task
from campaigns.services import tasks
from indicators.engine.roll_up import Span
from indicators.enums import PeriodState
from indicators.selectors.figures import figure_for
from indicators.services.catalogue import load_catalogue
from indicators.services.errors import FigureRefused
from tests.campaigns.conftest import AT, People
from tests.campaigns.services.test_tasks import clarities
from tests.factories.accounts import PersonFactory
from tests.factories.campaigns import TaskFactory
from tests.factories.indicators import FigurePeriodFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db
DUE, IN_TIME, LATE = date(2026, 2, 20), date(2026, 2, 19), date(2026, 2, 27)


@pytest.fixture
def person(world: World) -> Person:
    return PersonFactory(unit=world.surgery)


@pytest.fixture
def task(world: World, person: Person) -> Task:
    load_catalogue()
    return TaskFactory(campaign__unit=world.centre, unit=world.surgery, assignee=person, due_on=DUE)


def close(world: World, month: int = 2) -> None:
    FigurePeriodFactory(centre=world.centre, year=2026, month=month, state=PeriodState.CLOSED, closed_at=AT)


def counts(world: World) -> Any:
    figure = figure_for("tasks_on_time", world.centre, 2026, Span.month(2))
    return figure.numerator, figure.denominator


def test_work_is_not_made_timely_once_its_month_is_closed(task: Task, world: World, people: People) -> None:
    close(world)
    with pytest.raises(FigureRefused, match="tháng 2/2026 đã khóa"):
        tasks.report(task=task, result="Xong", completed_on=IN_TIME, by=people.surgeon, at=AT)
    task.refresh_from_db()
    assert task.state == TaskState.OPEN and counts(world) == (0, 1)


def test_what_was_reported_in_time_is_not_confirmed_once_its_month_is_closed(
    task: Task, world: World, people: People
) -> None:
    reported = tasks.report(task=task, result="Xong", completed_on=IN_TIME, by=people.surgeon, at=AT)
    close(world)
    with pytest.raises(FigureRefused, match="đã khóa"):
        tasks.confirm(task=reported, by=people.office, at=AT)
    assert counts(world) == (0, 1)


def test_late_work_is_finished_in_spite_of_the_closed_month_which_stays_as_it_is(
    task: Task, world: World, people: People
) -> None:
    close(world)
    reported = tasks.report(task=task, result="Xong", completed_on=LATE, by=people.surgeon, at=AT)
    back = tasks.send_back(task=reported, by=people.office, at=AT, comment="Thiếu phụ lục")
    again = tasks.report(task=back, result="Đủ", completed_on=LATE, by=people.surgeon, at=AT)
    assert tasks.confirm(task=again, by=people.office, at=AT).state == TaskState.DONE
    assert counts(world) == (0, 1)


def test_task_of_a_closed_month_is_neither_cancelled_nor_moved_out_of_it(
    task: Task, world: World, people: People
) -> None:
    close(world)
    with pytest.raises(FigureRefused, match="đã khóa"):
        tasks.cancel(task=task, by=people.office, at=AT, comment="Bỏ")
    for values in (
        {"due_on": date(2026, 6, 30)},
        {"unit": world.pharmacy, "assignee": PersonFactory(unit=world.pharmacy)},
    ):
        with pytest.raises(FigureRefused, match="đã khóa"):
            tasks.change(task=task, values=values, seen="", by=people.office, at=AT)
    assert tasks.change(task=task, values={"product": "Sổ"}, seen="", by=people.office, at=AT).product == "Sổ"
    assert counts(world) == (0, 1)


def test_no_task_comes_into_a_closed_month(task: Task, person: Person, world: World, people: People) -> None:
    close(world, 1)
    january = date(2026, 1, 15)
    with pytest.raises(FigureRefused, match="tháng 1/2026 đã khóa"):
        tasks.change(task=task, values={"due_on": january}, seen="", by=people.office, at=AT)
    with pytest.raises(FigureRefused, match="tháng 1/2026 đã khóa"):
        tasks.assign(campaign=task.campaign, by=people.office, at=AT, **clarities(world, person, due_on=january))
    assert Task.objects.get().due_on == DUE


def test_open_months_and_those_of_other_centres_bind_nobody(task: Task, world: World, people: People) -> None:
    FigurePeriodFactory(centre=world.other_centre, year=2026, month=2, state=PeriodState.CLOSED, closed_at=AT)
    close(world, 1)
    reported = tasks.report(task=task, result="Xong", completed_on=IN_TIME, by=people.surgeon, at=AT)
    tasks.confirm(task=reported, by=people.office, at=AT)
    assert counts(world) == (1, 1)
