"""What becomes of free comments."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from core.errors import TransitionRefused
from core.services import transitions
from indicators.models import SurveyComment
from indicators.services.errors import SurveyRefused
from indicators.workflow import SURVEY_COMMENT


def note(*, comment: SurveyComment, by: User, at: datetime) -> SurveyComment:
    """Read and taken in; needs no answer."""
    return _perform("note", comment, by, at, {})


def answer(*, comment: SurveyComment, reply: str, by: User, at: datetime) -> SurveyComment:
    """Answer a comment; comment and answer may then be seen on the public page of results."""
    if not reply.strip():
        raise SurveyRefused("Chưa ghi câu trả lời.", field="reply")
    return _perform("answer", comment, by, at, {"reply": reply.strip()})


def hide(*, comment: SurveyComment, by: User, at: datetime) -> SurveyComment:
    """Keep a comment from ever being shown in public: it names somebody, or is no comment."""
    return _perform("hide", comment, by, at, {})


@transaction.atomic
def handle_many(name: str, *, comments: Sequence[SurveyComment], by: User, at: datetime) -> int:
    """Take in (``note``) or keep back (``hide``) all of these that can be; returns how many. Others are left as is."""
    handle, done = {"note": note, "hide": hide}[name], 0
    for comment in comments:
        with suppress(TransitionRefused):
            handle(comment=comment, by=by, at=at)
            done += 1
    return done


def _perform(name: str, comment: SurveyComment, by: User, at: datetime, values: dict[str, Any]) -> SurveyComment:
    stamped = {**values, "handled_at": at, "handled_by": by}
    return transitions.perform(SURVEY_COMMENT, name, comment, by=by, at=at, values=stamped)
