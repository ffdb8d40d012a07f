"""The verifier's queue: submitted lines of a branch, in one order, with ready filters."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Abs

from accounts.models import User
from accounts.policies import reach
from core.fields import FixedPointField
from scoring.enums import AssessmentState, EnteredBy, ItemState, NodeKind, RunState
from scoring.models import Assessment, AssessmentItem, CriterionScore
from scoring.policies import own_paths
from scoring.roles import VERIFY_ASSESSMENT
from scoring.selectors import entries
from scoring.selectors.left_out import left_out

ORDER = ("assessment__unit__position", "assessment__unit__sort_key", "assessment_id", "criterion__position", "pk")
LARGE_CHANGE = Decimal(1)


@dataclass(frozen=True)
class Progress:
    """How far a filtered queue has come."""

    decided: int
    total: int

    @property
    def percent(self) -> int:
        return self.decided * 100 // self.total if self.total else 100


@dataclass(frozen=True)
class LastStep:
    """What is left to do with a submitted sheet: ``waiting`` lines, or to finish it, or to send ``returned`` back."""

    assessment: Assessment
    total: int
    waiting: int
    returned: int


def queue_of(user: User, *, round_year: int, centre: Any) -> QuerySet[AssessmentItem]:
    """Every line of the submitted sheets of a centre and year within the user's reach, the own department left out.

    Lines that the set leaves out for their unit are not there: they have no points to be verified.
    """
    if centre is None:
        return AssessmentItem.objects.none()
    sheets = Assessment.objects.filter(
        state=AssessmentState.SUBMITTED, round__year=round_year, unit__path__startswith=centre.path
    )
    rows = AssessmentItem.objects.filter(assessment__in=sheets).exclude(left_out(sheets))
    within = reach(user, VERIFY_ASSESSMENT).filter(rows, field="assessment__unit")
    for path in own_paths(user):
        within = within.exclude(assessment__unit__path__startswith=path)
    return within.order_by(*ORDER)


def with_last_year(items: QuerySet[AssessmentItem]) -> QuerySet[AssessmentItem]:
    """With ``last_points`` of the published run a year earlier and ``distance`` between it and the self mark."""
    published = CriterionScore.objects.filter(
        unit_score__unit=OuterRef("assessment__unit"),
        unit_score__run__state=RunState.PUBLISHED,
        criterion__criteria_set__code=OuterRef("criterion__criteria_set__code"),
        unit_score__run__round__year=OuterRef("assessment__round__year") - 1,
        criterion__code=OuterRef("criterion__code"),
    )
    points = FixedPointField(places=2)
    return items.annotate(
        last_points=Subquery(published.values("points")[:1], output_field=points),
        distance=Abs(ExpressionWrapper(F("self_points") - F("last_points"), output_field=points), output_field=points),
    )


def open_lines(pk: int) -> QuerySet[AssessmentItem]:
    """The line with this key, if it is of a submitted sheet and has to be verified."""
    sheets = Assessment.objects.filter(items=pk, state=AssessmentState.SUBMITTED)
    lines = AssessmentItem.objects.filter(pk=pk, assessment__in=sheets).exclude(left_out(sheets))
    return lines.select_related("criterion", "assessment__unit", "assessment__round")


def lines_of(assessment: Assessment) -> QuerySet[AssessmentItem]:
    """The lines of one sheet that have to be verified."""
    return assessment.items.exclude(left_out(Assessment.objects.filter(pk=assessment.pk)))


def waiting(items: QuerySet[AssessmentItem]) -> QuerySet[AssessmentItem]:
    return items.filter(state=ItemState.PENDING)


def acceptable(items: QuerySet[AssessmentItem]) -> QuerySet[AssessmentItem]:
    """Lines that may be agreed to unseen: undecided, with a mark, no claim, not left to the verifier's judgement."""
    judged = Q(criterion__entered_by=EnteredBy.OFFICE, criterion__kind=NodeKind.CRITERION)
    return waiting(items).filter(claims_not_applicable=False, self_points__isnull=False).exclude(judged)


def explained(items: QuerySet[AssessmentItem]) -> QuerySet[AssessmentItem]:
    return items.filter(Q(claims_not_applicable=True) | ~Q(explanation=""))


def far_from_last_year(items: QuerySet[AssessmentItem]) -> QuerySet[AssessmentItem]:
    """Lines whose self mark is more than a point away from last year's result."""
    compared: QuerySet[Any] = with_last_year(items)
    return compared.filter(distance__gt=LARGE_CHANGE)


def for_table(items: QuerySet[AssessmentItem]) -> QuerySet[AssessmentItem]:
    """With all that a row of the queue shows."""
    rows = with_last_year(items).select_related("criterion__parent", "assessment__unit", "assessment__round")
    return rows.annotate(evidence_count=Count("evidence_links", distinct=True))


def progress(items: QuerySet[AssessmentItem]) -> Progress:
    """Lines with a decision (a return is one, too) among all lines of a queue."""
    counts = items.order_by().aggregate(
        total=Count("pk"), decided=Count("pk", filter=Q(state__in=[*entries.DECIDED, ItemState.RETURNED]))
    )
    return Progress(counts["decided"], counts["total"])


def last_steps(queue: QuerySet[AssessmentItem]) -> list[LastStep]:
    """The sheets of a queue of which every line has a decision: nothing counts before the sheet itself has one."""
    found = {row["assessment"]: row for row in _step_rows(queue) if not row["waiting"]}
    sheets = Assessment.objects.filter(pk__in=found).select_related("unit")
    return [_step(sheet, found[sheet.pk]) for sheet in sheets.order_by("unit__position", "unit__sort_key", "pk")]


def last_step_of(assessment: Assessment) -> LastStep | None:
    """The same for one sheet, whatever is left; None while it is not submitted or has no line to be verified."""
    if assessment.state != AssessmentState.SUBMITTED:
        return None
    rows = _step_rows(lines_of(assessment))
    return _step(assessment, rows[0]) if rows else None


def _step_rows(items: QuerySet[AssessmentItem]) -> list[Any]:
    counted = (
        items.order_by()
        .values("assessment")
        .annotate(
            total=Count("pk"),
            waiting=Count("pk", filter=Q(state=ItemState.PENDING)),
            returned=Count("pk", filter=Q(state=ItemState.RETURNED)),
        )
    )
    return list(counted)


def _step(assessment: Assessment, row: dict[str, Any]) -> LastStep:
    return LastStep(assessment, row["total"], row["waiting"], row["returned"])


def next_after(
    scope: QuerySet[AssessmentItem], current: AssessmentItem, among: QuerySet[AssessmentItem]
) -> AssessmentItem | None:
    """The next undecided line ``among`` the filtered ones, in the order of ``scope``, starting over at the top."""
    pks = list(scope.values_list("pk", flat=True))
    place = pks.index(current.pk) + 1 if current.pk in pks else 0
    undecided = set(waiting(among).order_by().exclude(pk=current.pk).values_list("pk", flat=True))
    found = next((pk for pk in [*pks[place:], *pks[:place]] if pk in undecided), None)
    return AssessmentItem.objects.filter(pk=found).first() if found else None
