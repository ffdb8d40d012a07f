"""Answers on their way in: begun, saved part by part, finished exactly once.

An answer has no author: nothing here knows an account, an address or a device, and no audit event is written, because
the only thing it could tell is who answered when. The key is made on the device; whatever is sent again under the same
key is the same answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.services import bulk
from indicators.engine import answer_codes, questions
from indicators.enums import AnswerChannel
from indicators.models import AnswerCode, SurveyAnswer
from indicators.selectors.public_points import GRACE, PublicPoint
from indicators.services import answer_storing

CLOCK_TOLERANCE = timedelta(minutes=5)
LONGEST_ANSWERING = timedelta(days=7)


class AnswerRefused(DomainError):
    """An answer that is not taken; ``errors`` tells by question what is wrong with it.

    ``code`` is ``not-open``, ``over``, ``invalid``, ``unknown-code`` or ``used-code``; of a part of an answer that
    nobody began it is ``not-begun``, which never meets an answer that is sent whole.
    """


@dataclass(frozen=True)
class Receipt:
    """What became of an answer: stored now, or known since it was first sent."""

    key: UUID
    is_new: bool


@transaction.atomic
def start(*, point: PublicPoint, key: UUID, code: str = "", at: datetime) -> SurveyAnswer:
    """The answer of a key; begun when there is none. Raises ``AnswerRefused`` where the survey or the code forbids."""
    _refuse_unless_open(point, at, at)
    known = SurveyAnswer.objects.filter(pk=key).first()
    if known is not None:
        return known
    begun = SurveyAnswer(id=key, point_id=point.pk, code_id=_code_of(point, code, key), started_at=at)
    answer_storing.release_code(begun)
    if not bulk.insert_once(begun):
        raise _used_code()
    return begun


@transaction.atomic
def save_section(
    *, point: PublicPoint, key: UUID, section: questions.Section, typed: Mapping[str, Any], at: datetime
) -> dict[str, str]:
    """Keep what was chosen in one part; gives what is wrong by question (the rest is kept all the same).

    While an answer is unfinished, its free texts stand among its answers.
    """
    _refuse_unless_open(point, at, at)
    answers, errors = questions.check(section, typed)
    stored = SurveyAnswer.objects.select_for_update().filter(pk=key, point_id=point.pk, finished_at=None).first()
    if stored is None:
        raise AnswerRefused(
            "Không tìm thấy phiếu đang trả lời.", hint="Xin bắt đầu lại từ trang đầu.", code="not-begun"
        )
    others = {code: value for code, value in stored.answers.items() if code not in {q.code for q in section.questions}}
    stored.answers = {**others, **answers}
    stored.save(update_fields=["answers"])
    return errors


def forget_abandoned(*, at: datetime) -> int:
    """Remove what was begun and can no longer be gone on with; returns how many. Finished answers are never touched."""
    begun_before = at - LONGEST_ANSWERING - timedelta(days=1)
    removed, _ = SurveyAnswer.objects.filter(finished_at=None, started_at__lt=begun_before).delete()
    return removed


def finish(
    *,
    point: PublicPoint,
    key: UUID,
    typed: Mapping[str, Any],
    code: str = "",
    channel: str = AnswerChannel.LINK,
    started_at: datetime | None = None,
    given_at: datetime,
    at: datetime,
) -> Receipt:
    """Store a whole answer, given at one moment and received at another (``at``); again the same under the same key.

    An answer that was given while the survey was open is taken until ``GRACE`` after its end; where its month is closed
    by then, it counts into the month in which it came. Raises ``AnswerRefused`` when the survey did not take answers
    then, an answer is not one that can be given, or the code is not good (any more). One code is one finished answer:
    the database says so.
    """
    given_at = _believable(point, given_at, at)
    _refuse_unless_open(point, given_at, at)
    answer, free = _filled_in(point, key, typed, given_at)
    answer.channel = channel
    answer.received_at = at
    answer.code_id = _code_of(point, code, key)
    answer.started_at = min(max(started_at or given_at, given_at - LONGEST_ANSWERING), given_at)
    try:
        return Receipt(key, answer_storing.store(answer, free, received_at=at))
    except answer_storing.CodeTaken as taken:
        raise _used_code() from taken


def record_paper(
    *, point: PublicPoint, key: UUID, typed: Mapping[str, Any], given_at: datetime, at: datetime
) -> SurveyAnswer:
    """Store what stands on a paper form that was filled in while the survey was open, however late (``at``)."""
    _refuse_unless_open(point, given_at, given_at)
    answer, free = _filled_in(point, key, typed, given_at)
    answer.channel = AnswerChannel.PAPER
    answer.received_at = at
    answer_storing.store(answer, free, received_at=given_at)
    return answer


def check_code(*, point: PublicPoint, code: str) -> None:
    """Raise ``AnswerRefused`` unless the code can still be used for an answer."""
    _code_of(point, code, None)


def _filled_in(
    point: PublicPoint, key: UUID, typed: Mapping[str, Any], given_at: datetime
) -> tuple[SurveyAnswer, Mapping[str, str]]:
    """The finished answer, not stored yet, and its free texts."""
    kept, free = questions.texts(point.questionnaire, _checked(point.questionnaire, typed))
    counted = questions.tally(point.questionnaire, kept)
    answer = SurveyAnswer(
        id=key,
        point_id=point.pk,
        started_at=given_at,
        finished_at=given_at,
        finished_on=timezone.localdate(given_at),
        answers=kept,
        valid=counted.valid,
        satisfied=counted.satisfied,
        points=counted.points,
        is_fully_satisfied=counted.fully_satisfied,
    )
    return answer, free


def _checked(asked: questions.Questionnaire, typed: Mapping[str, Any]) -> questions.Answers:
    if not typed.keys() <= asked.by_code.keys():
        raise AnswerRefused(
            "Phiếu có câu trả lời không thuộc bộ câu hỏi này.", hint="Xin tải lại trang.", code="invalid"
        )
    answers, errors = questions.check(asked, typed)
    if errors:
        raise AnswerRefused(f"Chưa gửi được: còn {len(errors)} câu cần xem lại.", code="invalid", errors=errors)
    if not answers:
        raise AnswerRefused("Chưa gửi được: phiếu chưa có câu trả lời nào.", code="invalid")
    return answers


def _believable(point: PublicPoint, given_at: datetime, at: datetime) -> datetime:
    """The moment an answer was given as far as a device's clock can be trusted: never later than it arrived."""
    if given_at > at + CLOCK_TOLERANCE or not point.has_begun(given_at):
        return at
    return min(given_at, at)


