"""The Sở's monthly report: what centres asked themselves, what the Sở asked, and the annex by unit."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from accounts.models import Unit, User
from accounts.roles import RoleCode
from indicators.selectors.survey_report import OWN, SUPERIOR, report_for
from tests.factories.accounts import user_with
from tests.factories.indicators import SurveyCountFactory
from tests.factories.surveys import QuestionnaireFactory
from tests.factories.world import World
from tests.indicators.survey_world import CONTENT, answered, open_survey, store
from tests.sign_in import sign_in


@pytest.fixture
def superior(world: World) -> User:
    return user_with(RoleCode.SUPERIOR_VIEWER, world.authority)


def asked(
    holder: Unit, unit: Unit, kind: str, good: int, bad: int = 0, day: date = date(2026, 10, 20), **survey: Any
) -> None:
    questionnaire = QuestionnaireFactory(content=CONTENT, kind=kind)
    answered(open_survey(holder, questionnaire=questionnaire, **survey), unit, good, bad, day)


def test_blocks_and_rows(world: World, superior: User) -> None:
    asked(world.centre, world.surgery, "inpatient", good=20)
    asked(world.other_centre, world.other_department, "inpatient", good=0, bad=10)
    asked(world.authority, world.surgery, "inpatient", good=12)
    asked(world.centre, world.surgery, "outpatient", good=12, day=date(2026, 11, 1))
    asked(world.centre, world.surgery, "staff", good=12)
    SurveyCountFactory(unit=world.pharmacy, kind="vaccination", year=2026, month=10, forms=50, level_5=45, level_2=5)

    report = report_for(superior, 2026, 10)

    own = report.cells[OWN, "inpatient"]
    # 20 good forms: 60 of 60; 10 bad ones: 10 of 40.
    assert (len(own.units), own.forms, own.satisfied, own.valid) == (2, 30, 70, 100)
    assert report.cells[SUPERIOR, "inpatient"].forms == 12
    assert report.cells[OWN, "outpatient"].forms == 0
    vaccination = report.cells[OWN, "vaccination"]
    assert vaccination.share is not None and vaccination.share.percent == 90
    assert report.annex[world.other_centre.pk, OWN, "inpatient"].forms == 10


def test_rate_of_few_forms_is_not_told(world: World, superior: User) -> None:
    asked(world.centre, world.surgery, "inpatient", good=9)

    assert report_for(superior, 2026, 10).cells[OWN, "inpatient"].share is None


def test_forms_without_an_answer_that_counts_make_no_crowd(world: World, superior: User) -> None:
    asked(world.centre, world.surgery, "inpatient", good=9)
    point = world.surgery.service_points.get()
    store(point, {"a1": 0, "g1": 90}, date(2026, 10, 20))

    cell = report_for(superior, 2026, 10).cells[OWN, "inpatient"]
    assert (cell.forms, cell.people, cell.share) == (10, 9, None)
    store(point, {"a1": 5}, date(2026, 10, 20))
    assert report_for(superior, 2026, 10).cells[OWN, "inpatient"].share is not None


def test_number_that_a_survey_sets_decides_what_are_few(world: World, superior: User, settings: Any) -> None:
    asked(world.centre, world.surgery, "inpatient", good=4, shown_from=4)
    asked(world.centre, world.surgery, "outpatient", good=19, shown_from=20)
    SurveyCountFactory(unit=world.pharmacy, kind="vaccination", year=2026, month=10, forms=12, level_5=45)
    settings.SURVEY_SHOWN_FROM = 15

    cells = report_for(superior, 2026, 10).cells

    assert cells[OWN, "inpatient"].share is not None
    assert cells[OWN, "outpatient"].share is None
    assert cells[OWN, "vaccination"].share is None, "typed counts go by the common number"


def test_centre_with_few_forms_cannot_be_told_from_the_sum(world: World, superior: User) -> None:
    asked(world.centre, world.surgery, "inpatient", good=20)
    asked(world.other_centre, world.other_department, "inpatient", good=0, bad=2)

    report = report_for(superior, 2026, 10)

    assert report.cells[OWN, "inpatient"].share is not None
    assert report.annex[world.other_centre.pk, OWN, "inpatient"].share is None
    assert report.annex[world.centre.pk, OWN, "inpatient"].share is None, "22 forms less these 20 would be the two"


@pytest.mark.parametrize(("today", "month"), [(date(2027, 1, 8), 1), (date(2026, 11, 22), 10)])
def test_month_shown_first_is_never_yet_to_come(
    client: Client, superior: User, monkeypatch: pytest.MonkeyPatch, today: date, month: int
) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *args: today)
    client.force_login(superior)

    text = client.get(reverse("indicators:survey-report")).content.decode()

    assert f"Báo cáo hài lòng tháng {month}/{today.year}" in text


def test_december_ends_with_the_year(world: World, superior: User) -> None:
    asked(world.centre, world.surgery, "inpatient", good=1, day=date(2026, 12, 31))
    asked(world.centre, world.surgery, "inpatient", good=1, day=date(2027, 1, 1))

    assert report_for(superior, 2026, 12).cells[OWN, "inpatient"].forms == 1


def test_centre_sees_itself_only(world: World) -> None:
    asked(world.other_centre, world.other_department, "inpatient", good=12)

    report = report_for(user_with(RoleCode.DIRECTOR, world.centre), 2026, 10)

    assert list(report.centres) == [world.centre]
    assert report.cells[OWN, "inpatient"].forms == 0


def test_page_and_excel(client: Client, world: World, superior: User) -> None:
    asked(world.centre, world.surgery, "inpatient", good=20)
    sign_in(client, superior)
    address = reverse("indicators:survey-report")

    text = client.get(address, {"month": "10"}).content.decode()
    assert "Báo cáo hài lòng tháng 10/2026" in text and "100,00%" in text

    book = load_workbook(BytesIO(client.get(address, {"month": "10", "_export": "xlsx"}).content))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[1] == ("Đơn vị tự khảo sát", "Nội trú", 1, 20, 100)
    assert [cell.value for cell in book.worksheets[1]["A"]][1:] == ["Trung tâm Y tế Hai", "Trung tâm Y tế Một"]
    assert client.get(address, {"month": "13"}).status_code == 200


def test_number_of_centres_does_not_change_the_number_of_queries(world: World, superior: User) -> None:
    asked(world.centre, world.surgery, "inpatient", good=1)
    report_for(superior, 2026, 10)
    with CaptureQueriesContext(connection) as one:
        report_for(superior, 2026, 10)
    asked(world.other_centre, world.other_department, "inpatient", good=1)
    asked(world.centre, world.pharmacy, "outpatient", good=1)
    with CaptureQueriesContext(connection) as three:
        report_for(superior, 2026, 10)

    assert len(one) == len(three)
