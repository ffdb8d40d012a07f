"""Free comments worked through by the office."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Unit
from accounts.roles import RoleCode
from indicators.enums import CommentState
from indicators.models import SurveyComment
from tests.factories.accounts import user_with
from tests.factories.surveys import SurveyCommentFactory
from tests.factories.world import World
from tests.indicators.survey_world import answered, open_survey


@pytest.fixture
def office(client: Client, world: World) -> Client:
    client.force_login(user_with(RoleCode.OFFICE, world.centre))
    return client


def comment(centre: Unit, unit: Unit, text: str) -> SurveyComment:
    made: SurveyComment = SurveyCommentFactory(
        answer=answered(open_survey(centre), unit, good=1).answers.get(), text=text
    )
    return made


def listed(client: Client, **query: str) -> str:
    return client.get(reverse("indicators:survey-comments"), query).content.decode()


def test_list_shows_own_comments_by_state_and_survey(office: Client, world: World) -> None:
    own = comment(world.centre, world.surgery, "Ghế ít")
    comment(world.centre, world.pharmacy, "Thuốc chậm")
    comment(world.other_centre, world.other_department, "Của nơi khác")

    text = listed(office)

    assert "Ghế ít" in text and "Thuốc chậm" in text and "Của nơi khác" not in text
    assert "Thuốc chậm" not in listed(office, survey=str(own.answer.point.survey_id))
    assert "Ghế ít" not in listed(office, state="answered")
    assert "Ghế ít" in listed(office, survey="9" * 30)  # no survey has such a number


def test_comment_is_answered(office: Client, world: World) -> None:
    row = comment(world.centre, world.surgery, "Ghế ít")

    address, comments = reverse("indicators:survey-comment", args=[row.pk]), reverse("indicators:survey-comments")
    answered = office.post(address, {"reply": "Đã kê thêm ghế"})

    assert answered["Location"] == f"{comments}?state=new", "on with what nobody has read yet"
    assert office.post(address, {"reply": "Đã kê thêm ghế"})["Location"] == comments
    row.refresh_from_db()
    assert (row.state, row.reply) == (CommentState.ANSWERED, "Đã kê thêm ghế")


def test_empty_answer_is_told_and_nothing_happens(office: Client, world: World) -> None:
    row = comment(world.centre, world.surgery, "Ghế ít")

    assert office.post(reverse("indicators:survey-comment", args=[row.pk]), {"reply": " "}).status_code == 400
    row.refresh_from_db()
    assert row.state == CommentState.NEW


@pytest.mark.parametrize(("name", "state"), [("note", CommentState.NOTED), ("hide", CommentState.HIDDEN)])
def test_comment_is_noted_or_hidden(office: Client, world: World, name: str, state: str) -> None:
    row = comment(world.centre, world.surgery, "Ghế ít")

    office.post(reverse("indicators:survey-comment", args=[row.pk]), {"transition": name})

    row.refresh_from_db()
    assert row.state == state


def test_unknown_act_is_told(office: Client, world: World) -> None:
    row = comment(world.centre, world.surgery, "Ghế ít")

    answer = office.post(reverse("indicators:survey-comment", args=[row.pk]), {"transition": "x"})

    assert "Không rõ việc cần làm" in answer.content.decode()


def test_department_may_not_read_comments(client: Client, world: World) -> None:
    client.force_login(user_with(RoleCode.DEPARTMENT_HEAD, world.surgery))

    assert client.get(reverse("indicators:survey-comments")).status_code == 403


def test_one_comment_or_three_cost_the_same(office: Client, world: World) -> None:
    comment(world.centre, world.surgery, "Một")
    listed(office)
    with CaptureQueriesContext(connection) as one:
        listed(office)
    for text in ("Hai", "Ba"):
        comment(world.centre, world.pharmacy, text)
    with CaptureQueriesContext(connection) as three:
        listed(office)

    assert len(one) == len(three)
