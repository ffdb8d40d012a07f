"""Each role walks every link of the demonstration year, as a stranger would who looks for what is broken."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from io import StringIO
from typing import Any
from urllib.parse import urldefrag, urlsplit

import pytest
from django.core.management import call_command
from django.test import override_settings
from playwright.sync_api import Browser, ConsoleMessage
from pytest_django.live_server_helper import LiveServer

from accounts.roles import RoleCode
from reports.management.demo.accounts import USERNAMES
from reports.management.demo.story import PASSWORD
from tests.browser.portal import Portal

# Left out: what is no page (files), and what changes something.
NOT_WALKED = re.compile(r"/accounts/logout/|\.(pdf|docx|xlsx|png|jpe?g)$|/pdf/$")
PAGES_OF_ONE_SHAPE = 1
MOST_PAGES = 60
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1366, "height": 768}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def demonstration(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a portal that serves the demonstration; loaded once, gone after the module."""
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        call_command("load_demo", stdout=StringIO())
        server = LiveServer("localhost")
        yield server.url
        server.stop()
        call_command("flush", interactive=False, verbosity=0)


def shape(address: str) -> str:
    """The address with keys folded, so that the rows of a list count as one kind of page."""
    parts = urlsplit(address)
    names = sorted(item.split("=")[0] for item in parts.query.split("&") if item)
    path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "#", parts.path)
    return path + ("?" + "&".join(names) if names else "")


def faults_of(portal: Portal, address: str, seen_templates: Counter[str]) -> list[str]:
    """What is wrong with one page; barriers are looked for once for each kind of page."""
    page = portal.page
    response = page.goto(address, wait_until="load")
    if response is None or response.status >= 400:
        return [f"status {response and response.status}"]
    words, found = page.inner_text("body"), []
    if re.search(r"{{|{%|}}", words):
        found.append("a template variable is shown as written")
    if re.search(r"\bNone\b|\bTrue\b|\bFalse\b", words):
        found.append("a value of Python is shown")
    if not page.title().strip() or page.locator("h1").count() == 0:
        found.append("no title or no main heading")
    kind = shape(address).split("?")[0]
    seen_templates[kind] += 1
    if seen_templates[kind] == 1:
        found += portal.barriers()
    page.set_viewport_size(PHONE)
    if portal.scrolls_sideways():
        found.append("wider than a phone")
    page.set_viewport_size(DESK)
    return found


@pytest.mark.parametrize("role", RoleCode.values)
def test_every_link_leads_to_a_good_page(browser: Browser, demonstration: str, role: str) -> None:
    context = browser.new_context(locale="vi-VN", viewport=DESK)  # type: ignore[arg-type]
    page = context.new_page()
    portal = Portal(page, demonstration)
    page.on("console", lambda message: _note_error(portal, message))
    portal.sign_in(USERNAMES[role], PASSWORD)

    queue, done, shapes, templates = deque([page.url]), set(), Counter[str](), Counter[str]()
    faults: list[str] = []
    while queue and len(done) < MOST_PAGES:
        address = urldefrag(queue.popleft())[0]
        kind = shape(address)
        if address in done or shapes[kind] >= PAGES_OF_ONE_SHAPE or NOT_WALKED.search(urlsplit(address).path):
            continue
        done.add(address)
        shapes[kind] += 1
        found = faults_of(portal, address, templates)
        faults += [f"{address.removeprefix(demonstration)}: {fault}" for fault in found + portal.faults]
        portal.faults.clear()
        links = page.eval_on_selector_all("a[href]", "nodes => nodes.map(node => node.href)")
        queue.extend(link for link in links if link.startswith(demonstration))
    context.close()

    assert not faults, "\n".join(faults)
    assert len(done) > 5


def _note_error(portal: Portal, message: ConsoleMessage) -> None:
    if message.type == "error":
        portal.faults.append(f"console: {message.text}")
