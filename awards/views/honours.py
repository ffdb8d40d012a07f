"""The register of honours (sổ vàng)."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.models import Person
from accounts.policies import page
from accounts.requests import PortalRequest
from accounts.selectors.scope import units_in_sight
from awards.filters import HonourFilter
from awards.forms.decisions import HonourForm
from awards.roles import PREPARE_DECISION, VIEW_DECISION
from awards.selectors import decisions as reading
from awards.services import certificates
from awards.tables import HonourTable
from core.errors import DomainError
from core.listing import Listing, show


@page(VIEW_DECISION)
def honour_list(request: PortalRequest) -> HttpResponse:
    """Everybody who was rewarded, with number, decision and money."""
    rows = reading.visible_honours(request.user)
    if request.centre is not None:
        rows = rows.filter(unit=request.centre)
    return show(
        request,
        Listing(
            title="Sổ vàng khen thưởng",
            table=HonourTable,
            queryset=rows,
            filterset=HonourFilter,
            search_fields=("search_key",),
            search_hint="Tên, đơn vị, danh hiệu, số quyết định",
            noun="lượt khen thưởng",
            empty_text="Sổ vàng chưa có dòng nào.",
            export_name="so-vang",
            template="awards/honour_list.html",
            context={"may_enter": request.user.has_perm(PREPARE_DECISION)},
        ),
    )


@page(PREPARE_DECISION)
def honour_create(request: PortalRequest) -> HttpResponse:
    """Enter an award from before the portal."""
    centre = request.centre
    if centre is None:
        raise Http404("no centre whose register it would be")
    units = units_in_sight(request.user, centre, PREPARE_DECISION)
    form = HonourForm(
        request.POST or None,
        units=units.order_by("path"),
        people=Person.objects.filter(unit__in=units).select_related("unit"),
    )
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        try:
            honour = certificates.enter(
                unit=centre, subject_unit=values.pop("unit"), **values, by=request.user, at=timezone.now()
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã ghi sổ vàng số {honour.register_number}.")
            return redirect("awards:honour-list")
    return render(request, "awards/honour_form.html", {"heading": "Ghi khen thưởng đã có", "form": form})
