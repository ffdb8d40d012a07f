from datetime import timedelta

import pytest

from awards.enums import DossierState, Outcome
from awards.models import Dossier, Session
from awards.selectors import councils
from awards.services import ballots, sessions
from awards.services import councils as councils_service
from awards.services.sessions import SessionRefused
from core.errors import TransitionRefused
from tests.awards.conftest import AT, eligible, extra_member, opened, rate
from tests.factories.accounts import PersonFactory


def vote(item, users, in_favour):
    for user in users:
        ballots.cast(item=item, in_favour=in_favour, by=user, at=AT)


def seat(house, number):
    return house.council.members.get(user=house.members[number])


def absent(house, session, number):
    sessions.record_attendance(
        session=session, member=seat(house, number), status="absent", reason="Đi công tác", by=house.members[1], at=AT
    )


@pytest.fixture
def item(house):
    rate(house, house.surgeon, "HTXS")
    return opened(house, eligible(house, "CSTDCS", house.surgeon)).items.get()


@pytest.mark.parametrize(
    ("yes", "state"), [(8, DossierState.PASSED), (7, DossierState.FAILED), (9, DossierState.PASSED)]
)
def test_cstdcs_needs_eight_of_nine(house, item, yes, state):
    vote(item, house.members[:yes], True)
    vote(item, house.members[yes:], False)

    sessions.close_session(session=item.session, by=house.members[0], at=AT)

    item.refresh_from_db()
    assert item.dossier.state == state
    assert (item.in_favour, item.base, item.needed) == (yes, 9, 8)
    assert f"{yes} ÷ 9" in item.reason


def test_member_who_does_not_vote_counts_against(house, item):
    vote(item, house.members[:7], True)

    sessions.close_session(session=item.session, by=house.members[0], at=AT)

    item.refresh_from_db()
    assert item.result == Outcome.LOST


def test_written_opinion_of_an_absent_member_is_counted(house, item):
    absent(house, item.session, 8)
    vote(item, house.members[:7], True)
    vote(item, [house.members[7]], False)
    sessions.record_opinion(
        item=item, member=seat(house, 8), in_favour=True, paper="Phiếu góp ý ngày 9/12", by=house.members[1], at=AT
    )

    sessions.close_session(session=item.session, by=house.members[0], at=AT)

    item.refresh_from_db()
    assert item.result == Outcome.CARRIED and item.written_yes == 1
    assert "1 ý kiến bằng văn bản" in item.reason


def test_conflicted_member_stays_in_the_base(house):
    extra_member(house, PersonFactory(unit=house.world.surgery))
    rate(house, house.surgeon, "HTXS")
    item = opened(house, eligible(house, "CSTDCS", house.surgeon)).items.get()
    vote(item, house.members[:8], True)
    vote(item, house.members[8:], False)

    sessions.close_session(session=item.session, by=house.members[0], at=AT)

    item.refresh_from_db()
    assert (item.base, item.in_favour, item.conflicted) == (10, 8, 1)
    assert item.result == Outcome.CARRIED


def test_without_quorum_the_dossier_waits_for_another_session(house, item):
    for number in (5, 6, 7, 8):
        absent(house, item.session, number)
    vote(item, house.members[:5], True)

    sessions.close_session(session=item.session, by=house.members[0], at=AT)

    item.refresh_from_db()
    assert item.result == Outcome.NO_QUORUM
    assert item.dossier.state == DossierState.ELIGIBLE


def test_present_member_gives_no_written_opinion(house, item):
    with pytest.raises(SessionRefused, match="có mặt"):
        sessions.record_opinion(
            item=item, member=seat(house, 8), in_favour=True, paper="Phiếu", by=house.members[1], at=AT
        )


def test_conflicted_member_gives_no_written_opinion(house):
    user = extra_member(house, PersonFactory(unit=house.world.surgery))
    member = house.council.members.get(user=user)
    item = opened(house, eligible(house, "LDTT", house.surgeon)).items.get()
    sessions.record_attendance(
        session=item.session, member=member, status="absent", reason="Ốm", by=house.members[1], at=AT
    )

    with pytest.raises(SessionRefused, match="công tác tại"):
        sessions.record_opinion(item=item, member=member, in_favour=True, paper="Phiếu", by=house.members[1], at=AT)


def test_who_has_voted_cannot_be_noted_absent(house, item):
    vote(item, [house.members[3]], True)

    with pytest.raises(SessionRefused, match="đã bỏ phiếu"):
        absent(house, item.session, 3)


def test_absence_needs_a_reason(house, item):
    with pytest.raises(SessionRefused, match="lý do"):
        sessions.record_attendance(
            session=item.session, member=seat(house, 3), status="absent", by=house.members[1], at=AT
        )


def test_session_without_items_does_not_open(house):
    with pytest.raises(SessionRefused, match="chưa có hồ sơ"):
        opened(house)
    assert Session.objects.get().state == "scheduled"


def test_session_in_the_past_is_not_scheduled(house):
    with pytest.raises(SessionRefused, match="đã qua"):
        sessions.schedule(
            council=house.council,
            award_round=house.award_round,
            title="Phiên",
            starts_at=AT - timedelta(hours=1),
            place="Phòng họp",
            dossiers=[],
            by=house.office,
            at=AT,
        )


def test_cancelled_session_gives_its_dossiers_back(house):
    dossier = eligible(house, "LDTT", house.surgeon)
    session = sessions.schedule(
        council=house.council,
        award_round=house.award_round,
        title="Phiên",
        starts_at=AT + timedelta(hours=1),
        place="Phòng họp",
        dossiers=[dossier],
        by=house.members[1],
        at=AT,
    )

    sessions.cancel(session=session, by=house.members[1], at=AT, comment="Dời lịch")

    assert Dossier.objects.get(pk=dossier.pk).state == DossierState.ELIGIBLE


def test_ordinary_member_neither_opens_nor_closes(house, item):
    with pytest.raises(TransitionRefused):
        sessions.close_session(session=item.session, by=house.members[3], at=AT)


def test_minutes_hold_the_figures_only_after_closing(house, item):
    absent(house, item.session, 8)
    vote(item, house.members[:8], True)
    assert councils.minutes_facts(item.session).items == ()

    closed = sessions.close_session(session=item.session, by=house.members[0], at=AT)

    facts = councils.minutes_facts(closed)
    line = facts.items[0]
    assert (line.issued, line.collected, line.yes, line.in_favour, line.base) == (8, 8, 8, 8, 9)
    assert facts.absent == (("Trần Ủy Viên 8", "Ủy viên", "Đi công tác"),)
    assert facts.chair == "Trần Ủy Viên 0" and facts.secretary == "Trần Ủy Viên 1"


def test_member_who_left_before_a_session_has_no_part_in_it(house):
    member = seat(house, 8)
    councils_service.unseat(member=member, left_on=AT.date() - timedelta(days=1), by=house.office, at=AT)
    session = opened(house, eligible(house, person=house.surgeon))

    with pytest.raises(SessionRefused, match="khi phiên họp khai mạc"):
        sessions.record_attendance(session=session, member=member, status="present", by=house.members[1], at=AT)
