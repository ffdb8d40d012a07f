"""Writing down the result of targets that no indicator measures."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from campaigns.engine.targets import GRADES, Operator
from campaigns.models import Target, TargetReport
from campaigns.roles import MANAGE_TARGET
from core.errors import DomainError
from core.services import audit


class ReportRefused(DomainError):
    """A result that cannot be written down."""


@transaction.atomic
def report(
    *,
    target: Target,
    year: int,
    source_note: str,
    by: User,
    at: datetime,
    value: Decimal | None = None,
    grade: str = "",
    is_done: bool | None = None,
) -> TargetReport:
    """Write down, or correct, the result of a target in a year with its source."""
    if not by.has_perm(MANAGE_TARGET, target):
        raise ReportRefused("Bạn không có quyền ghi kết quả chỉ tiêu.", code="permission")
    campaign = target.plan.campaign
    _refuse_bad(target, year, source_note, value, grade, is_done)
    values = {
        "value": value,
        "grade": grade,
        "is_done": is_done,
        "source_note": source_note,
        "reported_at": at,
        "reported_by": by,
    }
    row, _ = TargetReport.objects.update_or_create(
        campaign=campaign, target_code=target.code, year=year, defaults=values
    )
    stated = grade or (str(value) if value is not None else "hoàn thành" if is_done else "chưa hoàn thành")
    audit.record(
        action="campaigns.target.report",
        target=row,
        by=by,
        at=at,
        changes={f"{target.code} năm {year}": stated},
        reason=source_note,
    )
    return row


def _refuse_bad(
    target: Target, year: int, source_note: str, value: Decimal | None, grade: str, is_done: bool | None
) -> None:
    campaign = target.plan.campaign
    if not campaign.starts_on.year - 1 <= year <= campaign.ends_on.year:
        raise ReportRefused(
            f"Năm {year} nằm ngoài thời gian của phong trào.",
            hint=f"Chọn năm từ {campaign.starts_on.year} đến {campaign.ends_on.year}.",
            field="year",
        )
    if not source_note.strip():
        raise ReportRefused("Chưa ghi nguồn của kết quả.", hint="Ghi số văn bản hoặc nơi công bố.", field="source_note")
    if target.operator == Operator.GRADE_GTE and grade not in GRADES:
        raise ReportRefused(f"Mức xếp loại phải là một trong: {', '.join(GRADES)}.", field="grade")
    if target.operator == Operator.QUALITATIVE and is_done is None:
        raise ReportRefused("Chưa chọn đã hoàn thành hay chưa.", field="is_done")
    if target.operator not in (Operator.GRADE_GTE, Operator.QUALITATIVE):
        _refuse_bad_value(target, value)


def _refuse_bad_value(target: Target, value: Decimal | None) -> None:
    if value is None:
        raise ReportRefused("Chưa ghi giá trị đạt được.", field="value")
    if target.unit_of_measure == "%" and not 0 <= value <= 100:
        raise ReportRefused("Tỷ lệ phải từ 0% đến 100%.", hint="Ghi lại giá trị.", field="value")
    if target.operator == Operator.IMPROVE_RANK and (value < 1 or value != value.to_integral_value()):
        raise ReportRefused("Thứ hạng là số nguyên từ 1 trở lên.", hint="Ghi lại thứ hạng.", field="value")
