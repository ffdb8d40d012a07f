"""The one appeal window of a round: opened by the office on a provisional run, with one deadline for all units."""

from datetime import datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User
from campaigns.enums import RoundState
from core.formats import vn_datetime
from core.services import audit, notifications
from indicators.selectors.calendar import calendar_for
from scoring.enums import AssessmentState, RunState
from scoring.models import AppealWindow, ScoreRun
from scoring.roles import OPEN_APPEALS
from scoring.selectors import appeals as reading
from scoring.selectors import results
from scoring.services.appeals import AppealRefused

LONGEST = timedelta(days=60)
"""Only guards against a slip of the pen: the one deadline cannot be mended afterwards."""


@transaction.atomic
def open_window(*, run: ScoreRun, closes_at: datetime, by: User, at: datetime) -> AppealWindow:
    """Let the units of a provisional run see their own sheets and contest single criteria until ``closes_at``.

    Each round has one window. Tells the heads of the units.
    """
    locked = ScoreRun.objects.select_for_update().get(pk=run.pk)
    if not by.has_perm(OPEN_APPEALS, locked):
        raise AppealRefused("Bạn không có quyền mở thời hạn kiến nghị.", code="permission")
    _refuse_unready(locked)
    _refuse_deadline(closes_at, at)
    window = AppealWindow.objects.create(
        round=locked.round, run=locked, closes_at=closes_at, opened_at=at, opened_by=by
    )
    changes = {"lần tính": locked.number, "hạn kiến nghị": vn_datetime(closes_at)}
    audit.record(action="scoring.appeal_window.open", target=window, by=by, at=at, changes=changes)
    until = f"kiến nghị đến {vn_datetime(closes_at)}, còn {working_days_left(closes_at, at)} ngày làm việc"
    notifications.notify(
        recipients=results.heads_of(locked, timezone.localdate(at)),
        text=f"Kết quả tạm năm {locked.round.year} của đơn vị đã mở để xem; {until}.",
        url=reverse("scoring:appeal-list"),
        at=at,
    )
    return window


def working_days_left(closes_at: datetime, at: datetime) -> int:
    """Working days after this one up to and with the last, by the common calendar.

    No rule of law sets the length of the window; the office chooses its end and sees what that leaves to the units.
    """
    today, last = timezone.localdate(at), timezone.localdate(closes_at)
    return calendar_for(range(today.year, last.year + 1)).between(today, last)


def _refuse_unready(run: ScoreRun) -> None:
    round_ = run.round
    if reading.window_of(round_) is not None:
        raise AppealRefused(
            f"{round_} đã mở kiến nghị một lần.", hint="Mỗi đợt chỉ có một thời hạn kiến nghị cho mọi đơn vị."
        )
    if round_.state != RoundState.OPEN:
        raise AppealRefused("Không mở được kiến nghị: đợt thi đua chưa mở hoặc đã khép lại.")
    finished = ScoreRun.objects.filter(round=round_, state__in=[RunState.FINAL, RunState.PUBLISHED])
    if run.state != RunState.PROVISIONAL or finished.exists():
        raise AppealRefused(
            "Không mở được kiến nghị: chỉ kiến nghị về kết quả tạm mới nhất, trước khi chốt điểm.",
            hint="Mở trang của lần tính mới nhất.",
        )
    units = Unit.objects.filter(
        assessments__round=round_, assessments__state=AssessmentState.SUBMITTED, scores__run=run
    ).order_by("position", "sort_key")
    unverified = [unit.short_name for unit in units]
    if unverified:
        raise AppealRefused(
            f"Chưa mở được kiến nghị: phiếu của {', '.join(unverified)} đang chờ thẩm định.",
            hint="Thẩm định xong, tính lại rồi mở kiến nghị.",
        )


def _refuse_deadline(closes_at: datetime, at: datetime) -> None:
    if closes_at <= at:
        raise AppealRefused("Hạn kiến nghị phải sau lúc này.", hint="Ghi ngày giờ muộn hơn.", field="closes_on")
    if closes_at - at > LONGEST:
        raise AppealRefused(
            f"Hạn kiến nghị không quá {LONGEST.days} ngày kể từ hôm nay.",
            hint="Kiểm tra lại ngày; hạn đã mở thì không sửa được.",
            field="closes_on",
        )
