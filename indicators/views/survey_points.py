"""Places of a survey, and one-time codes: printed once, then only their hashes are kept."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.forms.base import attempt
from accounts.models import Unit
from accounts.policies import page, reach
from accounts.requests import PortalRequest
from core.errors import DomainError
from core.spreadsheet import attachment, workbook_bytes
from indicators.forms.surveys import CodesForm, PointForm, PointsForm
from indicators.models import ServicePoint, Survey
from indicators.roles import MANAGE_SURVEYS
from indicators.selectors import surveys as reading
from indicators.services import survey_points


@page(MANAGE_SURVEYS)
def points_add(request: PortalRequest, pk: int) -> HttpResponse:
    """New places, one for each chosen unit."""
    survey = get_object_or_404(reading.managed_by(request.user), pk=pk)
    below = Unit.objects.filter(path__startswith=survey.centre.path).order_by("depth", "position", "sort_key")
    form = PointsForm(request.POST or None, units=below)

    def store() -> list[ServicePoint]:
        return survey_points.add_points(survey=survey, by=request.user, at=timezone.now(), **form.cleaned_data)

    if request.method == "POST" and form.is_valid():
        made = attempt(form, store)
        if made is not None:
            messages.success(request, f"Đã thêm {len(made)} điểm phục vụ.")
            return redirect("indicators:survey-detail", pk)
    return _form_page(request, survey, form, "Thêm điểm phục vụ")


@page(MANAGE_SURVEYS)
def point_edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Name and target of a place."""
    point = _managed_point(request, pk)
    form = PointForm(request.POST or None, initial={"name": point.name, "target": point.target})

    def store() -> ServicePoint:
        return survey_points.change_point(point=point, by=request.user, at=timezone.now(), **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and attempt(form, store) is not None:
        messages.success(request, "Đã lưu điểm phục vụ.")
        return redirect("indicators:survey-detail", point.survey_id)
    return _form_page(request, point.survey, form, str(point), point)


@page(MANAGE_SURVEYS)
@require_POST
def point_delete(request: PortalRequest, pk: int) -> HttpResponse:
    """Remove a place that has no answers."""
    point = _managed_point(request, pk)
    try:
        survey_points.remove_point(point=point, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã xóa điểm {point}.")
    return redirect("indicators:survey-detail", point.survey_id)


@page(MANAGE_SURVEYS)
@never_cache
def survey_codes(request: PortalRequest, pk: int) -> HttpResponse:
    """Make one-time codes and hand them out, this once."""
    survey = get_object_or_404(reading.managed_by(request.user), pk=pk)
    form = CodesForm(request.POST or None, points=survey.points.select_related("unit"))

    def store() -> list[str]:
        return survey_points.make_codes(
            survey=survey,
            number=form.cleaned_data["number"],
            point=form.cleaned_data["point"],
            by=request.user,
            at=timezone.now(),
        )

    if request.method == "POST" and form.is_valid():
        codes = attempt(form, store)
        if codes is not None:
            return _handed_out(request, survey, form.cleaned_data, codes)
    context = {"heading": "Lập mã trả lời", "form": form, "survey": survey, "made": survey.codes.count()}
    return render(request, "indicators/survey_codes.html", context, status=400 if form.errors else 200)


def _handed_out(request: PortalRequest, survey: Survey, chosen: dict[str, Any], codes: list[str]) -> HttpResponse:
    point: ServicePoint | None = chosen["point"] or _only_point(survey)
    address = _address(request, point)
    if chosen["output"] == "xlsx":
        rows = [(number, code, address) for number, code in enumerate(codes, start=1)]
        return attachment(workbook_bytes([("Mã trả lời", ("Số", "Mã", "Đường dẫn"), rows)]), f"ma-tra-loi-{survey.pk}")
    context = {"heading": "Mã trả lời", "survey": survey, "point": point, "codes": codes, "address": address}
    return render(request, "indicators/survey_code_sheet.html", context)


def _only_point(survey: Survey) -> ServicePoint | None:
    """The place of a survey that is held at one place alone."""
    points = list(survey.points.select_related("unit")[:2])
    return points[0] if len(points) == 1 else None


def _address(request: PortalRequest, point: ServicePoint | None) -> str:
    """The address of the place as the portal is reached from outside; nothing for codes good at every place."""
    if point is None:
        return ""
    path = reverse("indicators:answering", args=[point.token])
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def _managed_point(request: PortalRequest, pk: int) -> ServicePoint:
    rows = ServicePoint.objects.select_related("survey__centre", "unit")
    return get_object_or_404(reach(request.user, MANAGE_SURVEYS).filter(rows, "survey__centre"), pk=pk)


def _form_page(
    request: PortalRequest, survey: Survey, form: Any, heading: str, point: ServicePoint | None = None
) -> HttpResponse:
    context = {"heading": heading, "form": form, "survey": survey, "point": point}
    return render(request, "indicators/survey_point_form.html", context, status=400 if form.errors else 200)
