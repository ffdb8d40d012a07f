"""A round of the ready questionnaire for staff: prepared, answered and reported in words that fit those who work."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import RoleCode
from indicators.enums import SurveyKind, SurveyState
from indicators.models import Questionnaire, ServicePoint, Survey
from indicators.selectors import public_points
from indicators.selectors.figures import figures_for
from indicators.selectors.waiting import for_user
from indicators.services import questionnaires
from indicators.services.catalogue import load_catalogue
from reports.documents import poster
from tests.factories.accounts import user_with
from tests.factories.world import World
from tests.indicators.answering import body, send

UNFIT = ("ông/bà", "người bệnh", "người dân", "khách hàng", "tại quầy", "lượt giao dịch")


def unfit(text: str) -> list[str]:
    """Words that speak of patients or citizens, outside of what the questionnaire itself asks."""
    plain = text.casefold().replace("người bệnh, người nhà tôn trọng", "")
    return [words for words in UNFIT if words in plain]


@pytest.fixture
def office(client: Client, world: World) -> Client:
    questionnaires.load_library(at=timezone.now())
    client.force_login(user_with(RoleCode.OFFICE, world.centre))
    return client


@pytest.fixture
def survey(office: Client, world: World) -> Survey:
    """A round that the office prepares and opens through the pages, with one place in the surgery's meeting room."""
    today = timezone.localdate()
    questionnaire = Questionnaire.objects.get(kind=SurveyKind.STAFF, centre=None)
    typed = {
        **{"centre": str(world.centre.pk), "title": "Hài lòng nhân viên", "questionnaire": str(questionnaire.pk)},
        **{"opens_on": f"{today - timedelta(days=1):%d/%m/%Y}", "closes_on": f"{today + timedelta(days=9):%d/%m/%Y}"},
        **{"population": "120", "margin": "5", "target": "", "shown_from": "10"},
    }
    assert office.post(reverse("indicators:survey-create"), typed).status_code == 302
    made = Survey.objects.get()
    place = {"units": [world.surgery.pk], "name": "Phòng giao ban", "target": "20"}
    assert office.post(reverse("indicators:points-add", args=[made.pk]), place).status_code == 302
    office.post(reverse("indicators:survey-act", args=[made.pk]), {"transition": "open"})
    made.refresh_from_db()
    assert made.state == SurveyState.OPEN
    return made


def answers(survey: Survey, level: int) -> dict[str, Any]:
    return dict.fromkeys(public_points.of(survey.points.get()).questionnaire.counted, level)


def test_it_is_answered_without_a_word_about_patients(survey: Survey) -> None:
    token = survey.points.get().token
    start = Client().get(reverse("indicators:answering", args=[token])).content.decode()
    thanks = Client().get(reverse("indicators:answering-thanks", args=[token])).content.decode()

    assert "Phiếu không hỏi anh/chị là ai" in start and "Anh/chị đang trả lời dở" in start
    assert "Cảm ơn ý kiến của anh/chị" in thanks and "Phòng giao ban" in start
    assert unfit(start) == unfit(thanks) == []


def test_it_is_over_in_fitting_words(survey: Survey) -> None:
    Survey.objects.update(state=SurveyState.CLOSED, closed_at=timezone.now())

    over = Client().get(reverse("indicators:answering", args=[survey.points.get().token])).content.decode()

    assert "Xin cảm ơn anh/chị" in over and unfit(over) == []


def test_posters_speak_to_staff(survey: Survey) -> None:
    page = poster.page(
        poster.posters_of(survey, survey.points.all(), lambda point: f"https://x/ks/{point.token}/"), "a5"
    )

    assert "Mời anh/chị cho biết" in page and unfit(page) == []


def test_its_pages_in_the_office_speak_of_staff(office: Client, survey: Survey) -> None:
    survey.population = 0
    survey.save()
    for name in ("survey-detail", "survey-results", "survey-comments"):
        address = reverse(f"indicators:{name}", args=[] if name == "survey-comments" else [survey.pk])
        main = office.get(address).content.decode().partition("<main")[2]
        assert unfit(main) == [], name


def test_answers_become_the_result_and_the_indicator_of_the_unit(office: Client, world: World, survey: Survey) -> None:
    load_catalogue()
    point = public_points.of(survey.points.get())
    for level in (5, 4, 2):
        assert send(Client(), point, body(answers=answers(survey, level))).status_code == 200

    results = office.get(reverse("indicators:survey-results", args=[survey.pk])).content.decode()
    year = timezone.localdate().year
    figure = figures_for(["staff_satisfaction"], [world.surgery], year)["staff_satisfaction", world.surgery.pk]

    assert "A. Môi trường làm việc" in results and "66,67%" in results
    assert figure.numerator is not None and figure.denominator is not None
    assert figure.numerator * 3 == figure.denominator * 2


def test_staff_of_the_place_find_it_on_their_home_page(world: World, survey: Survey) -> None:
    today = timezone.localdate()
    colleague = user_with(RoleCode.DEPARTMENT_STAFF, world.surgery)
    elsewhere = user_with(RoleCode.DEPARTMENT_STAFF, world.pharmacy)

    def seen(user: Any) -> list[Any]:
        return [item for item in for_user(user, world.centre, today) if item.action == "Trả lời"]

    (item,) = seen(colleague)
    assert item.url == reverse("indicators:answering", args=[survey.points.get().token])
    assert item.due_on == survey.closes_on and "không hỏi tên" in item.text
    assert seen(elsewhere) == []
    ServicePoint.objects.create(survey=survey, unit=world.centre, name="Cả trung tâm", token="catrungtam")
    assert [each.url for each in seen(elsewhere)] == [reverse("indicators:answering", args=["catrungtam"])]
    assert len(seen(colleague)) == 1 and seen(colleague)[0].url == item.url, "the nearest place, once"
    Survey.objects.update(state=SurveyState.CLOSED, closed_at=timezone.now())
    assert seen(colleague) == []
