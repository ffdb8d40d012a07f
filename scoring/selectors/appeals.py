"""Appeals: who sees which, what of a result may be contested, and what still keeps a run from becoming final."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from accounts.models import Unit, User
from accounts.policies import reach
from campaigns.models import Round
from core.formats import vn_datetime
from scoring.enums import AppealState, AssessmentState, NodeKind, ScoreStatus
from scoring.models import Appeal, AppealWindow, AssessmentItem, CriterionScore, Evidence, ScoreRun, UnitScore
from scoring.roles import SUBMIT_APPEAL, VIEW_APPEAL

MOST_NAMED = 6


@dataclass(frozen=True)
class Contest:
    """One criterion of a unit's result: ``first_points`` are what may be contested, ``obstacle`` why they may not."""

    score: CriterionScore
    item: AssessmentItem | None
    appeal: Appeal | None
    first_points: Decimal | None
    obstacle: str

    @property
    def is_open(self) -> bool:
        return not self.obstacle


def is_open(window: AppealWindow | None, at: datetime) -> bool:
    """Whether units may still file and withdraw; the deadline itself belongs to the window."""
    return window is not None and window.opened_at <= at <= window.closes_at


def window_of(round_: Round) -> AppealWindow | None:
    """The round's appeal window, if it was opened."""
    rows = AppealWindow.objects.filter(round=round_)
    return rows.select_related("run", "round__campaign__unit", "opened_by__person").first()


def window_in(centre: Unit | None, year: int) -> AppealWindow | None:
    """The window of a centre's round of a year, the latest opened when there are several rounds."""
    rows = AppealWindow.objects.filter(round__campaign__unit=centre, round__year=year)
    return rows.select_related("run", "round__campaign__unit").order_by("-opened_at").first()


def visible_appeals(user: User) -> QuerySet[Appeal]:
    """The appeals of the branches where the user may read them, with all that a row shows."""
    rows = Appeal.objects.select_related(
        "unit", "item__criterion", "window__round__campaign__unit", "window__run", "submitted_by__person"
    )
    return reach(user, VIEW_APPEAL).filter(rows)


def of_centre(appeals: QuerySet[Appeal], centre: Unit | None, year: int) -> QuerySet[Appeal]:
    """Those of a centre and year, the units in their order."""
    found = appeals.filter(window__round__year=year)
    if centre is not None:
        found = found.filter(unit__path__startswith=centre.path)
    return found.order_by("unit__position", "unit__sort_key", "item__criterion__position", "pk")


def counted_in(user: User, score: CriterionScore) -> Appeal | None:
    """The appeal that was decided before this result was calculated anew, if this person may read it (one query)."""
    run = score.unit_score.run
    decided = visible_appeals(user).filter(
        window__round=run.round_id,
        unit=score.unit_score.unit_id,
        item__criterion=score.criterion_id,
        state__in=[AppealState.UPHELD, AppealState.ADJUSTED],
        window__run__number__lt=run.number,
        decided_at__lte=run.requested_at,
    )
    return decided.select_related("first_verifier__person").first()


def waiting(appeals: QuerySet[Appeal]) -> QuerySet[Appeal]:
    return appeals.filter(state=AppealState.SUBMITTED)


def own_sheets(user: User, centre: Unit | None, year: int) -> QuerySet[UnitScore]:
    """The provisional sheets that were opened to this head, in a centre and year."""
    if centre is None:
        return UnitScore.objects.none()
    rows = UnitScore.objects.filter(
        run__in=AppealWindow.objects.values("run"), run__round__year=year, run__round__campaign__unit=centre
    )
    return reach(user, SUBMIT_APPEAL).filter(rows).select_related("unit", "run__round").order_by("unit__sort_key")


def evidence_of(appeal: Appeal) -> QuerySet[Evidence]:
    """The files that the unit added, and those of the contested line."""
    own = Evidence.objects.filter(appeals=appeal) | Evidence.objects.filter(links__item=appeal.item_id)
    return own.distinct().order_by("-uploaded_at", "pk")


def contest(score: CriterionScore) -> Contest:
    """Whether and from which points one criterion may be contested (two queries)."""
    items = AssessmentItem.objects.filter(criterion=score.criterion_id)
    return _contest(score, *_lines(score.unit_score, items))


def contests(unit_score: UnitScore, scores: list[CriterionScore]) -> dict[int, Contest]:
    """The same for all criteria of a sheet, by the key of the score (two queries)."""
    items, appeals = _lines(unit_score, AssessmentItem.objects.all())
    return {score.pk: _contest(score, items, appeals) for score in scores}


