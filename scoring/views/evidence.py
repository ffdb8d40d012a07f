"""Proofs: sent in, pinned, taken off, served through a permission check."""

from collections.abc import Callable
from typing import Any, BinaryIO, cast

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.policies import page, reach
from accounts.requests import PortalRequest
from core.downloads import FILE_POLICY, served
from core.errors import DomainError
from core.listing import Listing, show
from scoring.models import AssessmentItem, Evidence, EvidenceLink
from scoring.roles import FILL_ASSESSMENT, VIEW_ASSESSMENT
from scoring.selectors import evidence as reading
from scoring.services import evidence
from scoring.tables.assessments import EvidenceTable
from scoring.views.assessments import REFUSED, find_item, row_context


@page(VIEW_ASSESSMENT)
@require_GET
def evidence_list(request: PortalRequest) -> HttpResponse:
    """The store of proofs of the units within reach."""
    files = reading.evidence_visible_to(request.user)
    centre = request.centre
    if centre is not None:
        files = files.filter(unit__path__startswith=centre.path)
    return show(
        request,
        Listing(
            title="Kho minh chứng",
            table=EvidenceTable,
            queryset=files,
            noun="tệp",
            empty_text="Chưa có minh chứng nào. Tải tệp lên ở từng tiêu chí của phiếu tự đánh giá.",
            export_name="minh-chung",
            table_options={"exclude": () if request.user.has_perm(FILL_ASSESSMENT) else ("act",)},
        ),
    )


@page(VIEW_ASSESSMENT)
@require_GET
@csp_replace(FILE_POLICY)  # type: ignore[arg-type]
def evidence_file(request: PortalRequest, pk: int, name: str) -> HttpResponseBase:
    """The file itself; only PDF and pictures open in the browser. The name in the address is for people only."""
    return served(get_object_or_404(reading.evidence_visible_to(request.user), pk=pk))


@page(FILL_ASSESSMENT)
@require_POST
def evidence_upload(request: PortalRequest, pk: int) -> HttpResponse:
    """Take one or several files and pin them to a line; files that will not do are named, the others are kept."""
    item = find_item(request, pk, FILL_ASSESSMENT)
    files = request.FILES.getlist("files")
    refused = [] if files else ["Chưa chọn tệp nào."]
    known = []
    for file in files:
        try:
            content = cast(BinaryIO, file)
            stored, is_new = evidence.upload(
                unit=item.assessment.unit, file=content, name=file.name or "", by=request.user, at=timezone.now()
            )
            evidence.attach(item=item, evidence=stored, by=request.user, at=timezone.now())
        except DomainError as refusal:
            refused.append(str(refusal))
        else:
            known += [] if is_new else [f"“{stored.name}” đã có trong kho của đơn vị nên được dùng lại."]
    return _answer(request, item, refused, known)


@page(FILL_ASSESSMENT)
@require_POST
def evidence_attach(request: PortalRequest, pk: int) -> HttpResponse:
    """Pin a file that the unit has sent in before."""
    item = find_item(request, pk, FILL_ASSESSMENT)

    def act() -> None:
        own = Evidence.objects.filter(unit=item.assessment.unit)
        chosen = own.filter(pk=_number(request.POST.get("evidence")) or 0).first()
        if chosen is None:
            raise evidence.EvidenceRefused("Chưa chọn tệp.", hint="Chọn một tệp trong danh sách.")
        evidence.attach(item=item, evidence=chosen, page=_page_number(request), by=request.user, at=timezone.now())

    return _answer(request, item, _attempt(act))


@page(FILL_ASSESSMENT)
@require_POST
def evidence_page(request: PortalRequest, pk: int) -> HttpResponse:
    """Move a proof to another page."""
    link = _find_link(request, pk)

    def act() -> None:
        evidence.attach(
            item=link.item, evidence=link.evidence, page=_page_number(request), by=request.user, at=timezone.now()
        )

    return _answer(request, link.item, _attempt(act))


@page(FILL_ASSESSMENT)
@require_POST
def evidence_detach(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a proof off a line."""
    link = _find_link(request, pk)
    return _answer(request, link.item, _attempt(lambda: evidence.detach(link=link, by=request.user, at=timezone.now())))


@page(FILL_ASSESSMENT)
@require_POST
def evidence_delete(request: PortalRequest, pk: int) -> HttpResponse:
    """Remove a file that no line uses."""
    found = get_object_or_404(reach(request.user, FILL_ASSESSMENT).filter(Evidence.objects.all()), pk=pk)
    name = found.name
    refused = _attempt(lambda: evidence.delete(evidence=found, by=request.user, at=timezone.now()))
    for text in refused:
        messages.error(request, text)
    if not refused:
        messages.success(request, f"Đã xóa tệp “{name}”.")
    return redirect("scoring:evidence-list")


def _answer(
    request: PortalRequest, item: AssessmentItem, refused: list[str], told: list[str] | None = None
) -> HttpResponse:
    """The renewed list of proofs for HTMX, else back to where the form was."""
    if request.htmx:
        context: dict[str, Any] = {**row_context(request, item), "refused": refused, "told": told or []}
        return render(request, "scoring/_evidence_changed.html", context, status=REFUSED if refused else 200)
    for text in refused:
        messages.error(request, text)
    for text in told or []:
        messages.info(request, text)
    if not refused:
        messages.success(request, f"Đã cập nhật minh chứng của tiêu chí {item.criterion.code}.")
    return redirect(reverse("scoring:item-detail", args=[item.pk]))


def _attempt(act: Callable[[], Any]) -> list[str]:
    try:
        act()
    except DomainError as refusal:
        return [str(refusal)]
    return []


def _find_link(request: PortalRequest, pk: int) -> EvidenceLink:
    rows = EvidenceLink.objects.select_related("evidence", "item__criterion", "item__assessment__unit")
    return get_object_or_404(reach(request.user, FILL_ASSESSMENT).filter(rows, field="item__assessment__unit"), pk=pk)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def _page_number(request: PortalRequest) -> int | None:
    text = request.POST.get("page", "").strip()
    if not text:
        return None
    number = _number(text)
    if number is None:
        raise evidence.EvidenceRefused("Số trang phải là số nguyên dương.", hint="Ví dụ 3, hoặc để trống.")
    return number
