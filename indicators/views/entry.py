"""Entering figures: declared ones, monthly counts of the one-stop system and of surveys, and locks."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from accounts.policies import page, reach
from accounts.requests import PortalRequest
from accounts.selectors.scope import units_in_sight
from core.errors import DomainError
from indicators.forms.entry import MeasurementForm, ProcedureCountForm, SurveyCountForm
from indicators.forms.figure_files import ask_again
from indicators.models import Indicator, Measurement, Procedure
from indicators.roles import ENTER_COUNTS, ENTER_FIGURES, LOCK_FIGURES
from indicators.selectors.catalogue import in_use
from indicators.services import measurements, monthly_counts
from indicators.services.errors import DOUBTFUL
from indicators.services.figure_files import FilesRefused
from indicators.services.overwriting import FigureThere
from indicators.services.own_indicators import TYPED_SOURCES


@page(ENTER_FIGURES)
def measurement_create(request: PortalRequest, code: str) -> HttpResponse:
    """Enter or renew a declared figure."""
    known = in_use(request.centre).filter(source__in=TYPED_SOURCES)
    indicator = get_object_or_404(known, code=code)
    year = request.year
    units = units_in_sight(request.user, request.centre, ENTER_FIGURES).order_by("depth", "position", "sort_key")
    form = MeasurementForm(request.POST or None, request.FILES or None, indicator=indicator, units=units, year=year)
    if request.method == "POST" and form.is_valid() and _declared(request, indicator, form):
        messages.success(request, f"Đã lưu số liệu “{indicator.name}”{_with(form)}.")
        return redirect("indicators:figure-detail", code=indicator.code)
    ask_again(form)
    context = {"heading": f"Nhập số liệu năm {year}", "indicator": indicator, "form": form}
    return render(request, "indicators/measurement_form.html", context, status=400 if form.errors else 200)


def _declared(request: PortalRequest, indicator: Indicator, form: MeasurementForm) -> bool:
    try:
        measurements.declare(
            indicator=indicator,
            unit=form.cleaned_data["unit"],
            period=form.period_value(),
            figure=form.figure(),
            source_note=form.cleaned_data["source_note"],
            as_told=form.cleaned_data["as_told"],
            seen=form.cleaned_data["seen"],
            files=form.cleaned_data["documents"],
            by=request.user,
            at=timezone.now(),
        )
    except DomainError as refusal:
        _show_refusal(form, refusal)
        return False
    return True


@page(LOCK_FIGURES)
def measurement_lock(request: PortalRequest, pk: int) -> HttpResponse:
    """Look at one declared figure; lock it after its period, or open it again with a reason."""
    rows = Measurement.objects.select_related("indicator", "unit", "entered_by__person")
    measurement = get_object_or_404(reach(request.user, LOCK_FIGURES).filter(rows), pk=pk)
    if request.method == "POST":
        return _lock(request, measurement)
    context = {"heading": f"{measurement.indicator.name} – {measurement.unit}", "measurement": measurement}
    return render(request, "indicators/measurement_lock.html", context)


def _lock(request: PortalRequest, measurement: Measurement) -> HttpResponse:
    lock = measurement.locked_at is None
    reason = request.POST.get("reason", "")
    try:
        measurements.set_lock(measurement=measurement, locked=lock, by=request.user, at=timezone.now(), reason=reason)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã khóa số liệu." if lock else "Đã mở khóa số liệu.")
    return redirect("indicators:measurement-lock", pk=measurement.pk)


@page(ENTER_COUNTS)
def procedure_count_create(request: PortalRequest) -> HttpResponse:
    """Enter the case files of one procedure at one unit in one month."""
    year = request.year
    units = units_in_sight(request.user, request.centre, ENTER_COUNTS).order_by("depth", "position", "sort_key")
    procedures = reach(request.user, ENTER_COUNTS).filter(Procedure.objects.all(), "centre")
    form = ProcedureCountForm(
        request.POST or None, request.FILES or None, units=units, year=year, procedures=procedures
    )
    if request.method == "POST" and form.is_valid():
        entered = {name: form.cleaned_data[name] for name in ("unit", "procedure", "month", "source_note", "as_told")}
        if _stored(request, form, monthly_counts.record_procedure_month, year, entered):
            return redirect("indicators:procedure-statistics")
    return _counts_page(request, form, f"Nhập thống kê hồ sơ TTHC năm {year}", "indicators:procedure-statistics")


@page(ENTER_COUNTS)
def survey_count_create(request: PortalRequest) -> HttpResponse:
    """Enter the answers of one kind of survey at one unit in one month."""
    year = request.year
    units = units_in_sight(request.user, request.centre, ENTER_COUNTS).order_by("depth", "position", "sort_key")
    form = SurveyCountForm(request.POST or None, request.FILES or None, units=units, year=year)
    if request.method == "POST" and form.is_valid():
        names = ("unit", "kind", "month", "fully_satisfied", "source_note", "as_told")
        entered = {name: form.cleaned_data[name] for name in names}
        if _stored(request, form, monthly_counts.record_survey_month, year, entered):
            return redirect("indicators:survey-statistics")
    return _counts_page(request, form, f"Nhập số liệu hài lòng năm {year}", "indicators:survey-statistics")


def _stored(request: PortalRequest, form: Any, record: Any, year: int, entered: dict[str, Any]) -> bool:
    try:
        record(
            year=year,
            counts=form.counts(),
            seen=form.cleaned_data["seen"],
            files=form.cleaned_data["documents"],
            by=request.user,
            at=timezone.now(),
            **entered,
        )
    except DomainError as refusal:
        _show_refusal(form, refusal)
        return False
    messages.success(request, f"Đã lưu số liệu tháng {entered['month']}/{year} của {entered['unit']}{_with(form)}.")
    return True


def _with(form: Any) -> str:
    number = len(form.cleaned_data["documents"])
    return f", kèm {number} tài liệu" if number else ""


def _counts_page(request: PortalRequest, form: Any, heading: str, back: str) -> HttpResponse:
    ask_again(form)
    context = {"heading": heading, "form": form, "back": back}
    return render(request, "indicators/counts_form.html", context, status=400 if form.errors else 200)


def _show_refusal(form: Any, refusal: DomainError) -> None:
    said: Any = refusal.reasons if isinstance(refusal, FilesRefused) else str(refusal)
    form.add_error(refusal.field if refusal.field in form.fields else None, said)
    if refusal.code == DOUBTFUL:
        form.fields["as_told"].offer()
    if isinstance(refusal, FigureThere):
        # Shown now: the same form sent again replaces this figure, and no other.
        form.data = form.data.copy()
        form.data["seen"] = refusal.seen
