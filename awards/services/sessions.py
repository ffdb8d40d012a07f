"""Council sessions: agenda, attendance, written opinions, opening, closing with the count."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from awards import tally
from awards.enums import AttendanceStatus, CouncilRole, DossierState, SessionState
from awards.models import (
    Attendance,
    AwardRound,
    Council,
    CouncilMember,
    Dossier,
    Session,
    SessionItem,
    VoteMark,
    WrittenOpinion,
)
from awards.roles import PREPARE_SESSION
from awards.selectors import councils
from awards.selectors.rules import vote_rule_of
from awards.services.moves import move
from awards.workflow import SESSION
from core.errors import DomainError
from core.formats import vn_datetime
from core.services import audit, notifications, transitions

# What the council's result does to a dossier.
AFTER_VOTE = {tally.Result.CARRIED: "pass", tally.Result.LOST: "fail", tally.Result.NO_QUORUM: "defer"}


class SessionRefused(DomainError):
    """Something that cannot be done in a session now."""


@transaction.atomic
def schedule(
    *,
    council: Council,
    award_round: AwardRound,
    title: str,
    starts_at: datetime,
    place: str,
    dossiers: Iterable[Dossier],
    by: User,
    at: datetime,
) -> Session:
    """Call a session with its agenda and invite the members."""
    if not by.has_perm(PREPARE_SESSION, council):
        raise SessionRefused("Bạn không có quyền chuẩn bị phiên họp.", code="permission")
    if council.unit_id != award_round.unit_id:
        raise SessionRefused("Hội đồng và đợt xét không cùng một trung tâm.")
    if starts_at < at:
        raise SessionRefused("Thời gian họp đã qua.", hint="Chọn thời gian khác.", field="starts_at")
    session = Session.objects.create(
        council=council,
        unit=council.unit,
        award_round=award_round,
        title=title,
        starts_at=starts_at,
        place=place,
    )
    audit.record(action="awards.session.schedule", target=session, by=by, at=at, changes={"thời gian": starts_at})
    for dossier in dossiers:
        add_item(session=session, dossier=dossier, by=by, at=at)
    notifications.notify(
        recipients=[member.user for member in councils.members_of(council)],
        text=f"Mời họp: {title}, {vn_datetime(starts_at)}, {place}.",
        url=reverse("awards:session-detail", args=[session.pk]),
        at=at,
    )
    return session


@transaction.atomic
def add_item(*, session: Session, dossier: Dossier, by: User, at: datetime) -> SessionItem:
    """Put an eligible dossier on the agenda of a session that has not begun."""
    locked = _locked(session, by, PREPARE_SESSION, (SessionState.SCHEDULED,))
    if dossier.award_round_id != locked.award_round_id:
        raise SessionRefused("Hồ sơ không thuộc đợt xét của phiên họp này.")
    moved = move("schedule", dossier, by=by, at=at)
    return SessionItem.objects.create(session=locked, dossier=moved, position=locked.items.count() + 1)


@transaction.atomic
def remove_item(*, item: SessionItem, by: User, at: datetime) -> None:
    """Take a dossier off the agenda before the session begins."""
    _locked(item.session, by, PREPARE_SESSION, (SessionState.SCHEDULED,))
    move("unschedule", item.dossier, by=by, at=at)
    item.delete()


@transaction.atomic
def open_session(*, session: Session, by: User, at: datetime) -> Session:
    """Open the session: the number of members is frozen, everybody counts as present until noted absent."""
    members = list(councils.members_of(session.council))

    def check(locked: Session) -> None:
        if not locked.items.exists():
            raise SessionRefused("Chưa khai mạc được: chưa có hồ sơ nào trong chương trình.", code="empty")
        roles = {member.role for member in members}
        if not {CouncilRole.CHAIR, CouncilRole.SECRETARY} <= roles:
            raise SessionRefused("Chưa khai mạc được: Hội đồng thiếu Chủ tịch hoặc Thư ký.", code="roles")

    opened = transitions.perform(
        SESSION, "open", session, by=by, at=at, values={"members_total": len(members)}, check=check
    )
    Attendance.objects.bulk_create(Attendance(session=opened, member=member) for member in members)
    notifications.notify(
        recipients=[member.user for member in members],
        text=f"Phiên họp đã khai mạc, mời bỏ phiếu: {opened.title}.",
        url=reverse("awards:session-ballot", args=[opened.pk]),
        at=at,
    )
    return opened


@transaction.atomic
def record_attendance(
    *, session: Session, member: CouncilMember, status: str, by: User, at: datetime, reason: str = ""
) -> Attendance:
    """Note a member as present or absent (with the reason); who has voted was present."""
    locked = _locked(session, by, PREPARE_SESSION, (SessionState.OPEN,))
    row = Attendance.objects.select_for_update(of=("self",)).filter(session=locked, member=member).first()
    if row is None:
        raise SessionRefused(f"{member.user} không là thành viên Hội đồng khi phiên họp khai mạc.", code="not_seated")
    if status == AttendanceStatus.ABSENT:
        if VoteMark.objects.filter(item__session=locked, member=member).exists():
            raise SessionRefused(f"{member.user} đã bỏ phiếu nên là người có mặt.", code="voted")
        if not reason.strip():
            raise SessionRefused(f"Chưa ghi lý do vắng của {member.user}.", field="reason")
    elif WrittenOpinion.objects.filter(item__session=locked, member=member).exists():
        raise SessionRefused(f"{member.user} đã có ý kiến bằng văn bản.", hint="Xóa ý kiến đó trước.", code="written")
    values = {"status": status, "reason": reason.strip() if status == AttendanceStatus.ABSENT else ""}
    changes = audit.difference(row, values)
    if changes:
        row.status, row.reason = values["status"], values["reason"]
        row.save(update_fields=["status", "reason"])
        audit.record(action="awards.attendance.record", target=row, by=by, at=at, changes=changes)
    return row


@transaction.atomic
def record_opinion(
    *, item: SessionItem, member: CouncilMember, in_favour: bool, paper: str, by: User, at: datetime
) -> WrittenOpinion:
    """Enter the written opinion of an absent member; it counts with the ballots."""
    session = _locked(item.session, by, PREPARE_SESSION, (SessionState.OPEN,))
    if councils.is_present(session, member):
        raise SessionRefused(
            f"{member.user} có mặt nên bỏ phiếu trực tiếp.", hint="Ghi vắng mặt trước.", code="present"
        )
    if reason := councils.conflict(member, item.dossier):
        raise SessionRefused(f"{member.user} không biểu quyết hồ sơ này: {reason}.", code="conflict")
    if not paper.strip():
        raise SessionRefused("Chưa ghi văn bản góp ý (số, ngày hoặc hình thức).", field="paper")
    opinion, is_new = WrittenOpinion.objects.get_or_create(
        item=item,
        member=member,
        defaults={"in_favour": in_favour, "paper": paper, "recorded_at": at, "recorded_by": by},
    )
    if not is_new:
        raise SessionRefused(f"Đã ghi ý kiến của {member.user} về hồ sơ này.", hint="Xóa ý kiến cũ nếu ghi nhầm.")
    audit.record(action="awards.opinion.record", target=opinion, by=by, at=at, changes={"văn bản": paper})
    return opinion


@transaction.atomic
def delete_opinion(*, opinion: WrittenOpinion, by: User, at: datetime) -> None:
    """Take back an opinion that was entered wrongly, while the session is open."""
    _locked(opinion.item.session, by, PREPARE_SESSION, (SessionState.OPEN,))
    audit.record(action="awards.opinion.delete", target=opinion, by=by, at=at, changes={"văn bản": opinion.paper})
    opinion.delete()


@transaction.atomic
def save_discussion(*, session: Session, discussion: str, by: User, at: datetime) -> Session:
    """Write what was discussed, for the minutes; also after the session."""
    locked = _locked(session, by, PREPARE_SESSION, (SessionState.OPEN, SessionState.CLOSED))
    changes = audit.difference(locked, {"discussion": discussion})
    if changes:
        locked.discussion = discussion
        locked.save(update_fields=["discussion"])
        audit.record(action="awards.session.save_discussion", target=locked, by=by, at=at)
    return locked


@transaction.atomic
def close_session(*, session: Session, by: User, at: datetime) -> Session:
    """Shut the ballot boxes, count, and send each dossier on."""
    closed = transitions.perform(SESSION, "close", session, by=by, at=at)
    members = list(councils.members_of(closed.council))
    attended = closed.attendances.filter(status=AttendanceStatus.PRESENT).count()
    for item in closed.items.select_for_update(of=("self",)).select_related("dossier__rule", "dossier__unit"):
        outcome = _count(item, members, closed.members_total or len(members), attended)
        move(
            AFTER_VOTE[outcome.result],
            item.dossier,
            by=by,
            at=at,
            comment=outcome.reason,
        )
    return closed


def cancel(*, session: Session, by: User, at: datetime, comment: str) -> Session:
    """Cancel a session that has not begun; its dossiers wait for another one."""
    with transaction.atomic():
        cancelled = transitions.perform(SESSION, "cancel", session, by=by, at=at, comment=comment)
        for item in cancelled.items.select_related("dossier"):
            if item.dossier.state == DossierState.SCHEDULED:
                move("unschedule", item.dossier, by=by, at=at)
    return cancelled


def _count(item: SessionItem, members: list[CouncilMember], total: int, attended: int) -> tally.Outcome:
    """Count one box and store the outcome with its arithmetic."""
    opinions = list(item.opinions.values_list("in_favour", flat=True))
    if item.marks.count() != item.box_yes + item.box_no:
        raise SessionRefused(
            f"Số phiếu trong thùng không khớp số người đã bỏ phiếu: {item}.", hint="Báo người quản trị.", code="box"
        )
    count = tally.Count(
        members=total,
        attended=attended,
        yes=item.box_yes,
        no=item.box_no,
        written_yes=sum(opinions),
        written_no=len(opinions) - sum(opinions),
        conflicted=len(councils.conflicts(members, item.dossier)),
    )
    outcome = tally.decide(count, vote_rule_of(item.dossier.rule))
    item.result = outcome.result
    item.in_favour, item.base, item.needed = outcome.in_favour, outcome.base, outcome.needed
    item.written_yes, item.written_no, item.conflicted = count.written_yes, count.written_no, count.conflicted
    item.reason = outcome.reason
    item.save()
    return outcome


def _locked(session: Session, by: User, permission: str, states: tuple[str, ...]) -> Session:
    locked = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
    if not by.has_perm(permission, locked):
        raise SessionRefused("Bạn không có quyền làm việc này trong phiên họp.", code="permission")
    if locked.state not in states:
        raise SessionRefused(
            f"Phiên họp đang ở trạng thái “{locked.get_state_display()}”, không thực hiện được.",
            hint="Tải lại trang để xem trạng thái mới nhất.",
            code="state",
        )
    return locked
