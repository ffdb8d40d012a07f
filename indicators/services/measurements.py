"""Declared figures: entered with their source, checked, locked after their period."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import Unit
from core.services import audit
from indicators.enums import Measure, PeriodKind
from indicators.models import Indicator, Measurement
from indicators.services import periods
from indicators.services.errors import DOUBTFUL, TELL_SO, FigureRefused

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Period:
    """A month (1–12), quarter (1–4) or year (number 0) of a year."""

    year: int
    kind: str = PeriodKind.YEAR
    number: int = 0


@dataclass(frozen=True)
class Value:
    """What was measured: a plain value, or the two counts of a rate."""

    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None


@transaction.atomic
def declare(
    *,
    indicator: Indicator,
    unit: Unit,
    period: Period,
    figure: Value,
    source_note: str,
    by: Any,
    at: datetime,
    as_told: bool = False,
) -> Measurement:
    """Store or renew one declared figure.

    ``as_told``: a rate above 100 % stands so in its source (more people in post than allotted); it is then kept,
    doubted and to be explained. Raises ``FigureRefused`` when it cannot be right, when it is locked, or when its
    period is closed.
    """
    months = periods.months_of(period.kind, period.number)
    first_month = {PeriodKind.YEAR: 1, PeriodKind.QUARTER: period.number * 3 - 2}.get(
        PeriodKind(period.kind), period.number
    )
    periods.refuse_ahead(year=period.year, first_month=first_month, at=at)
    periods.refuse_if_closed(centre=unit.centre, year=period.year, months=months)
    _refuse_impossible(indicator, figure, as_told)
    if not source_note.strip():
        raise FigureRefused(
            "Chưa ghi nguồn của số liệu.", hint="Ghi số văn bản, báo cáo hoặc hệ thống.", field="source_note"
        )
    key: dict[str, Any] = {
        "indicator": indicator,
        "unit": unit,
        "year": period.year,
        "period_kind": period.kind,
        "period": period.number,
    }
    existing = Measurement.objects.select_for_update().filter(**key).first()
    if existing is not None and existing.locked_at is not None:
        raise FigureRefused("Số liệu của kỳ này đã khóa.", hint="Đề nghị phòng Tổ chức - Hành chính mở khóa.")
    values = {
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "source_note": source_note,
    }
    changes = audit.difference(existing, values) if existing else {"giá trị": _shown(figure)}
    measurement, _ = Measurement.objects.update_or_create(
        **key, defaults={**values, "entered_by": by, "entered_at": at}
    )
    audit.record(action="indicators.measurement.declare", target=measurement, by=by, at=at, changes=changes)
    return measurement


@transaction.atomic
def set_lock(*, measurement: Measurement, locked: bool, by: Any, at: datetime, reason: str = "") -> Measurement:
    """Lock a figure after its period, or open it again, which needs a reason."""
    if not locked and not reason.strip():
        raise FigureRefused("Mở khóa số liệu cần ghi lý do.", field="reason")
    stored = Measurement.objects.select_for_update().get(pk=measurement.pk)
    stored.locked_at = at if locked else None
    stored.save(update_fields=["locked_at"])
    action = "lock" if locked else "unlock"
    audit.record(action=f"indicators.measurement.{action}", target=stored, by=by, at=at, reason=reason)
    return stored


def _shown(figure: Value) -> str:
    if figure.value is not None:
        return str(figure.value)
    return f"{figure.numerator}/{figure.denominator}"


def _refuse_impossible(indicator: Indicator, figure: Value, as_told: bool) -> None:
    given = [number for number in (figure.value, figure.numerator, figure.denominator) if number is not None]
    if not given:
        raise FigureRefused("Chưa nhập số liệu.", hint="Nhập giá trị, hoặc cả tử số và mẫu số.", field="value")
    if any(number < 0 for number in given):
        raise FigureRefused("Số liệu không được âm.", field="value")
    if (figure.numerator is None) != (figure.denominator is None):
        raise FigureRefused("Cần nhập cả tử số và mẫu số.", field="denominator")
    if indicator.measure == Measure.PERCENT and not as_told:
        _refuse_unlikely_rate(figure)


def _refuse_unlikely_rate(figure: Value) -> None:
    if figure.value is not None and figure.value > HUNDRED:
        raise FigureRefused("Tỷ lệ lớn hơn 100%.", hint=TELL_SO, field="value", code=DOUBTFUL)
    if figure.numerator is not None and figure.denominator is not None and figure.numerator > figure.denominator:
        raise FigureRefused("Tử số lớn hơn mẫu số.", hint=TELL_SO, field="numerator", code=DOUBTFUL)
