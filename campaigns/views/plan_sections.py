"""Writing the sections of a plan: the tree with its live numbering, one form a section."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from django_htmx.http import reswap, retarget

from accounts.policies import page
from accounts.requests import PortalRequest
from campaigns.engine.numbering import NumberingStyle
from campaigns.forms.plans import SectionForm
from campaigns.models import Plan, PlanSection
from campaigns.roles import EDIT_PLAN
from campaigns.selectors import plans as reading
from campaigns.selectors.editing import fingerprint
from campaigns.services import plan_sections
from campaigns.views.plan_editor import PARTS, closed_to_edits, editable_plan, show_refusal
from core.errors import DomainError

CURRENT = "muc"
MOVES = ("up", "down", "in", "out")
# The customary style of a new level under a section of each style.
CHILD_STYLE = {
    NumberingStyle.ROMAN: NumberingStyle.ARABIC,
    NumberingStyle.ARABIC: NumberingStyle.LETTER,
    NumberingStyle.DECIMAL: NumberingStyle.LETTER,
    NumberingStyle.LETTER: NumberingStyle.DASH,
    NumberingStyle.DASH: NumberingStyle.PLUS,
}


@page(EDIT_PLAN)
def section_list(request: PortalRequest, pk: int) -> HttpResponse:
    """The whole tree; one section opens in its place."""
    plan = editable_plan(request, pk)
    if closed := closed_to_edits(request, plan):
        return closed
    return render(request, _template(request), _tree(plan))


@page(EDIT_PLAN)
def section_create(request: PortalRequest, pk: int) -> HttpResponse:
    """A new section: after a sibling, under a parent, or at the end."""
    plan = editable_plan(request, pk)
    if closed := closed_to_edits(request, plan):
        return closed
    after, parent = _named(request, plan, "sau"), _named(request, plan, "trong")
    form = SectionForm(request.POST or None, plan=plan, initial={"style": _proposed_style(plan, after, parent)})
    form.keep = "muc-moi"
    if request.method == "POST" and form.is_valid():
        try:
            section = plan_sections.add(
                plan=plan, values=form.values(), after=after, parent=parent, by=request.user, at=timezone.now()
            )
        except DomainError as refusal:
            show_refusal(form, refusal, None, ())
        else:
            messages.success(request, "Đã thêm mục.")
            return _back(plan, section)
    heading = f"Thêm mục sau “{after}”" if after else f"Thêm mục con của “{parent}”" if parent else "Thêm mục"
    return render(request, "campaigns/plan_section_form.html", {**_frame(plan), "form": form, "heading": heading})


@page(EDIT_PLAN)
def section_edit(request: PortalRequest, pk: int, section: int) -> HttpResponse:
    """One section: a fragment in the tree, or a page without scripts."""
    plan = editable_plan(request, pk)
    if closed := closed_to_edits(request, plan):
        return closed
    stored = get_object_or_404(PlanSection, pk=section, plan=plan)
    fields = SectionForm.Meta.fields
    shown = PlanSection.objects.get(pk=section)
    form = SectionForm(request.POST or None, instance=shown, plan=plan, seen=fingerprint(stored, fields))
    form.keep = f"muc-{section}"
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen"]
            plan_sections.change(section=stored, values=form.values(), seen=seen, by=request.user, at=timezone.now())
        except DomainError as refusal:
            show_refusal(form, refusal, stored, fields)
        else:
            if request.htmx:
                return render(request, "campaigns/_plan_sections.html", {**_tree(plan), "saved": section})
            messages.success(request, "Đã lưu mục.")
            return _back(plan, stored)
    context = {**_frame(plan), "form": form, "section": stored, "heading": f"Sửa mục: {stored}"}
    if not request.htmx:
        return render(request, "campaigns/plan_section_form.html", context)
    status = 422 if form.errors else 200
    fragment = render(request, "campaigns/_plan_section_form.html", context, status=status)
    # A refused form stays in its row instead of taking the place of the tree.
    return reswap(retarget(fragment, f"#chu-{section}"), "innerHTML")


@page(EDIT_PLAN)
@require_POST
def section_act(request: PortalRequest, pk: int, section: int) -> HttpResponse:
    """Move a section, or take it out with all below it."""
    plan = editable_plan(request, pk)
    stored = get_object_or_404(PlanSection, pk=section, plan=plan)
    act, refused = request.POST.get("act", ""), ""
    try:
        if act in MOVES:
            plan_sections.move(section=stored, direction=act, by=request.user, at=timezone.now())
        elif act == "remove":
            count = plan_sections.remove(section=stored, by=request.user, at=timezone.now())
            messages.success(request, f"Đã xóa {count} mục.")
            return redirect("campaigns:plan-section-list", pk)
    except DomainError as refusal:
        refused = str(refusal)
    if request.htmx:
        context = {**_tree(plan), "saved": section, "refused": refused}
        return render(request, "campaigns/_plan_sections.html", context)
    if refused:
        messages.error(request, refused)
    return _back(plan, stored)


def _template(request: PortalRequest) -> str:
    return "campaigns/_plan_sections.html" if request.htmx else "campaigns/plan_sections.html"


def _frame(plan: Plan) -> dict[str, Any]:
    return {"plan": plan, "parts": PARTS.values(), "current": CURRENT}


def _tree(plan: Plan) -> dict[str, Any]:
    document, rows = reading.document_and_outline(plan)
    found = reading.findings(document, rows, timezone.localdate())
    numbering = [item for item in found if item.part == CURRENT]
    return {**_frame(plan), "heading": f"Soạn: {plan.campaign}", "rows": rows, "findings": numbering}


def _named(request: PortalRequest, plan: Plan, name: str) -> PlanSection | None:
    key = request.GET.get(name, "")
    return get_object_or_404(PlanSection, pk=key, plan=plan) if key.isdecimal() else None


def _proposed_style(plan: Plan, after: PlanSection | None, parent: PlanSection | None) -> str:
    """The style of the siblings, or the customary one of a new level."""
    if after is not None:
        return after.style
    siblings = plan.sections.filter(parent=parent).order_by("-position")
    if last := siblings.first():
        return last.style
    return CHILD_STYLE.get(NumberingStyle(parent.style), NumberingStyle.DASH) if parent else NumberingStyle.ROMAN


def _back(plan: Plan, section: PlanSection) -> HttpResponse:
    return redirect(f"{reverse('campaigns:plan-section-list', args=[plan.pk])}#muc-{section.pk}")
