"""Notices, progress of background work, health, and the pages shown when something went wrong."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core import list_acts, list_files
from core.access import actor_of, public_page, signed_in_page
from core.list_again import sealed_in
from core.listing import PAGE_SIZE
from core.models import Job, Notification
from core.selectors import health
from core.services import notifications


@signed_in_page
@require_GET
def notification_list(request: HttpRequest) -> HttpResponse:
    """This person's notices, newest first."""
    notices = Notification.objects.filter(recipient=request.user.pk)
    page = Paginator(notices, PAGE_SIZE).get_page(request.GET.get("page"))
    unread = notices.filter(read_at__isnull=True).count()
    return render(request, "core/notification_list.html", {"heading": "Thông báo", "page": page, "unread": unread})


@signed_in_page
@require_POST
def notifications_mark_read(request: HttpRequest) -> HttpResponse:
    """Mark all notices as read."""
    count = notifications.mark_all_read(user=actor_of(request), at=timezone.now())
    messages.success(request, f"Đã đánh dấu {count} thông báo là đã đọc.")
    return redirect("core:notification-list")


@signed_in_page
@require_POST
def notification_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice as read and go where it leads."""
    notice = get_object_or_404(Notification, pk=pk, recipient=request.user.pk)
    notifications.mark_read(notice=notice, at=timezone.now())
    if notice.url and url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None):
        return redirect(notice.url)
    return redirect("core:notification-list")


@signed_in_page
@require_GET
@never_cache
def job_detail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Progress of one piece of background work; its address cannot be guessed, so whoever has it may watch."""
    job = get_object_or_404(Job, pk=pk)
    template = "core/_job_progress.html" if getattr(request, "htmx", False) else "core/job_detail.html"
    return render(request, template, {"heading": job.title, "job": job})


@signed_in_page
@require_POST
def list_export(request: HttpRequest) -> HttpResponse:
    """Ask for the Excel file of a long list, exactly as it is filtered and sorted; the list's view says who may."""
    job = list_files.request_file(sealed_in(request), asked=request, at=timezone.now())
    return redirect("core:job-detail", pk=job.pk)


@signed_in_page
@require_GET
def list_file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The file of a list that a job made, for the person who asked, as long as she may see all that is in it."""
    job = get_object_or_404(Job, pk=pk, name=list_files.JOB, requested_by=request.user.pk)
    return list_files.give_asked(request, job)


@signed_in_page
@require_POST
def list_act(request: HttpRequest) -> HttpResponse:
    """Do something with chosen rows of a list, after a page that names their number."""
    return list_acts.answer(request)


@public_page
@require_GET
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """For monitoring: 200 when database, broker and worker answer, else 503."""
    state = health(at=timezone.now())
    parts = {"database": state.database, "broker": state.broker, "worker": state.worker}
    status = 200 if state.is_good else 503
    return JsonResponse({"status": "ok" if state.is_good else "degraded", **parts}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or one signed in again elsewhere: say so and how to go on."""
    return render(request, "403_csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request itself makes no sense; 413: the form holds more than is taken at once."""
    is_too_much = isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent)
    return render(request, "400.html", {"is_too_much": is_too_much}, status=413 if is_too_much else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: signed in, but without this right."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such page, or a record of a foreign unit."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: rendered without context processors, since these may be what failed."""
    return HttpResponse(render_to_string("500.html", {"messages": ()}), status=500)
