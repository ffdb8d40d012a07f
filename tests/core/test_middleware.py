"""Addresses that no person types."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import RoleCode
from tests.factories.accounts import user_with
from tests.factories.world import World


@pytest.mark.django_db
def test_null_character_in_the_address_is_a_bad_request(client: Client, world: World) -> None:
    client.force_login(user_with(RoleCode.OFFICE, world.centre))

    answer = client.get(reverse("reports:search"), {"q": "\x00"})

    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "Thidua" in answer.content.decode()
