from datetime import date
from decimal import Decimal

import pytest

from campaigns.enums import TaskState
from campaigns.models import Campaign, Task
from campaigns.selectors import tasks
from indicators.selectors.figures import figure_for
from tests.campaigns.conftest import People
from tests.factories.campaigns import CampaignFactory, TaskFactory
from tests.factories.indicators import IndicatorFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db
DONE = {"state": TaskState.DONE, "result": "Xong"}


@pytest.fixture
def campaign(world: World) -> Campaign:
    """Surgery: one on time, one late, one overdue, one to come, one cancelled, one of last year."""
    campaign = CampaignFactory(unit=world.centre)

    def task(due_on: date, **fields: object) -> Task:
        return TaskFactory(campaign=campaign, unit=world.surgery, due_on=due_on, **fields)

    task(date(2025, 4, 30), completed_on=date(2025, 4, 30), **DONE)
    task(date(2025, 5, 31), completed_on=date(2025, 6, 1), **DONE)
    task(date(2025, 6, 30))
    task(date(2025, 12, 31))
    task(date(2025, 3, 31), state=TaskState.CANCELLED)
    task(date(2024, 3, 31), completed_on=date(2024, 3, 1), **DONE)
    return campaign


def test_counts_take_what_is_due_by_the_day(campaign: Campaign, world: World) -> None:
    units = [world.surgery.pk, world.pharmacy.pk]

    counts = tasks.on_time_counts(units, 2025, on=date(2025, 7, 15))

    assert counts == {world.surgery.pk: (1, 3), world.pharmacy.pk: (0, 0)}
    assert tasks.on_time_counts(units, 2025, on=date(2026, 1, 1))[world.surgery.pk] == (1, 4)


def test_indicator_of_tasks_is_answered_for_the_branch(campaign: Campaign, world: World) -> None:
    IndicatorFactory(code="tasks_on_time", source="tasks")

    figure = figure_for("tasks_on_time", world.centre, 2025)

    assert (figure.numerator, figure.denominator, figure.value) == (Decimal(1), Decimal(4), Decimal(25))


def test_year_shows_what_earlier_years_left_open(campaign: Campaign) -> None:
    shown = tasks.of_year(Task.objects.all(), 2026)

    assert sorted(shown.values_list("due_on", flat=True)) == [date(2025, 6, 30), date(2025, 12, 31)]


def test_people_see_tasks_of_their_own_branch(campaign: Campaign, world: World, people: People) -> None:
    assert tasks.visible_to(people.office).count() == 6
    assert tasks.visible_to(people.surgeon).count() == 6
    assert list(tasks.visible_to(people.pharmacist)) == []
    assert list(tasks.visible_to(people.foreign_office)) == []
