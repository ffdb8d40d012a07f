"""Counting the cases of a centre anew after the calendar has changed: look, then do it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.models import Unit
from accounts.policies import page
from accounts.requests import PortalRequest
from core.errors import DomainError
from core.models import Job
from indicators.models import CaseRecount
from indicators.roles import IMPORT_CASES
from indicators.selectors.case_recounts import latest_recount, months_named, result_line
from indicators.services import case_recounting


@page(IMPORT_CASES)
@require_http_methods(["GET", "POST"])
@never_cache
def case_recount(request: PortalRequest) -> HttpResponse:
    """What would change with the calendar as it is now, the button to do it, and what came of it last."""
    centre = request.centre
    if centre is None or not request.user.has_perm(IMPORT_CASES, centre):
        raise Http404("no centre whose cases this person may count anew")
    if request.method == "POST":
        return _asked(request, centre)
    jobs = [_latest_job(name, centre) for name in (case_recounting.CHECK_JOB, case_recounting.JOB)]
    newest = max((job for job in jobs if job is not None), key=lambda job: job.requested_at, default=None)
    done = latest_recount(centre)
    found = _found(jobs[0], centre)
    context: dict[str, Any] = {
        "heading": "Tính lại hồ sơ theo lịch nghỉ",
        "centre": centre,
        "running": next((job for job in jobs if job is not None and not job.is_finished), None),
        "failed": newest if newest is not None and newest.error else None,
        "found": found,
        "standing": jobs[0].result["standing"] if jobs[0] is not None and found is not None else "",
        "done": done,
        "done_line": result_line(done) if done is not None else "",
    }
    if found is not None:
        context |= {"months": months_named(found.months), "left_months": months_named(found.left_months)}
    return render(request, "indicators/case_recount.html", context)


def _asked(request: PortalRequest, centre: Unit) -> HttpResponse:
    act, at = request.POST.get("act", ""), timezone.now()
    try:
        if act == "recount":
            standing = request.POST.get("standing", "")
            case_recounting.request(centre=centre, standing=standing, by=request.user, at=at)
        else:
            case_recounting.request_check(centre=centre, by=request.user, at=at)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("indicators:case-recount")


def _latest_job(name: str, centre: Unit) -> Job | None:
    return Job.objects.filter(key=f"{name}:{centre.pk}").order_by("-requested_at").first()


def _found(check: Job | None, centre: Unit) -> CaseRecount | None:
    """What would change as it was looked at last; None when it was never, or all is another since."""
    if (
        check is None
        or check.finished_at is None
        or check.result.get("standing") != case_recounting.standing_of(centre)
    ):
        return None
    return CaseRecount(centre=centre, counted_at=check.finished_at, **check.result["found"])
