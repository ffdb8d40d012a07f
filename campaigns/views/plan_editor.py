"""Writing a plan part by part: its head, and its lists of rows."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.policies import page, reach
from accounts.requests import PortalRequest
from campaigns.forms.plans import (
    AreaForm,
    BasisForm,
    DutyForm,
    PartForm,
    PlanHeadForm,
    RecipientForm,
    SeenForm,
    SubjectForm,
)
from campaigns.forms.targets import OPERATOR_HELP, TargetForm
from campaigns.models import Plan
from campaigns.roles import EDIT_PLAN
from campaigns.selectors import plans as reading
from campaigns.selectors.editing import fingerprint
from campaigns.services import plan_parts
from core.errors import DomainError, StaleRecord


@dataclass(frozen=True)
class Part:
    """One list of the plan as a page of the editor: the word in the address, its name, what it is for, its form."""

    slug: str
    title: str
    noun: str
    explanation: str
    form: type[PartForm]
    related: str
    can_move: bool = True

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.form._meta.fields or ())

    @property
    def model(self) -> type[Model]:
        model: type[Model] = self.form._meta.model
        return model


PARTS = {
    part.slug: part
    for part in (
        Part("can-cu", "Căn cứ", "căn cứ", "Văn bản mà kế hoạch dựa vào hoặc thực hiện.", BasisForm, "bases"),
        Part(
            "noi-dung",
            "Nội dung thi đua",
            "nội dung",
            "Các nội dung a, b, c… hoặc lĩnh vực; chỉ tiêu, nhiệm vụ và tiêu chí chấm điểm gắn vào đây.",
            AreaForm,
            "content_areas",
        ),
        Part("chi-tieu", "Chỉ tiêu", "chỉ tiêu", "Mức phải đạt và cách so sánh.", TargetForm, "targets"),
        Part(
            "doi-tuong",
            "Đối tượng",
            "đối tượng",
            "Tập thể, cá nhân nào được dự thi đua.",
            SubjectForm,
            "subjects",
            False,
        ),
        Part("trach-nhiem", "Trách nhiệm", "trách nhiệm", "Ai làm việc gì khi thực hiện kế hoạch.", DutyForm, "duties"),
        Part(
            "noi-nhan", "Nơi nhận", "nơi nhận", "Mỗi dòng một nơi; dòng cuối là nơi lưu.", RecipientForm, "recipients"
        ),
    )
}


def editable_plan(request: PortalRequest, pk: int) -> Plan:
    """The plan within the person's reach as an editor, whatever its state."""
    plans = reach(request.user, EDIT_PLAN).filter(reading.visible_to(request.user), "campaign__unit")
    return get_object_or_404(plans, pk=pk)


def closed_to_edits(request: PortalRequest, plan: Plan) -> HttpResponse | None:
    """A plan that is no draft is shown, not edited."""
    if plan.is_editable:
        return None
    messages.error(request, f"Kế hoạch đang ở trạng thái “{plan.get_state_display()}”, không sửa được.")
    return redirect("campaigns:plan-detail", plan.pk)


def show_refusal(form: SeenForm, refusal: DomainError, record: Model | None, fields: Any) -> None:
    """Put a refusal on the form; after a stale save it takes the new fingerprint, so that saving again replaces."""
    form.refuse(refusal)
    if isinstance(refusal, StaleRecord) and record is not None:
        record.refresh_from_db()
        form.data = {**{name: form.data[name] for name in form.data}, "seen": fingerprint(record, fields)}


@page(EDIT_PLAN)
def plan_edit(request: PortalRequest, pk: int) -> HttpResponse:
    """The head of the document."""
    plan = editable_plan(request, pk)
    if closed := closed_to_edits(request, plan):
        return closed
    fields = PlanHeadForm.Meta.fields
    stored = Plan.objects.get(pk=plan.pk)
    form = PlanHeadForm(request.POST or None, instance=plan, seen=fingerprint(stored, fields))
    if request.method == "POST" and form.is_valid():
        try:
            plan_parts.save_head(
                plan=stored, values=form.values(), seen=form.cleaned_data["seen"], by=request.user, at=timezone.now()
            )
        except DomainError as refusal:
            show_refusal(form, refusal, stored, fields)
        else:
            messages.success(request, "Đã lưu thể thức văn bản.")
            return redirect("campaigns:plan-edit", pk)
    return render(request, "campaigns/plan_edit.html", _context(stored, "the-thuc", form=form))


@page(EDIT_PLAN)
def plan_part(request: PortalRequest, pk: int, slug: str) -> HttpResponse:
    """One list of the plan with a form that adds a row."""
    plan, part = editable_plan(request, pk), _part(slug)
    if closed := closed_to_edits(request, plan):
        return closed
    form = part.form(request.POST or None, plan=plan)
    form.keep = f"them-{slug}"
    if request.method == "POST" and form.is_valid():
        try:
            plan_parts.add(plan=plan, model=part.model, values=form.values(), by=request.user, at=timezone.now())
        except DomainError as refusal:
            show_refusal(form, refusal, None, ())
        else:
            messages.success(request, f"Đã thêm {part.noun}.")
            # rows are added one after another: the form stays open for the next
            return redirect(reverse("campaigns:plan-part", args=[pk, slug], query={"them": "tiep"}, fragment="them"))
    rows = getattr(plan, part.related).all()
    return render(request, "campaigns/plan_part.html", _context(plan, slug, part=part, rows=rows, form=form))


@page(EDIT_PLAN)
def plan_part_edit(request: PortalRequest, pk: int, slug: str, row: int) -> HttpResponse:
    """One row of a list."""
    plan, part = editable_plan(request, pk), _part(slug)
    if closed := closed_to_edits(request, plan):
        return closed
    stored = get_object_or_404(part.model, pk=row, plan=plan)
    fields = part.fields
    shown = part.model._default_manager.get(pk=row)
    form = part.form(request.POST or None, instance=shown, plan=plan, seen=fingerprint(stored, fields))
    form.keep = f"sua-{slug}-{row}"
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            plan_parts.change(row=stored, values=form.values(), seen=seen, by=request.user, at=timezone.now())
        except DomainError as refusal:
            show_refusal(form, refusal, stored, fields)
        else:
            messages.success(request, f"Đã lưu {part.noun}.")
            return redirect("campaigns:plan-part", pk, slug)
    return render(request, "campaigns/plan_part_edit.html", _context(plan, slug, part=part, row=stored, form=form))


@page(EDIT_PLAN)
@require_POST
def plan_part_act(request: PortalRequest, pk: int, slug: str, row: int) -> HttpResponse:
    """Move a row up or down, or take it out."""
    plan, part = editable_plan(request, pk), _part(slug)
    stored = get_object_or_404(part.model, pk=row, plan=plan)
    act = request.POST.get("act")
    try:
        if act == "remove":
            plan_parts.remove(row=stored, by=request.user, at=timezone.now())
            messages.success(request, f"Đã bỏ {part.noun}.")
        elif act in ("up", "down") and part.can_move:
            step = -1 if act == "up" else 1
            plan_parts.move(row=stored, step=step, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("campaigns:plan-part", pk, slug)


def _part(slug: str) -> Part:
    try:
        return PARTS[slug]
    except KeyError as error:
        raise Http404(slug) from error


def _context(plan: Plan, current: str, **more: Any) -> dict[str, Any]:
    more.setdefault("operator_help", OPERATOR_HELP.values() if current == "chi-tieu" else ())
    return {"heading": f"Soạn: {plan.campaign}", "plan": plan, "parts": PARTS.values(), "current": current, **more}
