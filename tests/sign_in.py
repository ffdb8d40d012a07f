"""Signing a test's client in, and choosing the year that it looks at."""

from django.test import Client

from accounts.models import Unit, User
from tests.factories.accounts import user_with

FACTORY_YEAR = 2026
"""The year of the rows that the factories make."""


def sign_in(client: Client, user: User, *, year: int = FACTORY_YEAR) -> Client:
    """The client, signed in as that user, who looks at that year, whatever year it is today."""
    client.force_login(user)
    return look_at(client, year)


def sign_in_as(client: Client, role: str, unit: Unit, *, year: int = FACTORY_YEAR) -> Client:
    """The client, signed in as a new user with that role in that unit."""
    return sign_in(client, user_with(role, unit), year=year)


def look_at(client: Client, year: int) -> Client:
    """The client after its user chose a year in the head of the page."""
    session = client.session
    session["year"] = year
    session.save()
    return client
