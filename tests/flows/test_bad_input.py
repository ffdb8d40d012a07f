"""What people get wrong: told in words where they are, what they typed still there, nothing half-saved."""

import unicodedata
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Person, Unit
from accounts.roles import RoleCode
from campaigns.models import Campaign, Plan
from scoring.models import CriteriaSet
from tests.factories.accounts import user_with
from tests.factories.world import World
from tests.flows.desk import Desk

GOOD = {
    "title": "Phong trào thi đua đẩy mạnh cải cách hành chính",
    "subject": "Phát động phong trào thi đua",
    "starts_on": "1/1/2026",
    "ends_on": "31/12/2030",
}


@pytest.fixture
def office(world: World) -> Desk:
    return Desk(user_with(RoleCode.OFFICE, world.centre))


@pytest.fixture
def administrator(world: World) -> Desk:
    return Desk(user_with(RoleCode.ADMINISTRATOR, world.centre))


def new_plan(office: Desk, **typed: str) -> Desk:
    return office.open("/ke-hoach/lap/").send("/ke-hoach/lap/", **(GOOD | typed))


def value_of(desk: Desk, name: str) -> str:
    """What stands in a field of the page."""
    field = desk.page.xpath(f'//*[@name="{name}"]')[0]
    return str(field.get("value") or field.text_content()).strip()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"starts_on": "31/02/2026"}, "ngày"),
        ({"ends_on": "2030-13-45"}, "ngày"),
        ({"ends_on": "31/12/2020"}, "kết thúc"),
        ({"title": "x" * 501}, "500"),
        ({"title": "   "}, "Tên phong trào"),
    ],
    ids=["no such day", "no such month", "ends before it starts", "too long", "only spaces"],
)
def test_wrong_plan_is_told_and_keeps_all_that_was_typed(office: Desk, typed: dict[str, str], said: str) -> None:
    page = new_plan(office, **typed)

    assert page.page.xpath('//*[contains(@class, "is-invalid")] | //*[contains(@class, "alert-danger")]')
    assert said in page.words
    kept = {name: value_of(page, name) for name in GOOD}
    assert kept == {name: text.strip() for name, text in (GOOD | typed).items()}
    assert not Plan.objects.exists()


def test_decomposed_vietnamese_is_stored_composed(office: Desk) -> None:
    new_plan(office, title=unicodedata.normalize("NFD", GOOD["title"]))

    assert Campaign.objects.get().title == GOOD["title"]


def test_form_sent_twice_makes_one_plan(office: Desk) -> None:
    new_plan(office)
    new_plan(office)

    assert Plan.objects.count() == 1
    assert value_of(office, "title") == GOOD["title"]


BROKEN = {
    "program": b"MZ\x90\x00 this is a program",
    "broken archive": b"PK\x03\x04 this is no workbook",
    "empty": b"",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
@pytest.mark.parametrize(
    ("address", "name"),
    [("/tieu-chi/nap/", "bo.toml"), ("/ke-hoach/nhap/", "ke-hoach.docx"), ("/quan-tri/nhap-excel/", "nhan-su.xlsx")],
)
def test_file_of_another_kind_is_refused_in_words(office: Desk, address: str, name: str, content: bytes) -> None:
    before = counts()
    office.open(address)

    response = office.client.post(address, {"file": SimpleUploadedFile(name, content)})

    assert response.status_code in (200, 400, 422)
    page = response.content.decode()
    assert "is-invalid" in page or "alert-danger" in page or "invalid-feedback" in page
    assert "Traceback" not in page
    assert counts() == before


def counts() -> dict[str, Any]:
    return {model.__name__: model.objects.count() for model in (CriteriaSet, Plan, Person, Unit)}


def test_address_of_a_foreign_host_is_not_followed_after_signing_in(world: World) -> None:
    user = user_with(RoleCode.OFFICE, world.centre, username="tchc")

    response = Desk().client.post(
        "/accounts/login/?next=https://example.com/", {"username": user.username, "password": "mat-khau-thu-nghiem-9"}
    )

    assert response.status_code == 302
    assert "example.com" not in response["Location"]
