"""What decides a standing besides points: circumstances that cap a grade, ties, and the votes that break them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from campaigns.models import Round
from core.models import AuditEvent
from scoring.engine.provisions import VOTE, Limit
from scoring.models import Circumstance, CriteriaSet, ScoreRun, TieVote, UnitScore
from scoring.selectors import criteria

WITHDRAWN = "scoring.circumstance.withdraw"


@dataclass(frozen=True)
class Recorded:
    """A circumstance with its words: the limit it stands for, and why it was withdrawn."""

    circumstance: Circumstance
    limit: str
    withdrawn_reason: str


@dataclass(frozen=True)
class Tie:
    """Units that share a rank in a run."""

    rank: int
    scores: Sequence[UnitScore]


def limits_of(round_: Round) -> list[Limit]:
    """The limits of the round's set that a recorded circumstance brings about."""
    stored = criteria.set_of_round(round_)
    limits = criteria.engine_set(stored).limits if stored else ()
    return [limit for limit in limits if limit.when == "circumstance"]


def circumstances_of(round_: Round) -> QuerySet[Circumstance]:
    """All that were recorded in a round, those in force first."""
    rows = Circumstance.objects.filter(round=round_).select_related(
        "unit", "recorded_by__person", "withdrawn_by__person"
    )
    return rows.order_by("-withdrawn_at", "unit__position", "unit__sort_key", "-recorded_at")


def recorded(round_: Round) -> list[Recorded]:
    """The same in words (constant queries)."""
    rows = sorted(circumstances_of(round_), key=lambda row: row.withdrawn_at is not None)
    names = {limit.code: limit.name for limit in limits_of(round_)}
    events = AuditEvent.objects.filter(action=WITHDRAWN, target_id__in=[str(row.pk) for row in rows])
    reasons = dict(events.values_list("target_id", "reason"))
    return [Recorded(row, names.get(row.limit_code, row.limit_code), reasons.get(str(row.pk), "")) for row in rows]


def newest_run(round_: Round) -> ScoreRun | None:
    """The newest complete run of a round."""
    return ScoreRun.objects.filter(round=round_).order_by("-number").first()


def ties_of(run: ScoreRun | None) -> list[Tie]:
    """The units of a run that share a rank, best first (one query)."""
    if run is None:
        return []
    ranked = run.unit_scores.filter(rank__isnull=False).select_related("unit").order_by("rank", "unit__sort_key")
    together = [(rank, list(scores)) for rank, scores in groupby(ranked, key=lambda score: score.rank)]
    return [Tie(rank, scores) for rank, scores in together if rank is not None and len(scores) > 1]


def breaks_ties_by_vote(round_: Round) -> bool:
    """Whether the round's set lets a recorded vote decide where nothing else does."""
    keys = CriteriaSet.objects.filter(rounds__round=round_).values_list("tie_break", flat=True).first()
    return VOTE in (keys or [])


def votes_of(round_: Round) -> list[list[TieVote]]:
    """The votes recorded in a round, newest first, each with its units in their order (one query)."""
    rows = TieVote.objects.filter(round=round_).select_related("unit", "recorded_by__person")
    ordered = rows.order_by("-recorded_at", "minutes", "place", "unit__sort_key")
    return [list(votes) for _, votes in groupby(ordered, key=lambda vote: (vote.recorded_at, vote.minutes))]
