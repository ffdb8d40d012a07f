"""The papers of a dossier: put in, looked at, taken out."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.policies import page
from accounts.requests import PortalRequest
from awards.models import ComponentFile
from awards.roles import EDIT_DOSSIER, VIEW_DOSSIER
from awards.selectors import dossiers as reading
from awards.services import dossiers
from core.downloads import served
from core.errors import DomainError


@page(EDIT_DOSSIER)
@require_POST
def dossier_attach(request: PortalRequest, pk: int) -> HttpResponse:
    """Upload papers for one component."""
    dossier = get_object_or_404(reading.visible_dossiers(request.user), pk=pk)
    files = request.FILES.getlist("file")
    if not files:
        messages.error(request, "Chưa chọn tệp nào để tải lên.")
    for file in files:
        try:
            stored = dossiers.attach(
                dossier=dossier,
                component=request.POST.get("component", ""),
                file=file,
                name=file.name or "tep",
                by=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Đã tải lên “{stored.name}”.")
    return redirect("awards:dossier-detail", pk)


def _file(request: PortalRequest, pk: int) -> ComponentFile:
    visible = reading.visible_dossiers(request.user)
    return get_object_or_404(ComponentFile.objects.select_related("dossier"), pk=pk, dossier__in=visible)


@page(VIEW_DOSSIER)
def file_download(request: PortalRequest, pk: int) -> FileResponse:
    """A paper of a dossier, only for those who see the dossier; PDF and pictures open in the browser."""
    return served(_file(request, pk))


@page(EDIT_DOSSIER)
@require_POST
def file_delete(request: PortalRequest, pk: int) -> HttpResponse:
    """Take a paper out again."""
    file = _file(request, pk)
    try:
        dossier = dossiers.detach(file=file, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("awards:dossier-detail", file.dossier_id)
    messages.success(request, f"Đã xóa tệp “{file.name}”.")
    return redirect("awards:dossier-detail", dossier.pk)
