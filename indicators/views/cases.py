"""The list of cases."""

from django.http import HttpResponse

from accounts.policies import page
from accounts.requests import PortalRequest
from core.listing import show
from indicators.listings import cases
from indicators.roles import VIEW_CASES


@page(VIEW_CASES)
def case_list(request: PortalRequest) -> HttpResponse:
    """Cases of the units that the reader may see: of the year, and those still pending."""
    return show(request, cases.case_listing(request))
