"""Preparing, opening and following a survey through its pages."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.roles import RoleCode
from indicators.engine import answer_codes
from indicators.enums import SurveyState
from indicators.models import AnswerCode, ServicePoint, Survey
from indicators.selectors.surveys import points_of
from tests.factories.accounts import user_with
from tests.factories.surveys import CONTENT, QuestionnaireFactory, ServicePointFactory, SurveyFactory
from tests.factories.world import World
from tests.indicators.survey_world import answered, open_survey


@pytest.fixture
def office(client: Client, world: World) -> Client:
    client.force_login(user_with(RoleCode.OFFICE, world.centre))
    return client


def typed(**other: str) -> dict[str, str]:
    questionnaire = QuestionnaireFactory(content=CONTENT)
    return {
        **{"title": "Quý IV", "questionnaire": str(questionnaire.pk), "opens_on": "1/10/2026"},
        **{"closes_on": "31/12/2026", "population": "1000", "margin": "5", "target": "", "shown_from": "10"},
        **other,
    }


def go(client: Client, name: str, *args: object) -> str:
    response = client.get(reverse(f"indicators:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def test_survey_is_prepared_by_form(office: Client, world: World) -> None:
    response = office.post(reverse("indicators:survey-create"), typed(centre=str(world.centre.pk)))

    survey = Survey.objects.get()
    assert response["Location"] == reverse("indicators:survey-detail", args=[survey.pk])
    assert (survey.centre, survey.target, survey.state) == (world.centre, 286, SurveyState.DRAFT)
    assert "thêm điểm phục vụ" in go(office, "survey-detail", survey.pk)


def test_authority_holds_a_survey_of_its_own(client: Client, world: World) -> None:
    client.force_login(user_with(RoleCode.OFFICE, world.authority))

    client.post(reverse("indicators:survey-create"), typed(centre=str(world.authority.pk)))

    assert Survey.objects.get().centre == world.authority


def test_foreign_holder_is_refused(office: Client, world: World) -> None:
    for unit in (world.other_centre, world.authority, world.surgery):
        response = office.post(reverse("indicators:survey-create"), typed(centre=str(unit.pk)))
        assert response.status_code == 400
    assert not Survey.objects.exists()


def test_wrong_dates_are_told_and_what_was_typed_is_kept(office: Client, world: World) -> None:
    form = typed(centre=str(world.centre.pk), closes_on="1/9/2026")
    response = office.post(reverse("indicators:survey-create"), form)

    assert response.status_code == 400
    text = response.content.decode()
    assert "Ngày kết thúc trước ngày bắt đầu" in text and 'value="Quý IV"' in text
    assert not Survey.objects.exists()


def test_places_are_added_and_the_survey_opened(office: Client, world: World) -> None:
    survey = SurveyFactory(centre=world.centre, questionnaire__content=CONTENT)
    form = {"units": [world.surgery.pk, world.pharmacy.pk], "name": "Quầy", "target": "30"}

    office.post(reverse("indicators:points-add", args=[survey.pk]), form)
    office.post(reverse("indicators:survey-act", args=[survey.pk]), {"transition": "open"})

    survey.refresh_from_db()
    assert survey.state == SurveyState.OPEN
    assert list(survey.points.values_list("unit__code", "target")) == [("khoa-ngoai", 30), ("khoa-duoc", 30)]
    text = go(office, "survey-detail", survey.pk)
    for point in survey.points.all():
        assert f"/ks/{point.token}/" in text


def test_survey_without_places_says_what_is_missing(office: Client, world: World) -> None:
    survey = SurveyFactory(centre=world.centre, questionnaire__content=CONTENT)
    act = reverse("indicators:survey-act", args=[survey.pk])

    assert "chưa có điểm phục vụ" in office.post(act, {"transition": "open"}, follow=True).content.decode()
    assert "Không rõ việc cần làm" in office.post(act, {"transition": "x"}, follow=True).content.decode()


def test_opened_survey_keeps_its_questionnaire_whatever_is_posted(office: Client, world: World) -> None:
    survey = open_survey(world.centre)
    before = survey.questionnaire_id

    office.post(reverse("indicators:survey-edit", args=[survey.pk]), typed(closes_on="15/1/2027", title="Mới"))

    survey.refresh_from_db()
    assert (survey.questionnaire_id, survey.title, survey.closes_on) == (before, "Mới", date(2027, 1, 15))


def test_place_is_changed_and_removed(office: Client, world: World) -> None:
    point = ServicePointFactory(survey=SurveyFactory(centre=world.centre), unit=world.surgery)

    office.post(reverse("indicators:point-edit", args=[point.pk]), {"name": "Phòng tiêm", "target": "12"})
    point.refresh_from_db()
    assert (point.name, point.target) == ("Phòng tiêm", 12)
    office.post(reverse("indicators:point-delete", args=[point.pk]))
    assert not ServicePoint.objects.exists()


def test_place_with_answers_stays(office: Client, world: World) -> None:
    point = answered(open_survey(world.centre), world.surgery, good=1)

    response = office.post(reverse("indicators:point-delete", args=[point.pk]), follow=True)

    assert "Không xóa được" in response.content.decode()
    assert ServicePoint.objects.exists()


def test_draft_is_deleted(office: Client, world: World) -> None:
    survey = SurveyFactory(centre=world.centre)

    office.post(reverse("indicators:survey-delete", args=[survey.pk]))

    assert not Survey.objects.exists()


@pytest.mark.parametrize("output", ["page", "xlsx"])
def test_codes_are_handed_out_once(office: Client, world: World, output: str) -> None:
    survey = open_survey(world.centre, needs_code=True)
    point = ServicePointFactory(survey=survey, unit=world.surgery)
    address = reverse("indicators:survey-codes", args=[survey.pk])

    response = office.post(address, {"number": "5", "point": point.pk, "output": output})

    if output == "xlsx":
        codes = [
            row[1] for row in load_workbook(BytesIO(response.content)).active.iter_rows(min_row=2, values_only=True)
        ]
    else:
        codes = re.findall(r'code-sheet-code">([A-Z0-9-]+)<', response.content.decode())
        assert f"/ks/{point.token}/" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    digests = {answer_codes.digest(survey.pk, answer_codes.tidy(code)) for code in codes}
    assert digests == set(AnswerCode.objects.values_list("digest", flat=True))
    again = office.get(address).content.decode()
    assert "Đã lập 5 mã" in again and not any(code in again for code in codes)


def test_codes_name_the_address_by_which_the_public_reaches_the_portal(
    office: Client, world: World, settings: Any
) -> None:
    settings.PUBLIC_URL = "https://khaosat.example.vn"
    survey = SurveyFactory(centre=world.centre, needs_code=True)
    point = ServicePointFactory(survey=survey, unit=world.surgery, token="quaymot")
    asked = {"number": "1", "output": "page", "point": str(point.pk)}

    response = office.post(reverse("indicators:survey-codes", args=[survey.pk]), asked)

    assert "https://khaosat.example.vn/ks/quaymot/" in response.content.decode()


@pytest.mark.parametrize(("places", "told"), [(1, "/ks/quay0/"), (2, "Quét mã QR trên áp phích")])
def test_every_slip_tells_where_to_type_its_code(office: Client, world: World, places: int, told: str) -> None:
    survey = SurveyFactory(centre=world.centre, needs_code=True)
    for number in range(places):
        ServicePointFactory(survey=survey, unit=world.surgery, token=f"quay{number}", name=f"Quầy {number}")

    response = office.post(reverse("indicators:survey-codes", args=[survey.pk]), {"number": "3", "output": "page"})

    assert response.content.decode().count(told) == 3
    assert AnswerCode.objects.filter(point=None).count() == 3


def test_too_many_codes_are_refused(office: Client, world: World) -> None:
    survey = open_survey(world.centre, needs_code=True)

    response = office.post(reverse("indicators:survey-codes", args=[survey.pk]), {"number": "99999", "output": "page"})

    assert response.status_code == 400
    assert not AnswerCode.objects.exists()


def test_desk_tells_sample_and_gap(office: Client, world: World) -> None:
    survey = open_survey(world.centre, population=100, opens_on=date(2026, 1, 1), closes_on=date(2026, 2, 28))
    answered(survey, world.surgery, good=2, day=date(2026, 1, 5))

    text = go(office, "survey-detail", survey.pk)

    assert "còn thiếu 98" in text and "Số phiếu chưa đủ" in text
    assert "N = 100, e = 5%" in text
    assert "Số phiếu theo ngày" in text and "còn thiếu 98 phiếu so với nhịp đều" in text


@pytest.mark.parametrize(("target", "missing"), [(3, 1), (2, 0), (1, 0)])
def test_place_lacks_what_is_left_of_its_target(world: World, target: int, missing: int) -> None:
    survey = open_survey(world.centre)
    answered(survey, world.surgery, good=2)
    ServicePoint.objects.update(target=target)

    points = points_of(survey, user_with(RoleCode.OFFICE, world.centre))

    assert [(point.answer_count, point.missing) for point in points if point.unit == world.surgery] == [(2, missing)]


def test_department_follows_its_own_places_only(client: Client, world: World) -> None:
    survey = open_survey(world.centre)
    answered(survey, world.surgery, good=1)
    foreign = answered(survey, world.pharmacy, good=1)
    client.force_login(user_with(RoleCode.DEPARTMENT_HEAD, world.surgery))

    text = go(client, "survey-detail", survey.pk)

    assert foreign.token not in text and "Khác" not in text.partition("<main")[2]
    assert client.get(reverse("indicators:survey-edit", args=[survey.pk])).status_code == 403


def test_survey_without_a_place_of_the_department_is_not_found(client: Client, world: World) -> None:
    survey = open_survey(world.centre)
    answered(survey, world.pharmacy, good=1)
    client.force_login(user_with(RoleCode.DEPARTMENT_HEAD, world.surgery))

    assert client.get(reverse("indicators:survey-detail", args=[survey.pk])).status_code == 404
    assert survey.title not in go(client, "survey-list")


def test_survey_of_the_authority_is_seen_where_it_has_places(office: Client, world: World) -> None:
    survey = open_survey(world.authority, title="Sở khảo sát qua mã QR")
    answered(survey, world.surgery, good=1)

    assert "Sở khảo sát qua mã QR" in go(office, "survey-list")
    assert office.get(reverse("indicators:survey-edit", args=[survey.pk])).status_code == 404


def test_lists_cost_the_same_with_one_row_and_with_three(office: Client, world: World) -> None:
    answered(open_survey(world.centre), world.surgery, good=1)
    survey = Survey.objects.get()
    counts = []
    for _ in range(2):
        go(office, "survey-list")
        with CaptureQueriesContext(connection) as captured:
            go(office, "survey-list")
            go(office, "survey-detail", survey.pk)
        counts.append(len(captured))
        for unit in (world.pharmacy, world.office):
            answered(survey, unit, good=1)
            answered(open_survey(world.centre), unit, good=1)

    assert counts[0] == counts[1]
