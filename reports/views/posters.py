"""Posters of a survey as one PDF file."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.policies import page, reach
from indicators.models import ServicePoint, Survey
from indicators.selectors.surveys import POSTERS_AT_ONCE
from reports.documents import poster
from reports.pdf import renderer

MANAGE = "indicators.manage_surveys"


@require_safe
@page(MANAGE)
def survey_posters(request: HttpRequest, pk: int) -> HttpResponse:
    """The posters of a survey, many part by part (``?phan=``), or that of one point (``?diem=``), on A4 or A5."""
    surveys = Survey.objects.select_related("centre")
    survey = get_object_or_404(reach(request.user, MANAGE).filter(surveys, "centre"), pk=pk)
    size = request.GET.get("kho", poster.SIZES[0])
    points = survey.points.select_related("unit").order_by("position", "pk")
    chosen = request.GET.get("diem", "")
    if chosen:
        points = points.filter(pk=chosen) if chosen.isdecimal() else points.none()
    part = request.GET.get("phan", "1")
    if not (part.isascii() and part.isdigit() and 0 < int(part[:5]) < 10_000):
        raise Http404
    first = (int(part) - 1) * POSTERS_AT_ONCE
    points = points[first : first + POSTERS_AT_ONCE]
    posters = poster.posters_of(survey, points, lambda point: _address(request, point))
    if not posters or size not in poster.SIZES:
        raise Http404
    try:
        content = renderer.render(poster.page(posters, size), poster.STYLESHEET)
    except renderer.PrintingRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:home")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="ap-phich-{survey.pk}-{size}-{part}.pdf"'
    return response


def _address(request: HttpRequest, point: ServicePoint) -> str:
    """The full address of the point's first page, as the portal is reached from outside."""
    path = reverse("indicators:answering", args=[point.token])
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)
