"""A centre with its rules, its people, a council of nine and an open call for nominations."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pikepdf
import pytest
from django.core.files.base import ContentFile

from accounts.models import Person, User
from accounts.roles import RoleCode
from awards.enums import CouncilRole
from awards.models import Award, AwardRound, Council, Dossier, Session
from awards.services import appraisal, councils, dossiers, facts, rounds, rules, sessions
from tests.factories.accounts import MembershipFactory, PersonFactory, UserFactory, user_with
from tests.factories.awards import COUNCIL_ROLES
from tests.factories.world import World, make_world

AT = datetime(2026, 12, 10, 2, 0, tzinfo=UTC)
REPORT = {
    "situation": "Khoa có 20 viên chức.",
    "results": "Trả kết quả đúng hạn 99,5%.",
    "citation": "Hoàn thành tốt nhiệm vụ cải cách hành chính năm 2026",
    "met_on": date(2026, 12, 8),
    "met_present": 18,
    "met_in_favour": 17,
    "judgements": {"exemplary": True},
}


@dataclass
class House:
    """Who is who. ``members`` are the nine council members, chair first, secretary second."""

    world: World
    office: User
    director: User
    head: User
    other_head: User
    foreign_head: User
    surgeon: Person
    members: list[User]
    council: Council
    award_round: AwardRound

    def award(self, code: str) -> Award:
        return Award.objects.get(code=code)


def pdf(text: str = "") -> ContentFile:
    """A real one-page PDF; another text gives another file."""
    document = pikepdf.new()
    document.add_blank_page()
    document.docinfo["/Title"] = text
    content = BytesIO()
    document.save(content)
    return ContentFile(content.getvalue(), name="bien-ban.pdf")


def council_user(world: World, role: CouncilRole, number: int) -> User:
    person = PersonFactory(unit=world.centre, full_name=f"Trần Ủy Viên {number}")
    user = user_with(COUNCIL_ROLES[role], world.centre, person=person, username=f"hoi-dong-{number}")
    return user


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def house(db) -> House:
    world = make_world()
    rules.load(at=AT)
    office = user_with(RoleCode.OFFICE, world.centre, person=PersonFactory(unit=world.office))
    director = user_with(RoleCode.DIRECTOR, world.centre)
    head = user_with(RoleCode.DEPARTMENT_HEAD, world.surgery)
    council = councils.establish(
        unit=world.centre,
        name="Hội đồng Thi đua - Khen thưởng",
        decision_number="05/QĐ-TTYT",
        valid_from=date(2026, 1, 5),
        by=office,
        at=AT,
    )
    roles = [CouncilRole.CHAIR, CouncilRole.SECRETARY] + [CouncilRole.MEMBER] * 7
    members = [council_user(world, role, number) for number, role in enumerate(roles)]
    for user, role in zip(members, roles, strict=True):
        councils.seat(council=council, user=user, role=role, by=office, at=AT)
    award_round = rounds.open_round(
        unit=world.centre,
        year=2026,
        name="Xét khen thưởng năm 2026",
        opens_on=date(2026, 12, 1),
        closes_on=date(2026, 12, 31),
        awards=Award.objects.all(),
        by=office,
        at=AT,
    )
    return House(
        world=world,
        office=office,
        director=director,
        head=head,
        other_head=user_with(RoleCode.DEPARTMENT_HEAD, world.pharmacy),
        foreign_head=user_with(RoleCode.DEPARTMENT_HEAD, world.other_department),
        surgeon=PersonFactory(unit=world.surgery, full_name="Lê Thị Hoa", gender="nu", job_title="Bác sĩ"),
        members=members,
        council=council,
        award_round=award_round,
    )


def rate(house: House, person: Person, level: str = "HTT", year: int = 2026) -> None:
    facts.record_rating(
        year=year,
        level=level,
        source="Thông báo 15/TB-TTYT",
        decided_on=date(year, 12, 5),
        person=person,
        by=house.office,
        at=AT,
    )


def complete(house: House, code: str = "LDTT", person: Person | None = None) -> Dossier:
    """A draft with everything that a submission needs; a collective when no person is given."""
    dossier = dossiers.nominate(
        award_round=house.award_round,
        award=house.award(code),
        unit=house.world.surgery,
        person=person,
        by=house.head,
        at=AT,
    )
    dossier = dossiers.save_report(dossier=dossier, values=REPORT, version=dossier.version, by=house.head, at=AT)
    for component, _ in dossier.rule.components:
        dossiers.attach(
            dossier=dossier, component=component, file=pdf(component), name="giay-to.pdf", by=house.head, at=AT
        )
    return dossier


def eligible(house: House, code: str = "LDTT", person: Person | None = None) -> Dossier:
    sent = dossiers.submit(dossier=complete(house, code, person), by=house.head, at=AT)
    return appraisal.accept(dossier=sent, by=house.office, at=AT)


def opened(house: House, *dossiers_: Dossier) -> Session:
    session = sessions.schedule(
        council=house.council,
        award_round=house.award_round,
        title="Phiên họp xét khen thưởng năm 2026",
        starts_at=AT + timedelta(days=1),
        place="Phòng họp số 1",
        dossiers=dossiers_,
        by=house.office,
        at=AT,
    )
    return sessions.open_session(session=session, by=house.members[0], at=AT)


def extra_member(house: House, person: Person) -> User:
    """Seat one more member, a person of a department."""
    user = UserFactory(person=person)
    MembershipFactory(
        user=user, unit=house.world.centre, role=house.members[2].memberships.get().role, valid_from=date(2020, 1, 1)
    )
    councils.seat(council=house.council, user=user, role=CouncilRole.MEMBER, by=house.office, at=AT)
    return User.objects.get(pk=user.pk)
