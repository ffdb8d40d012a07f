"""The criteria-set workshop: starting a set, copying one, its tree, its head, throwing a draft away."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Unit
from accounts.policies import page, reach
from accounts.requests import PortalRequest
from core.errors import DomainError
from scoring.engine.rounding import round_points
from scoring.forms.workshop import READY_BANDS, CodeAndVersion, HeadForm, StartForm
from scoring.models import CriteriaSet
from scoring.roles import MANAGE_CRITERIA
from scoring.selectors import criteria as reading
from scoring.selectors import workshop as drafts
from scoring.selectors.library import LibraryEntry, library
from scoring.services import criteria, criteria_files, workshop
from scoring.views.workshop_drafts import frame, kept_revision, manageable, of_draft, refused_status, revision_seen


@page(MANAGE_CRITERIA)
@require_http_methods(["GET", "POST"])
def workshop_create(request: PortalRequest) -> HttpResponse:
    """Start a set: empty, as a copy of one that is there, or from the library."""
    unit = _own_centre(request)
    initial = {"version": 1, "total": 100, "cap_total": True, "bonus_cap": 0, "penalty_cap": 0, "bands": "nd233"}
    form = StartForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        ready = READY_BANDS[values["bands"]][1]
        bands = [(code, name, round_points(values["total"] * low / 100)) for code, name, low in ready]
        try:
            stored = workshop.start(unit=unit, values=values, bands=bands, by=request.user, at=timezone.now())
        except DomainError as refusal:
            refused_status(form, refusal)
        else:
            messages.success(request, f"Đã lập “{stored.name}”. Thêm nhóm và tiêu chí ở dưới.")
            return redirect("scoring:workshop-tree", pk=stored.pk)
    context = {
        "heading": "Soạn bộ tiêu chí mới",
        "form": form,
        "unit": unit,
        "sets": reading.criteria_sets(request.user).order_by("unit__sort_key", "name", "-version"),
        "library": library(),
    }
    return render(request, "scoring/workshop_create.html", context, status=422 if form.errors else 200)


@page(MANAGE_CRITERIA)
@require_http_methods(["GET", "POST"])
def workshop_copy(request: PortalRequest, pk: int) -> HttpResponse:
    """Copy a set that this person may read: a new version of it, or a set of one's own after it."""
    source = get_object_or_404(reading.visible_sets(request.user), pk=pk)
    unit = _own_centre(request)
    initial = {"name": source.name, "code": source.code, "version": workshop.next_version(unit, source.code)}
    form = CodeAndVersion(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            stored = workshop.copy(
                source=source,
                unit=unit,
                code=given["code"],
                version=given["version"],
                name=given["name"],
                by=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            refused_status(form, refusal)
        else:
            messages.success(request, f"Đã sao chép thành “{stored}”. Sửa ở đây không ảnh hưởng bản cũ.")
            return redirect("scoring:workshop-tree", pk=stored.pk)
    return _copy_page(request, form, unit, f"Sao chép “{source.name}”", str(source))


@page(MANAGE_CRITERIA)
@require_http_methods(["GET", "POST"])
def workshop_from_library(request: PortalRequest, code: str) -> HttpResponse:
    """Take a set of the library as one's own draft."""
    entry = next((each for each in library() if each.code == code), None)
    if entry is None:
        raise Http404
    unit = _own_centre(request)
    initial = {"name": entry.name, "code": entry.code, "version": workshop.next_version(unit, entry.code)}
    form = CodeAndVersion(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            stored = _store(entry, form.cleaned_data, unit, request)
        except DomainError as refusal:
            refused_status(form, refusal)
        else:
            messages.success(request, f"Đã lấy “{stored}” từ thư viện. Sửa cho hợp với đơn vị rồi dùng.")
            return redirect("scoring:workshop-tree", pk=stored.pk)
    return _copy_page(request, form, unit, f"Lấy từ thư viện: {entry.name}", entry.about)


@page(MANAGE_CRITERIA)
@require_GET
@of_draft
def workshop_tree(request: PortalRequest, criteria_set: CriteriaSet) -> HttpResponse:
    """The tree with its sums, and everything that the check finds."""
    verdict = drafts.verdict(criteria_set)
    stated, summed = drafts.stated_and_summed(criteria_set)
    context = {
        **frame(criteria_set, "cay", verdict),
        "rows": drafts.rows(criteria_set, verdict.findings),
        "stated": stated,
        "summed": summed,
    }
    return render(request, "scoring/workshop_tree.html", context)


@page(MANAGE_CRITERIA)
@require_http_methods(["GET", "POST"])
@of_draft
def workshop_head(request: PortalRequest, criteria_set: CriteriaSet) -> HttpResponse:
    """Name, code, version, scale and caps."""
    initial = {name: getattr(criteria_set, name) for name in workshop.HEAD}
    form = HeadForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                workshop.edit_head(
                    criteria_set=criteria_set,
                    revision=revision_seen(request),
                    values=form.cleaned_data,
                    by=request.user,
                    at=timezone.now(),
                )
            except DomainError as refusal:
                status = refused_status(form, refusal)
            else:
                messages.success(request, "Đã lưu thông tin chung.")
                return redirect("scoring:workshop-head", pk=criteria_set.pk)
    context = {**frame(kept_revision(request, criteria_set, status), "thong-tin"), "form": form}
    return render(request, "scoring/workshop_head.html", context, status=status)


@page(MANAGE_CRITERIA)
@require_POST
def workshop_discard(request: PortalRequest, pk: int) -> HttpResponse:
    """Delete a draft with everything in it."""
    criteria_set = manageable(request, pk)
    try:
        workshop.discard(criteria_set=criteria_set, revision=revision_seen(request), by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("scoring:criteria-detail", pk=pk)
    messages.success(request, f"Đã xóa bản soạn “{criteria_set}”.")
    return redirect("scoring:criteria-list")


def _own_centre(request: PortalRequest) -> Unit:
    """The centre in the header, for which this person may write sets; else 403."""
    centre = request.centre
    if centre is None or not reach(request.user, MANAGE_CRITERIA).covers(centre):
        raise PermissionDenied
    return centre


def _store(entry: LibraryEntry, given: dict[str, Any], unit: Unit, request: PortalRequest) -> CriteriaSet:
    workshop.refuse_taken(unit, given["code"], given["version"])
    read = criteria_files.read_file(entry.path)
    wanted = replace(read, code=given["code"], version=given["version"], name=given["name"])
    return criteria.store(criteria_set=wanted, unit=unit, by=request.user, at=timezone.now())


def _copy_page(request: PortalRequest, form: CodeAndVersion, unit: Unit, heading: str, source: str) -> HttpResponse:
    context = {"heading": heading, "form": form, "unit": unit, "source": source}
    return render(request, "scoring/workshop_copy.html", context, status=422 if form.errors else 200)


urlpatterns = [
    path("soan/moi/", workshop_create, name="workshop-create"),
    path("soan/thu-vien/<slug:code>/", workshop_from_library, name="workshop-from-library"),
    path("<int:pk>/sao-chep/", workshop_copy, name="workshop-copy"),
    path("<int:pk>/soan/", workshop_tree, name="workshop-tree"),
    path("<int:pk>/soan/thong-tin/", workshop_head, name="workshop-head"),
    path("<int:pk>/soan/xoa/", workshop_discard, name="workshop-discard"),
]
