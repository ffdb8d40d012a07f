"""Tasks with the six clarities: assigned, reported, confirmed or returned, cancelled."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person, Unit, User
from accounts.policies import people_with
from campaigns.enums import TaskState
from campaigns.models import Campaign, ContentArea, Task
from campaigns.roles import MANAGE_ROUND, MANAGE_TASK, REPORT_TASK
from campaigns.selectors.editing import fingerprint
from campaigns.services import task_months
from campaigns.workflow import TASK
from core.errors import DomainError, StaleRecord
from core.formats import vn_date
from core.services import audit, notifications, transitions

CLARITIES = {
    "assignee": "rõ người",
    "work": "rõ việc",
    "due_on": "rõ thời gian",
    "responsibility": "rõ trách nhiệm",
    "product": "rõ sản phẩm",
    "authority": "rõ thẩm quyền",
}


class TaskRefused(DomainError):
    """Something that cannot be done with a task."""


@transaction.atomic
def assign(
    *,
    campaign: Campaign,
    unit: Unit,
    assignee: Person,
    work: str,
    due_on: date,
    responsibility: str,
    product: str,
    authority: str,
    by: User,
    at: datetime,
    content_area: ContentArea | None = None,
) -> Task:
    """Give a unit a task; all six clarities are required.

    Refused outside one's reach or the campaign, and when the figures of the month that it is due in are closed.
    """
    values = {
        "unit": unit,
        "assignee": assignee,
        "work": work,
        "due_on": due_on,
        "responsibility": responsibility,
        "product": product,
        "authority": authority,
        "content_area": content_area,
    }
    if not by.has_perm(MANAGE_TASK, unit):
        raise TaskRefused(f"Bạn không có quyền giao nhiệm vụ cho {unit}.", code="permission")
    _refuse_unclear(campaign, values)
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    if Task.objects.filter(campaign=campaign, state=TaskState.OPEN, **values).exists():
        raise TaskRefused("Nhiệm vụ này vừa được giao rồi.", hint="Mở danh sách nhiệm vụ để xem.", code="twice")
    task_months.refuse_closed((unit, due_on))
    task = Task.objects.create(campaign=campaign, created_at=at, created_by=by, **values)
    audit.record(
        action="campaigns.task.assign", target=task, by=by, at=at, changes={"hạn": due_on, "đơn vị": str(unit)}
    )
    _tell_unit(task, f"Nhiệm vụ mới, hạn {vn_date(due_on)}: {task}", at)
    return task


@transaction.atomic
def change(*, task: Task, values: Mapping[str, Any], seen: str, by: User, at: datetime) -> Task:
    """Correct a task that is still open; the unit is told.

    Its unit and its day cannot change where that would change the figures of a closed month.
    """
    stored = Task.objects.select_for_update().get(pk=task.pk)
    if not by.has_perm(MANAGE_TASK, stored):
        raise TaskRefused("Bạn không có quyền sửa nhiệm vụ này.", code="permission")
    if stored.state != TaskState.OPEN:
        raise TaskRefused(
            "Chỉ sửa được nhiệm vụ đang thực hiện.", hint="Tải lại trang để xem trạng thái.", code="state"
        )
    if seen and seen != fingerprint(stored, values):
        raise StaleRecord(
            "Chưa lưu: người khác vừa sửa nhiệm vụ này sau khi bạn mở trang.",
            hint="Nội dung bạn nhập vẫn còn; bấm Lưu lần nữa nếu muốn thay bằng bản của bạn.",
            code="stale",
        )
    if "unit" in values and not by.has_perm(MANAGE_TASK, values["unit"]):
        raise TaskRefused("Bạn không có quyền giao nhiệm vụ cho đơn vị này.", code="permission", field="unit")
    _refuse_unclear(stored.campaign, {**{name: getattr(stored, name) for name in (*CLARITIES, "unit")}, **values})
    changes = audit.difference(stored, dict(values))
    before, after = ((each.get("unit", stored.unit), each.get("due_on", stored.due_on)) for each in ({}, values))
    if before != after:
        task_months.refuse_closed(before, after)
    if changes:
        for name, value in values.items():
            setattr(stored, name, value)
        stored.revision += 1
        stored.save()
        audit.record(action="campaigns.task.edit", target=stored, by=by, at=at, changes=changes)
        _tell_unit(stored, f"Nhiệm vụ được sửa, hạn {vn_date(stored.due_on)}: {stored}", at)
    return stored


def report(*, task: Task, result: str, completed_on: date, by: User, at: datetime) -> Task:
    """The unit reports the work as done, with its result and the day.

    Refused for a day in time once the figures of the month it was due in are closed, where it counts as not done in
    time; what was done later is reported at any time.
    """
    if not result.strip():
        raise TaskRefused("Chưa báo cáo được: chưa ghi kết quả.", hint="Ghi sản phẩm đã hoàn thành.", field="result")
    if completed_on > timezone.localdate(at):
        raise TaskRefused(
            f"Ngày hoàn thành {vn_date(completed_on)} ở sau hôm nay.", hint="Ghi ngày thực tế.", field="completed_on"
        )
    values = {"result": result.strip(), "completed_on": completed_on}
    done = transitions.perform(
        TASK, "report", task, by=by, at=at, values=values, check=lambda locked: _refuse_in_time(locked, completed_on)
    )
    # the director may confirm as well, but only the office, which runs the round, is called to
    _tell(done, MANAGE_ROUND, done.campaign.unit, f"{done.unit} báo cáo hoàn thành: {done}", at)
    return done


def confirm(*, task: Task, by: User, at: datetime) -> Task:
    """The office accepts the result. Refused where it would count as in time in a closed month."""
    done = transitions.perform(
        TASK, "confirm", task, by=by, at=at, check=lambda locked: _refuse_in_time(locked, locked.completed_on)
    )
    _tell_unit(done, f"Đã xác nhận hoàn thành: {done}", at)
    return done


def send_back(*, task: Task, by: User, at: datetime, comment: str) -> Task:
    """The office returns the report with a reason; the text of the result stays for the unit to complete."""
    done = transitions.perform(TASK, "send_back", task, by=by, at=at, comment=comment, values={"completed_on": None})
    _tell_unit(done, f"Nhiệm vụ bị trả lại ({comment.strip()}): {done}", at)
    return done


def cancel(*, task: Task, by: User, at: datetime, comment: str) -> Task:
    """Take a task back for good, with a reason. Refused once the figures of the month it is due in are closed."""
    done = transitions.perform(
        TASK,
        "cancel",
        task,
        by=by,
        at=at,
        comment=comment,
        check=lambda locked: task_months.refuse_closed((locked.unit, locked.due_on)),
    )
    _tell_unit(done, f"Nhiệm vụ đã hủy ({comment.strip()}): {done}", at)
    return done


def _refuse_in_time(task: Task, completed_on: date | None) -> None:
    """Only what is done in time changes the rate of its month: undone and late work count alike there."""
    if completed_on is not None and completed_on <= task.due_on:
        task_months.refuse_closed((task.unit, task.due_on))


def _refuse_unclear(campaign: Campaign, values: Mapping[str, Any]) -> None:
    for name in CLARITIES:
        value = values[name]
        if not (value.strip() if isinstance(value, str) else value):
            label = CLARITIES[name]
            raise TaskRefused(f"Chưa giao được: thiếu mục “{label}”.", hint="Ghi đủ cả sáu mục rõ.", field=name)
    unit, assignee, due_on = values["unit"], values["assignee"], values["due_on"]
    if not unit.is_within(campaign.unit):
        raise TaskRefused(f"{unit} không thuộc đơn vị phát động phong trào.", hint="Chọn đơn vị khác.", field="unit")
    if not assignee.unit.is_within(unit):
        raise TaskRefused(f"{assignee} không thuộc {unit}.", hint="Chọn người của đơn vị thực hiện.", field="assignee")
    if not campaign.starts_on <= due_on <= campaign.ends_on:
        raise TaskRefused(
            f"Hạn {vn_date(due_on)} nằm ngoài thời gian của phong trào.",
            hint=f"Chọn ngày từ {vn_date(campaign.starts_on)} đến {vn_date(campaign.ends_on)}.",
            field="due_on",
        )


def _tell_unit(task: Task, text: str, at: datetime) -> None:
    _tell(task, REPORT_TASK, task.unit, text, at)


def _tell(task: Task, permission: str, unit: Unit, text: str, at: datetime) -> None:
    notifications.notify(
        recipients=people_with(permission, unit, timezone.localdate(at)),
        text=text,
        at=at,
        url=reverse("campaigns:task-detail", args=[task.pk]),
    )
