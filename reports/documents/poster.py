"""Posters that lead to a survey: one page for each service point, with a QR code and the same address in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import segno
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from indicators.enums import SurveyKind
from indicators.models import ServicePoint, Survey
from reports.documents import numbering

SIZES = ("a4", "a5")
STYLESHEET = "thidua/poster.css"
LONGEST_LINE = 34
ROOMY = {"centre": 68, "place": 56, "unit": 56, "subject": 90, "shown_address": 36}
"""Up to so many characters each text leaves the others their room at full size."""


@dataclass(frozen=True, slots=True)
class Poster:
    """What stands on one poster: ``address`` is in the QR code, ``shown_address`` is what people type."""

    centre: str
    unit: str
    place: str
    subject: str
    address: str
    closes_on: date
    needs_code: bool
    you: str
    """How who answers is spoken to."""

    @property
    def centre_lines(self) -> tuple[str, ...]:
        """The centre in capitals, broken evenly."""
        return numbering.balanced_lines(self.centre.upper(), LONGEST_LINE)

    @property
    def shown_address(self) -> str:
        return self.address.split("://", 1)[-1]

    @property
    def address_lines(self) -> tuple[str, str]:
        """The host and the rest of the address, where a line may end between them."""
        host, slash, path = self.shown_address.partition("/")
        return host, slash + path

    @property
    def is_dense(self) -> bool:
        """Whether long names need smaller letters, so that nothing lies on something else."""
        return any(len(getattr(self, text)) > most for text, most in ROOMY.items())

    @property
    def qr_svg(self) -> SafeString:
        """The address as a QR code that is read even when a quarter of it is worn off."""
        made = segno.make(self.address, error="q", micro=False)
        return mark_safe(made.svg_inline(border=0, omitsize=True, svgclass=None, lineclass=None))


def posters_of(
    survey: Survey, points: Iterable[ServicePoint], address_of: Callable[[ServicePoint], str]
) -> list[Poster]:
    """A poster for each point; ``address_of`` gives the full address of its first page."""
    return [
        Poster(
            centre=survey.centre.name,
            unit=point.unit.name,
            place=point.name,
            subject=survey.title,
            address=address_of(point),
            closes_on=survey.closes_on,
            needs_code=survey.needs_code,
            you=SurveyKind(survey.questionnaire.kind).you,
        )
        for point in points
    ]


def page(posters: list[Poster], size: str) -> str:
    """All posters as one HTML page, ready for `reports.pdf.renderer.render`."""
    return render_to_string("reports/documents/posters.html", {"posters": posters, "size": size})
