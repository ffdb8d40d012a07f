"""The list of cases, as its page shows it and as a job writes it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from accounts.models import Unit
from accounts.policies import reach
from core.listing import Chip, Listing
from core.models import Job
from indicators.filters.cases import OVERDUE, PENDING, CaseFilter
from indicators.selectors.case_imports import IMPORT, VIEW, cases_of
from indicators.tables.cases import CaseTable

EXPORT_JOB = "indicators.export_cases"
APPLICANTS = "indicators.view_applicants"


def case_listing(request: HttpRequest) -> Listing:
    """Cases of the units that the reader may see: of the year, and those still pending."""
    year: int = request.year  # type: ignore[attr-defined]
    rows = cases_of(request.user, request.centre, year)  # type: ignore[attr-defined]
    people = shows_people(request)
    return Listing(
        title=f"Hồ sơ TTHC năm {year}",
        table=CaseTable,
        queryset=rows.select_related("applicant") if people else rows,
        filterset=CaseFilter,
        noun="hồ sơ",
        chips=[
            Chip("Tất cả", {}),
            Chip("Đang giải quyết", {"standing": PENDING}),
            Chip("Đang giải quyết, đã quá hạn", {"standing": OVERDUE}),
            Chip("Đã trả quá hạn", {"standing": "late"}),
        ],
        empty_text=f"Chưa có hồ sơ nào của năm {year}. Hồ sơ có ở đây sau khi nhập tệp danh sách hồ sơ.",
        export_name=f"ho-so-{year}",
        export_url=reverse("indicators:case-list-export"),
        template="indicators/case_list.html",
        context={"may_import": request.user.has_perm(IMPORT)},
        table_options={} if people else {"exclude": ("applicant",)},
    )


def shows_people(request: HttpRequest) -> bool:
    """Whether the list tells who filed a case: where that is kept, to those who may see it."""
    centre = request.centre  # type: ignore[attr-defined]
    return settings.KEEP_CASE_APPLICANTS and request.user.has_perm(APPLICANTS, centre)


def what_is_seen(request: HttpRequest) -> dict[str, Any]:
    """What a file of the list must not be given out without: branches of units in it, whether it names people."""
    return {"branches": list(reach(request.user, VIEW).paths), "people": shows_people(request)}


def wish(request: HttpRequest) -> dict[str, Any]:
    """What a job needs to know to write the list that was asked for (by POST) as the person sees it."""
    centre: Unit | None = request.centre  # type: ignore[attr-defined]
    query = {name: request.POST.getlist(name) for name in request.POST if name != "csrfmiddlewaretoken"}
    return {
        "query": query,
        "year": request.year,  # type: ignore[attr-defined]
        "centre": centre.pk if centre else None,
        "seen": what_is_seen(request),
    }


def asked_again(job: Job) -> HttpRequest:
    """The request that a job answers: of the person who asked, with the rights that she has now."""
    request = HttpRequest()
    request.user = job.requested_by  # type: ignore[assignment]
    request.year = job.arguments["year"]  # type: ignore[attr-defined]
    centre = job.arguments["centre"]
    request.centre = Unit.objects.get(pk=centre) if centre else None  # type: ignore[attr-defined]
    query = QueryDict(mutable=True)
    for name, values in job.arguments["query"].items():
        query.setlist(name, values)
    request.GET = query  # type: ignore[assignment]
    return request


def may_still_be_seen(job: Job) -> bool:
    """Whether the person who asked may still see all that the file tells."""
    seen, now = job.arguments["seen"], what_is_seen(asked_again(job))
    return seen["branches"] == now["branches"] and (now["people"] or not seen["people"])
