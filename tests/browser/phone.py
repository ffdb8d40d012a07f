"""A person who answers a survey with one finger."""

from playwright.sync_api import Page

DOUBLE_TAP = 350
"""Milliseconds after which a second tap at the same place is one of its own."""


def go_on(page: Page) -> None:
    """Press the button below the questions, no faster than somebody who means it."""
    page.wait_for_timeout(DOUBLE_TAP)
    page.click(".screen:visible .main")
