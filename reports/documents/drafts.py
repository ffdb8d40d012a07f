"""Notices and reports before anybody has written in them: what offices customarily put there."""

from __future__ import annotations

from datetime import date

from accounts.models import Unit
from campaigns.models import Round
from reports.documents import snapshot, sources
from reports.documents.parts import Letter
from reports.enums import DocumentKind, DocumentState
from reports.models import ReportDocument
from reports.selectors import round_facts


def new_document(round: Round, kind: DocumentKind, *, day: date) -> ReportDocument:
    """An unsaved document with symbol, addressee, recipients and the signer of the plan filled in."""
    unit = round.unit
    plan = round_facts.plan_in_force(round.campaign)
    parent = Unit.objects.get_parent(unit)
    superior = parent.name_on(day) if parent else ""
    is_report = kind == DocumentKind.YEARLY_REPORT
    first = "Như trên;" if is_report and superior else f"{superior} (báo cáo);" if superior else ""
    recipients = (first, "Ban Giám đốc;", "Các khoa, phòng, trạm;", sources.filing_line(unit, day))
    return ReportDocument(
        round=round,
        kind=kind,
        symbol=f"{kind.symbol_prefix}-{unit.document_symbol}" if unit.document_symbol else "",
        addressee=superior if is_report else "",
        recipients="\n".join(line for line in recipients if line),
        signer_title=plan.signer_title if plan else "",
        signer_name=plan.signer_name if plan else "",
    )


def letter_of(document: ReportDocument, *, day: date) -> Letter:
    """The letter to print: as it was issued, or as the data stand on `day`."""
    if document.state == DocumentState.ISSUED and document.snapshot:
        return snapshot.thaw(document.snapshot, Letter)
    return sources.report_document(document, day=day)
