"""Declared figures: entered with their source, checked, locked after their period."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from accounts.models import Unit, User
from core.formats import vn_date
from core.services import audit, stored_files
from indicators.engine.months import month_end
from indicators.enums import Measure, PeriodKind
from indicators.models import Indicator, Measurement, figure_words
from indicators.selectors.typed_figures import can_be_early
from indicators.services import figure_files, overwriting, periods
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

    @property
    def words(self) -> str:
        return figure_words(self.value, self.numerator, self.denominator)


def declare(
    *,
    indicator: Indicator,
    unit: Unit,
    period: Period,
    figure: Value,
    source_note: str,
    by: User,
    at: datetime,
    as_told: bool = False,
    seen: str | None = None,
    files: Sequence[File] = (),
) -> Measurement:
    """Store or renew one declared figure, with its documents; those that it has already stay.

    ``as_told``: a rate above 100 % stands so in its source (more people in post than allotted), or the figure of a
    quarter or year that is not over is known already; it is then kept, doubted and to be explained. Raises
    ``FigureRefused`` when it cannot be right, when it is locked, when its period is closed, or when a file will not do,
    and ``FigureThere`` when it would overwrite a figure that was not ``seen``; then nothing is stored.
    """
    fit = figure_files.checked(files)
    with stored_files.storing() as keep:
        _refuse_out_of_time(unit, period, at)
        _refuse_impossible(indicator, figure, as_told)
        if not as_told:
            _refuse_running(indicator, period, at)
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
        values = {
            "value": figure.value,
            "numerator": figure.numerator,
            "denominator": figure.denominator,
            "source_note": source_note,
        }
        existing = _unlocked(key)
        overwriting.refuse_unseen(existing, values, seen)
        changes = audit.difference(existing, values) if existing else {"giá trị": figure.words}
        measurement, _ = Measurement.objects.update_or_create(
            **key, defaults={**values, "entered_by": by, "entered_at": at}
        )
        audit.record(action="indicators.measurement.declare", target=measurement, by=by, at=at, changes=changes)
        figure_files.put(measurement, fit, keep, by=by, at=at)
    return measurement


def _refuse_out_of_time(unit: Unit, period: Period, at: datetime) -> None:
    first_month = {PeriodKind.YEAR: 1, PeriodKind.QUARTER: period.number * 3 - 2}.get(
        PeriodKind(period.kind), period.number
    )
    periods.refuse_ahead(year=period.year, first_month=first_month, at=at)
    months = periods.months_of(period.kind, period.number)
    periods.refuse_if_closed(centre=unit.centre, year=period.year, months=months)


def _refuse_running(indicator: Indicator, period: Period, at: datetime) -> None:
    """A quarter or a year that is not over, unless it is the only period that the indicator has."""
    end = month_end(period.year, *periods.months_of(period.kind, period.number))
    if can_be_early(indicator, period.kind) and timezone.localdate(at) <= end:
        which = f"Quý {period.number}/{period.year}" if period.number else f"Năm {period.year}"
        raise FigureRefused(
            f"{which} đến ngày {vn_date(end)} mới hết, số của cả kỳ chưa thể đủ.",
            hint="Chọn lại kỳ nếu là số của một tháng. Nếu nguồn đã công bố số của cả kỳ thì đánh dấu ô xác nhận ở "
            "cuối rồi lưu.",
            field="period",
            code=DOUBTFUL,
        )


def _unlocked(key: dict[str, Any]) -> Measurement | None:
    """The figure that was declared before; refuses when somebody locked it."""
    existing = Measurement.objects.select_for_update().filter(**key).first()
    if existing is not None and existing.locked_at is not None:
        raise FigureRefused(figure_files.LOCKED, hint=figure_files.ASK_TO_UNLOCK)
    return existing


@transaction.atomic
def set_lock(*, measurement: Measurement, locked: bool, by: User, at: datetime, reason: str = "") -> Measurement:
    """Lock a figure after its period, or open it again, which needs a reason."""
    if not locked and not reason.strip():
        raise FigureRefused("Mở khóa số liệu cần ghi lý do.", field="reason")
    stored = Measurement.objects.select_for_update().get(pk=measurement.pk)
    stored.locked_at = at if locked else None
    stored.save(update_fields=["locked_at"])
    action = "lock" if locked else "unlock"
    audit.record(action=f"indicators.measurement.{action}", target=stored, by=by, at=at, reason=reason)
    return stored


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
