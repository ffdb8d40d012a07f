"""The office types in a criteria set through the pages alone: three kinds of rule, bands, an example that is run."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from accounts.models import User
from scoring.models import CriteriaSet
from tests.browser.portal import Portal
from tests.factories.accounts import PersonFactory, user_with
from tests.factories.world import make_world


@pytest.fixture
def office(transactional_db: None) -> User:
    world = make_world()
    person: User = user_with("office", world.centre, person=PersonFactory(unit=world.office))
    return person


def field(place: Page | Locator, label: str) -> Locator:
    """A field by its label, whether or not a star marks it as required."""
    return place.get_by_label(re.compile(rf"^\s*{label}\s*\*?\s*$")).first


def head(page: Page, name: str, points: str, evidence: str = "") -> None:
    field(page, "Tên").fill(name)
    field(page, "Điểm tối đa").fill(points)
    if evidence:
        field(page, "Tài liệu kiểm chứng").fill(evidence)


def figures(page: Page, code: str) -> Any:
    """The cell of an example where the figures of a criterion are typed."""
    row = page.locator("table.example tbody tr", has=page.locator("td:first-child", has_text=f"{code} "))
    return row.locator("td").nth(1).locator("input[type=text], select")


def test_small_set_is_typed_in_with_an_example(portal: Portal, office: User) -> None:
    page = portal.page
    portal.sign_in(office.username)
    portal.open("/tieu-chi/")
    page.get_by_role("link", name="Soạn bộ mới").click()
    field(page, "Tên bộ tiêu chí").fill("Bộ tiêu chí thử")
    field(page, "Thang điểm").fill("10")
    page.get_by_role("button", name="Lập bộ trống").click()
    assert portal.barriers() == []

    # One group with three criteria, one page each; the next code is offered by itself.
    page.get_by_role("link", name="Thêm nhóm lớn").click()
    head(page, "Kết quả công việc", "10")
    page.get_by_role("button", name="Lưu và thêm tiêu chí vào nhóm").click()
    expect(field(page, "Mã")).to_have_value("I.1")
    head(page, "Có kế hoạch", "2", "Kế hoạch")
    page.get_by_label("Cách tính điểm", exact=True).select_option(label="Có hoặc không")
    page.get_by_role("button", name="Lưu và thêm tiêu chí tiếp").click()

    # While one types, the sentence, the curve and the points tried out follow without a click.
    expect(field(page, "Mã")).to_have_value("I.2")
    head(page, "Hồ sơ đúng hạn", "5", "Bảng thống kê")
    page.get_by_label("Cách tính điểm", exact=True).select_option(label="Theo tỷ lệ, có mức sàn")
    field(page, "Mức sàn").press_sequentially("95")
    expect(page.get_by_text("Đạt 100% được 5,00 điểm; từ 95% đến dưới 100%")).to_be_visible()
    expect(page.locator("#xem-thu svg .curve-open")).to_have_count(1)
    page.locator("#xem-thu").get_by_label("Kết quả (%)").press_sequentially("96")
    expect(page.locator("#xem-thu").get_by_text("4,80 điểm.", exact=True)).to_be_visible()
    assert portal.barriers() == []
    page.get_by_role("button", name="Lưu và thêm tiêu chí tiếp").click()

    # A list grows by rows; the sum is one point short, and the tree says so at its place.
    expect(field(page, "Mã")).to_have_value("I.3")
    head(page, "Sáng kiến", "2", "Quyết định")
    page.get_by_label("Cách tính điểm", exact=True).select_option(label="Theo bậc")
    cells = page.locator("#cach-tinh table input[type=text]")
    expect(cells).to_have_count(4)
    page.get_by_role("button", name="Thêm dòng").click()
    expect(cells).to_have_count(6)
    for place, text in enumerate(("100", "2", "50", "1", "0", "0")):
        cells.nth(place).fill(text)
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_role("heading", name="Kiểm tra: Còn 1 lỗi")).to_be_visible()
    expect(page.locator(".node-group").get_by_text("các mục bên trong cộng lại là 9")).to_be_visible()

    # The slip is a link to where it is mended.
    page.get_by_role("link", name=re.compile("Nhóm I: Điểm tối đa ghi 10")).click()
    page.get_by_role("link", name="Về cây, không lưu").click()
    page.get_by_role("link", name="I.3 Sáng kiến").click()
    field(page, "Điểm tối đa").fill("3")
    expect(page.locator("#xem-thu").get_by_text("Cách tính cho nhiều nhất 2,00 điểm")).to_be_visible()
    page.locator("#cach-tinh table input[type=text]").nth(1).fill("3")
    expect(page.locator("#xem-thu").get_by_text("Cách tính cho nhiều nhất")).to_have_count(0)
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_role("heading", name="Kiểm tra: Dùng được")).to_be_visible()

    # Nodes move without leaving the page.
    page.get_by_role("button", name="Lên I.3").click()
    expect(page.locator(".node .row-link")).to_have_text(
        [re.compile("^I Kết"), re.compile("^I.1"), re.compile("^I.3"), re.compile("^I.2")]
    )
    assert portal.barriers() == []

    # An example is calculated at once; what it promises wrongly is told, then mended.
    page.get_by_role("link", name="Ví dụ tính sẵn").click()
    page.get_by_role("link", name="Thêm ví dụ").click()
    field(page, "Tên ví dụ").fill("Khoa Nội")
    field(page, "Tổng điểm phải ra").fill("9")
    figures(page, "I.1").select_option(label="Có")
    figures(page, "I.2").fill("96")
    figures(page, "I.3").fill("60")
    page.get_by_role("button", name="Lưu và tính").click()
    expect(page.get_by_text("Tổng điểm phải là 9,00 điểm nhưng tính ra 7,80 điểm")).to_be_visible()
    assert portal.barriers() == []
    field(page, "Tổng điểm phải ra").fill("7,8")
    page.get_by_role("button", name="Lưu và tính").click()
    expect(page.get_by_text("Khớp cả 1 kết quả.")).to_be_visible()

    stored = CriteriaSet.objects.get()
    assert [row.rule for row in stored.criteria.exclude(kind="group").order_by("code")] == [
        {"kind": "yes_no"},
        {"kind": "proportional_floor", "floor": "95"},
        {
            "kind": "step_table",
            "steps": [{"low": "100", "points": "3"}, {"low": "50", "points": "1"}, {"low": "0", "points": "0"}],
        },
    ]


def test_pages_fit_a_phone(portal: Portal, office: User) -> None:
    page = portal.page
    page.set_viewport_size({"width": 390, "height": 844})
    portal.sign_in(office.username)
    for path in ("/tieu-chi/soan/moi/", "/tieu-chi/soan/thu-vien/hoai-nhon-khoa-phong/"):
        portal.open(path)
        assert not portal.scrolls_sideways()
        assert portal.barriers() == []
    page.get_by_role("button", name="Tạo bản mới và sửa").click()
    page.wait_for_url(re.compile(r"/soan/$"))
    for path in ("", "xep-loai/", "ha-muc/", "bang-diem/", "ty-le/", "vi-du/", "vi-du/them/", "them/?loai=criterion"):
        portal.open(f"/tieu-chi/{CriteriaSet.objects.get().pk}/soan/{path}")
        assert not portal.scrolls_sideways()
        assert portal.barriers() == []
    portal.open(f"/tieu-chi/{CriteriaSet.objects.get().pk}/soan/")
    page.locator(".node details.act > summary").nth(3).click()
    assert page.get_by_role("button", name="Nhân đôi").locator("visible=true").count() == 1
    assert not portal.scrolls_sideways()
