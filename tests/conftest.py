"""What every test may use, and which tests cannot run on the embedded database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import settings as hypothesis_settings

from tests.factories.world import World, make_world

# A loaded machine is no fault of the code: properties are not timed, and the same examples are tried every time.
hypothesis_settings.register_profile("thidua", deadline=None, derandomize=True)
hypothesis_settings.load_profile("thidua")

BROWSER_TESTS = Path(__file__).parent / "browser"
NEEDS_SERVERS = pytest.mark.skip(reason="needs PostgreSQL and Redis: run `make test`")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by what they use, so that `make test` can put each into the right run."""
    on_servers = bool(settings.REDIS_URL) and "postgresql" in settings.DATABASES["default"]["ENGINE"]
    for item in items:
        if item.path.is_relative_to(BROWSER_TESTS):
            item.add_marker("browser")
        if "celery_worker_process" in getattr(item, "fixturenames", ()):
            item.add_marker("needs_shared")
        if not on_servers and (item.get_closest_marker("needs_shared") or item.get_closest_marker("concurrency")):
            item.add_marker(NEEDS_SERVERS)


@pytest.fixture
def celery_worker_process(transactional_db: None) -> Iterator[None]:
    """A real Celery worker on the test database; wait for its jobs with `tests.servers.finished`.

    It ends with its test: one that lived on would take up what the next tests ask for, while their tables are emptied.
    """
    from tests.servers import celery_worker, forget_messages

    forget_messages()
    with celery_worker():
        yield


@pytest.fixture
def roles(db: None) -> None:
    """The declared roles and permissions, as every installation has them."""
    from accounts.services.roles import sync_roles

    sync_roles()


@pytest.fixture
def world(roles: None) -> World:
    """One Sở Y tế with two centres and their departments."""
    return make_world()
