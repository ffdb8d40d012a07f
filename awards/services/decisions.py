"""Drafting, signing and revoking award decisions."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.dispatch import Signal
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.policies import people_with
from awards.enums import Decider, DecisionState, DossierState, Outcome, SessionState
from awards.models import AwardRound, Decision, DecisionLine, Dossier, Honour, Session
from awards.roles import PREPARE_DECISION, SIGN_DECISION
from awards.selectors.prizes import prize_of
from awards.selectors.rules import instruments_in_force
from awards.services.moves import move
from awards.workflow import DECISION
from campaigns.services import register
from core.errors import DomainError
from core.formats import vn_date_long
from core.services import audit, notifications, transitions

# Sent within the transaction of signing, with ``decision`` and ``at``.
decision_signed = Signal()


class DecisionRefused(DomainError):
    """A decision that cannot be drafted, signed or revoked like this."""


@transaction.atomic
def draft(
    *,
    award_round: AwardRound,
    title: str,
    achievement: str,
    dossiers: Iterable[Dossier],
    by: User,
    at: datetime,
    bases: str = "",
) -> Decision:
    """Draft a decision on dossiers that the council passed and the director may decide.

    It is based on the sessions that passed these very dossiers, and remembers the last of them.
    """
    listed = list(dossiers)
    if not by.has_perm(PREPARE_DECISION, award_round):
        raise DecisionRefused("Bạn không có quyền soạn quyết định.", code="permission")
    if not listed:
        raise DecisionRefused("Chưa chọn hồ sơ nào để đưa vào quyết định.", field="dossiers")
    for dossier in listed:
        _refuse_line(dossier, award_round)
        if dossier.decision_lines.filter(decision__state=DecisionState.DRAFT).exists():
            raise DecisionRefused(f"{dossier} đã có trong một dự thảo khác.", hint="Sửa dự thảo đó.", code="twice")
    passed_in = _sessions_of(listed)
    decision = Decision.objects.create(
        unit=award_round.unit,
        award_round=award_round,
        session=passed_in[-1] if passed_in else None,
        title=title,
        achievement=achievement,
        bases=bases or default_bases(passed_in, timezone.localdate(at)),
        drafted_at=at,
        drafted_by=by,
    )
    DecisionLine.objects.bulk_create(
        DecisionLine(decision=decision, dossier=dossier, position=position)
        for position, dossier in enumerate(listed, 1)
    )
    audit.record(
        action="awards.decision.draft", target=decision, by=by, at=at, changes={"số người, tập thể": len(listed)}
    )
    notifications.notify(
        recipients=people_with(SIGN_DECISION, decision.unit, timezone.localdate(at)),
        text=f"Dự thảo quyết định chờ ký: {title}.",
        url=reverse("awards:decision-detail", args=[decision.pk]),
        at=at,
    )
    return decision


def _sessions_of(dossiers: Iterable[Dossier]) -> list[Session]:
    """The closed sessions in which dossiers were passed, the latest last."""
    rows = Session.objects.filter(items__dossier__in=dossiers, items__result=Outcome.CARRIED, state=SessionState.CLOSED)
    return list(rows.select_related("council").distinct().order_by("closed_at", "pk"))


def default_bases(sessions: Iterable[Session], on: date) -> str:
    """The usual bases, one on each line: laws in force, then decrees, then the council's minutes."""
    instruments = sorted(instruments_in_force(on).exclude(code="nd-13-2012"), key=lambda row: not row.is_law)
    lines = [f"Căn cứ {instrument.name}" for instrument in instruments]
    for session in sessions:
        if session.closed_at is not None:
            day = vn_date_long(timezone.localdate(session.closed_at))
            lines.append(f"Căn cứ Biên bản {session.title} {day} của {session.council.name}")
    return "\n".join(lines)


@transaction.atomic
def update_draft(*, decision: Decision, title: str, achievement: str, bases: str, by: User, at: datetime) -> Decision:
    """Change the wording of a draft."""
    locked = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if not by.has_perm(PREPARE_DECISION, locked) or locked.state != DecisionState.DRAFT:
        raise DecisionRefused("Chỉ sửa được quyết định còn là dự thảo.", hint="Tải lại trang để xem.", code="state")
    values = {"title": title, "achievement": achievement, "bases": bases}
    changes = audit.difference(locked, values)
    if changes:
        for name, value in values.items():
            setattr(locked, name, value)
        locked.save(update_fields=list(values))
        audit.record(action="awards.decision.update", target=locked, by=by, at=at, changes=changes)
    return locked


