"""What the office says to each line: agree, adjust with a reason, return with a reason; then to the whole sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.policies import people_with
from core.errors import StaleRecord
from core.services import audit, notifications, transitions
from scoring.enums import AssessmentState, EnteredBy, ItemState, NodeKind, RunState
from scoring.models import Assessment, AssessmentItem, ScoreRun
from scoring.policies import is_of_own_unit
from scoring.roles import SUBMIT_ASSESSMENT, VERIFY_ASSESSMENT
from scoring.selectors import entries
from scoring.selectors import verification as reading
from scoring.services import office_figures
from scoring.services.verified_points import (
    ACCEPT,
    ADJUST,
    RETURN,
    VerificationRefused,
    allowed_points,
    decided_points,
    grants_claim,
)
from scoring.workflow import ASSESSMENT

DECISIONS = (ACCEPT, ADJUST, RETURN)
_STATES = {ACCEPT: ItemState.ACCEPTED, ADJUST: ItemState.ADJUSTED, RETURN: ItemState.RETURNED}
LONGEST_TEXT = 2000


@dataclass(frozen=True)
class BulkOutcome:
    """How many lines were agreed to at once, and why others were left."""

    accepted: int
    left: int


@transaction.atomic
def decide(
    *,
    item: AssessmentItem,
    decision: str,
    expected_revision: int,
    by: User,
    at: datetime,
    points: Decimal | None = None,
    reason: str = "",
    comment: str = "",
    internal_note: str = "",
    typed: Mapping[str, str] | None = None,
    source: str = "",
) -> AssessmentItem:
    """Take a decision about one line of a submitted sheet; it may be taken anew until the sheet is finished.

    ``accept`` takes the self mark (or grants the claim that the criterion does not apply), or where the office enters
    the figures what the rule gives for them; ``adjust`` needs ``points`` and a ``reason``; ``return`` needs a
    ``reason``. ``typed`` are figures of the office by input name, as written in Vietnam, and ``source`` is where they
    come from; None leaves the figures as they are, and they count only for criteria that the office enters.
    Raises VerificationRefused, FiguresRefused or StaleRecord.
    """
    assessment, locked = _lock(item, by)
    if locked.revision != expected_revision:
        raise StaleRecord("Dòng này vừa được người khác thay đổi.", hint="Xem lại số liệu rồi quyết định lần nữa.")
    if decision not in _STATES:
        raise VerificationRefused("Chọn một quyết định: đồng ý, điều chỉnh hoặc trả lại.", field="decision")
    if decision in (ADJUST, RETURN) and not reason.strip():
        raise VerificationRefused("Cần ghi lý do.", field="reason")
    for field, text in (("reason", reason), ("comment", comment), ("internal_note", internal_note)):
        if len(text) > LONGEST_TEXT:
            raise VerificationRefused(f"Nội dung dài quá {LONGEST_TEXT} ký tự.", field=field)
    why = reason.strip() if decision != ACCEPT else ""
    figures = office_figures.changed(locked, typed, source) if decision != RETURN else {}
    declared = figures.get("declared", locked.declared)
    values: dict[str, Any] = {
        **figures,
        "state": _STATES[decision],
        "verified_points": decided_points(locked, decision, points, declared),
        "verified_not_applicable": grants_claim(locked, decision, declared),
        "verified_reason": why,
        "comment": comment.strip(),
        "internal_note": internal_note.strip(),
    }
    changes = audit.difference(locked, values)
    changes.pop("ghi chú nội bộ", None)
    values |= {"verified_at": at, "verified_by": by, "revision": locked.revision + 1}
    if figures:
        values |= {"saved_at": at, "saved_by": by}
    for name, value in values.items():
        setattr(locked, name, value)
    locked.save(update_fields=list(values))
    audit.record(
        action=f"scoring.assessment_item.{decision}",
        target=locked,
        by=by,
        at=at,
        unit=assessment.unit,
        changes=changes,
        reason=why,
    )
    return locked


@transaction.atomic
def accept_all(*, items: Sequence[AssessmentItem], by: User, at: datetime) -> BulkOutcome:
    """Agree to many lines at once. Left aside: decided ones, claims, lines without a mark, sheets of one's own unit."""
    pks = [item.pk for item in items]
    sheets = _sheets_to_verify({item.assessment_id for item in items}, by)
    locked = AssessmentItem.objects.select_for_update(of=("self",)).select_related("criterion").filter(pk__in=pks)
    chosen = [item for item in locked if item.assessment_id in sheets and _may_be_accepted_unseen(item)]
    for item in chosen:
        item.state, item.verified_points = ItemState.ACCEPTED, decided_points(item, ACCEPT, None, item.declared)
        item.verified_at, item.verified_by, item.revision = at, by, item.revision + 1
        item.verified_reason = ""
    AssessmentItem.objects.bulk_update(
        chosen, ["state", "verified_points", "verified_reason", "verified_at", "verified_by", "revision"]
    )
    for pk, sheet in sheets.items():
        codes = [item.criterion.code for item in chosen if item.assessment_id == pk]
        if codes:
            changes = {"đồng ý cùng lúc": ", ".join(codes)}
            audit.record(action="scoring.assessment.accept_items", target=sheet, by=by, at=at, changes=changes)
    return BulkOutcome(len(chosen), len(pks) - len(chosen))


