"""The office: verify line by line and in bulk, compute with a real worker; the director finalises and publishes."""

import re

import pytest
from playwright.sync_api import expect

from scoring.models import Assessment, ScoreRun
from tests.browser.portal import Portal
from tests.browser.sheets import Sheets, open_sheets


@pytest.fixture
def sheets(transactional_db: None) -> Sheets:
    return open_sheets()


def test_verification_from_first_line_to_the_last(portal: Portal, sheets: Sheets) -> None:
    sheets.submit_all()
    page = portal.page
    portal.sign_in(sheets.office.username)
    portal.open("/tham-dinh/")
    expect(page.get_by_text("Đã thẩm định 0/6")).to_be_visible()
    assert portal.barriers() == []

    # The first line is adjusted, with the keyboard alone; the desk shows the next one.
    page.get_by_role("link", name="Thẩm định lần lượt").click()
    page.wait_for_url(re.compile(r"/tham-dinh/\d+/"))
    first = page.url
    page.keyboard.press("2")
    page.locator("#id_points").fill("35,5")
    page.locator("#id_reason").fill("Kế hoạch ban hành chậm 10 ngày")
    page.keyboard.press("Control+Enter")
    expect(page).not_to_have_url(first)
    expect(page.get_by_text("1/6")).to_be_visible()

    # The second is returned: without a reason it stays, with what was typed.
    second = page.url
    page.get_by_label("Trả lại đơn vị").check()
    page.locator("#id_comment").fill("Xem lại biên bản")
    page.get_by_role("button", name="Lưu và tiếp").click()
    expect(page.locator(".invalid-feedback, .errorlist, .alert-danger").first).to_be_visible()
    expect(page.locator("#id_comment")).to_have_value("Xem lại biên bản")
    page.locator("#id_reason").fill("Thiếu biên bản quý III")
    page.get_by_role("button", name="Lưu và tiếp").click()
    expect(page).not_to_have_url(second)
    assert portal.barriers() == []

    # The rest is agreed to at once.
    portal.open("/tham-dinh/")
    page.get_by_label("Chọn cả 6 tiêu chí").check()
    expect(page.get_by_text("Đã chọn cả 6 tiêu chí")).to_be_visible()
    page.get_by_role("button", name="Đồng ý điểm tự chấm").click()
    expect(page.get_by_text("2 tiêu chí khác đã chọn")).to_be_visible()
    page.get_by_role("button", name="Đồng ý điểm tự chấm 4 tiêu chí").click()
    expect(page.get_by_text("Đã đồng ý 4 tiêu chí")).to_be_visible()
    expect(page.get_by_text("Đã thẩm định 6/6")).to_be_visible()

    items = [item for sheet in Assessment.objects.all() for item in sheet.items.all()]
    assert sorted(item.state for item in items) == ["accepted"] * 4 + ["adjusted", "returned"]


def test_scores_from_computation_to_publication(celery_worker_process: None, portal: Portal, sheets: Sheets) -> None:
    sheets.verify_all()
    page = portal.page
    portal.sign_in(sheets.office.username)
    portal.open("/ket-qua/")

    page.get_by_role("button", name="Tính điểm").click()
    # The page follows the job by itself until the worker has finished it.
    page.get_by_role("link", name="Xem kết quả").click(timeout=60_000)
    expect(page.get_by_role("row", name=re.compile("Khoa Ngoại"))).to_contain_text("96,00")
    assert portal.barriers() == []
    run = ScoreRun.objects.get()
    assert run.state == "provisional"

    # What is not published is not to be seen by departments.
    portal.sign_out()
    portal.sign_in(sheets.head.username)
    portal.open("/ket-qua/")
    expect(page.get_by_text("96,00")).to_have_count(0)

    portal.sign_out()
    portal.sign_in(sheets.director.username)
    portal.open(f"/ket-qua/lan-tinh/{run.pk}/")
    for name in ("finalise", "publish"):
        if not page.locator(f"button[value={name}]").first.is_visible():
            page.locator("details.act", has=page.locator(f"button[value={name}]")).locator("summary").first.click()
        page.locator(f"button[value={name}]").first.click()
        expect(page.locator(".alert-success").first).to_be_visible()
    run.refresh_from_db()
    assert run.state == "published"

    portal.sign_out()
    portal.sign_in(sheets.head.username)
    portal.open("/ket-qua/")
    expect(page.get_by_text("96,00").first).to_be_visible()