def _refuse_unless_open(point: PublicPoint, given_at: datetime, at: datetime) -> None:
    if not point.has_begun(given_at):
        raise AnswerRefused("Đợt khảo sát chưa mở.", code="not-open")
    if point.is_over(given_at):
        raise AnswerRefused("Đợt khảo sát đã kết thúc.", code="over")
    if not point.still_takes(at):
        raise AnswerRefused(
            f"Đợt khảo sát đã kết thúc quá {GRACE.days} ngày, không nhận thêm phiếu gửi muộn.", code="over"
        )


def _code_of(point: PublicPoint, typed: str, key: UUID | None) -> int | None:
    """The key of the typed code (or of the one the answer was begun with), free for this answer; None without need."""
    if not point.needs_code:
        return None
    if not typed and key is not None:
        begun_with = SurveyAnswer.objects.filter(pk=key, code__isnull=False).values_list("code_id", flat=True).first()
        if begun_with is not None:
            return begun_with
    code = answer_codes.tidy(typed)
    codes = AnswerCode.objects.filter(survey_id=point.survey, digest=answer_codes.digest(point.survey, code))
    found = codes.values_list("pk", "point_id", "answer__pk", "answer__finished_at").first() if code else None
    if found is None or found[1] not in (None, point.pk):
        raise AnswerRefused("Mã không đúng.", hint="Xem lại mã trên phiếu mời, gồm 12 chữ và số.", code="unknown-code")
    code_id, _, holder, finished_at = found
    if finished_at is not None and holder != key:
        raise _used_code()
    return int(code_id)


def _used_code() -> AnswerRefused:
    return AnswerRefused("Mã này đã được dùng.", hint="Mỗi mã chỉ trả lời một lần.", code="used-code")
