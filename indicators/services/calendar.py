"""Keeping the calendar of days off."""

import tomllib
from collections.abc import Collection
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from accounts.models import Unit, User
from accounts.policies import people_with
from core.formats import vn_date
from core.models import Notification
from core.services import audit, notifications
from indicators.engine.working_days import WORKED_A_WEEK, fixed_days
from indicators.enums import DayKind
from indicators.models import CalendarDay
from indicators.roles import IMPORT_CASES
from indicators.selectors.calendar import calendar_for
from indicators.services.errors import FigureRefused

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "days_off.toml"


class CalendarRefused(FigureRefused):
    """A day that cannot stand in the calendar, or cannot stand there so."""


@transaction.atomic
def load_shipped() -> int:
    """Add the shipped days of the years that have none yet; years that somebody keeps already are left alone.

    Returns how many days were added.
    """
    kept = set(CalendarDay.objects.order_by().values_list("on__year", flat=True))
    days = [
        CalendarDay(
            on=entry["on"],
            kind=entry.get("kind", DayKind.OFF),
            name=entry["name"],
            basis=entry["basis"],
            is_provisional=entry.get("provisional", False),
        )
        for entry in tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["day"]
        if entry["on"].year not in kept
    ]
    return len(CalendarDay.objects.bulk_create(days))


@transaction.atomic
def add_day(
    *, on: date, kind: str, name: str, basis: str, is_provisional: bool = False, by: User, at: datetime
) -> CalendarDay:
    """Record a day off, or a day of a weekend that is worked. Refused for a day that is recorded already."""
    _refuse_pointless(on, kind)
    if CalendarDay.objects.filter(on=on).exists():
        raise CalendarRefused(
            f"Ngày {vn_date(on)} đã có trong lịch.", hint="Mở ngày đó trong danh sách để sửa.", field="on"
        )
    day = CalendarDay.objects.create(on=on, kind=kind, name=name, basis=basis, is_provisional=is_provisional)
    changes = {"ngày": on, "loại": day.get_kind_display(), "dịp": name}
    audit.record(action="indicators.calendar_day.add", target=day, by=by, at=at, changes=changes)
    return day


@transaction.atomic
def edit_day(
    *, day: CalendarDay, on: date, kind: str, name: str, basis: str, is_provisional: bool, by: User, at: datetime
) -> CalendarDay:
    """Change a recorded day. Refused when another row has the new date already."""
    _refuse_pointless(on, kind)
    stored = CalendarDay.objects.select_for_update().get(pk=day.pk)
    if CalendarDay.objects.filter(on=on).exclude(pk=stored.pk).exists():
        raise CalendarRefused(f"Ngày {vn_date(on)} đã có trong lịch.", hint="Sửa dòng của ngày đó.", field="on")
    values = {"on": on, "kind": kind, "name": name, "basis": basis, "is_provisional": is_provisional}
    changes = audit.difference(stored, values)
    for field, value in values.items():
        setattr(stored, field, value)
    stored.save()
    if changes:
        audit.record(action="indicators.calendar_day.edit", target=stored, by=by, at=at, changes=changes)
    return stored


@transaction.atomic
def remove_day(*, day: CalendarDay, by: User, at: datetime) -> None:
    """Take a day out of the calendar: it is then worked, or not, as its day of the week says."""
    stored = CalendarDay.objects.select_for_update().get(pk=day.pk)
    audit.record(action="indicators.calendar_day.remove", target=stored, by=by, at=at)
    stored.delete()


@transaction.atomic
def copy_fixed_days(*, year: int, by: User, at: datetime) -> int:
    """Record the holidays of fixed date for a year, with days that make up for weekends; returns how many were new."""
    added = fixed_days(year, calendar_for([year]))
    for on, name, basis in added:
        _take_holiday(on, name, basis, by, at)
    return len(added)


@transaction.atomic
def tell_offices(*, centres: Collection[int], url: str, at: datetime) -> None:
    """Tell those who may import cases that cases of these centres were counted with another calendar.

    Several days entered one after the other are told once, as long as nobody has read of the first.
    """
    for centre in Unit.objects.filter(pk__in=centres):
        text = f"Lịch nghỉ đã đổi; hồ sơ đã nhập của {centre.short_name} còn tính theo lịch cũ. Xem và tính lại."
        waiting = Notification.objects.filter(text=text, read_at__isnull=True).values_list("recipient", flat=True)
        people = people_with(IMPORT_CASES, centre, timezone.localdate(at))
        told = set(waiting)
        notifications.notify(recipients=[user for user in people if user.pk not in told], text=text, at=at, url=url)


def _take_holiday(on: date, name: str, basis: str, by: User, at: datetime) -> None:
    """A weekend day recorded as worked becomes the holiday that it is."""
    values = {"kind": DayKind.OFF, "name": name, "basis": basis, "is_provisional": False}
    day, created = CalendarDay.objects.update_or_create(on=on, defaults=values)
    action = "add" if created else "edit"
    audit.record(action=f"indicators.calendar_day.{action}", target=day, by=by, at=at, changes={"dịp": name})


def _refuse_pointless(on: date, kind: str) -> None:
    if kind == DayKind.WORK and on.weekday() < WORKED_A_WEEK:
        raise CalendarRefused(
            f"Ngày {vn_date(on)} là ngày làm việc bình thường.",
            hint="Ngày làm bù phải là thứ Bảy, Chủ nhật.",
            field="on",
        )
