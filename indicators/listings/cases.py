"""The list of cases."""

from django.conf import settings

from accounts.requests import PortalRequest
from core.listing import Chip, Listing
from indicators.filters.cases import OVERDUE, PENDING, CaseFilter
from indicators.roles import IMPORT_CASES, VIEW_APPLICANTS
from indicators.selectors.case_imports import cases_of
from indicators.tables.cases import CaseTable


def case_listing(request: PortalRequest) -> Listing:
    """Cases of the units that the reader may see: of the year, and those still pending."""
    year = request.year
    rows = cases_of(request.user, request.centre, year)
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
        template="indicators/case_list.html",
        context={"may_import": request.user.has_perm(IMPORT_CASES)},
        table_options={} if people else {"exclude": ("applicant",)},
    )


def shows_people(request: PortalRequest) -> bool:
    """Whether the list tells who filed a case: where that is kept, to those who may see it."""
    centre = request.centre
    return settings.KEEP_CASE_APPLICANTS and centre is not None and request.user.has_perm(VIEW_APPLICANTS, centre)
