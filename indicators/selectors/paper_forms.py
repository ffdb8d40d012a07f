"""Paper forms of a survey: how many in which state at each point, and what waits for a second person."""

from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from indicators.enums import PaperState
from indicators.models import PaperForm, ServicePoint, Survey

SHOWN = 200
"""How many waiting forms a page lists."""


def points_with_counts(survey: Survey, points: QuerySet[ServicePoint]) -> QuerySet[ServicePoint]:
    """These points of a survey with ``entered``, ``differing`` and ``agreed``."""
    counts = {
        name: Count("paper_forms", filter=Q(paper_forms__state=state))
        for name, state in (
            ("entered", PaperState.ENTERED),
            ("differing", PaperState.DIFFERS),
            ("agreed", PaperState.AGREED),
        )
    }
    return points.filter(survey=survey).select_related("unit").annotate(**counts).order_by("position", "pk")


def unsettled(points: QuerySet[ServicePoint]) -> QuerySet[PaperForm]:
    """Forms that do not count yet, those that differ first."""
    forms = PaperForm.objects.filter(point__in=points).exclude(state=PaperState.AGREED)
    return forms.select_related("point__unit", "first_by__person").order_by("state", "point", "number")[:SHOWN]


def next_for_second_entry(point: ServicePoint, user: Any) -> PaperForm | None:
    """The next form of the point that somebody else has typed once."""
    return point.paper_forms.filter(state=PaperState.ENTERED).exclude(first_by=user).order_by("number").first()


def next_number(point: ServicePoint) -> int:
    """One more than the highest number so far."""
    return int(point.paper_forms.aggregate(highest=Max("number"))["highest"] or 0) + 1
