"""Answers on their way in: exactly once, in time, and one for each code, whoever writes at the same moment."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.utils import timezone

from indicators import tasks
from indicators.engine import answer_codes
from indicators.models import ServicePoint, SurveyAnswer
from indicators.selectors.public_points import GRACE
from indicators.services import survey_answers
from indicators.services.survey_answers import AnswerRefused, Receipt
from tests.at_once import all_at_once, second_while_first
from tests.factories.surveys import AnswerCodeFactory
from tests.indicators.answering import ANSWERS, open_point, open_survey, public

NOW = timezone.now()


def finish(point: ServicePoint, key: UUID | None = None, **more: Any) -> Receipt:
    sent = {"typed": ANSWERS, "given_at": NOW, "at": NOW, **more}
    return survey_answers.finish(point=public(point), key=key or uuid4(), **sent)


def coded_point() -> tuple[ServicePoint, str]:
    point = open_point(open_survey(needs_code=True))
    code = answer_codes.make()
    AnswerCodeFactory(survey=point.survey, digest=answer_codes.digest(point.survey_id, code))
    return point, code


def over(days: float, **more: Any) -> ServicePoint:
    """A point of a survey that was closed so many days ago."""
    closed_at = NOW - timedelta(days=days)
    return open_point(
        open_survey(
            opened_at=closed_at - timedelta(days=20),
            opens_on=closed_at.date() - timedelta(days=20),
            state="closed",
            closed_at=closed_at,
            **more,
        )
    )


@pytest.mark.django_db
@pytest.mark.parametrize("days", [2, GRACE.days - 1])
def test_a_late_answer_of_an_offline_device_is_taken_within_the_grace(days: int) -> None:
    given_at = NOW - timedelta(days=days + 1)

    assert finish(over(days), given_at=given_at).is_new
    assert SurveyAnswer.objects.get().finished_at == given_at
    assert SurveyAnswer.objects.get().finished_on == timezone.localdate(given_at)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("closed_days_ago", "given_days_ago"), [(2, 1), (2, 0), (GRACE.days + 1, GRACE.days + 2), (GRACE.days + 1, 0)]
)
def test_what_was_given_after_the_end_or_comes_too_late_is_refused(closed_days_ago: int, given_days_ago: int) -> None:
    with pytest.raises(AnswerRefused) as refusal:
        finish(over(closed_days_ago), given_at=NOW - timedelta(days=given_days_ago))

    assert refusal.value.code == "over"
    assert not SurveyAnswer.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("given_at", [NOW + timedelta(days=400), NOW - timedelta(days=400)])
def test_a_device_with_a_wrong_clock_loses_nothing(given_at: Any) -> None:
    finish(open_point(), given_at=given_at, started_at=given_at - timedelta(days=50))

    answer = SurveyAnswer.objects.get()
    assert answer.finished_at == NOW
    assert NOW - timedelta(days=7) <= answer.started_at <= NOW


@pytest.mark.django_db
def test_an_answer_that_was_begun_on_the_server_is_finished_under_its_key() -> None:
    point, key = open_point(), uuid4()
    begun = survey_answers.start(point=public(point), key=key, at=NOW - timedelta(minutes=5))

    assert finish(point, key).is_new
    assert not finish(point, key).is_new
    answer = SurveyAnswer.objects.get()
    assert (answer.pk, answer.started_at) == (key, begun.started_at)


@pytest.mark.django_db
def test_a_code_is_not_for_another_survey_nor_another_point() -> None:
    point, code = coded_point()
    other = open_point(open_survey(needs_code=True))
    bound = answer_codes.make()
    AnswerCodeFactory(
        survey=point.survey, point=open_point(point.survey), digest=answer_codes.digest(point.survey_id, bound)
    )

    for place, typed in ((other, code), (point, bound), (point, ""), (point, "ABCD")):
        with pytest.raises(AnswerRefused) as refusal:
            finish(place, code=typed)
        assert refusal.value.code == "unknown-code"


@pytest.mark.django_db
def test_a_used_code_is_refused_but_the_same_answer_may_be_sent_again() -> None:
    point, code = coded_point()
    key = uuid4()
    finish(point, key, code=code)

    assert not finish(point, key, code=code).is_new
    with pytest.raises(AnswerRefused) as refusal:
        finish(point, code=code)
    assert refusal.value.code == "used-code"


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_who_use_one_code_at_the_same_moment_make_one_answer() -> None:
    point, code = coded_point()

    first, second = second_while_first(lambda: finish(point, code=code), lambda: finish(point, code=code))

    assert first.is_new
    assert isinstance(second, AnswerRefused)
    assert second.code == "used-code"
    assert SurveyAnswer.objects.count() == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_a_crowd_with_one_code_makes_one_answer() -> None:
    point, code = coded_point()
    survey_answers.start(point=public(point), key=uuid4(), code=code, at=NOW)  # begun elsewhere and given up

    told = all_at_once([lambda: finish(point, code=code)] * 8)

    assert sum(isinstance(each, Receipt) for each in told) == 1
    assert {each.code for each in told if not isinstance(each, Receipt)} == {"used-code"}
    assert SurveyAnswer.objects.filter(finished_at__isnull=False, code__isnull=False).count() == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_one_answer_sent_twice_at_the_same_moment_is_stored_once() -> None:
    point, key = open_point(), uuid4()

    first, second = second_while_first(lambda: finish(point, key), lambda: finish(point, key))

    assert (first.is_new, second.is_new) == (True, False)
    assert SurveyAnswer.objects.count() == 1
    assert SurveyAnswer.objects.get().comments.count() == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_an_answer_begun_on_the_server_and_sent_twice_at_once_is_finished_once() -> None:
    point, key = open_point(), uuid4()
    survey_answers.start(point=public(point), key=key, at=NOW)

    told = all_at_once([lambda: finish(point, key)] * 6)

    assert sorted(each.is_new for each in told) == [False] * 5 + [True]
    assert SurveyAnswer.objects.get().comments.count() == 1


@pytest.mark.django_db
def test_what_was_begun_and_given_up_is_forgotten_and_nothing_else() -> None:
    point = public(
        open_point(open_survey(opened_at=NOW - timedelta(days=30), opens_on=NOW.date() - timedelta(days=30)))
    )
    survey_answers.start(point=point, key=uuid4(), at=NOW - timedelta(days=9))
    fresh = survey_answers.start(point=point, key=uuid4(), at=NOW - timedelta(days=6))
    old = uuid4()
    finished_at = NOW - timedelta(days=20)
    survey_answers.finish(point=point, key=old, typed=ANSWERS, given_at=finished_at, at=finished_at)

    assert tasks.forget_abandoned_answers() == 1
    assert set(SurveyAnswer.objects.values_list("pk", flat=True)) == {fresh.pk, old}


def test_answers_are_taken_as_long_as_a_device_goes_on_trying() -> None:
    queue = (Path(settings.BASE_DIR) / "static/thidua/survey-queue.js").read_text()
    (tried,) = re.findall(r"MOST_DAYS = (\d+)", queue)

    assert GRACE.days >= int(tried)
