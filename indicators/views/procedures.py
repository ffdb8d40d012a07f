"""The list of administrative procedures with their times, and keeping it."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Unit
from accounts.policies import page, reach
from accounts.requests import PortalRequest
from core.errors import DomainError
from core.listing import Chip, Listing, show
from core.selectors import history_of
from indicators.filters.catalogue import ProcedureFilter
from indicators.forms.catalogue import ProcedureForm
from indicators.models import Procedure
from indicators.roles import MANAGE_PROCEDURES, VIEW_FIGURES
from indicators.selectors.figures import figure_for
from indicators.selectors.procedure_terms import WEIGHTED, cut_of
from indicators.services import procedures
from indicators.tables.catalogue import ProcedureTable

YEARS_BACK = 3


@page(VIEW_FIGURES)
def procedure_list(request: PortalRequest) -> HttpResponse:
    """The procedures of the centre, with the averages of the cut of their time."""
    centre = _centre(request)
    year = request.year
    may_manage = request.user.has_perm(MANAGE_PROCEDURES, centre)
    rows = Procedure.objects.filter(centre=centre).prefetch_related("past")
    return show(
        request,
        Listing(
            title="Danh mục thủ tục hành chính",
            table=ProcedureTable,
            queryset=rows,
            filterset=ProcedureFilter,
            noun="thủ tục",
            chips=(Chip("Tất cả", {}), Chip("Chưa cắt giảm thời gian", {"state": "uncut"})),
            empty_text="Chưa có thủ tục hành chính nào.",
            export_name="thu-tuc-hanh-chinh",
            template="indicators/procedure_list.html",
            context={
                "may_manage": may_manage,
                "year": year,
                "is_past": year < timezone.localdate().year,
                **_averages(centre, year, list(rows)),
            },
            table_options={} if may_manage else {"exclude": ("change",)},
        ),
    )


def _averages(centre: Unit, year: int, rows: list[Procedure]) -> dict[str, Any]:
    """The cut of time averaged over all procedures listed in the year, and over the year's cases."""
    weighted = figure_for(WEIGHTED, centre, year)
    listed = [terms for terms in (row.terms_in(year) for row in rows) if terms is not None]
    cuts = [cut_of(terms, date(year, 12, 31)) for terms in listed]
    simple = sum(cuts, Decimal(0)) * 100 / len(cuts) if cuts else None
    return {"simple": simple, "weighted": weighted.value if weighted else None}


@page(MANAGE_PROCEDURES)
def procedure_create(request: PortalRequest) -> HttpResponse:
    """Add a procedure."""
    centre = _centre(request)
    if not request.user.has_perm(MANAGE_PROCEDURES, centre):
        raise Http404("not the list of this person's centre")
    form = ProcedureForm(request.POST or None, initial={"published_on_time": True})
    if request.method == "POST" and form.is_valid():
        try:
            made = procedures.create(centre=centre, values=form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã thêm thủ tục {made.code}.")
            return redirect("indicators:procedure-list")
    return _form_page(request, {"heading": "Thêm thủ tục hành chính", "form": form})


@page(MANAGE_PROCEDURES)
def procedure_edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Change a procedure; below it what was changed before."""
    procedure = _procedure(request, pk)
    form = ProcedureForm(request.POST or None, procedure=procedure, years=_open_years(procedure.centre))
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data}
        first = values.pop("from_year")
        try:
            procedures.edit(procedure=procedure, values=values, by=request.user, at=timezone.now(), from_year=first)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã lưu thủ tục {procedure.code}.")
            return redirect("indicators:procedure-list")
    heading = f"Thủ tục {procedure.code}"
    context = {"heading": heading, "form": form, "procedure": procedure, "events": history_of(procedure)[:30]}
    return _form_page(request, context)


@page(MANAGE_PROCEDURES)
@require_POST
def procedure_remove(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a procedure off the list."""
    procedure = _procedure(request, pk)
    try:
        procedures.remove(procedure=procedure, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("indicators:procedure-edit", pk=pk)
    messages.success(request, f"Đã xóa thủ tục {procedure.code}.")
    return redirect("indicators:procedure-list")


def _open_years(centre: Unit) -> list[int]:
    """The years from which a change may count, this one first: none that is closed, and some before this at most."""
    this_year, closed = timezone.localdate().year, procedures.last_closed_year(centre)
    oldest = this_year - YEARS_BACK if closed is None else max(closed + 1, this_year - YEARS_BACK)
    return list(range(this_year, oldest - 1, -1))


def _form_page(request: PortalRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "indicators/procedure_form.html", context, status=400 if context["form"].errors else 200)


def _centre(request: PortalRequest) -> Unit:
    centre = request.centre
    if centre is None:
        raise Http404("no centre chosen")
    return centre


def _procedure(request: PortalRequest, pk: int) -> Procedure:
    return get_object_or_404(reach(request.user, MANAGE_PROCEDURES).filter(Procedure.objects.all(), "centre"), pk=pk)
