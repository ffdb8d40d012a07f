"""Setting up the machine of a service point: nobody after that sees what was open before."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Page, expect

from accounts.roles import RoleCode
from indicators.models import ServicePoint
from indicators.views import rate_limits
from tests.browser.phone import start_machine
from tests.browser.portal import Portal
from tests.factories.accounts import user_with
from tests.factories.world import World
from tests.indicators.answering import open_point, open_survey

BACK_FORWARD_CACHE = "--disable-back-forward-cache"


@pytest.fixture
def point(world: World) -> ServicePoint:
    rate_limits.forget()
    return open_point(open_survey(centre=world.centre), unit=world.surgery, kiosk_pin=make_password("2468"))


@pytest.fixture
def usual_page(browser_type: Any, browser_type_launch_args: dict[str, Any], tmp_path: Path) -> Iterator[Page]:
    """A browser that keeps whole pages for its Back button, as people's browsers do and those of tests do not."""
    context = browser_type.launch_persistent_context(
        str(tmp_path / "browser"), **browser_type_launch_args, ignore_default_args=[BACK_FORWARD_CACHE], locale="vi-VN"
    )
    yield context.new_page()
    context.close()


def test_back_shows_nothing_of_whoever_set_the_machine_up(
    usual_page: Page, live_server: Any, world: World, point: ServicePoint
) -> None:
    page = usual_page
    portal = Portal(page, live_server.url)
    portal.sign_in(user_with(RoleCode.OFFICE, world.centre).username)
    survey = f"/so-lieu/khao-sat/{point.survey_id}/"
    portal.open(survey)
    page.goto(f"{live_server.url}/so-lieu/khao-sat/diem/{point.pk}/may/")
    page.click("text=Đặt chính máy này thành máy khảo sát")
    expect(page.locator("h1")).to_have_text("Đặt máy khảo sát")

    start_machine(page, f"{live_server.url}/ks/{point.token}/")

    for _ in range(5):
        page.evaluate("history.back()")
        page.wait_for_timeout(400)
        shown = page.locator("body").inner_text()
        assert "Cách đặt máy" not in shown
        assert "Mẫu khảo sát" not in shown
