"""A survey from preparing to closing, its places and its codes."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from accounts.roles import RoleCode
from core.errors import TransitionRefused
from core.models import AuditEvent
from indicators.engine import answer_codes
from indicators.enums import QuestionnaireState, SurveyState
from indicators.models import AnswerCode, ServicePoint, Survey
from indicators.services import survey_points, surveys
from indicators.services.errors import SurveyRefused
from tests.factories.accounts import user_with
from tests.factories.indicators import MOMENT
from tests.factories.surveys import (
    CONTENT,
    QuestionnaireFactory,
    ServicePointFactory,
    SurveyAnswerFactory,
    SurveyFactory,
)
from tests.factories.world import World


@pytest.fixture
def office(world: World) -> User:
    return user_with(RoleCode.OFFICE, world.centre)


def values(**other: Any) -> dict[str, Any]:
    return {
        **{"title": "Quý IV", "opens_on": date(2026, 10, 1), "closes_on": date(2026, 12, 31)},
        **{"population": 1000, "margin": Decimal(5), "questionnaire": QuestionnaireFactory(content=CONTENT)},
        **other,
    }


def draft(world: World, **other: Any) -> Survey:
    return SurveyFactory(centre=world.centre, questionnaire=QuestionnaireFactory(content=CONTENT), **other)


def test_target_is_the_sample_size_unless_asked_otherwise(world: World, office: User) -> None:
    made = surveys.create(centre=world.centre, values=values(), by=office, at=MOMENT)
    asked = surveys.create(centre=world.centre, values=values(target=400), by=office, at=MOMENT)

    assert (made.target, asked.target) == (286, 400)
    assert made.results_token and made.results_token != asked.results_token
    assert AuditEvent.objects.filter(action="indicators.survey.create").count() == 2


def test_target_from_the_formula_follows_a_changed_population(world: World, office: User) -> None:
    made = surveys.create(centre=world.centre, values=values(), by=office, at=MOMENT)
    asked = surveys.create(centre=world.centre, values=values(target=400), by=office, at=MOMENT)

    # The form sends back the target that it shows.
    followed = surveys.change(survey=made, values={"population": 2000, "target": 286}, by=office, at=MOMENT)
    kept = surveys.change(survey=asked, values={"population": 2000, "target": 400}, by=office, at=MOMENT)
    emptied = surveys.change(survey=asked, values={"target": 0}, by=office, at=MOMENT)

    assert (followed.target, kept.target, emptied.target) == (334, 400, 334)
    changes = AuditEvent.objects.filter(action="indicators.survey.change").earliest("pk").changes
    assert changes["số phiếu cần đạt"] == [286, 334]


def test_survey_of_a_foreign_centre_or_a_department_is_refused(world: World, office: User) -> None:
    for unit in (world.other_centre, world.surgery):
        with pytest.raises(SurveyRefused, match="không có quyền"):
            surveys.create(centre=unit, values=values(), by=office, at=MOMENT)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"closes_on": date(2026, 9, 1)}, "closes_on"), ({"margin": Decimal(0), "target": 1}, "margin")],
)
def test_impossible_survey_is_refused(world: World, office: User, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(SurveyRefused) as refused:
        surveys.create(centre=world.centre, values=values(**wrong), by=office, at=MOMENT)

    assert refused.value.field == field


def test_questionnaire_of_another_centre_is_refused(world: World, office: User) -> None:
    foreign = QuestionnaireFactory(centre=world.other_centre, content=CONTENT)

    with pytest.raises(SurveyRefused, match="đơn vị khác"):
        surveys.create(centre=world.centre, values=values(questionnaire=foreign), by=office, at=MOMENT)


def test_opening_fixes_the_questionnaire(world: World, office: User) -> None:
    survey = draft(world)
    ServicePointFactory(survey=survey, unit=world.surgery)

    opened = surveys.open(survey=survey, by=office, at=MOMENT)

    assert (opened.state, opened.opened_at, opened.opened_by) == (SurveyState.OPEN, MOMENT, office)
    survey.questionnaire.refresh_from_db()
    assert survey.questionnaire.state == QuestionnaireState.FROZEN


def test_survey_without_places_or_over_is_not_opened(world: World, office: User) -> None:
    empty, over = draft(world), draft(world, closes_on=date(2026, 11, 1))
    ServicePointFactory(survey=over, unit=world.surgery)

    for survey, told in ((empty, "điểm phục vụ"), (over, "đã qua")):
        with pytest.raises(SurveyRefused, match=told):
            surveys.open(survey=survey, by=office, at=MOMENT)
        survey.questionnaire.refresh_from_db()
        assert survey.questionnaire.state == QuestionnaireState.DRAFT


def test_closing_and_reopening_with_a_reason(world: World, office: User) -> None:
    survey = draft(world)
    ServicePointFactory(survey=survey, unit=world.surgery)
    surveys.open(survey=survey, by=office, at=MOMENT)

    closed = surveys.close(survey=survey, by=office, at=MOMENT + timedelta(days=1))
    assert closed.closed_by == office
    with pytest.raises(TransitionRefused, match="lý do"):
        surveys.reopen(survey=survey, by=office, at=MOMENT, comment=" ")
    again = surveys.reopen(survey=survey, by=office, at=MOMENT, comment="Còn thiếu phiếu")

    assert (again.state, again.closed_at, again.opened_at) == (SurveyState.OPEN, None, MOMENT)


def test_what_answers_depend_on_is_fixed_after_opening(world: World, office: User) -> None:
    survey = draft(world)
    ServicePointFactory(survey=survey, unit=world.surgery)
    surveys.open(survey=survey, by=office, at=MOMENT)

    changed = surveys.change(survey=survey, values={"closes_on": date(2027, 1, 15)}, by=office, at=MOMENT)
    assert changed.closes_on == date(2027, 1, 15)
    for fixed in ({"opens_on": date(2026, 9, 1)}, {"needs_code": True}, {"questionnaire": QuestionnaireFactory()}):
        with pytest.raises(SurveyRefused, match="không đổi được"):
            surveys.change(survey=survey, values=fixed, by=office, at=MOMENT)


def test_places_get_links_of_their_own(world: World, office: User) -> None:
    survey = draft(world)

    made = survey_points.add_points(
        survey=survey, units=[world.surgery, world.pharmacy], name="Quầy", target=50, by=office, at=MOMENT
    )

    assert len({point.token for point in made}) == 2
    assert [(point.unit, point.target) for point in made] == [(world.surgery, 50), (world.pharmacy, 50)]
    for units, told in (([world.other_department], "không thuộc"), ([world.surgery], "đã có điểm")):
        with pytest.raises(SurveyRefused, match=told):
            survey_points.add_points(survey=survey, units=units, name="Quầy", target=1, by=office, at=MOMENT)
    assert survey.points.count() == 2


def test_place_is_renamed_but_not_to_a_name_that_is_taken(world: World, office: User) -> None:
    survey = draft(world)
    first = ServicePointFactory(survey=survey, unit=world.surgery, name="Một")
    ServicePointFactory(survey=survey, unit=world.surgery, name="Hai")

    survey_points.change_point(point=first, name="Ba", target=9, by=office, at=MOMENT)
    with pytest.raises(SurveyRefused, match="đã có điểm"):
        survey_points.change_point(point=first, name="Hai", target=9, by=office, at=MOMENT)

    first.refresh_from_db()
    assert (first.name, first.target) == ("Ba", 9)


def test_place_with_answers_is_not_removed(world: World, office: User) -> None:
    survey = draft(world)
    used, free = ServicePointFactory(survey=survey), ServicePointFactory(survey=survey)
    SurveyAnswerFactory(point=used)

    survey_points.remove_point(point=free, by=office, at=MOMENT)
    with pytest.raises(SurveyRefused, match="đã có phiếu"):
        survey_points.remove_point(point=used, by=office, at=MOMENT)

    assert list(ServicePoint.objects.all()) == [used]


def test_only_hashes_of_codes_are_kept(world: World, office: User) -> None:
    survey = draft(world, needs_code=True)

    codes = survey_points.make_codes(survey=survey, number=20, by=office, at=MOMENT)

    assert len(set(codes)) == 20
    kept = set(AnswerCode.objects.values_list("digest", flat=True))
    assert kept == {answer_codes.digest(survey.pk, answer_codes.tidy(code)) for code in codes}
    event = AuditEvent.objects.get(action="indicators.survey.make_codes")
    assert not any(code in str(event.changes) for code in codes)


@pytest.mark.parametrize(("needs_code", "number"), [(False, 5), (True, 0), (True, survey_points.MOST_CODES + 1)])
def test_codes_are_refused(world: World, office: User, needs_code: bool, number: int) -> None:
    with pytest.raises(SurveyRefused):
        survey_points.make_codes(survey=draft(world, needs_code=needs_code), number=number, by=office, at=MOMENT)


def test_only_a_draft_is_deleted(world: World, office: User) -> None:
    survey, opened = draft(world), draft(world)
    ServicePointFactory(survey=opened, unit=world.surgery)
    surveys.open(survey=opened, by=office, at=MOMENT)

    surveys.delete(survey=survey, by=office, at=MOMENT)
    with pytest.raises(SurveyRefused, match="không xóa được"):
        surveys.delete(survey=opened, by=office, at=MOMENT)

    assert list(Survey.objects.all()) == [opened]


def test_surveys_that_are_over_are_closed_after_some_days(world: World, office: User) -> None:
    survey = draft(world, closes_on=date(2026, 12, 1))
    ServicePointFactory(survey=survey, unit=world.surgery)
    surveys.open(survey=survey, by=office, at=MOMENT)
    last = datetime(2026, 12, 8, 8, tzinfo=UTC)

    assert surveys.close_over(at=last) == 0
    assert surveys.close_over(at=last + timedelta(days=1)) == 1
    assert surveys.close_over(at=last + timedelta(days=1)) == 0

    survey.refresh_from_db()
    assert (survey.state, survey.closed_by) == (SurveyState.CLOSED, None)
    assert AuditEvent.objects.get(action="indicators.survey.close").actor_name == "Hệ thống"
