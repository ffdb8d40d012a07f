"""Self-assessments as lists: who sees which, how far they have come, on whom they wait."""

from datetime import date, datetime

from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import User
from accounts.policies import reach
from campaigns.enums import Phase
from campaigns.selectors.rounds import Deadline, deadline_for
from scoring.enums import AssessmentState, ItemState
from scoring.models import Assessment
from scoring.roles import VIEW_ASSESSMENT
from scoring.selectors import entries
from scoring.selectors.left_out import left_out


def assessments_visible_to(user: User) -> QuerySet[Assessment]:
    """The self-assessments of the branches where the user may read them."""
    rows = Assessment.objects.select_related("unit", "round__campaign__unit", "submitted_by__person")
    return reach(user, VIEW_ASSESSMENT).filter(rows)


def with_progress(assessments: QuerySet[Assessment]) -> QuerySet[Assessment]:
    """With counts of lines (``item_count``, ``decided_count``, ``returned_count``) and the sum of self marks.

    Lines that the set leaves out for a unit are not counted.

    The sum leaves out the points on top of the scale and knows no rescaling; it orders a list, it is not a result.
    """
    asked = ~left_out(assessments, criterion="items__criterion", group="unit__group")
    scale = asked & Q(items__criterion__kind="criterion")
    return assessments.annotate(
        item_count=Count("items", filter=asked),
        decided_count=Count("items", filter=asked & Q(items__state__in=entries.DECIDED)),
        returned_count=Count("items", filter=asked & Q(items__state=ItemState.RETURNED)),
        saved_count=Count("items", filter=asked & Q(items__saved_at__isnull=False)),
        self_sum=Sum("items__self_points", filter=scale),
        verified_sum=Sum("items__verified_points", filter=scale),
    )


def work_deadline(assessment: Assessment) -> Deadline | None:
    """Until when the unit may work on its sheet: self-assessment, or after a return the end of verification."""
    returned = assessment.state == AssessmentState.RETURNED
    phase = Phase.VERIFICATION if returned else Phase.SELF_ASSESSMENT
    return deadline_for(assessment.round, assessment.unit, phase)


def is_open(assessment: Assessment, on: date) -> bool:
    """Whether the deadline still allows work on a sheet."""
    deadline = work_deadline(assessment)
    return deadline is None or not deadline.is_over(on)


def waits_on(assessment: Assessment) -> tuple[str, datetime | None]:
    """On whom a sheet waits, and since when."""
    if assessment.state == AssessmentState.DRAFT:
        return f"{assessment.unit.short_name} tự chấm và nộp", assessment.created_at
    if assessment.state == AssessmentState.RETURNED:
        return f"{assessment.unit.short_name} bổ sung và nộp lại", assessment.returned_at
    if assessment.state == AssessmentState.SUBMITTED:
        return "người thẩm định", assessment.submitted_at
    return "", None
