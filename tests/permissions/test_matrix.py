"""Every address × every role × own and foreign records: wrong role 403, wrong unit 404, right ones answered."""

from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import RoleCode
from core.access import PUBLIC, SIGNED_IN
from tests.architecture.test_urls import all_addresses
from tests.permissions.declared import ROLES_OF
from tests.permissions.matrix import MATRIX
from tests.permissions.places import DEPARTMENT_ROLES, Place, Stage
from tests.permissions.rows import Row, Whose

PERMISSIONS = {name: pattern.callback.permission for name, _, pattern in all_addresses()}
ClientOf = Callable[..., Client]


def test_every_address_stands_in_the_matrix() -> None:
    assert sorted(MATRIX) == sorted(PERMISSIONS)


def may_open(role: str, permission: str) -> bool:
    return permission in (PUBLIC, SIGNED_IN) or role in ROLES_OF[permission]


def finds(role: str, row: Row, place: Place) -> bool:
    """Whether a record at a place is one of this role's: the roles' people all belong to the place “own”."""
    whose = row.whose
    if role not in row.seen_by:
        return False
    if whose is Whose.NOBODYS or place.name == "own":
        return True
    if whose is Whose.PERSON:
        return False
    if role == RoleCode.SUPERIOR_VIEWER:
        return True
    if whose is Whose.DEPARTMENT and role in DEPARTMENT_ROLES:
        return False
    return place.name == "neighbour"


def places_for(row: Row, stage: Stage) -> list[Place]:
    """Units side by side share what is their centre's; asking twice would only meet what the first asking changed."""
    if row.whose is Whose.NOBODYS:
        return [stage.places["own"]]
    return [place for place in stage.places.values() if not (row.whose is Whose.CENTRE and place.name == "neighbour")]


def ask(client: Client, name: str, row: Row, place: Place, user: User) -> HttpResponse:
    address = reverse(name, kwargs=row.find(place, user))
    response: HttpResponse = client.post(address, row.data(place)) if row.posts else client.get(address)
    return response


def assert_answered(response: HttpResponse, name: str, place: Place) -> None:
    """Neither refused nor broken. Without a worker beside the test, the health page may truly answer 503."""
    said = f"{place.name}: {response.status_code}"
    assert response.status_code < 500 or name == "core:healthz", said
    assert response.status_code not in (401, 403, 404, 405), said


@pytest.mark.parametrize("role", RoleCode.values)
@pytest.mark.parametrize("name", sorted(MATRIX))
def test_address_answers_by_role_and_unit(stage: Stage, client_of: ClientOf, name: str, role: str) -> None:
    row, user = MATRIX[name], stage.people[role]
    for place in places_for(row, stage):
        response = ask(client_of(role), name, row, place, user)

        if not may_open(role, PERMISSIONS[name]):
            assert response.status_code == 403, f"{place.name}: {response.status_code}"
        elif not finds(role, row, place):
            assert response.status_code == 404, f"{place.name}: {response.status_code}"
        else:
            assert_answered(response, name, place)


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_address_asks_the_signed_out_to_sign_in(stage: Stage, client_of: ClientOf, name: str) -> None:
    response = ask(client_of(), name, MATRIX[name], stage.places["own"], stage.people[RoleCode.OFFICE])

    if PERMISSIONS[name] == PUBLIC:
        assert_answered(response, name, stage.places["own"])
        assert not response.get("Location", "").startswith(reverse("accounts:login"))
    else:
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("accounts:login"))
