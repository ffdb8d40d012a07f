"""Files that were checked and never loaded do not stay for ever."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import override_settings
from django.utils import timezone

from core.services import checked_files
from core.tasks import sweep_checked_files


@pytest.fixture(autouse=True)
def storage(tmp_path: Path) -> Iterator[None]:
    with override_settings(MEDIA_ROOT=str(tmp_path)):
        yield


def aged(name: str, age: timedelta) -> None:
    then = (timezone.now() - age).timestamp()
    os.utime(default_storage.path(name), (then, then))


def test_sweeper_removes_what_nobody_came_back_for() -> None:
    old, young = checked_files.keep(b"code = 1", ending=".toml"), checked_files.keep(b"PK", ending=".xlsx")
    elsewhere = default_storage.save("evidence/old.pdf", default_storage.open(young))
    for name in (old, elsewhere):
        aged(name, timedelta(hours=25))
    aged(young, timedelta(hours=23))

    assert sweep_checked_files() == 1

    assert not default_storage.exists(old)
    assert default_storage.exists(young) and default_storage.exists(elsewhere)


def test_nothing_was_ever_uploaded() -> None:
    assert checked_files.sweep(at=timezone.now()) == 0


def test_discarding_twice_is_no_fault() -> None:
    name = checked_files.keep(b"x")

    checked_files.discard(name)
    checked_files.discard(name)

    assert not default_storage.exists(name)


def test_sweeper_is_called_by_the_clock() -> None:
    assert "core.sweep_checked_files" in {each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values()}
