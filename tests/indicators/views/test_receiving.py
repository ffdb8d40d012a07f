"""Whole answers that a script sends, at once or later."""

from itertools import cycle
from typing import Any

import pytest
import redis
from django.test import Client
from django.utils import timezone

from indicators.enums import AnswerChannel
from indicators.models import SurveyAnswer, SurveyComment
from indicators.views import rate_limits
from tests.indicators.answering import ANSWERS, body, open_point, open_survey, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    rate_limits.forget()


def test_an_answer_is_stored_with_its_tally_and_its_comment_apart(client: Client) -> None:
    point = open_point()

    told = send(client, point, body())

    assert (told.status_code, told.json()) == (200, {"stored": True, "new": True})
    answer = SurveyAnswer.objects.get()
    assert (answer.point, answer.channel) == (point, AnswerChannel.LINK)
    assert answer.answers == {"a1": 5, "a2": 4, "b1": 90, "b2": [1, 3]}
    assert (answer.valid, answer.satisfied, answer.points, answer.is_fully_satisfied) == (2, 2, 9, True)
    assert answer.finished_on == timezone.localdate()
    assert 110 < (answer.finished_at - answer.started_at).total_seconds() < 130
    assert SurveyComment.objects.get().text == "Ghế chờ còn ít"


def test_what_is_sent_again_is_stored_once(client: Client) -> None:
    point, sent = open_point(), body()
    first = send(client, point, sent)

    again = send(client, point, sent)

    assert (first.json()["new"], again.status_code, again.json()) == (True, 200, {"stored": True, "new": False})
    assert (SurveyAnswer.objects.count(), SurveyComment.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "answers", [{}, {"a1": 6}, {"a1": 0}, {"a2": 3}, {"a1": 5, "khac": 1}, {"a1": "5; DROP"}, {"a1": [1, 2]}, ["a1"]]
)
def test_answers_that_cannot_be_given_are_refused_in_words(client: Client, answers: object) -> None:
    told = send(client, open_point(), body(answers=answers))

    assert told.status_code in (400, 422)
    assert told.json()["message"]
    assert not SurveyAnswer.objects.exists()


def test_errors_are_told_by_question(client: Client) -> None:
    told = send(client, open_point(), body(answers={"a2": 3}))

    assert list(told.json()["errors"]) == ["a1"]


@pytest.mark.parametrize("sent", [b"", b"[]", b"{", b'{"key": "x", "answers": {}}', b"\xff\xfe", b'{"answers": {}}'])
def test_what_cannot_be_read_is_refused_in_words(client: Client, sent: bytes) -> None:
    told = client.post(f"/ks/{open_point().token}/gui/", sent, content_type="application/json")

    assert told.status_code == 400
    assert "không đọc được" in told.json()["message"]


@pytest.mark.parametrize("span", ["age", "took"])
@pytest.mark.parametrize("seconds", [-5, 1e300, -1e300, -(10**18), "3", True, [1]])
def test_a_strange_clock_loses_nothing_or_is_refused(client: Client, span: str, seconds: object) -> None:
    told = send(client, open_point(), body(**{span: seconds}))

    assert told.status_code in (200, 400)
    assert SurveyAnswer.objects.filter(finished_at__gt=timezone.now()).count() == 0


def test_what_fills_in_the_trap_is_thanked_and_forgotten(client: Client) -> None:
    told = send(client, open_point(), body(**{"trang-web": "http://example.com"}))

    assert told.status_code == 200
    assert not SurveyAnswer.objects.exists()


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://khac.example"}])
def test_a_form_of_another_site_is_refused(client: Client, headers: dict[str, str]) -> None:
    assert send(client, open_point(), body(), **headers).status_code == 403
    assert not SurveyAnswer.objects.exists()


