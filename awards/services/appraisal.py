"""The office's work on a dossier: appraise, ask for a supplement once, hold, and talk with the department."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.policies import people_with
from awards.models import Dossier, DossierNote
from awards.policies import EDITABLE
from awards.roles import APPRAISE_DOSSIER, SUBMIT_DOSSIER, VIEW_DOSSIER
from awards.selectors.eligibility import assessment_of
from awards.services.moves import move
from core.errors import DomainError
from core.services import audit, notifications

MOST_SUPPLEMENTS = 1


class AppraisalRefused(DomainError):
    """An appraisal that the rules do not allow."""


def accept(*, dossier: Dossier, by: User, at: datetime, comment: str = "") -> Dossier:
    """Find the dossier complete and the subject eligible; refused while a condition is known not to be met."""

    def check(locked: Dossier) -> None:
        found = assessment_of(locked)
        if found.verdict == "not_eligible":
            raise AppraisalRefused(
                f"Chưa kết luận đủ điều kiện được. {found.reason}",
                hint="Ghi bổ sung kết quả xếp loại, sáng kiến nếu còn thiếu, hoặc kết luận không đủ điều kiện.",
                code="not_eligible",
            )

    return _appraise("accept", dossier, by, at, comment, "đủ điều kiện, chờ họp Hội đồng", check)


def reject(*, dossier: Dossier, by: User, at: datetime, comment: str) -> Dossier:
    """Find the subject not eligible, with the reason the department will read."""
    return _appraise("reject", dossier, by, at, comment, f"không đủ điều kiện: {comment}")


@transaction.atomic
def ask_supplement(*, dossier: Dossier, by: User, at: datetime, comment: str) -> Dossier:
    """Send the dossier back for what is lacking; a procedure allows that once."""

    def check(locked: Dossier) -> None:
        if locked.supplements >= MOST_SUPPLEMENTS:
            raise AppraisalRefused(
                "Chưa yêu cầu bổ sung được: hồ sơ này đã được yêu cầu bổ sung một lần.",
                hint="Kết luận đủ hoặc không đủ điều kiện.",
                code="supplement_twice",
            )

    values = {"supplements": dossier.supplements + 1, "appraisal": comment}
    moved = move("ask_supplement", dossier, by=by, at=at, comment=comment, values=values, check=check)
    _tell(moved, f"Hồ sơ {moved} cần bổ sung: {comment}", at)
    return moved


def hold(*, dossier: Dossier, by: User, at: datetime, comment: str) -> Dossier:
    """Stop the dossier while a complaint or discipline is being verified (Nghị định 152/2025, Điều 4)."""
    with transaction.atomic():
        moved = move("hold", dossier, by=by, at=at, comment=comment, values={"appraisal": comment})
        _tell(moved, f"Hồ sơ {moved} tạm dừng xét: {comment}", at)
    return moved


@transaction.atomic
def write_note(*, dossier: Dossier, text: str, by: User, at: datetime, is_internal: bool = False) -> DossierNote:
    """Write to the other side, or an internal note of the office."""
    may_appraise = by.has_perm(APPRAISE_DOSSIER, dossier)
    if not text.strip():
        raise AppraisalRefused("Chưa gửi được: nội dung trống.", field="text")
    if not by.has_perm(VIEW_DOSSIER, dossier) or (is_internal and not may_appraise):
        raise AppraisalRefused("Bạn không có quyền ghi trao đổi này.", code="permission")
    note = DossierNote.objects.create(dossier=dossier, text=text, is_internal=is_internal, written_at=at, written_by=by)
    audit.record(action="awards.dossier.note", target=dossier, by=by, at=at)
    if may_appraise and not is_internal:
        _tell(dossier, f"Phòng Tổ chức - Hành chính trao đổi về hồ sơ {dossier}.", at)
    return note


@transaction.atomic
def _appraise(
    name: str,
    dossier: Dossier,
    by: User,
    at: datetime,
    comment: str,
    words: str,
    check: Callable[[Dossier], None] | None = None,
) -> Dossier:
    values = {"appraised_at": at, "appraised_by": by, "appraisal": comment.strip()}
    moved = move(name, dossier, by=by, at=at, comment=comment, values=values, check=check)
    _tell(moved, f"Hồ sơ {moved} {words}", at)
    return moved


def _tell(dossier: Dossier, text: str, at: datetime) -> None:
    url = reverse("awards:dossier-detail", args=[dossier.pk])
    if dossier.state in EDITABLE:
        url = reverse("awards:dossier-report", args=[dossier.pk])
    notifications.notify(
        recipients=people_with(SUBMIT_DOSSIER, dossier.unit, timezone.localdate(at)), text=text, url=url, at=at
    )
