"""The page “Văn bản”: what can be printed, its preview, its PDF, and the writing and issuing of notices and reports."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.policies import page, reach
from accounts.requests import PortalRequest
from awards.roles import PREPARE_DECISION
from awards.selectors.decisions import visible_honours
from campaigns.models import Round
from campaigns.roles import EDIT_PLAN
from core.errors import DomainError
from core.listing import Listing, show
from core.selectors import available_transitions, history_of
from reports.documents import catalogue, html
from reports.documents.html import Document
from reports.documents.printable import CERTIFICATE, DECISION, PLAN, REPORT_KINDS, Printable, of_report
from reports.enums import DocumentState
from reports.forms import ReportDocumentForm
from reports.models import ReportDocument
from reports.pdf import renderer
from reports.roles import PREPARE_DOCUMENT, VIEW_DOCUMENT
from reports.services import documents
from reports.tables import CertificateTable
from reports.workflow import DOCUMENT

GIVEN_ON_ISSUE = ("number", "date")


@page(VIEW_DOCUMENT)
def document_list(request: PortalRequest) -> HttpResponse:
    """Everything that can be printed for the centre and year of the header, and the certificates as a list."""
    centre, year, day = request.centre, request.year, timezone.localdate()
    letters = catalogue.letters_of(request.user, centre, year, day=day) if centre else []
    honours = visible_honours(request.user).filter(unit=centre, year=year, revoked_at__isnull=True)
    return show(
        request,
        Listing(
            title="Văn bản",
            table=CertificateTable,
            queryset=honours,
            search_fields=("search_key",),
            search_hint="Tên người, tập thể, danh hiệu",
            noun="giấy khen, giấy chứng nhận",
            empty_text=f"Năm {year} chưa cấp giấy khen, giấy chứng nhận nào.",
            export_name=f"giay-khen-{year}",
            template="reports/document_list.html",
            context={
                "letters": letters,
                "centre": centre,
                "year": year,
            },
        ),
    )


@page(VIEW_DOCUMENT)
def document_preview(request: PortalRequest, kind: str, key: int) -> HttpResponse:
    """The document as it will be printed, beside it what is still missing and what can be done."""
    item = _visible(request, kind, key)
    document = _built(request, item)
    record = item.record
    is_report = kind in REPORT_KINDS
    context = {
        "heading": item.name,
        "item": item,
        "document": document,
        "is_wide": kind == CERTIFICATE,
        "sheet": html.fragment(document),
        "missing": _missing(request, item, document),
        "edit_url": _edit_url(request, item),
        "pdf_available": renderer.is_available(),
        "transitions": available_transitions(DOCUMENT, record, request.user) if is_report and record.pk else [],
        "history": history_of(record)[:10] if is_report and record.pk else [],
    }
    return render(request, "reports/document_preview.html", context)


@page(VIEW_DOCUMENT)
def document_pdf(request: PortalRequest, kind: str, key: int) -> HttpResponse:
    """The document as a PDF file, shown in the browser."""
    item = _visible(request, kind, key)
    try:
        content = renderer.render(html.page(_built(request, item)))
    except renderer.PrintingRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("reports:document-preview", kind=kind, key=key)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{item.file_name}"'
    return response


@page(PREPARE_DOCUMENT)
def document_edit(request: PortalRequest, kind: str, key: int) -> HttpResponse:
    """Write a notice or report of a round; saving makes it when there is none yet."""
    if kind not in REPORT_KINDS:
        raise Http404
    round = get_object_or_404(
        reach(request.user, PREPARE_DOCUMENT).filter(Round.objects.all(), field="campaign__unit"), pk=key
    )
    now = timezone.now()
    document = catalogue.report_of(round, kind, day=timezone.localdate(now))
    if request.method != "POST" and document.state != DocumentState.DRAFT:
        state = document.get_state_display()
        messages.error(request, f"Văn bản đang ở trạng thái “{state}”. Chỉ sửa được bản dự thảo.")
        return redirect("reports:document-preview", kind=kind, key=key)
    form = ReportDocumentForm(request.POST or None, instance=document)
    if request.method == "POST" and form.is_valid():
        try:
            _save(form, kind, round, by=request.user, at=now)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Đã lưu.")
            return redirect("reports:document-preview", kind=kind, key=key)
    context = {"heading": f"Soạn: {of_report(document).name}", "form": form, "kind": kind, "key": key}
    return render(request, "reports/document_edit.html", context)


@require_POST
@page(VIEW_DOCUMENT)
def document_act(request: PortalRequest, kind: str, key: int) -> HttpResponse:
    """Carry out a button of the workflow: submit, return, sign."""
    item = _visible(request, kind, key)
    if kind not in REPORT_KINDS or not item.record.pk:
        raise Http404
    try:
        changed = documents.perform(
            name=request.POST.get("transition", ""),
            document=item.record,
            by=request.user,
            at=timezone.now(),
            comment=request.POST.get("comment", ""),
        )
    except DomainError as refusal:
        if refusal.code == "permission":
            raise PermissionDenied from refusal
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Văn bản nay ở trạng thái “{changed.get_state_display()}”.")
    return redirect("reports:document-preview", kind=kind, key=key)


def _visible(request: PortalRequest, kind: str, key: int) -> Printable:
    item = catalogue.by_key(kind, key, day=timezone.localdate())
    if item is None or not catalogue.may_see(request.user, item):
        raise Http404
    return item


def _built(request: PortalRequest, item: Printable) -> Document:
    path = item.confirmation_path
    url = (f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)) if path else ""
    return catalogue.build(item, day=timezone.localdate(), verification_url=url)


def _save(form: ReportDocumentForm, kind: str, round: Round, *, by: User, at: datetime) -> ReportDocument:
    """Store what was typed in the document of the round."""
    document = documents.prepare(round=round, kind=REPORT_KINDS[kind], by=by, at=at)
    return documents.save(
        document=document,
        values={name: form.cleaned_data[name] for name in documents.EDITED_FIELDS if name in form.cleaned_data},
        narrative=form.narrative,
        revision=form.cleaned_data["revision"],
        by=by,
        at=at,
    )


def _missing(request: PortalRequest, item: Printable, document: Document) -> list[tuple[str, str]]:
    """What the document lacks, each with the address where this person can mend it (empty when elsewhere)."""
    found = [(gap.text, _mending_url(request, item, gap.code)) for gap in document.gaps]
    if item.kind in REPORT_KINDS and document.is_draft:
        parts = documents.missing_contents(item.record)
        found += [(text[:1].upper() + text[1:], _mending_url(request, item, "content")) for text in parts]
    return found


def _mending_url(request: PortalRequest, item: Printable, gap: str) -> str:
    record, user = item.record, request.user
    if item.kind in REPORT_KINDS:
        # Number and date come with the signature, which this very page offers.
        return "" if gap in GIVEN_ON_ISSUE else _edit_url(request, item)
    if item.kind == PLAN:
        if gap in GIVEN_ON_ISSUE or not user.has_perm(EDIT_PLAN, record):
            return reverse("campaigns:plan-detail", args=[record.pk])
        return _edit_url(request, item) or reverse("campaigns:plan-detail", args=[record.pk])
    if item.kind == DECISION:
        return reverse("awards:decision-detail", args=[record.pk])
    return ""


def _edit_url(request: PortalRequest, item: Printable) -> str:
    """Where this person may write the document; empty when not, or no longer."""
    record, user = item.record, request.user
    if not item.is_draft:
        return ""
    if item.kind in REPORT_KINDS and user.has_perm(PREPARE_DOCUMENT, record):
        return reverse("reports:document-edit", args=[item.kind, item.key])
    if item.kind == PLAN and user.has_perm(EDIT_PLAN, record):
        return reverse("campaigns:plan-edit", args=[record.pk])
    if item.kind == DECISION and user.has_perm(PREPARE_DECISION, record):
        return reverse("awards:decision-edit", args=[record.pk])
    return ""
