from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import Person
from campaigns.enums import TaskState
from campaigns.models import Campaign, Task
from campaigns.selectors.editing import fingerprint
from campaigns.services import tasks
from campaigns.services.tasks import TaskRefused
from core.errors import StaleRecord, TransitionRefused
from core.models import Notification
from core.selectors import history_of
from tests.campaigns.conftest import AT, People
from tests.factories.accounts import PersonFactory
from tests.factories.campaigns import CampaignFactory, TaskFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db
DUE = date(2026, 6, 30)


@pytest.fixture
def campaign(world: World) -> Campaign:
    return CampaignFactory(unit=world.centre)


@pytest.fixture
def surgeon_person(world: World) -> Person:
    return PersonFactory(unit=world.surgery)


@pytest.fixture
def task(campaign: Campaign, world: World, surgeon_person: Person) -> Task:
    return TaskFactory(campaign=campaign, unit=world.surgery, assignee=surgeon_person, due_on=DUE)


@pytest.fixture
def reported(task: Task, people: People) -> Task:
    return tasks.report(task=task, result="Đã rà soát", completed_on=AT.date(), by=people.surgeon, at=AT)


def clarities(world: World, person: Person, **changes: Any) -> dict[str, Any]:
    values = {
        "unit": world.surgery,
        "assignee": person,
        "work": "Rà soát thủ tục",
        "due_on": DUE,
        "responsibility": "Trưởng khoa",
        "product": "Báo cáo",
        "authority": "Trưởng khoa duyệt",
    }
    return values | changes


def test_assigned_task_is_told_to_the_unit(
    campaign: Campaign, world: World, people: People, surgeon_person: Person
) -> None:
    task = tasks.assign(campaign=campaign, by=people.office, at=AT, **clarities(world, surgeon_person))

    assert (task.state, task.search_key) == (TaskState.OPEN, "ra soat thu tuc bao cao truong khoa")
    assert list(Notification.objects.values_list("recipient", flat=True)) == [people.surgeon.pk]
    assert history_of(task)[0].action == "campaigns.task.assign"


def test_assigning_twice_makes_one_task(
    campaign: Campaign, world: World, people: People, surgeon_person: Person
) -> None:
    tasks.assign(campaign=campaign, by=people.office, at=AT, **clarities(world, surgeon_person))

    with pytest.raises(TaskRefused, match="vừa được giao"):
        tasks.assign(campaign=campaign, by=people.office, at=AT, **clarities(world, surgeon_person))
    assert Task.objects.count() == 1


@pytest.mark.parametrize("missing", ["work", "responsibility", "product", "authority"])
def test_each_of_the_six_clarities_is_required(
    campaign: Campaign, world: World, people: People, surgeon_person: Person, missing: str
) -> None:
    values = clarities(world, surgeon_person, **{missing: "   "})

    with pytest.raises(TaskRefused, match="thiếu mục “rõ"):
        tasks.assign(campaign=campaign, by=people.office, at=AT, **values)
    assert not Task.objects.exists()


def test_person_of_another_unit_is_refused(campaign: Campaign, world: World, people: People) -> None:
    stranger = PersonFactory(unit=world.pharmacy)

    with pytest.raises(TaskRefused, match="không thuộc Khoa Ngoại"):
        tasks.assign(campaign=campaign, by=people.office, at=AT, **clarities(world, stranger))


def test_day_outside_the_campaign_is_refused(
    campaign: Campaign, world: World, people: People, surgeon_person: Person
) -> None:
    values = clarities(world, surgeon_person, due_on=date(2031, 1, 1))

    with pytest.raises(TaskRefused, match="ngoài thời gian"):
        tasks.assign(campaign=campaign, by=people.office, at=AT, **values)


@pytest.mark.parametrize("who", ["surgeon", "foreign_office"])
def test_assigning_is_for_the_own_office(
    campaign: Campaign, world: World, people: People, surgeon_person: Person, who: str
) -> None:
    with pytest.raises(TaskRefused, match="không có quyền"):
        tasks.assign(campaign=campaign, by=getattr(people, who), at=AT, **clarities(world, surgeon_person))


