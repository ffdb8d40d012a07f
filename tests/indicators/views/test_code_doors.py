"""One-time codes at all doors: whoever guesses keeps nobody waiting who has a right one."""

import logging
from typing import Any

import pytest
from django.test import Client

from indicators.engine import answer_codes
from indicators.models import ServicePoint, SurveyAnswer
from indicators.views import code_doors, rate_limits
from tests.factories.surveys import AnswerCodeFactory
from tests.indicators.answering import begin, body, go, open_point, open_survey, send

pytestmark = pytest.mark.django_db
ATTEMPTS = 200


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    rate_limits.forget()


@pytest.fixture
def point() -> ServicePoint:
    return open_point(open_survey(needs_code=True))


def code_of(point: ServicePoint, code: str = "") -> str:
    """A code that opens the survey, as it is printed."""
    code = code or answer_codes.make()
    AnswerCodeFactory(survey=point.survey, digest=answer_codes.digest(point.survey_id, code))
    return answer_codes.shown(code)


def check(client: Client, point: ServicePoint, code: str) -> Any:
    """Ask whether a code is good, as the script of the page does."""
    return client.post(f"/ks/{point.token}/ma/", {"code": code}, content_type="application/json")


def attack(point: ServicePoint, through: Any, times: int = ATTEMPTS) -> list[int]:
    """What somebody is told who tries one code after the other."""
    attacker = Client()
    return [through(attacker, point, answer_codes.make()).status_code for _ in range(times)]


def typing(client: Client, point: ServicePoint, code: str) -> Any:
    return begin(client, point, ma=code)


def sending(client: Client, point: ServicePoint, code: str) -> Any:
    return send(client, point, body(code=code))


@pytest.mark.parametrize("through", [typing, check, sending])
def test_two_hundred_wrong_codes_keep_nobody_behind_the_same_address_waiting(
    client: Client, point: ServicePoint, through: Any
) -> None:
    by_hand, by_script = code_of(point), code_of(point)

    told = attack(point, through)

    assert 200 not in told and 302 not in told
    assert begin(client, point, ma=by_hand).url == f"/ks/{point.token}/phan/1/"
    go(client, point, 1, a1="5")
    assert go(client, point, 2).url == f"/ks/{point.token}/cam-on/"
    assert check(Client(), point, by_script).json() == {"good": True}
    assert send(Client(), point, body(code=by_script)).json() == {"stored": True, "new": True}
    assert SurveyAnswer.objects.filter(finished_at__isnull=False).count() == 2


def test_beyond_its_limit_a_wrong_code_is_told_in_a_few_words(client: Client, point: ServicePoint) -> None:
    assert attack(point, typing, 62) == [409] * 60 + [429] * 2

    brief, asked = typing(client, point, "ABCD-EFGH-JKMN"), check(client, point, "ABCD-EFGH-JKMN")

    assert "mã đúng được nhận ngay" in brief.content.decode()
    assert f'href="/ks/{point.token}/"' in brief.content.decode()
    assert "<template" not in brief.content.decode()
    assert "Mã không đúng" in asked.json()["message"] and "mã đúng được nhận ngay" in asked.json()["message"]


def test_a_wrong_code_that_comes_with_an_answer_can_always_be_mended(client: Client, point: ServicePoint) -> None:
    """The page keeps an answer that is told to wait, so a wrong code is told as such however many there were."""
    attack(point, check, 70)

    told = sending(client, point, answer_codes.make())

    assert (told.status_code, told.json()["code"]) == (409, "unknown-code")


def test_a_flood_of_answers_keeps_no_right_code_waiting(client: Client, point: ServicePoint, settings: Any) -> None:
    settings.SURVEY_ANSWER_LIMIT = "2/minute"
    right = [code_of(point) for _ in range(2)]
    assert attack(point, sending, 4) == [409, 409, 429, 429]

    sent = send(client, point, body(code=right[0]))

    assert sent.json() == {"stored": True, "new": True}
    assert send(client, point, body(code=right[0])).status_code == 429, "a used one opens nothing"
    begin(client, point, ma=right[1])
    go(client, point, 1, a1="5")
    assert go(client, point, 2).url == f"/ks/{point.token}/cam-on/"


def test_without_codes_the_limit_of_answers_holds_for_everybody(client: Client, settings: Any) -> None:
    settings.SURVEY_ANSWER_LIMIT = "1/minute"
    point = open_point()
    send(client, point, body())

    assert send(client, point, body(code=answer_codes.make())).status_code == 429


def test_right_codes_are_not_counted(client: Client, point: ServicePoint, settings: Any) -> None:
    settings.SURVEY_CODE_LIMIT = "1/minute"
    code = code_of(point)

    assert [check(client, point, code).status_code for _ in range(5)] == [200] * 5
    assert check(client, point, answer_codes.make()).status_code == 409


def test_short_codes_of_before_are_good_and_guarded_by_the_limit(client: Client, point: ServicePoint) -> None:
    """Eight signs are too few for guesses without end."""
    short = code_of(point, "ABCDEFGH")
    assert check(client, point, short).status_code == 200
    attack(point, check, 60)

    assert check(client, point, short).status_code == 429
    assert typing(client, point, short).status_code == 429
    assert sending(client, point, short).status_code == 429


def test_an_attack_from_many_addresses_is_told_in_the_log_once(
    client: Client, point: ServicePoint, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SURVEY_CODE_CEILING, settings.PROXIES = "10/10 minutes", 1
    code = code_of(point)
    told = [
        client.post(f"/ks/{point.token}/", {"ma": answer_codes.make()}, headers={"X-Forwarded-For": f"10.0.0.{each}"})
        for each in range(14)
    ]

    assert [each.status_code for each in told] == [409] * 10 + [429] * 4
    assert typing(client, point, code).status_code == 302
    said = [record for record in caplog.records if record.name == code_doors.__name__]
    assert [record.levelno for record in said] == [logging.WARNING]


def test_a_code_is_looked_up_with_one_question_to_the_database(
    client: Client, point: ServicePoint, django_assert_num_queries: Any
) -> None:
    right = code_of(point)

    for code in (right, answer_codes.make()):
        with django_assert_num_queries(
            2
        ):  # the point, which is kept for some seconds where people answer, and the code
            check(client, point, code)
