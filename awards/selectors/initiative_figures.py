"""Recognised initiatives as a figure: how many were decided on, month by month, for the unit that led them."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Count, Max
from django.db.models.functions import ExtractMonth, ExtractYear
from django.utils import timezone

from awards.models import Initiative
from indicators.enums import Source
from indicators.selectors.providers import Question, Row, provider_for


@provider_for(Source.INITIATIVES)
def figures(question: Question) -> Iterator[Row]:
    """Answers for “initiatives recognised”: by the day of the decision, each initiative once."""
    rows: Any = (
        Initiative.objects.filter(question.branches("unit"), decided_on__year__in=question.years)
        .order_by()
        .annotate(decided_year=ExtractYear("decided_on"), decided_month=ExtractMonth("decided_on"))
        .values("unit__path", "decided_year", "decided_month")
        .annotate(number=Count("pk"), newest=Max("decided_on"))
    )
    for row in rows:
        for indicator in question.indicators:
            yield Row(
                indicator.code,
                row["unit__path"],
                row["decided_year"],
                row["decided_month"],
                None,
                Decimal(row["number"]),
                "Sổ sáng kiến",
                _midnight(row["newest"]),
            )


def _midnight(day: date) -> datetime:
    """The decision's day as a moment, so that it can be compared with other sources."""
    return timezone.make_aware(datetime.combine(day, time()))
