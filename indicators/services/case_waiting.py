"""Files of applicants' data that nobody needs: uploaded and never imported, or left behind by a process that died."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core.formats import vn_date
from core.services import notifications
from indicators.enums import CaseImportState
from indicators.models import CaseImport
from indicators.models.cases import FOLDER
from indicators.services import case_imports
from indicators.services.errors import FigureRefused

STRAY_AFTER = timedelta(days=1)
"""Longer than an upload or an import takes: until then a file may be about to be told of."""


def forget_waiting(*, at: datetime) -> int:
    """Throw away the files that have waited too long to be imported, and tell who brought them; returns how many."""
    before = at - timedelta(days=settings.CASE_FILES_WAIT_DAYS)
    waiting = CaseImport.objects.filter(state__in=CaseImportState.waiting(), uploaded_at__lt=before)
    forgotten = 0
    for case_import in waiting.select_related("centre", "source", "uploaded_by"):
        with suppress(FigureRefused):  # its owner may import it at this moment
            _forget(case_import, at)
            forgotten += 1
    return forgotten


@transaction.atomic
def _forget(case_import: CaseImport, at: datetime) -> None:
    case_imports.discard(case_import=case_import, by=None, at=at)
    if case_import.uploaded_by is not None:
        day = timezone.localdate(case_import.uploaded_at)
        said = (
            f"Tệp “{case_import.file_name}” tải lên ngày {vn_date(day)} chưa được nhập; hệ thống đã bỏ tệp sau"
            f" {settings.CASE_FILES_WAIT_DAYS} ngày. Cần nhập thì tải lên lại."
        )
        address = reverse(case_imports.PAGE, args=[case_import.pk])
        notifications.notify(recipients=[case_import.uploaded_by], text=said, url=address, at=at)


def remove_strays(*, at: datetime) -> int:
    """Remove files that no import needs: its process died before it told of them, or before it removed them.

    Returns how many there were.
    """
    if not default_storage.exists(FOLDER):
        return 0
    removed = 0
    for centre in default_storage.listdir(FOLDER)[0]:
        folder = f"{FOLDER}/{centre}"
        names = {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}
        for name in sorted(names - _needed(folder)):
            with suppress(FileNotFoundError):  # it may be removed at this moment
                if default_storage.get_modified_time(name) < at - STRAY_AFTER:
                    default_storage.delete(name)
                    removed += 1
    return removed


def _needed(folder: str) -> set[str]:
    """Files that wait to be imported, imported ones where they are kept, and refused rows."""
    states = set(CaseImportState.waiting())
    if settings.KEEP_CASE_APPLICANTS:
        states.add(CaseImportState.IMPORTED)
    imports = CaseImport.objects.filter(Q(file__startswith=f"{folder}/") | Q(faults__startswith=f"{folder}/"))
    needed: set[str] = set()
    for state, file, faults in imports.values_list("state", "file", "faults"):
        needed |= {faults, file} if state in states else {faults}
    return needed
