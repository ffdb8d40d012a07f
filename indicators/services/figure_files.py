"""The documents behind typed figures: put there, and taken away while their period is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.conf import settings
from django.core.files import File
from django.db import transaction

from accounts.models import User
from core import uploads
from core.services import audit, stored_files
from core.uploads import UploadFacts, UploadRefused
from indicators.models import FigureFile, Measurement, ProcedureCount, SurveyCount, TypedFigure
from indicators.services import periods
from indicators.services.errors import FigureRefused

MOST_PER_FIGURE = 20
LOCKED = "Số liệu của kỳ này đã khóa."
ASK_TO_UNLOCK = "Đề nghị phòng Tổ chức - Hành chính mở khóa."
GONE = "Số liệu này đã được rút."
FIELD_OF = {Measurement: "measurement", ProcedureCount: "procedure_count", SurveyCount: "survey_count"}


class FilesRefused(FigureRefused):
    """Files that will not do; ``reasons`` has a sentence for each. Nothing was stored."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons), field="documents")
        self.reasons = list(reasons)


@dataclass(frozen=True)
class Checked:
    """A file that will do."""

    content: File | BinaryIO
    facts: UploadFacts


def checked(files: Sequence[File]) -> list[Checked]:
    """Look into all files before anything is stored. Raises ``FilesRefused`` that names every one that will not do."""
    fit, reasons = [], []
    for file in files:
        try:
            facts = uploads.inspect(file, name=file.name or "", limit=settings.UPLOAD_LIMIT_BYTES)  # type: ignore[arg-type]
        except UploadRefused as refusal:
            reasons.append(str(refusal))
        else:
            fit.append(Checked(file, facts))
    if reasons:
        raise FilesRefused(reasons)
    return fit


def put(
    figure: TypedFigure, files: Sequence[Checked], keep: stored_files.Keep, *, by: User, at: datetime
) -> list[FigureFile]:
    """Store the files that the figure does not have yet, within a transaction that holds the figure and its period.

    Sending the same content again, by a second click or under another name, changes nothing. Raises ``FilesRefused``.
    """
    there = set(figure.files.values_list("sha256", flat=True))
    new: dict[str, Checked] = {}
    for file in files:
        if file.facts.sha256 not in there:
            new.setdefault(file.facts.sha256, file)
    if len(there) + len(new) > MOST_PER_FIGURE:
        raise FilesRefused([f"Mỗi số liệu có tối đa {MOST_PER_FIGURE} tài liệu. Gộp các tệp nhỏ thành một tệp PDF."])
    stored = []
    for file in new.values():
        document = FigureFile(**{FIELD_OF[type(figure)]: figure}, sha256=file.facts.sha256)
        keep(document, file.content, file.facts, by=by, at=at)
        _record("attach", figure, [None, document.name], by, at)
        stored.append(document)
    return stored


def attach(*, figure: TypedFigure, files: Sequence[File], by: User, at: datetime) -> list[FigureFile]:
    """Add documents to a figure that was typed before; returns those that are new.

    Raises ``FigureRefused`` when the figure is locked or its period closed, and for files that will not do.
    """
    fit = checked(files)
    if not fit:
        raise FilesRefused(["Chưa chọn tệp nào. Chọn tệp rồi bấm lại."])
    with stored_files.storing() as keep:
        return put(held(figure), fit, keep, by=by, at=at)


@transaction.atomic
def detach(*, figure: TypedFigure, document: int, by: User, at: datetime) -> str:
    """Take a document away; returns its name, or "" when somebody else has done it a moment ago.

    Raises ``FigureRefused`` when the figure is locked or its period closed.
    """
    stored = held(figure)
    found = stored.files.select_for_update().filter(pk=document).first()
    if found is None:
        return ""
    stored_files.remove(found)
    _record("detach", stored, [found.name, None], by, at)
    return found.name


def refusal(figure: TypedFigure) -> FigureRefused | None:
    """What somebody would be told who changed the documents now; None when they may be changed."""
    if isinstance(figure, Measurement) and figure.locked_at is not None:
        return FigureRefused(LOCKED, hint=ASK_TO_UNLOCK)
    centre = figure.unit.centre
    if centre is None:
        return None
    return periods.refusal_if_closed(centre=centre, year=figure.year, months=[figure.closing_month])


def held(figure: TypedFigure) -> TypedFigure:
    """The figure as it stands, which nobody changes, locks or closes before this transaction ends.

    Raises ``FigureRefused`` when it is locked, its period closed, or when it was withdrawn a moment ago.
    """
    periods.refuse_if_closed(centre=figure.unit.centre, year=figure.year, months=[figure.closing_month])
    found: TypedFigure | None = type(figure)._default_manager.select_for_update().filter(pk=figure.pk).first()
    if found is None:
        raise FigureRefused(GONE, code="gone")
    if isinstance(found, Measurement) and found.locked_at is not None:
        raise FigureRefused(LOCKED, hint=ASK_TO_UNLOCK)
    return found


def _record(verb: str, figure: TypedFigure, change: list[str | None], by: User, at: datetime) -> None:
    audit.record(action=f"indicators.figure_file.{verb}", target=figure, by=by, at=at, changes={"tài liệu": change})
