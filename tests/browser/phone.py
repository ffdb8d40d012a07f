"""A person who answers a survey with one finger."""

from playwright.sync_api import Page

DOUBLE_TAP = 350
"""Milliseconds after which a second tap at the same place is one of its own."""


def go_on(page: Page) -> None:
    """Press the button below the questions, no faster than somebody who means it."""
    page.wait_for_timeout(DOUBLE_TAP)
    page.click(".screen:visible .main")


def start_machine(page: Page, address: str, pin: str = "2468") -> None:
    """Make the device the machine of a survey (``address`` ends with its point), as somebody of the office does."""
    page.goto(f"{address}may/")
    page.fill("#pin", pin)
    page.get_by_role("button", name="Bắt đầu chế độ máy khảo sát").click()
    page.wait_for_selector(".kiosk #begin")
    page.wait_for_load_state()