def test_no_token_is_asked_for_from_our_own_page(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert send(strict, open_point(), body(), **{"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_an_unknown_point_takes_nothing(client: Client) -> None:
    told = client.post("/ks/khongco/gui/", "{}", content_type="application/json")

    assert told.status_code == 404


def test_a_kiosk_is_told_from_a_phone(client: Client) -> None:
    send(client, open_point(), body(channel="kiosk"))

    assert SurveyAnswer.objects.get().channel == AnswerChannel.KIOSK


def test_too_many_are_asked_to_wait_and_lose_nothing(client: Client, settings: object) -> None:
    settings.SURVEY_ANSWER_LIMIT = "3/minute"  # type: ignore[attr-defined]
    point = open_point()

    states = [send(client, point, body()).status_code for _ in range(5)]

    assert states == [200, 200, 200, 429, 429]
    assert 0 < int(send(client, point, body())["Retry-After"]) <= 61


def test_a_whole_hospital_behind_one_address_may_answer(client: Client) -> None:
    point = open_point()

    assert {send(client, point, body(answers={"a1": 4})).status_code for _ in range(250)} == {200}


def test_the_address_is_that_which_our_own_proxy_saw(client: Client, settings: object) -> None:
    settings.SURVEY_ANSWER_LIMIT, settings.PROXIES = "1/minute", 1  # type: ignore[attr-defined]
    point = open_point()

    seen = [
        send(client, point, body(), **{"X-Forwarded-For": told}) for told in ("6.6.6.6, 1.1.1.1", "7.7.7.7, 1.1.1.1")
    ]

    assert [each.status_code for each in seen] == [200, 429]


def test_a_broken_counter_keeps_nobody_out(client: Client, settings: object) -> None:
    settings.RATE_LIMIT_STORAGE = "redis://127.0.0.1:1/0"  # type: ignore[attr-defined]

    assert send(client, open_point(), body()).status_code == 200


def test_nothing_tells_who_answered(client: Client) -> None:
    told = send(client, open_point(), body(), **{"User-Agent": "Dien thoai cua toi"})

    assert not told.cookies
    stored = str(SurveyAnswer.objects.values().get())
    assert "127.0.0.1" not in stored
    assert "Dien thoai" not in stored


def test_an_answer_is_one_insert(client: Client, django_assert_num_queries: object) -> None:
    point = open_point()
    sent = body(answers={"a1": 5})

    # The point (which is kept for the next ones) and the answer.
    with django_assert_num_queries(2):  # type: ignore[operator]
        send(client, point, sent)


def test_a_wrong_code_is_told_before_the_first_question(client: Client) -> None:
    point = open_point(open_survey(needs_code=True))

    told = client.post(f"/ks/{point.token}/ma/", '{"code": "ABCD-EFGH"}', content_type="application/json")

    assert told.status_code == 409
    assert "Mã không đúng" in told.json()["message"]
    assert ANSWERS


def test_a_large_limit_is_counted_down_in_shares_and_never_exceeded(client: Client, settings: Any) -> None:
    settings.SURVEY_ANSWER_LIMIT = "100/minute"
    point = open_point()

    taken = [rate_limits.share_of(amount) for amount in (1, 60, 100, 300, 1200)]
    states = [send(client, point, body(answers={"a1": 4})).status_code for _ in range(105)]

    assert taken == [1, 1, 2, 6, 6]
    assert states == [200] * 100 + [429] * 5


@pytest.mark.needs_shared
def test_shares_of_several_processes_are_never_more_than_the_limit(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RATE_LIMIT_STORAGE, settings.SURVEY_ANSWER_LIMIT = settings.REDIS_URL, "300/minute"
    rate_limits.forget()
    point, processes = open_point(), cycle([{}, {}, {}])

    states = []
    for _ in range(320):
        monkeypatch.setattr(rate_limits, "_shares", next(processes))
        states.append(send(client, point, body(answers={"a1": 4})).status_code)

    assert 300 - 3 * rate_limits.LARGEST_SHARE <= states.count(200) <= 300
    assert set(states) == {200, 429}


@pytest.mark.needs_shared
def test_all_processes_count_together_where_there_is_redis(client: Client, settings: Any) -> None:
    settings.RATE_LIMIT_STORAGE, settings.SURVEY_ANSWER_LIMIT = settings.REDIS_URL, "2/minute"
    rate_limits.forget()
    point = open_point()

    states = [send(client, point, body()).status_code for _ in range(3)]

    # What another process would find there: counts under digests, never an address.
    kept = [key.decode() for key in redis.Redis.from_url(settings.REDIS_URL).keys("*SURVEY_ANSWER_LIMIT*")]
    assert states == [200, 200, 429]
    assert len(kept) == 1
    assert "127.0.0.1" not in kept[0]


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1:5555", "192.0.2.1:5556", True),
        ("[2001:db8:1:2::1]:5555", "2001:db8:1:2::1", True),
    ],
)
@pytest.mark.parametrize("proxies", [0, 1])
def test_one_subscriber_is_one_address(settings: Any, first: str, second: str, is_same: bool, proxies: int) -> None:
    settings.SURVEY_ANSWER_LIMIT, settings.PROXIES = "1/hour", proxies
    point = open_point()
    answers = [
        send(Client(REMOTE_ADDR=address, headers={"X-Forwarded-For": address}), point, body())
        for address in (first, second)
    ]

    assert [told.status_code for told in answers] == [200, 429 if is_same else 200]
