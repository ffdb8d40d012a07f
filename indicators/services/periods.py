"""Closing the figures of a month, opening them again with a reason, and refusing what comes too late."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.enums import UnitKind
from accounts.models import Unit, User
from accounts.policies import role_names_with
from core.formats import vn_date
from core.services.transitions import perform
from indicators.engine.months import month_end
from indicators.engine.working_days import Calendar
from indicators.enums import PeriodKind, PeriodState
from indicators.models import FigurePeriod
from indicators.selectors.calendar import calendar_for
from indicators.services.errors import FigureRefused
from indicators.workflow import FIGURE_PERIOD

REOPEN = FIGURE_PERIOD["reopen"].permission
LAST_MONTH_OF_YEAR = 12
MONTHS_IN_QUARTER = 3
LOOKED_BACK = timedelta(days=31)
"""A month that should have been closed longer ago is left alone: a new installation first brings in its history."""


class PeriodRefused(FigureRefused):
    """A period that is closed, or that has not come or ended yet."""


def months_of(kind: str, number: int) -> tuple[int, ...]:
    """The month whose closing closes a period: a quarter goes with its last month, a year with December."""
    if kind == PeriodKind.MONTH:
        return (number,)
    return (number * MONTHS_IN_QUARTER if kind == PeriodKind.QUARTER else LAST_MONTH_OF_YEAR,)


def refuse_ahead(*, year: int, first_month: int, at: datetime) -> None:
    """Raise ``FigureRefused`` when a period has not begun: nothing can have been counted in it."""
    today = timezone.localdate(at)
    if (year, first_month) > (today.year, today.month):
        raise PeriodRefused(
            f"Tháng {first_month}/{year} chưa đến nên chưa có số liệu.", hint="Chọn lại kỳ, hoặc năm ở đầu trang."
        )


def refuse_if_closed(*, centre: Unit | None, year: int, months: Iterable[int]) -> None:
    """Raise ``FigureRefused`` when one of these months of a centre is closed; it says who may open it again.

    Nobody closes or opens them before this transaction ends, so that what follows is stored into open months.
    """
    wanted = sorted(set(months))
    if centre is None or not wanted:
        return
    _hold(centre, year, wanted)
    refusal = refusal_if_closed(centre=centre, year=year, months=wanted)
    if refusal is not None:
        raise refusal


def refusal_if_closed(*, centre: Unit, year: int, months: Iterable[int]) -> FigureRefused | None:
    """What somebody would be told who wrote into these months now; None when all of them are open."""
    closed = FigurePeriod.objects.filter(centre=centre, year=year, month__in=set(months), state=PeriodState.CLOSED)
    found = list(closed.order_by("month"))
    if not found:
        return None
    named = ", ".join(str(period.month) for period in found)
    since = vn_date(timezone.localdate(max(period.closed_at for period in found if period.closed_at)))
    return PeriodRefused(
        f"Số liệu tháng {named}/{year} đã khóa từ ngày {since}, không nhập hay sửa được.",
        hint=f"Người mở lại được: {role_names_with(REOPEN)}, có ghi lý do.",
        code="closed",
    )


def _hold(centre: Unit, year: int, months: Sequence[int]) -> None:
    """Lock the rows of these months, always in order; a month without a row gets one, open as it is."""
    rows = FigurePeriod.objects.filter(centre=centre, year=year, month__in=months).order_by("month")
    held = set(rows.select_for_update().values_list("month", flat=True))
    missing = [FigurePeriod(centre=centre, year=year, month=month) for month in months if month not in held]
    if missing:
        FigurePeriod.objects.bulk_create(missing, ignore_conflicts=True)
        list(rows.select_for_update().values_list("pk", flat=True))


def is_closed(*, centre: Unit | None, day: date) -> bool:
    """Whether the month of a day is closed at a centre; nobody closes or opens it before this transaction ends."""
    if centre is None:
        return False
    rows = FigurePeriod.objects.select_for_update()
    period, _ = rows.get_or_create(centre=centre, year=day.year, month=day.month)
    return bool(period.state == PeriodState.CLOSED)


@transaction.atomic
def change(
    *, centre: Unit, year: int, month: int, transition: str, by: User, at: datetime, comment: str = ""
) -> FigurePeriod:
    """Close a month, or open it again with a reason. A month that has not ended yet cannot be closed."""
    if transition == "close" and timezone.localdate(at) <= month_end(year, month):
        raise PeriodRefused(f"Tháng {month}/{year} chưa kết thúc nên chưa khóa được số liệu.")
    period, _ = FigurePeriod.objects.get_or_create(centre=centre, year=year, month=month)
    return perform(FIGURE_PERIOD, transition, period, by=by, at=at, comment=comment)


def closes_by_itself_on(year: int, month: int, calendar: Calendar) -> date | None:
    """The day after which an open month is closed; None when the installation closes nothing by itself."""
    days: int = settings.FIGURES_CLOSE_AFTER_WORKING_DAYS
    return calendar.add(month_end(year, month), days) if days else None


@transaction.atomic
def close_due(*, at: datetime) -> int:
    """Close the open months of all centres whose day has passed; returns how many were closed. Safe to repeat.

    Months that somebody opened again stay open until somebody closes them.
    """
    today = timezone.localdate(at)
    in_use = Q(active_to__isnull=True) | Q(active_to__gte=today)
    closed = 0
    for year, month in reversed(_months_due(today)):  # in the order in which writers hold them
        centres = Unit.objects.filter(in_use, kind=UnitKind.CENTRE)
        without = centres.exclude(figure_periods__in=FigurePeriod.objects.filter(year=year, month=month))
        # An answer that comes late may make the same row at this moment.
        rows = [FigurePeriod(centre=centre, year=year, month=month) for centre in without]
        FigurePeriod.objects.bulk_create(rows, ignore_conflicts=True)
        periods = FigurePeriod.objects.filter(centre__in=centres, year=year, month=month, state=PeriodState.OPEN)
        for period in periods.select_for_update():
            perform(FIGURE_PERIOD, "close", period, by=None, at=at, as_system=True)
            closed += 1
    return closed


def _months_due(today: date) -> list[tuple[int, int]]:
    calendar = calendar_for([today.year - 1, today.year])
    found = []
    last = today.replace(day=1) - timedelta(days=1)
    while last > today - 4 * LOOKED_BACK:
        day = closes_by_itself_on(last.year, last.month, calendar)
        if day is not None and day < today <= day + LOOKED_BACK:
            found.append((last.year, last.month))
        last = last.replace(day=1) - timedelta(days=1)
    return found
