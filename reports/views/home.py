"""Home, dashboard and search: the pages that read everything."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from accounts.policies import page
from accounts.requests import PortalRequest
from core.text import nfc
from reports.roles import SEARCH, VIEW_DASHBOARD, VIEW_HOME
from reports.selectors import centres
from reports.selectors import dashboard as boards
from reports.selectors import home as homes
from reports.selectors import search as searching

LONGEST_QUERY = 100


@page(VIEW_HOME)
def home(request: PortalRequest) -> HttpResponse:
    """What waits for me, the next deadlines, the year as a line."""
    found = homes.home(request.user, request.centre, request.year, timezone.localdate())
    return render(request, "reports/home.html", {"heading": "Việc của tôi", "home": found})


@page(VIEW_DASHBOARD)
def dashboard(request: PortalRequest) -> HttpResponse:
    """The director's one screen; a superior viewer sees published results only, centre by centre."""
    year = request.year
    board = boards.board(request.user, request.centre, year, timezone.localdate())
    lines = centres.side_by_side(request.user, request.centres, year)
    context = {"heading": f"Bảng điều hành năm {year}", "board": board, "year": year, "centres": lines}
    return render(request, "reports/dashboard.html", context)


@page(SEARCH)
def search(request: PortalRequest) -> HttpResponse:
    """One box for people, units, dossiers, plans and criteria, each within the person's rights."""
    text = nfc(request.GET.get("q", "")).strip()[:LONGEST_QUERY]
    groups = searching.search(request.user, request.centre, text) if text else []
    context = {"heading": "Tìm kiếm", "text": text, "groups": groups, "total": sum(len(group.hits) for group in groups)}
    return render(request, "reports/search.html", context)


routes = [
    path("", home, name="home"),
    path("bang-dieu-hanh/", dashboard, name="dashboard"),
    path("tim/", search, name="search"),
]
