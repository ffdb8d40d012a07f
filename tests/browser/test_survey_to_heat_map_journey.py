"""From the QR code on a poster to a coloured cell on the director's heat map, by buttons alone.

The year's round is there already. The office prepares a survey and prints its posters, patients answer on their phones,
the surgery hands in its sheet, the office verifies and computes, the director publishes; each by what the pages offer.
"""

import re
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import zxingcpp
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from indicators.models import ServicePoint
from indicators.views import rate_limits
from tests.browser.phone import go_on
from tests.browser.portal import Portal
from tests.browser.sheets import GROUPS, Sheets, open_sheets
from tests.factories.indicators import IndicatorFactory
from tests.factories.surveys import QuestionnaireFactory
from tests.indicators.answering import CONTENT

SATISFIED = {
    "code": "c1",
    "name": "Người bệnh hài lòng",
    "max": 40,
    "indicator": "patient_satisfaction",
    "entered_by": "survey",
    "rule": {"kind": "proportional", "numerator_label": "Câu mức 4, 5", "denominator_label": "Câu hợp lệ"},
}
WITH_SURVEY: list[dict[str, Any]] = [GROUPS[0], {"code": "c", "name": "Hài lòng", "max": 40, "criterion": [SATISFIED]}]
PHONE = {"width": 390, "height": 844}
WORKER_PATIENCE = 60_000


@pytest.fixture
def sheets(transactional_db: None) -> Sheets:
    rate_limits.forget()
    IndicatorFactory(code="patient_satisfaction", source="survey", measure="percent")
    QuestionnaireFactory(content=CONTENT)
    return open_sheets(WITH_SURVEY, timezone.localdate().year)


def unfold_and_press(page: Page, name: str) -> None:
    """Press a button of the workflow; one that asks again first is unfolded before."""
    button = page.locator(f"button[value={name}]").first
    if not button.is_visible():
        page.locator("details.act", has=button).locator("summary").first.click()
    button.click()
    expect(page.locator(".alert-success").first).to_be_visible()


def prepare_survey(portal: Portal, sheets: Sheets) -> None:
    """The office plans a survey of this month at the surgery, and opens it."""
    page, today = portal.page, timezone.localdate()
    portal.open("/so-lieu/khao-sat/")
    page.get_by_role("link", name="Lập đợt khảo sát").click()
    page.get_by_label("Tên đợt khảo sát").fill("Người bệnh nói gì")
    page.get_by_label("Từ ngày").fill(f"{today:%d/%m/%Y}")
    page.get_by_label("Đến hết ngày").fill(f"{today + timedelta(days=30):%d/%m/%Y}")
    page.get_by_role("button", name="Lưu đợt khảo sát").click()
    page.get_by_role("link", name="thêm điểm phục vụ", exact=True).click()
    page.get_by_label(sheets.world.surgery.name).check()
    page.get_by_label("Tên điểm phục vụ").fill("Quầy số 1")
    page.get_by_role("button", name="Thêm điểm").click()
    expect(page.get_by_role("row", name=re.compile("Quầy số 1"))).to_be_visible()
    unfold_and_press(page, "open")


def scan(portal: Portal, folder: Path) -> str:
    """Print the posters as the office does, and read the first one's QR code as a phone does."""
    page = portal.page
    page.locator(".page-head-actions summary", has_text="Khác").click()
    leads_to = page.get_by_role("link", name="Áp phích khổ A5").get_attribute("href")
    # A browser without a window has no reader of PDF files, so the file is fetched where the link leads to.
    (folder / "poster.pdf").write_bytes(page.context.request.get(f"{portal.address}{leads_to}").body())
    subprocess.run(["pdftoppm", "-r", "80", "-png", "-singlefile", "poster.pdf", "poster"], cwd=folder, check=True)
    return str(zxingcpp.read_barcodes(Image.open(folder / "poster.png"))[0].text)


