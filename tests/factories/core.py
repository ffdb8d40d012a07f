"""What core keeps: audit events, jobs, notices, the worker's sign of life."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from core.models import AuditEvent, Job, Notification, WorkerHeartbeat
from tests.factories.accounts import UserFactory

AT = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)


class AuditEventFactory(DjangoModelFactory):
    """An event that somebody caused on a record of any kind."""

    class Meta:
        model = AuditEvent

    at = AT
    actor = factory.SubFactory(UserFactory)
    actor_name = factory.LazyAttribute(lambda event: event.actor.username)
    action = "accounts.unit.create"
    target_type = "accounts.unit"
    target_id = factory.Sequence(str)
    target_label = factory.Sequence(lambda number: f"Khoa Thử nghiệm {number}")


class JobFactory(DjangoModelFactory):
    """A job that waits for a worker."""

    class Meta:
        model = Job

    name = "scoring.compute_run"
    title = "Tính điểm"
    requested_by = factory.SubFactory(UserFactory)
    requested_at = AT


class NotificationFactory(DjangoModelFactory):
    """An unread notice."""

    class Meta:
        model = Notification

    recipient = factory.SubFactory(UserFactory)
    text = factory.Sequence(lambda number: f"Thông báo {number}")
    created_at = AT


class WorkerHeartbeatFactory(DjangoModelFactory):
    """The one row that tells when a worker was last seen."""

    class Meta:
        model = WorkerHeartbeat

    seen_at = AT
