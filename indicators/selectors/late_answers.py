"""Answers that were kept on a device and came late: after the end of the survey, or when their month was closed."""

from django.db.models import F, Min, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.models import User
from accounts.policies import reach
from indicators.enums import AnswerChannel
from indicators.models import Survey, SurveyAnswer
from indicators.roles import VIEW_SURVEY_RESULTS
from indicators.selectors.public_points import end_of


def counted_later(answers: QuerySet[SurveyAnswer]) -> QuerySet[SurveyAnswer]:
    """Those that count into the month in which they came, because their own was closed."""
    return answers.alias(given_on=TruncDate("finished_at")).filter(finished_on__gt=F("given_on"))


def number_after_end(survey: Survey, user: User) -> int:
    """How many came after the survey had ended, among those that the user may see results of; paper is typed later."""
    late = _seen_by(user, survey).filter(received_at__gt=end_of(survey)).exclude(channel=AnswerChannel.PAPER)
    return late.count()


def number_counted_later(survey: Survey, user: User) -> int:
    """How many there are among the answers of a survey that the user may see results of."""
    answers = _seen_by(user, survey)
    # Few days have one; only their answers are looked at one by one, which databases are slow at.
    first = answers.filter(finished_on__isnull=False).order_by().values_list("finished_on").annotate(Min("finished_at"))
    days = [day for day, earliest in first if timezone.localdate(earliest) < day]
    return counted_later(answers.filter(finished_on__in=days)).count()


def _seen_by(user: User, survey: Survey) -> QuerySet[SurveyAnswer]:
    answers = SurveyAnswer.objects.filter(point__survey=survey, finished_on__isnull=False)
    if user.has_perm(VIEW_SURVEY_RESULTS, survey):
        return answers
    return reach(user, VIEW_SURVEY_RESULTS).filter(answers, "point__unit")
