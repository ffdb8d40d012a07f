"""Answering doubts about figures."""

from datetime import datetime

from django.db import transaction

from accounts.models import Unit, User
from core.services import audit
from indicators.engine.sanity import Doubt
from indicators.models import DoubtAnswer
from indicators.services.errors import FigureRefused

SHORTEST_REASON = 10


class DoubtRefused(FigureRefused):
    """An explanation of a doubtful figure that is not taken."""


@transaction.atomic
def answer(*, unit: Unit, doubt: Doubt, fingerprint: str, reason: str, by: User, at: datetime) -> DoubtAnswer:
    """Give a reason for a doubted figure, or a better one. It holds as long as the doubted numbers stay the same.

    ``fingerprint`` is of the numbers that the person saw. Refused when they have changed since, and without a reason.
    """
    if fingerprint != doubt.fingerprint:
        raise DoubtRefused("Số liệu vừa thay đổi nên chưa lưu giải thích.", hint="Xem lại số mới rồi giải thích.")
    said = reason.strip()
    if len(said) < SHORTEST_REASON:
        raise DoubtRefused(
            "Giải thích quá ngắn.",
            hint=f"Ghi ít nhất {SHORTEST_REASON} chữ cái: vì sao số liệu như vậy.",
            field="reason",
        )
    stored, created = DoubtAnswer.objects.update_or_create(
        unit=unit,
        check_code=doubt.check,
        subject=doubt.subject,
        year=doubt.year,
        month=doubt.month,
        defaults={"fingerprint": fingerprint, "reason": said, "answered_by": by, "answered_at": at},
    )
    audit.record(
        action=f"indicators.doubt_answer.{'add' if created else 'renew'}",
        target=stored,
        by=by,
        at=at,
        reason=said,
        changes={"số liệu": doubt.sentence},
    )
    return stored
