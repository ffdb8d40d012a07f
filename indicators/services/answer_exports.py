"""The anonymous Excel file of a survey's finished forms: few at once, many by a job."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO

from django.db.models import QuerySet

from accounts.models import User
from core.models import Job
from core.services import exports
from indicators.enums import AnswerChannel
from indicators.models import Survey, SurveyAnswer
from indicators.selectors.questionnaires import asked_by
from indicators.spreadsheet.survey_books import write_answers

JOB = "indicators.export_answers"
AT_ONCE = 1_000
"""So many forms are written while the person waits; more take seconds."""
PIECE = 1_000

Progress = Callable[[int, int, str], None]


def request(*, survey: Survey, by: User, at: datetime) -> Job:
    """Ask for the file."""
    return exports.request(
        name=JOB,
        title=f"Xuất Excel phiếu trả lời không tên – {survey.title}",
        arguments={"survey": survey.pk},
        by=by,
        at=at,
        file_page="indicators:survey-answers-made",
    )


def is_large(survey: Survey) -> bool:
    """Whether the file has to be made by a job."""
    return _finished(survey).order_by()[: AT_ONCE + 1].count() > AT_ONCE


def book(survey: Survey) -> bytes:
    """The file of a survey that is not large."""
    target = BytesIO()
    write(target, survey=survey, progress=lambda done, total, message: None)
    return target.getvalue()


def write(target: BinaryIO, *, survey: Survey, progress: Progress) -> int:
    """Write the file; returns how many forms were there when it was begun. Memory stays flat."""
    total = _finished(survey).count()
    write_answers(target, asked_by(survey.questionnaire), _rows(survey, total, progress))
    return total


def _finished(survey: Survey) -> QuerySet[SurveyAnswer]:
    return SurveyAnswer.objects.filter(point__survey=survey, finished_on__isnull=False)


def _rows(survey: Survey, total: int, progress: Progress) -> Iterator[Sequence[Any]]:
    """Unit, place, month, channel and answers of every form, read piece by piece: nothing stays open meanwhile.

    Their keys are random: in this order the rows do not tell who came first.
    """
    places = {point.pk: (str(point.unit), point.name) for point in survey.points.select_related("unit")}
    channels = dict(AnswerChannel.choices)
    forms = SurveyAnswer.objects.filter(point__in=places, finished_on__isnull=False).order_by("pk")
    done, last = 0, None
    while True:
        rest = forms if last is None else forms.filter(pk__gt=last)
        piece: list[Any] = list(rest.values_list("pk", "point", "finished_on", "channel", "answers")[:PIECE])
        for _, point, day, channel, answers in piece:
            yield *places[point], f"{day.month}/{day.year}", channels[channel], answers
        if len(piece) < PIECE:
            return
        done, last = done + len(piece), piece[-1][0]
        progress(min(done, total), total, "Đang ghi tệp")
