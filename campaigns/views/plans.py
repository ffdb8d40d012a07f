"""The list of plans, one plan, and the acts that move it on."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Unit
from accounts.policies import page, reach
from accounts.requests import PortalRequest
from campaigns.enums import PlanState
from campaigns.filters import PlanFilter
from campaigns.forms.plans import IssueForm, PlanCreateForm
from campaigns.models import Plan
from campaigns.roles import ACKNOWLEDGE_PLAN, EDIT_PLAN, ISSUE_PLAN, VIEW_DRAFT_PLAN, VIEW_PLAN
from campaigns.selectors import plans as reading
from campaigns.selectors import targets as target_reading
from campaigns.services import plans, register
from campaigns.tables import PlanTable
from campaigns.views.buttons import shared_out
from campaigns.workflow import PLAN
from core.acts import carry_out, comment_of
from core.errors import DomainError
from core.listing import Chip, Listing, show
from core.selectors import available_transitions, history_of

# Buttons that post at once; issuing has a page of its own, superseding follows from it.
BY_BUTTON = ("submit", "send_back", "close")


@page(VIEW_PLAN)
def plan_list(request: PortalRequest) -> HttpResponse:
    """All versions of the plans that the reader may see."""
    versions = reading.newest_versions(request.user, request.centre)
    may_write = request.centre is not None and request.user.has_perm(EDIT_PLAN, request.centre)
    return show(
        request,
        Listing(
            title="Kế hoạch",
            table=PlanTable,
            queryset=versions,
            filterset=PlanFilter,
            search_fields=("search_key",),
            search_hint="Tên phong trào, trích yếu",
            noun="bản kế hoạch",
            chips=[Chip(str(state.label), {"state": state.value}) for state in (PlanState.ISSUED, PlanState.DRAFT)],
            empty_text="Chưa có kế hoạch nào. Khi kế hoạch được ban hành, nó hiện ở đây.",
            export_name="ke-hoach",
            template="campaigns/plan_list.html",
            context={"may_write": may_write},
        ),
    )


@page(VIEW_PLAN)
def plan_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """One version: its text, targets with their standing, duties, who acknowledged, what the linter finds."""
    plan = get_object_or_404(reading.visible_to(request.user), pk=pk)
    today = timezone.localdate()
    document, rows = reading.document_and_outline(plan)
    may_edit = request.user.has_perm(EDIT_PLAN, plan)
    sees_draft = request.user.has_perm(VIEW_DRAFT_PLAN, plan)
    acknowledgements = reading.acknowledgements(plan, today) if plan.state not in reading.UNDER_WAY else []
    context: dict[str, Any] = {
        "heading": str(plan.campaign),
        "plan": plan,
        "document": document,
        "rows": rows,
        "waiting": reading.waiting_on(plan),
        "versions": reading.versions_of(plan, request.user),
        "standings": target_reading.standings(plan, request.year, today, user=request.user),
        "subjects": plan.subjects.all(),
        "duties": plan.duties.select_related("unit"),
        "acknowledgements": acknowledgements,
        "acknowledged_count": sum(row.given is not None for row in acknowledgements),
        "to_acknowledge": reading.units_to_acknowledge(plan, request.user, today),
        "findings": reading.findings(document, rows, today) if sees_draft and plan.state in reading.UNDER_WAY else [],
        **shared_out([one for one in available_transitions(PLAN, plan, request.user) if one.name in BY_BUTTON]),
        "may_edit": may_edit,
        "may_issue": plan.state == PlanState.WITH_DIRECTOR and request.user.has_perm(ISSUE_PLAN, plan),
        "may_amend": may_edit and plan.state == PlanState.ISSUED and not _draft_of(plan),
        "events": history_of(plan)[:30] if sees_draft else (),
        "returned": reading.returned(plan),
    }
    return render(request, "campaigns/plan_detail.html", context)


def _draft_of(plan: Plan) -> bool:
    return Plan.objects.filter(campaign=plan.campaign_id, state__in=reading.UNDER_WAY).exists()


@page(EDIT_PLAN)
def plan_create(request: PortalRequest) -> HttpResponse:
    """Start a campaign with an empty draft; importing a document has a page of its own."""
    unit = request.centre
    if unit is None or not request.user.has_perm(EDIT_PLAN, unit):
        messages.error(request, "Chọn trung tâm ở đầu trang rồi lập kế hoạch.")
        return redirect("campaigns:plan-list")
    form = PlanCreateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            plan = plans.create(unit=unit, **form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lập dự thảo. Tiếp theo: soạn nội dung.")
            return redirect("campaigns:plan-edit", plan.pk)
    return render(request, "campaigns/plan_form.html", {"heading": "Lập kế hoạch", "form": form})


@page(VIEW_PLAN)
@require_POST
def plan_act(request: PortalRequest, pk: int) -> HttpResponse:
    """Perform the transition of a button: submit, return with a reason, close."""
    plan = get_object_or_404(reading.visible_to(request.user), pk=pk)
    comment, at = comment_of(request), timezone.now()
    acts = {
        "submit": lambda: plans.submit(plan=plan, by=request.user, at=at, comment=comment),
        "send_back": lambda: plans.send_back(plan=plan, by=request.user, at=at, comment=comment),
        "close": lambda: plans.close(plan=plan, by=request.user, at=at, comment=comment),
    }
    carry_out(request, acts, lambda _, moved: f"Kế hoạch chuyển sang trạng thái “{moved.get_state_display()}”.")
    return redirect("campaigns:plan-detail", pk)


@page(ISSUE_PLAN)
def plan_issue(request: PortalRequest, pk: int) -> HttpResponse:
    """Number, day and signer; then the plan is in force."""
    plan = get_object_or_404(
        reach(request.user, ISSUE_PLAN).filter(reading.visible_to(request.user), "campaign__unit"), pk=pk
    )
    if plan.state != PlanState.WITH_DIRECTOR:
        messages.error(request, f"Kế hoạch đang ở trạng thái “{plan.get_state_display()}”, không ban hành được.")
        return redirect("campaigns:plan-detail", pk)
    today = timezone.localdate()
    initial = {
        "number": register.next_number(unit=plan.unit, symbol=plan.symbol, year=today.year),
        "issued_on": today,
        "signer_title": plan.signer_title,
        "signer_name": plan.signer_name,
    }
    form = IssueForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            issued = plans.issue(plan=plan, **form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã ban hành kế hoạch số {issued.number_and_symbol}; các đơn vị được báo tin.")
            return redirect("campaigns:plan-detail", pk)
    return render(request, "campaigns/plan_issue.html", {"heading": "Ban hành kế hoạch", "form": form, "plan": plan})


@page(EDIT_PLAN)
@require_POST
def plan_amend(request: PortalRequest, pk: int) -> HttpResponse:
    """Start an amended version that copies everything."""
    plan = get_object_or_404(
        reach(request.user, EDIT_PLAN).filter(reading.visible_to(request.user), "campaign__unit"), pk=pk
    )
    try:
        draft = plans.amend(plan=plan, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("campaigns:plan-detail", pk)
    messages.success(request, f"Đã lập bản sửa đổi lần {draft.version}. Bản cũ còn hiệu lực đến khi bản này ban hành.")
    return redirect("campaigns:plan-edit", draft.pk)


@page(EDIT_PLAN)
@require_POST
def plan_discard(request: PortalRequest, pk: int) -> HttpResponse:
    """Delete the draft of an amendment."""
    plan = get_object_or_404(
        reach(request.user, EDIT_PLAN).filter(reading.visible_to(request.user), "campaign__unit"), pk=pk
    )
    earlier = plan.amends_id
    try:
        plans.discard(plan=plan, by=request.user, at=timezone.now(), comment=request.POST.get("comment", "")[:2000])
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("campaigns:plan-detail", pk)
    messages.success(request, "Đã hủy bản sửa đổi đang soạn.")
    return redirect("campaigns:plan-detail", earlier)


@page(ACKNOWLEDGE_PLAN)
@require_POST
def plan_acknowledge(request: PortalRequest, pk: int) -> HttpResponse:
    """The head of a unit confirms that the plan has been received."""
    plan = get_object_or_404(reading.visible_to(request.user), pk=pk)
    units = reach(request.user, ACKNOWLEDGE_PLAN).filter(Unit.objects.all(), field="")
    key = request.POST.get("unit", "")
    unit = get_object_or_404(units, pk=key if key.isdecimal() else 0)
    try:
        plans.acknowledge(plan=plan, unit=unit, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{unit} đã xác nhận nhận kế hoạch.")
    return redirect("campaigns:plan-detail", pk)
