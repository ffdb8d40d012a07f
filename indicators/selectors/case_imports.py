"""Imports and cases as people see them."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Unit
from accounts.policies import reach
from core.models import Job
from indicators.models import CaseFile, CaseImport

IMPORT = "indicators.import_cases"
VIEW = "indicators.view_cases"


def imports_of(user: Any) -> QuerySet[CaseImport]:
    """The imports of all centres where this person may import."""
    rows = CaseImport.objects.select_related("source", "centre", "default_unit", "uploaded_by__person")
    return reach(user, IMPORT).filter(rows, "centre")


def latest_job(name: str, case_import: CaseImport) -> Job | None:
    """The newest job of this name for an import."""
    return Job.objects.filter(key=f"{name}:{case_import.pk}").order_by("-requested_at").first()


def cases_of(user: Any, centre: Unit | None, year: int) -> QuerySet[CaseFile]:
    """Current cases of the units that this person may see: received or finished in the year, or still pending."""
    units = reach(user, VIEW).filter(Unit.objects.all(), field="")
    if centre is not None:
        units = units.filter(path__startswith=centre.path)
    months = (year * 12, year * 12 + 11)
    in_year = Q(received_month__range=months) | Q(finished_month__range=months)
    rows = CaseFile.objects.filter(is_current=True, group__unit__in=units)
    return rows.filter(in_year | Q(finished_at__isnull=True)).select_related("group__unit", "group__procedure")


def overdue(rows: QuerySet[CaseFile], at: datetime) -> QuerySet[CaseFile]:
    """Those that are pending and late at a moment."""
    return rows.filter(finished_at__isnull=True, due_at__lt=at)
