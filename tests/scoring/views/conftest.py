"""A sound draft, and somebody of the office who edits it."""

import pytest

from tests.factories.accounts import user_with
from tests.factories.scoring import stored_small_set
from tests.scoring.workshop_desk import EXAMPLE


@pytest.fixture
def draft(world):
    return stored_small_set(world.centre, example=[EXAMPLE])


@pytest.fixture
def office(world, client):
    person = user_with("office", world.centre)
    client.force_login(person)
    return person
