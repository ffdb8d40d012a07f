"""What awards tell the deadline ledger: dossiers with their first day, sessions with ballots only as a number."""

from datetime import UTC, date, datetime

import pytest

from awards.enums import DossierState, SessionState
from campaigns.enums import Phase
from core.models import AuditEvent
from scoring.selectors.ledger import ledger
from scoring.selectors.ledger_facts import Standing
from tests.factories.accounts import user_with
from tests.factories.awards import (
    AwardFactory,
    AwardRoundFactory,
    AwardRuleFactory,
    CouncilFactory,
    CouncilMemberFactory,
    DossierFactory,
    SessionFactory,
    SessionItemFactory,
    VoteMarkFactory,
)
from tests.factories.campaigns import CampaignFactory, ParticipantFactory, PhaseDeadlineFactory, RoundFactory
from tests.factories.core import AuditEventFactory

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2026, 12, 10), date(2026, 12, 30)
CLOSES = {Phase.NOMINATION: date(2026, 12, 15), Phase.COUNCIL: date(2026, 12, 28)}


def day(number):
    return datetime(2026, 12, number, 3, tzinfo=UTC)


@pytest.fixture
def call(world):
    """A call for nominations on a round with two departments."""
    round_ = RoundFactory(campaign=CampaignFactory(unit=world.centre))
    for unit in (world.surgery, world.pharmacy):
        ParticipantFactory(round=round_, unit=unit)
    for phase, closes_on in CLOSES.items():
        PhaseDeadlineFactory(round=round_, phase=phase, opens_on=date(2026, 12, 1), closes_on=closes_on)
    return AwardRoundFactory(unit=world.centre, round=round_)


def lines(call, user, on=AFTER):
    return {(line.unit.code, line.matter): line for line in ledger(call.round, user, on)}


def test_nomination_is_met_by_the_first_submission(world, call):
    office = user_with("office", world.centre)
    dossier = DossierFactory(award_round=call, unit=world.surgery, state=DossierState.SUBMITTED, submitted_at=day(18))
    AuditEventFactory(action="awards.dossier.submit", target_id=str(dossier.pk), at=day(14))
    AuditEventFactory(action="awards.dossier.submit", target_id=str(dossier.pk), at=day(18))

    line = lines(call, office)[world.surgery.code, "Đề nghị khen thưởng"]

    assert (line.met_on, line.standing, line.words) == (date(2026, 12, 14), Standing.IN_TIME, "sớm 1 ngày")
    assert line.note == "1 hồ sơ đã nộp (14/12/2026)"


def test_late_and_missing_nominations(world, call):
    office = user_with("office", world.centre)
    DossierFactory(award_round=call, unit=world.surgery, state=DossierState.SUPPLEMENT, submitted_at=day(17))

    found = lines(call, office)

    late, missing = (found[unit.code, "Đề nghị khen thưởng"] for unit in (world.surgery, world.pharmacy))
    assert (late.standing, late.words) == (Standing.LATE, "trễ 2 ngày")
    assert late.note == "1 hồ sơ đã nộp (17/12/2026); 1 hồ sơ cần bổ sung"
    assert (missing.standing, missing.note, missing.words) == (Standing.NONE, "Chưa có hồ sơ nào nộp", "")
    assert lines(call, office, BEFORE)[world.pharmacy.code, "Đề nghị khen thưởng"].standing == Standing.OPEN


def test_draft_is_told_to_its_own_department_only(world, call):
    rule = AwardRuleFactory(award=AwardFactory(code="LDTT"))
    DossierFactory(award_round=call, unit=world.surgery, state=DossierState.SUBMITTED, submitted_at=day(3))
    DossierFactory(award_round=call, unit=world.surgery, rule=rule)

    own = lines(call, user_with("department_head", world.surgery))[world.surgery.code, "Đề nghị khen thưởng"]
    office = lines(call, user_with("office", world.centre))[world.surgery.code, "Đề nghị khen thưởng"]

    assert (own.standing, own.waits_on) == (Standing.OVERDUE, "Trưởng Khoa Ngoại")
    assert own.note == "1 hồ sơ đã nộp (3/12/2026); 1 hồ sơ đang soạn"
    assert (office.standing, office.note) == (Standing.IN_TIME, "1 hồ sơ đã nộp (3/12/2026)")


def test_open_session_tells_ballots_as_a_number_and_no_name(world, call):
    office = user_with("office", world.centre)
    council = CouncilFactory(unit=world.centre)
    session = SessionFactory(
        council=council, award_round=call, state=SessionState.OPEN, open_at=day(20), members_total=3
    )
    item = SessionItemFactory(session=session, dossier=DossierFactory(award_round=call, unit=world.surgery))
    members = [CouncilMemberFactory(council=council) for _ in range(2)]
    for member in members:
        VoteMarkFactory(item=item, member=member)

    line = lines(call, office)[world.centre.code, session.title]

    assert (line.standing, line.waits_on) == (Standing.OVERDUE, "Hội đồng Thi đua - Khen thưởng")
    assert line.note == "1 hồ sơ, khai mạc 10:00 ngày 20/12/2026, đã bỏ 2 phiếu"
    assert not any(member.user.display_name in line.note for member in members)


def test_closed_session_meets_the_deadline(world, call):
    session = SessionFactory(
        council=CouncilFactory(unit=world.centre),
        award_round=call,
        state=SessionState.CLOSED,
        open_at=day(20),
        closed_at=day(21),
        members_total=3,
    )

    found = lines(call, user_with("director", world.centre))

    line = found[world.centre.code, session.title]
    assert (line.met_on, line.standing) == (date(2026, 12, 21), Standing.IN_TIME)
    assert (world.surgery.code, "Họp Hội đồng") not in found


def test_departments_see_no_session(world, call):
    SessionFactory(council=CouncilFactory(unit=world.centre), award_round=call)

    found = lines(call, user_with("department_head", world.surgery))

    assert {unit for unit, _ in found} == {world.surgery.code}
    line = found[world.surgery.code, Phase.COUNCIL.label]
    assert (line.standing, line.note) == (Standing.PAST, "")


def test_session_that_nobody_called_is_missed(world, call):
    line = lines(call, user_with("office", world.centre))[world.centre.code, Phase.COUNCIL.label]

    assert (line.standing, line.waits_on, line.note) == (Standing.OVERDUE, "Thư ký Hội đồng", "Chưa mời họp")


def test_round_without_a_call_tells_the_deadline_only(world, call):
    round_ = call.round
    call.delete()

    found = {(line.unit.code, line.matter): line for line in ledger(round_, user_with("office", world.centre), AFTER)}

    assert found[world.surgery.code, Phase.NOMINATION.label].standing == Standing.PAST
    assert AuditEvent.objects.count() == 0
