"""The tree of units, a unit's page, its names by date."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.filters import UnitFilter
from accounts.forms.units import UnitForm, UnitNameForm
from accounts.models import Unit
from accounts.policies import page
from accounts.requests import PortalRequest
from accounts.roles import MANAGE_PEOPLE, VIEW_DIRECTORY
from accounts.selectors import people as reading
from accounts.services import units
from accounts.tables import UnitTable
from core.errors import DomainError
from core.listing import Listing, show
from core.selectors import history_of

LONGEST_TREE = 300


def _unit(request: PortalRequest, pk: int, permission: str) -> Unit:
    return get_object_or_404(reading.units_within(request.user, permission), pk=pk)


@page(VIEW_DIRECTORY)
def unit_list(request: PortalRequest) -> HttpResponse:
    """The tree of units within the reader's reach, on one page as long as it stays readable."""
    return show(
        request,
        Listing(
            title="Đơn vị",
            table=UnitTable,
            queryset=reading.units_within(request.user, VIEW_DIRECTORY),
            filterset=UnitFilter,
            search_fields=("search_key",),
            search_hint="Tên hoặc mã đơn vị",
            noun="đơn vị",
            export_name="don-vi",
            template="accounts/unit_list.html",
            page_size=LONGEST_TREE,
        ),
    )


@page(VIEW_DIRECTORY)
def unit_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """One unit: data, names by date, units below, people, roles."""
    unit = _unit(request, pk, VIEW_DIRECTORY)
    may_manage = request.user.has_perm(MANAGE_PEOPLE, unit)
    context = {
        "heading": unit.name,
        "unit": unit,
        "ancestors": [
            above for above in Unit.objects.get_ancestors(unit) if request.user.has_perm(VIEW_DIRECTORY, above)
        ],
        "children": Unit.objects.get_children(unit).order_by("path"),
        "names": unit.names.order_by("-valid_from"),
        "people": unit.people.filter(active_to__isnull=True).select_related("user"),
        "memberships": reading.memberships_of_unit(unit, timezone.localdate()),
        "may_manage": may_manage,
        "events": history_of(unit)[:20] if may_manage else (),
    }
    return render(request, "accounts/unit_detail.html", context)


@page(MANAGE_PEOPLE)
def unit_create(request: PortalRequest) -> HttpResponse:
    """Add a unit below one within reach."""
    parents = reading.units_within(request.user, MANAGE_PEOPLE)
    form = UnitForm(request.POST or None, parents=parents, initial={"parent": request.GET.get("cap-tren")})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            unit = units.create(parent=values.pop("parent"), values=values, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã thêm {unit.name}.")
            return redirect("accounts:unit-detail", unit.pk)
    return render(request, "accounts/unit_form.html", {"heading": "Thêm đơn vị", "form": form})


@page(MANAGE_PEOPLE)
def unit_edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Change a unit's data, except its official name."""
    unit = _unit(request, pk, MANAGE_PEOPLE)
    form = UnitForm(request.POST or None, instance=unit)
    if request.method == "POST" and form.is_valid():
        try:
            units.update(unit=unit, values=form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
            unit.refresh_from_db()
        else:
            messages.success(request, "Đã lưu thay đổi.")
            return redirect("accounts:unit-detail", pk)
    return render(request, "accounts/unit_form.html", {"heading": f"Sửa: {unit.name}", "form": form, "unit": unit})


@page(MANAGE_PEOPLE)
def unit_rename(request: PortalRequest, pk: int) -> HttpResponse:
    """A new official name from a date on; documents of earlier dates keep the earlier name."""
    unit = _unit(request, pk, MANAGE_PEOPLE)
    parent = Unit.objects.get_parent(unit)
    initial = {"full_name": unit.name, "place_name": unit.place_name, "superior_name": parent.name if parent else ""}
    form = UnitNameForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            units.rename(unit=unit, **form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi tên mới.")
            return redirect("accounts:unit-detail", pk)
    return render(request, "accounts/unit_form.html", {"heading": f"Đổi tên: {unit.name}", "form": form, "unit": unit})
