"""A closed year with a plan, a published result, a signed decision and a certificate."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from accounts.models import User
from accounts.roles import RoleCode
from awards.models import Decision, Honour
from campaigns.enums import PlanState
from campaigns.models import Plan, RegisterEntry, Round
from scoring.enums import RunState
from tests.factories.accounts import user_with
from tests.factories.awards import DecisionFactory, DecisionLineFactory, DossierFactory, HonourFactory
from tests.factories.campaigns import CampaignFactory, RoundFactory
from tests.factories.scoring import ScoreRunFactory, UnitScoreFactory

AT = datetime(2027, 1, 5, 2, tzinfo=UTC)


@dataclass(frozen=True)
class ClosedYear:
    """The records of the year."""

    round: Round
    plan: Plan
    decision: Decision
    honour: Honour
    office: User
    director: User
    head: User


@pytest.fixture
def closed_year(world) -> ClosedYear:
    campaign = CampaignFactory(code="hoai-nhon-2026-2030", unit=world.centre)
    round = RoundFactory(campaign=campaign, year=2026)
    plan = Plan.objects.create(
        campaign=campaign,
        state=PlanState.ISSUED,
        subject="Phát động phong trào thi đua",
        number=12,
        symbol="KH-TTYT",
        place="Hoài Nhơn",
        issued_on=date(2026, 4, 15),
        issued_at=AT,
        created_at=AT,
        signer_title="GIÁM ĐỐC",
        signer_name="Trần Quang Hưng",
        preamble="Kế hoạch như sau:",
        closing="Đề nghị các khoa, phòng thực hiện./.",
    )
    run = ScoreRunFactory(round=round, state=RunState.PUBLISHED, final_at=AT, published_at=AT)
    UnitScoreFactory(run=run, unit=world.surgery, total=Decimal("91.25"), grade="Xuất sắc", rank=1)
    UnitScoreFactory(run=run, unit=world.pharmacy, total=Decimal("85.50"), grade="Tốt", rank=2)
    decision, honour = _awarded(world)
    return ClosedYear(
        round=round,
        plan=plan,
        decision=decision,
        honour=honour,
        office=user_with(RoleCode.OFFICE, world.centre),
        director=user_with(RoleCode.DIRECTOR, world.centre),
        head=user_with(RoleCode.DEPARTMENT_HEAD, world.surgery),
    )


def _awarded(world) -> tuple[Decision, Honour]:
    entry = RegisterEntry.objects.create(
        unit=world.centre,
        year=2026,
        symbol="QĐ-TTYT",
        number=7,
        issued_on=date(2026, 12, 22),
        title="Khen thưởng",
        signer_name="Trần Quang Hưng",
        document_type="awards.decision",
        document_id="1",
    )
    decision = DecisionFactory(
        award_round__unit=world.centre, signed=True, entry=entry, signer_title="Giám đốc", signer_name="Trần Quang Hưng"
    )
    dossier = DossierFactory(award_round=decision.award_round, unit=world.surgery)
    line = DecisionLineFactory(decision=decision, dossier=dossier, prize=1_520_000, paid=1_520_000)
    honour = HonourFactory(
        unit=world.centre,
        year=2026,
        register_year=2026,
        number=3,
        subject_unit=world.surgery,
        line=line,
        subject_name="Khoa Ngoại",
        unit_name="Trung tâm Y tế Một",
        decision_number="07/QĐ-TTYT",
        decided_on=date(2026, 12, 22),
        amount=1_520_000,
        achievement="Có thành tích xuất sắc năm 2026",
    )
    return decision, honour
