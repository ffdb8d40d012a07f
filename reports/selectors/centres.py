"""The centres below a superior, side by side: published results only."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.utils import timezone

from accounts.models import Unit, User
from scoring.enums import NodeKind, RunState, ScoreStatus
from scoring.models import CriterionScore, ScoreRun, UnitScore
from scoring.selectors import results


@dataclass(frozen=True)
class CentreLine:
    """One centre's year. ``average`` is None until results are published; ``best`` and ``worst`` name contents."""

    centre: Unit
    published_on: date | None
    average: Decimal | None
    units: int
    best: str
    worst: str


def side_by_side(user: User, centres: Sequence[Unit], year: int) -> list[CentreLine]:
    """The centres on offer to a person who looks after several, in four queries; empty for everybody else."""
    if len(centres) < 2:
        return []
    runs = results.visible_runs(user).filter(
        round__campaign__unit__in=centres, round__year=year, state=RunState.PUBLISHED
    )
    latest: dict[int, ScoreRun] = {run.round.campaign.unit_id: run for run in runs.order_by("number")}
    totals: dict[int, list[Decimal]] = defaultdict(list)
    for score in UnitScore.objects.filter(run__in=latest.values()):
        if score.is_assessed and score.total is not None:
            totals[score.run_id].append(score.total)
    contents = _contents(list(latest.values()))
    return [_line(centre, latest.get(centre.pk), totals, contents) for centre in centres]


def _line(
    centre: Unit, run: ScoreRun | None, totals: dict[int, list[Decimal]], contents: dict[int, list[tuple[Decimal, str]]]
) -> CentreLine:
    if run is None:
        return CentreLine(centre, None, None, 0, "", "")
    found, shares = totals[run.pk], sorted(contents.get(run.pk, []))
    return CentreLine(
        centre=centre,
        published_on=timezone.localdate(run.published_at) if run.published_at else None,
        average=sum(found, Decimal(0)) / len(found) if found else None,
        units=len(found),
        best=shares[-1][1] if shares else "",
        worst=shares[0][1] if shares else "",
    )


def _contents(runs: Sequence[ScoreRun]) -> dict[int, list[tuple[Decimal, str]]]:
    """For every run the share of its points that each top content earned, over all units that handed in."""
    rows = (
        CriterionScore.objects.filter(
            unit_score__run__in=runs,
            unit_score__is_assessed=True,
            criterion__parent__isnull=True,
            criterion__kind=NodeKind.GROUP,
        )
        .exclude(status=ScoreStatus.NOT_APPLICABLE)
        .values_list("unit_score__run", "criterion__name")
        .annotate(earned=Sum("points"), possible=Sum("max_points"))
        .order_by("unit_score__run", "criterion__name")
    )
    found: dict[int, list[tuple[Decimal, str]]] = defaultdict(list)
    for run, name, earned, possible in rows:
        if earned is not None and possible:
            found[run].append((earned / possible, name))
    return found
