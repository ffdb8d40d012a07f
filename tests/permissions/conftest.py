"""One stage for a whole module: it is built once, and every request is undone."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings

from tests.permissions.places import Stage, set_stage


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """The three places with their records and people; gone after the module."""
    media: Path = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=media), transaction.atomic():
        yield set_stage()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def sessions(stage: Stage) -> dict[str, str]:
    """The session of each person who signed in, by role."""
    keys = {}
    for role, user in stage.people.items():
        client = Client()
        client.force_login(user)
        # The stage is set in 2026, whatever year it is today.
        chosen = client.session
        chosen["year"] = 2026
        chosen.save()
        keys[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return keys


@pytest.fixture
def client_of(sessions: dict[str, str], db: None) -> Callable[[str], Client]:
    """``client_of(role)``: a fresh client of that role; what it changes is undone after the test."""

    def of(role: str = "") -> Client:
        client = Client(raise_request_exception=False)
        if role:
            client.cookies[settings.SESSION_COOKIE_NAME] = sessions[role]
        return client

    return of
