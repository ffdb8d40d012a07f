"""The navigation names only addresses that exist, and shows only what a person may open."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.context_processors import NAVIGATION, nearest_list
from accounts.roles import RoleCode
from tests.factories.accounts import user_with
from tests.factories.world import World

NAMES = [name for _, _, lists in NAVIGATION for _, name in lists]


@pytest.mark.parametrize("name", NAMES)
def test_every_name_in_the_navigation_has_an_address(name: str) -> None:
    assert reverse(name).startswith("/")


def test_navigation_has_at_most_seven_words() -> None:
    assert len(NAVIGATION) <= 7


@pytest.mark.parametrize("role", RoleCode)
def test_no_link_of_the_navigation_is_refused(client: Client, world: World, role: RoleCode) -> None:
    unit = world.surgery if role in (RoleCode.DEPARTMENT_HEAD, RoleCode.DEPARTMENT_STAFF) else world.centre
    client.force_login(user_with(role, unit), backend="django.contrib.auth.backends.ModelBackend")
    frame = client.get(reverse("core:notification-list")).context["frame"]

    addresses = [entry.url for section in frame.sections for entry in section.entries]
    refused = {url: status for url in addresses if (status := client.get(url).status_code) != 200}

    assert addresses
    assert refused == {}


def test_page_belongs_to_the_longest_matching_list() -> None:
    assert nearest_list(f"{reverse('accounts:unit-list')}5/sua/") == reverse("accounts:unit-list")
    assert nearest_list("/khong-thuoc-dau-ca/") == ""


@pytest.mark.parametrize(
    ("name", "args", "home"),
    [
        ("awards:council", [], "awards:session-list"),
        ("awards:ballot", [1], "awards:session-list"),
        ("awards:initiative-list", [], "awards:rating-list"),
        ("awards:discipline-list", [], "awards:rating-list"),
        ("awards:dossier-detail", [1], "awards:dossier-list"),
    ],
)
def test_page_of_another_address_belongs_to_its_list(name: str, args: list[int], home: str) -> None:
    assert nearest_list(reverse(name, args=args)) == reverse(home)
