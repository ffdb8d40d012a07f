"""The list of procedures from one Excel file: check, look, import."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.forms.base import ImportForm
from accounts.models import Unit
from accounts.policies import page
from accounts.requests import PortalRequest
from core.errors import DomainError
from core.spreadsheet import attachment
from core.workbooks.door import Door
from indicators.models import Procedure
from indicators.roles import MANAGE_PROCEDURES
from indicators.services import procedure_import
from indicators.spreadsheet.procedure_book import template_bytes

DOOR = Door("procedure_import")


@page(MANAGE_PROCEDURES)
def procedure_import_page(request: PortalRequest) -> HttpResponse:
    """Choose a file and have it checked; nothing is written yet."""
    centre = _centre(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    context = {"heading": "Nhập danh mục thủ tục từ Excel", "form": form, "year": timezone.localdate().year}
    if request.method == "POST" and form.is_valid():
        context |= DOOR.check(
            request, form, lambda content: procedure_import.check(centre=centre, content=content), about=centre.pk
        )
    return render(request, "indicators/procedure_import.html", context, status=400 if form.errors else 200)


@page(MANAGE_PROCEDURES)
@require_POST
def procedure_import_apply(request: PortalRequest) -> HttpResponse:
    """Import the file that was checked last; it is checked once more, and all of it is taken or nothing."""
    centre = _centre(request)
    content = DOOR.take(request, about=centre.pk)
    if content is None:
        return redirect("indicators:procedure-import")
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


@page(MANAGE_PROCEDURES)
@require_GET
def procedure_import_template(request: PortalRequest) -> HttpResponse:
    """The workbook with guidance and the procedures that are on the list."""
    listed = Procedure.objects.filter(centre=_centre(request))
    return attachment(template_bytes(listed), "mau-danh-muc-thu-tuc")


def _centre(request: PortalRequest) -> Unit:
    centre = request.centre
    if centre is None or not request.user.has_perm(MANAGE_PROCEDURES, centre):
        raise Http404("not the list of this person's centre")
    return centre
