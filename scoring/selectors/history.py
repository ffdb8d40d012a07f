"""What became of the same criterion a year earlier: the published mark, and what the verifier said."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet

from scoring.enums import RunState
from scoring.models import Assessment, AssessmentItem, CriteriaSet, CriterionScore


@dataclass(frozen=True)
class LastYear:
    """One criterion a year earlier."""

    year: int
    points: Decimal | None
    max_points: Decimal
    comment: str


def last_year_of(assessment: Assessment) -> dict[str, LastYear]:
    """By criterion code, from the run published a year earlier by the same centre's criteria set (two queries).

    The campaign may be another one, since a centre may launch a new movement while its set stays.
    """
    year = assessment.round.year - 1
    comments = _comments(assessment, year)
    scores = CriterionScore.objects.filter(
        unit_score__unit=assessment.unit_id,
        unit_score__run__state=RunState.PUBLISHED,
        unit_score__run__round__year=year,
        criterion__criteria_set__in=_sets(assessment),
    ).values_list("criterion__code", "points", "max_points")
    return {code: LastYear(year, points, most, comments.get(code, "")) for code, points, most in scores}


def _comments(assessment: Assessment, year: int) -> dict[str, str]:
    items = AssessmentItem.objects.filter(
        ~Q(comment="") | ~Q(verified_reason=""),
        assessment__unit=assessment.unit_id,
        assessment__round__year=year,
        criterion__criteria_set__in=_sets(assessment),
    ).values_list("criterion__code", "comment", "verified_reason")
    return {code: comment or reason for code, comment, reason in items}


def _sets(assessment: Assessment) -> QuerySet[CriteriaSet]:
    """All versions of the criteria set that the assessment's round uses."""
    current = CriteriaSet.objects.filter(rounds__round=assessment.round_id)
    return CriteriaSet.objects.filter(unit__in=current.values("unit"), code__in=current.values("code"))
