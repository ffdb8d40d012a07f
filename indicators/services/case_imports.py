"""Bringing in files of one-stop systems: looked at, imported whole, or thrown away."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import Unit, User
from core.models import Job
from core.services import jobs
from core.services.transitions import perform
from indicators.enums import CaseImportState, CaseWork
from indicators.models import CaseImport
from indicators.services import case_faults, case_silence, case_steps, case_summaries, case_tallies
from indicators.services.case_access import CaseImportRefused, locked
from indicators.services.case_reading import Outcome, Progress, go_through
from indicators.services.case_tallies import Renewal
from indicators.services.periods import refuse_if_closed
from indicators.workflow import CASE_IMPORT

CHECK_JOB = CaseWork.CHECK.value
IMPORT_JOB = CaseWork.IMPORT.value
PAGE = "indicators:case-import-detail"
MOST_ATTEMPTS = 3


@transaction.atomic
def request_check(*, case_import: CaseImport, by: User, at: datetime) -> Job:
    """Ask for the file to be looked through in the background; asked twice, it is done once."""
    return jobs.request(name=CHECK_JOB, by=by, at=at, **job_for(CHECK_JOB, "Kiểm tra tệp", case_import))


@transaction.atomic
def request_import(*, case_import: CaseImport, by: User, at: datetime) -> Job:
    """Ask for the import in the background; asked twice, it is done once."""
    found = locked(case_import, by, CaseImportState.CHECKED)
    if not found.importable:
        raise CaseImportRefused("Tệp không có dòng nào nhập được.", hint="Sửa tệp hoặc ghép lại cột rồi kiểm tra lại.")
    return jobs.request(name=IMPORT_JOB, by=by, at=at, **job_for(IMPORT_JOB, "Nhập hồ sơ", case_import))


def check(*, case_import: CaseImport, by: User | None, at: datetime, progress: Progress) -> Outcome:
    """Look through the file, count what it would do, and let it wait to be imported."""
    outcome = go_through(case_import, at=at, writes=False, progress=progress)
    _keep_moves(case_import, outcome)
    perform(CASE_IMPORT, "check", case_import, by=by, at=at, values=outcome.numbers(), as_system=by is None)
    return outcome


def run(*, case_import: CaseImport, by: User | None, at: datetime, progress: Progress) -> CaseImport:
    """Import the whole file, or nothing of it; once it is done, doing it again changes nothing.

    One import of a centre at a time: a second one waits, or begins anew where it would wait too long. Raises
    ``FigureRefused`` when the figures of a month that would change are closed, ``FileRefused`` when the file cannot be
    read.
    """
    if case_steps.are_needed():
        return _run_in_steps(case_import, by, at, progress)
    with transaction.atomic():
        found = _taken(case_import)
        if found.state == CaseImportState.IMPORTED:
            return found
        outcome = go_through(found, at=at, writes=True, progress=progress)
        return _stored(found, outcome, _planned(found, outcome, at), by, at)


def _run_in_steps(case_import: CaseImport, by: User | None, at: datetime, progress: Progress) -> CaseImport:
    """Write in steps that nobody sees, then let all of it count; begin anew when others changed cases meanwhile."""
    for _ in range(MOST_ATTEMPTS):
        case_steps.forget(case_import)
        with transaction.atomic():
            found = _taken(case_import)
            standing = case_steps.standing(found)
        if found.state == CaseImportState.IMPORTED:
            return found
        case_steps.clear_all(found.centre.case_imports.all())  # would stand where the same cases are to be
        try:
            outcome = go_through(found, at=at, writes=True, progress=progress)
            plan = _planned(found, outcome, at)
            with transaction.atomic():
                found = _taken(case_import)
                if found.state == CaseImportState.IMPORTED:
                    return found
                if case_steps.standing(found) == standing and (outcome.storage is None or outcome.storage.show()):
                    return _stored(found, outcome, plan, by, at)
        except BaseException:
            case_steps.forget(case_import)
            raise
    case_steps.forget(case_import)
    raise CaseImportRefused("Hồ sơ của trung tâm thay đổi trong lúc nhập; chưa nhập gì.", hint="Thử nhập lại.")


def _taken(case_import: CaseImport) -> CaseImport:
    found = held(case_import)
    if found.state == CaseImportState.IMPORTED:
        _remove_what_tells_of_applicants(found)  # a worker may have been killed before it came to that
    return found


def held(case_import: CaseImport) -> CaseImport:
    """The import as it stands, locked until the transaction ends, and with it all cases of the centre."""
    Unit.objects.select_for_update(no_key=True).get(pk=case_import.centre_id)
    rows = CaseImport.objects.select_for_update(of=("self",)).select_related("source", "centre", "default_unit")
    return rows.get(pk=case_import.pk)


def _planned(case_import: CaseImport, outcome: Outcome, at: datetime) -> Renewal | None:
    """What becomes of the counts of cases once those of the file count; None for a table of counts."""
    if outcome.storage is None:
        return None
    before = case_tallies.current(case_import.centre).exclude(group__in=case_import.groups.values("pk"))
    stored = outcome.stored
    return case_tallies.planned(
        centre=case_import.centre,
        first_months=stored.first_months,
        at=at,
        stored=[] if outcome.storage.is_first else [before],
        fresh=[*stored.happened, *stored.taken_back],
        others=case_silence.left_out(case_import, stored.happened, but=stored.first_months, at=at),
    )


def _stored(
    case_import: CaseImport, outcome: Outcome, plan: Renewal | None, by: User | None, at: datetime
) -> CaseImport:
    """Bring all else up to the cases that were stored."""
    if not outcome.good:
        raise CaseImportRefused(
            f"Tệp “{case_import.file_name}” không có dòng nào nhập được.", hint="Xem tệp dòng lỗi rồi sửa lại."
        )
    values: dict[str, Any] = outcome.numbers()
    if outcome.storage is not None and plan is not None:
        if outcome.storage.has_orphans():
            raise CaseImportRefused("Có hồ sơ không thuộc nhóm nào; chưa nhập gì.", hint="Thử nhập lại.")
        case_tallies.carry_out(plan, centre=case_import.centre, told_by=case_import, at=at)
    else:
        values["replaced"] = _store_counts(case_import, outcome, at)
    if outcome.refused:
        values["faults"] = case_faults.keep(case_import, outcome.refused)
    _keep_moves(case_import, outcome)
    case_import.rests_on.set(outcome.stored.rests_on - {case_import.pk})
    _remove_what_tells_of_applicants(case_import)
    return perform(CASE_IMPORT, "import", case_import, by=by, at=at, values=values, as_system=by is None)


def _keep_moves(case_import: CaseImport, outcome: Outcome) -> None:
    """Which cases of other units the file takes; beside the trail, which tells the numbers of the import."""
    case_import.moved = outcome.stored.moves.as_stored()
    case_import.save(update_fields=["moved"])


@transaction.atomic
def discard(*, case_import: CaseImport, by: User | None, at: datetime) -> CaseImport:
    """Throw away a file that was never imported; its content is removed."""
    case_steps.forget(case_import)
    moved = perform(CASE_IMPORT, "discard", case_import, by=by, at=at, as_system=by is None)
    _remove_file_on_commit(moved)
    return moved


def _remove_what_tells_of_applicants(case_import: CaseImport) -> None:
    """The file itself, which nothing needs any more once it is imported."""
    if not settings.KEEP_CASE_APPLICANTS:
        _remove_file_on_commit(case_import)


def _remove_file_on_commit(case_import: CaseImport) -> None:
    storage, path = case_import.file.storage, str(case_import.file.name)
    transaction.on_commit(lambda: storage.delete(path))


def _store_counts(case_import: CaseImport, outcome: Outcome, at: datetime) -> list[dict[str, Any]]:
    refuse_closed_month(case_import)
    replaced, rests_on = case_summaries.store(case_import, case_import.source.layout, outcome.counts, at=at)
    outcome.stored.rests_on |= rests_on
    return replaced


def refuse_closed_month(case_import: CaseImport) -> None:
    """Raise ``FigureRefused`` when the month that a table of counts is about is closed."""
    if case_import.year is not None and case_import.month is not None:
        refuse_if_closed(centre=case_import.centre, year=case_import.year, months=[case_import.month])


def job_for(name: str, title: str, case_import: CaseImport) -> dict[str, Any]:
    """What a job about an import is asked for with; while one is unfinished, asking again gives the same."""
    return {
        "title": f"{title}: {case_import.file_name}"[:200],
        "arguments": {"case_import": case_import.pk},
        "key": f"{name}:{case_import.pk}",
        "result_url": reverse(PAGE, args=[case_import.pk]),
    }
