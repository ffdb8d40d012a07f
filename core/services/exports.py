"""Files that take longer than a page may: asked for, made by a job, kept for some days, fetched by who asked."""

from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from json import dumps
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse

from core.access import Actor
from core.enums import JobState
from core.models import Job
from core.services import jobs

FOLDER = "exports"


@transaction.atomic
def request(*, name: str, title: str, arguments: dict[str, Any], by: Actor, at: datetime, file_page: str) -> Job:
    """Ask for a file; the same wish of one person is worked on once.

    ``arguments`` say all that the job called ``name`` (see ``core.tasks.export_task``) needs, in what JSON can hold.
    ``file_page`` is the name of the address that gives the file out, with the key of the job.
    """
    wish = sha256(dumps(arguments, sort_keys=True).encode()).hexdigest()[:16]
    key = f"{name}:{by.pk}:{wish}"
    job = jobs.request(name=name, title=title[:200], arguments=arguments, by=by, at=at, key=key)
    job.result_url = reverse(file_page, args=[job.pk])
    job.save(update_fields=["result_url"])
    return job


def note(job: Job, **facts: Any) -> None:
    """Write down with a job what its file is made of."""
    job.arguments |= facts
    Job.objects.filter(pk=job.pk).update(arguments=job.arguments)


def keep(job: Job, content: BinaryIO, ending: str = ".xlsx") -> str:
    """Store the finished file of a job, in place of what an earlier attempt left; returns its name in the storage."""
    name = f"{FOLDER}/{job.pk}{ending}"
    default_storage.delete(name)
    content.seek(0)
    return default_storage.save(name, File(content))


def file_of(job: Job) -> File | None:
    """The finished file, open; None while there is none, and when it was removed after its days."""
    name = str(job.result.get("file", ""))
    if job.state != JobState.SUCCEEDED or not name.startswith(f"{FOLDER}/"):
        return None
    try:
        return default_storage.open(name)
    except FileNotFoundError:
        return None


def sweep(*, at: datetime) -> int:
    """Remove files older than ``EXPORTS_KEPT_DAYS``, and those that jobs hold in their rows; returns how many."""
    oldest = at - timedelta(days=settings.EXPORTS_KEPT_DAYS)
    names = default_storage.listdir(FOLDER)[1] if default_storage.exists(FOLDER) else []
    swept = 0
    for name in (f"{FOLDER}/{each}" for each in names):
        with suppress(FileNotFoundError):  # another worker may sweep at this moment
            if default_storage.get_modified_time(name) < oldest:
                default_storage.delete(name)
                swept += 1
    for job in Job.objects.filter(finished_at__lt=oldest, result__has_key="file"):
        content = job.result.pop("file")
        swept += not str(content).startswith(f"{FOLDER}/")
        Job.objects.filter(pk=job.pk).update(result=job.result)
    return swept
