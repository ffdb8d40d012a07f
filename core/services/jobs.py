"""Asking for background work, and keeping it alive."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from celery import current_app
from django.db import IntegrityError, transaction
from django.db.models import Q

from core.access import Actor
from core.enums import JobState
from core.models import Job, WorkerHeartbeat

SILENCE_BEFORE_RETRY = timedelta(minutes=2)
MOST_ATTEMPTS = 5


def request(
    *,
    name: str,
    title: str,
    arguments: dict[str, Any],
    by: Actor | None,
    at: datetime,
    key: str = "",
    result_url: str = "",
) -> Job:
    """Write a job and enqueue it on commit.

    While a job of the same ``key`` is unfinished, that one is returned, also when it ends at this moment.
    """
    try:
        with transaction.atomic():
            job = Job.objects.create(
                name=name,
                title=title,
                key=key,
                arguments=arguments,
                requested_by_id=by.pk if by is not None else None,
                requested_at=at,
                result_url=result_url,
            )
    except IntegrityError:
        stood_in_the_way = unfinished(key) or Job.objects.filter(key=key).order_by("-requested_at").first()
        if stood_in_the_way is None:
            raise
        return stood_in_the_way
    _enqueue_on_commit(job.pk, name)
    return job


def unfinished(key: str) -> Job | None:
    """The job of this key that waits or runs."""
    return Job.objects.filter(key=key, state__in=JobState.unfinished()).first()


def sweep(*, at: datetime) -> int:
    """Enqueue again what nobody works on any more; give up after several attempts. Returns how many were enqueued."""
    silent_since = at - SILENCE_BEFORE_RETRY
    lost = Job.objects.filter(state__in=JobState.unfinished()).filter(
        Q(heartbeat_at__lt=silent_since) | Q(heartbeat_at__isnull=True, requested_at__lt=silent_since)
    )
    lost.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=JobState.FAILED, finished_at=at, error=f"Đã thử {MOST_ATTEMPTS} lần mà không xong.", message=""
    )
    again = list(lost.filter(attempts__lt=MOST_ATTEMPTS).values_list("pk", "name"))
    for pk, name in again:
        Job.objects.filter(pk=pk).update(state=JobState.QUEUED, heartbeat_at=at)
        _enqueue_on_commit(pk, name)
    return len(again)


def note_worker_is_alive(*, at: datetime) -> None:
    """Leave the sign of life that the health check reads."""
    WorkerHeartbeat.objects.update_or_create(pk=1, defaults={"seen_at": at})


def start(job_id: UUID, *, at: datetime) -> Job | None:
    """Take a job for execution; None when it is finished, unknown or in other hands (a message may arrive twice)."""
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id).first()
        if job is None or job.is_finished or _is_in_other_hands(job, at):
            return None
        job.state, job.heartbeat_at, job.attempts = JobState.RUNNING, at, job.attempts + 1
        job.save(update_fields=["state", "heartbeat_at", "attempts"])
    return job


def _is_in_other_hands(job: Job, at: datetime) -> bool:
    return (
        job.state == JobState.RUNNING and job.heartbeat_at is not None and job.heartbeat_at > at - SILENCE_BEFORE_RETRY
    )


def report(job: Job, *, done: int, total: int, message: str, at: datetime) -> None:
    """Publish progress; also the job's sign of life."""
    Job.objects.filter(pk=job.pk).update(done=done, total=total, message=message[:300], heartbeat_at=at)


def finish(job: Job, *, result: dict[str, Any] | None, at: datetime) -> None:
    """Mark a job as done, with a result that JSON can hold; its ``message`` is what people are told.

    What was told while it ran does not hold any more.
    """
    Job.objects.filter(pk=job.pk).update(
        state=JobState.SUCCEEDED, result=result or {}, finished_at=at, heartbeat_at=at, error="", message=""
    )


def fail(job: Job, *, error: str, at: datetime) -> None:
    """Mark a job as failed, with a text fit to show."""
    Job.objects.filter(pk=job.pk).update(
        state=JobState.FAILED, error=error, finished_at=at, heartbeat_at=at, message=""
    )


def _enqueue_on_commit(job_id: UUID, name: str) -> None:
    # A broker that is down must not undo committed work: the row is there and the sweeper will enqueue it again.
    transaction.on_commit(lambda: current_app.send_task(name, args=[str(job_id)], retry=False), robust=True)
