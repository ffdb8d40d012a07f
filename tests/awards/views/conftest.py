"""Visits to the award pages in the year of the house."""

import pytest
from django.urls import reverse

from tests.sign_in import sign_in


@pytest.fixture
def web(client):
    def visit(user, name, *args, expect=200, data=None, query=""):
        sign_in(client, user)
        address = reverse(f"awards:{name}", args=args) + query
        response = client.post(address, data) if data is not None else client.get(address)
        assert response.status_code == expect, response.content.decode()[:2000]
        return response

    return visit
