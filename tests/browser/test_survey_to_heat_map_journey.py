"""From the QR code on a poster to a coloured cell on the director's heat map, without a hand touching the figure."""

import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import zxingcpp
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from indicators.models import ServicePoint
from indicators.selectors import figures
from indicators.views import rate_limits
from scoring.services import assessments, runs, verification
from tests.browser.portal import Portal
from tests.browser.sheets import GROUPS, Sheets, open_sheets
from tests.factories.indicators import IndicatorFactory
from tests.indicators.answering import open_point, open_survey

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


@pytest.fixture
def sheets(transactional_db: None) -> Sheets:
    rate_limits.forget()
    IndicatorFactory(code="patient_satisfaction", source="survey", measure="percent")
    return open_sheets(WITH_SURVEY, timezone.localdate().year)


@pytest.fixture
def point(sheets: Sheets) -> ServicePoint:
    return open_point(open_survey(centre=sheets.world.centre), unit=sheets.world.surgery, name="Quầy số 1")


def publish(sheets: Sheets) -> None:
    now = timezone.now()
    run = runs.compute(round=sheets.round, by=sheets.office, at=now).run
    run = runs.finalise(run=run, by=sheets.director, at=now)
    runs.publish(run=run, by=sheets.director, at=now)


def hand_in(sheets: Sheets) -> None:
    """The surgery declares the plan and the meeting, and submits; nobody declares satisfaction."""
    at, sheet = timezone.now(), sheets.own
    for item in sheet.items.filter(criterion__code__in=("a1", "a2")):
        typed = {"typed": {"done": "co"}, "explanation": "Có hồ sơ lưu.", "expected_revision": item.revision}
        assessments.save_item(item=item, **typed, by=sheets.head, at=at)
    assessments.submit(assessment=sheet, by=sheets.head, at=at)
    verification.accept_all(items=list(sheet.items.all()), by=sheets.office, at=at)
    sheet.refresh_from_db()
    if sheet.state != "verified":
        verification.finish(assessment=sheet, by=sheets.office, at=at)


def scan(portal: Portal, survey: int, folder: Path) -> str:
    """Print the posters as the office does, and read the first one's QR code as a phone does."""
    answer = portal.page.context.request.get(f"{portal.address}/so-lieu/khao-sat/{survey}/ap-phich.pdf?kho=a5")
    (folder / "poster.pdf").write_bytes(answer.body())
    subprocess.run(["pdftoppm", "-r", "80", "-png", "-singlefile", "poster.pdf", "poster"], cwd=folder, check=True)
    return str(zxingcpp.read_barcodes(Image.open(folder / "poster.png"))[0].text)


def answer(page: Page, levels: tuple[int, int]) -> None:
    """Answer on a phone, from the first page to the thanks."""
    page.click("#begin .main")
    for code, level in zip(("a1", "a2"), levels, strict=True):
        page.locator(f"input[name={code}] + span").nth(level - 1).click()
    page.click(".screen:visible .main")
    page.click(".screen:visible .main")
    expect(page.locator("#note")).to_have_text("Phiếu đã được gửi.")


def cells(portal: Portal, sheets: Sheets) -> list[str]:
    """The surgery's cells on the director's heat map: percent of each content."""
    portal.sign_out()
    portal.sign_in(sheets.director.username)
    portal.open("/bang-dieu-hanh/")
    row = portal.page.locator("table.heat tr", has_text=sheets.world.surgery.short_name)
    return [text.split("–")[0].strip() for text in row.locator("td:not(.heat-fact)").all_inner_texts()]


def test_from_the_poster_to_the_heat_map(
    portal: Portal, browser: Browser, sheets: Sheets, point: ServicePoint, tmp_path: Path
) -> None:
    assert cells(portal, sheets) == []
    portal.sign_out()
    portal.sign_in(sheets.office.username)

    address = scan(portal, point.survey_id, tmp_path)
    assert urlsplit(address).path == f"/ks/{point.token}/"
    for levels in ((5, 4), (4, 2)):
        phone = browser.new_context(viewport=PHONE, locale="vi-VN", is_mobile=True, has_touch=True)
        page = phone.new_page()
        page.goto(address)
        answer(page, levels)
        expect(page.locator(".thanks")).to_contain_text(sheets.world.surgery.name)
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        phone.close()

    unit, year = sheets.world.surgery, sheets.round.year
    figure = figures.figures_for(["patient_satisfaction"], [unit], year)["patient_satisfaction", unit.pk]
    assert (figure.numerator, figure.denominator) == (3, 4)
    hand_in(sheets)
    publish(sheets)

    assert cells(portal, sheets) == ["100", "75"]