def test_stale_change_is_refused(task: Task, people: People) -> None:
    seen = fingerprint(task, ("work",))
    tasks.change(task=task, values={"work": "Một"}, seen=seen, by=people.office, at=AT)

    with pytest.raises(StaleRecord, match="người khác vừa sửa"):
        tasks.change(task=task, values={"work": "Hai"}, seen=seen, by=people.office, at=AT)
    task.refresh_from_db()
    assert task.work == "Một"


def test_unit_reports_and_office_confirms(reported: Task, people: People) -> None:
    done = tasks.confirm(task=reported, by=people.office, at=AT)

    assert (done.state, done.result, done.done_by) == (TaskState.DONE, "Đã rà soát", people.office)


def test_report_is_told_to_the_office_and_not_to_the_director(reported: Task, people: People) -> None:
    told = set(Notification.objects.filter(text__contains="báo cáo hoàn thành").values_list("recipient", flat=True))

    assert people.office.pk in told
    assert people.director.pk not in told


def test_office_returns_with_a_reason_and_the_text_stays(reported: Task, people: People) -> None:
    back = tasks.send_back(task=reported, by=people.office, at=AT, comment="Thiếu danh sách")

    assert (back.state, back.result, back.completed_on) == (TaskState.OPEN, "Đã rà soát", None)
    assert Notification.objects.filter(recipient=people.surgeon, text__contains="Thiếu danh sách").exists()


def test_return_without_a_reason_is_refused(reported: Task, people: People) -> None:
    with pytest.raises(TransitionRefused, match="cần ghi lý do"):
        tasks.send_back(task=reported, by=people.office, at=AT, comment="")


@pytest.mark.parametrize("who", ["office", "pharmacist", "foreign_head"])
def test_report_is_for_the_own_unit(task: Task, people: People, who: str) -> None:
    with pytest.raises(TransitionRefused, match="không có quyền"):
        tasks.report(task=task, result="Xong", completed_on=AT.date(), by=getattr(people, who), at=AT)


def test_report_needs_a_result_and_a_day_that_has_come(task: Task, people: People) -> None:
    with pytest.raises(TaskRefused, match="chưa ghi kết quả"):
        tasks.report(task=task, result=" ", completed_on=AT.date(), by=people.surgeon, at=AT)
    with pytest.raises(TaskRefused, match="ở sau hôm nay"):
        tasks.report(task=task, result="Xong", completed_on=AT.date() + timedelta(days=2), by=people.surgeon, at=AT)


def test_reporting_twice_is_refused(reported: Task, people: People) -> None:
    with pytest.raises(TransitionRefused, match="đang ở trạng thái"):
        tasks.report(task=reported, result="Lại", completed_on=AT.date(), by=people.surgeon, at=AT)


@pytest.mark.parametrize("who", ["surgeon", "foreign_office"])
def test_confirming_is_for_the_own_office(reported: Task, people: People, who: str) -> None:
    with pytest.raises(TransitionRefused, match="không có quyền"):
        tasks.confirm(task=reported, by=getattr(people, who), at=AT)


def test_cancelled_task_cannot_be_reported(task: Task, people: People) -> None:
    cancelled = tasks.cancel(task=task, by=people.office, at=AT, comment="Trùng nhiệm vụ khác")

    assert cancelled.state == TaskState.CANCELLED
    with pytest.raises(TransitionRefused):
        tasks.report(task=cancelled, result="Xong", completed_on=AT.date(), by=people.surgeon, at=AT)


def test_done_task_cannot_be_changed(reported: Task, people: People) -> None:
    tasks.confirm(task=reported, by=people.office, at=AT)

    with pytest.raises(TaskRefused, match="đang thực hiện"):
        tasks.change(task=reported, values={"work": "Khác"}, seen="", by=people.office, at=AT)


@pytest.mark.parametrize(
    ("state", "completed_on", "on", "late"),
    [
        (TaskState.OPEN, None, DUE, False),
        (TaskState.OPEN, None, DUE + timedelta(days=1), True),
        (TaskState.DONE, DUE, DUE + timedelta(days=90), False),
        (TaskState.DONE, DUE + timedelta(days=1), DUE + timedelta(days=90), True),
        (TaskState.CANCELLED, None, DUE + timedelta(days=90), False),
    ],
)
def test_task_is_overdue_by_its_day(state: TaskState, completed_on: date | None, on: date, late: bool) -> None:
    assert Task(state=state, due_on=DUE, completed_on=completed_on).is_overdue(on) is late
