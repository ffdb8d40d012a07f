from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.enums import TaskState
from campaigns.models import Task
from campaigns.services import tasks
from tests.campaigns.conftest import AT, People
from tests.factories.accounts import PersonFactory
from tests.factories.campaigns import CampaignFactory, TaskFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def url(name: str, *args: object) -> str:
    return reverse(f"campaigns:{name}", args=args)


@pytest.fixture
def task(world: World) -> Task:
    person = PersonFactory(unit=world.surgery, full_name="Lê Thị Hoa")
    campaign = CampaignFactory(unit=world.centre, starts_on=date(2020, 1, 1), ends_on=date(2040, 12, 31))
    due_on = timezone.localdate() - timedelta(days=1)
    return TaskFactory(campaign=campaign, unit=world.surgery, assignee=person, due_on=due_on)


def values_of(task: Task, **changes: object) -> dict[str, object]:
    return {
        "unit": task.unit_id,
        "assignee": task.assignee_id,
        "work": "Niêm yết thủ tục",
        "due_on": f"{task.due_on:%d/%m/%Y}",
        "responsibility": "Trưởng khoa",
        "product": "Bảng niêm yết",
        "authority": "Trưởng khoa duyệt",
        **changes,
    }


def test_person_is_found_without_diacritics_and_overdue_is_said(client: Client, people: People, task: Task) -> None:
    client.force_login(people.office)

    page = client.get(url("task-list"), {"q": "le thi hoa", "timing": "qua-han"})

    assert [row.record for row in page.context["table"].rows] == [task]
    assert "Quá hạn" in page.content.decode()
    assert client.get(url("task-list"), {"q": "nguyen van"}).context["total"] == 0


def test_list_takes_as_many_queries_for_one_task_as_for_three(
    client: Client, people: People, task: Task, django_assert_num_queries: object
) -> None:
    client.force_login(people.office)
    client.get(url("task-list"))
    for rows in (1, 3):
        while Task.objects.count() < rows:
            TaskFactory(campaign=task.campaign, unit=task.unit, due_on=task.due_on)
        with django_assert_num_queries(17):  # type: ignore[operator]
            assert client.get(url("task-list")).context["total"] == rows


def test_export_holds_all_six_clarities(client: Client, people: People, task: Task) -> None:
    client.force_login(people.office)

    page = client.get(url("task-list"), {"_export": "xlsx"})

    assert page.headers["Content-Type"].startswith("application/vnd.openxmlformats")


def test_foreign_people_do_not_find_the_task(client: Client, people: People, task: Task) -> None:
    for user in (people.pharmacist, people.foreign_head, people.foreign_office):
        client.force_login(user)
        assert client.get(url("task-detail", task.pk)).status_code == 404
    client.force_login(people.foreign_office)
    assert client.post(url("task-act", task.pk), {"transition": "confirm"}).status_code == 404
    assert client.get(url("task-edit", task.pk)).status_code == 404


def test_departments_do_not_assign(client: Client, people: People, task: Task) -> None:
    client.force_login(people.surgeon)

    assert client.get(url("task-create")).status_code == 403
    assert client.post(url("task-act", task.pk), {"transition": "confirm"}).status_code == 403


def test_task_is_assigned(client: Client, people: People, task: Task) -> None:
    client.force_login(people.office)

    answer = client.post(url("task-create"), values_of(task))

    assert answer.headers["Location"] == url("task-detail", Task.objects.get(work="Niêm yết thủ tục").pk)


@pytest.mark.parametrize("missing", ["assignee", "work", "due_on", "responsibility", "product", "authority"])
def test_missing_clarity_is_said_at_its_field(client: Client, people: People, task: Task, missing: str) -> None:
    client.force_login(people.office)

    page = client.post(url("task-create"), values_of(task, **{missing: ""}))

    assert list(page.context["form"].errors) == [missing]
    assert Task.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"), [("due_on", "31/02/2026"), ("due_on", "01/01/2050"), ("work", "ă" * 20_001)]
)
def test_bad_input_keeps_the_rest(client: Client, people: People, task: Task, field: str, value: str) -> None:
    client.force_login(people.office)

    page = client.post(url("task-create"), values_of(task, **{field: value}))

    assert list(page.context["form"].errors) == [field]
    assert "Bảng niêm yết" in page.content.decode()


def test_person_of_another_unit_is_refused(client: Client, people: People, task: Task, world: World) -> None:
    client.force_login(people.office)
    stranger = PersonFactory(unit=world.pharmacy)

    page = client.post(url("task-create"), values_of(task, assignee=stranger.pk))

    assert "không thuộc Khoa Ngoại" in str(page.context["form"].errors["assignee"])


def test_stale_edit_is_told(client: Client, people: People, task: Task) -> None:
    client.force_login(people.office)
    seen = client.get(url("task-edit", task.pk)).context["form"].fields["seen"].initial
    client.post(url("task-edit", task.pk), values_of(task, seen=seen))

    page = client.post(url("task-edit", task.pk), values_of(task, seen=seen, work="Việc khác"))

    assert "người khác vừa sửa" in page.content.decode()
    assert Task.objects.get().work == "Niêm yết thủ tục"


def test_unit_reports_on_the_page_once(client: Client, people: People, task: Task) -> None:
    client.force_login(people.surgeon)
    values = {"result": "Đã niêm yết", "completed_on": f"{task.due_on:%d/%m/%Y}"}

    client.post(url("task-report", task.pk), values)
    again = client.post(url("task-report", task.pk), values, follow=True)

    task.refresh_from_db()
    assert (task.state, task.result) == (TaskState.REPORTED, "Đã niêm yết")
    assert "không còn chờ báo cáo" in again.content.decode()


def test_refused_report_keeps_the_text(client: Client, people: People, task: Task) -> None:
    client.force_login(people.surgeon)
    tomorrow = timezone.localdate() + timedelta(days=1)

    page = client.post(url("task-report", task.pk), {"result": "Đã niêm yết", "completed_on": f"{tomorrow:%d/%m/%Y}"})

    assert page.status_code == 422
    assert "ở sau hôm nay" in page.content.decode()
    assert "Đã niêm yết" in page.content.decode()


@pytest.mark.parametrize(
    ("transition", "comment", "state"),
    [
        ("confirm", "", TaskState.DONE),
        ("send_back", "Thiếu", TaskState.OPEN),
        ("send_back", "", TaskState.REPORTED),
        ("cancel", "Trùng", TaskState.CANCELLED),
        ("khong-co", "", TaskState.REPORTED),
    ],
)
def test_office_decides_by_the_buttons(
    client: Client, people: People, task: Task, transition: str, comment: str, state: TaskState
) -> None:
    tasks.report(task=task, result="Xong", completed_on=AT.date(), by=people.surgeon, at=AT)
    client.force_login(people.office)

    client.post(url("task-act", task.pk), {"transition": transition, "comment": comment})

    task.refresh_from_db()
    assert task.state == state
