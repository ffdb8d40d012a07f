"""Pages of criteria sets."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.policies import page, reach
from accounts.requests import PortalRequest
from core.errors import DomainError
from core.listing import Listing, show
from scoring.forms.criteria import AssignForm
from scoring.models import CriteriaSet
from scoring.roles import MANAGE_CRITERIA, VIEW_CRITERIA
from scoring.selectors import criteria as reading
from scoring.selectors.workshop_diff import provisions
from scoring.services import criteria
from scoring.tables.criteria import CriteriaSetTable
from scoring.views import criteria_files
from scoring.views.workshop_drafts import revision_seen


@page(VIEW_CRITERIA)
@require_GET
def criteria_list(request: PortalRequest) -> HttpResponse:
    """The sets of the centres in view."""
    return show(
        request,
        Listing(
            title="Bộ tiêu chí",
            table=CriteriaSetTable,
            queryset=reading.criteria_sets(request.user),
            noun="bộ tiêu chí",
            empty_text="Chưa có bộ tiêu chí nào. Phòng Tổ chức - Hành chính nạp bộ tiêu chí từ tệp.",
            export_name="bo-tieu-chi",
            template="scoring/criteria_list.html",
            context={"may_load": request.user.has_perm(MANAGE_CRITERIA)},
        ),
    )


@page(VIEW_CRITERIA)
@require_GET
def criteria_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """A set: its tree with the rules in words, its grades, where it is used."""
    return render(request, "scoring/criteria_detail.html", _detail(request, _visible(request, pk)))


@page(MANAGE_CRITERIA)
@require_POST
def criteria_assign(request: PortalRequest, pk: int) -> HttpResponse:
    """Say that a round is scored by this set."""
    criteria_set = _manageable(request, pk)
    form = AssignForm(request.POST, rounds=reading.rounds_without_scores(criteria_set))
    if not form.is_valid():
        return render(request, "scoring/criteria_detail.html", _detail(request, criteria_set, form), status=422)
    try:
        criteria.assign(
            round=form.cleaned_data["round"],
            criteria_set=criteria_set,
            revision=revision_seen(request),
            by=request.user,
            at=timezone.now(),
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{form.cleaned_data['round']} được chấm theo bộ tiêu chí này.")
    return redirect("scoring:criteria-detail", pk=pk)


def _visible(request: PortalRequest, pk: int) -> CriteriaSet:
    return get_object_or_404(reading.visible_sets(request.user), pk=pk)


def _manageable(request: PortalRequest, pk: int) -> CriteriaSet:
    return get_object_or_404(
        reach(request.user, MANAGE_CRITERIA).filter(CriteriaSet.objects.select_related("unit")), pk=pk
    )


def _detail(request: PortalRequest, criteria_set: CriteriaSet, form: AssignForm | None = None) -> dict[str, Any]:
    may_manage = request.user.has_perm(MANAGE_CRITERIA, criteria_set)
    if form is None and may_manage:
        form = AssignForm(rounds=reading.rounds_without_scores(criteria_set))
    nodes = reading.nodes(criteria_set)
    return {
        "heading": criteria_set.name,
        "criteria_set": criteria_set,
        "nodes": nodes,
        "provisions": provisions(criteria_set, [each.criterion for each in nodes]),
        "bands": reading.bands(criteria_set),
        "uses": reading.rounds_using(criteria_set),
        "form": form if may_manage else None,
        "may_manage": may_manage,
    }


urlpatterns = [
    *criteria_files.urlpatterns,
    path("", criteria_list, name="criteria-list"),
    path("<int:pk>/", criteria_detail, name="criteria-detail"),
    path("<int:pk>/dung-cho-dot/", criteria_assign, name="criteria-assign"),
]
