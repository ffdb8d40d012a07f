"""Bringing in files of one-stop systems: upload, map columns, look, import, undo."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Unit
from accounts.policies import page
from accounts.requests import PortalRequest
from core.acts import attempt, pressed
from core.errors import DomainError
from core.listing import Listing, show
from core.models import Job
from core.selectors import available_transitions, history_of
from core.spreadsheet import CONTENT_TYPE
from indicators.engine.case_columns import COLUMNS
from indicators.enums import CaseImportState, CaseWork
from indicators.filters.cases import CaseImportFilter
from indicators.forms.cases import CaseUploadForm
from indicators.models import CaseImport, CaseSource
from indicators.roles import IMPORT_CASES
from indicators.selectors.case_imports import imports_of, latest_job
from indicators.selectors.moved_cases import moves_of
from indicators.services import case_faults, case_imports, case_undoing, case_uploads, case_words
from indicators.services.case_faults import MANY_HINT, MOST_LISTED
from indicators.tables.cases import CaseImportTable, standing_badge
from indicators.views.case_mapping import chosen_meanings, mapping, word_choices
from indicators.workflow import CASE_IMPORT

TAKES_CASES = (
    "Tệp có hồ sơ đang tính cho đơn vị khác; nhập thì các hồ sơ đó chuyển đơn vị, như lưu ý bên dưới. Đã kiểm tra đơn "
    "vị giải quyết và mã hồ sơ thì bấm nhập."
)


@page(IMPORT_CASES)
def case_import_list(request: PortalRequest) -> HttpResponse:
    """Files that were brought in, the newest first."""
    rows = imports_of(request.user)
    if request.centre is not None:
        rows = rows.filter(centre=request.centre)
    return show(
        request,
        Listing(
            title="Nhập tệp hồ sơ TTHC",
            table=CaseImportTable,
            queryset=rows,
            filterset=CaseImportFilter,
            noun="tệp",
            empty_text="Chưa có tệp nào. Xuất tệp từ hệ thống một cửa rồi bấm “Nhập tệp”.",
            export_name="lan-nhap-ho-so",
            template="indicators/case_import_list.html",
        ),
    )


@page(IMPORT_CASES)
def case_import_create(request: PortalRequest) -> HttpResponse:
    """Upload a file; nothing counts yet."""
    centre = request.centre
    if centre is None:
        raise Http404("no centre to import for")
    form = CaseUploadForm(
        request.POST or None,
        request.FILES or None,
        units=Unit.objects.filter(path__startswith=centre.path).exclude(pk=centre.pk).order_by("position", "sort_key"),
        sources=list(CaseSource.objects.filter(centre=centre).order_by("-pk").values_list("name", flat=True)),
        year=request.year,
    )
    if request.method == "POST" and form.is_valid():
        kept = _uploaded(request, centre, form)
        if kept is not None:
            return redirect("indicators:case-import-detail", kept.pk)
    context = {"heading": "Nhập tệp hồ sơ TTHC", "form": form, "centre": centre}
    return render(request, "indicators/case_import_form.html", context, status=400 if form.errors else 200)


def _uploaded(request: PortalRequest, centre: Unit, form: CaseUploadForm) -> CaseImport | None:
    values: dict[str, Any] = dict(form.cleaned_data)
    upload = values.pop("file")
    try:
        kept, is_new = case_uploads.upload(
            centre=centre, file=upload, name=PurePath(upload.name).name, by=request.user, at=timezone.now(), **values
        )
    except DomainError as refusal:
        form.refuse(refusal)
        return None
    if not is_new:
        said = f"Tệp này đã được tải lên trước đây; đây là lần đó ({kept.get_state_display().lower()})."
        again = "Muốn nhập lại, hay nhập các trang tính khác của tệp,"
        messages.info(request, f"{said} {again} tải lên với dấu chọn “Nhập lại tệp đã nhập trước đây”.")
    return kept


@page(IMPORT_CASES)
@require_GET
@never_cache
def case_import_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """One file, at the step where it stands."""
    case_import = get_object_or_404(imports_of(request.user), pk=pk)
    checking, importing, undoing = _jobs(case_import)
    running = _running(checking, importing, undoing)
    if running is None:
        # A job that ended between the two questions has left another state behind.
        case_import = get_object_or_404(imports_of(request.user), pk=pk)
    is_before = case_import.state in CaseImportState.waiting()
    maps = (
        is_before
        and running is None
        and (case_import.state == CaseImportState.UPLOADED or request.GET.get("ghep") == "1")
    )
    before = (checking, importing) if is_before else (undoing,) if case_import.state == CaseImportState.IMPORTED else ()
    newest = max((job for job in before if job), key=lambda job: job.requested_at, default=None)
    context: dict[str, Any] = {
        "heading": case_import.file_name,
        "case_import": case_import,
        "running": running,
        "failed": newest if newest is not None and newest.error and not running else None,
        "standing": standing_badge(case_import),
        "is_checked": case_import.state == CaseImportState.CHECKED and not maps and not running,
        "is_counted": case_import.state in (CaseImportState.IMPORTED, CaseImportState.UNDONE),
        "importable": case_import.importable,
        "preview": _preview(case_import, checking.result if checking else {}),
        "words": word_choices(case_import, checking.result if checking else {}),
        "has_faults": case_faults.may_be_given_out(case_import),
        "faults_missing": max(0, case_import.rows_refused - MOST_LISTED),
        "many_hint": MANY_HINT,
        "found_faults": (checking.result if checking else {}).get("faults", []),
        "notes": (checking.result if checking else {}).get("notes", []),
        "transitions": _offered(request, case_import, running is not None),
        "events": history_of(case_import)[:20],
    }
    if maps:
        context |= mapping(case_import)
    return render(request, "indicators/case_import_detail.html", context)


@page(IMPORT_CASES)
@require_POST
def case_import_map(request: PortalRequest, pk: int) -> HttpResponse:
    """Take the columns as chosen, or what words mean, and look through the file; or take other sheets."""
    case_import = get_object_or_404(imports_of(request.user), pk=pk)
    at = timezone.now()
    if _running(*_jobs(case_import)) is not None:
        return redirect("indicators:case-import-detail", pk)
    try:
        if "choose_sheets" in request.POST:
            alike = request.POST["choose_sheets"] == "alike"
            sheets = request.POST.getlist("sheet") or case_import.sheets * alike
            case_uploads.choose_sheets(case_import=case_import, sheets=sheets, by=request.user, alike=alike)
            return redirect("indicators:case-import-detail", pk)
        if "say_meanings" in request.POST:
            said = chosen_meanings(request.POST)
            case_words.say_meanings(case_import=case_import, meanings=said, by=request.user, at=at)
        else:
            names = [column.name for column in COLUMNS[case_import.source.layout]]
            columns = {name: request.POST.get(f"column-{name}", "") for name in names}
            case_uploads.map_columns(case_import=case_import, columns=columns, by=request.user, at=at)
        case_imports.request_check(case_import=case_import, by=request.user, at=at)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("indicators:case-import-detail", pk)


@page(IMPORT_CASES)
@require_POST
def case_import_act(request: PortalRequest, pk: int) -> HttpResponse:
    """Import, undo, throw away."""
    case_import = get_object_or_404(imports_of(request.user), pk=pk)
    at = timezone.now()
    acts: dict[str, Callable[[], object]] = {
        "import": lambda: case_imports.request_import(case_import=case_import, by=request.user, at=at),
        "undo": lambda: case_undoing.request(case_import=case_import, by=request.user, at=at),
        "discard": lambda: case_imports.discard(case_import=case_import, by=request.user, at=at),
    }
    name = pressed(request, acts)
    if name is None:
        return redirect("indicators:case-import-detail", pk)
    if case_import.doing is not None:  # type: ignore[attr-defined]
        work = CaseWork(case_import.doing)  # type: ignore[attr-defined]
        if work.ends_in != CASE_IMPORT[name].target:
            messages.error(request, f"{work.label} tệp này; chờ xong rồi bấm lại.")
        return redirect("indicators:case-import-detail", pk)
    # What is asked of the job shows itself on the page; only throwing away is over at once.
    attempt(request, acts[name], lambda _: "Đã bỏ tệp." if name == "discard" else "")
    return redirect("indicators:case-import-detail", pk)


@page(IMPORT_CASES)
@require_GET
def case_import_faults(request: PortalRequest, pk: int) -> FileResponse:
    """The rows that could not be taken, with the reason in the last column."""
    case_import = get_object_or_404(imports_of(request.user).exclude(faults=""), pk=pk)
    name = f"dong-loi-{case_import.pk}.xlsx"
    if not case_faults.may_be_given_out(case_import):
        raise Http404("the file tells of applicants, who are kept no more")
    try:
        content = case_import.faults.open()
    except FileNotFoundError as gone:
        raise Http404("the file was removed from the storage") from gone
    return FileResponse(content, as_attachment=True, filename=name, content_type=CONTENT_TYPE)


def _jobs(case_import: CaseImport) -> list[Job | None]:
    return [latest_job(work.value, case_import) for work in CaseWork]


def _running(*found: Job | None) -> Job | None:
    return next((job for job in found if job is not None and not job.is_finished), None)


def _offered(request: PortalRequest, case_import: CaseImport, is_busy: bool) -> list[Any]:
    """What may be done now; checking is the button of the mapping form."""
    if is_busy:
        return []
    found = available_transitions(CASE_IMPORT, case_import, request.user)
    asks = any(move.is_grave for move in moves_of([case_import]))
    return [
        replace(each, confirm=TAKES_CASES) if asks and each.name == "import" else each
        for each in found
        if each.name != "check" and (each.name != "import" or case_import.importable)
    ]


def _preview(case_import: CaseImport, result: dict[str, Any]) -> dict[str, Any]:
    """The first rows as they would be stored, only with columns that hold anything."""
    rows: list[dict[str, str]] = result.get("preview", [])
    columns = [column for column in COLUMNS[case_import.source.layout] if any(row.get(column.name) for row in rows)]

    def shown(row: dict[str, str]) -> dict[str, Any]:
        cells = [(column.label, row.get(column.name, "")) for column in columns]
        return {"line": row["line"], "sheet": row.get("sheet", ""), "became": row.get("became", ""), "cells": cells}

    return {"headings": [column.label for column in columns], "rows": [shown(row) for row in rows]}
