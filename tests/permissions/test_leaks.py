"""No list, Excel file, search or counter shows what belongs to somebody else."""

import zipfile
from collections.abc import Callable
from html import unescape
from io import BytesIO

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.roles import RoleCode
from tests.permissions.matrix import MATRIX
from tests.permissions.places import DEPARTMENT_ROLES, Stage
from tests.permissions.rows import Whose
from tests.permissions.test_matrix import PERMISSIONS, may_open

ClientOf = Callable[..., Client]
OVERVIEWS = sorted(name for name, row in MATRIX.items() if row.whose is Whose.NOBODYS and not row.posts)
OWN_ROLES = [role for role in RoleCode if role != RoleCode.SUPERIOR_VIEWER]
FOREIGN = ("khoa-noi-hai", "Khoa Nội Hai")
# What a unit beside one's own keeps to itself; its name may stand in a ranking or an issued plan.
NEIGHBOURS = (
    "Phan Thị khoa-duoc",
    "minh-chung-khoa-duoc",
    "Rà soát ở khoa-duoc",
    "Báo cáo của khoa-duoc",
    "Thành tích của khoa-duoc",
    "Kiến nghị của khoa-duoc",
    "tai-lieu-khoa-duoc",
    "tai-lieu-phieu-khoa-duoc",
)


def text_of(response: HttpResponse) -> str:
    """The words of a page or of an Excel file."""
    if "spreadsheet" not in response["Content-Type"]:
        return unescape(response.content.decode()) if not response.streaming else ""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    with zipfile.ZipFile(BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))


# A role may be delegated to anybody of the centre, so the names of all stand on offer there.
OFFERS_ALL_NAMES = {"accounts:delegation-create"}


def hidden_from(role: str) -> tuple[str, ...]:
    return FOREIGN + (NEIGHBOURS if role in DEPARTMENT_ROLES else ())


@pytest.mark.parametrize("role", OWN_ROLES)
@pytest.mark.parametrize(
    "query", [{}, {"_export": "xlsx"}, {"year": "2026", "centre": "2"}], ids=["page", "excel", "asked"]
)
def test_overviews_show_nothing_of_others(stage: Stage, client_of: ClientOf, role: str, query: dict[str, str]) -> None:
    leaks, client = [], client_of(role)
    for name in OVERVIEWS:
        row = MATRIX[name]
        if not may_open(role, PERMISSIONS[name]) or name.startswith("core:"):
            continue
        address = reverse(name, kwargs=row.find(stage.places["own"], stage.people[role]))
        response = client.get(address, query)
        assert response.status_code < 500, f"{address} {query}"
        words = FOREIGN if name in OFFERS_ALL_NAMES else hidden_from(role)
        leaks += [f"{name}: {word}" for word in words if word in text_of(response)]

    assert leaks == []


@pytest.mark.parametrize("role", RoleCode)
def test_search_finds_nothing_of_others(stage: Stage, client_of: ClientOf, role: str) -> None:
    client, found = client_of(role), {}
    for place in stage.places.values():
        # Words that stand in the names of the place's people, files, tasks and units.
        for words in (f"phan thi {place.department.code}", f"ra soat o {place.department.code}", place.department.name):
            page = text_of(client.get(reverse("reports:search"), {"q": words}))
            links = [each for each in record_links(stage, place.name) if f'"{each}"' in page]
            found.setdefault(place.name, []).extend(links)

    if role == RoleCode.SUPERIOR_VIEWER:
        return
    assert found["foreign"] == []
    if role in DEPARTMENT_ROLES:
        assert found["neighbour"] == []
        assert found["own"] != []


def record_links(stage: Stage, place: str) -> list[str]:
    """The pages of what a place keeps to itself."""
    own = stage.places[place].own
    return [
        reverse("accounts:person-detail", args=[own.person.pk]),
        reverse("campaigns:task-detail", args=[own.task.pk]),
        reverse("awards:dossier-detail", args=[own.dossier.pk]),
        reverse("scoring:assessment-detail", args=[own.sheet.pk]),
    ]


def test_office_sees_what_others_must_not(stage: Stage, client_of: ClientOf) -> None:
    """The words looked for above do stand on these pages for those who may read them."""
    client = client_of(RoleCode.OFFICE)
    pages = ("accounts:directory", "scoring:evidence-list", "campaigns:task-list", "indicators:measurement-list")
    seen = "".join(text_of(client.get(reverse(name))) for name in pages)
    counts = client.get(reverse("indicators:survey-statistics"), {"_export": "xlsx"})
    figures = client.get(reverse("indicators:measurement-list"), {"_export": "xlsx"})

    assert [word for word in NEIGHBOURS[:4] if word not in seen] == []
    assert [word for word in NEIGHBOURS[6:] if word not in text_of(counts) + text_of(figures)] == []


@pytest.mark.parametrize("role", OWN_ROLES)
def test_looking_at_a_foreign_centre_is_not_on_offer(stage: Stage, client_of: ClientOf, role: str) -> None:
    client = client_of(role)

    client.post(reverse("accounts:scope-switch"), {"centre": stage.world.other_centre.pk, "year": 2026})

    page = text_of(client.get(reverse("reports:home")))
    assert "TTYT Hai" not in page


@pytest.mark.parametrize("role", [RoleCode.OFFICE, RoleCode.DEPARTMENT_HEAD, RoleCode.COUNCIL_CHAIR])
@pytest.mark.parametrize("junk", ["abc", "9" * 30, "\x00", "ế" * 5000], ids=["word", "huge", "nul", "long"])
def test_junk_in_the_address_is_no_fault_of_ours(stage: Stage, client_of: ClientOf, role: str, junk: str) -> None:
    """Filters, sorting and pages that nobody offers are ignored or refused, never a crash."""
    names = ("q", "page", "sort", "unit", "don-vi", "dot", "state", "trang-thai", "nam", "year", "danh-hieu", "nhom")
    broken, client = [], client_of(role)
    for name in OVERVIEWS:
        if may_open(role, PERMISSIONS[name]) and not name.startswith("core:"):
            address = reverse(name, kwargs=MATRIX[name].find(stage.places["own"], stage.people[role]))
            if client.get(address, dict.fromkeys(names, junk)).status_code >= 500:
                broken.append(address)

    assert broken == []


@pytest.mark.parametrize("name", sorted(name for name, row in MATRIX.items() if name not in ("core:healthz",)))
def test_junk_in_a_form_is_no_fault_of_ours(stage: Stage, client_of: ClientOf, name: str) -> None:
    """Whatever is posted to a page by one who may open it, it answers in words."""
    row, place = MATRIX[name], stage.places["own"]
    role = next(role for role in RoleCode if may_open(role, PERMISSIONS[name]) and role in row.seen_by)
    fields = (
        "unit",
        "member",
        "dossier",
        "person",
        "round",
        "criteria_set",
        "transition",
        "answer",
        "page",
        "version",
        "evidence",
        "year",
        "centre",
        "kind",
        "role",
        "award",
        "expected_revision",
        "revision",
        "link",
        "parent",
    )
    for junk in ("abc", "-1", "9" * 30):
        client = client_of(role)
        address = reverse(name, kwargs=row.find(place, stage.people[role]))

        response = client.post(address, dict.fromkeys(fields, junk))

        assert response.status_code < 500, junk
