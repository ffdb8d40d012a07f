"""What documents of a round are drawn from: the plan in force, the closed scores, the honours of the year."""

from datetime import date

from django.db.models import F, Q, QuerySet

from accounts.models import Unit
from awards.models import Honour
from campaigns.enums import PlanState
from campaigns.models import Campaign, Plan, Round
from scoring.enums import RunState
from scoring.models import ScoreRun, UnitScore


def place_name(unit: Unit, day: date) -> str:
    """The place written before the date, as it was called on a day."""
    named = (
        unit.names.exclude(place_name="")
        .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        .order_by(F("valid_from").desc(nulls_last=True))
        .first()
    )
    return named.place_name if named else unit.place_name


def plan_in_force(campaign: Campaign) -> Plan | None:
    """The plan that was issued last, even if the campaign is over."""
    issued = campaign.plans.filter(state__in=[PlanState.ISSUED, PlanState.CLOSED])
    return issued.select_related("campaign__unit").order_by("-version").first()


def citable_run(round: Round) -> ScoreRun | None:
    """The result that a document may quote: the published one, else the newest that is closed."""
    closed = list(round.score_runs.filter(state__in=[RunState.FINAL, RunState.PUBLISHED]).order_by("-number"))
    return next((run for run in closed if run.state == RunState.PUBLISHED), closed[0] if closed else None)


def ranking(run: ScoreRun) -> QuerySet[UnitScore]:
    """The units of a run from the first to the last; units without rank stand at the end."""
    return run.unit_scores.select_related("unit").order_by(F("rank").asc(nulls_last=True), "unit__sort_key", "pk")


def honours_of(unit: Unit, year: int) -> QuerySet[Honour]:
    """Whom the centre honoured for a year, collectives first, without what was taken back."""
    given = Honour.objects.filter(unit=unit, year=year, revoked_at__isnull=True).select_related("award")
    return given.order_by("subject_kind", "award__position", "number")
