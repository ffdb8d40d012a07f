"""Pages of criteria sets as files: checking and loading one, the blank workbook, downloading a set."""

from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Unit
from accounts.policies import page, reach
from accounts.requests import PortalRequest
from core.errors import DomainError
from core.services import checked_files
from core.spreadsheet import attachment
from scoring.forms.criteria import CriteriaFileForm
from scoring.models import CriteriaSet
from scoring.roles import MANAGE_CRITERIA, VIEW_CRITERIA
from scoring.selectors import criteria as reading
from scoring.services import criteria, criteria_files, criteria_toml
from scoring.services.criteria_files import Examined
from scoring.spreadsheet.writing import workbook

SESSION_KEY = "criteria_file"
SHOWN_FAULTS = 200


@page(MANAGE_CRITERIA)
@require_http_methods(["GET", "POST"])
def criteria_load(request: PortalRequest) -> HttpResponse:
    """Check a file, and load the set in it for the centre in the header: all of it or nothing."""
    checked = request.session.get(SESSION_KEY)
    if request.method == "POST" and "checked" in request.POST:
        return _load_checked(request, checked)
    form = CriteriaFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        _forget(request)
        try:
            centre = _own_centre(request)
            content = upload.read(criteria_files.LARGEST + 1)
            examined = criteria_files.examine(content, upload.name)
            context = _outcome(centre, examined, upload.name)
            if "load" in request.POST and not examined.errors and context["replaced"] is None:
                return _store(request, centre, criteria_files.sound(examined, upload.name))
            context["kept"] = _remember(request, content, upload.name, keep=not examined.errors)
        except DomainError as refusal:
            form.add_error("file", str(refusal))
    failed = form.errors or context.get("errors")
    return render(
        request,
        "scoring/criteria_load.html",
        {"heading": "Nạp bộ tiêu chí", "form": form, "unit": request.centre, **context},
        status=422 if failed else 200,
    )


@page(MANAGE_CRITERIA)
@require_GET
def criteria_template(request: PortalRequest) -> HttpResponse:
    """The blank workbook with guidance."""
    return attachment(workbook({}), "mau-bo-tieu-chi")


@page(VIEW_CRITERIA)
@require_GET
def criteria_excel(request: PortalRequest, pk: int) -> HttpResponse:
    """A set as a workbook that can be changed and loaded again."""
    criteria_set = _visible(request, pk)
    return attachment(workbook(reading.as_mapping(criteria_set)), _file_name(criteria_set))


@page(VIEW_CRITERIA)
@require_GET
def criteria_toml_file(request: PortalRequest, pk: int) -> HttpResponse:
    """A set as a text file."""
    criteria_set = _visible(request, pk)
    text = criteria_toml.write(reading.as_mapping(criteria_set))
    response = HttpResponse(text, content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_file_name(criteria_set)}.toml"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _load_checked(request: PortalRequest, checked: Any) -> HttpResponse:
    """Load the file that the page showed as checked; it is checked once more, and gone when it is refused."""
    shown = request.POST.get("kept", "")
    if not checked or checked["path"] != shown or not default_storage.exists(shown):
        messages.error(
            request,
            "Tệp đã kiểm tra không còn (phiên đã hết, đã nạp rồi, hoặc đã kiểm tra tệp khác). Hãy chọn lại tệp.",
        )
        return redirect("scoring:criteria-load")
    with default_storage.open(checked["path"]) as stored:
        content = stored.read()
    try:
        centre = _own_centre(request)
        return _store(request, centre, criteria_files.read_content(content, checked["name"]))
    except DomainError as refusal:
        _forget(request)
        messages.error(request, str(refusal))
        return redirect("scoring:criteria-load")


def _store(request: PortalRequest, centre: Unit, built: Any) -> HttpResponse:
    stored = criteria.store(criteria_set=built, unit=centre, by=request.user, at=timezone.now())
    _forget(request)
    messages.success(request, f"Đã nạp {stored}.")
    return redirect("scoring:criteria-detail", pk=stored.pk)


def _outcome(centre: Unit, examined: Examined, name: str) -> dict[str, Any]:
    """What the page says about a file that was examined."""
    built, replaced = examined.criteria_set, None
    if built is not None and not examined.errors:
        replaced = criteria.refuse_frozen(criteria_set=built, unit=centre)
    return {
        "file_name": name,
        "in_cells": name.lower().endswith(".xlsx"),
        "errors": examined.errors[:SHOWN_FAULTS],
        "error_count": len(examined.errors),
        "warnings": examined.warnings[:SHOWN_FAULTS],
        "built": built if not examined.errors else None,
        "leaf_count": sum(1 for _ in built.criteria()) if built else 0,
        "replaced": replaced,
    }


def _own_centre(request: PortalRequest) -> Unit:
    """The centre looked at. Raises ``CriteriaRefused`` where the person may not load a set for it."""
    centre = request.centre
    if centre is None or not reach(request.user, MANAGE_CRITERIA).covers(centre):
        raise criteria.CriteriaRefused("Bạn không nạp được bộ tiêu chí cho đơn vị đang chọn.")
    return centre


def _remember(request: PortalRequest, content: bytes, name: str, *, keep: bool) -> str:
    """Keep a sound file until the person says to load it, and return what it is called meanwhile."""
    if not keep:
        return ""
    kept = checked_files.keep(content, ending=f".{name.rpartition('.')[2].lower()}")
    request.session[SESSION_KEY] = {"path": kept, "name": name[-150:]}
    return kept


def _forget(request: PortalRequest) -> None:
    checked = request.session.pop(SESSION_KEY, None)
    if checked:
        checked_files.discard(checked["path"])


def _visible(request: PortalRequest, pk: int) -> CriteriaSet:
    return get_object_or_404(reading.visible_sets(request.user).prefetch_related("bands", "criteria"), pk=pk)


def _file_name(criteria_set: CriteriaSet) -> str:
    return f"{criteria_set.code}-v{criteria_set.version}"


urlpatterns = [
    path("nap/", criteria_load, name="criteria-load"),
    path("nap/mau.xlsx", criteria_template, name="criteria-template"),
    path("<int:pk>/xuat.xlsx", criteria_excel, name="criteria-excel"),
    path("<int:pk>/xuat.toml", criteria_toml_file, name="criteria-toml"),
]
