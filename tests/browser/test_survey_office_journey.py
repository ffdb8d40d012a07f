"""The office that runs surveys: every page of it without barriers, on a screen and on a phone."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.roles import RoleCode
from indicators.models import Questionnaire, Survey
from tests.browser.portal import Portal
from tests.factories.accounts import user_with
from tests.factories.surveys import PaperFormFactory, QuestionnaireFactory, SurveyCommentFactory
from tests.factories.world import World
from tests.indicators.survey_world import CONTENT, answered, open_survey

SURVEYS = "/so-lieu/khao-sat/"


@pytest.fixture
def office(transactional_db: None, world: World) -> User:
    return user_with(RoleCode.OFFICE, world.centre)


@pytest.fixture
def rounds(office: User, world: World) -> Survey:
    """A round with answers, a comment and a paper form, and one of the year before."""
    form = QuestionnaireFactory(content=CONTENT, kind="outpatient")
    dates = {"opens_on": date(2025, 1, 1), "closes_on": date(2025, 12, 31)}
    answered(open_survey(world.centre, questionnaire=form, **dates), world.surgery, good=3, bad=9)
    now = open_survey(world.centre, questionnaire=form, needs_code=True, population=500)
    point = answered(now, world.surgery, good=12)
    answered(now, world.pharmacy, good=3, bad=9, day=date(2026, 10, 5))
    SurveyCommentFactory(answer=point.answers.first())
    PaperFormFactory(point=point, first_by=office)
    return now


@pytest.fixture
def draft(world: World) -> Questionnaire:
    QuestionnaireFactory(code="rut-gon", version=1, content={**CONTENT, "thanks": "Cảm ơn"})
    short = {"sections": CONTENT["sections"][:1]}
    made: Questionnaire = QuestionnaireFactory(code="rut-gon", version=2, centre=world.centre, content=short)
    return made


def open_all(page: Page) -> None:
    """Open what is folded, so that it is looked at as well."""
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_pages_of_the_survey_office_have_no_barriers(
    portal: Portal, office: User, rounds: Survey, draft: Questionnaire, width: int, height: int
) -> None:
    portal.page.set_viewport_size({"width": width, "height": height})
    portal.sign_in(office.username)
    point = rounds.points.first()
    assert point is not None
    comment = point.answers.get(comments__isnull=False).comments.get()
    of_round, of_point, of_draft = f"{rounds.pk}/", f"diem/{point.pk}/", f"phieu/{draft.pk}/"

    for path in (
        *("", "moi/", "bao-cao/?month=11", "gop-y/", f"gop-y/{comment.pk}/"),
        *(of_round, f"{of_round}sua/", f"{of_round}diem/", f"{of_round}ma/", f"{of_round}phieu-giay/"),
        *(f"{of_round}ket-qua/", f"{of_round}so-sanh/"),
        *(of_point, f"{of_point}may/", f"{of_point}phieu-giay/"),
        *("phieu/", of_draft, f"{of_draft}xem/1/", f"{of_draft}soan/", f"{of_draft}loi/", f"{of_draft}cau/a1/"),
    ):
        page = portal.open(SURVEYS + path)
        open_all(page)
        assert portal.barriers() == [], path
        assert not portal.scrolls_sideways(), path


def test_long_pages_are_folded_on_a_phone_only(portal: Portal, office: User, rounds: Survey) -> None:
    address, folds = f"{SURVEYS}{rounds.pk}/ket-qua/", portal.page.locator("details[data-fold-on-phone]")
    still_open = portal.page.locator("details[data-fold-on-phone][open]")
    portal.page.set_viewport_size({"width": 1366, "height": 768})
    portal.sign_in(office.username)
    portal.open(address)
    assert folds.count() == still_open.count() > 3

    portal.page.set_viewport_size({"width": 390, "height": 844})
    portal.open(address)
    expect(still_open).to_have_count(0)
    portal.page.get_by_text("Tiếp cận", exact=True).last.click()
    expect(portal.page.get_by_text("Câu hỏi 1", exact=True)).to_be_visible()
    portal.page.goto(f"{portal.address}{address}#theo-thang")
    expect(portal.page.locator("#theo-thang")).to_be_visible()
    expect(portal.page.locator("details[open] #theo-thang")).to_have_count(1)
