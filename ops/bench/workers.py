"""How much faster two Celery workers score a province than one."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from celery import current_app
from django.conf import settings
from django.utils import timezone

from core.models import Job
from ops import processes
from ops.bench.province import Province, forget_results
from ops.bench.rows import Row, middle, row
from ops.environment import PYTHON
from scoring.services import runs

READY_WITHIN_SECONDS = 60
DONE_WITHIN_SECONDS = 600
NAMES = ("first@localhost", "second@localhost")


def two_workers(province: Province, env: Mapping[str, str], times: int) -> Row:
    """Seconds with one worker ÷ seconds with two; measured by turns, after a calculation that warms both up."""
    queue = settings.CELERY_TASK_DEFAULT_QUEUE
    alone, together = [], []
    with _worker(NAMES[0], env), _worker(NAMES[1], env):
        _compute(province)
        for _ in range(times):
            together.append(_compute(province))
            current_app.control.cancel_consumer(queue, destination=[NAMES[1]], reply=True)
            alone.append(_compute(province))
            current_app.control.add_consumer(queue, destination=[NAMES[1]], reply=True)
    return row("scoring.workers", middle(alone) / middle(together), 1.7, "higher", "× one worker")


def _compute(province: Province) -> float:
    """Seconds from the request to the end of the job."""
    forget_results()
    job = runs.request(round=province.round, by=None, at=timezone.now())
    deadline = time.monotonic() + DONE_WITHIN_SECONDS
    while not job.is_finished and time.monotonic() < deadline:
        time.sleep(0.05)
        job.refresh_from_db()
    if job.state != "succeeded":
        raise RuntimeError(f"the job is {job.state}: {job.error}")
    return _span(job)


def _span(job: Job) -> float:
    assert job.finished_at is not None
    return (job.finished_at - job.requested_at).total_seconds()


@contextmanager
def _worker(name: str, env: Mapping[str, str]) -> Iterator[None]:
    queue = settings.CELERY_TASK_DEFAULT_QUEUE
    command = [str(PYTHON), "-m", "celery", "-A", "config", "--quiet", "worker", "-P", "solo", "-n", name, "-Q", queue]
    process = processes.start(
        [*command, "--loglevel", "WARNING", "--without-gossip", "--without-mingle"],
        env={**os.environ, **env, "CELERY_QUEUE": queue, "PYTHONWARNINGS": "ignore"},
    )
    try:
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while not current_app.control.ping(destination=[name], timeout=0.5):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("a Celery worker does not start")
        yield
    finally:
        processes.stop(process)
