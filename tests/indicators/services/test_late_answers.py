"""Answers kept on a device until the figures of their month were closed: never lost, and closed figures stay."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import Unit
from accounts.roles import RoleCode
from indicators.enums import PeriodState, SurveyState
from indicators.models import FigurePeriod, ServicePoint, SurveyAnswer
from indicators.selectors import public_points
from indicators.selectors.figures import monthly_values
from indicators.services import periods, survey_answers
from indicators.services.catalogue import load_catalogue
from tests.at_once import second_while_first
from tests.factories.accounts import user_with
from tests.factories.surveys import QuestionnaireFactory, ServicePointFactory
from tests.factories.world import World
from tests.indicators.answering import ANSWERS, CONTENT, open_survey

GIVEN = datetime(2026, 10, 30, 8, tzinfo=UTC)
RECEIVED = datetime(2026, 11, 18, 3, tzinfo=UTC)
BEGUN = {"opened_at": datetime(2026, 9, 1, tzinfo=UTC), "opens_on": date(2026, 9, 1), "closes_on": date(2026, 12, 31)}


@pytest.fixture
def place(world: World) -> ServicePoint:
    """A place in a department, in a survey of its centre that goes on for months."""
    return place_of(world.surgery, world.centre)


def place_of(unit: Unit, centre: Unit) -> ServicePoint:
    form = QuestionnaireFactory(kind="sipas", content=CONTENT)
    made: ServicePoint = ServicePointFactory(survey=open_survey(centre=centre, questionnaire=form, **BEGUN), unit=unit)
    return made


def send(place: ServicePoint, **more: Any) -> SurveyAnswer:
    sent = {"key": uuid4(), "typed": ANSWERS, "given_at": GIVEN, "at": RECEIVED, **more}
    receipt = survey_answers.finish(point=public_points.of(place), **sent)
    return SurveyAnswer.objects.get(pk=receipt.key)


def close(centre: Unit, month: int = 10, state: str = PeriodState.CLOSED) -> FigurePeriod:
    place = {"centre": centre, "year": 2026, "month": month}
    values = {"state": state, "closed_at": RECEIVED, "reopened_at": RECEIVED}
    return FigurePeriod.objects.update_or_create(**place, defaults=values)[0]


def closing(centre: Unit) -> Any:
    """What closes the month, to be done later."""
    office = user_with(RoleCode.OFFICE, centre)
    return lambda: periods.change(centre=centre, year=2026, month=10, transition="close", by=office, at=RECEIVED)


def figures(unit: Unit) -> dict[int, Any]:
    return {each.month: each.value for each in monthly_values("citizen_satisfaction", unit, 2026)}


@pytest.mark.django_db
def test_a_late_answer_counts_into_its_own_month_while_that_is_open(place: ServicePoint) -> None:
    answer = send(place)

    assert (answer.finished_at, answer.finished_on) == (GIVEN, date(2026, 10, 30))


@pytest.mark.django_db
def test_a_late_answer_of_a_closed_month_counts_where_it_came_and_closed_figures_stay(
    world: World, place: ServicePoint
) -> None:
    load_catalogue()
    send(place, at=GIVEN, typed={**ANSWERS, "a2": 3})
    close(world.centre)
    before = figures(world.surgery)

    answer = send(place)

    assert (answer.finished_at, answer.finished_on) == (GIVEN, date(2026, 11, 18))
    assert answer.comments.count() == 1
    assert before.keys() == {10}
    assert figures(world.surgery) == {**before, 11: 100}


@pytest.mark.django_db
@pytest.mark.parametrize("state", [PeriodState.OPEN, PeriodState.REOPENED])
def test_a_month_that_was_opened_again_takes_its_own(world: World, place: ServicePoint, state: str) -> None:
    close(world.centre, state=state)

    assert send(place).finished_on == date(2026, 10, 30)


@pytest.mark.django_db
def test_only_the_month_and_the_centre_of_the_place_matter(world: World, place: ServicePoint) -> None:
    close(world.other_centre)
    close(world.centre, month=9)
    asked_by_the_authority = place_of(world.surgery, world.authority)

    assert send(place).finished_on == date(2026, 10, 30)
    close(world.centre)
    assert send(asked_by_the_authority).finished_on == date(2026, 11, 18)


@pytest.mark.django_db
def test_sent_again_after_the_month_was_closed_it_stays_where_it_counted(world: World, place: ServicePoint) -> None:
    first = send(place)
    close(world.centre)

    again = send(place, key=first.pk)

    assert (again.finished_on, SurveyAnswer.objects.count()) == (date(2026, 10, 30), 1)


@pytest.mark.django_db
def test_what_was_begun_in_a_month_that_is_closed_is_finished_all_the_same(world: World, place: ServicePoint) -> None:
    begun = survey_answers.start(point=public_points.of(place), key=uuid4(), at=GIVEN)
    close(world.centre)

    answer = send(place, key=begun.pk)

    assert (answer.started_at, answer.finished_on) == (GIVEN, date(2026, 11, 18))


@pytest.mark.django_db
def test_the_results_tell_how_many_came_after_the_end(world: World, place: ServicePoint, client: Client) -> None:
    ended = datetime(2026, 11, 16, 3, tzinfo=UTC)
    place.survey.state, place.survey.closed_at = SurveyState.CLOSED, ended
    place.survey.save()
    send(place, at=ended)
    address = f"/so-lieu/khao-sat/{place.survey_id}/ket-qua/"
    client.force_login(user_with(RoleCode.OFFICE, world.centre))
    without = client.get(address).content.decode()

    late = send(place)
    told = client.get(address).content.decode()

    assert (late.finished_at, late.received_at) == (GIVEN, RECEIVED)
    assert "sau khi đợt khảo sát kết thúc" not in without
    assert "1 phiếu đến sau khi đợt khảo sát kết thúc" in told


@pytest.mark.django_db
def test_the_results_tell_how_many_count_later(world: World, place: ServicePoint, client: Client) -> None:
    close(world.centre)
    send(place, at=GIVEN)
    address = f"/so-lieu/khao-sat/{place.survey_id}/ket-qua/"
    client.force_login(user_with(RoleCode.OFFICE, world.centre))
    without = client.get(address).content.decode()

    send(place)
    told = client.get(address).content.decode()

    assert "tháng đã khóa số liệu" not in without
    assert "1 phiếu trả lời trong tháng đã khóa số liệu" in told


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_a_month_is_not_closed_between_the_look_and_the_answer(world: World, place: ServicePoint) -> None:
    close(world.centre, state=PeriodState.OPEN)

    answer, closed = second_while_first(lambda: send(place), closing(world.centre))

    assert (answer.finished_on, closed.state) == (date(2026, 10, 30), PeriodState.CLOSED)

    assert send(place).finished_on == date(2026, 11, 18)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_an_answer_waits_for_whoever_closes_its_month(world: World, place: ServicePoint) -> None:
    close(world.centre, state=PeriodState.OPEN)

    _, answer = second_while_first(closing(world.centre), lambda: send(place))

    assert answer.finished_on == date(2026, 11, 18)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_months_close_by_themselves_while_a_late_answer_comes(world: World, place: ServicePoint) -> None:
    answer, closed = second_while_first(lambda: send(place), lambda: periods.close_due(at=RECEIVED))

    assert answer.finished_on == date(2026, 10, 30)
    assert isinstance(closed, int)
    assert FigurePeriod.objects.get(centre=world.centre, year=2026, month=10).state == PeriodState.CLOSED
