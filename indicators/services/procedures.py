"""The list of administrative procedures that a centre handles."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils import timezone

from accounts.models import Unit, User
from core.services import audit
from indicators.enums import PeriodState
from indicators.models import TERMS, FigurePeriod, Procedure, ProcedureCount, ProcedurePast, ProcedureTerms
from indicators.services import periods
from indicators.services.errors import FigureRefused

OFFER = ("is_online", "online_from")


class ProcedureRefused(FigureRefused):
    """Something that cannot be done with a procedure of the catalogue."""


@transaction.atomic
def add(*, centre: Unit, code: str, values: Mapping[str, Any], by: User, at: datetime) -> Procedure:
    """Add a procedure, or renew it when the centre has its code already."""
    known = Procedure.objects.filter(centre=centre, code=code).first()
    given = {**values, "code": code}
    if known is None:
        return create(centre=centre, values=given, by=by, at=at)
    return edit(procedure=known, values=given, by=by, at=at)


@transaction.atomic
def create(*, centre: Unit, values: Mapping[str, Any], by: User, at: datetime) -> Procedure:
    """Add a procedure. It counts in all years of the centre that are not closed: a new portal first gets its history.

    Refused when the centre has its code already, or when a promised time is longer than the statutory one.
    """
    _refuse_longer(values["code"], values)
    _refuse_taken(centre, values["code"], except_for=None)
    stored = Procedure.objects.create(centre=centre, **values)
    closed = last_closed_year(centre)
    if closed is not None:
        _keep(stored, closed, stored, is_listed=False)
    audit.record(action="indicators.procedure.add", target=stored, by=by, at=at, changes={"tên": stored.name})
    return stored


@transaction.atomic
def edit(
    *, procedure: Procedure, values: Mapping[str, Any], by: User, at: datetime, from_year: int | None = None
) -> Procedure:
    """Change a procedure from a year on; None is the year of ``at``. Figures of earlier years keep the old terms.

    Refused when a year that would change is closed. Whether it is offered online decides which cases of its months
    count, so what would change that in a closed month is refused as well.
    """
    stored = Procedure.objects.select_for_update().get(pk=procedure.pk)
    code = values.get("code", stored.code)
    _refuse_longer(
        code, {name: values.get(name, getattr(stored, name)) for name in ("promised_days", "statutory_days")}
    )
    _refuse_taken(stored.centre, code, except_for=stored)
    changes = audit.difference(stored, dict(values))
    this_year = timezone.localdate(at).year
    first = this_year if from_year is None else from_year
    has_new_terms = any(name in values and values[name] != getattr(stored, name) for name in TERMS)
    abolished = {stored.abolished_from, values.get("abolished_from", stored.abolished_from)}
    touched = [first] if has_new_terms else []
    touched += [year for year in abolished if year is not None and len(abolished) > 1]
    for year in range(min(touched, default=this_year), this_year):
        periods.refuse_if_closed(centre=stored.centre, year=year, months=[periods.LAST_MONTH_OF_YEAR])
    if has_new_terms:
        _refuse_closed_counts(stored, first, {name: values.get(name, getattr(stored, name)) for name in OFFER})
        _keep_until(stored, first - 1)
        if first < this_year:
            changes["áp dụng từ năm"] = first
    for field, value in values.items():
        setattr(stored, field, value)
    stored.save()
    if changes:
        audit.record(action="indicators.procedure.edit", target=stored, by=by, at=at, changes=changes)
    return stored


@transaction.atomic
def remove(*, procedure: Procedure, by: User, at: datetime) -> None:
    """Take a procedure off the list. Refused once there are case files of it, or figures of earlier years count it."""
    stored = Procedure.objects.select_for_update().get(pk=procedure.pk)
    told = ProcedureCount.objects.filter(procedure__centre=stored.centre, year__lt=timezone.localdate(at).year)
    counted = [year for year in told.order_by().values_list("year", flat=True).distinct() if stored.terms_in(year)]
    if counted:
        raise ProcedureRefused(
            f"Số liệu năm {max(counted)} tính cả thủ tục {stored.code} nên không xóa được.",
            hint="Ghi “Bãi bỏ từ năm” để các năm sau không tính thủ tục này.",
        )
    audit.record(action="indicators.procedure.remove", target=stored, by=by, at=at)
    try:
        with transaction.atomic():
            stored.delete()
    except ProtectedError:
        raise ProcedureRefused(
            f"Thủ tục {stored.code} đã có hồ sơ nên không xóa được.",
            hint="Sửa thủ tục nếu ghi sai, hoặc ghi “Bãi bỏ từ năm”.",
        ) from None


def last_closed_year(centre: Unit) -> int | None:
    """The last year of which December is closed at a centre: what its list says of that year and before stays."""
    closed = FigurePeriod.objects.filter(
        centre=centre, month=periods.LAST_MONTH_OF_YEAR, state=PeriodState.CLOSED
    ).aggregate(last=Max("year"))
    last: int | None = closed["last"]
    return last


def _keep_until(procedure: Procedure, year: int) -> None:
    """What figures of a year are computed from stays for it and the years before; later years follow the procedure."""
    kept = sorted(procedure.past.all(), key=lambda past: past.until_year)
    standing = next((past for past in kept if past.until_year >= year), None)
    if standing is None:
        _keep(procedure, year, procedure, is_listed=True)
    elif standing.until_year > year:
        _keep(procedure, year, standing, is_listed=standing.is_listed)
    procedure.past.filter(until_year__gt=year).delete()


def _keep(procedure: Procedure, until_year: int, terms: ProcedureTerms, *, is_listed: bool) -> None:
    values = {name: getattr(terms, name) for name in TERMS}
    ProcedurePast.objects.create(procedure=procedure, until_year=until_year, is_listed=is_listed, **values)


def _refuse_closed_counts(procedure: Procedure, first_year: int, offer: Mapping[str, Any]) -> None:
    """Closed months that tell cases of the procedure, from a year on, and for which it would be offered otherwise."""
    renewed = ProcedurePast(**offer)
    kept = sorted(procedure.past.all(), key=lambda past: past.until_year)
    counts = ProcedureCount.objects.filter(procedure=procedure, year__gte=first_year)
    told: dict[int, set[int]] = {}
    for year, month in counts.order_by("year").values_list("year", "month").distinct():
        standing = next((past for past in kept if past.until_year >= year), procedure)
        first_day = date(year, month, 1)
        if standing.is_offered_on(first_day) != renewed.is_offered_on(first_day):
            told.setdefault(year, set()).add(month)
    for year, months in told.items():
        try:
            periods.refuse_if_closed(centre=procedure.centre, year=year, months=months)
        except FigureRefused as refusal:
            raise FigureRefused(
                refusal.message,
                hint=f"{refusal.hint} Hoặc ghi ngày bắt đầu cung cấp trực tuyến sau tháng đã khóa, hoặc chọn thay đổi "
                "áp dụng từ năm sau.",
                field="is_online",
                code=refusal.code,
            ) from refusal


def _refuse_longer(code: str, values: Mapping[str, Any]) -> None:
    if values["promised_days"] > values["statutory_days"]:
        raise ProcedureRefused(
            f"Thủ tục {code}: thời hạn cam kết dài hơn thời hạn theo quy định.",
            hint="Ghi lại số ngày làm việc.",
            field="promised_days",
        )


def _refuse_taken(centre: Unit, code: str, *, except_for: Procedure | None) -> None:
    same = Procedure.objects.filter(centre=centre, code=code)
    if except_for is not None:
        same = same.exclude(pk=except_for.pk)
    if same.exists():
        raise ProcedureRefused(f"Trung tâm đã có thủ tục mã {code}.", hint="Mở thủ tục đó để sửa.", field="code")
