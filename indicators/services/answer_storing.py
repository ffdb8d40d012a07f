"""Bringing a finished answer into the database: once under its key, once under its code, into a month that is open."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.services import bulk
from indicators.models import ServicePoint, SurveyAnswer, SurveyComment
from indicators.services import periods


class CodeTaken(Exception):
    """Another answer was finished with the same code."""


def store(answer: SurveyAnswer, free: Mapping[str, str], *, received_at: datetime) -> bool:
    """Store a finished answer with its free texts. False when it had been stored before under its key.

    What was given in an earlier month than it is received counts into that month while its figures are open, else into
    the month in which it is received: closed figures stay, and no answer is lost. Raises ``CodeTaken``.
    """
    received_on, given_on = timezone.localdate(received_at), timezone.localdate(answer.finished_at)
    if (given_on.year, given_on.month) == (received_on.year, received_on.month):
        return _store(answer, free)  # a month that has not ended cannot be closed
    with transaction.atomic():
        answer.finished_on = _counting_day(answer, given_on, received_on)
        return _store(answer, free)


def release_code(answer: SurveyAnswer) -> None:
    """Take the code from an answer that was begun with it and never finished: somebody began anew."""
    if answer.code_id is not None:
        begun = SurveyAnswer.objects.filter(code_id=answer.code_id, finished_at=None)
        begun.exclude(pk=answer.pk).update(code=None)


def _counting_day(answer: SurveyAnswer, given_on: date, received_on: date) -> date:
    point = ServicePoint.objects.select_related("unit").get(pk=answer.point_id)
    is_closed = periods.is_closed(centre=point.unit.centre, day=given_on)
    return received_on if is_closed else given_on


def _store(answer: SurveyAnswer, free: Mapping[str, str]) -> bool:
    """Insert the answer, or finish the one begun under its key. False when it had been finished before."""
    if _inserted(answer, free):
        return True
    with transaction.atomic():
        known = SurveyAnswer.objects.select_for_update().filter(pk=answer.pk).first()
        if known is not None and known.finished_at is not None:
            return False
        release_code(answer)
        if known is None:
            is_stored = _inserted(answer, free)
        else:
            answer.started_at = known.started_at
            is_stored = _updated(answer, free)
        if not is_stored:
            raise CodeTaken
    return True


def _inserted(answer: SurveyAnswer, free: Mapping[str, str]) -> bool:
    """False when its key or its code is there already."""
    if not free:
        return bulk.insert_once(answer)
    with transaction.atomic():
        is_new = bulk.insert_once(answer)
        if is_new:
            _keep_comments(answer, free)
    return is_new


def _updated(answer: SurveyAnswer, free: Mapping[str, str]) -> bool:
    """False when its code is there already."""
    try:
        with transaction.atomic():
            answer.save(force_update=True)
            _keep_comments(answer, free)
    except IntegrityError:
        return False
    return True


def _keep_comments(answer: SurveyAnswer, free: Mapping[str, str]) -> None:
    if free:
        SurveyComment.objects.bulk_create(
            [SurveyComment(answer=answer, question=question, text=text) for question, text in free.items()]
        )
