"""Results of score runs: who sees which, the ranking, one unit's sheet, what changed between two runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from accounts.models import Membership, Unit, User
from accounts.policies import reach
from campaigns.models import Round
from core.charts import Bin, Histogram
from core.formats import vn_number
from scoring.enums import AssessmentState, NodeKind, RunState, ScoreStatus
from scoring.models import AppealWindow, Assessment, Band, CriterionScore, ScoreRun, UnitScore
from scoring.roles import COMPUTE_SCORES, SUBMIT_APPEAL, SUBMIT_ASSESSMENT, VIEW_PUBLISHED_SCORES, VIEW_SCORES

TONES = ("good", "accent", "neutral", "attention", "bad")


def unverified_units(run: ScoreRun) -> list[Unit]:
    """The scored units whose sheets are not verified yet: their points may still move."""
    verified = Assessment.objects.filter(round=run.round, state=AssessmentState.VERIFIED).values("unit")
    units = Unit.objects.filter(scores__run=run).exclude(pk__in=verified)
    return list(units.order_by("position", "sort_key", "pk"))


@dataclass(frozen=True)
class SheetLine:
    """One line of a unit's result sheet."""

    score: CriterionScore
    depth: int

    @property
    def is_group(self) -> bool:
        return self.score.criterion.kind == NodeKind.GROUP

    @property
    def lost(self) -> Decimal:
        """Points below the maximum; nothing is lost where the criterion does not apply or lies outside the scale."""
        outside = self.score.criterion.kind in (NodeKind.BONUS, NodeKind.PENALTY)
        if outside or self.score.status == ScoreStatus.NOT_APPLICABLE:
            return Decimal(0)
        return self.score.max_points - (self.score.points or Decimal(0))


@dataclass(frozen=True)
class CriterionChange:
    """A criterion whose points or status differ between two runs."""

    code: str
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class UnitChange:
    """What happened to a unit from one run to the next."""

    unit: Unit
    before: UnitScore | None
    after: UnitScore | None
    criteria: Sequence[CriterionChange]


def visible_runs(user: User) -> QuerySet[ScoreRun]:
    """All runs of the person's centres for those who may see marks before publication, else published ones only."""
    own_paths = reach(user, VIEW_PUBLISHED_SCORES).paths
    above = {path[:length] for path in own_paths for length in range(Unit.steplen, len(path) + 1, Unit.steplen)}
    published = Q(state=RunState.PUBLISHED) & (_within(own_paths) | Q(round__campaign__unit__path__in=above))
    everything = _within(reach(user, VIEW_SCORES).paths)
    return ScoreRun.objects.filter(published | everything).select_related("round__campaign__unit", "criteria_set")


def visible_unit_scores(user: User) -> QuerySet[UnitScore]:
    """The sheets a person may open: own unit's once published; every one for those who see all marks.

    A head also sees the own unit's sheet in the provisional run for which the appeal window was opened.
    """
    complete = UnitScore.objects.exclude(run__state=RunState.COMPUTING)
    whole = reach(user, VIEW_SCORES).filter(complete)
    own = reach(user, VIEW_PUBLISHED_SCORES).filter(UnitScore.objects.filter(run__state=RunState.PUBLISHED))
    appealable = reach(user, SUBMIT_APPEAL).filter(UnitScore.objects.filter(run__in=AppealWindow.objects.values("run")))
    return (whole | own | appealable).select_related("unit", "run__round__campaign__unit", "run__criteria_set")


def may_see_ranks(user: User, run: ScoreRun) -> bool:
    """Whether a person sees how a unit stands among the others: not yet in the days of appeals."""
    return run.state == RunState.PUBLISHED or reach(user, VIEW_SCORES).covers(run.unit)


def rounds_to_show(user: User, centre: Unit | None, year: int, *, wanted: str = "") -> list[Round]:
    """The rounds of a centre and year with a result for this person, or that this person may have computed.

    ``wanted`` (a key as text, from an address) adds that round even if it is of another centre or year.
    """
    with_result = Q(pk__in=visible_runs(user).values("round_id"))
    computable = Q(pk__in=reach(user, COMPUTE_SCORES).filter(Round.objects.all(), field="campaign__unit").values("pk"))
    here = Q(campaign__unit=centre, year=year)
    if wanted.isdecimal():
        here |= Q(pk=wanted)
    rounds = Round.objects.filter(with_result | computable).filter(here)
    return list(rounds.select_related("campaign__unit").order_by("campaign__title", "pk"))


def chosen_round(rounds: Sequence[Round], wanted: str) -> Round | None:
    """The round asked for, else the first one."""
    return next((round_ for round_ in rounds if str(round_.pk) == wanted), rounds[0] if rounds else None)


def chosen_run(user: User, round_: Round | None, wanted: str) -> ScoreRun | None:
    """The run asked for by its number, else the newest that this person may see."""
    if round_ is None:
        return None
    runs = visible_runs(user).filter(round=round_).prefetch_related("criteria_set__bands")
    if wanted.isdecimal():
        return runs.filter(number=wanted).first()
    return runs.order_by("-number").first()


def current_run(user: User, round_: Round) -> ScoreRun | None:
    """The newest run of a round that this person may see."""
    return chosen_run(user, round_, "")


def published_run(round_: Round) -> ScoreRun | None:
    """The published result of a round, if there is one."""
    return ScoreRun.objects.filter(round=round_, state=RunState.PUBLISHED).select_related("criteria_set").first()


def previous_run(run: ScoreRun) -> ScoreRun | None:
    """The run before this one in the same round."""
    return ScoreRun.objects.filter(round=run.round_id, number__lt=run.number).order_by("-number").first()


