"""Months of figures: which are closed, by whom, and closing or opening one."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Unit
from accounts.policies import page
from accounts.requests import PortalRequest
from core.acts import attempt, comment_of
from core.selectors import available_transitions
from indicators.engine.months import FIRST_YEAR, LAST_YEAR, month_end
from indicators.enums import PeriodState
from indicators.models import FigurePeriod
from indicators.roles import LOCK_FIGURES, VIEW_FIGURES
from indicators.selectors.calendar import calendar_for
from indicators.selectors.periods import history_of_year, periods_of
from indicators.services import periods
from indicators.workflow import FIGURE_PERIOD


@page(VIEW_FIGURES)
def period_list(request: PortalRequest) -> HttpResponse:
    """The months of the year, with their state."""
    year = request.year
    months = periods_of(_centre(request), year)
    today = timezone.localdate()
    calendar = calendar_for([year, year + 1])
    rows = [_row(period, periods.closes_by_itself_on(year, period.month, calendar), today) for period in months]
    context = {
        "heading": f"Kỳ số liệu năm {year}",
        "rows": rows,
        "states": PeriodState,
        "events": history_of_year(months)[:30] if request.user.has_perm(LOCK_FIGURES, _centre(request)) else (),
    }
    return render(request, "indicators/period_list.html", context)


def _row(period: FigurePeriod, closes_on: date | None, today: date) -> dict[str, Any]:
    ended = month_end(period.year, period.month) < today
    waits = period.state == PeriodState.OPEN and closes_on is not None and closes_on >= today
    return {"period": period, "ended": ended, "closes_on": closes_on if waits else None}


@page(VIEW_FIGURES)
def period_detail(request: PortalRequest, year: int, month: int) -> HttpResponse:
    """One month: its state, its buttons and what happened to it."""
    period = _period(request, year, month)
    ended = month_end(year, month) < timezone.localdate()
    buttons = available_transitions(FIGURE_PERIOD, period, request.user) if ended else []
    context = {
        "heading": f"Số liệu tháng {month}/{year}",
        "period": period,
        "ended": ended,
        "transitions": buttons,
        "events": history_of_year([period]),
    }
    return render(request, "indicators/period_detail.html", context)


@page(LOCK_FIGURES)
@require_POST
def period_act(request: PortalRequest, year: int, month: int) -> HttpResponse:
    """Close a month, or open it again."""
    _period(request, year, month)
    name = request.POST.get("transition", "")
    if name not in {transition.name for transition in FIGURE_PERIOD.transitions}:
        raise Http404("no such transition")
    attempt(
        request,
        lambda: periods.change(
            centre=_centre(request),
            year=year,
            month=month,
            transition=name,
            by=request.user,
            at=timezone.now(),
            comment=comment_of(request),
        ),
        lambda period: f"Số liệu tháng {month}/{year}: {period.get_state_display().lower()}.",
    )
    return redirect("indicators:period-detail", year=year, month=month)


def _centre(request: PortalRequest) -> Unit:
    centre = request.centre
    if centre is None:
        raise Http404("no centre chosen")
    return centre


def _period(request: PortalRequest, year: int, month: int) -> FigurePeriod:
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        raise Http404("no such month")
    return periods_of(_centre(request), year)[month - 1]
