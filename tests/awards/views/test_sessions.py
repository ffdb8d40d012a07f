"""The council, its sessions and the ballot on their pages."""

from django.urls import reverse

from accounts.roles import RoleCode
from awards.models import SessionItem, VoteMark
from awards.services import ballots, sessions
from tests.awards.conftest import AT, eligible, opened
from tests.awards.views.visits import text
from tests.factories.accounts import user_with


def test_council_page_and_seats(house, web):
    page = text(web(house.members[3], "council"))
    assert "Trần Ủy Viên 0" in page and "Thôi tham gia" not in page

    newcomer = user_with(RoleCode.COUNCIL_MEMBER, house.world.centre)
    web(house.office, "member-add", data={"user": newcomer.pk, "role": "member"}, expect=302)
    seat = house.council.members.get(user=newcomer)
    web(house.office, "member-remove", seat.pk, data={}, expect=302)
    seat.refresh_from_db()
    assert seat.left_on is not None


def test_session_is_called_through_the_form(house, web):
    dossier = eligible(house, person=house.surgeon)
    data = {
        "award_round": house.award_round.pk,
        "title": "Phiên họp cuối năm",
        "starts_on": "31/12/2099",
        "starts_time": "8:30",
        "place": "Hội trường",
        "dossiers": [dossier.pk],
    }

    web(house.members[1], "session-create", data=data, expect=302)

    dossier.refresh_from_db()
    assert dossier.state == "scheduled"


def test_session_page_never_shows_figures_before_closing(house, web):
    session = opened(house, eligible(house, person=house.surgeon))
    ballots.cast(item=session.items.get(), in_favour=False, by=house.members[3], at=AT)

    page = text(web(house.members[1], "session-detail", session.pk))

    assert "1/9" in page and "không đồng ý 1" not in page
    sessions.close_session(session=session, by=house.members[0], at=AT)
    assert "không đồng ý 1" in text(web(house.members[1], "session-detail", session.pk))


def test_secretary_notes_absence_opinion_and_discussion(house, web):
    session = opened(house, eligible(house, person=house.surgeon))
    item, member = session.items.get(), house.council.members.get(user=house.members[8])
    secretary = house.members[1]

    absent = {"member": member.pk, "status": "absent", "reason": "Ốm"}
    web(secretary, "session-attendance", session.pk, data=absent, expect=302)
    opinion = {"member": member.pk, "answer": "yes", "paper": "Phiếu góp ý"}
    web(secretary, "opinion-add", item.pk, data=opinion, expect=302)
    web(secretary, "session-discussion", session.pk, data={"discussion": "Nhất trí"}, expect=302)

    page = text(web(secretary, "session-detail", session.pk))
    assert "Phiếu góp ý" in page and "Nhất trí" in page and "Ốm" in page
    web(secretary, "opinion-delete", item.opinions.get().pk, data={}, expect=302)
    assert not item.opinions.exists()
    web(house.members[3], "session-attendance", session.pk, data=absent, expect=403)


def test_member_votes_on_the_phone_page_and_sees_only_the_time(house, web, client):
    session = opened(house, eligible(house, person=house.surgeon))
    item, voter = session.items.get(), house.members[3]
    assert "Xác nhận Đồng ý" in text(web(voter, "ballot", item.pk))

    web(voter, "ballot", item.pk, data={"answer": "no"}, expect=302)
    web(voter, "ballot", item.pk, data={"answer": "yes"}, expect=302)

    item.refresh_from_db()
    assert (item.box_yes, item.box_no, VoteMark.objects.count()) == (0, 1, 1)
    client.get(reverse("awards:session-ballot", args=[session.pk]))
    page = text(web(voter, "session-ballot", session.pk))
    assert "Đã bỏ phiếu" in page and "Không đồng ý" not in page
    again = text(web(voter, "ballot", item.pk))
    assert "Đã bỏ phiếu" in again and "Xác nhận" not in again


def test_chair_is_told_how_many_ballots_are_still_out_before_closing(house, web):
    session = opened(house, eligible(house, person=house.surgeon))
    ballots.cast(item=session.items.get(), in_favour=True, by=house.members[2], at=AT)

    page = text(web(house.members[0], "session-detail", session.pk))

    assert "Còn <strong>8</strong> phiếu của người có mặt chưa bỏ" in page


def test_nobody_but_members_reaches_the_ballot(house, web):
    session = opened(house, eligible(house, person=house.surgeon))
    item = session.items.get()

    web(house.head, "ballot", item.pk, expect=403)
    web(house.office, "ballot", item.pk, data={"answer": "yes"}, expect=403)
    foreign = user_with(RoleCode.COUNCIL_MEMBER, house.world.other_centre)
    web(foreign, "ballot", item.pk, expect=404)
    assert SessionItem.objects.get(pk=item.pk).box_yes == 0
