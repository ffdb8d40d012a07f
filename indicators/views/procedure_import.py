"""The list of procedures from one Excel file: check, look, import."""

from django.conf import settings
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.forms import ImportForm
from accounts.models import Unit
from accounts.policies import page
from core.errors import DomainError
from core.services import checked_files
from core.spreadsheet import attachment
from core.uploads import inspect
from indicators.models import Procedure
from indicators.services import procedure_import
from indicators.spreadsheet.procedure_book import template_bytes
from indicators.views.procedures import MANAGE

SESSION_KEY = "procedure_import"
SHOWN_ERRORS = 200
SHOWN_ROWS = 100


@page(MANAGE)
def procedure_import_page(request: HttpRequest) -> HttpResponse:
    """Choose a file and have it checked; nothing is written yet."""
    centre = _centre(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    context = {"heading": "Nhập danh mục thủ tục từ Excel", "form": form}
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        _forget(request)
        try:
            inspect(upload, name=upload.name, limit=settings.UPLOAD_LIMIT_BYTES, allowed=("xlsx",))
        except DomainError as refusal:
            form.add_error("file", str(refusal))
        else:
            upload.seek(0)
            content = upload.read()
            plan = procedure_import.check(centre=centre, content=content)
            context |= {"plan": plan, "errors": plan.errors[:SHOWN_ERRORS], "file_name": upload.name}
            context["rows"] = plan.rows[:SHOWN_ROWS]
            if not plan.errors:
                request.session[SESSION_KEY] = [centre.pk, checked_files.keep(content, ending=".xlsx")]
    return render(request, "indicators/procedure_import.html", context, status=400 if form.errors else 200)


@page(MANAGE)
@require_POST
def procedure_import_apply(request: HttpRequest) -> HttpResponse:
    """Import the file that was checked last; it is checked once more, and all of it is taken or nothing."""
    centre = _centre(request)
    checked_for, name = request.session.get(SESSION_KEY, (None, ""))
    if checked_for != centre.pk or not default_storage.exists(name):
        messages.error(request, "Tệp đã kiểm tra không còn (phiên đã hết hoặc đã nhập rồi). Hãy chọn lại tệp.")
        return redirect("indicators:procedure-import")
    with default_storage.open(name) as stored:
        content = stored.read()
    _forget(request)
    try:
        plan = procedure_import.apply(centre=centre, content=content, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("indicators:procedure-import")
    counts = plan.counts
    messages.success(
        request,
        f"Đã nhập: {counts['new']} thủ tục mới, {counts['changed']} thủ tục cập nhật, {counts['same']} giữ nguyên.",
    )
    return redirect("indicators:procedure-list")


@page(MANAGE)
@require_GET
def procedure_import_template(request: HttpRequest) -> HttpResponse:
    """The workbook with guidance and the procedures that are on the list."""
    listed = Procedure.objects.filter(centre=_centre(request))
    return attachment(template_bytes(listed), "mau-danh-muc-thu-tuc")


def _centre(request: HttpRequest) -> Unit:
    centre: Unit | None = request.centre  # type: ignore[attr-defined]
    if centre is None or not request.user.has_perm(MANAGE, centre):
        raise Http404("not the list of this person's centre")
    return centre


def _forget(request: HttpRequest) -> None:
    _, name = request.session.pop(SESSION_KEY, (None, ""))
    if name:
        checked_files.discard(name)