@transaction.atomic
def finish(*, assessment: Assessment, by: User, at: datetime) -> Assessment:
    """Close the verification of a sheet of which every line that its set asks for has been agreed to or adjusted."""
    _refuse_own_unit(by, assessment)

    def all_decided(locked: Assessment) -> None:
        undecided = reading.lines_of(locked).exclude(state__in=entries.DECIDED)
        left = list(undecided.values_list("criterion__code", flat=True))
        if left:
            raise VerificationRefused(
                f"Chưa hoàn tất được: còn {len(left)} tiêu chí chưa đồng ý hoặc điều chỉnh ({', '.join(left[:8])}).",
                hint="Thẩm định nốt, hoặc trả lại đơn vị nếu có tiêu chí bị trả lại.",
            )

    verified = transitions.perform(ASSESSMENT, "verify", assessment, by=by, at=at, check=all_decided)
    _tell_unit(verified, f"Phiếu tự đánh giá năm {verified.round.year} đã thẩm định xong.", at)
    return verified


@transaction.atomic
def return_to_unit(*, assessment: Assessment, by: User, at: datetime) -> Assessment:
    """Send a sheet back so that the unit mends the returned lines; the other lines keep their decisions."""
    _refuse_own_unit(by, assessment)
    returned = list(assessment.items.filter(state=ItemState.RETURNED).values_list("criterion__code", flat=True))

    def something_is_returned(_: Assessment) -> None:
        if not returned:
            raise VerificationRefused(
                "Chưa trả lại được: chưa có tiêu chí nào bị trả lại.", hint="Trả lại từng tiêu chí kèm lý do trước."
            )

    sent = transitions.perform(ASSESSMENT, "return", assessment, by=by, at=at, check=something_is_returned)
    _tell_unit(sent, f"{len(returned)} tiêu chí bị trả lại để bổ sung: {', '.join(returned)}.", at)
    return sent


