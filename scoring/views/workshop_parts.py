"""What a draft says besides its tree: bands, limits on the grade, tie-break order, quota."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.policies import page
from accounts.requests import PortalRequest
from core.errors import DomainError
from scoring.forms.workshop_parts import BandFormSet, LimitFormSet, QuotaForm, TieBreakForm, coded
from scoring.models import CriteriaSet
from scoring.roles import MANAGE_CRITERIA
from scoring.selectors import workshop_choices as choices
from scoring.services import workshop_parts
from scoring.views.workshop_drafts import frame, kept_revision, of_draft, revision_seen


@page(MANAGE_CRITERIA)
@require_http_methods(["GET", "POST"])
@of_draft
def workshop_bands(request: PortalRequest, criteria_set: CriteriaSet) -> HttpResponse:
    """The grades, from the best down."""
    initial = [{"code": band.code, "name": band.name, "low": band.low} for band in criteria_set.bands.all()]
    rows = BandFormSet(request.POST or None, initial=initial, prefix="muc")

    def save() -> None:
        given = [{**row.cleaned_data, "code": code} for code, row in coded(rows.forms)]
        given.sort(key=lambda band: -band["low"])
        workshop_parts.set_bands(bands=given, **_common(request, criteria_set))

    return _part(request, criteria_set, "xep-loai", rows, save, {"rows": rows}, "Đã lưu các mức xếp loại.")


@page(MANAGE_CRITERIA)
@require_http_methods(["GET", "POST"])
@of_draft
def workshop_limits(request: PortalRequest, criteria_set: CriteriaSet) -> HttpResponse:
    """Facts that keep the grade down."""
    offered = {
        "bands": choices.bands(criteria_set),
        "leaves": choices.nodes(criteria_set, leaves_only=True),
        "nodes": choices.nodes(criteria_set),
    }
    rows = LimitFormSet(request.POST or None, initial=criteria_set.limits, prefix="ha", form_kwargs=offered)

    def save() -> None:
        given = [row.mapping(code) for code, row in coded(rows.forms)]
        workshop_parts.set_provision(name="limits", value=given, **_common(request, criteria_set))

    context = {"rows": rows, "has_bands": bool(offered["bands"])}
    return _part(request, criteria_set, "ha-muc", rows, save, context, "Đã lưu điều kiện hạ mức.")


@page(MANAGE_CRITERIA)
@require_http_methods(["GET", "POST"])
@of_draft
def workshop_tie_break(request: PortalRequest, criteria_set: CriteriaSet) -> HttpResponse:
    """What decides between equal totals."""
    form = TieBreakForm(request.POST or None, nodes=choices.nodes(criteria_set), stored=criteria_set.tie_break)

    def save() -> None:
        workshop_parts.set_provision(name="tie_break", value=form.codes(), **_common(request, criteria_set))

    return _part(request, criteria_set, "bang-diem", form, save, {"form": form}, "Đã lưu thứ tự phân định.")


@page(MANAGE_CRITERIA)
@require_http_methods(["GET", "POST"])
@of_draft
def workshop_quota(request: PortalRequest, criteria_set: CriteriaSet) -> HttpResponse:
    """How many may keep the top grade."""
    form = QuotaForm(request.POST or None, initial=criteria_set.quota, bands=choices.bands(criteria_set))

    def save() -> None:
        workshop_parts.set_provision(name="quota", value=form.mapping(), **_common(request, criteria_set))

    return _part(request, criteria_set, "ty-le", form, save, {"form": form}, "Đã lưu tỷ lệ tối đa.")


def _common(request: PortalRequest, criteria_set: CriteriaSet) -> dict[str, Any]:
    return {
        "criteria_set": criteria_set,
        "revision": revision_seen(request),
        "by": request.user,
        "at": timezone.now(),
    }


def _part(
    request: PortalRequest,
    criteria_set: CriteriaSet,
    current: str,
    typed: Any,
    save: Callable[[], None],
    context: dict[str, Any],
    done: str,
) -> HttpResponse:
    """Show a part, or store it and come back to it."""
    status, refused = 200, ""
    if request.method == "POST":
        status = 422
        if typed.is_valid():
            try:
                save()
            except DomainError as refusal:
                refused, status = str(refusal), 409
            else:
                messages.success(request, done)
                return redirect(request.path)
    shown = {**frame(kept_revision(request, criteria_set, status), current), **context, "refused": refused}
    findings = [each for each in shown["verdict"].findings if each.part == current]
    return render(request, f"scoring/workshop_{PAGES[current]}.html", {**shown, "findings": findings}, status=status)


PAGES = {"xep-loai": "bands", "ha-muc": "limits", "bang-diem": "tie_break", "ty-le": "quota"}
urlpatterns = [
    path("<int:pk>/soan/xep-loai/", workshop_bands, name="workshop-bands"),
    path("<int:pk>/soan/ha-muc/", workshop_limits, name="workshop-limits"),
    path("<int:pk>/soan/bang-diem/", workshop_tie_break, name="workshop-tie-break"),
    path("<int:pk>/soan/ty-le/", workshop_quota, name="workshop-quota"),
]
