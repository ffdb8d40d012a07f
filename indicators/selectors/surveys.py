"""Reading surveys: who sees which, how many answers are in, and how far behind a survey is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Greatest

from accounts.enums import UnitKind
from accounts.models import Unit, User
from accounts.policies import reach
from indicators.engine.sampling import DayGap, Sample, gaps_by_day
from indicators.enums import SurveyState
from indicators.models import ServicePoint, Survey, SurveyAnswer
from indicators.roles import MANAGE_SURVEYS, VIEW_SURVEY_RESULTS

POSTERS_AT_ONCE = 8
"""So many posters are printed while a person waits, in half a second; a job prints more."""
POSTERS_OF_A_FILE = 500
"""A survey of more places is printed part by part: a page takes half a megabyte of memory while it is laid out."""
FINISHED = Q(points__answers__finished_at__isnull=False)


def visible_to(user: User) -> QuerySet[Survey]:
    """The surveys of the user's branches, and those of a superior that have a place in them."""
    where = reach(user, VIEW_SURVEY_RESULTS)
    held = where.filter(Survey.objects.all(), "centre").values("pk")
    placed = where.filter(ServicePoint.objects.all(), "unit").values("survey")
    return Survey.objects.filter(Q(pk__in=held) | Q(pk__in=placed)).select_related("centre", "questionnaire")


def managed_by(user: User) -> QuerySet[Survey]:
    """The surveys that the user may change."""
    return reach(user, MANAGE_SURVEYS).filter(Survey.objects.select_related("centre", "questionnaire"), "centre")


def holders_for(user: User) -> QuerySet[Unit]:
    """The centres, and the Sở, for which the user may hold a survey."""
    holders = Unit.objects.filter(kind__in=(UnitKind.CENTRE, UnitKind.AUTHORITY))
    return reach(user, MANAGE_SURVEYS).filter(holders, "").order_by("depth", "position", "sort_key")


def with_answers(surveys: QuerySet[Survey]) -> QuerySet[Survey]:
    """Each survey with ``answer_count``, its finished answers."""
    return surveys.annotate(answer_count=Count("points__answers", filter=FINISHED))


def points_of(survey: Survey, user: User) -> list[ServicePoint]:
    """The places of a survey that the user may see, each with ``answer_count`` and ``missing``."""
    rows = survey.points.select_related("unit").annotate(
        answer_count=Count("answers", filter=Q(answers__finished_at__isnull=False)),
        missing=Greatest(F("target") - F("answer_count"), 0),
    )
    return list(reach(user, VIEW_SURVEY_RESULTS).filter(rows))


def poster_parts(points: int) -> list[tuple[int, int, int]]:
    """The parts in which the posters of so many places are printed: number, first and last place; one for a few."""
    firsts = range(1, points + 1, POSTERS_OF_A_FILE)
    return [(number, first, min(first + POSTERS_OF_A_FILE - 1, points)) for number, first in enumerate(firsts, start=1)]


@dataclass(frozen=True)
class Desk:
    """How a survey stands against the sample that it needs."""

    sample: Sample
    target: int
    gaps: Sequence[DayGap]

    @property
    def missing(self) -> int:
        """Answers still missing to the target."""
        return max(0, self.target - self.sample.answers)

    @property
    def behind(self) -> int:
        """Answers missing against an even pace on the last day shown."""
        return self.gaps[-1].gap if self.gaps else 0


def desk_of(survey: Survey, points: Sequence[ServicePoint], today: date) -> Desk:
    """The sample desk of a survey, over the places given."""
    by_day = answers_by_day(points)
    return Desk(
        sample=sample_of(survey, sum(by_day.values())),
        target=survey.target,
        gaps=gaps_by_day(survey.opens_on, survey.closes_on, survey.target, by_day, until=today),
    )


def sample_of(survey: Survey, answers: int) -> Sample:
    """The sample of a survey with so many answers."""
    return Sample(survey.population, survey.margin, answers)


def earlier_rounds(survey: Survey, user: User) -> QuerySet[Survey]:
    """Rounds of the same kind at the same place that began no later, newest first."""
    same = visible_to(user).filter(centre=survey.centre, questionnaire__kind=survey.questionnaire.kind)
    begun = same.filter(opens_on__lte=survey.opens_on).exclude(state=SurveyState.DRAFT)
    return begun.exclude(pk=survey.pk).order_by("-opens_on", "-pk")


def answers_by_day(points: Sequence[ServicePoint]) -> Mapping[date, int]:
    """Finished answers of the places by day."""
    rows: Any = SurveyAnswer.objects.filter(point__in=points, finished_on__isnull=False).order_by()
    return {day: number for day, number in rows.values_list("finished_on").annotate(number=Count("pk"))}
