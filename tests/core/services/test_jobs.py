"""Jobs as rows: asked for once, taken once, swept when silent, given up in the end."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from core.enums import JobState
from core.models import Job
from core.services import jobs
from tests.factories.accounts import UserFactory
from tests.factories.core import JobFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
LONG_AGO = NOW - timedelta(minutes=10)


def _request(key: str) -> Job:
    return jobs.request(name="scoring.compute_run", title="Tính điểm", arguments={}, by=UserFactory(), at=NOW, key=key)


def test_second_request_of_an_unfinished_key_returns_the_first() -> None:
    first = _request("round-1")

    assert _request("round-1") == first
    assert _request("round-2") != first


def test_a_job_that_ends_while_it_is_asked_for_again_is_returned() -> None:
    first = _request("round-1")
    table = connection.ops.quote_name(Job._meta.db_table)

    def finish_before_looking(execute: Any, sql: str, parameters: Any, many: bool, context: Any) -> Any:
        if sql.startswith("SELECT") and table in sql and " IN (" in sql:
            Job.objects.filter(pk=first.pk).update(state=JobState.SUCCEEDED, finished_at=NOW)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(finish_before_looking):
        assert _request("round-1") == first
    first.refresh_from_db()
    assert first.state == JobState.SUCCEEDED


def test_finished_key_may_be_asked_for_again() -> None:
    first = _request("round-1")
    jobs.finish(first, result={"total": 3}, at=NOW)

    assert _request("round-1") != first
    assert Job.objects.get(pk=first.pk).result == {"total": 3}


def test_job_in_other_hands_is_not_taken_twice() -> None:
    job = JobFactory()

    assert jobs.start(job.pk, at=NOW) is not None
    assert jobs.start(job.pk, at=NOW + timedelta(seconds=30)) is None


def test_silent_job_may_be_taken_over() -> None:
    job = JobFactory(state=JobState.RUNNING, heartbeat_at=LONG_AGO, attempts=1)

    taken = jobs.start(job.pk, at=NOW)

    assert taken is not None
    assert taken.attempts == 2


def test_finished_job_is_not_taken_again() -> None:
    job = JobFactory()
    jobs.finish(job, result=None, at=NOW)

    assert jobs.start(job.pk, at=NOW) is None


def test_sweep_queues_the_silent_ones_and_leaves_the_others() -> None:
    silent = JobFactory(state=JobState.RUNNING, heartbeat_at=LONG_AGO, attempts=1)
    lost = JobFactory(requested_at=LONG_AGO)
    busy = JobFactory(state=JobState.RUNNING, heartbeat_at=NOW, attempts=1)
    fresh = JobFactory(requested_at=NOW)

    assert jobs.sweep(at=NOW) == 2

    states = dict(Job.objects.values_list("pk", "state"))
    assert (states[silent.pk], states[lost.pk]) == (JobState.QUEUED, JobState.QUEUED)
    assert (states[busy.pk], states[fresh.pk]) == (JobState.RUNNING, JobState.QUEUED)
    assert Job.objects.get(pk=fresh.pk).heartbeat_at is None


def test_sweep_gives_up_after_too_many_attempts() -> None:
    job = JobFactory(state=JobState.RUNNING, heartbeat_at=LONG_AGO, attempts=jobs.MOST_ATTEMPTS)

    assert jobs.sweep(at=NOW) == 0

    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert job.error
