"""The list of tasks, one task, and what the unit and the office do with it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Unit
from accounts.policies import page, reach
from accounts.requests import PortalRequest
from campaigns.enums import TaskState
from campaigns.filters import TaskFilter
from campaigns.forms.tasks import TaskForm, TaskReportForm
from campaigns.models import Campaign, Task
from campaigns.roles import MANAGE_TASK, REPORT_TASK, VIEW_TASK
from campaigns.selectors import tasks as reading
from campaigns.selectors.editing import fingerprint
from campaigns.services import tasks
from campaigns.tables import TaskTable
from campaigns.views.buttons import shared_out
from campaigns.views.plan_editor import show_refusal
from campaigns.workflow import TASK
from core.acts import carry_out, comment_of
from core.errors import DomainError
from core.listing import Chip, Listing, show
from core.selectors import available_transitions, history_of


@page(VIEW_TASK)
def task_list(request: PortalRequest) -> HttpResponse:
    """Tasks of the units within reach in the centre looked at."""
    rows = reading.of_year(reading.visible_to(request.user, request.centre), request.year)
    today = timezone.localdate()
    may_assign = request.centre is not None and request.user.has_perm(MANAGE_TASK, request.centre)
    return show(
        request,
        Listing(
            title=f"Nhiệm vụ năm {request.year}",
            table=TaskTable,
            queryset=rows,
            filterset=TaskFilter,
            search_fields=("search_key", "unit__search_key", "assignee__search_key"),
            search_hint="Việc, sản phẩm, đơn vị, người",
            noun="nhiệm vụ",
            chips=[
                Chip("Quá hạn", {"timing": "qua-han"}, rows.filter(reading.overdue(today)).count()),
                Chip("Chờ xác nhận", {"state": "reported"}, rows.filter(state=TaskState.REPORTED).count()),
                Chip("Đang thực hiện", {"state": "open"}, rows.filter(state=TaskState.OPEN).count()),
            ],
            empty_text="Chưa có nhiệm vụ nào được giao.",
            export_name="nhiem-vu",
            template="campaigns/task_list.html",
            context={"may_assign": may_assign and _campaigns(request).exists()},
        ),
    )


@page(VIEW_TASK)
def task_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """The six clarities, the result, and what may be done now."""
    task = get_object_or_404(reading.visible_to(request.user), pk=pk)
    return render(request, "campaigns/task_detail.html", _detail(request, task))


def _detail(request: PortalRequest, task: Task, report_form: TaskReportForm | None = None) -> dict[str, Any]:
    today = timezone.localdate()
    allowed = available_transitions(TASK, task, request.user)
    may_report = any(one.name == "report" for one in allowed)
    if may_report and report_form is None:
        report_form = TaskReportForm(initial={"result": task.result, "completed_on": today})
    waits = {TaskState.OPEN: str(task.unit), TaskState.REPORTED: "phòng Tổ chức - Hành chính"}
    since = {TaskState.OPEN: task.created_at, TaskState.REPORTED: task.reported_at}
    return {
        "heading": str(task),
        "task": task,
        "is_overdue": task.is_overdue(today),
        "waits_on": waits.get(TaskState(task.state), ""),
        "since": since.get(TaskState(task.state)),
        **shared_out([one for one in allowed if one.name != "report"]),
        "report_form": report_form if may_report else None,
        "may_edit": task.state == TaskState.OPEN and request.user.has_perm(MANAGE_TASK, task),
        "events": history_of(task)[:30],
    }


@page(MANAGE_TASK)
def task_create(request: PortalRequest) -> HttpResponse:
    """Give a unit of the centre looked at a task."""
    campaign = _campaigns(request).first()
    if campaign is None:
        messages.error(request, "Trung tâm chưa có phong trào nào. Lập kế hoạch trước rồi giao nhiệm vụ.")
        return redirect("campaigns:task-list")
    form = TaskForm(request.POST or None, campaign=campaign, units=_units(request, campaign))
    if request.method == "POST" and form.is_valid():
        try:
            task = tasks.assign(campaign=campaign, **form.values(), by=request.user, at=timezone.now())
        except DomainError as refusal:
            show_refusal(form, refusal, None, ())
        else:
            messages.success(request, f"Đã giao nhiệm vụ cho {task.unit}.")
            return redirect("campaigns:task-detail", task.pk)
    context = {"heading": "Giao nhiệm vụ", "form": form, "campaign": campaign}
    return render(request, "campaigns/task_form.html", context)


@page(MANAGE_TASK)
def task_edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Correct an open task."""
    task = get_object_or_404(reach(request.user, MANAGE_TASK).filter(reading.visible_to(request.user)), pk=pk)
    if task.state != TaskState.OPEN:
        messages.error(request, "Chỉ sửa được nhiệm vụ đang thực hiện.")
        return redirect("campaigns:task-detail", pk)
    fields = TaskForm.Meta.fields
    form = TaskForm(
        request.POST or None,
        instance=Task.objects.get(pk=pk),
        campaign=task.campaign,
        units=_units(request, task.campaign),
        seen=fingerprint(task, fields),
    )
    form.submit_label = "Lưu thay đổi"
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            tasks.change(task=task, values=form.values(), seen=seen, by=request.user, at=timezone.now())
        except DomainError as refusal:
            show_refusal(form, refusal, task, fields)
        else:
            messages.success(request, "Đã lưu nhiệm vụ.")
            return redirect("campaigns:task-detail", pk)
    context = {"heading": "Sửa nhiệm vụ", "form": form, "campaign": task.campaign, "task": task}
    return render(request, "campaigns/task_form.html", context)


