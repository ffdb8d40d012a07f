"""Chromium for the journeys. `portal` is a signed-out browser on the live server."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from ops import system
from tests.browser.portal import Portal

expect.set_options(timeout=10_000)


@pytest.fixture(scope="session", autouse=True)
def _database_beside_event_loop() -> Iterator[None]:
    """Playwright runs an event loop in this thread; Django refuses its database there unless told otherwise."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage", *quiet]
    installed = system.chromium()
    return {**browser_type_launch_args, "args": arguments} | ({"executable_path": installed} if installed else {})


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "vi-VN", "viewport": {"width": 1366, "height": 768}}


@pytest.fixture
def portal(page: Page, live_server: Any) -> Iterator[Portal]:
    """A browser on the live server; the test fails when anything went wrong in it, seen or unseen."""
    page.set_default_timeout(15_000)
    browser = Portal(page, live_server.url)
    yield browser
    assert browser.faults == []
