"""Answers given while the network is down: kept on the device, sent later, exactly once."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from indicators.models import ServicePoint, SurveyAnswer
from indicators.views import rate_limits
from tests.browser.cable import Cable, cable_to
from tests.browser.phone import go_on, start_machine
from tests.indicators.answering import open_point

PHONE = {"width": 390, "height": 844}
NETWORK_DOWN = "Máy đang mất mạng"
Opener = Callable[[], BrowserContext]


@pytest.fixture
def cable(live_server: Any) -> Iterator[Cable]:
    parts = urlsplit(live_server.url)
    with cable_to(parts.hostname, parts.port) as cable:
        yield cable


@pytest.fixture
def point(transactional_db: None) -> ServicePoint:
    rate_limits.forget()
    return open_point(kiosk_pin=make_password("2468"))


@pytest.fixture
def open_browser(browser_type: Any, browser_type_launch_args: dict[str, Any], tmp_path: Path) -> Iterator[Opener]:
    """Start the same browser, with what it kept on the disk; closing its context is closing the browser."""
    opened: list[BrowserContext] = []

    def open_it() -> BrowserContext:
        options = {"viewport": PHONE, "locale": "vi-VN"}
        context = browser_type.launch_persistent_context(
            str(tmp_path / "browser"), **browser_type_launch_args, **options
        )
        opened.append(context)
        return context

    yield open_it
    for context in opened:
        context.close()


def until(page: Page, promised: str) -> None:
    """Wait until what a promise gives is true."""
    page.evaluate(
        f"() => new Promise((done) => {{ const look = () => {promised}"
        ".then((is) => (is ? done() : setTimeout(look, 50))); look(); })"
    )


def visit(context: BrowserContext, address: str, *, is_machine: bool = False) -> Page:
    """Open the survey and wait until the page is kept for later."""
    page = context.new_page()
    if is_machine:
        start_machine(page, address)
    else:
        page.goto(address)
    until(page, "caches.open('ks-pages').then((kept) => kept.match(location.pathname)).then(Boolean)")
    return page


def answer(page: Page, level: int = 4) -> None:
    """Answer everything from the first page to the thanks."""
    page.click("#begin .main")
    page.locator("input[name=a1] + span").nth(level - 1).click()
    go_on(page)
    expect(page.locator(".screen:visible .step")).to_have_text("Phần 2/2")
    page.fill("textarea[name=b3]", "Ghế chờ còn ít")
    go_on(page)
    expect(page.locator(".thanks h1")).to_be_visible()


def wait_until_nothing_waits(page: Page) -> None:
    """The page or its worker has sent everything, and has been told so."""
    until(page, "surveyQueue.waiting().then((left) => left.length === 0)")


def stored() -> int:
    return SurveyAnswer.objects.filter(finished_at__isnull=False).count()


def test_an_answer_waits_through_reload_and_restart_and_is_sent_once(
    point: ServicePoint, cable: Cable, open_browser: Opener
) -> None:
    address = f"{cable.address}/ks/{point.token}/"
    first = open_browser()
    page = visit(first, address)
    cable.cut()

    page.reload()  # the page itself comes from the device
    expect(page.locator("h1").first).to_have_text(point.survey.title)
    given_at = timezone.now()
    answer(page)
    expect(page.locator("#note")).to_contain_text(NETWORK_DOWN)
    expect(page.locator("#note")).to_contain_text("1 phiếu đã được giữ trên máy này")
    page.reload()
    expect(page.locator("#note")).to_contain_text("1 phiếu đã được giữ trên máy này")
    first.close()
    assert stored() == 0

    second = open_browser()
    page = second.new_page()
    page.goto(address)
    expect(page.locator("#note")).to_contain_text("1 phiếu đã được giữ trên máy này")
    cable.mend()
    page.reload()
    wait_until_nothing_waits(page)
    page.reload()
    expect(page.locator("#note")).to_have_text("")

    kept = SurveyAnswer.objects.get()
    assert kept.answers == {"a1": 4}
    assert abs((kept.finished_at - given_at).total_seconds()) < 20


def test_an_answer_whose_receipt_was_lost_is_sent_twice_and_stored_once(
    point: ServicePoint, cable: Cable, open_browser: Opener
) -> None:
    page = visit(open_browser(), f"{cable.address}/ks/{point.token}/")
    cable.lose_answers()

    answer(page)
    expect(page.locator("#note")).to_contain_text(NETWORK_DOWN)
    assert cable.lost > 0
    assert stored() == 1
    cable.mend()
    page.reload()
    wait_until_nothing_waits(page)

    assert SurveyAnswer.objects.count() == 1


def test_a_break_while_the_network_is_down_loses_nothing(
    point: ServicePoint, cable: Cable, open_browser: Opener
) -> None:
    address = f"{cable.address}/ks/{point.token}/"
    page = visit(open_browser(), address)
    cable.cut()
    page.click("#begin .main")
    page.locator("input[name=a1] + span").nth(1).click()
    go_on(page)
    page.locator("input[name=b2] + span").nth(2).click()

    page.reload()
    expect(page.locator("#resume")).to_contain_text("Trả lời tiếp từ phần 2/2")
    page.click("#go-on")

    expect(page.locator("input[name=b2]").nth(2)).to_be_checked()
    page.click(".screen:visible [name=lui]")
    expect(page.locator("input[name=a1]").nth(1)).to_be_checked()


def test_a_kiosk_without_network_keeps_answers_of_several_people_and_shows_none(
    point: ServicePoint, cable: Cable, open_browser: Opener
) -> None:
    page = visit(open_browser(), f"{cable.address}/ks/{point.token}/", is_machine=True)
    page.set_viewport_size({"width": 1280, "height": 800})
    cable.cut()
    page.reload()

    for level in (5, 2, 4):
        answer(page, level)
        page.click(".thanks a")
        expect(page.locator("#start")).to_be_visible()
        assert page.locator("input:checked").count() == 0
    page.click("#begin .main")
    assert page.locator("input:checked").count() == 0
    page.reload()
    expect(page.locator("#resume")).to_be_hidden()
    assert page.evaluate("token => surveyQueue.get('drafts', token)", point.token) is None
    expect(page.locator("#note")).to_contain_text("3 phiếu đã được giữ")
    cable.mend()
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_until_nothing_waits(page)

    assert sorted(SurveyAnswer.objects.values_list("answers__a1", "channel")) == [
        (2, "kiosk"),
        (4, "kiosk"),
        (5, "kiosk"),
    ]


def test_a_kiosk_that_is_left_alone_warns_and_begins_anew(page: Page, point: ServicePoint, live_server: Any) -> None:
    page.clock.install()
    start_machine(page, f"{live_server.url}/ks/{point.token}/")
    page.click("#begin .main")
    page.locator("input[name=a1] + span").nth(0).click()

    page.clock.run_for(61_000)
    expect(page.locator("#idle")).to_contain_text(re.compile(r"Phiếu sẽ được xóa sau \d+ giây"))
    page.click("#idle button")
    expect(page.locator("#idle")).to_be_hidden()
    expect(page.locator("input[name=a1]").nth(0)).to_be_checked()
    page.clock.run_for(61_000)
    page.clock.run_for(21_000)

    expect(page.locator("#start")).to_be_visible()
    expect(page.locator("#idle")).to_be_hidden()
    page.click("#begin .main")
    assert page.locator("input:checked").count() == 0
    page.clock.run_for(30_000)
    expect(page.locator("#idle")).to_be_hidden()
    assert not SurveyAnswer.objects.exists()
