"""Writing notices and reports, and issuing them through the register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.policies import people_with
from campaigns.models import Round
from campaigns.services import register
from core.errors import DomainError, StaleRecord
from core.services import audit, notifications, transitions
from reports.documents import drafts, snapshot, sources, yearly_report
from reports.enums import DocumentKind, DocumentState
from reports.models import ReportDocument
from reports.roles import PREPARE_DOCUMENT, SIGN_DOCUMENT
from reports.selectors import round_facts
from reports.selectors.documents import address
from reports.workflow import DOCUMENT

EDITED_FIELDS = ("symbol", "addressee", "recipients", "signer_title", "signer_name")


class DocumentRefused(DomainError):
    """A document that cannot be changed or issued as it stands."""


@transaction.atomic
def prepare(*, round: Round, kind: DocumentKind, by: User, at: datetime) -> ReportDocument:
    """The document of a round; made with the customary recipients and signer when there is none yet."""
    existing = ReportDocument.objects.filter(round=round, kind=kind).first()
    if existing is not None:
        return existing
    document = drafts.new_document(round, kind, day=timezone.localdate(at))
    document.created_at, document.created_by = at, by
    document.save()
    audit.record(action="reports.document.create", target=document, by=by, at=at)
    return document


@transaction.atomic
def save(
    *,
    document: ReportDocument,
    values: Mapping[str, str],
    narrative: Mapping[str, str],
    revision: int,
    by: User,
    at: datetime,
) -> ReportDocument:
    """Store what was typed. Raises ``StaleRecord`` when somebody saved after `revision` was shown."""
    locked = ReportDocument.objects.select_for_update().get(pk=document.pk)
    if locked.state != DocumentState.DRAFT:
        raise DocumentRefused(
            f"Chưa lưu được: văn bản đang ở trạng thái “{locked.get_state_display()}”.",
            hint="Chỉ sửa được bản dự thảo; đề nghị người ký trả lại nếu cần sửa.",
        )
    if locked.revision != revision:
        raise StaleRecord(
            "Chưa lưu được: có người khác vừa sửa văn bản này.",
            hint="Mở lại trang ở thẻ khác để xem nội dung mới, rồi lưu lại phần của bạn.",
        )
    new_values: dict[str, Any] = {name: values[name] for name in EDITED_FIELDS if name in values}
    new_values["narrative"] = {code: text.strip() for code, text in narrative.items() if text.strip()}
    changes = audit.difference(locked, new_values)
    for name, value in new_values.items():
        setattr(locked, name, value)
    locked.revision += 1
    locked.save(update_fields=[*new_values, "revision"])
    if changes:
        audit.record(action="reports.document.edit", target=locked, by=by, at=at, changes=changes)
    return locked


@transaction.atomic
def submit(*, document: ReportDocument, by: User, at: datetime) -> ReportDocument:
    """Hand a complete draft to the director, who is told."""
    changed = transitions.perform(DOCUMENT, "submit", document, by=by, at=at, check=_refuse_incomplete)
    _tell(changed, SIGN_DOCUMENT, f"{changed} chờ ký ban hành.", at=at)
    return changed


@transaction.atomic
def send_back(*, document: ReportDocument, by: User, at: datetime, comment: str) -> ReportDocument:
    """Return a document to the office with a reason."""
    changed = transitions.perform(DOCUMENT, "return", document, by=by, at=at, comment=comment)
    _tell(changed, PREPARE_DOCUMENT, f"{changed} bị trả lại: {comment.strip()}", at=at)
    return changed


def _tell(document: ReportDocument, permission: str, text: str, *, at: datetime) -> None:
    notifications.notify(
        recipients=people_with(permission, document.unit, timezone.localdate(at)),
        text=text,
        url=address(document.kind, document.round_id),
        at=at,
    )


def issue(*, document: ReportDocument, by: User, at: datetime) -> ReportDocument:
    """Sign: take the next number of the series, write the day, and keep the letter as it is now."""
    values: dict[str, Any] = {}
    day = timezone.localdate(at)

    def number(locked: ReportDocument) -> None:
        _refuse_incomplete(locked)
        draft = sources.report_document(locked, day=day)
        entry = register.take_number(
            unit=locked.unit,
            symbol=locked.symbol,
            on=day,
            title=draft.subject,
            signer_name=locked.signer_name,
            document=locked,
        )
        letter = sources.report_document(locked, day=day, entry=entry)
        values.update(entry=entry, run=round_facts.citable_run(locked.round), snapshot=snapshot.freeze(letter))

    with transaction.atomic():
        return transitions.perform(DOCUMENT, "issue", document, by=by, at=at, values=values, check=number)


ACTS = {"submit": submit, "issue": issue}


def perform(*, name: str, document: ReportDocument, by: User, at: datetime, comment: str = "") -> ReportDocument:
    """Carry out the transition that a button names."""
    if name == "return":
        return send_back(document=document, by=by, at=at, comment=comment)
    if name not in ACTS:
        raise DocumentRefused("Không có thao tác này.", hint="Tải lại trang và thử lại.")
    return ACTS[name](document=document, by=by, at=at)


def _refuse_incomplete(document: ReportDocument) -> None:
    missing = missing_parts(document)
    if missing:
        raise DocumentRefused(
            f"Chưa trình được: {'; '.join(missing)}.", hint="Ghi bổ sung rồi thực hiện lại.", code="incomplete"
        )


def missing_parts(document: ReportDocument) -> list[str]:
    """What a document must have before it goes to the director, in Vietnamese; number and date come on issue."""
    wanted = (
        (document.symbol, "chưa có ký hiệu văn bản"),
        (document.signer_title_lines, "chưa có chức vụ người ký"),
        (document.signer_name, "chưa có người ký"),
        (document.recipient_lines, "chưa có nơi nhận"),
    )
    return missing_contents(document) + [text for value, text in wanted if not value]


def missing_contents(document: ReportDocument) -> list[str]:
    """Which figures and texts are still missing, apart from the frame of the document."""
    missing = []
    if round_facts.citable_run(document.round) is None:
        missing.append("kết quả chấm điểm của đợt chưa được chốt")
    if document.kind == DocumentKind.YEARLY_REPORT:
        missing += [f"phần “{heading}” chưa viết" for heading in yearly_report.unwritten(document.narrative)]
    return missing
