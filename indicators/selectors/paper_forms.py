"""Paper forms of a survey: how many in which state at each point, and what waits for a second person."""

from django.db.models import Count, Max, Q, QuerySet

from accounts.models import User
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
    waiting = (PaperState.ENTERED, PaperState.DIFFERS)
    forms = PaperForm.objects.filter(point__in=points, state__in=waiting)
    return forms.select_related("point__unit", "first_by__person").order_by("state", "point", "number")[:SHOWN]


def settled(points: QuerySet[ServicePoint]) -> QuerySet[PaperForm]:
    """Forms that count, and those that were taken back."""
    forms = PaperForm.objects.filter(point__in=points, state__in=(PaperState.AGREED, PaperState.WITHDRAWN))
    return forms.select_related("point__unit", "first_by__person", "second_by__person").order_by("point", "number")


def in_place_of(form: PaperForm) -> PaperForm | None:
    """The form that was typed under the number of a withdrawn one."""
    again = form.point.paper_forms.filter(number=form.number).exclude(state=PaperState.WITHDRAWN)
    return again.first() if form.state == PaperState.WITHDRAWN else None


def next_for_second_entry(point: ServicePoint, user: User) -> PaperForm | None:
    """The next form of the point that somebody else has typed once."""
    return point.paper_forms.filter(state=PaperState.ENTERED).exclude(first_by=user).order_by("number").first()


def next_number(point: ServicePoint) -> int:
    """One more than the highest number so far."""
    return int(point.paper_forms.aggregate(highest=Max("number"))["highest"] or 0) + 1
