"""Places of a survey and their links; one-time codes."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import Unit, User
from core.services import audit
from indicators.engine import answer_codes
from indicators.models import AnswerCode, ServicePoint, Survey
from indicators.services.errors import SurveyRefused
from indicators.services.surveys import unclosed

MOST_CODES = 2000


@transaction.atomic
def add_points(
    *, survey: Survey, units: Iterable[Unit], name: str, target: int, by: User, at: datetime
) -> list[ServicePoint]:
    """Add a place for each unit, each with a link of its own.

    Refused for a unit outside the centre, a place that is there already, and a survey that is over.
    """
    locked = unclosed(survey, by)
    position = locked.points.count()
    made = []
    for unit in units:
        if not unit.is_within(locked.centre):
            raise SurveyRefused(f"{unit} không thuộc {locked.centre}.", field="units")
        if locked.points.filter(unit=unit, name=name).exists():
            raise SurveyRefused(
                f"{unit} đã có điểm “{name}” trong đợt này.", hint="Đặt tên khác cho điểm mới.", field="name"
            )
        position += 1
        made.append(
            ServicePoint.objects.create(
                survey=locked, unit=unit, name=name, target=target, position=position, token=answer_codes.new_token()
            )
        )
    if made:
        changes = {"điểm phục vụ": [str(point) for point in made], "số phiếu cần đạt": target}
        audit.record(action="indicators.survey.add_points", target=locked, by=by, at=at, changes=changes)
    return made


@transaction.atomic
def change_point(*, point: ServicePoint, name: str, target: int, by: User, at: datetime) -> ServicePoint:
    """Rename a place or set its target; its link stays the same."""
    locked = unclosed(point.survey, by)
    row = locked.points.select_for_update().get(pk=point.pk)
    changes = audit.difference(row, {"name": name, "target": target})
    if changes:
        row.name, row.target = name, target
        try:
            with transaction.atomic():
                row.save(update_fields=["name", "target"])
        except IntegrityError as error:
            raise SurveyRefused(f"{row.unit} đã có điểm “{name}” trong đợt này.", field="name") from error
        audit.record(action="indicators.survey.change_point", target=row, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def remove_point(*, point: ServicePoint, by: User, at: datetime) -> None:
    """Remove a place that has no answer, no paper form and no code yet."""
    locked = unclosed(point.survey, by)
    row = locked.points.select_for_update().get(pk=point.pk)
    if row.answers.exists() or row.paper_forms.exists() or row.codes.exists():
        raise SurveyRefused(f"Không xóa được {row}: đã có phiếu trả lời hoặc mã.", hint="Đặt số phiếu cần đạt bằng 0.")
    audit.record(action="indicators.survey.remove_point", target=row, by=by, at=at, unit=row.unit)
    row.delete()


@transaction.atomic
def make_codes(*, survey: Survey, number: int, by: User, at: datetime, point: ServicePoint | None = None) -> list[str]:
    """New one-time codes as they are printed. They are given out here and nowhere else: only their hashes are kept."""
    locked = unclosed(survey, by)
    if not locked.needs_code:
        raise SurveyRefused("Đợt này không dùng mã trả lời.", hint="Chọn “mỗi người một mã” khi lập đợt.")
    if not 1 <= number <= MOST_CODES:
        raise SurveyRefused(f"Mỗi lần lập từ 1 đến {MOST_CODES} mã.", field="number")
    codes: set[str] = set()
    while len(codes) < number:
        codes.add(answer_codes.make())
    AnswerCode.objects.bulk_create(
        AnswerCode(survey=locked, point=point, digest=answer_codes.digest(locked.pk, code), made_at=at)
        for code in codes
    )
    audit.record(
        action="indicators.survey.make_codes",
        target=locked,
        by=by,
        at=at,
        changes={"số mã": number, "điểm phục vụ": str(point) if point else "mọi điểm"},
    )
    return [answer_codes.shown(code) for code in codes]
