"""Undoing an import: everything that it brought in goes, and what it took the place of counts again."""

from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.db import transaction

from accounts.models import User
from core.models import Job
from core.services import bulk, jobs
from core.services.transitions import perform
from indicators.enums import CaseImportState, CaseLayout, CaseWork
from indicators.models import CaseApplicant, CaseFile, CaseGroup, CaseImport
from indicators.services import case_imports, case_silence, case_steps, case_summaries, case_tallies, case_versions
from indicators.services.case_access import CaseImportRefused, locked, refuse_stranger
from indicators.services.case_reading import Progress
from indicators.services.case_storing import WriteSummary
from indicators.services.case_tallies import Renewal
from indicators.workflow import CASE_IMPORT

JOB = CaseWork.UNDO.value
TAKING, REMOVING = "Đang lấy hồ sơ ra", "Đang dọn hồ sơ đã lấy ra"


@dataclass(frozen=True)
class Plan:
    """What comes back: keys of cases that took the place of others, and of those; what becomes of the counts, and the
    import that tells them then.
    """

    renewed: pl.Series
    replaced: pl.Series
    counts: Renewal
    told_by: CaseImport | None


def request(*, case_import: CaseImport, by: User, at: datetime) -> Job:
    """Ask for the undoing in the background; asked again while it is under way, by whomever, it is the same.

    Raises ``FigureRefused`` when a later import rests on this one, or the month of a table of counts is closed.
    """
    refuse_stranger(by, case_import.centre)
    asked = case_imports.job_for(JOB, "Hoàn tác", case_import)
    # Whoever undoes it holds it: nobody is to wait for that only to be told that it is under way.
    running = jobs.unfinished(asked["key"])
    if running is not None:
        return running
    with transaction.atomic():
        found = locked(case_import, by, CaseImportState.IMPORTED)
        _refuse_if_rested_on(found)
        if found.source.layout != CaseLayout.CASES:
            case_imports.refuse_closed_month(found)
        return jobs.request(name=JOB, by=by, at=at, **asked)


def undo(*, case_import: CaseImport, by: User, at: datetime, progress: Progress = lambda *told: None) -> CaseImport:
    """Take out the whole import, or nothing of it; once it is done, doing it again changes nothing.

    Other imports of the centre, and undoing them, wait meanwhile. Raises ``FigureRefused`` when a later import rests on
    this one, or the figures of a month that would change are closed.
    """
    progress(0, case_import.rows_added + case_import.rows_changed, TAKING)
    if case_steps.are_needed():
        return _undo_in_steps(case_import, by, at, progress)
    with transaction.atomic():
        found = case_imports.held(case_import)
        return found if found.state == CaseImportState.UNDONE else _taken_back(found, _planned(found, at), by, at)


def _undo_in_steps(case_import: CaseImport, by: User, at: datetime, progress: Progress) -> CaseImport:
    """Look first what comes back, let it count in one short step, and remove what counts no more in others."""
    for _ in range(case_imports.MOST_ATTEMPTS):
        found = CaseImport.objects.select_related("source", "centre").get(pk=case_import.pk)
        standing = case_steps.standing(found)
        plan = _planned(found, at)
        with transaction.atomic():
            found = case_imports.held(case_import)
            if found.state != CaseImportState.UNDONE and case_steps.standing(found) == standing:
                found = _taken_back(found, plan, by, at)
        if found.state == CaseImportState.UNDONE:
            _clear(found, progress)
            return found
    raise CaseImportRefused(
        "Hồ sơ của trung tâm thay đổi trong lúc hoàn tác; chưa hoàn tác gì.", hint="Thử hoàn tác lại."
    )


def _clear(case_import: CaseImport, progress: Progress) -> None:
    rows = case_import.rows_added + case_import.rows_changed
    case_steps.clear(case_import, removed=lambda gone: progress(gone, rows, REMOVING))


def _planned(case_import: CaseImport, at: datetime) -> Plan | None:
    """What undoing a list of cases comes to; nothing is written. None for a table of counts."""
    if case_import.source.layout != CaseLayout.CASES:
        return None
    own = CaseFile.objects.filter(group__in=case_import.groups.values("pk")).order_by()
    pairs = case_versions.versions_before(case_import)
    changes = WriteSummary()
    changes.note_changes(pairs, at=at)
    added = own.filter(replaces__isnull=True).values_list("group__unit_id", "received_month").distinct()
    changes.note_months(
        pl.DataFrame(list(added), schema={"unit_id": pl.Int64, "received_month": pl.Int64}, orient="row")
    )
    lists = case_import.centre.case_imports.filter(state=CaseImportState.IMPORTED, source__layout=CaseLayout.CASES)
    told_by = lists.exclude(pk=case_import.pk).select_related("source").order_by("-imported_at").first()
    counts = case_tallies.planned(
        centre=case_import.centre,
        first_months=changes.first_months,
        at=at,
        stored=[
            case_tallies.current(case_import.centre).exclude(group__in=case_import.groups.values("pk")),
            CaseFile.objects.filter(pk__in=own.filter(replaces__isnull=False).values("replaces_id")).order_by(),
        ],
        others=case_silence.no_longer_told(case_import, told_by, but=changes.first_months),
    )
    return Plan(pairs["known_id"], pairs["known_id_known"], counts, told_by)


def _taken_back(case_import: CaseImport, plan: Plan | None, by: User, at: datetime) -> CaseImport:
    moved = perform(CASE_IMPORT, "undo", case_import, by=by, at=at, as_system=by is None)
    _refuse_if_rested_on(moved)
    if plan is None:
        case_imports.refuse_closed_month(moved)
        case_summaries.take_out(moved)
        return moved
    if case_steps.are_needed():
        case_versions.set_current(plan.renewed, value=False)
    else:
        _remove_cases(moved)
    case_versions.set_current(plan.replaced, value=True)
    case_tallies.carry_out(plan.counts, centre=moved.centre, told_by=plan.told_by, at=at)
    return moved


def _remove_cases(case_import: CaseImport) -> None:
    groups = CaseGroup.objects.filter(case_import=case_import)
    bulk.delete(CaseApplicant.objects.filter(case__group__in=groups.values("pk")))
    bulk.delete(CaseFile.objects.filter(group__in=groups.values("pk")))
    bulk.delete(groups)


def _refuse_if_rested_on(case_import: CaseImport) -> None:
    later = list(case_import.resting.filter(state=CaseImportState.IMPORTED).order_by("imported_at"))
    if later:
        names = "; ".join(f"“{each.file_name}”" for each in later[:3])
        raise CaseImportRefused(
            f"Chưa hoàn tác được: {len(later)} lần nhập sau ({names}) có hồ sơ trùng với lần nhập này.",
            hint="Hoàn tác các lần nhập sau trước, mới nhất trước.",
            code="rested_on",
        )
