"""Posters of a survey as one PDF file: few at once, many by a job."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import BinaryIO

from django.urls import reverse

from accounts.models import User
from core.errors import DomainError
from core.models import Job
from core.services import exports
from indicators.models import ServicePoint, Survey
from indicators.selectors.surveys import POSTERS_OF_A_FILE
from reports.documents import poster
from reports.pdf import renderer

JOB = "reports.print_posters"
PIECE = 10
"""So many are laid out before progress is told: about a second's work."""

Progress = Callable[[int, int, str], None]


class PostersRefused(DomainError):
    """Posters that cannot be printed."""


def request(*, survey: Survey, size: str, part: int, site: str, by: User, at: datetime) -> Job:
    """Ask for the file. ``site`` is the address of the portal from outside, without a path: posters lead there."""
    words = f", phần {part}" if len(points_of(survey)) > POSTERS_OF_A_FILE else ""
    return exports.request(
        name=JOB,
        title=f"In áp phích khổ {size.upper()}{words} – {survey.title}",
        arguments={"survey": survey.pk, "size": size, "part": part, "site": site},
        by=by,
        at=at,
        file_page="reports:survey-posters-made",
    )


def points_of(survey: Survey, part: int | None = None) -> Sequence[ServicePoint]:
    """The places of a survey in the order of its page; those of one file, counted from 1, when a part is given."""
    points = survey.points.select_related("unit").order_by("position", "pk")
    first = 0 if part is None else (part - 1) * POSTERS_OF_A_FILE
    return list(points if part is None else points[first : first + POSTERS_OF_A_FILE])


def printed(survey: Survey, points: Sequence[ServicePoint], size: str, site: str) -> bytes:
    """The posters of these places."""
    return renderer.render(_page(survey, points, size, site), poster.STYLESHEET)


def write(target: BinaryIO, *, survey: Survey, size: str, part: int, site: str, progress: Progress) -> int:
    """Write the file of a part; returns how many posters are in it. The same again gives the same file."""
    points = points_of(survey, part)
    if not points:
        raise PostersRefused("Đợt khảo sát không còn điểm phục vụ nào để in áp phích.")

    def pages() -> Iterator[str]:
        for first in range(0, len(points), PIECE):
            progress(first, len(points), "Đang dàn trang")
            yield _page(survey, points[first : first + PIECE], size, site)
        progress(len(points), len(points), "Đang ghi tệp")

    target.write(renderer.render_together(pages(), poster.STYLESHEET))
    return len(points)


def _page(survey: Survey, points: Sequence[ServicePoint], size: str, site: str) -> str:
    posters = poster.posters_of(
        survey, points, lambda point: f"{site}{reverse('indicators:answering', args=[point.token])}"
    )
    return poster.page(posters, size)
