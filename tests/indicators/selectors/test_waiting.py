"""What surveys put on the home page, and for whom."""

from datetime import date

import pytest

from accounts.models import User
from accounts.roles import RoleCode
from indicators.selectors.waiting import for_user
from tests.factories.accounts import user_with
from tests.factories.surveys import SurveyCommentFactory, SurveyFactory
from tests.factories.world import World
from tests.indicators.survey_world import answered, open_survey

DAYS = {"opens_on": date(2026, 10, 1), "closes_on": date(2026, 12, 31)}
TODAY = date(2026, 11, 15)


@pytest.fixture
def office(world: World) -> User:
    return user_with(RoleCode.OFFICE, world.centre)


def texts(user: User, world: World, on: date = TODAY) -> list[str]:
    return [item.text for item in for_user(user, world.centre, on)]


def test_comments_that_nobody_read(world: World, office: User) -> None:
    for centre, unit in ((world.centre, world.surgery), (world.other_centre, world.other_department)):
        SurveyCommentFactory(answer=answered(open_survey(centre, **DAYS), unit, good=1).answers.get())

    assert texts(office, world)[0] == "1 góp ý trong khảo sát chưa đọc"
    assert texts(user_with(RoleCode.DEPARTMENT_HEAD, world.surgery), world) == []


def test_survey_that_falls_behind(world: World, office: User) -> None:
    answered(open_survey(world.centre, title="Quý IV", **DAYS), world.surgery, good=5)

    assert texts(office, world) == ["Đợt “Quý IV” còn thiếu 95/100 phiếu"]
    assert texts(office, world, on=date(2026, 10, 5)) == [], "an even pace needs six by then"


def test_survey_in_its_last_days_is_urgent(world: World, office: User) -> None:
    survey = open_survey(world.centre, **DAYS)
    survey.target = 6
    survey.save()
    answered(survey, world.surgery, good=5)

    assert texts(office, world) == []
    (item,) = for_user(office, world.centre, date(2026, 12, 28))
    assert item.urgent and item.due_on == survey.closes_on


def test_survey_that_was_to_be_opened(world: World, office: User) -> None:
    SurveyFactory(centre=world.centre, title="Cuối năm", opens_on=date(2026, 11, 20), closes_on=date(2026, 12, 20))

    assert texts(office, world) == ["Đợt “Cuối năm” chưa mở, dự kiến từ 20/11/2026"]
    assert texts(office, world, on=date(2026, 11, 1)) == []
    assert texts(office, world, on=date(2026, 12, 21)) == [], "over before it began"
