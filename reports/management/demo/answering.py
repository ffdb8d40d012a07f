"""People of the demonstration who answer surveys: what they choose, and how it reaches the portal."""

import random
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators.engine.question_parts import CHOOSING, SATISFIED_LEVELS, SCALES
from indicators.engine.questions import Answer, Question, Questionnaire
from indicators.enums import AnswerChannel
from indicators.models import ServicePoint
from indicators.selectors import public_points
from indicators.services import survey_answers

LONGEST_KEPT = timedelta(days=399)
"""An answer may wait on a device for so long before the door sends it away."""
DISCONTENTED = 0.38
"""About the share of people who find fault with anything at all."""
USUAL = 0.95
NOT_USED = 0.05
WITH_COMMENT = 0.1


@dataclass(frozen=True)
class Opinion:
    """What people think of a place: the share of answers that are less than “satisfied”, and what they write."""

    dissatisfied: float
    comments: tuple[str, ...]


def filled_in(asked: Questionnaire, opinion: Opinion, number: int, source: random.Random) -> list[dict[str, Answer]]:
    """So many people's answers, as the script of the page sends them.

    Dissatisfaction comes from a few of them, and together they are as dissatisfied as the place deserves: nobody could
    tell chance from change where a month has a handful of forms.
    """
    sheets = [_sheet(asked, opinion, source) for _ in range(number)]
    counted = [code for code in asked.counted if asked.by_code[code].kind in SCALES]
    unhappy = sheets[: max(1, round(number * DISCONTENTED))]
    for place in range(round(opinion.dissatisfied * number * len(counted))):
        sheet = unhappy[place % len(unhappy)]
        content = [code for code in counted if sheet[code] in SATISFIED_LEVELS]
        if content:
            sheet[source.choice(content)] = source.choices((3, 2, 1), (75, 20, 5))[0]
    source.shuffle(sheets)
    return sheets


def _sheet(asked: Questionnaire, opinion: Opinion, source: random.Random) -> dict[str, Answer]:
    """What somebody answers who is satisfied with everything."""
    answers = {}
    for question in asked.questions:
        if question.kind != "text":
            answers[question.code] = _answer(question, source)
        elif opinion.comments and source.random() < WITH_COMMENT:
            answers[question.code] = source.choice(opinion.comments)
    return answers


def _answer(question: Question, source: random.Random) -> Answer:
    if question.kind in SCALES:
        is_unused = question.kind == "scale_or_unused" and source.random() < NOT_USED
        return 0 if is_unused else source.choice(SATISFIED_LEVELS)
    if question.kind in CHOOSING:
        return _choice(question, source)
    lowest, highest = (75, 100) if question.kind == "percent" else (question.lowest or 0, (question.lowest or 0) + 8)
    return source.randint(lowest, highest)


def _choice(question: Question, source: random.Random) -> Answer:
    values = [option.value for option in question.offered]
    if question.kind == "choices":
        return sorted(source.sample(values, 2))
    usual = list(question.positive) or (values[:1] if len(values) == 2 else values)
    return source.choice(usual if source.random() < USUAL else values)


class Senders:
    """Phones and kiosks, each with an address of its own, that post answers to the public address of a survey."""

    def __init__(self) -> None:
        named = [host for host in settings.ALLOWED_HOSTS if host[0] not in "*.["]
        self._client = Client(headers={"host": named[0] if named else "localhost"})
        with warnings.catch_warnings():
            # Collected static files may be missing while the demonstration is loaded; no answer needs them.
            warnings.filterwarnings("ignore", message="No directory at")
            self._client.handler.load_middleware()
        self._numbers = count(1)

    def send(
        self, point: ServicePoint, key: UUID, answers: Mapping[str, Any], channel: str, given_at: datetime
    ) -> None:
        """Post an answer that was kept on its device since it was given, which the door allows for over a year.

        The door knows no answers of a time to come, nor older ones: where the clock of the machine stands outside that
        span, they are stored by the service behind it, as everything else in the demonstration.
        """
        age = timezone.now() - given_at
        if not timedelta() <= age <= LONGEST_KEPT:
            self._store(point, key, answers, channel, given_at)
            return
        # Of an IPv6 address the network counts, which is what stands before the last four groups.
        address = f"2001:db8:0:{next(self._numbers):x}::1"
        response = self._client.post(
            reverse("indicators:answering-receive", args=[point.token]),
            {"key": str(key), "answers": answers, "channel": channel, "age": age.total_seconds(), "took": 240},
            content_type="application/json",
            secure=True,
            REMOTE_ADDR=address,
            HTTP_X_FORWARDED_FOR=address,
        )
        if response.status_code != 200:
            raise RuntimeError(f"{point}: answer not taken ({response.status_code}): {response.content.decode()}")

    def _store(
        self, point: ServicePoint, key: UUID, answers: Mapping[str, Any], channel: str, given_at: datetime
    ) -> None:
        public = public_points.by_token(point.token)
        assert public is not None
        survey_answers.finish(
            point=public,
            key=key,
            typed=answers,
            channel=AnswerChannel(channel),
            given_at=given_at,
            at=given_at,
        )


def key_from(source: random.Random) -> UUID:
    """A key as a device would make it, the same every time."""
    return UUID(int=source.getrandbits(128), version=4)
