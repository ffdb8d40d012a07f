"""The director: from one screen in a few clicks down to the file that proves a figure."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from playwright.sync_api import expect

from scoring.services import evidence, runs
from tests.browser.portal import Portal
from tests.browser.sheets import AT, Sheets, open_sheets, pdf_file


@pytest.fixture
def published(transactional_db: None, tmp_path: Path) -> Sheets:
    """A published result; one line has a file behind it."""
    sheets = open_sheets()
    file = SimpleUploadedFile("ke-hoach.pdf", pdf_file(tmp_path).read_bytes())
    stored, _ = evidence.upload(unit=sheets.world.surgery, file=file, name="ke-hoach.pdf", by=sheets.head, at=AT)
    evidence.attach(item=sheets.item("a1"), evidence=stored, by=sheets.head, at=AT)
    sheets.verify_all()
    now = timezone.now()
    run = runs.compute(round=sheets.round, by=sheets.office, at=now).run
    run = runs.finalise(run=run, by=sheets.director, at=now)
    runs.publish(run=run, by=sheets.director, at=now)
    return sheets


@pytest.mark.parametrize("width", [1366, 390])
def test_from_dashboard_to_evidence(portal: Portal, published: Sheets, width: int) -> None:
    page = portal.page
    page.set_viewport_size({"width": width, "height": 844})
    portal.sign_in(published.director.username)
    portal.open("/bang-dieu-hanh/")
    assert portal.barriers() == []
    assert not portal.scrolls_sideways()
    # A phone has no room for the columns: each unit is a block that needs no scrolling aside.
    expect(page.locator(".heat-facts").first).to_be_visible(visible=width == 390)
    scrolled = page.locator(".heat-scroll").evaluate("box => box.scrollWidth > box.clientWidth")
    assert not scrolled

    # Unit → criterion → evidence: three clicks.
    page.locator("main a[href*='/ket-qua/don-vi/']", has_text="Khoa Ngoại").first.click()
    expect(page.locator("h1")).to_contain_text("Khoa Ngoại")
    assert not portal.scrolls_sideways()
    page.locator("main a[href*='/ket-qua/diem/']", has_text="a1").first.click()
    expect(page.locator("main")).to_contain_text("40,00")
    assert portal.barriers() == []

    proof = page.locator("main a[href*='/danh-gia/minh-chung/']", has_text="ke-hoach.pdf")
    expect(proof).to_be_visible()
    answer = page.context.request.get(portal.address + (proof.get_attribute("href") or ""))
    assert answer.ok
    assert answer.body().startswith(b"%PDF")
