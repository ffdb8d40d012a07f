"""Imports on a real worker that is killed in the middle: nothing is half there, and the next worker finishes once."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from openpyxl import load_workbook

from core.enums import JobState
from core.models import AuditEvent, Job, Notification
from indicators.enums import CaseImportState
from indicators.models import CaseFile, CaseGroup, CaseImport, CaseRecount, ProcedureCount
from indicators.services import case_imports, case_recounting, case_undoing
from ops import processes
from tests.at_once import until_waited_for
from tests.factories.accounts import user_with
from tests.factories.core import JobFactory
from tests.factories.indicators import CalendarDayFactory
from tests.factories.world import make_world
from tests.indicators.case_desk import case, checked, imported, quietly, uploaded
from tests.servers import celery_worker, finished

pytestmark = [pytest.mark.needs_shared, pytest.mark.django_db(transaction=True)]
QUEUE = f"{settings.CELERY_TASK_DEFAULT_QUEUE}-killed"
GOOD = [case(f"A{number:03d}", "02/11/2025 08:00", "06/11/2025 17:00", "04/11/2025 09:00") for number in range(300)]
LINES = (*GOOD, case("X1", "45/11/2025"), case("X2", "02/11/2025", unit="Khoa Không Có"))
EARLIER = case("A000", "02/11/2025 08:00", "06/11/2025 17:00")


@pytest.fixture(autouse=True)
def files(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder of its own, for the worker as well: other test processes have imports with the same keys."""
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setenv("MEDIA_ROOT", str(tmp_path))


@pytest.fixture
def waiting(roles: None) -> CaseImport:
    """A file that waits to be imported, beside one that was; among its rows one renews a case of that one."""
    centre = make_world().centre
    imported(centre, EARLIER)
    return checked(centre, *LINES)


def job_of(name: str, case_import: CaseImport) -> Job:
    """A job that was asked for an hour ago, whose message was lost: only a sweeper finds it."""
    return JobFactory(
        name=name,
        key=f"{name}:{case_import.pk}",
        arguments={"case_import": case_import.pk},
        requested_by=user_with("office", case_import.centre),
        requested_at=timezone.now() - timedelta(hours=1),
        result_url=f"/nhap/{case_import.pk}/",
    )


