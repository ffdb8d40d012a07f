"""The register of honours: certificates of signed decisions, decisions of superiors, awards from before the portal."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.dispatch import Signal
from django.utils import timezone

from accounts.models import Person, Unit, User
from awards.enums import DecisionState
from awards.models import Award, Decision, DecisionLine, Dossier, Honour
from awards.roles import PREPARE_DECISION
from awards.services.moves import move
from campaigns.enums import SubjectKind
from core.errors import DomainError
from core.services import audit

# Sent within the transaction of issuing, with ``honours`` and ``at``.
certificates_issued = Signal()


class HonourRefused(DomainError):
    """A line that cannot be entered into the register of honours."""


@transaction.atomic
def issue(*, decision: Decision, by: User, at: datetime) -> list[Honour]:
    """Enter everybody of a signed decision into the register, each with the next number and a code of its own."""
    if not by.has_perm(PREPARE_DECISION, decision):
        raise HonourRefused("Bạn không có quyền cấp giấy chứng nhận.", code="permission")
    if decision.state != DecisionState.SIGNED or decision.signed_on is None:
        raise HonourRefused("Chỉ cấp giấy chứng nhận theo quyết định đã ký.", code="state")
    number = _last_number(decision.unit, decision.signed_on.year)
    honours = []
    lines = decision.lines.filter(honour__isnull=True)
    for line in lines.select_related("dossier__award", "dossier__unit", "dossier__person"):
        number += 1
        honours.append(_honour_of(line, decision, decision.signed_on, number, by, at))
        move("certify", line.dossier, by=by, at=at)
    if not honours:
        raise HonourRefused("Mọi người trong quyết định đã được cấp giấy chứng nhận.", code="twice")
    audit.record(
        action="awards.certificate.issue",
        target=decision,
        by=by,
        at=at,
        changes={"số sổ vàng": [honours[0].register_number, honours[-1].register_number]},
    )
    certificates_issued.send(Honour, honours=honours, at=at)
    return honours


def _honour_of(line: DecisionLine, decision: Decision, signed_on: date, number: int, by: User, at: datetime) -> Honour:
    dossier = line.dossier
    return Honour.objects.create(
        unit=decision.unit,
        year=dossier.year,
        register_year=signed_on.year,
        number=number,
        award=dossier.award,
        subject_kind=dossier.subject_kind,
        subject_unit=dossier.unit,
        person=dossier.person,
        subject_name=dossier.person.full_name if dossier.person else dossier.unit.name_on(signed_on),
        unit_name=dossier.unit.name_on(signed_on),
        achievement=dossier.citation or decision.achievement,
        decision_number=decision.number_and_symbol,
        decided_on=signed_on,
        decider_name=f"{decision.signer_title} {decision.unit.name_on(signed_on)}",
        amount=line.paid,
        line=line,
        issued_at=at,
        issued_by=by,
    )


@transaction.atomic
def record_superior_decision(
    *, dossier: Dossier, decision_number: str, decided_on: date, decider_name: str, by: User, at: datetime
) -> Honour:
    """Enter what a superior decided on a dossier that was proposed to them."""
    moved = move("grant", dossier, by=by, at=at, comment=decision_number)
    honour = enter(
        unit=moved.award_round.unit,
        award=moved.award,
        year=moved.year,
        subject_unit=moved.unit,
        person=moved.person,
        decision_number=decision_number,
        decided_on=decided_on,
        decider_name=decider_name,
        achievement=moved.citation,
        by=by,
        at=at,
    )
    move("certify", moved, by=by, at=at)
    return honour


@transaction.atomic
def enter(
    *,
    unit: Unit,
    award: Award,
    year: int,
    subject_unit: Unit,
    decision_number: str,
    decided_on: date,
    decider_name: str,
    by: User,
    at: datetime,
    person: Person | None = None,
    achievement: str = "",
) -> Honour:
    """Enter an award that was decided elsewhere, or before the portal."""
    if not by.has_perm(PREPARE_DECISION, unit):
        raise HonourRefused("Bạn không có quyền ghi sổ vàng.", code="permission")
    if decided_on > timezone.localdate(at):
        raise HonourRefused("Ngày quyết định ở tương lai.", hint="Ghi lại ngày.", field="decided_on")
    if Honour.objects.filter(
        award=award, year=year, person=person, subject_unit=subject_unit, revoked_at__isnull=True
    ).exists():
        raise HonourRefused(f"Sổ vàng đã có “{award.name}” năm {year} của người, tập thể này.", code="twice")
    honour = Honour.objects.create(
        unit=unit,
        year=year,
        register_year=decided_on.year,
        number=_last_number(unit, decided_on.year) + 1,
        award=award,
        subject_kind=SubjectKind.INDIVIDUAL if person else SubjectKind.COLLECTIVE,
        subject_unit=subject_unit,
        person=person,
        subject_name=person.full_name if person else subject_unit.name_on(decided_on),
        unit_name=subject_unit.name_on(decided_on),
        achievement=achievement,
        decision_number=decision_number,
        decided_on=decided_on,
        decider_name=decider_name,
        issued_at=at,
        issued_by=by,
    )
    audit.record(action="awards.honour.enter", target=honour, by=by, at=at, changes={"quyết định": decision_number})
    return honour


def _last_number(unit: Unit, year: int) -> int:
    # The centre's row is the lock of its register: two issuers get different numbers.
    Unit.objects.select_for_update().get(pk=unit.pk)
    highest = Honour.objects.filter(unit=unit, register_year=year).aggregate(highest=Max("number"))["highest"]
    return int(highest or 0)
