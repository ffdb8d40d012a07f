"""The documents of typed figures: looked at, given out, added, taken away."""

from typing import Any

from csp.decorators import csp_replace
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.policies import page, reach
from accounts.requests import PortalRequest
from core.downloads import FILE_POLICY, served
from core.errors import DomainError
from core.selectors import history_of
from core.text import lowered
from indicators.enums import CountOrigin
from indicators.forms.figure_files import DocumentsForm, ask_again
from indicators.models import Measurement, ProcedureCount, SurveyCount, TypedFigure
from indicators.roles import ENTER_COUNTS, ENTER_FIGURES, VIEW_FIGURES
from indicators.selectors.figure_files import address_of, readable, withdrawn_by
from indicators.services import figure_files, withdrawals
from indicators.services.figure_files import FilesRefused

DECLARED, CASES, ANSWERS = "ke-khai", "ho-so-tthc", "hai-long"
LISTS = {
    DECLARED: ("Số liệu kê khai", "indicators:measurement-list"),
    CASES: ("Thống kê hồ sơ TTHC", "indicators:procedure-statistics"),
    ANSWERS: ("Số liệu hài lòng", "indicators:survey-statistics"),
}


@page(VIEW_FIGURES)
@require_GET
def figure_file_list(request: PortalRequest, kind: str, pk: int) -> HttpResponse:
    """A typed figure with its documents; who may type it adds and takes away while its period is open."""
    figure = _figure(request, VIEW_FIGURES, kind, pk)
    return _shown(request, kind, figure, DocumentsForm(action=_adding(kind, figure)))


@page(VIEW_FIGURES)
@require_GET
@csp_replace(FILE_POLICY)  # type: ignore[arg-type]
def figure_file(request: PortalRequest, pk: int, name: str) -> HttpResponseBase:
    """The document itself. The name in the address is for people only."""
    return served(get_object_or_404(readable(request.user), pk=pk))


@page(ENTER_FIGURES)
def measurement_file_add(request: PortalRequest, pk: int) -> HttpResponse:
    """Add documents to a declared figure."""
    return _added(request, DECLARED, _figure(request, ENTER_FIGURES, DECLARED, pk))


@page(ENTER_FIGURES)
@require_POST
def measurement_file_remove(request: PortalRequest, pk: int, document: int) -> HttpResponse:
    """Take a document of a declared figure away."""
    return _removed(request, _figure(request, ENTER_FIGURES, DECLARED, pk), document)


@page(ENTER_COUNTS)
def count_file_add(request: PortalRequest, kind: str, pk: int) -> HttpResponse:
    """Add documents to the counts of a month."""
    return _added(request, kind, _counts(request, kind, pk))


@page(ENTER_COUNTS)
@require_POST
def count_file_remove(request: PortalRequest, kind: str, pk: int, document: int) -> HttpResponse:
    """Take a document of the counts of a month away."""
    return _removed(request, _counts(request, kind, pk), document)


