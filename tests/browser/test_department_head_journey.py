"""The head of a department: fill in, see it saved, prove it, find what is missing, submit."""

import unicodedata
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Locator, expect

from scoring.models import AssessmentItem
from tests.browser.portal import Portal
from tests.browser.sheets import Sheets, open_sheets, pdf_file
from tests.factories.accounts import PASSWORD


@pytest.fixture
def sheets(transactional_db: None) -> Sheets:
    return open_sheets()


def line(portal: Portal, item: AssessmentItem) -> Locator:
    return portal.page.locator(f"#tc-{item.pk}")


def wait_for_draft(portal: Portal, words: str) -> None:
    """Until the browser's own copy holds these words (the page's security policy forbids waiting inside the page)."""
    for _ in range(100):
        if any(words in text for text in portal.page.evaluate("Object.values(localStorage)")):
            return
        portal.page.wait_for_timeout(50)
    raise AssertionError(f"the browser keeps no draft with “{words}”")


def press_submit(portal: Portal) -> None:
    """Submitting cannot be undone by oneself, so it is asked for once more."""
    acts = portal.page.locator(".sum-acts")
    acts.locator("summary").first.click()
    acts.locator("button[value=submit]").click()


def test_from_empty_sheet_to_submission(portal: Portal, sheets: Sheets, tmp_path: Path) -> None:
    page, plan = portal.page, sheets.item("a1")
    portal.sign_in(sheets.head.username)
    portal.open(f"/danh-gia/{sheets.own.pk}/")

    # A cell saves itself and says so; the expected total moves.
    line(portal, plan).locator("select[name=done]").select_option("co")
    expect(line(portal, plan).locator(".save-state[data-saved]")).to_contain_text("đã lưu")
    expect(page.locator("#tong-diem")).to_contain_text("40,00")

    # A proof is uploaded on the line itself.
    line(portal, plan).locator("input[type=file]").set_input_files(pdf_file(tmp_path))
    expect(line(portal, plan).locator(".proof")).to_contain_text("ke-hoach.pdf")

    # Submitting too early names each missing line, as a link to it.
    press_submit(portal)
    refusal = page.get_by_role("alert")
    expect(refusal.locator("a")).to_have_count(2)
    refusal.locator("a", has_text="b1").click()
    expect(line(portal, sheets.item("b1"))).to_be_in_viewport()

    line(portal, sheets.item("b1")).locator("input[name=numerator]").fill("9")
    line(portal, sheets.item("b1")).locator("input[name=denominator]").fill("10")
    for code in ("a2", "b1"):
        if code == "a2":
            line(portal, sheets.item(code)).locator("select[name=done]").select_option("khong")
        note = line(portal, sheets.item(code)).locator("textarea[name=explanation]")
        if not note.is_visible():
            line(portal, sheets.item(code)).locator(".crit-note summary").click()
        note.fill("Lưu tại khoa.")
        note.blur()
        expect(line(portal, sheets.item(code)).locator(".save-state[data-saved]")).to_contain_text("đã lưu")
    assert portal.barriers() == []

    press_submit(portal)

    expect(page.get_by_text("Đã nộp phiếu")).to_be_visible()
    assert sheets.own.state == "submitted"
    assert sheets.item("a1").evidence_links.count() == 1


def test_text_typed_after_the_session_ended_is_kept_and_then_saved(portal: Portal, sheets: Sheets) -> None:
    page, item = portal.page, sheets.item("a1")
    portal.sign_in(sheets.head.username)
    portal.open(f"/danh-gia/{sheets.own.pk}/")
    line(portal, item).locator(".crit-note summary").click()
    note = line(portal, item).locator("textarea[name=explanation]")

    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    note.fill("Đã ban hành kế hoạch số 12")
    note.blur()

    expect(line(portal, item).locator(".save-state")).to_contain_text("phiên làm việc đã hết")
    expect(note).to_have_value("Đã ban hành kế hoạch số 12")
    assert sheets.item("a1").explanation == ""

    # The browser keeps a copy of its own, which is offered after signing in again.
    wait_for_draft(portal, "số 12")
    portal.open(f"/accounts/login/?next=/danh-gia/{sheets.own.pk}/")
    portal.fill_in_sign_in(sheets.head.username, PASSWORD)
    page.wait_for_url(lambda url: "/accounts/login/" not in url)
    line(portal, item).get_by_role("button", name="Lấy lại").click()
    expect(line(portal, item).locator("textarea[name=explanation]")).to_have_value("Đã ban hành kế hoạch số 12")
    expect(line(portal, item).locator(".save-state[data-saved]")).to_contain_text("đã lưu")
    assert sheets.item("a1").explanation == "Đã ban hành kế hoạch số 12"


