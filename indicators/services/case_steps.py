"""Writing an import in short steps, where only one may write at a time (SQLite): nobody waits long for it.

What a step wrote is not current, so nobody sees it, until the last step lets all of it count at once. What an attempt
that came to no end left behind is removed before the next one. Undoing goes the other way: its first step lets nothing
of the import count, and the following ones remove it.
"""

from collections.abc import Callable, Container
from time import sleep
from typing import Any

import polars as pl
from django.db import connection, transaction
from django.db.models import Max, Min, QuerySet

from core.services import bulk
from indicators.enums import CaseImportState
from indicators.models import CaseApplicant, CaseFile, CaseGroup, CaseImport, CaseRecount
from indicators.services import case_copy

ROWS_A_STEP = 10_000
"""Written within half a second."""
PAUSE_SECONDS = 0.1
"""Between steps: who waits to write asks again that often, and would be overtaken again and again."""


def are_needed() -> bool:
    """Whether this database lets only one write at a time."""
    return connection.vendor == "sqlite"


def insert(rows: pl.DataFrame, *, wrote: Callable[[int], None], **same: Any) -> None:
    """Write rows of ``CaseFile`` that do not count yet; ``wrote`` is told how many there are after each step."""
    written = 0
    for step in rows.iter_slices(ROWS_A_STEP):
        if written:
            sleep(PAUSE_SECONDS)
        with transaction.atomic():
            case_copy.insert(CaseFile, step, is_current=False, **same)
        written += step.height
        wrote(written)


def hidden(case_import: CaseImport) -> QuerySet[CaseFile]:
    """What the steps of an import that is not done have written."""
    groups = CaseGroup.objects.filter(case_import=case_import)
    return CaseFile.objects.filter(is_current=False, group__in=groups.values("pk")).order_by()


@transaction.atomic
def forget(case_import: CaseImport) -> None:
    """Remove what steps wrote, unless the import is done by now."""
    found = CaseImport.objects.select_for_update(of=("self",)).get(pk=case_import.pk)
    if found.state in CaseImportState.never_imported():
        bulk.delete(CaseApplicant.objects.filter(case__in=hidden(found).values("pk")))
        bulk.delete(hidden(found))
        bulk.delete(CaseGroup.objects.filter(case_import=found))


def clear(case_import: CaseImport, *, removed: Callable[[int], None] = lambda rows: None) -> None:
    """Remove what an import that is undone has left; safe to repeat. ``removed`` is told how many rows are gone."""
    undone = CaseGroup.objects.filter(case_import=case_import, case_import__state=CaseImportState.UNDONE)
    groups = set(undone.values_list("pk", flat=True))
    keys = CaseFile.objects.filter(group__in=undone.values("pk")).aggregate(first=Min("pk"), last=Max("pk"))
    gone = 0
    # In the order of the rows, which lie together: those of one group are strewn over as many pages as all of them.
    for first in range(keys["first"], keys["last"] + 1, ROWS_A_STEP) if keys["first"] is not None else ():
        gone += _remove(groups, first, min(first + ROWS_A_STEP - 1, keys["last"]))
        removed(gone)
        sleep(PAUSE_SECONDS)
    bulk.delete(CaseGroup.objects.filter(pk__in=groups))


@transaction.atomic
def _remove(groups: Container[int], first: int, last: int) -> int:
    """Remove the cases of these groups whose keys lie between; returns how many there were."""
    cases = CaseFile.objects.filter(pk__range=(first, last)).order_by().values_list("pk", "group_id")
    keys = [key for key, group in cases if group in groups]
    bulk.delete(CaseApplicant.objects.filter(case__in=keys))
    bulk.delete(CaseFile.objects.filter(pk__in=keys))
    return len(keys)


def clear_all(imports: QuerySet[CaseImport]) -> int:
    """Remove what undone ones of these imports have left, where a worker died meanwhile; returns how many had."""
    left = list(imports.filter(state=CaseImportState.UNDONE, groups__isnull=False).distinct().order_by("pk"))
    for case_import in left:
        clear(case_import)
    return len(left)


def standing(case_import: CaseImport) -> Any:
    """How the file is to be read, and what the centre's cases follow from: what was written so far does from that."""
    how = (case_import.sheets, case_import.columns, case_import.words)
    return how, counted(case_import.centre_id)


def counted(centre: int) -> Any:
    """Which imports of a centre count or did, and how often its cases were counted anew."""
    done = CaseImport.objects.filter(centre=centre, imported_at__isnull=False)
    return list(done.order_by("pk").values_list("pk", "state")), CaseRecount.objects.filter(centre=centre).count()
