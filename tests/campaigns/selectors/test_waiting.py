from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Plan, Task
from campaigns.selectors.waiting import for_user
from campaigns.services import plans, tasks
from tests.campaigns.conftest import AT, People
from tests.factories.campaigns import RoundFactory, TaskFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def texts(user: object, world: World) -> list[str]:
    return [item.text for item in for_user(user, world.centre, timezone.localdate())]


def own_task(world: World, plan: Plan, days: int) -> Task:
    return TaskFactory(campaign=plan.campaign, unit=world.surgery, due_on=timezone.localdate() + timedelta(days=days))


def test_draft_waits_for_the_office_and_then_for_the_director(draft: Plan, people: People, world: World) -> None:
    assert any("chưa trình" in text for text in texts(people.office, world))
    assert texts(people.director, world) == []

    plans.submit(plan=draft, by=people.office, at=AT)

    assert any("chờ duyệt" in text for text in texts(people.director, world))
    assert not any("chưa trình" in text for text in texts(people.office, world))


def test_returned_plan_waits_for_the_office_to_be_mended(submitted: Plan, people: People, world: World) -> None:
    plans.send_back(plan=submitted, by=people.director, at=AT, comment="Thiếu mục giám sát")

    (waiting,) = for_user(people.office, world.centre, timezone.localdate())

    assert "bị trả lại, chờ sửa và trình lại" in waiting.text
    assert waiting.urgent


def test_issued_plan_waits_for_each_head(issued: Plan, people: People, world: World) -> None:
    assert any("Khoa Ngoại chưa xác nhận" in text for text in texts(people.surgeon, world))

    plans.acknowledge(plan=issued, unit=world.surgery, by=people.surgeon, at=AT)

    assert texts(people.surgeon, world) == []
    assert any("Khoa Dược chưa xác nhận" in text for text in texts(people.pharmacist, world))


def test_late_and_coming_tasks_wait_for_the_unit(issued: Plan, people: People, world: World) -> None:
    plans.acknowledge(plan=issued, unit=world.surgery, by=people.surgeon, at=AT)
    own_task(world, issued, -3)
    own_task(world, issued, 5)
    own_task(world, issued, 60)

    late, soon = for_user(people.surgeon, world.centre, timezone.localdate())

    assert (late.text, late.urgent, soon.text, soon.urgent) == (
        "1 nhiệm vụ quá hạn",
        True,
        "1 nhiệm vụ sắp đến hạn",
        False,
    )


def test_reported_task_waits_for_the_office(issued: Plan, people: People, world: World) -> None:
    RoundFactory(campaign=issued.campaign, year=timezone.localdate().year)
    task = own_task(world, issued, 5)
    tasks.report(task=task, result="Xong", completed_on=AT.date(), by=people.surgeon, at=AT)

    assert texts(people.office, world) == ["1 nhiệm vụ đã báo cáo, chờ xác nhận"]
    assert texts(people.director, world) == []


def test_year_without_a_round_waits_for_the_office(issued: Plan, people: People, world: World) -> None:
    assert any("Chưa lập đợt" in text for text in texts(people.office, world))
    assert not any("Chưa lập đợt" in text for text in texts(people.surgeon, world))


def test_foreign_people_wait_for_nothing_here(issued: Plan, people: People, world: World) -> None:
    assert texts(people.foreign_office, world) == []
    assert texts(people.foreign_head, world) == []


def test_without_a_centre_nothing_waits(people: People) -> None:
    assert for_user(people.office, None, timezone.localdate()) == []
