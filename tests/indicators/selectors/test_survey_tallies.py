"""Kept sums of answers are always those of the answers that there are."""

from datetime import UTC, date, datetime

import pytest
from cachetools import LRUCache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from indicators.models import Survey, SurveyAnswer
from indicators.selectors import survey_tallies
from indicators.selectors.survey_tallies import tallies_of
from tests.factories.surveys import SurveyAnswerFactory
from tests.factories.world import World
from tests.indicators.survey_world import BAD, GOOD, answered, open_survey, store


@pytest.fixture
def survey(world: World) -> Survey:
    return open_survey(world.centre)


def forms_of(survey: Survey) -> int:
    return sum(counts.forms for counts in tallies_of(survey).cells(None).values())


def satisfied_in(survey: Survey) -> int:
    return sum(counts.satisfied for counts in tallies_of(survey).cells(None).values())


def test_answers_that_come_and_go_are_followed(world: World, survey: Survey) -> None:
    point = answered(survey, world.surgery, good=2)
    assert (forms_of(survey), satisfied_in(survey)) == (2, 6)

    wrong = store(point, BAD, date(2026, 11, 3))
    assert (forms_of(survey), satisfied_in(survey)) == (3, 7)

    wrong.delete()
    right = store(point, GOOD, date(2026, 11, 3))
    assert (forms_of(survey), satisfied_in(survey)) == (3, 9), "as many forms, but others"

    right.delete()
    assert forms_of(survey) == 2


def test_form_counts_from_when_it_is_finished(world: World, survey: Survey) -> None:
    point = answered(survey, world.surgery, good=1)
    begun = SurveyAnswerFactory(point=point)
    assert forms_of(survey) == 1

    begun.finished_at, begun.finished_on = begun.started_at, date(2026, 11, 2)
    begun.save()

    assert forms_of(survey) == 2


def test_what_was_seen_in_a_transaction_that_failed_is_forgotten(world: World, survey: Survey) -> None:
    point = answered(survey, world.surgery, good=1)
    with transaction.atomic():
        store(point, BAD, date(2026, 11, 2))
        assert forms_of(survey) == 2
        transaction.set_rollback(True)

    assert (forms_of(survey), satisfied_in(survey)) == (1, 3)


def test_known_answers_are_not_read_again(world: World, survey: Survey) -> None:
    point = answered(survey, world.surgery, good=3)
    tallies_of(survey)
    with CaptureQueriesContext(connection) as known:
        tallies_of(survey)
    store(point, BAD, date(2026, 11, 2))
    with CaptureQueriesContext(connection) as new:
        tallies_of(survey)

    assert len(known) == 1 and '"answers"' not in known[0]["sql"]
    assert len(new) == 2


def test_only_some_surveys_are_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(survey_tallies, "_kept", LRUCache(maxsize=2))
    surveys = [open_survey(world.centre) for _ in range(3)]
    for each in surveys:
        answered(each, world.surgery, good=1)

    assert [forms_of(each) for each in (*surveys, surveys[0])] == [1, 1, 1, 1]
    assert len(survey_tallies._kept) == 2


def test_many_new_answers_are_read_with_all_others(
    world: World, survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey_tallies, "ADDED_AT_ONCE", 1)
    answered(survey, world.surgery, good=1)
    assert forms_of(survey) == 1

    answered(survey, world.surgery, good=2)

    assert (forms_of(survey), satisfied_in(survey)) == (3, 9)


def test_form_that_waited_on_a_device_takes_no_place_of_one_that_is_shown(world: World) -> None:
    survey = open_survey(world.centre)
    point = answered(survey, world.surgery, good=10, day=date(2026, 10, 2))
    before = tallies_of(survey, 10).cells(None)

    late = store(point, BAD, date(2026, 10, 1))
    SurveyAnswer.objects.filter(pk=late.pk).update(received_at=datetime(2026, 11, 1, tzinfo=UTC))

    assert tallies_of(survey, 10).cells(None) == before
    assert sum(counts.forms for counts in tallies_of(survey).cells(None).values()) == 11
