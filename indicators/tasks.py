"""Background work of this app."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, BinaryIO

from celery import shared_task
from django.db import connection
from django.utils import timezone

from accounts.models import Unit
from core.formats import vn_number
from core.services import notifications
from core.tasks import RunningJob, export_task, job_task
from indicators.models import CaseImport, Survey
from indicators.roles import MANAGE_SURVEYS
from indicators.selectors.case_recounts import result_line
from indicators.services import (
    answer_exports,
    case_applicants,
    case_imports,
    case_notes,
    case_recounting,
    case_steps,
    case_undoing,
    case_waiting,
    periods,
    survey_answers,
    surveys,
)
from indicators.services.errors import SurveyRefused

FAULTS_SHOWN = 20
WORDS_SHOWN = 30


@shared_task(name="indicators.close_periods")
def close_periods() -> int:
    """Close the months whose day has passed; returns how many."""
    return periods.close_due(at=timezone.now())


@shared_task(name="indicators.close_surveys")
def close_surveys() -> int:
    """Close the surveys that are over; returns how many."""
    return surveys.close_over(at=timezone.now())


@shared_task(name="indicators.forget_abandoned_answers")
def forget_abandoned_answers() -> int:
    """Remove answers that were begun and given up; returns how many."""
    return survey_answers.forget_abandoned(at=timezone.now())


@shared_task(name="indicators.forget_waiting_case_files")
def forget_waiting_case_files() -> int:
    """Throw away the files that nobody imported or needs, what undone imports left, and applicants that are kept no
    more; returns how many files.
    """
    at = timezone.now()
    case_steps.clear_all(CaseImport.objects.all())
    case_applicants.forget_all()
    return case_waiting.forget_waiting(at=at) + case_waiting.remove_strays(at=at)


@job_task(case_imports.CHECK_JOB)
def check_cases(job: RunningJob) -> dict[str, Any]:
    """Look through the file of an import; safe to run twice, since nothing but its counters is written."""
    case_import = CaseImport.objects.select_related("source", "centre", "default_unit").get(
        pk=job.arguments["case_import"]
    )
    outcome = case_imports.check(case_import=case_import, by=job.by, at=timezone.now(), progress=job.progress)
    said = f"Đã kiểm tra {vn_number(outcome.read)} dòng."
    notes = case_notes.notes_on(case_import, outcome)
    faults = outcome.faults.first(FAULTS_SHOWN)
    words = {
        column: sorted(many.items(), key=lambda word: -word[1])[:WORDS_SHOWN]
        for column, many in outcome.findings.unknown_words.items()
    }
    more = {column: len(many) - WORDS_SHOWN for column, many in outcome.findings.unknown_words.items()}
    unknown = {"unknown_words": words, "more_words": more}
    return {"message": said, "preview": outcome.preview, "faults": faults, "notes": notes, **unknown}


@job_task(case_imports.IMPORT_JOB)
def import_cases(job: RunningJob) -> dict[str, Any]:
    """Import a file; safe to run twice, since an import that is done is left as it is."""
    case_import = CaseImport.objects.get(pk=job.arguments["case_import"])
    at = timezone.now()
    done = case_imports.run(case_import=case_import, by=job.by, at=at, progress=_from_outside(job.progress))
    said = f"Đã nhập “{done.file_name}”: {done.rows_added} hồ sơ mới, {done.rows_changed} hồ sơ cập nhật."
    if job.by is not None:
        notifications.notify(recipients=[job.by], text=said, url=job.job.result_url, at=at)
    return {"message": said}


@job_task(case_undoing.JOB)
def undo_case_import(job: RunningJob) -> dict[str, Any]:
    """Undo an import; safe to run twice, since one that is undone is left as it is."""
    case_import = CaseImport.objects.get(pk=job.arguments["case_import"])
    at = timezone.now()
    done = case_undoing.undo(case_import=case_import, by=job.by, at=at, progress=_from_outside(job.progress))
    said = f"Đã hoàn tác “{done.file_name}”: số liệu trở lại như trước khi nhập."
    if job.by is not None:
        notifications.notify(recipients=[job.by], text=said, url=job.job.result_url, at=at)
    return {"message": said}


@job_task(case_recounting.CHECK_JOB)
def check_case_recount(job: RunningJob) -> dict[str, Any]:
    """Look what counting cases anew would change; safe to run twice, since nothing is written."""
    centre = Unit.objects.get(pk=job.arguments["centre"])
    plan = case_recounting.planned(centre=centre, at=timezone.now(), progress=job.progress)
    found = {name: getattr(plan.found, name) for name in case_recounting.NUMBERS}
    said = f"Đã so hồ sơ với lịch hiện nay: {vn_number(plan.found.cases)} hồ sơ sẽ đổi."
    return {"message": said, "standing": plan.standing, "found": found}


@job_task(case_recounting.JOB)
def recount_cases(job: RunningJob) -> dict[str, Any]:
    """Count cases anew; safe to run twice, since what a job came to is kept with its cases."""
    centre, at = Unit.objects.get(pk=job.arguments["centre"]), timezone.now()
    done = case_recounting.run(centre=centre, job=job.job.pk, by=job.by, at=at, progress=job.progress)
    said = result_line(done)
    if job.by is not None:
        notifications.notify(recipients=[job.by], text=said, url=job.job.result_url, at=at)
    return {"message": said}


@export_task(answer_exports.JOB)
def export_answers(job: RunningJob, target: BinaryIO) -> str:
    """Make the Excel file of a survey's forms."""
    survey = Survey.objects.select_related("centre", "questionnaire").get(pk=job.arguments["survey"])
    if job.by is None or not job.by.has_perm(MANAGE_SURVEYS, survey):
        raise SurveyRefused("Quyền quản lý đợt khảo sát đã thay đổi sau khi yêu cầu.")
    written = answer_exports.write(target, survey=survey, progress=job.progress)
    return f"Đã xuất Excel {vn_number(written)} phiếu trả lời không tên của “{survey.title}”."


def _from_outside(progress: Callable[[int, int, str], None]) -> Callable[[int, int, str], None]:
    """Report progress on a connection of its own, since nobody sees what a long transaction writes until it ends.

    Where only one may write at a time, imports are written in steps, and there is no long transaction.
    """

    def report(done: int, total: int, message: str) -> None:
        try:
            progress(done, total, message)
        finally:
            connection.close()

    def told(done: int, total: int, message: str) -> None:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(report, done, total, message).result()

    return progress if case_steps.are_needed() else told
