"""Reading surveys: who sees which, how many answers are in, and how far behind a survey is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from accounts.enums import UnitKind
from accounts.models import Unit
from accounts.policies import reach
from indicators.engine.sampling import DayGap, gaps_by_day, reached_margin, sample_size
from indicators.models import ServicePoint, Survey, SurveyAnswer

VIEW = "indicators.view_survey_results"
MANAGE = "indicators.manage_surveys"
FINISHED = Q(points__answers__finished_at__isnull=False)


def visible_to(user: Any) -> QuerySet[Survey]:
    """The surveys of the user's branches, and those of a superior that have a place in them."""
    where = reach(user, VIEW)
    held = where.filter(Survey.objects.all(), "centre").values("pk")
    placed = where.filter(ServicePoint.objects.all(), "unit").values("survey")
    return Survey.objects.filter(Q(pk__in=held) | Q(pk__in=placed)).select_related("centre", "questionnaire")


def managed_by(user: Any) -> QuerySet[Survey]:
    """The surveys that the user may change."""
    return reach(user, MANAGE).filter(Survey.objects.select_related("centre", "questionnaire"), "centre")


def holders_for(user: Any) -> QuerySet[Unit]:
    """The centres, and the Sở, for which the user may hold a survey."""
    holders = Unit.objects.filter(kind__in=(UnitKind.CENTRE, UnitKind.AUTHORITY))
    return reach(user, MANAGE).filter(holders, "").order_by("depth", "position", "sort_key")


def with_answers(surveys: QuerySet[Survey]) -> QuerySet[Survey]:
    """Each survey with ``answer_count``, its finished answers."""
    return surveys.annotate(answer_count=Count("points__answers", filter=FINISHED))


def points_of(survey: Survey, user: Any) -> list[Any]:
    """The places of a survey that the user may see, each with ``answer_count`` and ``missing``."""
    rows = survey.points.select_related("unit").annotate(
        answer_count=Count("answers", filter=Q(answers__finished_at__isnull=False))
    )
    found: list[Any] = list(reach(user, VIEW).filter(rows))
    for point in found:
        point.missing = max(0, point.target - point.answer_count)
    return found


@dataclass(frozen=True)
class Desk:
    """How a survey stands against the sample that it needs."""

    population: int
    margin: Decimal
    needed: int
    """n = N ÷ (1 + N·e²); 0 when N is not known."""
    target: int
    answers: int
    reached: Decimal | None
    """Margin of error that the answers allow, per cent."""
    gaps: Sequence[DayGap]

    @property
    def is_adequate(self) -> bool | None:
        """Whether there are as many answers as the formula asks for; None when N is not known."""
        return self.answers >= self.needed if self.needed else None

    @property
    def missing(self) -> int:
        """Answers still missing to the target."""
        return max(0, self.target - self.answers)

    @property
    def behind(self) -> int:
        """Answers missing against an even pace on the last day shown."""
        return self.gaps[-1].gap if self.gaps else 0


def desk_of(survey: Survey, points: Sequence[ServicePoint], today: date) -> Desk:
    """The sample desk of a survey, over the places given."""
    by_day = answers_by_day(points)
    answers = sum(by_day.values())
    return Desk(
        population=survey.population,
        margin=survey.margin,
        needed=sample_size(survey.population, survey.margin),
        target=survey.target,
        answers=answers,
        reached=reached_margin(survey.population, answers),
        gaps=gaps_by_day(survey.opens_on, survey.closes_on, survey.target, by_day, until=today),
    )


def answers_by_day(points: Sequence[ServicePoint]) -> Mapping[date, int]:
    """Finished answers of the places by day."""
    rows: Any = SurveyAnswer.objects.filter(point__in=points, finished_on__isnull=False).order_by()
    return {day: number for day, number in rows.values_list("finished_on").annotate(number=Count("pk"))}
