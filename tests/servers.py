"""A real Celery worker for the tests that need one, on the test database and a queue of its own."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from celery import current_app
from django.conf import settings
from django.db import connection

from core.models import Job
from ops import processes
from ops.environment import PYTHON

WORKER_STARTS_WITHIN_SECONDS = 60


def database_url() -> str:
    """The address of the database that this test process uses (Django's test database, not the one it came from)."""
    database = connection.settings_dict
    signed_in = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}"
    return f"postgres://{signed_in}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


@contextmanager
def celery_worker(queue: str = "", *, is_idle: bool = True) -> Iterator[subprocess.Popen[bytes]]:
    """Run one worker process until the block ends; ready to work when the block begins.

    It serves this test process's ``queue``; one with another queue does only what its own sweeper puts there. One that
    is not ``is_idle`` finds work at once, and answers nobody meanwhile.
    """
    queue = queue or settings.CELERY_TASK_DEFAULT_QUEUE
    name = f"{queue}@localhost"
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL,
        "THIDUA_DATA": str(settings.DATA_DIR),
        "CELERY_QUEUE": queue,
    }
    command = [str(PYTHON), "-m", "celery", "-A", "config", "--quiet", "worker", "-P", "solo", "-n", name, "-Q", queue]
    process = processes.start([*command, "--loglevel", "WARNING", "--without-gossip", "--without-mingle"], env=env)
    try:
        deadline = time.monotonic() + WORKER_STARTS_WITHIN_SECONDS
        while is_idle and not current_app.control.ping(destination=[name], timeout=0.5):
            assert process.poll() is None, "the Celery worker ended at once"
            assert time.monotonic() < deadline, "the Celery worker does not answer"
        yield process
    finally:
        processes.stop(process)
        forget_messages(queue)


def forget_messages(queue: str = "") -> None:
    """Empty a queue (this process's), so that no test works on what another one left."""
    with current_app.connection_for_write() as broker:
        broker.default_channel.queue_purge(queue or settings.CELERY_TASK_DEFAULT_QUEUE)


def finished(job: Job, *, within: float = 60) -> Job:
    """Wait until the worker has finished a job, and return it as it is then."""
    deadline = time.monotonic() + within
    while True:
        job.refresh_from_db()
        if job.is_finished:
            return job
        assert time.monotonic() < deadline, f"job {job.name} is still {job.state} after {within} seconds"
        time.sleep(0.05)
