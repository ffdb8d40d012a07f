"""Celery tasks: thin doors that find a job, call one function, and note how it ended."""

import functools
import logging
from collections.abc import Callable
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any, BinaryIO
from uuid import UUID

from celery import shared_task
from celery.signals import worker_ready
from django.utils import timezone

from core import list_files
from core.errors import DomainError
from core.models import Job
from core.services import checked_files, exports, jobs, notifications

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class RunningJob:
    """What a job's function may know: its arguments, who asked for it, and a way to report progress."""

    job: Job

    @property
    def arguments(self) -> dict[str, Any]:
        return self.job.arguments

    @property
    def by(self) -> Any:
        return self.job.requested_by

    def progress(self, done: int, total: int, message: str = "") -> None:
        jobs.report(self.job, done=done, total=total, message=message, at=timezone.now())


def job_task(name: str) -> Callable[[Callable[[RunningJob], dict[str, Any] | None]], Any]:
    """Register a function as the work of jobs called ``name``; it must be safe to run twice."""

    def register(work: Callable[[RunningJob], dict[str, Any] | None]) -> Any:
        @functools.wraps(work)
        def run(job_id: str) -> None:
            _run(UUID(job_id), work)

        return shared_task(name=name)(run)

    return register


def export_task(name: str, ending: str = ".xlsx") -> Callable[[Callable[[RunningJob, BinaryIO], str]], Any]:
    """Register a function as the work of jobs asked for by ``core.services.exports.request``.

    It writes a file (Excel, unless its ``ending`` says otherwise) into what it is given and returns what to tell the
    person who asked.
    """

    def register(work: Callable[[RunningJob, BinaryIO], str]) -> Any:
        @functools.wraps(work)
        def make(job: RunningJob) -> dict[str, Any]:
            with TemporaryFile() as target:
                said = work(job, target)
                kept = exports.keep(job.job, target, ending)
            if job.by is not None:
                notifications.notify(recipients=[job.by], text=said, url=job.job.result_url, at=timezone.now())
            return {"file": kept, "message": said}

        return job_task(name)(make)

    return register


def _run(job_id: UUID, work: Callable[[RunningJob], dict[str, Any] | None]) -> None:
    job = jobs.start(job_id, at=timezone.now())
    if job is None:
        return
    try:
        result = work(RunningJob(job))
    except DomainError as refusal:
        jobs.fail(job, error=str(refusal), at=timezone.now())
    except Exception:
        logger.exception("job %s (%s) failed", job.pk, job.name)
        jobs.fail(job, error="Có lỗi ngoài dự kiến; quản trị viên xem nhật ký máy chủ.", at=timezone.now())
    else:
        jobs.finish(job, result=result, at=timezone.now())


@export_task(list_files.JOB)
def export_list(job: RunningJob, target: BinaryIO) -> str:
    """Make the Excel file of a long list; safe to run twice."""
    return list_files.write_asked(target, job.job, progress=job.progress)


@shared_task(name="core.sweep_jobs")
def sweep_jobs() -> int:
    return jobs.sweep(at=timezone.now())


@shared_task(name="core.sweep_checked_files")
def sweep_checked_files() -> int:
    return checked_files.sweep(at=timezone.now())


@shared_task(name="core.sweep_exports")
def sweep_exports() -> int:
    return exports.sweep(at=timezone.now())


@shared_task(name="core.worker_heartbeat")
def worker_heartbeat() -> None:
    jobs.note_worker_is_alive(at=timezone.now())


@worker_ready.connect
def _begin_alive(**_: Any) -> None:
    jobs.note_worker_is_alive(at=timezone.now())
    jobs.sweep(at=timezone.now())