def _lines(
    unit_score: UnitScore, items: QuerySet[AssessmentItem]
) -> tuple[Mapping[int, AssessmentItem], Mapping[int, Appeal]]:
    """The unit's lines by criterion, and its appeals by line."""
    run = unit_score.run
    own = items.filter(assessment__round=run.round_id, assessment__unit=unit_score.unit_id)
    found = {item.criterion_id: item for item in own.select_related("assessment__unit", "criterion")}
    made = Appeal.objects.filter(window__run=run, unit=unit_score.unit_id)
    return found, {appeal.item_id: appeal for appeal in made}


def _contest(score: CriterionScore, items: Mapping[int, AssessmentItem], appeals: Mapping[int, Appeal]) -> Contest:
    item = items.get(score.criterion_id)
    appeal = appeals.get(item.pk) if item else None
    points = item.verified_points if item is not None and item.verified_points is not None else score.points
    return Contest(score, item, appeal, points, _obstacle(score, item, appeal, points))


def _obstacle(score: CriterionScore, item: AssessmentItem | None, appeal: Appeal | None, points: Decimal | None) -> str:
    kind = score.criterion.kind
    if kind == NodeKind.GROUP:
        return "Chỉ kiến nghị từng tiêu chí, không kiến nghị điểm của cả nhóm."
    if score.status != ScoreStatus.AWARDED or points is None:
        return f"Tiêu chí này không có điểm để kiến nghị ({ScoreStatus(score.status).label.lower()})."
    if item is None or item.assessment.state != AssessmentState.VERIFIED:
        return "Phiếu tự đánh giá của đơn vị chưa thẩm định xong nên chưa có điểm thẩm định để kiến nghị."
    if kind == NodeKind.BONUS and not (item.self_points or item.declared):
        return "Khi tự chấm, đơn vị chưa đề nghị điểm cộng này."
    if appeal is not None and appeal.state != AppealState.WITHDRAWN:
        return f"Đã có kiến nghị về tiêu chí này ({appeal.get_state_display().lower()})."
    return _nothing_to_gain(score, points)


def _nothing_to_gain(score: CriterionScore, points: Decimal) -> str:
    if score.criterion.kind == NodeKind.PENALTY:
        return "" if points else "Đơn vị không bị trừ điểm ở tiêu chí này."
    return "" if points < score.criterion.max_points else "Tiêu chí này đã đạt điểm tối đa."


def why_not_final(run: ScoreRun, at: datetime) -> str:
    """What of the appeals keeps a run from being accepted, with names; empty when nothing does (four queries)."""
    window = window_of(run.round)
    if window is None:
        return ""
    if is_open(window, at):
        return f"thời hạn kiến nghị còn mở đến {vn_datetime(window.closes_at)}."
    undecided = waiting(window.appeals.select_related("unit", "item__criterion"))
    if undecided:
        return f"còn {len(undecided)} kiến nghị chưa giải quyết ({_named(list(undecided))})."
    left_out = not_applied(run)
    if left_out:
        return f"lần tính này chưa tính {len(left_out)} kiến nghị đã điều chỉnh ({_named(left_out)})."
    return ""


def not_applied(run: ScoreRun) -> list[Appeal]:
    """Appeals that changed points which this run has not taken in yet (two queries)."""
    changed = Appeal.objects.filter(window__round=run.round_id, state=AppealState.ADJUSTED)
    appeals = list(changed.select_related("unit", "item__criterion").order_by("unit__sort_key", "pk"))
    if not appeals:
        return []
    scores = CriterionScore.objects.filter(
        unit_score__run=run,
        unit_score__unit__in={appeal.unit_id for appeal in appeals},
        criterion__in={appeal.item.criterion_id for appeal in appeals},
    )
    used = {
        (unit, criterion): trace.get("verified", {}).get("points", "")
        for unit, criterion, trace in scores.values_list("unit_score__unit_id", "criterion_id", "trace")
    }
    return [
        appeal
        for appeal in appeals
        if not _is_same(used.get((appeal.unit_id, appeal.item.criterion_id), ""), appeal.item.verified_points)
    ]


def _is_same(kept: str, points: Decimal | None) -> bool:
    return (Decimal(kept) if kept else None) == points


def _named(appeals: list[Appeal]) -> str:
    words = [f"{appeal.unit.short_name} – {appeal.item.criterion.code}" for appeal in appeals[:MOST_NAMED]]
    rest = len(appeals) - MOST_NAMED
    return "; ".join(words) + (f"; và {rest} kiến nghị khác" if rest > 0 else "")
