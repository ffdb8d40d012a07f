"""Reading decisions and the register of honours; facts for printing them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Unit, User
from accounts.policies import people_with, reach
from awards.engine import money
from awards.enums import Decider, DecisionState, DossierState
from awards.models import AwardRound, Decision, DecisionLine, Dossier, Honour
from awards.roles import SIGN_DECISION, VIEW_DECISION, VIEW_DRAFT_DECISION
from awards.selectors.prizes import prize_of
from campaigns.enums import SubjectKind

DIRECTOR = "Giám đốc"


def visible_decisions(user: User) -> QuerySet[Decision]:
    """Signed decisions of the centres around the user's units; drafts for those who prepare and sign."""
    rows = Decision.objects.select_related("unit", "entry", "award_round", "session")
    mine = Q(pk__in=())
    for path in reach(user, VIEW_DECISION).paths:
        above = [path[:length] for length in range(Unit.steplen, len(path) + 1, Unit.steplen)]
        mine |= Q(unit__path__startswith=path) | Q(unit__path__in=above)
    drafts = Q(pk__in=reach(user, VIEW_DRAFT_DECISION).filter(Decision.objects.all()).values("pk"))
    return rows.filter((mine & ~Q(state=DecisionState.DRAFT)) | drafts)


def visible_honours(user: User) -> QuerySet[Honour]:
    """The register of the centres around the user's units."""
    mine = Q(pk__in=())
    for path in reach(user, VIEW_DECISION).paths:
        above = [path[:length] for length in range(Unit.steplen, len(path) + 1, Unit.steplen)]
        mine |= Q(unit__path__startswith=path) | Q(unit__path__in=above)
    return Honour.objects.filter(mine).select_related("award", "unit", "subject_unit", "person", "line")


def dossiers_awaiting_decision(award_round: AwardRound) -> QuerySet[Dossier]:
    """Dossiers the council passed and the director may decide, not yet in a draft or a signed decision."""
    return (
        award_round.dossiers.filter(state=DossierState.PASSED, rule__decider=Decider.DIRECTOR)
        .exclude(decision_lines__decision__state__in=(DecisionState.DRAFT, DecisionState.SIGNED))
        .select_related("award", "unit", "person", "rule")
    )


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line of a decision's list; `prize` in đồng: what is paid, in a draft what today's base salary would give."""

    position: int
    subject_kind: str
    honorific: str
    name: str
    post: str
    unit_name: str
    award: str
    achievement: str
    prize: int | None
    arithmetic: str

    @property
    def is_collective(self) -> bool:
        """Whether a unit is rewarded."""
        return self.subject_kind == SubjectKind.COLLECTIVE


@dataclass(frozen=True, slots=True)
class DecisionFacts:
    """Everything a decision says, frozen for printing."""

    reference: str
    number: str
    symbol: str
    signed_on: date | None
    place: str
    superior_name: str
    issuer_name: str
    title: str
    bases: tuple[str, ...]
    achievement: str
    lines: tuple[LineFacts, ...]
    total: int
    signer_name: str
    signer_title: str
    is_draft: bool
    is_revoked: bool


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """Everything a certificate says, frozen for printing."""

    code: str
    register_number: str
    award: str
    is_title: bool
    honorific: str
    name: str
    post: str
    unit_name: str
    achievement: str
    year: int
    decision_number: str
    decided_on: date
    issuer_name: str
    place: str
    signer_name: str
    signer_title: str
    is_revoked: bool


def decision_facts(decision: Decision) -> DecisionFacts:
    """The facts of one decision, with names as they were on its day; a draft names who is to sign it."""
    day = decision.signed_on or timezone.localdate(decision.drafted_at)
    is_draft = decision.state == DecisionState.DRAFT
    signers = people_with(SIGN_DECISION, decision.unit, day) if is_draft else []
    lines = decision.lines.select_related("dossier__award", "dossier__rule", "dossier__unit", "dossier__person")
    facts = tuple(_line_facts(line, day) for line in lines)
    parent = Unit.objects.get_parent(decision.unit)
    symbol = "-".join(filter(None, ["QĐ", decision.unit.document_symbol]))
    return DecisionFacts(
        reference=decision.code,
        number=str(decision.entry.number) if decision.entry else "",
        symbol=decision.entry.symbol if decision.entry else symbol,
        signed_on=decision.signed_on,
        place=decision.unit.place_name,
        superior_name=parent.name_on(day) if parent else "",
        issuer_name=decision.unit.name_on(day),
        title=decision.title,
        bases=tuple(line for line in decision.bases.splitlines() if line.strip()),
        achievement=decision.achievement,
        lines=facts,
        total=sum(line.prize or 0 for line in facts),
        signer_name=signers[0].display_name if signers else decision.signer_name,
        signer_title=DIRECTOR if signers else decision.signer_title,
        is_draft=is_draft,
        is_revoked=decision.state == DecisionState.REVOKED,
    )


def _line_facts(line: DecisionLine, day: date) -> LineFacts:
    dossier, person = line.dossier, line.dossier.person
    paid, arithmetic = line.paid, line.arithmetic
    if line.decision.state == DecisionState.DRAFT:
        paid, arithmetic = _expected(line, day)
    return LineFacts(
        position=line.position,
        subject_kind=dossier.subject_kind,
        honorific=honorific(person),
        name=person.full_name if person else dossier.unit.name_on(day),
        post=person.job_title if person else "",
        unit_name=dossier.unit.name_on(day),
        award=dossier.award.name,
        achievement=dossier.citation or line.decision.achievement,
        prize=paid,
        arithmetic=arithmetic,
    )


def _expected(line: DecisionLine, day: date) -> tuple[int | None, str]:
    try:
        prize = prize_of(line, day)
    except money.PrizeError:
        return None, ""
    return prize.to_pay, prize.arithmetic


def honorific(person: Any) -> str:
    """“Bà”, “Ông”, or both when the gender is not recorded; empty for a unit."""
    if person is None:
        return ""
    return {"nu": "Bà", "nam": "Ông"}.get(person.gender, "Ông (Bà)")


def certificate_facts(honour: Honour) -> CertificateFacts:
    """The facts of one certificate."""
    decision = honour.line.decision if honour.line else None
    return CertificateFacts(
        code=honour.code,
        register_number=honour.register_number,
        award=honour.award.name,
        is_title=honour.award.family == "title",
        honorific=honorific(honour.person),
        name=honour.subject_name,
        post=honour.person.job_title if honour.person else "",
        unit_name=honour.unit_name,
        achievement=honour.achievement,
        year=honour.year,
        decision_number=honour.decision_number,
        decided_on=honour.decided_on,
        issuer_name=honour.unit.name_on(honour.decided_on),
        place=honour.unit.place_name,
        signer_name=decision.signer_name if decision else "",
        signer_title=decision.signer_title if decision else "",
        is_revoked=honour.revoked_at is not None,
    )


def confirmation(code: str) -> Decision | Honour | None:
    """The decision or the certificate a printed code belongs to; drafts are unknown to the public."""
    wanted = code.strip().upper()
    honour = Honour.objects.select_related("award", "unit", "line__decision").filter(code=wanted).first()
    if honour is not None:
        return honour
    return (
        Decision.objects.select_related("unit", "entry").exclude(state=DecisionState.DRAFT).filter(code=wanted).first()
    )


def honours_of(decision: Decision) -> QuerySet[Honour]:
    """The lines of the register that a decision led to."""
    return Honour.objects.filter(line__decision=decision)
