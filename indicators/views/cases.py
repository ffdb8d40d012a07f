"""The list of cases, and its Excel file when it is long."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.policies import page
from core.list_files import give_out
from core.listing import show
from core.models import Job
from core.services import exports
from indicators.listings import cases
from indicators.selectors.case_imports import VIEW


@page(VIEW)
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases of the units that the reader may see: of the year, and those still pending."""
    return show(request, cases.case_listing(request))


@page(VIEW)
@require_POST
def case_list_export(request: HttpRequest) -> HttpResponse:
    """Ask for the Excel file of exactly what is filtered and sorted; a list may have a million rows."""
    job = exports.request(
        name=cases.EXPORT_JOB,
        title=f"Xuất Excel hồ sơ TTHC năm {request.year}",  # type: ignore[attr-defined]
        arguments=cases.wish(request),
        by=request.user,
        at=timezone.now(),
        file_page="indicators:case-list-file",
    )
    return redirect("core:job-detail", pk=job.pk)


@page(VIEW)
@require_GET
def case_list_file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The file that a job made, for the person who asked for it, as long as she may see all that is in it."""
    job = get_object_or_404(Job, pk=pk, name=cases.EXPORT_JOB, requested_by=request.user.pk)
    if not cases.may_still_be_seen(job):
        raise Http404("the person may see less than when the file was made")
    return give_out(request, job, filename=f"ho-so-{job.arguments['year']}", back=reverse("indicators:case-list"))
