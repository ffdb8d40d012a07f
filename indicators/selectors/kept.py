"""How long a process keeps what the public pages ask for at any pace."""

from django.conf import settings


def kept_until(key: object, value: object, now: float) -> float:
    """When a value is read anew: ``SURVEY_KEPT_SECONDS`` from now, on the clock of the cache that asks."""
    return now + float(settings.SURVEY_KEPT_SECONDS)
