"""What waits for a person, gathered from every app, and the year as a line."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from accounts.models import Unit, User
from awards.selectors import waiting as awards_waiting
from campaigns.models import Round
from campaigns.selectors import rounds
from campaigns.selectors import waiting as campaigns_waiting
from campaigns.selectors.rounds import PhaseStep
from core.models import Notification
from core.waiting import Waiting, in_order
from indicators.selectors import waiting as surveys_waiting
from reports.selectors.documents import documents_waiting
from scoring.selectors import waiting as scoring_waiting

MOST_DEADLINES = 5
MOST_NOTICES = 5


@dataclass(frozen=True)
class Deadline:
    """A phase that is still to end, for the person's own unit."""

    label: str
    on: date
    url: str


@dataclass(frozen=True)
class Home:
    """The home page: things to do, next deadlines, the year as a line, latest notices."""

    items: list[Waiting]
    deadlines: list[Deadline]
    round: Round | None
    steps: list[PhaseStep]
    notices: list[Notification]


def home(user: User, centre: Unit | None, year: int, on: date) -> Home:
    """Everything the home page of this person shows on a day."""
    current = rounds.round_of(centre, year)
    unit = user.person.unit if user.person else centre
    return Home(
        items=in_order(waiting_for(user, centre, year, on)),
        deadlines=_deadlines(current, unit, on),
        round=current,
        steps=rounds.timeline(current, on) if current else [],
        notices=list(user.notifications.all()[:MOST_NOTICES]),
    )


def waiting_for(user: User, centre: Unit | None, year: int, on: date) -> list[Waiting]:
    """What waits for this person in every app."""
    return [
        *scoring_waiting.for_user(user, centre, year, on),
        *campaigns_waiting.for_user(user, centre, on),
        *awards_waiting.for_user(user, centre, year),
        *surveys_waiting.for_user(user, centre, on),
        *documents_waiting(user, centre, year, on),
    ]


def _deadlines(current: Round | None, unit: Unit | None, on: date) -> list[Deadline]:
    if current is None:
        return []
    url = reverse("campaigns:round-detail", args=[current.pk])
    coming = [
        Deadline(str(deadline.phase.label), deadline.closes_on, url)
        for deadline in rounds.deadlines_for(current, unit).values()
        if deadline.closes_on >= on
    ]
    return sorted(coming, key=lambda deadline: deadline.on)[:MOST_DEADLINES]
