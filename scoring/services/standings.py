"""Recording what decides a standing besides points: circumstances that cap a grade, votes that break ties."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import Unit, User
from campaigns.models import Round
from core.errors import DomainError
from core.services import audit
from scoring.models import Circumstance, TieVote
from scoring.roles import RECORD_CIRCUMSTANCE, RECORD_TIE_VOTE
from scoring.selectors import standings as reading

LONGEST_TEXT, LONGEST_DOCUMENT = 2000, 200


class StandingRefused(DomainError):
    """A circumstance or a vote that cannot be recorded; ``field`` names what to mend."""


@transaction.atomic
def record_circumstance(
    *, round: Round, unit: Unit, limit_code: str, reason: str, document: str, by: User, at: datetime
) -> Circumstance:
    """Record a fact that keeps a unit's grade down, under one of the set's limits; counts from the next run on."""
    if not by.has_perm(RECORD_CIRCUMSTANCE, round):
        raise StandingRefused("Bạn không có quyền ghi sự việc hạ mức.", code="permission")
    _lock(round)
    limit = next((limit for limit in reading.limits_of(round) if limit.code == limit_code), None)
    if limit is None:
        raise StandingRefused(
            "Bộ tiêu chí của đợt không có điều kiện hạ mức này.", hint="Chọn lại điều kiện.", field="limit_code"
        )
    _refuse_outsiders(round, [unit])
    facts = _text(reason, "reason", "Cần ghi sự việc.", LONGEST_TEXT)
    basis = _text(document, "document", "Cần ghi văn bản làm căn cứ.", LONGEST_DOCUMENT)
    if Circumstance.objects.filter(round=round, unit=unit, limit_code=limit_code, withdrawn_at=None).exists():
        raise StandingRefused(
            f"{unit.short_name} đã có sự việc “{limit.name}” đang có hiệu lực.",
            hint="Rút sự việc cũ trước nếu ghi nhầm.",
            field="limit_code",
        )
    recorded = Circumstance.objects.create(
        round=round, unit=unit, limit_code=limit_code, reason=facts, document=basis, recorded_at=at, recorded_by=by
    )
    changes = {"điều kiện hạ mức": limit.name, "văn bản làm căn cứ": basis}
    audit.record(action="scoring.circumstance.record", target=recorded, by=by, at=at, changes=changes, reason=facts)
    return recorded


@transaction.atomic
def withdraw_circumstance(*, circumstance: Circumstance, reason: str, by: User, at: datetime) -> Circumstance:
    """Take back what was recorded wrongly; it stays readable and counts no more from the next run on."""
    locked = Circumstance.objects.select_for_update().get(pk=circumstance.pk)
    if not by.has_perm(RECORD_CIRCUMSTANCE, locked.round):
        raise StandingRefused("Bạn không có quyền rút sự việc hạ mức.", code="permission")
    if locked.withdrawn_at is not None:
        raise StandingRefused("Sự việc này đã được rút trước đó.")
    why = _text(reason, "reason", "Cần ghi lý do rút.", LONGEST_TEXT)
    locked.withdrawn_at, locked.withdrawn_by = at, by
    locked.save(update_fields=["withdrawn_at", "withdrawn_by"])
    audit.record(action=reading.WITHDRAWN, target=locked, by=by, at=at, reason=why)
    return locked


@transaction.atomic
def record_tie_vote(*, round: Round, order: Sequence[Unit], minutes: str, by: User, at: datetime) -> list[TieVote]:
    """Record in which order a vote put units that share a rank, best first; a later vote replaces an earlier one."""
    if not by.has_perm(RECORD_TIE_VOTE, round):
        raise StandingRefused("Bạn không có quyền ghi biểu quyết phân định.", code="permission")
    if not reading.breaks_ties_by_vote(round):
        raise StandingRefused(
            "Bộ tiêu chí của đợt không phân định thứ hạng bằng biểu quyết.",
            hint="Các đơn vị bằng điểm cùng thứ hạng.",
        )
    _lock(round)
    paper = _text(minutes, "minutes", "Cần ghi số, ngày của biên bản.", LONGEST_DOCUMENT)
    _refuse_unless_tied(round, order)
    TieVote.objects.select_for_update().filter(round=round, unit__in=order).delete()
    return [_vote(round, unit, place, paper, by, at) for place, unit in enumerate(order, start=1)]


def _lock(round: Round) -> None:
    """One after the other, so that nobody records the same twice at once."""
    Round.objects.select_for_update(no_key=True).get(pk=round.pk)


def _vote(round: Round, unit: Unit, place: int, minutes: str, by: User, at: datetime) -> TieVote:
    vote = TieVote.objects.create(round=round, unit=unit, place=place, minutes=minutes, recorded_at=at, recorded_by=by)
    changes = {"thứ tự sau biểu quyết": place, "biên bản": minutes}
    audit.record(action="scoring.tie_vote.record", target=vote, by=by, at=at, changes=changes)
    return vote


def _refuse_unless_tied(round: Round, order: Sequence[Unit]) -> None:
    """A vote names all units of one tie of the newest run, or corrects an earlier vote about the same units."""
    chosen = {unit.pk for unit in order}
    ties = [{score.unit_id for score in tie.scores} for tie in reading.ties_of(reading.newest_run(round))]
    voted = [{vote.unit_id for vote in votes} for votes in reading.votes_of(round)]
    if len(chosen) != len(order) or chosen not in [*ties, *voted]:
        raise StandingRefused(
            "Các đơn vị này không đang cùng một thứ hạng trong lần tính mới nhất.",
            hint="Tải lại trang rồi xếp thứ tự cho đủ các đơn vị cùng hạng.",
            field="order",
        )


def _refuse_outsiders(round: Round, units: Sequence[Unit]) -> None:
    members = set(round.participants.values_list("unit_id", flat=True))
    outside = [unit.short_name for unit in units if unit.pk not in members]
    if outside:
        raise StandingRefused(f"{', '.join(outside)} không tham gia đợt này.", hint="Chọn lại đơn vị.", field="unit")


def _text(text: str, field: str, missing: str, longest: int) -> str:
    clean = text.strip()
    if not clean:
        raise StandingRefused(missing, field=field)
    if len(clean) > longest:
        raise StandingRefused(f"Nội dung dài {len(clean)} ký tự, tối đa {longest}.", field=field)
    return clean
