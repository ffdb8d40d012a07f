"""The public survey without a script."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from core.formats import vn_date
from indicators.engine import answer_codes
from indicators.enums import SurveyState
from indicators.models import SurveyAnswer, SurveyComment
from indicators.views import rate_limits
from tests.factories.surveys import AnswerCodeFactory, QuestionnaireFactory
from tests.indicators.answering import CONTENT, begin, go, open_point, open_survey

pytestmark = pytest.mark.django_db
LIGHT = 60 * 1024


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    rate_limits.forget()


def test_the_whole_way_without_a_script(client: Client) -> None:
    point = open_point()
    assert begin(client, point).url == f"/ks/{point.token}/phan/1/"
    assert "Phần 1/2" in client.get(f"/ks/{point.token}/phan/1/").content.decode()
    assert go(client, point, 1, a1="5", a2="0").url == f"/ks/{point.token}/phan/2/"

    last = go(client, point, 2, b1="90", b2=["1", "3"], b3="Ghế chờ còn ít")

    assert last.url == f"/ks/{point.token}/cam-on/"
    assert point.unit.name in client.get(last.url).content.decode()
    answer = SurveyAnswer.objects.get()
    assert answer.answers == {"a1": 5, "a2": 0, "b1": 90, "b2": [1, 3]}
    assert (answer.valid, answer.satisfied) == (1, 1)
    assert answer.started_at < answer.finished_at
    assert SurveyComment.objects.get().text == "Ghế chờ còn ít"
    assert client.cookies["ks-phieu"].value == ""


def test_one_goes_back_and_finds_what_one_chose(client: Client) -> None:
    point = open_point()
    begin(client, point)
    go(client, point, 1, a1="2")

    back = go(client, point, 2, b1="40", lui="1")

    assert back.url == f"/ks/{point.token}/phan/1/"
    assert 'value="2" checked' in client.get(back.url).content.decode()
    assert 'value="40"' in client.get(f"/ks/{point.token}/phan/2/").content.decode()


def test_after_a_break_one_goes_on_where_one_was(client: Client) -> None:
    point = open_point()
    begin(client, point)
    go(client, point, 1, a1="2")

    shown = client.get(f"/ks/{point.token}/").content.decode()

    assert "Trả lời tiếp từ phần 2/2" in shown
    assert (
        "Trả lời tiếp"
        not in Client().get(f"/ks/{point.token}/").content.decode().split("<template")[0].split("<p id=")[0]
    )


def test_the_cookie_does_one_thing(client: Client) -> None:
    point = open_point()
    cookie = begin(client, point).cookies["ks-phieu"]

    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (f"/ks/{point.token}/", True, "Lax")
    assert cookie["max-age"] == 7 * 24 * 3600
    assert cookie.value == str(SurveyAnswer.objects.get().pk)
    assert set(client.cookies) == {"ks-phieu"}


def test_what_is_missing_is_told_at_its_question(client: Client) -> None:
    point = open_point()
    begin(client, point)

    sent = go(client, point, 1, a2="4")

    assert sent.url == f"/ks/{point.token}/phan/1/?xem-lai"  # a page of its own: the browser's Back works
    shown = client.get(sent.url)
    assert "Còn 1 câu cần xem lại" in shown.content.decode()
    assert "Chưa chọn câu trả lời." in shown.content.decode()
    assert SurveyAnswer.objects.get().answers == {"a2": 4}


def test_what_cannot_be_is_told_with_what_was_typed(client: Client) -> None:
    point = open_point()
    begin(client, point)

    shown = go(client, point, 2, b1="900", b3="x" * 2001)

    assert shown.status_code == 422
    assert 'value="900"' in shown.content.decode()
    assert "x" * 2001 in shown.content.decode()
    assert 'aria-describedby="loi-b1"' in shown.content.decode()


def test_a_number_is_bounded_on_the_page_as_it_is_at_the_server(client: Client) -> None:
    asked = [
        {"code": "n1", "text": "Mấy ngày", "kind": "number"},
        {"code": "n2", "text": "Bao nhiêu", "kind": "percent"},
    ]
    content = {"sections": [{"code": "a", "title": "A", "questions": [*CONTENT["sections"][0]["questions"], *asked]}]}
    point = open_point(open_survey(questionnaire=QuestionnaireFactory(content=content)))

    page = client.get(f"/ks/{point.token}/").content.decode()

    assert re.findall(r'data-lowest="(.*?)" data-highest="(.*?)"', page) == [("0", "1000000"), ("0", "200")]
    begin(client, point)
    told = go(client, point, 1, a1="5", n1="1000001", n2="201").content.decode()
    assert "Xin ghi số từ 0 đến 1000000." in told
    assert "Xin ghi số từ 0 đến 200." in told


def test_who_skipped_a_part_is_led_back_to_it(client: Client) -> None:
    point = open_point()
    begin(client, point)

    sent = go(client, point, 2, b1="90")

    assert sent.url == f"/ks/{point.token}/phan/1/?xem-lai"
    assert "Chưa chọn câu trả lời." in client.get(sent.url).content.decode()
    assert not SurveyAnswer.objects.filter(finished_at__isnull=False).exists()


def test_nobody_answers_without_having_begun(client: Client) -> None:
    point = open_point()

    assert client.get(f"/ks/{point.token}/phan/1/").url == f"/ks/{point.token}/"
    assert client.get(f"/ks/{point.token}/phan/9/").status_code == 404


def test_what_fills_in_the_trap_is_thanked_and_forgotten(client: Client) -> None:
    point = open_point()

    assert begin(client, point, **{"trang-web": "x"}).url == f"/ks/{point.token}/cam-on/"
    assert not SurveyAnswer.objects.exists()


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"state": SurveyState.DRAFT, "opened_at": None}, 403, "Đợt khảo sát đang được chuẩn bị"),
        (
            {"state": SurveyState.CLOSED, "closed_at": timezone.now()},
            410,
            f"Đợt khảo sát đã kết thúc ngày {vn_date(timezone.localdate())}.",
        ),
        ({"opens_on": timezone.localdate() + timedelta(days=3)}, 403, "Đợt khảo sát mở từ ngày"),
        ({"closes_on": timezone.localdate() - timedelta(days=1)}, 410, "Khảo sát đã kết thúc"),
        ({"state": SurveyState.CLOSED, "closed_at": timezone.now()}, 410, "Khảo sát đã kết thúc"),
    ],
)
def test_who_comes_too_early_or_too_late_is_told_why(
    client: Client, change: dict[str, Any], status: int, words: str
) -> None:
    point = open_point(open_survey(**change))

    for path in ("", "phan/1/"):
        shown = client.get(f"/ks/{point.token}/{path}")
        assert shown.status_code == status
        assert words in shown.content.decode()


def test_an_unknown_address_is_told_in_plain_words(client: Client) -> None:
    shown = client.get("/ks/khongco/")

    assert shown.status_code == 404
    assert "Hãy quét lại mã QR" in shown.content.decode()


def test_one_code_is_one_finished_answer(client: Client) -> None:
    point = open_point(open_survey(needs_code=True))
    code = answer_codes.make()
    AnswerCodeFactory(survey=point.survey, digest=answer_codes.digest(point.survey_id, code))
    assert "Mã không đúng" in begin(client, point, ma="ABCD-EFGH").content.decode()
    begin(Client(), point, ma=code)  # given up
    begin(client, point, ma=answer_codes.shown(code).lower())
    go(client, point, 1, a1="4")
    go(client, point, 2)

    again = begin(Client(), point, ma=code)

    assert SurveyAnswer.objects.filter(finished_at__isnull=False).count() == 1
    assert again.status_code == 409
    assert "Mã này đã được dùng" in again.content.decode()


def _weight(client: Client, path: str) -> int:
    files = re.findall(r"/static/([^\"]+)", client.get(path).content.decode())
    sent = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert sent["Content-Encoding"] == "gzip"
    return len(sent.content) + sum(Path(str(finders.find(name))).stat().st_size for name in files)


def test_the_page_is_light_even_with_the_longest_form_of_the_ministry(client: Client) -> None:
    questions = [
        {
            "code": f"c{n}",
            "text": "Câu hỏi dài như trên phiếu của Bộ, đủ để xuống hai dòng. " * 2,
            "kind": "scale_or_unused",
            "counts": True,
        }
        for n in range(44)
    ]
    sections = [
        {"code": f"p{n}", "title": "Môi trường làm việc", "questions": questions[n * 9 : n * 9 + 9]} for n in range(5)
    ]
    point = open_point(open_survey(questionnaire=QuestionnaireFactory(content={"sections": sections})))

    assert _weight(client, f"/ks/{point.token}/") < LIGHT
    begin(client, point)
    assert _weight(client, f"/ks/{point.token}/phan/1/") < LIGHT


def test_the_page_sets_no_cookie_and_asks_no_session(client: Client, django_assert_num_queries: Any) -> None:
    point = open_point()

    with django_assert_num_queries(1):
        shown = client.get(f"/ks/{point.token}/")

    assert not shown.cookies
    assert shown["Cache-Control"] == "no-store"


def test_who_must_wait_need_not_come_back_by_hand(client: Client, settings: Any) -> None:
    settings.SURVEY_PAGE_LIMIT = "1/minute"
    point = open_point()
    client.get(f"/ks/{point.token}/")

    told = client.get(f"/ks/{point.token}/")

    assert told.status_code == 429
    assert 0 < int(told["Refresh"]) <= 61


def test_the_worker_reaches_only_the_survey(client: Client) -> None:
    script = client.get("/ks/sw.js")

    assert script["Content-Type"].startswith("text/javascript")
    assert script["Service-Worker-Allowed"] == "/ks/"
    text = script.content.decode()
    assert "survey-queue.js" in text
    # What it answers by itself lies below the survey; everything else goes to the network as ever.
    caught = re.findall(r"const \w+_PAGE = /(.*)/;", text)
    assert len(caught) == 2
    for address in ("/ks/abc/", "/ks/abc/may/", "/", "/so-lieu/", "/accounts/login/", "/kse/abc/", "/x/ks/abc/"):
        is_survey = address.startswith("/ks/")
        assert [bool(re.search(each.replace("\\/", "/"), address)) for each in caught] == [is_survey] * 2
