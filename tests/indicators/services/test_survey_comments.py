"""What becomes of free comments."""

import pytest

from accounts.models import User
from accounts.roles import RoleCode
from core.errors import TransitionRefused
from indicators.enums import CommentState
from indicators.models import SurveyComment
from indicators.services import survey_comments
from indicators.services.errors import SurveyRefused
from tests.factories.accounts import user_with
from tests.factories.indicators import MOMENT
from tests.factories.surveys import ServicePointFactory, SurveyAnswerFactory, SurveyCommentFactory, SurveyFactory
from tests.factories.world import World


@pytest.fixture
def office(world: World) -> User:
    return user_with(RoleCode.OFFICE, world.centre)


@pytest.fixture
def comment(world: World) -> SurveyComment:
    point = ServicePointFactory(survey=SurveyFactory(centre=world.centre), unit=world.surgery)
    return SurveyCommentFactory(answer=SurveyAnswerFactory(point=point))


def test_comment_is_noted_then_answered(comment: SurveyComment, office: User) -> None:
    survey_comments.note(comment=comment, by=office, at=MOMENT)
    answered = survey_comments.answer(comment=comment, reply=" Đã kê thêm ghế ", by=office, at=MOMENT)

    assert (answered.state, answered.reply, answered.handled_by) == (CommentState.ANSWERED, "Đã kê thêm ghế", office)
    with pytest.raises(TransitionRefused):
        survey_comments.note(comment=comment, by=office, at=MOMENT)


def test_empty_answer_is_refused(comment: SurveyComment, office: User) -> None:
    with pytest.raises(SurveyRefused, match="câu trả lời"):
        survey_comments.answer(comment=comment, reply="  ", by=office, at=MOMENT)


def test_hidden_comment_can_be_taken_back(comment: SurveyComment, office: User) -> None:
    survey_comments.hide(comment=comment, by=office, at=MOMENT)
    assert survey_comments.note(comment=comment, by=office, at=MOMENT).state == CommentState.NOTED


def test_who_may_not_handle_comments_is_refused(comment: SurveyComment, world: World) -> None:
    for person in (
        user_with(RoleCode.DEPARTMENT_HEAD, world.surgery),
        user_with(RoleCode.OFFICE, world.other_centre),
    ):
        with pytest.raises(TransitionRefused, match="không có quyền"):
            survey_comments.hide(comment=comment, by=person, at=MOMENT)
