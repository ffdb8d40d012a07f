"""What became of the same criterion a year earlier: the published mark, and what the verifier said."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from scoring.enums import RunState
from scoring.models import Assessment, AssessmentItem, CriterionScore


@dataclass(frozen=True)
class LastYear:
    """One criterion a year earlier."""

    year: int
    points: Decimal | None
    max_points: Decimal
    comment: str


def last_year_of(assessment: Assessment) -> dict[str, LastYear]:
    """By criterion code, from the published run of the same campaign a year earlier (two queries)."""
    year = assessment.round.year - 1
    comments = _comments(assessment, year)
    scores = CriterionScore.objects.filter(
        unit_score__unit=assessment.unit_id,
        unit_score__run__state=RunState.PUBLISHED,
        unit_score__run__round__campaign=assessment.round.campaign_id,
        unit_score__run__round__year=year,
    ).values_list("criterion__code", "points", "max_points")
    return {code: LastYear(year, points, most, comments.get(code, "")) for code, points, most in scores}


def _comments(assessment: Assessment, year: int) -> dict[str, str]:
    items = AssessmentItem.objects.filter(
        ~Q(comment="") | ~Q(verified_reason=""),
        assessment__unit=assessment.unit_id,
        assessment__round__campaign=assessment.round.campaign_id,
        assessment__round__year=year,
    ).values_list("criterion__code", "comment", "verified_reason")
    return {code: comment or reason for code, comment, reason in items}
