"""Is the installation alive? Database, broker and worker."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from celery import current_app
from django.db import DatabaseError, connection
from kombu.exceptions import OperationalError

from core.models import WorkerHeartbeat

WORKER_SILENCE = timedelta(seconds=90)


@dataclass(frozen=True)
class Health:
    database: bool
    broker: bool
    worker: bool

    @property
    def is_good(self) -> bool:
        return self.database and self.broker and self.worker


def health(*, at: datetime) -> Health:
    """The state of the parts at this moment; never raises."""
    database = _database_answers()
    return Health(database=database, broker=_broker_answers(), worker=database and _worker_was_seen(at))


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker_answers() -> bool:
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except (OSError, OperationalError):
        return False
    return True


def _worker_was_seen(at: datetime) -> bool:
    try:
        return WorkerHeartbeat.objects.filter(seen_at__gte=at - WORKER_SILENCE).exists()
    except DatabaseError:
        return False
