"""Adding and changing the groups and criteria of a draft, with the rule editor and its preview."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.policies import page
from accounts.requests import PortalRequest
from core.errors import DomainError
from scoring.enums import NodeKind
from scoring.forms.workshop import initial_of
from scoring.forms.workshop_kinds import ALIKE, ON_TOP
from scoring.forms.workshop_rules import RuleBlock
from scoring.models import CriteriaSet, Criterion
from scoring.roles import MANAGE_CRITERIA
from scoring.selectors import workshop_choices as choices
from scoring.services import workshop_tree
from scoring.views.workshop_drafts import node_of, of_draft, refused_status, revision_seen
from scoring.views.workshop_node_page import NodePage, plain, tried

STEPS = {"up": -1, "down": 1}


@page(MANAGE_CRITERIA)
@require_http_methods(["GET", "POST"])
@of_draft
def workshop_node_create(request: PortalRequest, criteria_set: CriteriaSet) -> HttpResponse:
    """Add a group or criterion; the address says which, and in which group."""
    asked = request.GET.get("loai", "")
    kind = asked if asked in NodeKind.values else NodeKind.GROUP.value
    parent = node_of(criteria_set, _number(request.GET.get("nhom")))
    initial = {
        "code": choices.next_code(criteria_set, kind, parent),
        "parent": str(parent.pk if parent else ""),
        "entered_by": "office" if kind in ON_TOP else "unit",
        **_like(node_of(criteria_set, _number(request.GET.get("nhu")))),
    }
    shown = NodePage(request, criteria_set, kind, initial, None)
    if not shown.is_saving:
        return shown.show()
    if not shown.is_valid():
        return shown.show(422)
    try:
        node = workshop_tree.add(
            criteria_set=criteria_set,
            revision=revision_seen(request),
            kind=kind,
            parent=shown.parent(),
            values=shown.values(),
            by=request.user,
            at=timezone.now(),
        )
    except DomainError as refusal:
        return shown.show(refused_status(shown.form, refusal))
    messages.success(request, f"Đã thêm {shown.noun} {node.code}.")
    return _after(shown, node)


@page(MANAGE_CRITERIA)
@require_http_methods(["GET", "POST"])
@of_draft
def workshop_node_edit(request: PortalRequest, criteria_set: CriteriaSet, node: int) -> HttpResponse:
    """Change a group or criterion."""
    stored = node_of(criteria_set, node)
    if stored is None:
        messages.error(request, "Mục này đã bị bỏ khỏi bộ tiêu chí.")
        return redirect("scoring:workshop-tree", pk=criteria_set.pk)
    shown = NodePage(request, criteria_set, stored.kind, initial_of(stored), stored)
    if not shown.is_saving:
        return shown.show()
    if not shown.is_valid():
        return shown.show(422)
    try:
        workshop_tree.edit(
            node=stored,
            parent=shown.parent(),
            revision=revision_seen(request),
            values=shown.values(),
            by=request.user,
            at=timezone.now(),
        )
    except DomainError as refusal:
        return shown.show(refused_status(shown.form, refusal))
    messages.success(request, f"Đã lưu {shown.values()['code']}.")
    return _after(shown, stored)


@page(MANAGE_CRITERIA)
@require_POST
@of_draft
def workshop_node_act(request: PortalRequest, criteria_set: CriteriaSet, node: int) -> HttpResponse:
    """Move a node up or down, duplicate it, or take it out."""
    stored = node_of(criteria_set, node)
    if stored is None:
        messages.error(request, "Mục này đã bị bỏ khỏi bộ tiêu chí.")
        return redirect("scoring:workshop-tree", pk=criteria_set.pk)
    act = request.POST.get("act", "")
    common: dict[str, Any] = {
        "node": stored, "revision": revision_seen(request), "by": request.user, "at": timezone.now()
    }  # fmt: skip
    place = stored.pk
    try:
        if act in STEPS:
            workshop_tree.move(step=STEPS[act], **common)
        elif act == "duplicate":
            copied = workshop_tree.duplicate(**common)
            place = copied.pk
            messages.success(request, f"Đã nhân đôi {stored.code} thành {copied.code}.")
        elif act == "remove":
            gone = workshop_tree.remove(**common)
            place = stored.parent_id or 0
            messages.success(request, f"Đã bỏ {', '.join(gone)}.")
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{reverse('scoring:workshop-tree', args=[criteria_set.pk])}#nut-{place}")


@page(MANAGE_CRITERIA)
@require_POST
@of_draft
def workshop_try(request: PortalRequest, criteria_set: CriteriaSet) -> HttpResponse:
    """What the rule being typed says and gives, while one types. Writes nothing."""
    posted: dict[str, str] = {**(plain(request.POST) or {}), "act": "try"}
    kind = posted.get("rule-kind", "")
    block = RuleBlock("rule", posted, on_top=kind if kind in ON_TOP else "")
    trial = tried(block, posted.get("max_points"), posted)
    fields_changed = trial is not None and trial.signature != posted.get("thu-chu-ky", "")
    context = {"rule_block": block, "trial": trial, "fields_changed": fields_changed}
    return render(request, "scoring/_workshop_trial.html", context)


def _after(shown: NodePage, node: Criterion) -> HttpResponse:
    """Back to the node in the tree, or on to a new one of its kind in the same group."""
    pk = node.criteria_set_id
    if shown.act == "save_next":
        asked = {"loai": shown.kind, "nhom": str(node.parent_id or ""), "nhu": str(node.pk)}
        return redirect(reverse("scoring:workshop-node-create", args=[pk], query=asked))
    if shown.act == "save_inside":
        asked = {"loai": NodeKind.CRITERION.value, "nhom": str(node.pk)}
        return redirect(reverse("scoring:workshop-node-create", args=[pk], query=asked))
    return redirect(reverse("scoring:workshop-tree", args=[pk], fragment=f"nut-{node.pk}"))


def _like(node: Criterion | None) -> dict[str, Any]:
    """What a new criterion takes over from the one before it: a rule of a kind that comes in rows."""
    if node is None or node.rule.get("kind") not in ALIKE:
        return {}
    return {"rule": node.rule, "entered_by": node.entered_by, "max_points": node.max_points}


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else 0


urlpatterns = [
    path("<int:pk>/soan/them/", workshop_node_create, name="workshop-node-create"),
    path("<int:pk>/soan/thu/", workshop_try, name="workshop-try"),
    path("<int:pk>/soan/muc/<int:node>/", workshop_node_edit, name="workshop-node-edit"),
    path("<int:pk>/soan/muc/<int:node>/lam/", workshop_node_act, name="workshop-node-act"),
]
