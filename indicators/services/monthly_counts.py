"""Monthly counts of TTHC case files and of survey answers, entered whole or not at all."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files import File

from accounts.models import Unit, User
from core.formats import vn_number
from core.services import audit, stored_files
from indicators.engine.case_numbers import LARGEST
from indicators.enums import CountOrigin
from indicators.models import Procedure, ProcedureCount, SurveyCount
from indicators.selectors.survey_months import forms_in_portal
from indicators.services import figure_files, overwriting, periods
from indicators.services.errors import DOUBTFUL, TELL_SO, FigureRefused

_FINISHED = ("finished_early", "finished_on_time", "finished_late")
_PENDING = ("pending_in_time", "pending_late")
_RECEIVED = ("carried_over", "received_direct", "received_online")
_LEVELS = ("level_1", "level_2", "level_3", "level_4", "level_5")


def record_procedure_month(
    *,
    unit: Unit,
    procedure: Procedure,
    year: int,
    month: int,
    counts: Mapping[str, int],
    source_note: str,
    by: User,
    at: datetime,
    as_told: bool = False,
    seen: str | None = None,
    files: Sequence[File] = (),
) -> ProcedureCount:
    """Store the counts of one procedure at one unit in one month, with documents; entering it again renews it.

    What files of other systems tell of the same month stays beside it. Raises ``FigureRefused`` unless received (with
    what was carried over) = finished + pending, and for closed months. ``as_told``: the counts stand so in their source
    although they do not add up; they are then kept, doubted and to be explained. ``FigureThere``: counts that were not
    ``seen`` would be overwritten. Where a file will not do, nothing is stored.
    """
    fit = figure_files.checked(files)
    with stored_files.storing() as keep:
        periods.refuse_ahead(year=year, first_month=month, at=at)
        periods.refuse_if_closed(centre=unit.centre, year=year, months=[month])
        _refuse_bad_counts(counts, month)
        if not as_told:
            _refuse_unbalanced(counts)
        key: dict[str, Any] = {
            "unit": unit,
            "procedure": procedure,
            "year": year,
            "month": month,
            "origin": CountOrigin.TYPED,
        }
        values = {**counts, "source_note": source_note}
        existing = ProcedureCount.objects.select_for_update().filter(**key).first()
        overwriting.refuse_unseen(existing, values, seen)
        stored, created = ProcedureCount.objects.update_or_create(**key, defaults={**values, "imported_at": at})
        _audit(stored, created, counts, by, at)
        figure_files.put(stored, fit, keep, by=by, at=at)
    return stored


def _refuse_unbalanced(counts: Mapping[str, int]) -> None:
    coming = sum(counts.get(name, 0) for name in _RECEIVED)
    leaving = sum(counts.get(name, 0) for name in (*_FINISHED, *_PENDING))
    if coming != leaving:
        raise FigureRefused(
            f"Số hồ sơ không khớp: tiếp nhận và kỳ trước chuyển qua {coming}, đã và đang giải quyết {leaving}.",
            hint=f"Hai số này phải bằng nhau. {TELL_SO}",
            code=DOUBTFUL,
        )
    if counts.get("paid_online", 0) > counts.get("with_fee", 0):
        raise FigureRefused(
            "Hồ sơ thanh toán trực tuyến nhiều hơn hồ sơ phát sinh nghĩa vụ tài chính.", hint=TELL_SO, code=DOUBTFUL
        )


def record_survey_month(
    *,
    unit: Unit,
    kind: str,
    year: int,
    month: int,
    counts: Mapping[str, int],
    fully_satisfied: int | None = None,
    source_note: str,
    by: User,
    at: datetime,
    as_told: bool = False,
    seen: str | None = None,
    files: Sequence[File] = (),
) -> SurveyCount:
    """Store the answers of one kind of survey at one unit in one month, with documents; entering it again renews it.

    ``fully_satisfied``: forms whose every answer is 4 or 5; None where the source does not tell it. Raises
    ``FigureRefused`` for counts that cannot be right, for closed months, for files that will not do, and where people
    answered the same in the portal; ``as_told``: these are other forms, to be added, doubted and explained.
    ``FigureThere``: counts that were not ``seen`` would be overwritten.
    """
    fit = figure_files.checked(files)
    with stored_files.storing() as keep:
        periods.refuse_ahead(year=year, first_month=month, at=at)
        periods.refuse_if_closed(centre=unit.centre, year=year, months=[month])
        _refuse_bad_answers(counts, fully_satisfied or 0, month)
        if not as_told and counts.get("forms"):
            _refuse_told_twice(unit, kind, year, month)
        key: dict[str, Any] = {"unit": unit, "kind": kind, "year": year, "month": month}
        told = {**counts, "fully_satisfied": fully_satisfied}
        existing = SurveyCount.objects.select_for_update().filter(**key).first()
        overwriting.refuse_unseen(existing, {**told, "source_note": source_note}, seen)
        stored, created = SurveyCount.objects.update_or_create(
            **key, defaults={**told, "source_note": source_note, "imported_at": at}
        )
        _audit(stored, created, told, by, at)
        figure_files.put(stored, fit, keep, by=by, at=at)
    return stored


def _refuse_bad_answers(counts: Mapping[str, int], fully_satisfied: int, month: int) -> None:
    _refuse_bad_counts({**counts, "fully_satisfied": fully_satisfied}, month)
    if fully_satisfied > counts.get("forms", 0):
        raise FigureRefused("Số phiếu hài lòng toàn diện nhiều hơn tổng số phiếu.")
    if counts.get("forms", 0) == 0 and any(counts.get(level) for level in _LEVELS):
        raise FigureRefused("Có câu trả lời nhưng số phiếu bằng 0.")


def _refuse_told_twice(unit: Unit, kind: str, year: int, month: int) -> None:
    answered = forms_in_portal([unit], year).get((unit.path, kind), {}).get((year, month), 0)
    if answered:
        raise FigureRefused(
            f"Tháng {month}/{year} đã có {answered} phiếu của {unit} trả lời trên cổng; số nhập tay được cộng thêm.",
            hint="Nếu là chính các phiếu đó thì không nhập; nếu là phiếu khác thì đánh dấu ô xác nhận ở cuối rồi lưu.",
            code=DOUBTFUL,
        )


def _refuse_bad_counts(counts: Mapping[str, int], month: int) -> None:
    if not 1 <= month <= 12:
        raise FigureRefused(f"Không có tháng {month}.")
    if any(number < 0 for number in counts.values()):
        raise FigureRefused("Số lượng không được âm.")
    if (most := max(counts.values(), default=0)) > LARGEST["count"]:
        raise FigureRefused(f"Số {vn_number(most)} lớn quá mức.", hint="Kiểm tra lại số vừa nhập.")


def _audit(
    stored: ProcedureCount | SurveyCount, created: bool, counts: Mapping[str, int | None], by: User, at: datetime
) -> None:
    action = f"{stored._meta.app_label}.{stored._meta.model_name}.{'add' if created else 'renew'}"
    audit.record(action=action, target=stored, by=by, at=at, changes=dict(counts))
