"""Pages of criteria sets."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.policies import page, reach
from core.errors import DomainError
from core.listing import Listing, show
from scoring.forms.criteria import AssignForm, CriteriaFileForm
from scoring.models import CriteriaSet
from scoring.selectors import criteria as reading
from scoring.services import criteria, criteria_files
from scoring.tables.criteria import CriteriaSetTable

MANAGE = "scoring.manage_criteria"
FILE_LIMIT = 1024 * 1024


@page(reading.VIEW)
@require_GET
def criteria_list(request: HttpRequest) -> HttpResponse:
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
            context={"may_load": request.user.has_perm(MANAGE)},
        ),
    )


@page(reading.VIEW)
@require_GET
def criteria_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A set: its tree with the rules in words, its grades, where it is used."""
    return render(request, "scoring/criteria_detail.html", _detail(request, _visible(request, pk)))


@page(MANAGE)
@require_POST
def criteria_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a round is scored by this set."""
    criteria_set = _manageable(request, pk)
    form = AssignForm(request.POST, rounds=reading.rounds_without_scores(criteria_set))
    if not form.is_valid():
        return render(request, "scoring/criteria_detail.html", _detail(request, criteria_set, form), status=422)
    try:
        criteria.assign(round=form.cleaned_data["round"], criteria_set=criteria_set, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{form.cleaned_data['round']} được chấm theo bộ tiêu chí này.")
    return redirect("scoring:criteria-detail", pk=pk)


@page(MANAGE)
@require_http_methods(["GET", "POST"])
def criteria_load(request: HttpRequest) -> HttpResponse:
    """Load a set from a file for the centre in the header."""
    form = CriteriaFileForm(request.POST or None, request.FILES or None)
    slips: tuple[str, ...] = ()
    centre = request.centre  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            stored = _load(form.cleaned_data["file"], centre, request)
        except criteria.CriteriaRefused as refusal:
            form.add_error("file", str(refusal))
            slips = refusal.slips
        else:
            messages.success(request, f"Đã nạp {stored}.")
            return redirect("scoring:criteria-detail", pk=stored.pk)
    status = 422 if form.errors else 200
    context = {"heading": "Nạp bộ tiêu chí", "form": form, "slips": slips, "unit": centre}
    return render(request, "scoring/criteria_load.html", context, status=status)


def _load(upload: Any, centre: Any, request: HttpRequest) -> CriteriaSet:
    if centre is None or not reach(request.user, MANAGE).covers(centre):
        raise criteria.CriteriaRefused("Bạn không nạp được bộ tiêu chí cho đơn vị đang chọn.")
    if upload.size > FILE_LIMIT:
        raise criteria.CriteriaRefused("Tệp lớn hơn 1 MB, không phải tệp bộ tiêu chí.", hint="Chọn lại tệp .toml.")
    built = criteria_files.read_content(upload.read(), upload.name)
    return criteria.store(criteria_set=built, unit=centre, by=request.user, at=timezone.now())


def _visible(request: HttpRequest, pk: int) -> CriteriaSet:
    return get_object_or_404(reading.visible_sets(request.user), pk=pk)


def _manageable(request: HttpRequest, pk: int) -> CriteriaSet:
    return get_object_or_404(reach(request.user, MANAGE).filter(CriteriaSet.objects.select_related("unit")), pk=pk)


def _detail(request: HttpRequest, criteria_set: CriteriaSet, form: AssignForm | None = None) -> dict[str, Any]:
    may_manage = request.user.has_perm(MANAGE, criteria_set)
    if form is None and may_manage:
        form = AssignForm(rounds=reading.rounds_without_scores(criteria_set))
    return {
        "heading": criteria_set.name,
        "criteria_set": criteria_set,
        "nodes": reading.nodes(criteria_set),
        "bands": reading.bands(criteria_set),
        "uses": reading.rounds_using(criteria_set),
        "form": form if may_manage else None,
    }


urlpatterns = [
    path("", criteria_list, name="criteria-list"),
    path("nap/", criteria_load, name="criteria-load"),
    path("<int:pk>/", criteria_detail, name="criteria-detail"),
    path("<int:pk>/dung-cho-dot/", criteria_assign, name="criteria-assign"),
]
