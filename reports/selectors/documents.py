"""Notices and reports that wait for somebody."""

from datetime import date

from django.urls import reverse

from accounts.models import Unit, User
from accounts.policies import reach
from campaigns.models import Round
from core.waiting import Waiting
from reports.enums import DocumentKind, DocumentState
from reports.models import ReportDocument
from reports.roles import PREPARE_DOCUMENT, SIGN_DOCUMENT
from reports.selectors import round_facts

# How addresses name the kinds of documents that reports issues.
ADDRESS_WORDS = {DocumentKind.RESULT_NOTICE: "thong-bao", DocumentKind.YEARLY_REPORT: "bao-cao"}


def documents_waiting(user: User, centre: Unit | None, year: int, on: date) -> list[Waiting]:
    """Documents to sign for the director; for the office those of a closed result that are not on their way yet."""
    if centre is None:
        return []
    rounds = list(Round.objects.filter(campaign__unit=centre, year=year).select_related("campaign__unit"))
    stored = {(row.round_id, row.kind): row for row in ReportDocument.objects.filter(round__in=rounds)}
    waiting = []
    if reach(user, SIGN_DOCUMENT).covers(centre):
        to_sign = [row for row in stored.values() if row.state == DocumentState.WITH_DIRECTOR]
        waiting += [
            Waiting(
                f"{_named(DocumentKind(row.kind), year)} chờ ký ban hành",
                address(row.kind, row.round_id),
                urgent=True,
                action="Xem và ký",
            )
            for row in to_sign
        ]
    if reach(user, PREPARE_DOCUMENT).covers(centre):
        closed = [row for row in rounds if round_facts.citable_run(row) is not None]
        waiting += [
            Waiting(f"{_named(kind, year)} chưa trình ký", address(kind, row.pk), action="Soạn")
            for row in closed
            for kind in DocumentKind
            if _is_with_office(stored.get((row.pk, kind.value)))
        ]
    return waiting


def _named(kind: DocumentKind, year: int) -> str:
    """“Thông báo kết quả năm 2026”."""
    return f"{kind.label.removesuffix(' năm')} năm {year}"


def _is_with_office(document: ReportDocument | None) -> bool:
    return document is None or document.state == DocumentState.DRAFT


def address(kind: str, round_key: int) -> str:
    """Where a notice or report is shown."""
    return reverse("reports:document-preview", args=[ADDRESS_WORDS[DocumentKind(kind)], round_key])
