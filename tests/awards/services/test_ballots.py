from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from awards.models import SessionItem, VoteMark
from awards.services import ballots, sessions
from awards.services.ballots import VoteRefused
from core.models import AuditEvent
from tests.awards.conftest import AT, eligible, extra_member, opened
from tests.factories.accounts import PersonFactory, UserFactory


@pytest.fixture
def item(house):
    return opened(house, eligible(house, "LDTT", house.surgeon)).items.get()


def boxes(item):
    return SessionItem.objects.values_list("box_yes", "box_no").get(pk=item.pk)


def test_vote_adds_one_and_leaves_a_mark(house, item):
    mark = ballots.cast(item=item, in_favour=True, by=house.members[2], at=AT)

    assert boxes(item) == (1, 0)
    assert mark.voted_at == AT and VoteMark.objects.count() == 1


def test_double_click_counts_once_and_cannot_change_the_vote(house, item):
    first = ballots.cast(item=item, in_favour=True, by=house.members[2], at=AT)
    second = ballots.cast(item=item, in_favour=False, by=house.members[2], at=AT + timedelta(seconds=1))

    assert second == first and second.voted_at == AT
    assert boxes(item) == (1, 0)


def test_nothing_stored_joins_a_member_with_a_choice(house, item):
    ballots.cast(item=item, in_favour=False, by=house.members[2], at=AT)

    mark = VoteMark.objects.get()
    assert {field.name for field in VoteMark._meta.fields} == {"id", "item", "member", "voted_at"}
    assert "no" not in str(mark)
    event = AuditEvent.objects.get(action="awards.ballot.cast")
    assert event.changes == {} and event.reason == ""


def test_database_refuses_a_second_mark(house, item):
    mark = ballots.cast(item=item, in_favour=True, by=house.members[2], at=AT)

    with pytest.raises(IntegrityError), transaction.atomic():
        VoteMark.objects.create(item=item, member=mark.member, voted_at=AT)


def test_member_of_the_same_unit_does_not_vote(house):
    user = extra_member(house, PersonFactory(unit=house.world.surgery))
    item = opened(house, eligible(house, "LDTT", house.surgeon)).items.get()

    with pytest.raises(VoteRefused, match="công tác tại Khoa Ngoại"):
        ballots.cast(item=item, in_favour=True, by=user, at=AT)


def test_candidate_does_not_vote_on_oneself(house):
    user = extra_member(house, house.surgeon)
    item = opened(house, eligible(house, "LDTT", house.surgeon)).items.get()

    with pytest.raises(VoteRefused, match="là người được đề nghị"):
        ballots.cast(item=item, in_favour=True, by=user, at=AT)


def test_stranger_and_office_do_not_vote(house, item):
    for user in (house.office, house.head, house.director, UserFactory()):
        with pytest.raises(VoteRefused):
            ballots.cast(item=item, in_favour=True, by=user, at=AT)


def test_member_noted_absent_does_not_vote(house, item):
    member = house.council.members.get(user=house.members[3])
    sessions.record_attendance(
        session=item.session, member=member, status="absent", reason="Đi công tác", by=house.members[1], at=AT
    )

    with pytest.raises(VoteRefused, match="vắng mặt"):
        ballots.cast(item=item, in_favour=True, by=house.members[3], at=AT)


def test_nobody_votes_after_closing(house, item):
    sessions.close_session(session=item.session, by=house.members[0], at=AT)

    with pytest.raises(VoteRefused):
        ballots.cast(item=item, in_favour=True, by=house.members[2], at=AT)
