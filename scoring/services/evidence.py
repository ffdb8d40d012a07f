"""Proofs: uploaded once for a unit, pinned to as many criteria as they prove."""

from datetime import datetime
from typing import Any, BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction

from accounts.models import Unit, User
from core import uploads
from core.errors import DomainError
from core.services import audit, stored_files
from scoring.models import AssessmentItem, Evidence, EvidenceLink
from scoring.roles import FILL_ASSESSMENT
from scoring.services.assessments import lock_for_work

MOST_PER_ITEM = 20


class EvidenceRefused(DomainError):
    """A proof that cannot be stored, pinned or taken away."""


@transaction.atomic
def upload(*, unit: Unit, file: BinaryIO, name: str, by: User, at: datetime) -> tuple[Evidence, bool]:
    """Store a file for a unit; returns it and whether it was new (the same content is kept once).

    Raises ``core.uploads.UploadRefused`` for a file that will not do.
    """
    if not by.has_perm(FILL_ASSESSMENT, unit):
        raise EvidenceRefused("Bạn không có quyền tải minh chứng của đơn vị này.", code="permission")
    facts = uploads.inspect(file, name=name, limit=settings.UPLOAD_LIMIT_BYTES)
    existing = Evidence.objects.filter(unit=unit, sha256=facts.sha256).first()
    if existing is not None:
        return existing, False
    # The place of the content is made of its hash.
    evidence = Evidence(unit=unit, sha256=facts.sha256)
    try:
        with stored_files.storing() as keep:
            keep(evidence, file, facts, by=by, at=at)
    except IntegrityError:
        # Two people sent the same file at the same moment.
        return Evidence.objects.get(unit=unit, sha256=facts.sha256), False
    changes = {"dung lượng": facts.size, "mã băm": facts.sha256}
    audit.record(action="scoring.evidence.upload", target=evidence, by=by, at=at, changes=changes)
    return evidence, True


@transaction.atomic
def attach(
    *, item: AssessmentItem, evidence: Evidence, by: User, at: datetime, page: int | None = None
) -> EvidenceLink:
    """Pin a proof of the same unit to a line, at a page where given. Pinning it again only moves the page."""
    assessment, locked = lock_for_work(item, by=by, at=at)
    if evidence.unit_id != assessment.unit_id:
        raise EvidenceRefused("Tệp này không phải của đơn vị.", hint="Chọn tệp trong kho minh chứng của đơn vị.")
    _refuse_page(evidence, page)
    link = EvidenceLink.objects.filter(item=locked, evidence=evidence).first()
    if link is None and locked.evidence_links.count() >= MOST_PER_ITEM:
        raise EvidenceRefused(
            f"Mỗi tiêu chí có tối đa {MOST_PER_ITEM} minh chứng.", hint="Gộp các tệp nhỏ thành một tệp PDF."
        )
    if link is None:
        link = EvidenceLink.objects.create(item=locked, evidence=evidence, page=page)
    else:
        link.page = page
        link.save(update_fields=["page"])
    words = f"{evidence.name}, trang {page}" if page else evidence.name
    _touch(locked, "scoring.assessment_item.attach", {"minh chứng": words}, by, at)
    return link


@transaction.atomic
def detach(*, link: EvidenceLink, by: User, at: datetime) -> None:
    """Take a proof off a line; the file stays in the unit's store for other criteria."""
    _, locked = lock_for_work(link.item, by=by, at=at)
    EvidenceLink.objects.filter(pk=link.pk).delete()
    _touch(locked, "scoring.assessment_item.detach", {"minh chứng": [link.evidence.name, None]}, by, at)


@transaction.atomic
def delete(*, evidence: Evidence, by: User, at: datetime) -> None:
    """Remove a file that proves nothing (any more); its content is removed when the database has agreed."""
    locked = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if not by.has_perm(FILL_ASSESSMENT, locked):
        raise EvidenceRefused("Bạn không có quyền xóa tệp này.", code="permission")
    if locked.links.exists():
        raise EvidenceRefused(
            f"Không xóa được “{locked.name}”: tệp đang là minh chứng của tiêu chí.",
            hint="Gỡ tệp khỏi các tiêu chí trước.",
        )
    if locked.appeals.exists():
        raise EvidenceRefused(f"Không xóa được “{locked.name}”: tệp đang là minh chứng của một kiến nghị.")
    audit.record(action="scoring.evidence.delete", target=locked, by=by, at=at, changes={"tệp": [locked.name, None]})
    stored_files.remove(locked)


def _touch(item: AssessmentItem, action: str, changes: dict[str, Any], by: User, at: datetime) -> None:
    """Note on the line that the unit worked on it; the figures and their revision stay as they are."""
    item.saved_at, item.saved_by = at, by
    item.save(update_fields=["saved_at", "saved_by"])
    audit.record(action=action, target=item, by=by, at=at, unit=item.assessment.unit, changes=changes)


def _refuse_page(evidence: Evidence, page: int | None) -> None:
    if page is None:
        return
    if evidence.pages is None:
        raise EvidenceRefused("Chỉ ghi được số trang cho tệp PDF.", hint="Để trống số trang.")
    if not 1 <= page <= evidence.pages:
        raise EvidenceRefused(
            f"Tệp “{evidence.name}” có {evidence.pages} trang, không có trang {page}.", hint="Ghi lại số trang."
        )
