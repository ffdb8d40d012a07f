"""What stays on a device when the server does not take an answer, or is not well when a new release comes."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from indicators.models import ServicePoint, Survey, SurveyAnswer
from indicators.views import rate_limits
from tests.browser.phone import go_on
from tests.browser.portal import Portal
from tests.indicators.answering import open_point

OLD_FILE = "/static/thidua/survey.last.js"


@pytest.fixture
def point(transactional_db: None) -> ServicePoint:
    rate_limits.forget()
    return open_point()


def answer(page: Page) -> None:
    page.click("#begin .main")
    page.locator("input[name=a1] + span").nth(3).click()
    go_on(page)
    expect(page.locator(".screen:visible .step")).to_have_text("Phần 2/2")
    go_on(page)


def rename(point: ServicePoint, token: str) -> None:
    ServicePoint.objects.filter(pk=point.pk).update(token=token)


def test_an_answer_to_a_place_that_is_not_known_now_waits_until_it_is(portal: Portal, point: ServicePoint) -> None:
    page, token = portal.page, point.token
    portal.open(f"/ks/{token}/")
    rename(point, "mat-dau")
    answer(page)
    expect(page.locator("#note")).to_contain_text("1 phiếu được giữ trên máy này, hệ thống chưa nhận")
    assert len(page.evaluate("surveyQueue.waiting()")) == 1

    rename(point, token)
    page.evaluate(
        "() => surveyQueue.waiting().then(([one]) => surveyQueue.put('waiting', Object.assign(one, {heldUntil: 0})))"
        ".then(() => surveyQueue.send())"
    )

    assert page.evaluate("surveyQueue.waiting()") == []
    assert SurveyAnswer.objects.get().answers == {"a1": 4}


def test_answers_behind_those_that_are_held_are_sent(portal: Portal, point: ServicePoint) -> None:
    page = portal.page
    portal.open(f"/ks/{point.token}/")
    page.evaluate(
        "async (good) => { for (let n = 0; n < 5; n += 1) { const key = crypto.randomUUID();"
        " await surveyQueue.put('waiting', {key: n < 4 ? '0' + n : 'f', url: n < 4 ? '/ks/khong-co/gui/' : good,"
        " finishedAt: Date.now(), body: {key: key, answers: {a1: 4}}}); } }",
        f"/ks/{point.token}/gui/",
    )

    told = page.evaluate("surveyQueue.send()")

    assert (told["sent"], told["held"], told["waiting"]) == (1, 4, 0)
    assert SurveyAnswer.objects.count() == 1


def test_an_answer_is_not_held_for_longer_when_the_clock_of_the_device_is_set_back(
    portal: Portal, point: ServicePoint
) -> None:
    portal.open(f"/ks/{point.token}/")

    told = portal.page.evaluate(
        "(url) => { const key = crypto.randomUUID(), ahead = Date.now() + 400 * 86400e3;"
        " return surveyQueue.put('waiting', {key: key, url: url, finishedAt: ahead, heldUntil: ahead,"
        " body: {key: key, answers: {a1: 4}}}).then(() => surveyQueue.send()); }",
        f"/ks/{point.token}/gui/",
    )

    assert (told["sent"], told["held"]) == (1, 0)
    assert SurveyAnswer.objects.count() == 1


def test_a_refused_answer_is_told_on_the_first_page_until_somebody_looked(portal: Portal, point: ServicePoint) -> None:
    page = portal.page
    portal.open(f"/ks/{point.token}/")
    expect(page.locator("#refused")).to_be_hidden()
    page.evaluate(
        "(url) => surveyQueue.put('waiting', {key: 'x', url: url, finishedAt: Date.now(),"
        " body: {key: crypto.randomUUID(), answers: {khac: 1}}}).then(() => surveyQueue.send())",
        f"/ks/{point.token}/gui/",
    )
    assert page.evaluate("surveyQueue.waiting()") == []

    portal.open(f"/ks/{point.token}/")

    expect(page.locator("#refused")).to_contain_text("1 phiếu trả lời trên máy này không được nhận")
    expect(page.locator("#refused")).to_contain_text("không thuộc bộ câu hỏi này")
    page.click("#refused button")
    expect(page.locator("#refused")).to_be_hidden()
    portal.open(f"/ks/{point.token}/")
    page.wait_for_load_state("networkidle")
    expect(page.locator("#refused")).to_be_hidden()


def test_an_answer_that_waits_is_sent_from_the_page_that_says_that_the_round_is_over(
    portal: Portal, point: ServicePoint
) -> None:
    page = portal.page
    portal.open(f"/ks/{point.token}/")
    page.evaluate(
        "async (url) => { for (const answers of [{a1: 4}, {khac: 1}]) { const key = crypto.randomUUID();"
        " await surveyQueue.put('waiting', {key: key, url: url, finishedAt: Date.now() - 3 * 86400e3,"
        " body: {key: key, answers: answers}}); } }",
        f"/ks/{point.token}/gui/",
    )
    Survey.objects.filter(pk=point.survey_id).update(closes_on=timezone.localdate() - timedelta(days=1))

    page.reload()

    expect(page.locator("h1")).to_have_text("Khảo sát đã kết thúc")
    expect(page.locator("#refused")).to_contain_text("1 phiếu trả lời trên máy này không được nhận")
    assert SurveyAnswer.objects.get().answers == {"a1": 4}
    assert page.evaluate("surveyQueue.waiting()") == []
    page.click("#refused button")
    expect(page.locator("#refused")).to_be_hidden()


def test_a_release_that_comes_while_the_server_is_busy_leaves_the_kept_page_its_files(
    portal: Portal, point: ServicePoint, settings: Any
) -> None:
    page, path = portal.page, f"/ks/{point.token}/"
    portal.open(path)
    page.wait_for_function("path => caches.match(path).then(Boolean)", arg=path)
    portal.open("/accounts/login/")
    settings.SURVEY_PAGE_LIMIT = "1/hour"
    rate_limits.forget()
    page.evaluate("path => fetch(path)", path)  # the one that is let through

    page.evaluate(
        "async ([path, file]) => {"
        " await (await caches.open('ks-pages')).put(path, new Response('of the last release'));"
        " await (await caches.open('ks-files')).put(file, new Response('old'));"
        " await (await navigator.serviceWorker.getRegistration('/ks/')).unregister();"
        " const made = await navigator.serviceWorker.register('/ks/sw.js', {scope: '/ks/'});"
        " const worker = made.installing || made.waiting || made.active;"
        " while (worker.state !== 'activated') await new Promise((go) => setTimeout(go, 50)); }",
        [path, OLD_FILE],
    )

    assert page.evaluate("path => caches.match(path).then((kept) => kept.text())", path) == "of the last release"
    assert page.evaluate("file => caches.match(file).then(Boolean)", OLD_FILE)
