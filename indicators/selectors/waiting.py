"""What waits for a person in surveys: sentences for the home page."""

from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from accounts.models import Unit, User
from accounts.policies import reach
from core.formats import vn_date, vn_number
from core.waiting import Waiting
from indicators.engine.sampling import gaps_by_day
from indicators.enums import CommentState, SurveyKind, SurveyState
from indicators.models import ServicePoint, Survey, SurveyComment
from indicators.roles import HANDLE_COMMENTS, MANAGE_SURVEYS
from indicators.selectors.surveys import managed_by, with_answers

SOON = timedelta(days=7)


def for_user(user: User, centre: Unit | None, on: date) -> list[Waiting]:
    """Everything of surveys that waits for a person on a day, within the centre looked at."""
    return [*_to_answer(user, on), *_comments(user, centre), *_surveys(user, centre, on)] if centre is not None else []


def _to_answer(user: User, on: date) -> list[Waiting]:
    """Surveys among staff that are held where the user works, or above.

    Nobody knows who has answered, so the sentence stays until the survey ends, and says so.
    """
    person = user.person
    if person is None:
        return []
    path = person.unit.path
    above = [path[:end] for end in range(Unit.steplen, len(path) + 1, Unit.steplen)]
    points = ServicePoint.objects.filter(
        unit__path__in=above,
        survey__state=SurveyState.OPEN,
        survey__questionnaire__kind=SurveyKind.STAFF,
        survey__opens_on__lte=on,
        survey__closes_on__gte=on,
    )
    # Of several places of a survey the nearest one counts.
    nearest = {point.survey_id: point for point in points.select_related("survey").order_by("unit__depth", "-position")}
    return [
        Waiting(
            f"Mời anh/chị trả lời “{point.survey.title}” (không hỏi tên; đã trả lời thì bỏ qua)",
            reverse("indicators:answering", args=[point.token]),
            due_on=point.survey.closes_on,
            action="Trả lời",
        )
        for point in nearest.values()
    ]


def _comments(user: User, centre: Unit) -> list[Waiting]:
    where = reach(user, HANDLE_COMMENTS)
    if not where.paths:
        return []
    new = where.filter(SurveyComment.objects.filter(state=CommentState.NEW), "answer__point__unit")
    number = new.filter(answer__point__unit__path__startswith=centre.path).count()
    if not number:
        return []
    url = reverse("indicators:survey-comments", query={"state": CommentState.NEW})
    return [Waiting(f"{vn_number(number)} góp ý trong khảo sát chưa đọc", url, action="Đọc")]


def _surveys(user: User, centre: Unit, on: date) -> list[Waiting]:
    if not reach(user, MANAGE_SURVEYS).paths:
        return []
    rows = managed_by(user).filter(centre=centre, state__in=(SurveyState.DRAFT, SurveyState.OPEN), closes_on__gte=on)
    found = (_to_open(row, on) if row.state == SurveyState.DRAFT else _behind(row, on) for row in with_answers(rows))
    return [item for item in found if item is not None]


def _to_open(survey: Survey, on: date) -> Waiting | None:
    if survey.opens_on > on + SOON:
        return None
    words = f"Đợt “{survey.title}” chưa mở, dự kiến từ {vn_date(survey.opens_on)}"
    return Waiting(words, _url(survey), due_on=survey.opens_on, urgent=survey.opens_on < on, action="Mở khảo sát")


def _behind(survey: Any, on: date) -> Waiting | None:
    """A survey in its last days, or already behind an even pace by a tenth of its target."""
    gaps = gaps_by_day(survey.opens_on, survey.closes_on, survey.target, {survey.opens_on: survey.answer_count}, on)
    missing = survey.target - survey.answer_count
    if missing <= 0 or not gaps:
        return None
    ends_soon = survey.closes_on <= on + SOON
    if not ends_soon and gaps[-1].gap * 10 < survey.target:
        return None
    words = f"Đợt “{survey.title}” còn thiếu {vn_number(missing)}/{vn_number(survey.target)} phiếu"
    return Waiting(words, _url(survey), due_on=survey.closes_on, urgent=ends_soon, action="Xem")


def _url(survey: Survey) -> str:
    return reverse("indicators:survey-detail", args=[survey.pk])
