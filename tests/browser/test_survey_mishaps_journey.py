"""What goes wrong while people answer: fast fingers, wrong codes, a server that refuses, is busy or says nothing."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from accounts.roles import RoleCode
from indicators.engine import answer_codes
from indicators.models import ServicePoint, SurveyAnswer
from indicators.views import rate_limits
from tests.browser.cable import Cable, cable_to
from tests.browser.phone import go_on, start_machine
from tests.browser.portal import Portal
from tests.factories.accounts import user_with
from tests.factories.surveys import AnswerCodeFactory, QuestionnaireFactory
from tests.factories.world import World
from tests.indicators.answering import open_point, open_survey

CODE = "ABCD-EFGH-JKMN"
LIGHT = 60 * 1024


@pytest.fixture
def cable(live_server: Any) -> Iterator[Cable]:
    parts = urlsplit(live_server.url)
    with cable_to(parts.hostname, parts.port) as cable:
        yield cable


@pytest.fixture(autouse=True)
def _counted_anew(transactional_db: None) -> None:
    rate_limits.forget()


@pytest.fixture
def point() -> ServicePoint:
    return open_point(kiosk_pin=make_password("2468"))


@pytest.fixture
def coded_point() -> ServicePoint:
    survey = open_survey(needs_code=True)
    AnswerCodeFactory(
        survey=survey, digest=answer_codes.digest(survey.pk, answer_codes.tidy(CODE)), made_at=timezone.now()
    )
    return open_point(survey)


def questions(*codes: str) -> list[dict[str, Any]]:
    """Questions with the text of a long form, none of which must be answered."""
    words = "Câu hỏi dài như trên phiếu của Bộ, đủ để xuống hai dòng. " * 2
    return [{"code": code, "text": words, "kind": "scale_or_unused", "counts": True} for code in codes]


def of_sections(*sections: list[dict[str, Any]]) -> ServicePoint:
    """A point whose questionnaire has these groups of questions."""
    parts = [{"code": f"p{number}", "title": "Môi trường", "questions": each} for number, each in enumerate(sections)]
    return open_point(open_survey(questionnaire=QuestionnaireFactory(content={"sections": parts})))


def to_last_screen(page: Page) -> None:
    page.click("#begin .main")
    page.locator("input[name=a1] + span").nth(3).click()
    go_on(page)
    expect(page.locator(".screen:visible .step")).to_have_text("Phần 2/2")


def kept(page: Page) -> None:
    """Wait until the page is kept for times without network."""
    look = "() => caches.open('ks-pages').then((kept) => kept.match(location.pathname)).then(Boolean)"
    for _ in range(200):
        if page.evaluate(look):
            return
        page.wait_for_timeout(50)
    raise AssertionError("the page is not kept")


def test_what_is_mended_is_red_no_longer(portal: Portal, point: ServicePoint) -> None:
    page = portal.page
    portal.open(f"/ks/{point.token}/")
    page.click("#begin .main")
    go_on(page)
    question = page.locator(".q", has_text="Sơ đồ, biển báo dễ hiểu")
    expect(question).to_have_accessible_description("Chưa chọn câu trả lời.")
    expect(page.locator(".screen:visible [role=alert]")).to_have_text("Còn 1 câu cần xem lại.")

    question.get_by_text("Hài lòng", exact=True).click()

    expect(page.locator(".screen:visible .wrong, .screen:visible [role=alert]")).to_have_count(0)
    expect(question).not_to_have_class("bad")


def test_a_double_tap_leaves_no_screen_unread(portal: Portal) -> None:
    point = of_sections(*(questions(code) for code in ("a1", "b1", "c1")))
    page = portal.page
    portal.open(f"/ks/{point.token}/")
    page.dblclick("#begin .main")
    expect(page.locator(".screen:visible .step")).to_have_text("Phần 1/3")
    assert page.locator("input:checked").count() == 0

    page.dblclick(".screen:visible .main")  # the next button stands at the same place

    expect(page.locator(".screen:visible .step")).to_have_text("Phần 2/3")


def test_back_after_the_thanks_is_the_first_page(portal: Portal, point: ServicePoint) -> None:
    page = portal.page
    portal.open(f"/ks/{point.token}/")
    to_last_screen(page)
    go_on(page)
    expect(page.locator("#note")).to_have_text("Phiếu đã được gửi.")

    page.evaluate("history.back()")

    expect(page.locator("#begin .main")).to_be_visible()
    expect(page.locator(".thanks")).to_have_count(0)


def test_an_empty_form_is_not_sent(portal: Portal) -> None:
    point = of_sections(questions("a1"))
    page = portal.page
    portal.open(f"/ks/{point.token}/")
    page.click("#begin .main")
    go_on(page)

    expect(page.locator(".screen:visible [role=alert]")).to_have_text("Phiếu chưa có câu trả lời nào.")


def test_what_the_server_refuses_is_shown_again_to_be_mended(portal: Portal, point: ServicePoint) -> None:
    page = portal.page
    portal.open(f"/ks/{point.token}/")
    to_last_screen(page)
    page.evaluate("document.querySelectorAll('textarea').forEach((each) => each.removeAttribute('maxlength'))")
    page.fill("textarea[name=b3]", "Ghế chờ còn ít. " * 150)
    go_on(page)

    expect(page.locator(".screen:visible .wrong")).to_contain_text("tối đa 2000 ký tự")
    expect(page.locator("textarea[name=b3]")).to_be_focused()
    page.fill("textarea[name=b3]", "Ghế chờ còn ít <script>alert(1)</script> 😊")
    go_on(page)

    expect(page.locator("#note")).to_have_text("Phiếu đã được gửi.")
    assert SurveyAnswer.objects.get().comments.get().text == "Ghế chờ còn ít <script>alert(1)</script> 😊"


def test_a_server_that_says_nothing_keeps_nobody_waiting_and_gets_the_answer_later(
    page: Page, point: ServicePoint, cable: Cable
) -> None:
    page.clock.install()
    page.goto(f"{cable.address}/ks/{point.token}/")
    page.click("#begin .main")
    page.locator("input[name=a1] + span").nth(3).click()
    page.clock.run_for(400)
    page.click(".screen:visible .main")
    page.clock.run_for(400)
    cable.hang()
    with page.expect_request("**/gui/"):  # only then does its time begin to run
        page.click(".screen:visible .main")
    expect(page.locator("#note")).to_have_text("Đang gửi phiếu…")

    page.clock.run_for(31_000)

    expect(page.locator("#note")).to_contain_text("1 phiếu đã được giữ trên máy này")
    assert not SurveyAnswer.objects.exists()
    cable.mend()
    page.clock.run_for(31_000)  # it tries again by itself
    expect(page.locator("#note")).to_have_text("Phiếu đã được gửi.")
    assert SurveyAnswer.objects.count() == 1


def test_a_busy_server_is_told_from_a_lost_network(portal: Portal, point: ServicePoint, settings: Any) -> None:
    settings.SURVEY_ANSWER_LIMIT = "1/minute"
    page = portal.page
    for told in ("Phiếu đã được gửi.", "Hệ thống đang bận. 1 phiếu đã được giữ trên máy này"):
        portal.open(f"/ks/{point.token}/")
        to_last_screen(page)
        go_on(page)
        expect(page.locator("#note")).to_contain_text(told)


def test_a_code_is_looked_at_once_however_often_it_is_sent(portal: Portal, coded_point: ServicePoint) -> None:
    page = portal.page
    portal.open(f"/ks/{coded_point.token}/")
    page.fill("#ma", "ABCD")
    page.click("#begin .main")
    expect(page.locator("#code-wrong")).to_have_text("Mã gồm 12 chữ và số, xem trên phiếu mời.")
    page.fill("#ma", "AAAA-BBBB-CCCC")
    page.click("#begin .main")
    expect(page.locator("#code-wrong")).to_contain_text("Mã không đúng")
    expect(page.locator("#ma")).to_be_focused()
    page.fill("#ma", CODE.lower())
    page.evaluate("for (let press = 0; press < 3; press += 1) document.getElementById('begin').requestSubmit()")

    expect(page.locator(".screen:visible .step")).to_have_text("Phần 1/2")
    expect(page.locator("main > form")).to_have_count(1)


def test_a_wrong_code_that_could_not_be_looked_at_costs_no_answers(
    page: Page, coded_point: ServicePoint, cable: Cable
) -> None:
    page.goto(f"{cable.address}/ks/{coded_point.token}/")
    cable.cut()
    page.fill("#ma", "AAAA-BBBB-CCCC")
    to_last_screen(page)
    cable.mend()
    go_on(page)
    expect(page.locator("#code-wrong")).to_contain_text("các câu đã trả lời vẫn được giữ")
    page.fill("#ma", CODE)
    page.click("#go-on")
    expect(page.locator(".screen:visible .step")).to_have_text("Phần 2/2")
    go_on(page)

    expect(page.locator("#note")).to_have_text("Phiếu đã được gửi.")
    assert SurveyAnswer.objects.get().answers == {"a1": 4}


def test_letters_twice_as_large_are_all_there(portal: Portal, point: ServicePoint) -> None:
    page = portal.page
    page.set_viewport_size({"width": 390, "height": 844})
    portal.open(f"/ks/{point.token}/")
    page.click("#begin .main")
    # The policy of the page forbids styles, not what the browser's own settings do.
    page.evaluate("document.styleSheets[0].insertRule('html { font-size: 200% }')")

    assert not portal.scrolls_sideways()
    cut = page.evaluate(
        "[...document.querySelectorAll('.screen:not([hidden]) span, .screen:not([hidden]) button')]"
        ".filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.textContent)"
    )
    assert cut == []
    assert page.locator(".step").first.evaluate("each => getComputedStyle(each).fontSize") == "34px"


def test_the_first_visit_is_light_with_all_that_is_kept(page: Page, cable: Cable) -> None:
    point = of_sections(*(questions(*(f"c{part}{number}" for number in range(9))) for part in range(5)))
    answered = page.goto(f"{cable.address}/ks/{point.token}/")
    assert answered is not None
    assert answered.ok
    kept(page)
    page.wait_for_load_state("networkidle")

    assert 10 * 1024 < cable.received < LIGHT


def test_a_new_release_renews_the_kept_page_with_its_files(portal: Portal, point: ServicePoint) -> None:
    page, path = portal.page, f"/ks/{point.token}/"
    portal.open(path)
    kept(page)
    portal.open("/accounts/login/")
    page.evaluate(
        "async (path) => {"
        " await (await caches.open('ks-pages')).put(path, new Response('of the last release'));"
        " await (await caches.open('ks-files')).put('/static/thidua/survey.last.js', new Response(''));"
        " await (await navigator.serviceWorker.getRegistration('/ks/')).unregister();"
        " await navigator.serviceWorker.register('/ks/sw.js', {scope: '/ks/'}); }",
        path,
    )

    for _ in range(200):
        if not page.evaluate("caches.match('/static/thidua/survey.last.js').then(Boolean)"):
            break
        page.wait_for_timeout(50)
    else:
        raise AssertionError("the file of the last release is still kept")
    assert "Bắt đầu" in page.evaluate("path => caches.match(path).then((answer) => answer.text())", path)


def test_an_answer_that_breaks_off_does_not_take_the_place_of_the_kept_page(
    page: Page, point: ServicePoint, cable: Cable
) -> None:
    first_page = f"{cable.address}/ks/{point.token}/"
    page.goto(first_page)
    kept(page)
    start_machine(page, first_page)
    kept(page)
    page.wait_for_load_state("networkidle")

    cable.break_heads()
    page.evaluate(
        "path => navigator.serviceWorker.ready.then((it) => it.active.postMessage({ keep: path }))",
        f"/ks/{point.token}/",
    )
    for _ in range(200):
        if cable.lost:
            break
        page.wait_for_timeout(50)
    assert cable.lost
    page.wait_for_timeout(500)
    kept_text = page.evaluate("path => caches.match(path).then((answer) => answer.text())", f"/ks/{point.token}/")
    assert "Bắt đầu" in kept_text
    for address in (f"{first_page}may/", f"{first_page}may/thoat/"):
        page.goto(address)
        expect(page.locator("#begin .main")).to_be_visible()


def test_a_machine_stays_on_its_page(
    portal: Portal, context: BrowserContext, world: World, point: ServicePoint, cable: Cable
) -> None:
    page = portal.page
    portal.address = cable.address
    portal.sign_in(user_with(RoleCode.OFFICE, world.centre).username)
    start_machine(page, f"{cable.address}/ks/{point.token}/")
    kept(page)
    page.click("#begin .main")
    for _ in range(2):
        page.evaluate("history.back()")
        page.wait_for_timeout(300)
    expect(page.locator(".screen:visible .step")).to_have_text("Phần 1/2")
    page.reload()
    expect(page.locator("#begin .main")).to_be_visible()

    # Without network the page of the PIN cannot come, and the browser's own page of errors must not.
    cable.cut()
    page.click(".leave a")
    expect(page.locator("#note")).to_contain_text("chưa thoát được")
    page.goto(f"{cable.address}/ks/{point.token}/may/thoat/")
    expect(page.locator("#begin .main")).to_be_visible()
    cable.mend()
    page.click(".leave a")
    page.fill("#pin", "2468")
    page.get_by_role("button", name="Thoát").click()
    page.wait_for_url(f"{cable.address}/ks/{point.token}/")

    # Whoever set the machine up is signed out.
    page.goto(cable.address)
    expect(page.locator("#id_username")).to_be_visible()


def test_a_machine_learns_by_itself_that_the_round_is_over(page: Page, point: ServicePoint, live_server: Any) -> None:
    page.clock.install()
    start_machine(page, f"{live_server.url}/ks/{point.token}/")
    point.survey.closes_on = timezone.localdate() - timedelta(days=1)
    point.survey.save()
    page.click("#begin .main")

    page.clock.run_for(16 * 60_000)  # whoever began has gone, and the machine has rested

    expect(page.locator("h1")).to_have_text("Khảo sát đã kết thúc")
    expect(page.locator(".leave a")).to_be_visible()


def test_a_code_left_at_a_machine_is_forgotten(page: Page, coded_point: ServicePoint, live_server: Any) -> None:
    coded_point.kiosk_pin = make_password("2468")
    coded_point.save()
    page.clock.install()
    start_machine(page, f"{live_server.url}/ks/{coded_point.token}/")
    page.fill("#ma", CODE)

    page.clock.run_for(61_000)

    expect(page.locator("#ma")).to_have_value("")
