"""Signing in, as everybody begins."""

import pytest
from playwright.sync_api import expect

from tests.browser.portal import Portal
from tests.factories.accounts import UserFactory

WIDTHS = (1366, 390)


@pytest.fixture
def person(transactional_db: None) -> str:
    """The login name of somebody without any role yet."""
    return UserFactory().username


@pytest.mark.parametrize("width", WIDTHS)
def test_sign_in_page_is_open_to_all(portal: Portal, width: int) -> None:
    portal.page.set_viewport_size({"width": width, "height": 768})

    portal.open("/accounts/login/")

    assert portal.barriers() == []
    assert not portal.scrolls_sideways()


def test_right_password_leads_to_the_page_that_was_asked_for(portal: Portal, person: str) -> None:
    portal.open("/thong-bao/")
    expect(portal.page).to_have_url(f"{portal.address}/accounts/login/?next=/thong-bao/")

    portal.fill_in_sign_in(person)

    expect(portal.page).to_have_url(f"{portal.address}/thong-bao/")


def test_wrong_password_is_told_and_the_name_stays(portal: Portal, person: str) -> None:
    portal.open("/accounts/login/")

    portal.fill_in_sign_in(person, "khong-phai-mat-khau")

    expect(portal.page.locator("#id_username")).to_have_value(person)
    expect(portal.page.get_by_text("mật khẩu không đúng")).to_be_visible()
