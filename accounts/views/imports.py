"""Units and people from one Excel file: check, look, import."""

from django.conf import settings
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.forms import ImportForm
from accounts.policies import page
from accounts.services import people_import
from accounts.spreadsheet import people as spreadsheet
from core.errors import DomainError
from core.services import checked_files
from core.spreadsheet import attachment
from core.uploads import inspect

MANAGE = "accounts.manage_people"
SESSION_KEY = "people_import"
SHOWN_ERRORS = 200


@page(MANAGE)
def people_import_page(request: HttpRequest) -> HttpResponse:
    """Choose a file and have it checked; nothing is written yet."""
    form = ImportForm(request.POST or None, request.FILES or None)
    context = {"heading": "Nhập đơn vị và nhân sự từ Excel", "form": form}
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        _forget(request)
        try:
            inspect(upload, name=upload.name, limit=settings.UPLOAD_LIMIT_BYTES, allowed=("xlsx",))
        except DomainError as refusal:
            form.add_error("file", str(refusal))
        else:
            upload.seek(0)
            plan = people_import.check(content=upload.read(), by=request.user)
            context |= {"plan": plan, "errors": plan.errors[:SHOWN_ERRORS], "file_name": upload.name}
            if not plan.errors:
                upload.seek(0)
                request.session[SESSION_KEY] = checked_files.keep(upload.read(), ending=".xlsx")
    return render(request, "accounts/people_import.html", context)


@page(MANAGE)
@require_POST
def people_import_apply(request: HttpRequest) -> HttpResponse:
    """Import the file that was checked last; it is checked once more, and all of it is taken or nothing."""
    name = request.session.get(SESSION_KEY)
    if not name or not default_storage.exists(name):
        messages.error(request, "Tệp đã kiểm tra không còn (phiên đã hết hoặc đã nhập rồi). Hãy chọn lại tệp.")
        return redirect("accounts:people-import")
    with default_storage.open(name) as stored:
        content = stored.read()
    try:
        plan = people_import.apply(content=content, by=request.user, at=timezone.now())
    except DomainError as refusal:
        _forget(request)
        messages.error(request, str(refusal))
        return redirect("accounts:people-import")
    _forget(request)
    counts = plan.counts
    messages.success(
        request,
        f"Đã nhập: {counts['new_units']} đơn vị mới, {counts['changed_units']} đơn vị cập nhật, "
        f"{counts['new_people']} người mới, {counts['changed_people']} người cập nhật.",
    )
    return redirect("accounts:directory")


@page(MANAGE)
@require_GET
def people_import_template(request: HttpRequest) -> HttpResponse:
    """The empty workbook with guidance."""
    return attachment(spreadsheet.template_bytes(), "mau-don-vi-nhan-su")


def _forget(request: HttpRequest) -> None:
    name = request.session.pop(SESSION_KEY, None)
    if name:
        checked_files.discard(name)
