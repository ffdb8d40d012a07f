"""Answers that were kept on a device and came when the figures of their month were closed."""

from typing import Any

from django.db.models import F, Min, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts.policies import reach
from indicators.models import Survey, SurveyAnswer
from indicators.roles import VIEW_SURVEY_RESULTS


def counted_later(answers: QuerySet[SurveyAnswer]) -> QuerySet[SurveyAnswer]:
    """Those that count into the month in which they came, because their own was closed."""
    return answers.alias(given_on=TruncDate("finished_at")).filter(finished_on__gt=F("given_on"))


def number_counted_later(survey: Survey, user: Any) -> int:
    """How many there are among the answers of a survey that the user may see results of."""
    answers = SurveyAnswer.objects.filter(point__survey=survey)
    if not user.has_perm(VIEW_SURVEY_RESULTS, survey):
        answers = reach(user, VIEW_SURVEY_RESULTS).filter(answers, "point__unit")
    # Few days have one; only their answers are looked at one by one, which databases are slow at.
    first = answers.filter(finished_on__isnull=False).order_by().values_list("finished_on").annotate(Min("finished_at"))
    days = [day for day, earliest in first if timezone.localdate(earliest) < day]
    return counted_later(answers.filter(finished_on__in=days)).count()
