"""A round beside an earlier one, by channel, and no way round what is hidden."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.roles import RoleCode
from indicators.models import Survey, SurveyAnswer
from tests.factories.surveys import QuestionnaireFactory
from tests.factories.world import World
from tests.indicators.survey_world import CONTENT, answered, open_survey
from tests.sign_in import sign_in_as


@pytest.fixture
def rounds(world: World) -> tuple[Survey, Survey]:
    """This year's round, all content, and last year's, hardly anybody content."""
    form = QuestionnaireFactory(content=CONTENT, kind="outpatient")
    now = open_survey(world.centre, questionnaire=form, title="Năm nay")
    last = {"opens_on": date(2025, 10, 1), "closes_on": date(2025, 12, 31), "title": "Năm ngoái"}
    before = open_survey(world.centre, questionnaire=form, **last)
    answered(now, world.surgery, good=20)
    answered(before, world.surgery, good=1, bad=19, day=date(2025, 11, 2))
    return now, before


def text_of(client: Client, survey: Survey, name: str = "survey-comparison", **query: str) -> str:
    response = client.get(reverse(f"indicators:{name}", args=[survey.pk]), query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_office_sees_what_rose_against_the_round_before(
    client: Client, world: World, rounds: tuple[Survey, Survey]
) -> None:
    office = sign_in_as(client, RoleCode.OFFICE, world.centre)
    assert reverse("indicators:survey-comparison", args=[rounds[0].pk]) in text_of(office, rounds[0], "survey-results")

    text = text_of(office, rounds[0])

    # 60 of 60 answers now; (3 + 19) of (3 + 76) then, from 20 people each.
    assert "100,0%" in text and "27,8%" in text and "+72,2" in text
    assert "Cao hơn" in text and "Hài lòng toàn diện" in text


def test_excel_tells_the_same(client: Client, world: World, rounds: tuple[Survey, Survey]) -> None:
    office = sign_in_as(client, RoleCode.OFFICE, world.centre)
    address = reverse("indicators:survey-comparison", args=[rounds[0].pk])

    response = office.get(address, {"_export": "xlsx", "voi": rounds[1].pk})

    first = next(load_workbook(BytesIO(response.content))["So sánh"].iter_rows(min_row=2, values_only=True))
    assert first[:5] == ("Chung", "Tỷ lệ hài lòng chung", 100, 27.85, 72.15)
    assert first[5] < 72.15 < first[6] and first[7] == "Cao hơn"


def test_first_round_has_nothing_to_stand_beside(client: Client, world: World, rounds: tuple[Survey, Survey]) -> None:
    office = sign_in_as(client, RoleCode.OFFICE, world.centre)

    assert "Chưa có đợt nào trước đó" in text_of(office, rounds[1])
    assert text_of(office, rounds[0], voi="999", unit="x")


def test_round_of_few_is_not_compared_for_others(client: Client, world: World, rounds: tuple[Survey, Survey]) -> None:
    SurveyAnswer.objects.filter(
        pk__in=list(SurveyAnswer.objects.filter(point__survey=rounds[1]).values_list("pk", flat=True)[:11])
    ).delete()
    director = sign_in_as(client, RoleCode.DIRECTOR, world.centre)

    assert "Chưa đủ phiếu để so sánh" in text_of(director, rounds[0])


def test_foreign_rounds_are_neither_found_nor_offered(
    client: Client, world: World, rounds: tuple[Survey, Survey]
) -> None:
    foreign = open_survey(world.other_centre, opens_on=date(2024, 1, 1), title="Đợt nơi khác")
    office = sign_in_as(client, RoleCode.OFFICE, world.centre)

    assert "Đợt nơi khác" not in text_of(office, rounds[0])
    assert office.get(reverse("indicators:survey-comparison", args=[foreign.pk])).status_code == 404


def test_results_by_channel(client: Client, world: World, rounds: tuple[Survey, Survey]) -> None:
    keys = list(SurveyAnswer.objects.filter(point__survey=rounds[0]).values_list("pk", flat=True)[:9])
    SurveyAnswer.objects.filter(pk__in=keys).update(channel="kiosk")
    kiosk_row = '<th scope="row">Máy đặt tại chỗ</th> <td'

    text = text_of(sign_in_as(client, RoleCode.OFFICE, world.centre), rounds[0], "survey-results")
    assert f'{kiosk_row} class="num" data-label="Số phiếu">9</td>' in text

    director = text_of(sign_in_as(client, RoleCode.DIRECTOR, world.centre), rounds[0], "survey-results")
    assert f'{kiosk_row} colspan="6"' in director, "nine are fewer than ten"


def test_a_month_of_a_unit_does_not_tell_the_rest_of_it(client: Client, world: World) -> None:
    """12 forms less the 11 of one month would be the one form of the other."""
    survey = open_survey(world.centre)
    answered(survey, world.surgery, good=11)
    answered(survey, world.surgery, good=0, bad=1, day=date(2026, 10, 5))
    answered(survey, world.pharmacy, good=30)
    answered(survey, world.pharmacy, good=30, day=date(2026, 10, 5))
    director = sign_in_as(client, RoleCode.DIRECTOR, world.centre)
    results = "survey-results"

    assert "Chưa đủ 10 phiếu" in text_of(director, survey, results, unit=str(world.surgery.pk), month="2026-11")
    assert "100,00%" in text_of(director, survey, results, unit=str(world.pharmacy.pk))


def test_adequacy_of_the_sample_stands_with_the_results(client: Client, world: World) -> None:
    survey = open_survey(world.centre, population=30)
    answered(survey, world.surgery, good=20)
    office = sign_in_as(client, RoleCode.OFFICE, world.centre)

    assert "20/28 phiếu cần có" in text_of(office, survey, "survey-results")
    assert "phiếu cần có" not in text_of(office, survey, "survey-results", unit=str(world.surgery.pk)), "only a part"
