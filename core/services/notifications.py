"""Telling people that something waits for them."""

from collections.abc import Iterable
from datetime import datetime

from core.access import Actor
from core.models import Notification


def notify(*, recipients: Iterable[Actor], text: str, at: datetime, url: str = "") -> None:
    """One notice for each recipient (users; each only once)."""
    unique = {user.pk: user for user in recipients}
    Notification.objects.bulk_create(
        Notification(recipient_id=user.pk, text=text[:300], url=url, created_at=at) for user in unique.values()
    )


def mark_all_read(*, user: Actor, at: datetime, before: datetime | None = None) -> int:
    """Mark this person's notices as read (only those sent ``before``, when given); returns how many were unread."""
    unread = Notification.objects.filter(recipient_id=user.pk, read_at__isnull=True)
    if before is not None:
        unread = unread.filter(created_at__lt=before)
    return unread.update(read_at=at)


def mark_read(*, notice: Notification, at: datetime) -> None:
    """Note when a notice was first opened."""
    Notification.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=at)