@contextmanager
def nobody_writes_into(table: str) -> Iterator[None]:
    """Whoever is about to write into the table waits until the block ends."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        yield


def killed_at(table: str, job: Job) -> Job:
    """Let a worker work on the job until it writes into the table, and kill it there."""
    with nobody_writes_into(table), celery_worker(QUEUE, is_idle=False) as worker:
        until_waited_for()
        processes.stop(worker, by=signal.SIGKILL)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.RUNNING, 1)
    return job


def taken_up_again(job: Job) -> Job:
    """Another worker, whose sweeper finds the silent job."""
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - timedelta(minutes=3))
    with celery_worker(QUEUE, is_idle=False):
        return finished(job)


def files_of(case_import: CaseImport) -> set[str]:
    """All files of imports of the centre, by their names."""
    folder = Path(settings.MEDIA_ROOT, "case-imports", str(case_import.centre_id))
    return {path.name for path in folder.iterdir()}


def name_of(case_import: CaseImport) -> str:
    return Path(str(case_import.file.name)).name


# Where it is killed: rows are there and counts are about to be; counts, refused rows and all else are there.
@pytest.mark.parametrize("table", ["indicators_procedurecount", "core_auditevent"])
def test_import_killed_in_the_middle_is_done_once_by_the_next_worker(waiting: CaseImport, table: str) -> None:
    files_before = files_of(waiting) - {name_of(waiting)}
    told_before = (CaseFile.objects.count(), CaseGroup.objects.count(), list(ProcedureCount.objects.values()))
    job = killed_at(table, job_of(case_imports.IMPORT_JOB, waiting))

    waiting.refresh_from_db()
    assert (waiting.state, waiting.faults.name, waiting.imported_at) == (CaseImportState.CHECKED, "", None)
    assert (CaseFile.objects.count(), CaseGroup.objects.count(), list(ProcedureCount.objects.values())) == told_before
    assert name_of(waiting) in files_of(waiting)

    job = taken_up_again(job)

    waiting.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (JobState.SUCCEEDED, 2, "")
    assert (waiting.state, waiting.rows_added, waiting.rows_changed) == (CaseImportState.IMPORTED, 299, 1)
    assert CaseFile.objects.filter(is_current=True).count() == 300 and CaseFile.objects.count() == 301
    assert sum(ProcedureCount.objects.values_list("finished_early", flat=True)) == 300
    assert AuditEvent.objects.filter(target_id=str(waiting.pk), action="indicators.case_import.import").count() == 1
    assert Notification.objects.filter(url=job.result_url).count() == 1
    # Neither the file, which tells of applicants, nor a second file of refused rows lies about.
    assert waiting.faults.name == f"case-imports/{waiting.centre_id}/faults-{waiting.pk}.xlsx"
    assert [row[0] for row in load_workbook(waiting.faults.open()).active.values] == ["Dòng", 302, 303]
    assert files_of(waiting) - files_before == {f"faults-{waiting.pk}.xlsx"}


# Where it is killed: cases are gone and counts are about to be renewed; all but the trace is done.
@pytest.mark.parametrize("table", ["indicators_procedurecount", "core_auditevent"])
def test_undoing_killed_in_the_middle_is_done_once_by_the_next_worker(waiting: CaseImport, table: str) -> None:
    before = list(ProcedureCount.objects.values("year", "month", "received_direct", "finished_early"))
    done = case_imports.run(case_import=waiting, by=None, at=timezone.now(), progress=quietly)
    told = (CaseFile.objects.count(), CaseGroup.objects.count(), list(ProcedureCount.objects.values()))
    job = killed_at(table, job_of(case_undoing.JOB, done))

    done.refresh_from_db()
    assert (done.state, done.undone_at) == (CaseImportState.IMPORTED, None)
    assert (CaseFile.objects.count(), CaseGroup.objects.count(), list(ProcedureCount.objects.values())) == told

    job = taken_up_again(job)

    done.refresh_from_db()
    assert (job.state, job.attempts, job.error) == (JobState.SUCCEEDED, 2, "")
    assert done.state == CaseImportState.UNDONE and done.undone_by == job.requested_by
    assert list(CaseFile.objects.values_list("code", "is_current")) == [("A000", True)]
    assert list(ProcedureCount.objects.values("year", "month", "received_direct", "finished_early")) == before
    assert AuditEvent.objects.filter(target_id=str(done.pk), action="indicators.case_import.undo").count() == 1
    assert Notification.objects.filter(url=job.result_url).count() == 1


def test_check_killed_in_the_middle_is_done_by_the_next_worker(roles: None) -> None:
    kept = uploaded(make_world().centre, *LINES)
    job = killed_at("core_auditevent", job_of(case_imports.CHECK_JOB, kept))
    kept.refresh_from_db()
    assert (kept.state, kept.rows_read) == (CaseImportState.UPLOADED, 0)

    job = taken_up_again(job)

    kept.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.SUCCEEDED, 2)
    assert (kept.state, kept.rows_read, kept.rows_added, kept.rows_refused) == (CaseImportState.CHECKED, 302, 300, 2)
    assert [line for line, _ in job.result["faults"]] == [302, 303] and len(job.result["preview"]) == 20
    assert files_of(kept) == {name_of(kept)} and not CaseFile.objects.exists()


# Where it is killed: before the cases are written, before the counts move, before the trace.
@pytest.mark.parametrize("table", ["indicators_casefile", "indicators_procedurecount", "core_auditevent"])
def test_recount_killed_in_the_middle_is_done_once_by_the_next_worker(waiting: CaseImport, table: str) -> None:
    case_imports.run(case_import=waiting, by=None, at=timezone.now(), progress=quietly)
    for day in (5, 6):  # nothing is left of the working days between the end and the due day
        CalendarDayFactory(on=date(2025, 11, day))
    job = JobFactory(
        name=case_recounting.JOB,
        key=f"{case_recounting.JOB}:{waiting.centre_id}",
        arguments={"centre": waiting.centre_id},
        requested_by=user_with("office", waiting.centre),
        requested_at=timezone.now() - timedelta(hours=1),
        result_url="/tinh-lai/",
    )
    told = list(ProcedureCount.objects.values())

    killed_at(table, job)
    assert set(CaseFile.objects.exclude(outcome="").values_list("timing", flat=True)) == {"early"}
    assert (list(ProcedureCount.objects.values()), CaseRecount.objects.count()) == (told, 0)

    job = taken_up_again(job)
    assert (job.state, job.attempts, job.error) == (JobState.SUCCEEDED, 2, "")
    assert CaseFile.objects.filter(timing="on_time").count() == CaseRecount.objects.get().cases == 300
    assert sum(ProcedureCount.objects.values_list("finished_on_time", flat=True)) == 300
    assert AuditEvent.objects.filter(action="indicators.case_recount.run").count() == 1
    assert Notification.objects.filter(url="/tinh-lai/").count() == 1
