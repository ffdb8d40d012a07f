"""What becomes of an appeal: the points are kept or changed, with a reason, by somebody who did not give them."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.policies import people_with
from core.formats import vn_points
from core.services import notifications, transitions
from scoring.enums import AppealState
from scoring.models import Appeal
from scoring.policies import has_filed, is_first_verifier, is_of_own_unit
from scoring.roles import COMPUTE_SCORES, SUBMIT_APPEAL
from scoring.selectors import appeals as reading
from scoring.services import verification, verified_points
from scoring.services.appeals import LONGEST_TEXT, AppealRefused, address_of, text_of
from scoring.workflow import APPEAL

UPHOLD, ADJUST = "uphold", "adjust"


@transaction.atomic
def decide(
    *, appeal: Appeal, decision: str, reason: str, by: User, at: datetime, points: Decimal | None = None
) -> Appeal:
    """Keep the points or give others, with a reason; the unit is told, and a change goes into the verified line.

    Not for the first verifier, the filer, or anybody of the unit. Raises AppealRefused, VerificationRefused or
    TransitionRefused.
    """
    _refuse_judge(appeal, by)
    if decision not in (UPHOLD, ADJUST):
        raise AppealRefused("Chọn một cách giải quyết: giữ nguyên hoặc điều chỉnh.", field="decision")
    words = text_of(reason, "reason", "Cần ghi lý do giải quyết.")
    decided = appeal.first_points if decision == UPHOLD else _changed(appeal, points)
    values = {"decided_points": decided, "decision_reason": words, "decided_at": at, "decided_by": by}
    done = transitions.perform(APPEAL, decision, appeal, by=by, at=at, comment=words, values=values)
    if decision == ADJUST and decided is not None:
        verification.revise(
            item=done.item, points=decided, reason=f"Giải quyết kiến nghị: {words}"[:LONGEST_TEXT], by=by, at=at
        )
    _tell_of_decision(done, at)
    return done


def _refuse_judge(appeal: Appeal, by: User) -> None:
    hint = "Chuyển cho người khác có quyền giải quyết kiến nghị."
    if is_first_verifier(by, appeal):
        raise AppealRefused("Bạn đã thẩm định điểm này lần đầu nên không giải quyết kiến nghị về nó.", hint=hint)
    if has_filed(by, appeal):
        raise AppealRefused("Bạn là người gửi nên không giải quyết kiến nghị này.", hint=hint)
    if is_of_own_unit(by, appeal):
        raise AppealRefused(
            f"Bạn thuộc {appeal.unit.short_name} nên không giải quyết kiến nghị của chính đơn vị mình.", hint=hint
        )


def _changed(appeal: Appeal, points: Decimal | None) -> Decimal:
    decided = verified_points.allowed_points(appeal.item.criterion, points)
    if decided == appeal.first_points:
        raise AppealRefused(
            f"{vn_points(decided)} là điểm đang có.", hint="Chọn Giữ nguyên điểm, hoặc ghi điểm khác.", field="points"
        )
    return decided


def _tell_of_decision(appeal: Appeal, at: datetime) -> None:
    on = timezone.localdate(at)
    label = AppealState(appeal.state).label.lower()
    notifications.notify(
        recipients=people_with(SUBMIT_APPEAL, appeal.unit, on),
        text=f"Đã giải quyết kiến nghị về {appeal.item.criterion.code} của {appeal.unit.short_name}: {label}.",
        url=address_of(appeal),
        at=at,
    )
    appeals = appeal.window.appeals
    changed = appeals.filter(state=AppealState.ADJUSTED).count()
    if changed and not reading.waiting(appeals.all()).exists():
        notifications.notify(
            recipients=people_with(COMPUTE_SCORES, appeal.unit, on),
            text=f"Các kiến nghị đã giải quyết xong, {changed} tiêu chí được điều chỉnh: cần tính lại điểm.",
            url=reverse("scoring:appeal-list"),
            at=at,
        )
