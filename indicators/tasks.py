"""Background work of this app."""

from celery import shared_task
from django.utils import timezone

from indicators.services import periods


@shared_task(name="indicators.close_periods")
def close_periods() -> int:
    """Close the months whose day has passed; returns how many."""
    return periods.close_due(at=timezone.now())
