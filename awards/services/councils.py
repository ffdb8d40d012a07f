"""Founding the council and giving seats in it."""

from datetime import date, datetime

from django.db import transaction

from accounts.models import Unit, User
from awards.enums import CouncilRole, SessionState
from awards.models import Council, CouncilMember
from awards.roles import MANAGE_COUNCIL
from core.errors import DomainError
from core.services import audit


class CouncilRefused(DomainError):
    """A change of the council that cannot be made."""


@transaction.atomic
def establish(*, unit: Unit, name: str, decision_number: str, valid_from: date, by: User, at: datetime) -> Council:
    """Found a council for a centre; the one in office before ends the day before."""
    _refuse_unless_allowed(unit, by)
    earlier = Council.objects.select_for_update().filter(unit=unit, valid_to__isnull=True).first()
    if earlier is not None:
        if earlier.valid_from >= valid_from:
            raise CouncilRefused("Ngày thành lập phải sau ngày của Hội đồng đang hoạt động.", field="valid_from")
        if earlier.sessions.filter(state__in=(SessionState.SCHEDULED, SessionState.OPEN)).exists():
            raise CouncilRefused(
                "Hội đồng đang hoạt động còn phiên họp chưa kết thúc.", hint="Kết thúc hoặc hủy trước."
            )
        earlier.valid_to = date.fromordinal(valid_from.toordinal() - 1)
        earlier.save(update_fields=["valid_to"])
    council = Council.objects.create(unit=unit, name=name, decision_number=decision_number, valid_from=valid_from)
    audit.record(
        action="awards.council.establish", target=council, by=by, at=at, changes={"quyết định": decision_number}
    )
    return council


@transaction.atomic
def seat(*, council: Council, user: User, role: str, by: User, at: datetime) -> CouncilMember:
    """Give a person a seat; there is one chair, and no seat changes while a session is open."""
    locked = _locked(council, by)
    in_office = locked.members.filter(left_on__isnull=True)
    if in_office.filter(user=user).exists():
        raise CouncilRefused(f"{user} đã là thành viên Hội đồng.", field="user")
    if role == CouncilRole.CHAIR and in_office.filter(role=CouncilRole.CHAIR).exists():
        raise CouncilRefused("Hội đồng đã có Chủ tịch.", hint="Cho Chủ tịch cũ thôi tham gia trước.", field="role")
    position = list(CouncilRole.values).index(role) * 100 + locked.members.count()
    member, _ = CouncilMember.objects.update_or_create(
        council=locked, user=user, defaults={"role": role, "position": position, "left_on": None}
    )
    audit.record(action="awards.council.seat", target=member, by=by, at=at, changes={"vai trò": str(member)})
    return member


@transaction.atomic
def unseat(*, member: CouncilMember, left_on: date, by: User, at: datetime) -> CouncilMember:
    """End a seat."""
    _locked(member.council, by)
    member.left_on = left_on
    member.save(update_fields=["left_on"])
    audit.record(action="awards.council.unseat", target=member, by=by, at=at, changes={"thôi tham gia": left_on})
    return member


def _locked(council: Council, by: User) -> Council:
    _refuse_unless_allowed(council.unit, by)
    locked = Council.objects.select_for_update(of=("self",)).get(pk=council.pk)
    if locked.sessions.filter(state=SessionState.OPEN).exists():
        raise CouncilRefused("Đang có phiên họp, không thay đổi thành viên được.", hint="Kết thúc phiên họp trước.")
    return locked


def _refuse_unless_allowed(unit: Unit, by: User) -> None:
    if not by.has_perm(MANAGE_COUNCIL, unit):
        raise CouncilRefused("Bạn không có quyền lập Hội đồng.", code="permission")