def test_after_signing_in_in_another_tab_the_first_one_saves(portal: Portal, sheets: Sheets) -> None:
    page, item = portal.page, sheets.item("a1")
    portal.sign_in(sheets.head.username)
    portal.open(f"/danh-gia/{sheets.own.pk}/")
    line(portal, item).locator(".crit-note summary").click()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    note = line(portal, item).locator("textarea[name=explanation]")
    note.fill("Đã ban hành kế hoạch số 12")
    note.blur()

    with page.context.expect_page() as opened:
        line(portal, item).get_by_role("link", name="Đăng nhập lại").click()
    Portal(opened.value, portal.address).fill_in_sign_in(sheets.head.username, PASSWORD)
    opened.value.wait_for_url(lambda url: "/accounts/login/" not in url)

    # The other tab offers the same text, inside its cell, so the columns stay where they are.
    expect(opened.value.locator(f"#o-{item.pk} .draft-note")).to_be_visible()
    line(portal, item).get_by_role("button", name="Lưu").click()
    expect(line(portal, item).locator(".save-state[data-saved]")).to_contain_text("đã lưu")
    assert sheets.item("a1").explanation == "Đã ban hành kế hoạch số 12"


def test_browser_asks_for_an_empty_field_in_vietnamese(portal: Portal, sheets: Sheets) -> None:
    portal.sign_in(sheets.head.username)
    portal.open(f"/danh-gia/{sheets.own.pk}/")
    portal.page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<textarea id=thu required></textarea>')"
    )
    field = portal.page.locator("#thu")

    assert field.evaluate("field => [field.reportValidity(), field.validationMessage]") == [False, "Cần ghi mục này."]
    field.fill("Đã ghi")
    assert field.evaluate("field => field.reportValidity()")


def test_of_two_windows_the_second_is_told_and_keeps_its_text(portal: Portal, sheets: Sheets) -> None:
    item = sheets.item("b1")
    portal.sign_in(sheets.head.username)
    portal.open(f"/danh-gia/{sheets.own.pk}/")
    other = portal.page.context.new_page()
    other.goto(portal.page.url)

    line(portal, item).locator("input[name=numerator]").fill("8")
    line(portal, item).locator("input[name=denominator]").fill("10")
    line(portal, item).locator("input[name=denominator]").blur()
    expect(line(portal, item).locator(".save-state[data-saved]")).to_contain_text("đã lưu")
    theirs = other.locator(f"#tc-{item.pk}")
    theirs.locator("input[name=denominator]").fill("20")
    theirs.locator("input[name=denominator]").blur()

    expect(theirs.locator("[data-refused]")).to_be_visible()
    expect(theirs.locator("input[name=denominator]")).to_have_value("20")
    assert sheets.item("b1").declared["denominator"] == "10"


@pytest.mark.parametrize(("typed", "said"), [("-3", "âm"), ("chín", "số"), ("1" * 30, "")])
def test_wrong_number_is_told_at_its_cell(portal: Portal, sheets: Sheets, typed: str, said: str) -> None:
    item = sheets.item("b1")
    portal.sign_in(sheets.head.username)
    portal.open(f"/danh-gia/{sheets.own.pk}/")

    line(portal, item).locator("input[name=numerator]").fill(typed)
    line(portal, item).locator("input[name=numerator]").blur()

    fault = line(portal, item).locator("[data-error-of], [data-refused]").first
    expect(fault).to_contain_text(said)
    expect(line(portal, item).locator("input[name=numerator]")).to_have_value(typed)
    assert sheets.item("b1").declared == {}


def test_decomposed_vietnamese_is_stored_composed(portal: Portal, sheets: Sheets) -> None:
    item, words = sheets.item("a1"), "Quyết định số 5 về phòng Tổ chức"
    portal.sign_in(sheets.head.username)
    portal.open(f"/danh-gia/{sheets.own.pk}/")
    line(portal, item).locator(".crit-note summary").click()

    line(portal, item).locator("textarea[name=explanation]").fill(unicodedata.normalize("NFD", words))
    line(portal, item).locator("textarea[name=explanation]").blur()

    expect(line(portal, item).locator(".save-state[data-saved]")).to_contain_text("đã lưu")
    assert sheets.item("a1").explanation == words


def test_file_that_is_no_pdf_is_refused_in_words(portal: Portal, sheets: Sheets, tmp_path: Path) -> None:
    item, file = sheets.item("a1"), tmp_path / "bao-cao.pdf"
    file.write_bytes(b"MZ this is a program")
    portal.sign_in(sheets.head.username)
    portal.open(f"/danh-gia/{sheets.own.pk}/")

    line(portal, item).locator("input[type=file]").set_input_files(file)

    expect(line(portal, item).get_by_role("alert")).to_contain_text("bao-cao.pdf")
    assert sheets.item("a1").evidence_links.count() == 0


@pytest.mark.parametrize("width", [390])
def test_sheet_fits_a_phone(portal: Portal, sheets: Sheets, width: int) -> None:
    portal.page.set_viewport_size({"width": width, "height": 844})
    portal.sign_in(sheets.head.username)

    for path in ("/", "/danh-gia/", f"/danh-gia/{sheets.own.pk}/", f"/danh-gia/tieu-chi/{sheets.item('a1').pk}/"):
        portal.open(path)
        assert not portal.scrolls_sideways(), path
        assert portal.barriers() == [], path
