"""The calendar of days off: a year at a glance, its list, and keeping it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.policies import page, role_names_with
from accounts.requests import PortalRequest
from core.errors import DomainError
from core.listing import Listing, show
from indicators.engine.months import FIRST_YEAR, LAST_YEAR
from indicators.forms.calendar import CalendarDayForm
from indicators.models import CalendarDay
from indicators.roles import IMPORT_CASES, MANAGE_COMMON_CALENDAR, VIEW_FIGURES
from indicators.selectors.calendar import year_at_a_glance
from indicators.selectors.calendar_reach import reach_of
from indicators.services import calendar
from indicators.tables.calendar import CalendarDayTable


@page(VIEW_FIGURES)
def calendar_list(request: PortalRequest) -> HttpResponse:
    """The days of a year: as twelve months, and as a list that can be exported."""
    year = _year(request)
    may_manage = request.user.has_perm(MANAGE_COMMON_CALENDAR)
    return show(
        request,
        Listing(
            title=f"Lịch nghỉ và làm bù năm {year}",
            table=CalendarDayTable,
            queryset=CalendarDay.objects.filter(on__year=year),
            noun="ngày nghỉ, làm bù",
            empty_text=f"Chưa ghi ngày nghỉ, làm bù nào của năm {year}.",
            export_name=f"lich-nghi-{year}",
            template="indicators/calendar_list.html",
            context={
                "year": year,
                "months": year_at_a_glance(year),
                "may_manage": may_manage,
                "may_recount": request.centre is not None and request.user.has_perm(IMPORT_CASES, request.centre),
                "keepers": "" if may_manage else role_names_with(MANAGE_COMMON_CALENDAR),
            },
            table_options={} if may_manage else {"exclude": ("change",)},
        ),
    )


def _year(request: PortalRequest) -> int:
    """The year in the address, else the one that the header shows."""
    asked = request.GET.get("nam", "") or request.POST.get("nam", "")
    chosen = request.year
    return int(asked) if asked.isdecimal() and FIRST_YEAR <= int(asked) <= LAST_YEAR else chosen


@page(MANAGE_COMMON_CALENDAR)
def calendar_day_create(request: PortalRequest) -> HttpResponse:
    """Record a day."""
    form = CalendarDayForm(request.POST or None)
    return _form_page(request, form, "Thêm ngày nghỉ, làm bù", None)


@page(MANAGE_COMMON_CALENDAR)
def calendar_day_edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Change a recorded day."""
    day = get_object_or_404(CalendarDay, pk=pk)
    form = CalendarDayForm(request.POST or None, day=day)
    return _form_page(request, form, "Sửa ngày nghỉ, làm bù", day)


def _form_page(request: PortalRequest, form: CalendarDayForm, heading: str, day: CalendarDay | None) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        before = _kinds()
        stored = _stored(request, form, day)
        if stored is not None:
            messages.success(request, f"Đã lưu: {stored}.")
            _tell_reach(request, before)
            return _to_list(stored.on.year)
    context = {"heading": heading, "form": form, "day": day}
    return render(request, "indicators/calendar_form.html", context, status=400 if form.errors else 200)


def _stored(request: PortalRequest, form: CalendarDayForm, day: CalendarDay | None) -> CalendarDay | None:
    values: dict[str, Any] = {**form.cleaned_data, "by": request.user, "at": timezone.now()}
    try:
        return calendar.add_day(**values) if day is None else calendar.edit_day(day=day, **values)
    except DomainError as refusal:
        form.refuse(refusal)
        return None


def _kinds() -> set[tuple[date, str]]:
    return set(CalendarDay.objects.order_by().values_list("on", "kind"))


def _tell_reach(request: PortalRequest, before: set[tuple[date, str]]) -> None:
    """Cases that were counted with the days that have changed are not counted anew by themselves; offices are told."""
    reach = reach_of({day for day, _ in before ^ _kinds()})
    if reach is not None:
        messages.warning(request, reach.sentence)
        calendar.tell_offices(centres=reach.centres, url=reverse("indicators:case-recount"), at=timezone.now())


@page(MANAGE_COMMON_CALENDAR)
@require_POST
def calendar_day_remove(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a day out of the calendar."""
    day = get_object_or_404(CalendarDay, pk=pk)
    year = day.on.year
    before = _kinds()
    calendar.remove_day(day=day, by=request.user, at=timezone.now())
    messages.success(request, f"Đã bỏ: {day}.")
    _tell_reach(request, before)
    return _to_list(year)


@page(MANAGE_COMMON_CALENDAR)
@require_POST
def calendar_copy(request: PortalRequest) -> HttpResponse:
    """Record the holidays of fixed date for a year."""
    year = _year(request)
    before = _kinds()
    added = calendar.copy_fixed_days(year=year, by=request.user, at=timezone.now())
    _tell_reach(request, before)
    if added:
        messages.success(request, f"Đã thêm {added} ngày nghỉ cố định của năm {year}; Tết và Giỗ Tổ phải ghi thêm.")
    else:
        messages.info(request, f"Năm {year} đã có đủ các ngày nghỉ cố định.")
    return _to_list(year)


def _to_list(year: int) -> HttpResponse:
    return redirect(reverse("indicators:calendar", query={"nam": year}))
