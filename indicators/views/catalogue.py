"""The catalogue of indicators: shared ones to read, the centre's own ones to keep."""

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
from indicators.filters.catalogue import IndicatorFilter
from indicators.forms.catalogue import IndicatorForm
from indicators.models import Indicator
from indicators.roles import MANAGE_CATALOGUE, VIEW_FIGURES
from indicators.selectors.catalogue import indicators_of
from indicators.services import own_indicators
from indicators.tables.catalogue import IndicatorTable


@page(VIEW_FIGURES)
def catalogue_list(request: PortalRequest) -> HttpResponse:
    """All indicators that the centre measures by."""
    centre = request.centre
    may_manage = centre is not None and request.user.has_perm(MANAGE_CATALOGUE, centre)
    return show(
        request,
        Listing(
            title="Danh mục chỉ số",
            table=IndicatorTable,
            queryset=indicators_of(centre).select_related("centre"),
            filterset=IndicatorFilter,
            noun="chỉ số",
            chips=(
                Chip("Tất cả", {}),
                Chip("Nhập tay", {"source": "declared"}),
                Chip("Tự tính từ hồ sơ TTHC", {"source": "procedures"}),
                Chip("Riêng của trung tâm", {"whose": "own"}),
            ),
            empty_text="Chưa có chỉ số nào.",
            export_name="danh-muc-chi-so",
            template="indicators/catalogue_list.html",
            context={"may_manage": may_manage},
            table_options={} if may_manage else {"exclude": ("change",)},
        ),
    )


@page(MANAGE_CATALOGUE)
def indicator_create(request: PortalRequest) -> HttpResponse:
    """Add an indicator of the centre."""
    centre = _own_centre(request)
    form = IndicatorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = own_indicators.add(centre=centre, values=form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã thêm chỉ số “{made.name}”.")
            return redirect("indicators:catalogue")
    return _form_page(request, {"heading": "Thêm chỉ số riêng", "form": form})


@page(MANAGE_CATALOGUE)
def indicator_edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Change an own indicator; below it what was changed before."""
    indicator = _own_indicator(request, pk)
    has_figures = own_indicators.has_figures(indicator)
    # A page opened before the first figure sends them all the same: they are refused then, not passed over.
    fixed = set(IndicatorForm.base_fields) - own_indicators.CHANGEABLE - set(request.POST) if has_figures else ()
    form = IndicatorForm(request.POST or None, indicator=indicator, fixed=fixed)
    if request.method == "POST" and form.is_valid():
        try:
            own_indicators.edit(indicator=indicator, values=form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"Đã lưu chỉ số “{indicator.name}”.")
            return redirect("indicators:catalogue")
    context = {
        "heading": indicator.name,
        "form": form,
        "indicator": indicator,
        "has_figures": has_figures,
        "events": history_of(indicator)[:30],
    }
    return _form_page(request, context)


@page(MANAGE_CATALOGUE)
@require_POST
def indicator_retire(request: PortalRequest, pk: int) -> HttpResponse:
    """Retire an own indicator, or take it up again."""
    indicator = _own_indicator(request, pk)
    in_use = not indicator.is_active
    own_indicators.set_in_use(indicator=indicator, in_use=in_use, by=request.user, at=timezone.now())
    messages.success(request, f"Đã {'dùng lại' if in_use else 'ngừng dùng'} chỉ số “{indicator.name}”.")
    return redirect("indicators:catalogue")


def _form_page(request: PortalRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "indicators/indicator_form.html", context, status=400 if context["form"].errors else 200)


def _own_centre(request: PortalRequest) -> Unit:
    centre = request.centre
    if centre is None or not request.user.has_perm(MANAGE_CATALOGUE, centre):
        raise Http404("no centre whose catalogue this person keeps")
    return centre


def _own_indicator(request: PortalRequest, pk: int) -> Indicator:
    own = reach(request.user, MANAGE_CATALOGUE).filter(Indicator.objects.select_related("centre"), "centre")
    return get_object_or_404(own, pk=pk)
