"""The months of a year with the state of their figures."""

from collections.abc import Sequence

from django.db.models import QuerySet

from accounts.models import Unit
from core.models import AuditEvent
from indicators.models import FigurePeriod


def periods_of(centre: Unit, year: int) -> list[FigurePeriod]:
    """The twelve months of a centre's year in order; a month without a row is open (and not stored by this)."""
    rows = FigurePeriod.objects.filter(centre=centre, year=year).select_related(
        "closed_by__person", "reopened_by__person"
    )
    known = {row.month: row for row in rows}
    return [known.get(month) or FigurePeriod(centre=centre, year=year, month=month) for month in range(1, 13)]


def history_of_year(periods: Sequence[FigurePeriod]) -> QuerySet[AuditEvent]:
    """Who closed and opened these months, newest first."""
    keys = [str(period.pk) for period in periods if period.pk]
    return AuditEvent.objects.filter(target_type=FigurePeriod._meta.label_lower, target_id__in=keys).order_by("-at")