def answer(page: Page, levels: tuple[int, int]) -> None:
    """Answer on a phone, from the first page to the thanks."""
    page.click("#begin .main")
    for code, level in zip(("a1", "a2"), levels, strict=True):
        page.locator(f"input[name={code}] + span").nth(level - 1).click()
    go_on(page)
    expect(page.locator(".screen:visible .step")).to_have_text("Phần 2/2")
    go_on(page)
    expect(page.locator("#note")).to_have_text("Phiếu đã được gửi.")


def hand_in(portal: Portal, sheets: Sheets) -> None:
    """The surgery declares the plan and the meeting, and submits; nobody declares satisfaction, it is there."""
    page = portal.page
    portal.open(f"/danh-gia/{sheets.own.pk}/")
    expect(page.locator("article.crit", has_text="Người bệnh hài lòng")).to_contain_text("3/4 = 75")
    for code in ("a1", "a2"):
        line = page.locator(f"#tc-{sheets.item(code).pk}")
        line.locator("select[name=done]").select_option("co")
        note = line.locator("textarea[name=explanation]")
        if not note.is_visible():
            line.locator(".crit-note summary").click()
        note.fill("Có hồ sơ lưu.")
        note.blur()
        expect(line.locator(".save-state[data-saved]")).to_contain_text("đã lưu")
    acts = page.locator(".sum-acts")
    acts.locator("summary").first.click()
    acts.locator("button[value=submit]").click()
    expect(page.get_by_text("Đã nộp phiếu")).to_be_visible()


def verify_and_compute(portal: Portal, sheets: Sheets) -> None:
    """The office agrees to what was handed in, finishes with the sheet, and has the scores computed."""
    page = portal.page
    portal.open("/tham-dinh/")
    page.get_by_label("Chọn cả 3 tiêu chí").check()
    page.get_by_role("button", name="Đồng ý điểm tự chấm").click()
    page.get_by_role("button", name=re.compile(r"Đồng ý điểm tự chấm \d tiêu chí")).click()
    expect(page.get_by_text("Đã thẩm định 3/3")).to_be_visible()
    portal.open(f"/danh-gia/{sheets.own.pk}/")
    unfold_and_press(page, "verify")
    portal.open("/ket-qua/")
    page.get_by_role("button", name="Tính điểm").click()
    page.get_by_role("link", name="Xem kết quả").click(timeout=WORKER_PATIENCE)


def publish(portal: Portal) -> None:
    """The director finalises what was computed, and publishes it."""
    portal.open("/ket-qua/")
    portal.page.get_by_role("link", name=re.compile("[Ll]ần tính")).first.click()
    for name in ("finalise", "publish"):
        unfold_and_press(portal.page, name)


def cells(portal: Portal, sheets: Sheets) -> list[str]:
    """The surgery's cells on the director's heat map: percent of each content."""
    portal.open("/bang-dieu-hanh/")
    row = portal.page.locator("table.heat tr", has_text=sheets.world.surgery.short_name)
    return [text.split("–")[0].strip() for text in row.locator("td:not(.heat-fact)").all_inner_texts()]


def test_from_the_poster_to_the_heat_map(
    celery_worker_process: None, portal: Portal, browser: Browser, sheets: Sheets, tmp_path: Path
) -> None:
    portal.sign_in(sheets.director.username)
    assert cells(portal, sheets) == []
    portal.sign_out()
    portal.sign_in(sheets.office.username)
    prepare_survey(portal, sheets)

    address = scan(portal, tmp_path)
    assert urlsplit(address).path == f"/ks/{ServicePoint.objects.get().token}/"
    for levels in ((5, 4), (4, 2)):
        phone = browser.new_context(viewport=PHONE, locale="vi-VN", is_mobile=True, has_touch=True)
        page = phone.new_page()
        page.goto(address)
        answer(page, levels)
        expect(page.locator(".thanks")).to_contain_text(sheets.world.surgery.name)
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        phone.close()

    portal.sign_out()
    portal.sign_in(sheets.head.username)
    hand_in(portal, sheets)
    portal.sign_out()
    portal.sign_in(sheets.office.username)
    verify_and_compute(portal, sheets)
    portal.sign_out()
    portal.sign_in(sheets.director.username)
    publish(portal)

    assert cells(portal, sheets) == ["100", "75"]
