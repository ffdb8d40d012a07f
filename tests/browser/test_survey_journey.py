"""People who answer and people who type paper forms: every page by keyboard, on a phone, without barriers."""

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import RoleCode
from indicators.models import PaperForm, ServicePoint, SurveyAnswer
from indicators.views import rate_limits
from tests.browser.phone import go_on
from tests.browser.portal import Portal
from tests.factories.accounts import user_with
from tests.factories.world import World
from tests.indicators.answering import open_point, open_survey

SIZES = ((390, 844), (1366, 768), (320, 640))


@pytest.fixture
def point(transactional_db: None, world: World) -> ServicePoint:
    rate_limits.forget()
    return open_point(open_survey(centre=world.centre), unit=world.surgery, kiosk_pin=make_password("2468"))


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_somebody_answers_by_keyboard_and_is_told_what_is_missing(
    portal: Portal, point: ServicePoint, width: int, height: int
) -> None:
    page = portal.page
    page.set_viewport_size({"width": width, "height": height})
    portal.open(f"/ks/{point.token}/")
    assert portal.barriers() == []
    assert not portal.scrolls_sideways()
    page.focus("#begin .main")
    page.keyboard.press("Enter")
    expect(page.locator(".screen:visible h1")).to_be_focused()
    go_on(page)
    expect(page.locator(".screen:visible .wrong")).to_have_text("Chưa chọn câu trả lời.")
    assert portal.barriers() == []

    page.focus("input[name=a1][value='3']")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    go_on(page)
    expect(page.locator(".screen:visible .step")).to_have_text("Phần 2/2")
    assert portal.barriers() == []
    assert not portal.scrolls_sideways()
    page.fill("input[name=b1]", "900")
    go_on(page)
    expect(page.locator(".screen:visible .wrong")).to_have_text("Xin ghi số từ 0 đến 150.")
    page.fill("input[name=b1]", "90")
    page.go_back()
    expect(page.locator(".screen:visible .step")).to_have_text("Phần 1/2")
    go_on(page)
    go_on(page)

    expect(page.locator("#note")).to_have_text("Phiếu đã được gửi.")
    assert portal.barriers() == []
    assert SurveyAnswer.objects.get().answers == {"a1": 4, "b1": 90}


@pytest.mark.parametrize("page_path", ["may/", "may/thoat/"])
def test_the_machine_has_no_barriers(portal: Portal, point: ServicePoint, page_path: str) -> None:
    portal.page.set_viewport_size({"width": 1280, "height": 800})
    portal.open(f"/ks/{point.token}/{page_path}")

    assert portal.barriers() == []
    assert not portal.scrolls_sideways()


@pytest.mark.parametrize("with_script", [True, False])
def test_paper_forms_are_typed_by_digits_alone(
    portal: Portal, browser: Any, world: World, point: ServicePoint, with_script: bool
) -> None:
    address = f"/so-lieu/khao-sat/diem/{point.pk}/phieu-giay/"
    office = user_with(RoleCode.OFFICE, world.centre)
    page = portal.page
    portal.sign_in(office.username)
    if not with_script:
        context = browser.new_context(java_script_enabled=False, storage_state=page.context.storage_state())
        page = context.new_page()
        page.goto(portal.address + address)
    else:
        portal.open(address)
        expect(page.locator("#id_answered_on")).to_be_focused()
        assert portal.barriers() == []
    page.fill("#id_answered_on", f"{timezone.localdate():%d/%m/%Y}")
    page.focus("#c-a1")
    next_field = "" if with_script else "Tab"

    for typed in ("5", "0"):
        page.keyboard.type(typed)
        if next_field:
            page.keyboard.press(next_field)
    page.keyboard.type("90")
    page.keyboard.press("Enter")

    expect(page.locator("body")).to_contain_text("Đã lưu phiếu số 1. Nhập tiếp phiếu sau.")
    expect(page.locator("#id_number")).to_have_value("2")
    expect(page.locator("#id_answered_on")).to_have_value(f"{timezone.localdate():%d/%m/%Y}")
    if with_script:
        expect(page.locator("#c-a1")).to_be_focused()
    assert PaperForm.objects.get().first_answers == {"a1": 5, "a2": 0, "b1": 90}


@pytest.mark.parametrize("width", [390, 1366])
def test_two_people_settle_a_paper_form(portal: Portal, world: World, point: ServicePoint, width: int) -> None:
    page = portal.page
    page.set_viewport_size({"width": width, "height": 844})
    portal.sign_in(user_with(RoleCode.OFFICE, world.centre).username)
    portal.open(f"/so-lieu/khao-sat/diem/{point.pk}/phieu-giay/")
    assert not portal.scrolls_sideways()
    page.fill("#id_answered_on", f"{timezone.localdate():%d/%m/%Y}")
    page.fill("#c-a1", "5")
    page.press("#c-a1", "Enter")
    portal.sign_out()
    portal.sign_in(user_with(RoleCode.DEPARTMENT_STAFF, world.surgery).username)
    portal.open(f"/so-lieu/khao-sat/{point.survey_id}/phieu-giay/")
    assert portal.barriers() == []
    assert not portal.scrolls_sideways()
    page.get_by_role("link", name="Nhập lần hai phiếu số 1").click()

    page.fill("#c-a1", "4")
    page.press("#c-a1", "Enter")
    expect(page.locator("h1")).to_contain_text("Đối chiếu phiếu số 1")
    assert portal.barriers() == []
    assert not portal.scrolls_sideways()
    page.fill("#c-a1", "4")
    page.press("#c-a1", "Enter")

    expect(page.locator("main")).to_contain_text("Phiếu số 1 đã khớp và được tính")
    assert SurveyAnswer.objects.get().answers == {"a1": 4}
