"""One thing that can be printed, whatever its kind: what a list says of it and how it is addressed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.text import slugify

from awards.enums import DecisionState
from awards.models import Decision, Honour
from campaigns.enums import PlanState
from campaigns.models import Plan
from core.text import search_key
from reports.enums import DocumentKind, DocumentState
from reports.models import ReportDocument
from reports.selectors.documents import ADDRESS_WORDS
from scoring.enums import RunState
from scoring.models import UnitScore

PLAN, NOTICE, REPORT, DECISION, CERTIFICATE = "ke-hoach", "thong-bao", "bao-cao", "quyet-dinh", "giay-khen"
PROOF = "phieu-tinh"
REPORT_KINDS = {word: kind for kind, word in ADDRESS_WORDS.items()}
LABELS = {
    PLAN: "Kế hoạch",
    NOTICE: "Thông báo kết quả",
    DECISION: "Quyết định khen thưởng",
    CERTIFICATE: "Giấy khen, giấy chứng nhận",
    REPORT: "Báo cáo sơ kết năm",
    PROOF: "Phiếu tính điểm",
}
DRAFT = "draft"  # the state in which plans, decisions, notices and reports are written


@dataclass(frozen=True, slots=True)
class Printable:
    """One document that can be shown and printed: its record, and what a list says of it."""

    kind: str
    key: int
    reference: str
    name: str
    state: str
    tone: str
    number: str
    day: date | None
    record: Any

    @property
    def label(self) -> str:
        """The kind in words."""
        return LABELS[self.kind]

    @property
    def is_draft(self) -> bool:
        """Whether it can still be written."""
        return getattr(self.record, "state", "") == DRAFT

    @property
    def is_registered(self) -> bool:
        """Whether it gets number and date from the register; working papers do not."""
        return self.kind != PROOF

    @property
    def is_confirmable(self) -> bool:
        """Whether the public page confirms it by its code: certificates and signed decisions."""
        return self.kind == CERTIFICATE or (self.kind == DECISION and not self.is_draft)

    @property
    def confirmation_path(self) -> str:
        """The path of the public page that confirms it; empty when there is none."""
        return reverse("awards:confirmation", args=[self.record.code]) if self.is_confirmable else ""

    @property
    def file_name(self) -> str:
        """An ASCII name for the PDF."""
        return f"{self.kind}-{slugify(search_key(self.reference).replace('/', '-'))}.pdf"


def of_plan(record: Plan) -> Printable:
    """A version of a plan."""
    state = PlanState(record.state)
    number = f"{record.number:02d}/{record.symbol}" if record.number else ""
    tone = {"issued": "good", "with_director": "attention"}.get(state.value, "neutral")
    return Printable(
        PLAN, record.pk, record.campaign.code, record.subject, state.label, tone, number, record.issued_on, record
    )


def of_report(record: ReportDocument) -> Printable:
    """A notice or report, also one that nobody has written yet."""
    kind = ADDRESS_WORDS[DocumentKind(record.kind)]
    state = DocumentState(record.state)
    words, tone = (state.label, state.tone) if record.pk else ("Chưa lập", "neutral")
    entry = record.entry
    reference = f"{record.round.campaign.code}/{record.round.year}"
    return Printable(
        kind,
        record.round_id,
        reference,
        f"{record.get_kind_display()} – {record.round.title}",
        words,
        tone,
        entry.number_and_symbol if entry else "",
        entry.issued_on if entry else None,
        record,
    )


def of_decision(record: Decision) -> Printable:
    """An award decision."""
    state = DecisionState(record.state)
    return Printable(
        DECISION,
        record.pk,
        record.number_and_symbol or str(record.pk),
        record.title,
        state.label,
        state.tone,
        record.number_and_symbol,
        record.signed_on,
        record,
    )


def of_honour(record: Honour) -> Printable:
    """A certificate."""
    state, tone = ("Đã thu hồi", "bad") if record.revoked_at else ("Đã cấp", "good")
    return Printable(
        CERTIFICATE,
        record.pk,
        record.code,
        f"{record.award.name} – {record.subject_name}",
        state,
        tone,
        record.decision_number,
        record.decided_on,
        record,
    )


def of_score(record: UnitScore) -> Printable:
    """The sheet that proves a unit's total."""
    run = record.run
    state = RunState(run.state)
    return Printable(
        PROOF,
        record.pk,
        f"{run.round.campaign.code}/{run.round.year}/{record.unit.code}",
        f"Phiếu tính điểm năm {run.round.year} – {record.unit.name}",
        state.label,
        "good" if state == RunState.PUBLISHED else "neutral",
        "",
        None,
        record,
    )
