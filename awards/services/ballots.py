"""Casting a secret ballot.

One transaction leaves a mark (item, member, time) and adds one to a counter of the item. Nothing else is stored: there
is no ballot row, the audit event names no choice, and the counters are shown to nobody before the session is closed.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from accounts.models import User
from awards.enums import SessionState
from awards.models import Session, SessionItem, VoteMark
from awards.roles import VOTE_ON_DOSSIER
from awards.selectors import councils
from core.errors import DomainError
from core.services import audit


class VoteRefused(DomainError):
    """A vote that may not be cast."""


@transaction.atomic
def cast(*, item: SessionItem, in_favour: bool, by: User, at: datetime) -> VoteMark:
    """Vote on one item. A second call, say a double click, changes nothing and returns the mark of the first."""
    # The lock makes every vote come either wholly before or wholly after the closing of the session.
    session = Session.objects.select_for_update(of=("self",)).get(pk=item.session_id)
    if session.state != SessionState.OPEN:
        raise VoteRefused("Phiên họp không mở, không bỏ phiếu được.", hint="Tải lại trang để xem.", code="state")
    member = councils.seat_of(by, session)
    if member is None or not by.has_perm(VOTE_ON_DOSSIER, session):
        raise VoteRefused("Bạn không phải thành viên Hội đồng của phiên họp này.", code="permission")
    if not councils.is_present(session, member):
        raise VoteRefused("Bạn được ghi là vắng mặt.", hint="Báo Thư ký nếu bạn đang dự họp.", code="absent")
    if reason := councils.conflict(member, item.dossier):
        raise VoteRefused(f"Bạn không bỏ phiếu hồ sơ này: {reason}.", code="conflict")
    earlier = VoteMark.objects.filter(item=item, member=member).first()
    if earlier is not None:
        return earlier
    try:
        with transaction.atomic():
            mark = VoteMark.objects.create(item=item, member=member, voted_at=at)
    except IntegrityError:
        return VoteMark.objects.get(item=item, member=member)
    box = "box_yes" if in_favour else "box_no"
    SessionItem.objects.filter(pk=item.pk).update(**{box: F(box) + 1})
    audit.record(action="awards.ballot.cast", target=item, by=by, at=at)
    return mark
