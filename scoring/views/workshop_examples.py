"""Worked examples of a draft: typed in, calculated at once, and shown with every difference."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.policies import page
from accounts.requests import PortalRequest
from core.errors import DomainError
from scoring.enums import NodeKind
from scoring.forms.workshop_examples import ExampleHead, ExampleRows
from scoring.models import CriteriaSet, Criterion
from scoring.roles import MANAGE_CRITERIA
from scoring.selectors import criteria as reading
from scoring.selectors import workshop_choices as choices
from scoring.selectors.workshop_trials import ExampleResult, example_results, lines_of
from scoring.services import workshop_parts
from scoring.views.workshop_drafts import frame, kept_revision, of_draft, refused_status, revision_seen


@page(MANAGE_CRITERIA)
@require_GET
@of_draft
def workshop_examples(request: PortalRequest, criteria_set: CriteriaSet) -> HttpResponse:
    """Every worked example with what it gives."""
    shown = frame(criteria_set, "vi-du")
    built = shown["verdict"].built
    results = example_results(built) if built else []
    unread = [] if built else [(place, each["name"]) for place, each in enumerate(criteria_set.examples)]
    context = {**shown, "results": results, "unread": unread}
    return render(request, "scoring/workshop_examples.html", context)


@page(MANAGE_CRITERIA)
@require_http_methods(["GET", "POST"])
@of_draft
def workshop_example_create(request: PortalRequest, criteria_set: CriteriaSet) -> HttpResponse:
    """A new worked example."""
    return _example(request, criteria_set, None)


@page(MANAGE_CRITERIA)
@require_http_methods(["GET", "POST"])
@of_draft
def workshop_example_edit(request: PortalRequest, criteria_set: CriteriaSet, place: int) -> HttpResponse:
    """Change a worked example; ``place`` counts from 1."""
    if not 1 <= place <= len(criteria_set.examples):
        raise Http404
    return _example(request, criteria_set, place - 1)


@page(MANAGE_CRITERIA)
@require_POST
@of_draft
def workshop_example_remove(request: PortalRequest, criteria_set: CriteriaSet, place: int) -> HttpResponse:
    """Take a worked example out."""
    if not 1 <= place <= len(criteria_set.examples):
        raise Http404
    try:
        workshop_parts.remove_example(
            criteria_set=criteria_set,
            revision=revision_seen(request),
            place=place - 1,
            by=request.user,
            at=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã bỏ ví dụ.")
    return redirect("scoring:workshop-examples", pk=criteria_set.pk)


def _example(request: PortalRequest, criteria_set: CriteriaSet, place: int | None) -> HttpResponse:
    stored: dict[str, Any] = {} if place is None else criteria_set.examples[place]
    posted = request.POST if request.method == "POST" else None
    facts = [(each["code"], each["name"]) for each in criteria_set.limits if each["when"] == "circumstance"]
    head = ExampleHead(posted, bands=choices.bands(criteria_set), facts=facts, stored=stored)
    nodes = [node for node, _ in reading.walk(criteria_set.criteria.all())]
    rows = ExampleRows(nodes, posted, stored)
    status = 200
    if posted is not None:
        status = 422
        if all([head.is_valid(), rows.is_valid()]):
            try:
                workshop_parts.save_example(
                    criteria_set=criteria_set,
                    revision=revision_seen(request),
                    place=place,
                    example=head.mapping() | rows.mapping(),
                    by=request.user,
                    at=timezone.now(),
                )
            except DomainError as refusal:
                status = refused_status(head, refusal)
            else:
                return _saved(request, criteria_set, len(criteria_set.examples) if place is None else place)
    return _show(request, criteria_set, place, head, rows, nodes, status)


def _saved(request: PortalRequest, criteria_set: CriteriaSet, place: int) -> HttpResponse:
    messages.success(request, "Đã lưu ví dụ; kết quả tính ở cột bên phải.")
    return redirect("scoring:workshop-example-edit", pk=criteria_set.pk, place=place + 1)


def _show(
    request: PortalRequest,
    criteria_set: CriteriaSet,
    place: int | None,
    head: ExampleHead,
    rows: ExampleRows,
    nodes: list[Criterion],
    status: int,
) -> HttpResponse:
    shown = frame(kept_revision(request, criteria_set, status), "vi-du")
    found = _result(shown["verdict"].built, place)
    lines = lines_of(found.result if found else None)
    context = {
        **shown,
        "place": None if place is None else place + 1,
        "head": head,
        "rows": [(row, lines.get(row.node.code), found and row.node.code in found.wrong) for row in rows.rows],
        "found": found,
        "has_error": status != 200,
        "leaf_count": sum(node.kind != NodeKind.GROUP for node in nodes),
    }
    return render(request, "scoring/workshop_example.html", context, status=status)


def _result(built: Any, place: int | None) -> ExampleResult | None:
    """What the stored example gives; None for a new one, and while the draft cannot be read."""
    if built is None or place is None:
        return None
    return example_results(built)[place]


urlpatterns = [
    path("<int:pk>/soan/vi-du/", workshop_examples, name="workshop-examples"),
    path("<int:pk>/soan/vi-du/them/", workshop_example_create, name="workshop-example-create"),
    path("<int:pk>/soan/vi-du/<int:place>/", workshop_example_edit, name="workshop-example-edit"),
    path("<int:pk>/soan/vi-du/<int:place>/bo/", workshop_example_remove, name="workshop-example-remove"),
]