@page(REPORT_TASK)
@require_POST
def task_report(request: PortalRequest, pk: int) -> HttpResponse:
    """The unit reports the work as done; a refusal shows the page again with everything typed."""
    task = get_object_or_404(reach(request.user, REPORT_TASK).filter(reading.visible_to(request.user)), pk=pk)
    form = TaskReportForm(request.POST)
    if form.is_valid():
        try:
            tasks.report(task=task, **form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã gửi báo cáo, chờ phòng Tổ chức - Hành chính xác nhận.")
            return redirect("campaigns:task-detail", pk)
    context = _detail(request, task, form)
    if context["report_form"] is None:
        messages.error(request, "Nhiệm vụ không còn chờ báo cáo.")
        return redirect("campaigns:task-detail", pk)
    return render(request, "campaigns/task_detail.html", context, status=422)


@page(MANAGE_TASK)
@require_POST
def task_act(request: PortalRequest, pk: int) -> HttpResponse:
    """Confirm, return with a reason, cancel with a reason."""
    task = get_object_or_404(reach(request.user, MANAGE_TASK).filter(reading.visible_to(request.user)), pk=pk)
    comment, at = comment_of(request), timezone.now()
    acts = {
        "confirm": lambda: tasks.confirm(task=task, by=request.user, at=at),
        "send_back": lambda: tasks.send_back(task=task, by=request.user, at=at, comment=comment),
        "cancel": lambda: tasks.cancel(task=task, by=request.user, at=at, comment=comment),
    }
    carry_out(request, acts, lambda name, _: f"Đã thực hiện: {TASK[name].label}.")
    return redirect("campaigns:task-detail", pk)


def _campaigns(request: PortalRequest) -> QuerySet[Campaign]:
    """Campaigns of the centre looked at, within reach, newest first."""
    campaigns = Campaign.objects.filter(unit=request.centre).order_by("-starts_on", "-pk")
    return reach(request.user, MANAGE_TASK).filter(campaigns)


def _units(request: PortalRequest, campaign: Campaign) -> QuerySet[Unit]:
    units = reach(request.user, MANAGE_TASK).filter(Unit.objects.all(), field="")
    return units.filter(path__startswith=campaign.unit.path, active_to__isnull=True).order_by("path")
