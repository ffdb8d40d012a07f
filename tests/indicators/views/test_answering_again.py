"""The public survey without a script when something is done twice: the last button, or one code on two devices."""

from typing import Any

import pytest
from django.test import Client

from indicators.engine import answer_codes
from indicators.models import ServicePoint, SurveyAnswer
from indicators.views import rate_limits
from tests.factories.surveys import AnswerCodeFactory, QuestionnaireFactory
from tests.indicators.answering import begin, body, go, open_point, open_survey, send

pytestmark = pytest.mark.django_db
CODE = "ABCD-EFGH-JKMN"


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    rate_limits.forget()


@pytest.fixture
def coded_point() -> ServicePoint:
    survey = open_survey(needs_code=True)
    AnswerCodeFactory(survey=survey, digest=answer_codes.digest(survey.pk, answer_codes.tidy(CODE)))
    return open_point(survey)


def to_the_end(client: Client, point: ServicePoint, **last: Any) -> Any:
    go(client, point, 1, a1="5", a2="4")
    return go(client, point, 2, b1="90", **last)


def finished() -> list[SurveyAnswer]:
    return list(SurveyAnswer.objects.filter(finished_at__isnull=False))


def test_who_presses_the_last_button_twice_is_thanked_twice(client: Client) -> None:
    point = open_point()
    begin(client, point)
    key = client.cookies["ks-phieu"].value
    assert to_the_end(client, point).url == f"/ks/{point.token}/cam-on/"
    client.cookies["ks-phieu"] = key  # the second press was sent before the first was answered

    again = go(client, point, 2, b1="90")

    assert again.url == f"/ks/{point.token}/cam-on/"
    assert client.cookies["ks-phieu"].value == ""
    assert len(finished()) == 1


def test_a_code_begun_with_elsewhere_is_asked_for_again_and_no_answer_is_lost(
    client: Client, coded_point: ServicePoint
) -> None:
    begin(client, coded_point, ma=CODE)
    begin(Client(), coded_point, ma=CODE)  # and never finished

    asked = to_the_end(client, coded_point)

    assert asked.status_code == 422
    text = asked.content.decode()
    assert "Mã của phiếu này vừa được dùng ở một trang khác" in text
    assert 'name="ma"' in text and 'value="90"' in text and "Phần 2/2" in text
    assert go(client, coded_point, 2, b1="90", ma=CODE).url == f"/ks/{coded_point.token}/cam-on/"
    (answer,) = finished()
    assert answer.answers == {"a1": 5, "a2": 4, "b1": 90} and answer.code_id is not None


def test_a_code_used_elsewhere_is_told_so(client: Client, coded_point: ServicePoint) -> None:
    begin(client, coded_point, ma=CODE)
    assert send(Client(), coded_point, body(code=CODE)).status_code == 200

    to_the_end(client, coded_point)
    told = go(client, coded_point, 2, b1="90", ma=CODE)

    assert told.status_code == 422 and "Mã này đã được dùng" in told.content.decode()
    assert len(finished()) == 1


def test_wrong_codes_at_the_end_are_counted(client: Client, coded_point: ServicePoint, settings: Any) -> None:
    settings.SURVEY_CODE_LIMIT = "1/minute"
    begin(client, coded_point, ma=CODE)
    begin(Client(), coded_point, ma=CODE)

    first = to_the_end(client, coded_point, ma="WRNG-WRNG-WRNG")
    second = go(client, coded_point, 2, b1="90", ma="WRNG-WRNG-WRNH")

    assert (first.status_code, second.status_code) == (422, 429)
    assert "Mã không đúng" in first.content.decode()
    assert go(client, coded_point, 2, b1="90", ma=CODE).url == f"/ks/{coded_point.token}/cam-on/"


def test_a_form_without_any_answer_is_told_so(client: Client) -> None:
    asked = [{"code": "a1", "text": "Một", "kind": "scale", "counts": True}]
    content = {"sections": [{"code": "a", "title": "A", "questions": asked}]}
    point = open_point(open_survey(questionnaire=QuestionnaireFactory(content=content)))
    begin(client, point)

    told = go(client, point, 1)

    assert told.status_code == 422 and "phiếu chưa có câu trả lời nào" in told.content.decode()
    assert not finished()
