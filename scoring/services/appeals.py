"""Appeals of units: single criteria of the own provisional sheet, filed and withdrawn while the window is open."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, BinaryIO

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Unit, User
from accounts.policies import people_with
from core.errors import DomainError
from core.formats import vn_datetime, vn_points
from core.services import audit, notifications, transitions
from scoring.enums import NodeKind
from scoring.models import Appeal, AppealWindow, CriterionScore, Evidence
from scoring.roles import DECIDE_APPEAL, SUBMIT_APPEAL
from scoring.selectors import appeals as reading
from scoring.services import evidence as proofs
from scoring.services import verified_points
from scoring.workflow import APPEAL

LONGEST_TEXT = 2000


class AppealRefused(DomainError):
    """A window that cannot be opened, an appeal that cannot be filed or decided; ``field`` names what to mend."""


@transaction.atomic
def submit(
    *,
    score: CriterionScore,
    argument: str,
    proposed_points: Decimal | None,
    by: User,
    at: datetime,
    evidence: Sequence[Evidence] = (),
    files: Sequence[tuple[BinaryIO, str]] = (),
) -> Appeal:
    """Contest one criterion of the own unit's provisional sheet; what was withdrawn may be filed again.

    ``evidence`` are files of the unit sent in before, ``files`` new ones with their names. Raises AppealRefused,
    VerificationRefused for points that cannot be given, or what ``evidence.upload`` raises.
    """
    window = AppealWindow.objects.select_for_update(of=("self",)).filter(run=score.unit_score.run_id).first()
    if window is None:
        raise AppealRefused("Kết quả này chưa được mở để kiến nghị.", hint="Chờ phòng Tổ chức - Hành chính mở.")
    if not by.has_perm(SUBMIT_APPEAL, score.unit_score):
        raise AppealRefused("Chỉ trưởng đơn vị gửi được kiến nghị của đơn vị mình.", code="permission")
    _refuse_after(window, at, "gửi")
    contest = reading.contest(score)
    if contest.obstacle or contest.item is None:
        raise AppealRefused(f"Không kiến nghị được {score.criterion.code}: {contest.obstacle}")
    values: dict[str, Any] = {
        "argument": text_of(argument, "argument", "Cần ghi lý do kiến nghị."),
        "proposed_points": _proposed(contest, proposed_points),
        "first_points": contest.first_points,
        "first_reason": contest.item.verified_reason,
        "first_verifier": contest.item.verified_by,
    }
    chosen = _proofs(score.unit_score.unit, evidence, files, by, at)
    appeal = _refiled(contest.appeal, values, by, at) if contest.appeal else _filed(window, contest, values, by, at)
    appeal.evidence.set(chosen)
    _tell_deciders(appeal, at)
    return appeal


@transaction.atomic
def withdraw(*, appeal: Appeal, by: User, at: datetime) -> Appeal:
    """Take an appeal back while the window is open."""

    def in_time(locked: Appeal) -> None:
        _refuse_after(locked.window, at, "rút")

    return transitions.perform(APPEAL, "withdraw", appeal, by=by, at=at, check=in_time)


def _refuse_after(window: AppealWindow, at: datetime, act: str) -> None:
    if not reading.is_open(window, at):
        raise AppealRefused(f"Không {act} được kiến nghị: thời hạn đã hết lúc {vn_datetime(window.closes_at)}.")


def text_of(text: str, field: str, missing: str) -> str:
    """A text that was asked for, without spaces around it; refuses an empty or a very long one for ``field``."""
    clean = text.strip()
    if not clean:
        raise AppealRefused(missing, field=field)
    if len(clean) > LONGEST_TEXT:
        raise AppealRefused(f"Nội dung dài {len(clean)} ký tự, tối đa {LONGEST_TEXT}.", field=field)
    return clean


def _proposed(contest: reading.Contest, points: Decimal | None) -> Decimal:
    field, first = "proposed_points", contest.first_points
    if points is None:
        raise AppealRefused("Cần ghi điểm đề nghị.", field=field)
    asked = verified_points.allowed_points(contest.score.criterion, points, field=field)
    assert first is not None
    if contest.score.criterion.kind == NodeKind.PENALTY:
        if asked >= first:
            raise AppealRefused(f"Điểm trừ đề nghị phải ít hơn {vn_points(first)}.", field=field)
    elif asked <= first:
        raise AppealRefused(f"Điểm đề nghị phải cao hơn {vn_points(first)}.", field=field)
    return asked


def _proofs(
    unit: Unit, evidence: Sequence[Evidence], files: Sequence[tuple[BinaryIO, str]], by: User, at: datetime
) -> list[Evidence]:
    if len(evidence) + len(files) > proofs.MOST_PER_ITEM:
        raise AppealRefused(f"Mỗi kiến nghị có tối đa {proofs.MOST_PER_ITEM} tệp.", field="files")
    if any(each.unit_id != unit.pk for each in evidence):
        raise AppealRefused("Tệp được chọn không phải của đơn vị.", field="evidence")
    return [*evidence, *(proofs.upload(unit=unit, file=file, name=name, by=by, at=at)[0] for file, name in files)]


def _filed(window: AppealWindow, contest: reading.Contest, values: dict[str, Any], by: User, at: datetime) -> Appeal:
    assert contest.item is not None
    unit = contest.item.assessment.unit
    appeal = Appeal.objects.create(
        window=window, unit=unit, item=contest.item, submitted_at=at, submitted_by=by, **values
    )
    changes = {"điểm đề nghị": [values["first_points"], values["proposed_points"]]}
    audit.record(
        action="scoring.appeal.submit", target=appeal, by=by, at=at, changes=changes, reason=values["argument"]
    )
    return appeal


def _refiled(appeal: Appeal, values: dict[str, Any], by: User, at: datetime) -> Appeal:
    return transitions.perform(APPEAL, "refile", appeal, by=by, at=at, comment=values["argument"], values=values)


def _tell_deciders(appeal: Appeal, at: datetime) -> None:
    able = people_with(DECIDE_APPEAL, appeal.unit, timezone.localdate(at))
    notifications.notify(
        recipients=[user for user in able if user.has_perm(DECIDE_APPEAL, appeal)],
        text=f"{appeal.unit.short_name} kiến nghị điểm tiêu chí {appeal.item.criterion.code}.",
        url=address_of(appeal),
        at=at,
    )


def address_of(appeal: Appeal) -> str:
    """The page of an appeal."""
    return reverse("scoring:appeal-detail", args=[appeal.pk])
