"""Imports and cases as people see them."""

from datetime import datetime

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from accounts.models import Unit, User
from accounts.policies import reach
from accounts.selectors.scope import units_in_sight
from core.enums import JobState
from core.models import Job
from indicators.engine.months import month_number
from indicators.enums import CaseImportState, CaseWork
from indicators.models import CaseFile, CaseGroup, CaseImport
from indicators.roles import IMPORT_CASES, VIEW_CASES


def imports_of(user: User) -> QuerySet[CaseImport]:
    """The imports of all centres where this person may import; ``doing``: the work (``CaseWork``) under way, if any."""
    keys = [Concat(Value(f"{work.value}:"), Cast(OuterRef("pk"), CharField())) for work in CaseWork]
    under_way = Job.objects.filter(key__in=keys, state__in=JobState.unfinished()).order_by("-requested_at")
    rows = CaseImport.objects.select_related("source", "centre", "default_unit", "uploaded_by__person")
    return reach(user, IMPORT_CASES).filter(rows.annotate(doing=Subquery(under_way.values("name")[:1])), "centre")


def latest_job(name: str, case_import: CaseImport) -> Job | None:
    """The newest job of this name for an import."""
    return Job.objects.filter(key=f"{name}:{case_import.pk}").order_by("-requested_at").first()


def cases_of(user: User, centre: Unit | None, year: int) -> QuerySet[CaseFile]:
    """Current cases of the units that this person may see: received or finished in the year, or still pending."""
    units = units_in_sight(user, centre, VIEW_CASES)
    months = (month_number(year, 1), month_number(year, 12))
    in_year = Q(received_month__range=months) | Q(finished_month__range=months)
    rows = CaseFile.objects.filter(is_current=True, group__unit__in=units).exclude(group__in=hidden_groups())
    return rows.filter(in_year | Q(finished_at__isnull=True)).select_related("group__unit", "group__procedure")


def hidden_groups() -> QuerySet[CaseGroup]:
    """Groups whose import is undone: their cases count no more, and are about to be removed."""
    return CaseGroup.objects.filter(case_import__state=CaseImportState.UNDONE)


def overdue(rows: QuerySet[CaseFile], at: datetime) -> QuerySet[CaseFile]:
    """Those that are pending and late at a moment."""
    return rows.filter(finished_at__isnull=True, due_at__lt=at)
