"""The import pages: upload, preview, confirmed targets, refusals with everything typed kept."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.roles import RoleCode
from campaigns.models import Plan
from tests.campaigns.word.outlines import plain_docx
from tests.factories.accounts import user_with
from tests.factories.world import World

pytestmark = pytest.mark.django_db
LINES = [
    "KẾ HOẠCH",
    "Phát động phong trào thi đua giai đoạn 2026 - 2030",
    "I. NỘI DUNG THI ĐUA",
    "a) Thi đua cải cách thủ tục hành chính",
    "- Giải quyết đúng hạn đạt từ 99% trở lên.",
    "- Trên 90% người dân hài lòng.",
    "III. TỔ CHỨC THỰC HIỆN",
    "- Các khoa, phòng thực hiện.",
    "Nơi nhận:",
    "- Lưu: VT.",
    "GIÁM ĐỐC",
    "Lê Thị Hoa",
]
PAGE, PREVIEW = "campaigns:plan-import", "campaigns:plan-import-preview"


@pytest.fixture
def office(world: World, client: Client) -> Client:
    client.force_login(user_with(RoleCode.OFFICE, world.centre))
    return client


def _upload(client: Client, content: bytes, name: str = "ke-hoach.docx") -> Any:
    return client.post(reverse(PAGE), {"file": SimpleUploadedFile(name, content)})


def _answers(world: World, **changes: Any) -> dict[str, Any]:
    values = {
        "unit": world.centre.pk,
        "code": "thi-dua-2026",
        "title": "Phong trào thi đua",
        "short_name": "Thi đua",
        "starts_on": "2026-01-01",
        "ends_on": "2030-12-31",
        "chi-tieu-TOTAL_FORMS": 2,
        "chi-tieu-INITIAL_FORMS": 2,
        "chi-tieu-0-keep": "on",
        "chi-tieu-0-label": "Giải quyết đúng hạn",
        "chi-tieu-0-operator": "gte",
        "chi-tieu-0-low": "99,5",
        "chi-tieu-0-unit": "%",
        "chi-tieu-0-area": "a",
        "chi-tieu-1-label": "Người dân hài lòng",
        "chi-tieu-1-operator": "gt",
        "chi-tieu-1-low": "90",
        "chi-tieu-1-unit": "%",
    }
    return {**values, **changes}


def test_a_word_file_is_read_previewed_and_saved_with_the_ticked_targets(office: Client, world: World) -> None:
    response = _upload(office, plain_docx(LINES))
    assert response.status_code == 302
    page = office.get(response.url).content.decode()
    for text in (
        "Trước mục “III” thiếu mục “II”.",
        "Giải quyết đúng hạn đạt từ 99% trở lên",
        "Lê Thị Hoa",
        "Chỉ tiêu 2",
    ):
        assert text in page
    assert not Plan.objects.exists()

    saved = office.post(reverse(PREVIEW), _answers(world))
    plan = Plan.objects.get()
    assert saved.status_code == 302
    target = plan.targets.get()
    assert (target.label, str(target.low), target.confirmed) == ("Giải quyết đúng hạn", "99.5000", True)
    assert target.content_area is not None
    assert target.content_area.code == "a"
    assert plan.campaign.unit == world.centre


def test_a_plan_of_another_place_is_offered_to_the_own_centre(office: Client, world: World) -> None:
    _upload(office, plain_docx(["KẾ HOẠCH", "Thi đua tại Tu Mơ Rông năm 2027", *LINES[2:]]))
    head = office.get(reverse(PREVIEW)).context["head"]
    assert (head["unit"].value(), head["code"].value()) == (world.centre.pk, "tu-mo-rong-2027")


def test_text_files_are_read_too(office: Client) -> None:
    assert _upload(office, "\n".join(LINES).encode("utf-16"), "ke-hoach.txt").status_code == 302


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"%PDF-1.7", "PDF"), (b"PK\x03\x04", "hỏng"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"), (b"", "rỗng")],
)
def test_a_file_that_is_no_plan_is_refused_on_the_form(office: Client, content: bytes, message: str) -> None:
    response = _upload(office, content)
    assert response.status_code == 200
    assert message in response.content.decode()
    assert not Plan.objects.exists()


def test_mistakes_keep_everything_that_was_typed(office: Client, world: World) -> None:
    _upload(office, plain_docx(LINES))
    answers = _answers(world, ends_on="2025-12-31", title="Tên đã gõ", **{"chi-tieu-0-low": "120"})
    page = office.post(reverse(PREVIEW), answers).content.decode()
    for text in ("đứng trước ngày bắt đầu", "Tên đã gõ", "Tỷ lệ 120% nằm ngoài khoảng", 'value="120"'):
        assert text in page
    assert not Plan.objects.exists()


def test_an_existing_code_asks_whether_to_replace(office: Client, world: World) -> None:
    for _ in range(2):
        _upload(office, plain_docx(LINES))
        response = office.post(reverse(PREVIEW), _answers(world))
    assert "đã có bản dự thảo" in response.content.decode()
    response = office.post(reverse(PREVIEW), _answers(world, replace="on"))
    assert response.status_code == 302
    assert Plan.objects.get().revision == 1


def test_a_foreign_centre_cannot_be_chosen(office: Client, world: World) -> None:
    _upload(office, plain_docx(LINES))
    response = office.post(reverse(PREVIEW), _answers(world, unit=world.other_centre.pk))
    assert response.status_code == 200
    assert not Plan.objects.exists()


def test_a_campaign_of_a_foreign_centre_is_not_replaced(office: Client, world: World) -> None:
    _upload(office, plain_docx(LINES))
    office.post(reverse(PREVIEW), _answers(world))
    other = Client()
    other.force_login(user_with(RoleCode.OFFICE, world.other_centre))
    _upload(other, plain_docx(LINES))
    page = other.post(reverse(PREVIEW), _answers(world, unit=world.other_centre.pk, replace="on")).content.decode()
    assert "đã dùng cho phong trào khác" in page
    assert Plan.objects.get().revision == 0


def test_the_preview_without_a_file_goes_back_to_the_upload(office: Client) -> None:
    response = office.get(reverse(PREVIEW))
    assert (response.status_code, response["Location"]) == (302, reverse(PAGE))


@pytest.mark.parametrize("name", [PAGE, PREVIEW])
def test_others_may_not_import(world: World, client: Client, name: str) -> None:
    client.force_login(user_with(RoleCode.DEPARTMENT_HEAD, world.surgery))
    assert client.get(reverse(name)).status_code == 403
