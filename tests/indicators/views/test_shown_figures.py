"""Figures that rest on few answers: hidden from all but the office, on whatever page they are told."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import Unit
from accounts.roles import RoleCode
from campaigns.selectors import targets
from indicators.models import Indicator
from indicators.selectors.figures import figure_for
from indicators.services.catalogue import load_catalogue
from reports.selectors.dashboard import board
from tests.factories.accounts import user_with
from tests.factories.campaigns import PlanFactory, TargetFactory
from tests.factories.indicators import SurveyCountFactory
from tests.factories.surveys import QuestionnaireFactory
from tests.factories.world import World
from tests.indicators.survey_world import CONTENT, answered, open_survey
from tests.sign_in import sign_in_as

pytestmark = pytest.mark.django_db
CODE = "staff_satisfaction"
EVERYBODY_ELSE = (RoleCode.DIRECTOR, RoleCode.DEPARTMENT_HEAD, RoleCode.COUNCIL_MEMBER)


@pytest.fixture(autouse=True)
def catalogue(world: World) -> None:
    load_catalogue()


def staff_answered(world: World, surgery: int, pharmacy: int, month: int = 11) -> None:
    form = QuestionnaireFactory(content=CONTENT, kind="staff")
    survey = open_survey(world.centre, questionnaire=form, opens_on=date(2026, 1, 1))
    answered(survey, world.surgery, 0, surgery, day=date(2026, month, 2))
    answered(survey, world.pharmacy, pharmacy, day=date(2026, month, 2))


def page(client: Client, role: str, unit: Unit, name: str = "figure-detail", **query: str) -> str:
    sign_in_as(client, role, unit)
    address = reverse(f"indicators:{name}", args=[CODE] if name == "figure-detail" else [])
    response = client.get(address, query)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


@pytest.mark.parametrize("role", EVERYBODY_ELSE)
@pytest.mark.parametrize("period", ["", "thang-11", "quy-4", "luy-ke-11"])
def test_figure_of_one_form_is_told_to_nobody_but_the_office(
    client: Client, world: World, role: str, period: str
) -> None:
    staff_answered(world, surgery=1, pharmacy=30)
    unit = world.surgery if role == RoleCode.DEPARTMENT_HEAD else world.centre

    told = page(client, role, unit, ky=period)

    assert "ít phiếu" in told
    assert "25,00%" not in told and "1 / 4" not in told
    assert "90 / 90" not in told  # the pharmacy's, which with the centre's would tell the one form
    office = page(client, RoleCode.OFFICE, world.centre, ky=period)
    assert "25,00%" in office and "ít phiếu" not in office


def test_trend_leaves_out_months_of_few_forms(client: Client, world: World) -> None:
    for month, surgery in ((9, 20), (10, 12), (11, 2)):
        staff_answered(world, surgery=surgery, pharmacy=0, month=month)

    director = page(client, RoleCode.DIRECTOR, world.centre)
    office = page(client, RoleCode.OFFICE, world.centre)

    assert "Diễn biến năm 2026" in office
    assert "Diễn biến năm 2026" not in director  # October and November are told together, so one month is left
    assert "25,00%" in director  # the year


def test_overview_and_dashboard_and_targets_hide_the_centres_figure(client: Client, world: World) -> None:
    SurveyCountFactory(unit=world.surgery, kind="outpatient", year=2026, month=3, forms=4, level_4=3, level_5=0)
    plan = PlanFactory(campaign__unit=world.centre)
    TargetFactory(plan=plan, indicator=Indicator.objects.get(code="patient_satisfaction"), low=90)
    director, office = (user_with(role, world.centre) for role in (RoleCode.DIRECTOR, RoleCode.OFFICE))
    own = figure_for("patient_satisfaction", world.centre, 2026)
    assert own is not None and own.value is not None  # what scores are computed from

    assert "ít phiếu" in page(client, RoleCode.DIRECTOR, world.centre, "figure-list")
    assert "ít phiếu" not in page(client, RoleCode.OFFICE, world.centre, "figure-list")
    sentences = [
        board(user, world.centre, 2026, date(2026, 11, 20)).headlines[-1].sentence for user in (director, office)
    ]
    assert sentences[0] == "Ít phiếu nên không hiện." != sentences[1]
    hidden, told = (targets.standings(plan, 2026, date(2026, 11, 20), user=user)[0] for user in (director, office))
    assert (hidden.current, hidden.label, hidden.trend) == ("ít phiếu", "Ít phiếu", ())
    assert told.current not in ("ít phiếu", "–")
    assert targets.standings(plan, 2026)[0].is_hidden  # documents, which everybody reads


def test_typed_counts_of_few_forms_are_listed_for_the_office_only(client: Client, world: World) -> None:
    for unit, forms in ((world.surgery, 4), (world.pharmacy, 30)):
        SurveyCountFactory(unit=unit, kind="staff", year=2026, month=3, forms=forms, level_4=forms, level_5=0)

    director = page(client, RoleCode.DIRECTOR, world.centre, "survey-statistics")
    office = page(client, RoleCode.OFFICE, world.centre, "survey-statistics")

    assert "2 dòng ít phiếu không hiện" in director  # the other one could be taken from the centre's figure
    assert "không hiện" not in office


def test_sum_of_two_kinds_is_hidden_where_it_would_tell_one_of_them(client: Client, world: World) -> None:
    for kind, forms in (("inpatient", 40), ("outpatient", 3)):
        SurveyCountFactory(unit=world.surgery, kind=kind, year=2026, month=3, forms=forms, level_4=forms, level_5=0)

    told = page(client, RoleCode.DIRECTOR, world.centre, "figure-list")

    assert told.count("ít phiếu") >= 2  # outpatients, and patients of both kinds
    assert "40 / 40" in told and "43 / 43" not in told
