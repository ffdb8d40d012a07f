"""Files that nobody imports are thrown away after a while, and those that nobody knows of."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from core.models import AuditEvent, Notification
from indicators.enums import CaseImportState
from indicators.models import CaseImport
from indicators.services import case_imports, case_undoing
from indicators.services.case_waiting import forget_waiting, remove_strays
from indicators.tasks import forget_waiting_case_files
from tests.factories.accounts import user_with
from tests.factories.world import World
from tests.indicators.case_desk import AT, case, checked, imported, quietly, uploaded

GOOD = case("A1", "02/11/2025 08:00", "06/11/2025 17:00", "04/11/2025 09:00")


def test_only_files_that_waited_long_are_forgotten(
    world: World, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.CASE_FILES_WAIT_DAYS = 30
    old, looked_at = uploaded(world.centre, GOOD), checked(world.centre, GOOD, source_name="Hai")
    done = imported(world.centre, GOOD, source_name="Ba")
    young = uploaded(world.centre, GOOD, source_name="Bốn", at=AT + timedelta(days=2))

    with django_capture_on_commit_callbacks(execute=True):
        assert forget_waiting(at=AT + timedelta(days=31)) == 2

    for each in (old, looked_at, done, young):
        each.refresh_from_db()
    assert [each.state for each in (old, looked_at, done, young)] == [
        CaseImportState.DISCARDED, CaseImportState.DISCARDED, CaseImportState.IMPORTED, CaseImportState.UPLOADED,
    ]  # fmt: skip
    assert not old.file.storage.exists(str(old.file.name))
    assert young.file.storage.exists(str(young.file.name))


def test_who_brought_the_file_is_told_and_the_system_stands_in_the_log(world: World, settings: Any) -> None:
    settings.CASE_FILES_WAIT_DAYS = 7
    clerk = user_with("office", world.centre)
    kept = uploaded(world.centre, GOOD, by=clerk)
    uploaded(world.centre, GOOD, source_name="Dòng lệnh")

    assert forget_waiting(at=AT + timedelta(days=6, hours=23)) == 0
    assert forget_waiting(at=AT + timedelta(days=7, hours=1)) == 2
    assert forget_waiting(at=AT + timedelta(days=8)) == 0

    told = Notification.objects.get()
    assert (told.recipient, told.url) == (clerk, reverse(case_imports.PAGE, args=[kept.pk]))
    assert told.text == (
        "Tệp “ho-so.csv” tải lên ngày 20/11/2026 chưa được nhập; hệ thống đã bỏ tệp sau 7 ngày."
        " Cần nhập thì tải lên lại."
    )
    event = AuditEvent.objects.get(target_id=str(kept.pk), action="indicators.case_import.discard")
    assert event.actor is None


def test_throwing_away_is_scheduled(settings: Any) -> None:
    tasks = {each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values()}
    assert "indicators.forget_waiting_case_files" in tasks


@pytest.fixture
def storage(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def stray(world: World, name: str) -> str:
    return default_storage.save(f"case-imports/{world.centre.pk}/{name}", ContentFile(b"x"))


def all_aged(storage: Path) -> None:
    long_ago = timezone.now().timestamp() - 2 * 86_400
    for path in storage.rglob("*.*"):
        os.utime(path, (long_ago, long_ago))


def files_of(each: CaseImport) -> list[bool]:
    return [bool(name) and default_storage.exists(name) for name in (str(each.file.name), str(each.faults.name))]


@pytest.mark.parametrize("keeps_people", [False, True])
def test_files_that_no_import_needs_are_removed(world: World, settings: Any, storage: Path, keeps_people: bool) -> None:
    settings.KEEP_CASE_APPLICANTS = keeps_people
    bad = case("X1", "45/11/2025")
    # Nothing is done on commit: as if the process had died before.
    done = imported(world.centre, GOOD, bad)
    undone = imported(world.centre, case("B1", "02/11/2025"), source_name="Hai")
    case_undoing.undo(case_import=undone, by=None, at=AT)
    waiting = uploaded(world.centre, GOOD, source_name="Ba", at=timezone.now())
    lost = [stray(world, "khong-ai-biet.csv"), stray(world, f"faults-{waiting.pk}.xlsx")]
    all_aged(storage)
    young = stray(world, "vua-tai-len.csv")

    assert forget_waiting_case_files() == (3 if keeps_people else 4)

    assert (files_of(done), files_of(undone), files_of(waiting)) == (
        [keeps_people, True], [False, False], [True, False],
    )  # fmt: skip
    assert [default_storage.exists(name) for name in (*lost, young)] == [False, False, True]
    assert remove_strays(at=timezone.now()) == 0


def test_nothing_was_ever_uploaded(storage: Path, db: None) -> None:
    assert remove_strays(at=timezone.now()) == 0


def test_import_repeated_after_a_kill_removes_what_tells_of_applicants(
    world: World, storage: Path, django_capture_on_commit_callbacks: Any
) -> None:
    done = imported(world.centre, GOOD)
    assert files_of(done) == [True, False]  # the process died before it came to that

    with django_capture_on_commit_callbacks(execute=True):
        case_imports.run(case_import=done, by=None, at=AT, progress=quietly)

    assert files_of(done) == [False, False]
