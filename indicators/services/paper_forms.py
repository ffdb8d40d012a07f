"""Paper forms: typed by one person, typed again by another, compared, settled, and only then counted.

What counted by mistake is taken back as long as the figures of its month are open.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from accounts.policies import role_names_with
from core.services import audit, transitions
from indicators.engine import questions
from indicators.engine.questions import Answers, Question, Questionnaire
from indicators.enums import PaperState
from indicators.models import PaperForm, ServicePoint
from indicators.roles import ENTER_PAPER_FORMS
from indicators.selectors import public_points
from indicators.selectors.public_points import PublicPoint
from indicators.services import periods, survey_answers
from indicators.services.errors import FigureRefused
from indicators.workflow import PAPER_FORM

WITHDRAW = PAPER_FORM["withdraw"].permission


class PaperRefused(FigureRefused):
    """A paper form that cannot be kept as it was typed; ``errors`` tells by question why."""


def asked_on_paper(questionnaire: Questionnaire) -> Questionnaire:
    """The questions of a form of which nothing can be demanded any more: what was left empty stays empty."""
    sections = tuple(
        replace(section, questions=tuple(replace(question, required=False) for question in section.questions))
        for section in questionnaire.sections
    )
    return replace(questionnaire, sections=sections)


def on_paper(point: ServicePoint) -> PublicPoint:
    """The point as a paper form meets it: nothing can be demanded, and people could fill it in from the first day of
    the survey on, even if it was opened in the portal later."""
    public = public_points.of(point)
    begins = public.begins_at and timezone.make_aware(datetime.combine(public.opens_on, time.min))
    return replace(public, questionnaire=asked_on_paper(public.questionnaire), begins_at=begins)


def compared(questionnaire: Questionnaire) -> list[Question]:
    """What is typed twice: everything but free texts, which two people never type alike."""
    return [question for question in questionnaire.questions if question.kind != "text"]


def differences(form: PaperForm, questionnaire: Questionnaire) -> list[tuple[Question, Any, Any]]:
    """The questions on which the two entries differ, with what was typed first and second (None: left empty)."""
    first, second = form.first_answers, form.second_answers or {}
    return [
        (question, first.get(question.code), second.get(question.code))
        for question in compared(questionnaire)
        if first.get(question.code) != second.get(question.code)
    ]


@transaction.atomic
def enter(
    *, point: ServicePoint, number: int, answered_on: date, typed: Mapping[str, Any], by: User, at: datetime
) -> PaperForm:
    """Keep the first entry of a form. Raises ``PaperRefused``; a form of a closed month is refused as such."""
    if not by.has_perm(ENTER_PAPER_FORMS, point):
        raise PaperRefused("Bạn không có quyền nhập phiếu của đơn vị này.")
    public = on_paper(point)
    _refuse_day(public, point, answered_on, at)
    answers = _read(public.questionnaire, typed)
    if not answers:
        raise PaperRefused("Phiếu chưa có câu trả lời nào.", hint="Phiếu trắng không cần nhập.")
    first = {"first_answers": answers, "first_at": at, "first_by": by}
    try:
        with transaction.atomic():
            form = PaperForm.objects.create(point=point, number=number, answered_on=answered_on, **first)
    except IntegrityError as taken:
        raise PaperRefused(
            f"Phiếu số {number} của điểm này đã được nhập.", hint="Xem lại số ghi trên phiếu.", field="number"
        ) from taken
    audit.record(action="indicators.paper_form.enter", target=form, by=by, at=at, unit=point.unit)
    return form


@transaction.atomic
def enter_again(*, form: PaperForm, typed: Mapping[str, Any], by: User, at: datetime) -> PaperForm:
    """Keep the second entry, by somebody else; the form counts at once when both agree."""
    if form.first_by_id == by.pk:
        raise PaperRefused(
            "Người nhập lần hai phải khác người nhập lần một.", hint="Nhờ đồng nghiệp nhập lại phiếu này."
        )
    public = on_paper(form.point)
    asked = public.questionnaire
    second = _read(asked, {question.code: typed.get(question.code) for question in compared(asked)})
    values = {"second_answers": second, "second_at": at, "second_by": by}
    form.second_answers = second
    if differences(form, asked):
        return transitions.perform(PAPER_FORM, "differ", form, by=by, at=at, values=values)
    return _count(form, public, form.first_answers, "agree", values, by=by, at=at)


@transaction.atomic
def settle(*, form: PaperForm, typed: Mapping[str, Any], by: User, at: datetime) -> PaperForm:
    """Say what really stands on the paper where the entries differ; then the form counts.

    Where both persons read an answer, there is one: left empty it is refused, so that none is lost by a slip.
    """
    public = on_paper(form.point)
    asked = public.questionnaire
    found = differences(form, asked)
    differing = [question.code for question, _, _ in found]
    settled = _read(asked, {code: typed.get(code) for code in differing})
    lost = [question.code for question, *both in found if None not in both and question.code not in settled]
    if lost:
        raise PaperRefused(
            f"Chưa chốt được: còn {len(lost)} câu chưa ghi.",
            errors=dict.fromkeys(lost, "Ghi câu trả lời đúng theo phiếu."),
        )
    answers = {code: value for code, value in form.first_answers.items() if code not in differing}
    return _count(form, public, {**answers, **settled}, "settle", {}, by=by, at=at)


@transaction.atomic
def discard(*, form: PaperForm, by: User, at: datetime) -> None:
    """Remove a form that does not count yet, typed by mistake (wrong number, day, place); its number is free again."""
    if not by.has_perm(ENTER_PAPER_FORMS, form.point):
        raise PaperRefused("Bạn không có quyền bỏ phiếu của đơn vị này.")
    locked = PaperForm.objects.select_for_update(of=("self",)).select_related("point__unit").get(pk=form.pk)
    if locked.state == PaperState.AGREED:
        raise PaperRefused(
            f"Phiếu số {locked.number} đã được tính nên không bỏ được nữa.",
            hint=f"Người rút được phiếu đã tính: {role_names_with(WITHDRAW)}.",
        )
    if locked.state == PaperState.WITHDRAWN:
        raise PaperRefused(f"Phiếu số {locked.number} đã được rút, giữ lại để tra cứu.")
    audit.record(
        action="indicators.paper_form.discard",
        target=locked,
        by=by,
        at=at,
        unit=locked.point.unit,
        changes={"người nhập lần một": str(locked.first_by or "–"), "trạng thái": locked.get_state_display()},
    )
    locked.delete()


@transaction.atomic
def withdraw(*, form: PaperForm, reason: str, by: User, at: datetime) -> PaperForm:
    """Take back a form that counts: a wrong sheet was typed twice, or a sheet that should not count.

    Its answer goes with the comments on it, so results and figures are without it at once. The form itself stays with
    what counted and the reason, and its number may be typed again. Refused while the figures of its month are closed.
    """
    _refuse_closed_month(form.point, form.answered_on)  # months are held before forms, as where forms are counted
    locked = PaperForm.objects.select_for_update(of=("self",)).select_related("answer").get(pk=form.pk)
    answer = locked.answer
    values = {
        "answer": None,
        "withdrawn_answers": answer.answers if answer else None,
        "withdrawal_reason": reason.strip(),
    }
    withdrawn = transitions.perform(PAPER_FORM, "withdraw", locked, by=by, at=at, comment=reason, values=values)
    if answer is not None:
        answer.delete()
    return withdrawn


def _count(
    form: PaperForm, public: PublicPoint, answers: Answers, name: str, values: dict[str, Any], *, by: User, at: datetime
) -> PaperForm:
    """Make the answer of the form and carry out the transition, both or neither."""
    _refuse_closed_month(form.point, form.answered_on)
    given_at = _moment(public, form.answered_on)
    try:
        answer = survey_answers.record_paper(point=public, key=uuid4(), typed=answers, given_at=given_at, at=at)
    except survey_answers.AnswerRefused as refusal:
        raise PaperRefused(refusal.message, hint=refusal.hint, errors=refusal.errors) from refusal
    return transitions.perform(PAPER_FORM, name, form, by=by, at=at, values={**values, "answer": answer})


def _read(asked: Questionnaire, typed: Mapping[str, Any]) -> Answers:
    answers, errors = questions.check(asked, typed)
    if errors:
        raise PaperRefused(f"Chưa lưu được: còn {len(errors)} câu nhập sai.", errors=errors)
    return answers


def _refuse_day(public: PublicPoint, point: ServicePoint, day: date, at: datetime) -> None:
    if day > timezone.localdate(at):
        raise PaperRefused("Ngày trả lời chưa đến.", field="answered_on")
    moment = _moment(public, day)
    if not public.is_open(moment):
        raise PaperRefused(
            "Ngày trả lời nằm ngoài thời gian khảo sát.", hint="Xem lại ngày ghi trên phiếu.", field="answered_on"
        )
    _refuse_closed_month(point, day)


def _refuse_closed_month(point: ServicePoint, day: date) -> None:
    # A survey may be held by the Sở; the figures are those of the centre to which the place belongs.
    periods.refuse_if_closed(centre=point.unit.centre, year=day.year, months=[day.month])


def _moment(public: PublicPoint, day: date) -> datetime:
    """A moment of that day, within the survey where the survey began or ended on it."""
    moment = timezone.make_aware(datetime.combine(day, time(12)))
    if public.begins_at is not None and timezone.localdate(public.begins_at) == day:
        moment = max(moment, public.begins_at)
    return min(moment, public.ends_at) if timezone.localdate(public.ends_at) == day else moment
