"""A stored file is a row and a content: both are there, or neither."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import IntegrityError

from core import uploads
from core.services import stored_files
from scoring.models import Evidence
from tests.factories.world import World

AT = datetime(2026, 11, 30, 8, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n"
CaptureOnCommit = Callable[..., object]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def contents(media: Path) -> list[Path]:
    return [path for path in media.rglob("*") if path.is_file()]


def _kept(world: World, keep: stored_files.Keep, content: bytes = PNG) -> Evidence:
    file = io.BytesIO(content)
    facts = uploads.inspect(file, name="Ảnh chụp.png", limit=1024)
    record = Evidence(unit=world.surgery, sha256=facts.sha256)
    keep(record, file, facts, by=None, at=AT)
    return record


def test_row_says_what_the_content_is(world: World, media: Path) -> None:
    with stored_files.storing() as keep:
        record = _kept(world, keep)

    record.refresh_from_db()
    assert (record.name, record.content_type, record.size) == ("Ảnh chụp.png", "image/png", len(PNG))
    assert [path.read_bytes() for path in contents(media)] == [PNG]


def test_all_contents_go_when_something_fails_later(world: World, media: Path) -> None:
    with pytest.raises(ZeroDivisionError), stored_files.storing() as keep:
        _kept(world, keep)
        _kept(world, keep, PNG + b"1")
        raise ZeroDivisionError

    assert not Evidence.objects.exists()
    assert contents(media) == []


def test_content_that_the_database_refuses_goes_and_the_first_stays(world: World, media: Path) -> None:
    with stored_files.storing() as keep:
        _kept(world, keep)
    with pytest.raises(IntegrityError), stored_files.storing() as keep:
        _kept(world, keep)

    assert len(contents(media)) == Evidence.objects.count() == 1


def test_content_leaves_when_the_database_has_agreed(
    world: World, media: Path, django_capture_on_commit_callbacks: CaptureOnCommit
) -> None:
    with stored_files.storing() as keep:
        record = _kept(world, keep)

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        stored_files.remove(record)
        assert len(contents(media)) == 1
    assert contents(media) == []
