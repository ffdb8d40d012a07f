"""Files that jobs make: one for a wish, kept for some days, told to who asked."""

import os
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest
from celery import current_app
from django.core.files.storage import default_storage
from django.utils import timezone

from core.enums import JobState
from core.errors import DomainError
from core.models import Job, Notification
from core.services import exports
from core.tasks import RunningJob, export_task, sweep_exports
from tests.factories.accounts import UserFactory
from tests.factories.core import JobFactory

pytestmark = pytest.mark.django_db
NAME = "core.test_of_exports"


class NothingToWrite(DomainError):
    """A refusal."""


def _written(job: RunningJob, target: BinaryIO) -> str:
    if "refuse" in job.arguments:
        raise NothingToWrite("Không có gì để xuất.")
    target.write(job.arguments["words"].encode())
    return "Đã xuất xong."


@pytest.fixture(autouse=True)
def _empty_storage(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def write() -> Iterator[object]:
    yield export_task(NAME)(_written)
    current_app.tasks.pop(NAME)


def _asked(by: object = None, **arguments: object) -> Job:
    by = by or UserFactory()
    return exports.request(
        name=NAME, title="Xuất", arguments=arguments, by=by, at=timezone.now(), file_page="core:job-detail"
    )


def _aged(name: str, days: float) -> None:
    moment = timezone.now().timestamp() - days * 86_400
    os.utime(default_storage.path(name), (moment, moment))


def _content(job: Job) -> bytes | None:
    found = exports.file_of(Job.objects.get(pk=job.pk))
    return None if found is None else found.read()


def test_same_wish_of_one_person_is_one_job() -> None:
    one, other = UserFactory(), UserFactory()
    first = _asked(one, words="a", unit=1)

    assert _asked(one, unit=1, words="a") == first
    assert len({first, _asked(one, words="a", unit=2), _asked(other, words="a", unit=1)}) == 3


def test_file_is_kept_and_the_asker_is_told(write) -> None:
    job = _asked(words="nội dung")
    assert _content(job) is None

    write(str(job.pk))

    assert _content(job) == "nội dung".encode()
    told = Notification.objects.get(recipient=job.requested_by)
    assert (told.text, told.url) == ("Đã xuất xong.", job.result_url)
    assert str(job.pk) in job.result_url


def test_what_a_killed_attempt_left_is_replaced(write) -> None:
    job = _asked(words="cả tệp")
    exports.keep(job, BytesIO(b"n"))

    write(str(job.pk))

    assert _content(job) == "cả tệp".encode()
    assert default_storage.listdir(exports.FOLDER)[1] == [f"{job.pk}.xlsx"]


def test_refused_file_leaves_nothing(write) -> None:
    job = _asked(refuse=True)

    write(str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.error, _content(job)) == (JobState.FAILED, "Không có gì để xuất.", None)
    assert not default_storage.exists(exports.FOLDER)


def test_files_go_after_their_days(write, settings) -> None:
    settings.EXPORTS_KEPT_DAYS = 3
    old, young = _asked(words="cũ"), _asked(words="mới")
    for job in (old, young):
        write(str(job.pk))
    orphan = default_storage.save(f"{exports.FOLDER}/orphan.xlsx", BytesIO(b"x"))
    _aged(f"{exports.FOLDER}/{old.pk}.xlsx", 3.1)
    _aged(orphan, 3.1)
    _aged(f"{exports.FOLDER}/{young.pk}.xlsx", 2.9)
    Job.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=3.1))

    assert sweep_exports() == 2

    assert (_content(old), _content(young)) == (None, "mới".encode())
    assert Job.objects.get(pk=old.pk).result == {"message": "Đã xuất xong."}
    assert sweep_exports() == 0


def test_sweeping_is_scheduled(settings) -> None:
    assert "core.sweep_exports" in {each["task"] for each in settings.CELERY_BEAT_SCHEDULE.values()}


def test_files_that_jobs_of_earlier_versions_hold_go_too() -> None:
    long_ago = timezone.now() - timedelta(days=30)
    job = JobFactory(state=JobState.SUCCEEDED, finished_at=long_ago, result={"file": "UEsDBA==", "rows": 2})
    assert exports.file_of(job) is None

    assert sweep_exports() == 1

    job.refresh_from_db()
    assert job.result == {"rows": 2}
