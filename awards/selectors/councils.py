"""Reading the council: members, conflicts of interest, the agenda and what a member may still vote on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.enums import UnitKind
from accounts.models import Unit, User
from accounts.policies import reach
from awards.enums import AttendanceStatus, SessionState
from awards.models import Council, CouncilMember, Dossier, Session, SessionItem, VoteMark
from awards.roles import VIEW_SESSION


def visible_sessions(user: User) -> QuerySet[Session]:
    """Sessions of the councils in the user's reach."""
    return reach(user, VIEW_SESSION).filter(Session.objects.select_related("council", "award_round", "unit"))


def council_of(unit: Unit | None) -> Council | None:
    """The council in office of a centre."""
    return Council.objects.filter(unit=unit, valid_to__isnull=True).first() if unit else None


def members_of(council: Council) -> QuerySet[CouncilMember]:
    """Members in office in their order."""
    return council.members.filter(left_on__isnull=True).select_related("user__person__unit")


def conflict(member: CouncilMember, dossier: Dossier) -> str:
    """Why this member does not vote on this dossier; empty when there is no conflict of interest.

    Nobody votes on oneself or on the own unit, a superior unit's part included. The centre as a whole is nobody's
    own unit, otherwise no council could ever decide.
    """
    person = member.user.person
    if person is None:
        return ""
    if dossier.person_id == person.pk:
        return "là người được đề nghị"
    if dossier.unit.kind != UnitKind.CENTRE and person.unit.path.startswith(dossier.unit.path):
        return f"công tác tại {dossier.unit.short_name}"
    return ""


def conflicts(members: Iterable[CouncilMember], dossier: Dossier) -> list[tuple[CouncilMember, str]]:
    """The members who do not vote on a dossier, with the reason."""
    return [(member, reason) for member in members if (reason := conflict(member, dossier))]


@dataclass(frozen=True, slots=True)
class BallotLine:
    """One item as one member sees it: never how anybody voted."""

    item: SessionItem
    conflict: str
    voted_at: datetime | None

    @property
    def is_waiting(self) -> bool:
        """Whether this member still has to vote."""
        return not self.conflict and self.voted_at is None


def seat_of(user: User, session: Session) -> CouncilMember | None:
    """The user's seat in the council that holds the session."""
    return members_of(session.council).filter(user=user).first()


def agenda(session: Session) -> list[SessionItem]:
    """The items in their order with all that a page shows of them."""
    return list(session.items.select_related("dossier__award", "dossier__unit", "dossier__person", "dossier__rule"))


def ballot_lines(session: Session, member: CouncilMember) -> list[BallotLine]:
    """The agenda for one member."""
    marks = dict(VoteMark.objects.filter(item__session=session, member=member).values_list("item", "voted_at"))
    return [BallotLine(item, conflict(member, item.dossier), marks.get(item.pk)) for item in agenda(session)]


def is_present(session: Session, member: CouncilMember) -> bool:
    """Whether the secretary has the member as present."""
    return session.attendances.filter(member=member, status=AttendanceStatus.PRESENT).exists()


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many have voted on an item while the box is still shut."""

    item: SessionItem
    voted: int
    entitled: int
    conflicted: tuple[tuple[CouncilMember, str], ...]
    opinions: tuple[Any, ...]


def turnout(session: Session) -> list[Turnout]:
    """For the secretary: participation by item, without any result."""
    members = list(members_of(session.council))
    present = set(session.attendances.filter(status=AttendanceStatus.PRESENT).values_list("member", flat=True))
    items = SessionItem.objects.filter(session=session).prefetch_related("marks", "opinions__member__user__person")
    found = {item.pk: item for item in items}
    lines = []
    for item in agenda(session):
        excluded = tuple(conflicts(members, item.dossier))
        barred = {member.pk for member, _ in excluded}
        lines.append(
            Turnout(
                item=item,
                voted=len(found[item.pk].marks.all()),
                entitled=len(present - barred),
                conflicted=excluded,
                opinions=tuple(found[item.pk].opinions.all()),
            )
        )
    return lines


def sessions_to_vote_in(user: User) -> QuerySet[Session]:
    """Open sessions in which the user has a seat."""
    return Session.objects.filter(
        state=SessionState.OPEN, council__members__user=user, council__members__left_on__isnull=True
    ).distinct()


@dataclass(frozen=True, slots=True)
class MinutesFacts:
    """Everything the minutes must hold, frozen for printing."""

    title: str
    council_name: str
    place: str
    starts_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    chair: str
    secretary: str
    members_total: int
    present: tuple[tuple[str, str], ...]
    absent: tuple[tuple[str, str, str], ...]
    discussion: str
    items: tuple["MinutesItem", ...]


@dataclass(frozen=True, slots=True)
class MinutesItem:
    """One candidate's line: ballots issued, collected, valid, invalid, the count and the conclusion."""

    position: int
    subject: str
    unit: str
    award: str
    issued: int
    collected: int
    invalid: int
    yes: int
    no: int
    written_yes: int
    written_no: int
    in_favour: int
    base: int
    needed: int
    conflicted: tuple[tuple[str, str], ...]
    result: str
    reason: str


def minutes_facts(session: Session) -> MinutesFacts:
    """The data of the minutes of a session; votes are there once it is closed."""
    rows = list(session.attendances.select_related("member__user__person__unit"))
    members = [row.member for row in rows] or list(members_of(session.council))
    by_role = {member.role: member.user.display_name for member in reversed(members)}
    present = [row.member for row in rows if row.status == AttendanceStatus.PRESENT]
    is_closed = session.state == SessionState.CLOSED
    return MinutesFacts(
        title=session.title,
        council_name=session.council.name,
        place=session.place,
        starts_at=session.starts_at,
        opened_at=session.open_at,
        closed_at=session.closed_at,
        chair=by_role.get("chair", ""),
        secretary=by_role.get("secretary", ""),
        members_total=session.members_total or len(members),
        present=tuple((member.user.display_name, member.get_role_display()) for member in present),
        absent=tuple(
            (row.member.user.display_name, row.member.get_role_display(), row.reason)
            for row in rows
            if row.status == AttendanceStatus.ABSENT
        ),
        discussion=session.discussion,
        items=tuple(_minutes_item(number, item, members, present) for number, item in enumerate(agenda(session), 1))
        if is_closed
        else (),
    )


def _minutes_item(
    number: int, item: SessionItem, members: list[CouncilMember], present: list[CouncilMember]
) -> MinutesItem:
    excluded = conflicts(members, item.dossier)
    barred = {member.pk for member, _ in excluded}
    collected = item.box_yes + item.box_no
    return MinutesItem(
        position=number,
        subject=item.dossier.subject_name,
        unit=item.dossier.unit.name,
        award=item.dossier.award.name,
        issued=sum(member.pk not in barred for member in present),
        collected=collected,
        invalid=0,
        yes=item.box_yes,
        no=item.box_no,
        written_yes=item.written_yes,
        written_no=item.written_no,
        in_favour=item.in_favour or 0,
        base=item.base or 0,
        needed=item.needed or 0,
        conflicted=tuple((member.user.display_name, reason) for member, reason in excluded),
        result=item.get_result_display(),
        reason=item.reason,
    )
