"""A service point as the public sees it, read once and kept for a few seconds: it is asked for with every answer."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock

from cachetools import TLRUCache, cached
from django.utils import timezone

from indicators.engine import questions
from indicators.enums import SurveyKind, SurveyState
from indicators.models import ServicePoint, Survey
from indicators.selectors.kept import kept_until

GRACE = timedelta(days=30)
"""For so long after the end of a survey answers are taken that were given, and kept on a device, before it: as long as
a device goes on trying (``survey-queue.js``), since what is refused here nobody gives a second time."""


@dataclass(frozen=True)
class PublicPoint:
    """Everything that the public pages need of a point, its survey and its questionnaire."""

    pk: int
    token: str
    name: str
    unit: str
    centre: str
    survey: int
    title: str
    opens_on: date
    closes_on: date
    begins_at: datetime | None
    """When it was opened, at the earliest at the beginning of its first day; None while it is being prepared."""
    ends_at: datetime
    """When it was closed, at the latest at the end of its last day."""
    needs_code: bool
    kiosk_pin: str
    kind: SurveyKind
    questionnaire: questions.Questionnaire

    @property
    def you(self) -> str:
        """How who answers is spoken to."""
        return self.kind.you

    @property
    def is_for_staff(self) -> bool:
        """Whether those who work there are asked, not those who come."""
        return self.kind is SurveyKind.STAFF

    def is_open(self, at: datetime) -> bool:
        """Whether people may answer at this moment."""
        return self.has_begun(at) and not self.is_over(at)

    def has_begun(self, at: datetime) -> bool:
        """Whether the survey was opened and its first day has come."""
        return self.begins_at is not None and self.begins_at <= at

    def is_over(self, at: datetime) -> bool:
        """Whether the survey was closed or its last day has passed."""
        return self.ends_at < at

    @property
    def ended_on(self) -> date:
        """The day on which it was closed, at the latest its last day."""
        return timezone.localdate(self.ends_at)

    def still_takes(self, at: datetime) -> bool:
        """Whether an answer that was given in time may arrive at this moment."""
        return not self.is_over(at - GRACE)


@cached(TLRUCache(maxsize=512, ttu=kept_until), lock=Lock())
def by_token(token: str) -> PublicPoint | None:
    """The point of an address; None when there is none. At most ``SURVEY_KEPT_SECONDS`` old."""
    points = ServicePoint.objects.select_related("unit", "survey__centre", "survey__questionnaire")
    point = points.filter(token=token).first()
    return None if point is None else of(point)


def of(point: ServicePoint) -> PublicPoint:
    """The public side of a stored point."""
    survey = point.survey
    # A questionnaire that is still being written may have slips, and nobody answers it yet.
    is_draft = survey.state == SurveyState.DRAFT
    asked = questions.Questionnaire(()) if is_draft else questions.read(survey.questionnaire.content)
    return PublicPoint(
        pk=point.pk,
        token=point.token,
        name=point.name,
        unit=point.unit.name,
        centre=survey.centre.name,
        survey=survey.pk,
        title=survey.title,
        opens_on=survey.opens_on,
        closes_on=survey.closes_on,
        begins_at=max(survey.opened_at, _midnight(survey.opens_on)) if survey.opened_at else None,
        ends_at=end_of(survey),
        needs_code=survey.needs_code,
        kiosk_pin=point.kiosk_pin,
        kind=SurveyKind(survey.questionnaire.kind),
        questionnaire=asked,
    )


def end_of(survey: Survey) -> datetime:
    """When a survey was closed, at the latest the end of its last day."""
    last_moment = _midnight(survey.closes_on + timedelta(days=1)) - timedelta(microseconds=1)
    return min(survey.closed_at or last_moment, last_moment)


def _midnight(day: date) -> datetime:
    """The first moment of a day."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
