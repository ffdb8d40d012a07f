"""A member of the council votes on a phone: once, secretly, and cannot be counted twice."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Unit, User
from accounts.roles import RoleCode
from awards.enums import CouncilRole, DossierState
from awards.models import AwardRound, Session, SessionItem, VoteMark
from awards.services import councils, sessions
from campaigns.enums import SubjectKind
from tests.browser.portal import Portal
from tests.factories.accounts import PersonFactory, user_with
from tests.factories.awards import AwardFactory, AwardRoundFactory, AwardRuleFactory, DossierFactory
from tests.factories.world import World, make_world

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def meeting(transactional_db: None) -> Session:
    """An open session over two dossiers; one of them is of the surgeon's own unit."""
    world, at = make_world(), timezone.now()
    office = user_with(RoleCode.OFFICE, world.centre, person=PersonFactory(unit=world.office))
    council = councils.establish(
        unit=world.centre,
        name="Hội đồng Thi đua - Khen thưởng",
        decision_number="05/QĐ-TTYT",
        valid_from=timezone.localdate(),
        by=office,
        at=at,
    )
    seats = (
        ("chu-tich", RoleCode.COUNCIL_CHAIR, CouncilRole.CHAIR, world.centre),
        ("thu-ky", RoleCode.COUNCIL_SECRETARY, CouncilRole.SECRETARY, world.office),
        ("uy-vien", RoleCode.COUNCIL_MEMBER, CouncilRole.MEMBER, world.surgery),
    )
    for name, role, part, unit in seats:
        user = user_with(role, world.centre, person=PersonFactory(unit=unit), username=name)
        councils.seat(council=council, user=user, role=part, by=office, at=at)
    award_round = AwardRoundFactory(unit=world.centre)
    dossiers = [_dossier(award_round, unit, world) for unit in (world.surgery, world.pharmacy)]
    session = sessions.schedule(
        council=council,
        award_round=award_round,
        title="Phiên họp xét khen thưởng năm 2026",
        starts_at=at,
        place="Phòng họp số 1",
        dossiers=dossiers,
        by=office,
        at=at,
    )
    return sessions.open_session(session=session, by=User.objects.get(username="chu-tich"), at=at)


def _dossier(award_round: AwardRound, unit: Unit, world: World) -> object:
    return DossierFactory(
        award_round=award_round,
        rule=AwardRuleFactory(award=AwardFactory()),
        unit=unit,
        subject_kind=SubjectKind.COLLECTIVE,
        state=DossierState.ELIGIBLE,
        submitted_at=timezone.now(),
        citation="Hoàn thành tốt nhiệm vụ cải cách hành chính",
    )


def test_vote_on_a_phone(portal: Portal, meeting: Session) -> None:
    page = portal.page
    page.set_viewport_size(PHONE)
    portal.sign_in("uy-vien")
    portal.open(f"/khen-thuong/phien-hop/{meeting.pk}/bo-phieu/")
    assert not portal.scrolls_sideways()
    assert portal.barriers() == []

    # One's own unit is left to others.
    own = page.locator(".ballot-list li", has_text="Khoa Ngoại")
    expect(own).to_contain_text("Không biểu quyết")
    page.locator(".ballot-list li", has_text="Khoa Dược").get_by_role("link").click()
    assert not portal.scrolls_sideways()
    assert portal.barriers() == []
    yes, no = (page.locator(".ballot-choices summary").nth(place).bounding_box() for place in (0, 1))
    assert yes is not None and no is not None
    assert (round(yes["width"]), round(yes["height"])) == (round(no["width"]), round(no["height"]))
    assert yes["height"] >= 44

    # Pressed twice by a trembling thumb.
    page.locator(".ballot-choices summary").first.click()
    page.get_by_role("button", name="Xác nhận Đồng ý").dblclick()

    voted = page.locator(".ballot-list li", has_text="Khoa Dược")
    expect(voted).to_contain_text("Đã bỏ phiếu")
    expect(voted.get_by_role("link")).to_have_count(0)
    item = SessionItem.objects.get(session=meeting, dossier__unit__code="khoa-duoc")
    assert VoteMark.objects.filter(item=item).count() == 1
    item.refresh_from_db()
    assert (item.box_yes, item.box_no) == (1, 0)

    # Coming back by the address shows that one has voted, never how.
    portal.open(f"/khen-thuong/phieu/{item.pk}/")
    expect(page.locator(".alert-success")).to_contain_text("Đã bỏ phiếu")
    expect(page.locator(".ballot-choices")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text("Đồng ý")


def test_chair_sees_how_many_voted_but_not_who_chose_what(portal: Portal, meeting: Session) -> None:
    page = portal.page
    portal.sign_in("uy-vien")
    item = SessionItem.objects.get(session=meeting, dossier__unit__code="khoa-duoc")
    portal.open(f"/khen-thuong/phieu/{item.pk}/")
    page.locator(".ballot-choices summary").nth(1).click()
    page.get_by_role("button", name="Xác nhận Không đồng ý").click()
    expect(page.locator(".ballot-list")).to_be_visible()

    portal.sign_out()
    portal.sign_in("chu-tich")
    portal.open(f"/khen-thuong/phien-hop/{meeting.pk}/")

    expect(page.locator("main")).to_contain_text("1/3")
    expect(page.locator("main")).not_to_contain_text("không đồng ý 1")