@page(ENTER_FIGURES)
@require_POST
def measurement_withdraw(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a declared figure back that was typed by mistake, with a reason."""
    if _was_withdrawn(request, DECLARED, pk):
        return _gone(request, DECLARED)
    return _withdrawn(request, DECLARED, _figure(request, ENTER_FIGURES, DECLARED, pk))


@page(ENTER_COUNTS)
@require_POST
def count_withdraw(request: PortalRequest, kind: str, pk: int) -> HttpResponse:
    """Take typed counts of a month back, with a reason."""
    if _was_withdrawn(request, kind, pk):
        return _gone(request, kind)
    return _withdrawn(request, kind, _counts(request, kind, pk))


def _counts(request: PortalRequest, kind: str, pk: int) -> TypedFigure:
    if kind == DECLARED:
        raise Http404("no counts")
    return _figure(request, ENTER_COUNTS, kind, pk)


def _figure(request: PortalRequest, permission: str, kind: str, pk: int) -> TypedFigure:
    rows: dict[str, QuerySet[Any]] = {
        DECLARED: Measurement.objects.select_related("indicator", "unit", "entered_by__person"),
        CASES: ProcedureCount.objects.filter(origin=CountOrigin.TYPED).select_related("procedure", "unit"),
        ANSWERS: SurveyCount.objects.select_related("unit"),
    }
    if kind not in rows:
        raise Http404("no such kind of figure")
    found: TypedFigure = get_object_or_404(reach(request.user, permission).filter(rows[kind]), pk=pk)
    return found


def _added(request: PortalRequest, kind: str, figure: TypedFigure) -> HttpResponse:
    if request.method != "POST":
        # The address of a page with a refusal, opened anew.
        return redirect(address_of(figure))
    form = DocumentsForm(request.POST, request.FILES, action=_adding(kind, figure))
    if form.is_valid():
        try:
            stored = figure_files.attach(
                figure=figure, files=form.cleaned_data["documents"], by=request.user, at=timezone.now()
            )
        except FilesRefused as refusal:
            form.add_error("documents", refusal.reasons)
            ask_again(form)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            _tell(request, [document.name for document in stored])
            return redirect(address_of(figure))
    return _shown(request, kind, figure, form)


def _adding(kind: str, figure: TypedFigure) -> str:
    if kind == DECLARED:
        return reverse("indicators:measurement-file-add", args=[figure.pk])
    return reverse("indicators:count-file-add", args=[kind, figure.pk])


def _tell(request: PortalRequest, names: list[str]) -> None:
    if names:
        messages.success(request, f"Đã thêm tài liệu: {'; '.join(names)}.")
    else:
        messages.info(request, "Số liệu đã có tệp này nên không thêm lần nữa.")


def _removed(request: PortalRequest, figure: TypedFigure, document: int) -> HttpResponse:
    try:
        name = figure_files.detach(figure=figure, document=document, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        if name:
            messages.success(request, f"Đã gỡ tài liệu “{name}”.")
        else:
            messages.info(request, "Tài liệu này đã được gỡ trước đó.")
    return redirect(address_of(figure))


def _withdrawn(request: PortalRequest, kind: str, figure: TypedFigure) -> HttpResponse:
    reason = request.POST.get("reason", "")[:500]
    try:
        withdrawals.withdraw(figure=figure, reason=reason, by=request.user, at=timezone.now())
    except DomainError as refusal:
        if refusal.code == "gone":
            return _gone(request, kind)
        messages.error(request, str(refusal))
        return redirect(address_of(figure))
    when = figure.period_words
    messages.success(
        request, f"Đã rút số liệu {lowered(when)} của {figure.unit}. Lý do và số đã rút còn trong nhật ký."
    )
    return redirect(LISTS[kind][1])


def _was_withdrawn(request: PortalRequest, kind: str, pk: int) -> bool:
    """Whether this person withdrew it before: a second click, or the page opened before."""
    return kind in LISTS and withdrawn_by(request.user, kind, pk)


def _gone(request: PortalRequest, kind: str) -> HttpResponse:
    messages.info(request, figure_files.GONE)
    return redirect(LISTS[kind][1])


def _shown(request: PortalRequest, kind: str, figure: TypedFigure, form: DocumentsForm) -> HttpResponse:
    permission = ENTER_FIGURES if kind == DECLARED else ENTER_COUNTS
    closed = figure_files.refusal(figure)
    words, back = LISTS[kind]
    context = {
        "heading": "Tài liệu của số liệu",
        "figure": figure,
        "kind": kind,
        "list_words": words,
        "list_url": back,
        "documents": figure.files.select_related("uploaded_by__person"),
        "may_change": closed is None and request.user.has_perm(permission, figure),
        "closed": closed,
        "form": form,
        "events": history_of(figure),
    }
    return render(request, "indicators/figure_files.html", context, status=400 if form.is_bound else 200)
