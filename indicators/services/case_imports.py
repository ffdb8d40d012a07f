"""Bringing in files of one-stop systems: looked at, imported whole, and undone whole."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import Unit
from core.models import Job
from core.services import audit, jobs
from core.services.transitions import perform
from indicators.enums import CaseImportState, CaseLayout
from indicators.models import CaseImport
from indicators.services import case_faults, case_silence, case_steps, case_storing, case_summaries, case_tallies
from indicators.services.case_access import locked
from indicators.services.case_reading import Outcome, Progress, go_through
from indicators.services.errors import FigureRefused
from indicators.services.periods import refuse_if_closed
from indicators.workflow import CASE_IMPORT

CHECK_JOB = "indicators.check_cases"
IMPORT_JOB = "indicators.import_cases"
PAGE = "indicators:case-import-detail"
MOST_ATTEMPTS = 3


@transaction.atomic
def request_check(*, case_import: CaseImport, by: Any, at: datetime) -> Job:
    """Ask for the file to be looked through in the background; asked twice, it is done once."""
    return jobs.request(name=CHECK_JOB, by=by, at=at, **_job(CHECK_JOB, "Kiểm tra tệp", case_import))


@transaction.atomic
def request_import(*, case_import: CaseImport, by: Any, at: datetime) -> Job:
    """Ask for the import in the background; asked twice, it is done once."""
    found = locked(case_import, by, CaseImportState.CHECKED)
    if not found.importable:
        raise FigureRefused("Tệp không có dòng nào nhập được.", hint="Sửa tệp hoặc ghép lại cột rồi kiểm tra lại.")
    return jobs.request(name=IMPORT_JOB, by=by, at=at, **_job(IMPORT_JOB, "Nhập hồ sơ", case_import))


def check(*, case_import: CaseImport, by: Any, at: datetime, progress: Progress) -> Outcome:
    """Look through the file, count what it would do, and let it wait to be imported."""
    outcome = go_through(case_import, at=at, writes=False, progress=progress)
    _move(case_import, "check", by=by, at=at, values=outcome.numbers())
    return outcome


def run(*, case_import: CaseImport, by: Any, at: datetime, progress: Progress) -> CaseImport:
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
        return _stored(found, go_through(found, at=at, writes=True, progress=progress), by, at)


def _run_in_steps(case_import: CaseImport, by: Any, at: datetime, progress: Progress) -> CaseImport:
    """Write in steps that nobody sees, then let all of it count; begin anew when others changed cases meanwhile."""
    for _ in range(MOST_ATTEMPTS):
        case_steps.forget(case_import)
        with transaction.atomic():
            found = _taken(case_import)
            standing = case_steps.standing(found)
        if found.state == CaseImportState.IMPORTED:
            return found
        try:
            outcome = go_through(found, at=at, writes=True, progress=progress)
            with transaction.atomic():
                found = _taken(case_import)
                if found.state == CaseImportState.IMPORTED:
                    return found
                if case_steps.standing(found) == standing and (outcome.storage is None or outcome.storage.show()):
                    return _stored(found, outcome, by, at)
        except BaseException:
            case_steps.forget(case_import)
            raise
    case_steps.forget(case_import)
    raise FigureRefused("Hồ sơ của trung tâm thay đổi trong lúc nhập; chưa nhập gì.", hint="Thử nhập lại.")


def _taken(case_import: CaseImport) -> CaseImport:
    """The import as it stands, locked until the transaction ends, and with it all cases of the centre."""
    Unit.objects.select_for_update(no_key=True).get(pk=case_import.centre_id)
    rows = CaseImport.objects.select_for_update(of=("self",)).select_related("source", "centre", "default_unit")
    found = rows.get(pk=case_import.pk)
    if found.state == CaseImportState.IMPORTED:
        _remove_what_tells_of_applicants(found)  # a worker may have been killed before it came to that
    return found


def _stored(case_import: CaseImport, outcome: Outcome, by: Any, at: datetime) -> CaseImport:
    """Bring all else up to the cases that were stored."""
    if not outcome.good:
        raise FigureRefused(
            f"Tệp “{case_import.file_name}” không có dòng nào nhập được.", hint="Xem tệp dòng lỗi rồi sửa lại."
        )
    values: dict[str, Any] = outcome.numbers()
    if case_import.source.layout == CaseLayout.CASES:
        _store_tallies(case_import, outcome, at)
    else:
        values["replaced"] = _store_counts(case_import, outcome, at)
    if outcome.refused:
        values["faults"] = case_faults.keep(case_import, outcome.refused)
    case_import.rests_on.set(outcome.stored.rests_on - {case_import.pk})
    _remove_what_tells_of_applicants(case_import)
    return _move(case_import, "import", by=by, at=at, values=values)


@transaction.atomic
def undo(*, case_import: CaseImport, by: Any, at: datetime) -> CaseImport:
    """Take out everything that an import brought in; what it took the place of counts again.

    Raises ``FigureRefused`` when a later import rests on this one, or the figures of a month concerned are closed.
    """
    Unit.objects.select_for_update(no_key=True).get(pk=case_import.centre_id)
    moved = _move(case_import, "undo", by=by, at=at, values={})
    _refuse_if_rested_on(moved)
    if moved.source.layout == CaseLayout.CASES:
        first_months = case_storing.take_out(moved).first_months
        before = moved.centre.case_imports.filter(state=CaseImportState.IMPORTED, source__layout=CaseLayout.CASES)
        told_by = before.select_related("source").order_by("-imported_at").first()
        others = case_silence.no_longer_told(moved, told_by, but=first_months)
        case_tallies.renew(centre=moved.centre, first_months=first_months, told_by=told_by, at=at, others=others)
    else:
        _refuse_closed_month(moved)
        case_summaries.take_out(moved)
    return moved


@transaction.atomic
def discard(*, case_import: CaseImport, by: Any, at: datetime) -> CaseImport:
    """Throw away a file that was never imported; its content is removed."""
    case_steps.forget(case_import)
    moved = _move(case_import, "discard", by=by, at=at, values={})
    _remove_file_on_commit(moved)
    return moved


def _remove_what_tells_of_applicants(case_import: CaseImport) -> None:
    """The file itself, which nothing needs any more once it is imported."""
    if not settings.KEEP_CASE_APPLICANTS:
        _remove_file_on_commit(case_import)


def _remove_file_on_commit(case_import: CaseImport) -> None:
    storage, path = case_import.file.storage, str(case_import.file.name)
    transaction.on_commit(lambda: storage.delete(path))


def _store_tallies(case_import: CaseImport, outcome: Outcome, at: datetime) -> None:
    if outcome.storage is not None and outcome.storage.has_orphans():
        raise FigureRefused("Có hồ sơ không thuộc nhóm nào; chưa nhập gì.", hint="Thử nhập lại.")
    stored = outcome.stored
    others = case_silence.left_out(case_import, stored.happened, but=stored.first_months, at=at)
    case_tallies.renew(
        centre=case_import.centre,
        first_months=stored.first_months,
        told_by=case_import,
        at=at,
        fresh=stored.happened,
        others=others,
        only_fresh=outcome.storage is not None and outcome.storage.is_first,
    )


def _store_counts(case_import: CaseImport, outcome: Outcome, at: datetime) -> list[dict[str, Any]]:
    _refuse_closed_month(case_import)
    replaced, rests_on = case_summaries.store(case_import, case_import.source.layout, outcome.counts, at=at)
    outcome.stored.rests_on |= rests_on
    return replaced


def _refuse_closed_month(case_import: CaseImport) -> None:
    if case_import.year is not None and case_import.month is not None:
        refuse_if_closed(centre=case_import.centre, year=case_import.year, months=[case_import.month])


def _refuse_if_rested_on(case_import: CaseImport) -> None:
    later = list(case_import.resting.filter(state=CaseImportState.IMPORTED).order_by("imported_at"))
    if later:
        names = "; ".join(f"“{each.file_name}”" for each in later[:3])
        raise FigureRefused(
            f"Chưa hoàn tác được: {len(later)} lần nhập sau ({names}) có hồ sơ trùng với lần nhập này.",
            hint="Hoàn tác các lần nhập sau trước, mới nhất trước.",
            code="rested_on",
        )


@transaction.atomic
def _move(case_import: CaseImport, name: str, *, by: Any, at: datetime, values: Mapping[str, Any]) -> CaseImport:
    """Change the state; the system itself (``by`` None) needs no right, everybody else does."""
    if by is not None:
        return perform(CASE_IMPORT, name, case_import, by=by, at=at, values=dict(values))
    transition = CASE_IMPORT[name]
    found = CaseImport.objects.select_for_update(of=("self",)).get(pk=case_import.pk)
    if found.state not in transition.sources:
        raise FigureRefused(f"Tệp đang ở trạng thái “{found.get_state_display()}”.", code="state")
    before = CaseImportState(found.state)
    for field, value in {**values, "state": transition.target}.items():
        setattr(found, field, value)
    if transition.target in (CaseImportState.IMPORTED, CaseImportState.UNDONE):
        setattr(found, f"{transition.target}_at", at)
    found.save()
    changes = {"trạng thái": [before.label, CaseImportState(transition.target).label]}
    audit.record(action=f"{CASE_IMPORT.record}.{name}", target=found, by=None, at=at, changes=changes)
    return found


def _job(name: str, title: str, case_import: CaseImport) -> dict[str, Any]:
    return {
        "title": f"{title}: {case_import.file_name}"[:200],
        "arguments": {"case_import": case_import.pk},
        "key": f"{name}:{case_import.pk}",
        "result_url": reverse(PAGE, args=[case_import.pk]),
    }
