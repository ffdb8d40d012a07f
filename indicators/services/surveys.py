"""Surveys: prepared, changed as far as their state allows, opened, closed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.enums import UnitKind
from accounts.models import Unit, User
from core.formats import vn_date
from core.services import audit, transitions
from indicators.engine import answer_codes
from indicators.engine.sampling import sample_size
from indicators.enums import SurveyState
from indicators.models import Questionnaire, Survey
from indicators.roles import MANAGE_SURVEYS
from indicators.services import questionnaires
from indicators.services.errors import SurveyRefused
from indicators.workflow import SURVEY

CLOSED_AFTER = timedelta(days=7)
"""Nobody has to end a round whose last day has passed; until then its last day may still be put off."""
FIELDS = (
    "title", "questionnaire", "opens_on", "closes_on", "population", "margin", "target", "shown_from", "needs_code",
    "is_published",
)  # fmt: skip
"""What an office says of a survey."""
CHANGEABLE = {
    SurveyState.DRAFT: frozenset(FIELDS),
    SurveyState.OPEN: frozenset(("title", "closes_on", "population", "margin", "target", "shown_from", "is_published")),
    SurveyState.CLOSED: frozenset(("title", "population", "margin", "target", "shown_from", "is_published")),
}
"""What may still be changed in which state; the rest would change the meaning of answers that are in."""


@transaction.atomic
def create(*, centre: Unit, values: Mapping[str, Any], by: User, at: datetime) -> Survey:
    """Prepare a survey of a centre (or of the Sở). ``values`` are its fields by name.

    A target that is not given is n = N ÷ (1 + N·e²). Refused for a questionnaire of somebody else, or dates that are
    out of order.
    """
    if centre.kind not in (UnitKind.CENTRE, UnitKind.AUTHORITY) or not by.has_perm(MANAGE_SURVEYS, centre):
        raise SurveyRefused("Bạn không có quyền lập đợt khảo sát ở đơn vị này.", code="permission")
    survey = Survey(centre=centre, results_token=answer_codes.new_token(), **values)
    survey.target = survey.target or sample_size(survey.population, survey.margin)
    _refuse_wrong(survey)
    survey.save()
    audit.record(
        action="indicators.survey.create", target=survey, by=by, at=at, changes={"phiếu": str(survey.questionnaire)}
    )
    return survey


@transaction.atomic
def change(*, survey: Survey, values: Mapping[str, Any], by: User, at: datetime) -> Survey:
    """Change a survey as far as its state allows; what may no longer be changed is refused by name."""
    locked = _managed(survey, by)
    values = {**values, "target": _target_after(locked, values)}
    before = audit.difference(locked, values)
    fixed = [
        name
        for name, value in values.items()
        if getattr(locked, name) != value and name not in CHANGEABLE[SurveyState(locked.state)]
    ]
    if fixed:
        label = str(locked._meta.get_field(fixed[0]).verbose_name)  # type: ignore[union-attr]
        raise SurveyRefused(
            f"Đợt {locked.get_state_display().lower()} nên không đổi được “{label}”.",
            hint="Lập đợt mới nếu cần.",
            field=fixed[0],
        )
    for name, value in values.items():
        setattr(locked, name, value)
    _refuse_wrong(locked)
    if before:
        locked.save()
        audit.record(action="indicators.survey.change", target=locked, by=by, at=at, changes=before)
    return locked


@transaction.atomic
def delete(*, survey: Survey, by: User, at: datetime) -> None:
    """Remove a survey that was never opened."""
    locked = _managed(survey, by)
    if locked.state != SurveyState.DRAFT or locked.points.filter(answers__isnull=False).exists():
        raise SurveyRefused("Đợt khảo sát đã mở thì không xóa được.", hint="Kết thúc đợt thay cho xóa.")
    audit.record(action="indicators.survey.delete", target=locked, by=by, at=at)
    locked.delete()


def open(*, survey: Survey, by: User, at: datetime) -> Survey:
    """Let people answer; the questionnaire is fixed from now on."""

    def check(locked: Survey) -> None:
        if not locked.points.exists():
            raise SurveyRefused("Chưa mở được: chưa có điểm phục vụ nào.", hint="Thêm ít nhất một điểm phục vụ.")
        if locked.closes_on < timezone.localdate(at):
            raise SurveyRefused(
                f"Chưa mở được: đợt kết thúc ngày {vn_date(locked.closes_on)}, đã qua.", hint="Sửa ngày kết thúc."
            )
        questionnaires.freeze(locked.questionnaire)

    values = {"opened_at": at, "opened_by": by}
    return transitions.perform(SURVEY, "open", survey, by=by, at=at, values=values, check=check)


def close(*, survey: Survey, by: User, at: datetime) -> Survey:
    """Take no more answers."""
    return transitions.perform(SURVEY, "close", survey, by=by, at=at)


def reopen(*, survey: Survey, by: User, at: datetime, comment: str) -> Survey:
    """Let people answer again, with a reason."""

    def check(locked: Survey) -> None:
        if locked.closes_on < timezone.localdate(at):
            raise SurveyRefused(
                f"Chưa mở lại được: đợt kết thúc ngày {vn_date(locked.closes_on)}, đã qua.", hint="Lập đợt mới."
            )

    values = {"closed_at": None, "closed_by": None}
    return transitions.perform(SURVEY, "reopen", survey, by=by, at=at, comment=comment, values=values, check=check)


@transaction.atomic
def close_over(*, at: datetime) -> int:
    """Close the open surveys whose last day passed ``CLOSED_AFTER`` ago; returns how many. Safe to repeat."""
    last = timezone.localdate(at) - CLOSED_AFTER
    over = Survey.objects.select_for_update().filter(state=SurveyState.OPEN, closes_on__lt=last)
    for survey in over:
        transitions.perform(SURVEY, "close", survey, by=None, at=at, as_system=True)
    return len(over)


def _target_after(before: Survey, values: Mapping[str, Any]) -> int:
    """The target after a change: one that came from the formula follows N and e, one that the office set stays."""
    target: int = values.get("target", before.target)
    if target and not target == before.target == sample_size(before.population, before.margin):
        return target
    margin = values.get("margin", before.margin)
    return sample_size(values.get("population", before.population), margin) if margin > 0 else target


def _refuse_wrong(survey: Survey) -> None:
    if survey.closes_on < survey.opens_on:
        raise SurveyRefused("Ngày kết thúc trước ngày bắt đầu.", field="closes_on")
    if survey.margin <= 0:
        raise SurveyRefused("Sai số phải lớn hơn 0.", field="margin")
    questionnaire: Questionnaire = survey.questionnaire
    if questionnaire.centre_id not in (None, survey.centre_id):
        raise SurveyRefused("Phiếu này của đơn vị khác.", field="questionnaire")


def _managed(survey: Survey, by: User) -> Survey:
    locked = Survey.objects.select_for_update(of=("self",)).select_related("centre", "questionnaire").get(pk=survey.pk)
    if not by.has_perm(MANAGE_SURVEYS, locked):
        raise SurveyRefused("Bạn không có quyền sửa đợt khảo sát này.", code="permission")
    return locked


def unclosed(survey: Survey, by: User) -> Survey:
    """The survey, locked, when this person may still change its places. Raises ``SurveyRefused``."""
    locked = _managed(survey, by)
    if locked.state == SurveyState.CLOSED:
        raise SurveyRefused("Đợt khảo sát đã kết thúc nên không sửa được nữa.", hint="Mở lại đợt trước khi sửa.")
    return locked
