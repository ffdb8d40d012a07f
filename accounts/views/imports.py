"""Units and people from one Excel file: check, look, import."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.forms.base import ImportForm
from accounts.policies import page
from accounts.requests import PortalRequest
from accounts.roles import MANAGE_PEOPLE
from accounts.services import people_import
from accounts.spreadsheet import people as spreadsheet
from core.errors import DomainError
from core.spreadsheet import attachment
from core.workbooks.door import Door

DOOR = Door("people_import")


@page(MANAGE_PEOPLE)
def people_import_page(request: PortalRequest) -> HttpResponse:
    """Choose a file and have it checked; nothing is written yet."""
    form = ImportForm(request.POST or None, request.FILES or None)
    context = {"heading": "Nhập đơn vị và nhân sự từ Excel", "form": form}
    if request.method == "POST" and form.is_valid():
        context |= DOOR.check(request, form, lambda content: people_import.check(content=content, by=request.user))
    return render(request, "accounts/people_import.html", context, status=400 if form.errors else 200)


@page(MANAGE_PEOPLE)
@require_POST
def people_import_apply(request: PortalRequest) -> HttpResponse:
    """Import the file that was checked last; it is checked once more, and all of it is taken or nothing."""
    content = DOOR.take(request)
    if content is None:
        return redirect("accounts:people-import")
    try:
        plan = people_import.apply(content=content, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("accounts:people-import")
    counts = plan.counts
    messages.success(
        request,
        f"Đã nhập: {counts['new_units']} đơn vị mới, {counts['changed_units']} đơn vị cập nhật, "
        f"{counts['new_people']} người mới, {counts['changed_people']} người cập nhật.",
    )
    return redirect("accounts:directory")


@page(MANAGE_PEOPLE)
@require_GET
def people_import_template(request: PortalRequest) -> HttpResponse:
    """The empty workbook with guidance."""
    return attachment(spreadsheet.template_bytes(), "mau-don-vi-nhan-su")