def heads_of(run: ScoreRun, on: date) -> list[User]:
    """Those who submit assessments in the units of the run on a day, in one query."""
    in_force = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    memberships = Membership.objects.filter(
        in_force,
        valid_from__lte=on,
        unit__scores__run=run,
        user__is_active=True,
        role__permissions__code=SUBMIT_ASSESSMENT,
    ).select_related("user")
    return [membership.user for membership in memberships]


def ranking(run: ScoreRun) -> QuerySet[UnitScore]:
    """The units of a run, best first; units without a total come last."""
    return run.unit_scores.select_related("unit").order_by(F("rank").asc(nulls_last=True), "unit__sort_key", "unit_id")


def sheet(unit_score: UnitScore) -> list[SheetLine]:
    """All lines of a unit's result in reading order (one query)."""
    scores = list(
        unit_score.criterion_scores.select_related("criterion").order_by("criterion__position", "criterion_id")
    )
    below: dict[int | None, list[CriterionScore]] = {}
    for score in scores:
        below.setdefault(score.criterion.parent_id, []).append(score)
    lines: list[SheetLine] = []
    waiting = [(score, 0) for score in reversed(below.get(None, []))]
    while waiting:
        score, depth = waiting.pop()
        lines.append(SheetLine(score, depth))
        waiting += [(child, depth + 1) for child in reversed(below.get(score.criterion_id, []))]
    return lines


def greatest_losses(lines: Sequence[SheetLine], most: int = 5) -> list[SheetLine]:
    """The criteria where most points were lost."""
    losing = [line for line in lines if not line.is_group and line.lost > 0]
    return sorted(losing, key=lambda line: -line.lost)[:most]


def why(score: CriterionScore) -> str:
    """The question that a trace answers: “Vì sao 7,50 điểm?”."""
    if score.points is None:
        return f"Vì sao {ScoreStatus(score.status).label.lower()}?"
    return f"Vì sao {vn_number(score.points, 2)} điểm?"


def distribution(bands: Sequence[Band], scores: Sequence[UnitScore]) -> Histogram:
    """How many units reached each grade."""
    bins = []
    for place, band in enumerate(bands):
        count = sum(score.grade_code == band.code for score in scores)
        bins.append(Bin(band.name, count, _tone(place, len(bands))))
    totals = [score.total for score in scores if score.total is not None]
    sentence = "Chưa có đơn vị nào có điểm."
    if totals:
        sentence = (
            f"{len(totals)} đơn vị có điểm, từ {vn_number(min(totals), 2)} đến {vn_number(max(totals), 2)}, "
            f"trung bình {vn_number(sum(totals, Decimal(0)) / len(totals), 2)}."
        )
    return Histogram("Phân bố xếp loại", sentence, bins, label_heading="Xếp loại")


def grade_tones(bands: Sequence[Band]) -> dict[str, str]:
    """The colour of each grade, from the best to the poorest."""
    return {band.code: _tone(place, len(bands)) for place, band in enumerate(bands)}


def changes(run: ScoreRun, earlier: ScoreRun) -> list[UnitChange]:
    """Units whose total, rank or some criterion differs between two runs (four queries)."""
    after, before = _scores(run), _scores(earlier)
    lines_after, lines_before = _lines(run), _lines(earlier)
    found = []
    for unit_id in sorted(after.keys() | before.keys(), key=lambda pk: _rank_key(after.get(pk))):
        new, old = after.get(unit_id), before.get(unit_id)
        differing = _criterion_changes(lines_before.get(unit_id, {}), lines_after.get(unit_id, {}))
        if differing or new is None or old is None or (new.total, new.rank) != (old.total, old.rank):
            found.append(UnitChange((new or before[unit_id]).unit, old, new, differing))
    return found


def _tone(place: int, bands: int) -> str:
    return TONES[place * len(TONES) // bands]


def _within(paths: Sequence[str]) -> Q:
    branches = Q(pk__in=())
    for path in paths:
        branches |= Q(round__campaign__unit__path__startswith=path)
    return branches


def _scores(run: ScoreRun) -> dict[int, UnitScore]:
    return {score.unit_id: score for score in run.unit_scores.select_related("unit")}


def _lines(run: ScoreRun) -> dict[int, dict[str, tuple[str, str, Decimal | None]]]:
    rows = CriterionScore.objects.filter(unit_score__run=run).exclude(criterion__kind=NodeKind.GROUP)
    found: dict[int, dict[str, tuple[str, str, Decimal | None]]] = {}
    for unit_id, code, name, status, points in rows.order_by("criterion__position").values_list(
        "unit_score__unit_id", "criterion__code", "criterion__name", "status", "points"
    ):
        found.setdefault(unit_id, {})[code] = (name, status, points)
    return found


def _criterion_changes(
    before: dict[str, tuple[str, str, Decimal | None]], after: dict[str, tuple[str, str, Decimal | None]]
) -> list[CriterionChange]:
    return [
        CriterionChange(code, (after.get(code) or before[code])[0], _shown(before.get(code)), _shown(after.get(code)))
        for code in dict.fromkeys([*after, *before])
        if before.get(code) != after.get(code)
    ]


def _shown(line: tuple[str, str, Decimal | None] | None) -> str:
    if line is None:
        return "không có"
    _, status, points = line
    return vn_number(points, 2) if points is not None else ScoreStatus(status).label


def _rank_key(score: UnitScore | None) -> tuple[int, int]:
    if score is None or score.rank is None:
        return (1, 0)
    return (0, score.rank)
