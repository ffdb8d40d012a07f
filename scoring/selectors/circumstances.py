"""Facts that cap the grade of units, as they stood at a moment."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q

from campaigns.models import Round
from scoring.models import Circumstance


def in_force(round_: Round, unit_ids: Sequence[int], at: datetime | None = None) -> dict[int, Mapping[str, str]]:
    """By unit and code of the limit, the words of the record (one query); ``at``: then, else now."""
    standing = Q(withdrawn_at__isnull=True)
    if at is not None:
        standing = Q(recorded_at__lte=at) & (standing | Q(withdrawn_at__gt=at))
    rows = Circumstance.objects.filter(standing, round=round_, unit__in=unit_ids).order_by("pk")
    found: dict[int, dict[str, str]] = {}
    for unit_id, code, reason, document in rows.values_list("unit_id", "limit_code", "reason", "document"):
        found.setdefault(unit_id, {})[code] = f"{reason} ({document})"
    return dict(found)
