"""Posters of a survey as one PDF file."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.policies import page, reach
from accounts.requests import PortalRequest
from core.list_files import give_out
from core.models import Job
from indicators.models import Survey
from indicators.roles import MANAGE_SURVEYS
from indicators.selectors.surveys import POSTERS_AT_ONCE
from reports.documents import poster
from reports.pdf import renderer
from reports.services import posters


@require_safe
@page(MANAGE_SURVEYS)
def survey_posters(request: PortalRequest, pk: int) -> HttpResponse:
    """The posters of a survey, or that of one point (``?diem=``), on A4 or A5; many of them take a job."""
    survey = _survey(request, pk)
    size = _size(request.GET.get("kho", ""))
    points = posters.points_of(survey)
    chosen = request.GET.get("diem", "")
    if chosen:
        points = [point for point in points if str(point.pk) == chosen]
    if not points:
        raise Http404
    if len(points) > POSTERS_AT_ONCE:
        messages.info(request, "Đợt này có nhiều điểm phục vụ: chọn khổ áp phích trong mục “Khác” để in trong nền.")
        return redirect("indicators:survey-detail", pk)
    try:
        content = posters.printed(survey, points, size, _site(request))
    except renderer.PrintingRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:home")
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{_name(survey, size)}.pdf"'
    return response


@require_POST
@page(MANAGE_SURVEYS)
def survey_posters_print(request: PortalRequest, pk: int) -> HttpResponse:
    """Ask for the file of many posters; pressed twice, it is made once."""
    survey = _survey(request, pk)
    part = request.POST.get("phan", "1")
    if not (part.isascii() and part.isdigit() and len(part) < 5 and int(part)):
        raise Http404
    size, number = _size(request.POST.get("kho", "")), int(part)
    if not posters.points_of(survey, number):
        raise Http404
    job = posters.request(
        survey=survey, size=size, part=number, site=_site(request), by=request.user, at=timezone.now()
    )
    return redirect("core:job-detail", pk=job.pk)


@require_safe
@page(MANAGE_SURVEYS)
def survey_posters_made(request: PortalRequest, pk: UUID) -> HttpResponseBase:
    """The file that a job made, for the person who asked for it, as long as she manages the survey."""
    job = get_object_or_404(Job, pk=pk, name=posters.JOB, requested_by=request.user.pk)
    survey = _survey(request, job.arguments["survey"])
    back = reverse("indicators:survey-detail", args=[survey.pk])
    return give_out(request, job, filename=_name(survey, job.arguments["size"], job.arguments["part"]), back=back)


def _survey(request: PortalRequest, pk: int) -> Survey:
    surveys = Survey.objects.select_related("centre", "questionnaire")
    return get_object_or_404(reach(request.user, MANAGE_SURVEYS).filter(surveys, "centre"), pk=pk)


def _size(asked: str) -> str:
    size = asked or poster.SIZES[0]
    if size not in poster.SIZES:
        raise Http404
    return size


def _name(survey: Survey, size: str, part: int = 1) -> str:
    return f"ap-phich-{survey.pk}-{size}-{part}"


def _site(request: PortalRequest) -> str:
    """The address of the portal as it is reached from outside."""
    return settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")
