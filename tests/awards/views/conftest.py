"""Visits to the award pages in the year of the house."""

import pytest
from django.urls import reverse


@pytest.fixture
def web(client):
    def visit(user, name, *args, expect=200, data=None, query=""):
        client.force_login(user)
        session = client.session
        session["year"] = 2026
        session.save()
        address = reverse(f"awards:{name}", args=args) + query
        response = client.post(address, data) if data is not None else client.get(address)
        assert response.status_code == expect, response.content.decode()[:2000]
        return response

    return visit
