"""What waits for whom in the days of appeals: own sheets to look at, appeals to settle, points to compute again."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User
from accounts.policies import reach
from campaigns.models import Round
from core.formats import vn_datetime
from core.waiting import Waiting
from scoring.enums import RunState
from scoring.models import AppealWindow, ScoreRun
from scoring.roles import COMPUTE_SCORES, DECIDE_APPEAL, RECORD_TIE_VOTE
from scoring.selectors import appeals, standings


def for_user(user: User, centre: Unit, round_: Round, on: date) -> list[Waiting]:
    """What appeals leave to do from the opening of their window on, and ties that only a vote can break."""
    window = appeals.window_of(round_)
    ties = _to_vote(user, centre, round_)
    if window is None:
        return ties
    return [
        *_own_sheets(user, centre, window, on),
        *_to_decide(user, window),
        *_to_compute(user, centre, round_),
        *ties,
    ]


def _own_sheets(user: User, centre: Unit, window: AppealWindow, on: date) -> list[Waiting]:
    due = timezone.localdate(window.closes_at)
    if due < on:
        return []
    return [
        Waiting(
            f"Kết quả tạm của {sheet.unit}: xem và kiến nghị đến {vn_datetime(window.closes_at)}",
            reverse("scoring:unit-result", args=[sheet.pk]),
            due,
            urgent=(due - on).days <= 3,
            action="Xem điểm",
        )
        for sheet in appeals.own_sheets(user, centre, window.round.year)
        if sheet.run_id == window.run_id
    ]


def _to_decide(user: User, window: AppealWindow) -> list[Waiting]:
    open_appeals = appeals.waiting(window.appeals.select_related("unit", "window__round"))
    count = sum(user.has_perm(DECIDE_APPEAL, appeal) for appeal in open_appeals)
    if not count:
        return []
    url = reverse("scoring:appeal-list", query={"state": "submitted"})
    return [Waiting(f"{count} kiến nghị điểm chờ giải quyết", url, urgent=True, action="Giải quyết")]


def _to_compute(user: User, centre: Unit, round_: Round) -> list[Waiting]:
    if not reach(user, COMPUTE_SCORES).covers(centre):
        return []
    run = ScoreRun.objects.filter(round=round_).order_by("-number").first()
    count = len(appeals.not_applied(run)) if run else 0
    if not run or not count:
        return []
    text = f"{count} kiến nghị đã điều chỉnh, chưa tính lại điểm"
    return [Waiting(text, reverse("scoring:run-detail", args=[run.pk]), urgent=True, action="Tính lại")]


def _to_vote(user: User, centre: Unit, round_: Round) -> list[Waiting]:
    if not reach(user, RECORD_TIE_VOTE).covers(centre) or not standings.breaks_ties_by_vote(round_):
        return []
    run = standings.newest_run(round_)
    ties = standings.ties_of(run) if run and run.state == RunState.PROVISIONAL else []
    if not ties:
        return []
    count = sum(len(tie.scores) for tie in ties)
    text = f"{count} đơn vị bằng điểm cùng hạng, chờ biểu quyết phân định"
    return [Waiting(text, reverse("scoring:tie-votes", args=[round_.pk]), action="Ghi biểu quyết")]


def hold_up(run: ScoreRun, on: date) -> bool:
    """Whether appeals keep a run from being accepted on this day."""
    window = appeals.window_of(run.round)
    if window is None:
        return False
    is_running = timezone.localdate(window.closes_at) > on
    return is_running or appeals.waiting(window.appeals.all()).exists() or bool(appeals.not_applied(run))
