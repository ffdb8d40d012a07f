"""Files that were uploaded and never imported: they tell of applicants, so they do not wait for ever."""

from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings

from indicators.enums import CaseImportState
from indicators.models import CaseImport
from indicators.services import case_imports
from indicators.services.errors import FigureRefused

WAITING = (CaseImportState.UPLOADED, CaseImportState.CHECKED)


def forget_waiting(*, at: datetime) -> int:
    """Throw away the files that have waited too long to be imported; returns how many there were."""
    before = at - timedelta(days=settings.CASE_FILES_WAIT_DAYS)
    waiting = CaseImport.objects.filter(state__in=WAITING, uploaded_at__lt=before)
    forgotten = 0
    for case_import in waiting.select_related("centre", "source"):
        with suppress(FigureRefused):  # its owner may import it at this moment
            case_imports.discard(case_import=case_import, by=None, at=at)
            forgotten += 1
    return forgotten