@transaction.atomic
def revise(*, item: AssessmentItem, points: Decimal, reason: str, by: User, at: datetime) -> AssessmentItem:
    """Give a line of a finished sheet other points, as was decided on an appeal; who may is asked there.

    What stood before is kept in the audit trail. Raises VerificationRefused when the sheet is not finished.
    """
    assessment = Assessment.objects.select_for_update().get(pk=item.assessment_id)
    if assessment.state != AssessmentState.VERIFIED:
        raise VerificationRefused(
            f"Không điều chỉnh được: phiếu đang ở trạng thái “{assessment.get_state_display()}”.",
            hint="Hoàn tất thẩm định phiếu rồi giải quyết kiến nghị.",
        )
    locked = AssessmentItem.objects.select_for_update(of=("self",)).select_related("criterion").get(pk=item.pk)
    values = {
        "state": ItemState.ADJUSTED,
        "verified_points": allowed_points(locked.criterion, points),
        "verified_reason": reason,
    }
    changes = audit.difference(locked, values)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.verified_at, locked.verified_by, locked.revision = at, by, locked.revision + 1
    locked.save(update_fields=[*values, "verified_at", "verified_by", "revision"])
    action = "scoring.assessment_item.revise"
    audit.record(action=action, target=locked, by=by, at=at, unit=assessment.unit, changes=changes, reason=reason)
    return locked


@transaction.atomic
def reopen(*, assessment: Assessment, reason: str, by: User, at: datetime) -> Assessment:
    """Take the verification of a sheet up again; not possible once the round's scores are final."""
    _refuse_own_unit(by, assessment)

    def not_final(locked: Assessment) -> None:
        final = ScoreRun.objects.filter(round=locked.round_id, state__in=[RunState.FINAL, RunState.PUBLISHED])
        if final.exists():
            raise VerificationRefused(
                "Không mở lại được: điểm của đợt đã chốt.",
                hint="Kết quả đã chốt chỉ được đính chính bằng lần tính mới.",
            )

    return transitions.perform(ASSESSMENT, "reopen", assessment, by=by, at=at, comment=reason, check=not_final)


def _lock(item: AssessmentItem, by: User) -> tuple[Assessment, AssessmentItem]:
    assessment = Assessment.objects.select_for_update().get(pk=item.assessment_id)
    _refuse_own_unit(by, assessment)
    if not by.has_perm(VERIFY_ASSESSMENT, assessment):
        raise VerificationRefused("Bạn không có quyền thẩm định phiếu này.")
    if assessment.state != AssessmentState.SUBMITTED:
        raise VerificationRefused(
            f"Không thẩm định được: phiếu đang ở trạng thái “{assessment.get_state_display()}”.",
            hint="Chỉ thẩm định phiếu đã nộp.",
        )
    locked = AssessmentItem.objects.select_for_update(of=("self",)).select_related("criterion").get(pk=item.pk)
    locked.assessment = assessment
    return assessment, locked


def _refuse_own_unit(by: User, assessment: Assessment) -> None:
    if is_of_own_unit(by, assessment):
        raise VerificationRefused(
            f"Bạn thuộc {assessment.unit.short_name} nên không thẩm định phiếu của chính đơn vị mình.",
            hint="Chuyển cho người thẩm định khác.",
        )


def _sheets_to_verify(pks: set[int], by: User) -> dict[int, Assessment]:
    rows = Assessment.objects.select_for_update(of=("self",)).select_related("unit", "round")
    submitted = rows.filter(pk__in=pks, state=AssessmentState.SUBMITTED)
    return {sheet.pk: sheet for sheet in submitted if by.has_perm(VERIFY_ASSESSMENT, sheet)}


def _may_be_accepted_unseen(item: AssessmentItem) -> bool:
    if item.state != ItemState.PENDING or item.claims_not_applicable:
        return False
    return item.self_points is not None and (
        item.criterion.entered_by != EnteredBy.OFFICE or item.criterion.kind != NodeKind.CRITERION
    )


def _tell_unit(assessment: Assessment, text: str, at: datetime) -> None:
    notifications.notify(
        recipients=people_with(SUBMIT_ASSESSMENT, assessment.unit, timezone.localdate(at)),
        text=f"{assessment.unit.short_name}: {text[:1].lower()}{text[1:]}",
        url=reverse("scoring:assessment-detail", args=[assessment.pk]),
        at=at,
    )