@transaction.atomic
def discard(*, decision: Decision, by: User, at: datetime) -> None:
    """Throw a draft away; its dossiers wait for another decision."""
    locked = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    if not by.has_perm(PREPARE_DECISION, locked) or locked.state != DecisionState.DRAFT:
        raise DecisionRefused("Chỉ xóa được quyết định còn là dự thảo.", code="state")
    audit.record(action="awards.decision.discard", target=locked, by=by, at=at)
    locked.delete()


@transaction.atomic
def sign(
    *,
    decision: Decision,
    signed_on: date,
    by: User,
    at: datetime,
    number: int | None = None,
    signer_title: str = "Giám đốc",
) -> Decision:
    """Sign: number from the centre's register, date, prizes by the base salary of that day, dossiers decided."""
    if signed_on > timezone.localdate(at):
        raise DecisionRefused("Ngày ký ở tương lai.", hint="Chọn lại ngày.", field="signed_on")
    if not by.has_perm(SIGN_DECISION, decision):
        raise DecisionRefused("Bạn không có quyền ký quyết định này.", code="permission")
    entry = register.take_number(
        unit=decision.unit,
        symbol="-".join(filter(None, ["QĐ", decision.unit.document_symbol])),
        on=signed_on,
        title=decision.title,
        signer_name=by.display_name,
        document=decision,
        number=number,
    )
    values = {
        "entry": entry,
        "signed_on": signed_on,
        "signer_name": by.display_name,
        "signer_title": signer_title,
    }
    signed = transitions.perform(DECISION, "sign", decision, by=by, at=at, values=values)
    for line in signed.lines.select_related("dossier__award", "dossier__rule", "dossier__person", "dossier__unit"):
        _refuse_line(line.dossier, signed.award_round)
        _set_prize(line, signed_on)
        move("decide", line.dossier, by=by, at=at, comment=str(entry))
    decision_signed.send(Decision, decision=signed, at=at)
    return signed


@transaction.atomic
def revoke(*, decision: Decision, by: User, at: datetime, comment: str) -> Decision:
    """Revoke a signed decision (Luật 06/2022, Điều 93): certificates lose force, dossiers are revoked."""
    revoked = transitions.perform(
        DECISION, "revoke", decision, by=by, at=at, comment=comment, values={"revocation_reason": comment}
    )
    Honour.objects.filter(line__decision=revoked, revoked_at__isnull=True).update(revoked_at=at)
    for line in revoked.lines.select_related("dossier"):
        move("revoke", line.dossier, by=by, at=at, comment=comment)
    return revoked


def propose(*, dossier: Dossier, by: User, at: datetime, comment: str = "") -> Dossier:
    """Send a dossier on that only a superior may decide."""

    def check(locked: Dossier) -> None:
        if locked.rule.decider == Decider.DIRECTOR:
            raise DecisionRefused(
                f"“{locked.award.name}” do Giám đốc quyết định.", hint="Đưa vào dự thảo quyết định.", code="decider"
            )

    return move("propose", dossier, by=by, at=at, comment=comment, check=check)


def _refuse_line(dossier: Dossier, award_round: AwardRound) -> None:
    if dossier.award_round_id != award_round.pk:
        raise DecisionRefused(f"{dossier} không thuộc đợt xét này.")
    if dossier.state != DossierState.PASSED:
        raise DecisionRefused(f"{dossier}: hồ sơ đang ở trạng thái “{dossier.get_state_display()}”.", code="state")
    if dossier.rule.decider != Decider.DIRECTOR:
        raise DecisionRefused(
            f"{dossier}: thẩm quyền quyết định là {dossier.rule.get_decider_display()}.",
            hint="Trình cấp trên.",
            code="decider",
        )


def _set_prize(line: DecisionLine, signed_on: date) -> None:
    """Write the prize with its arithmetic."""
    prize = prize_of(line, signed_on)
    line.prize, line.paid, line.arithmetic = prize.full, prize.to_pay, prize.arithmetic
    line.save(update_fields=["prize", "paid", "arithmetic"])
