"""Scenarios on a real worker: changed, asked for twice, thrown away and shared while it computes, and killed."""

import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from core.enums import JobState
from core.models import Job, Notification
from ops import processes
from scoring.models import Scenario
from scoring.selectors import scenarios as reading
from scoring.services import runs, scenarios
from tests.at_once import all_at_once, second_while_first, until_waited_for
from tests.factories.core import JobFactory
from tests.factories.scoring import NOW
from tests.servers import celery_worker, finished

pytestmark = [pytest.mark.needs_shared, pytest.mark.django_db(transaction=True)]
LIGHTER = {"kind": "weight", "code": "a1", "max": "20"}
HEAVIER = {"kind": "weight", "code": "c2", "max": "60"}


@pytest.fixture
def scenario(transactional_db, request, monkeypatch):
    scored = request.getfixturevalue("scored")
    monkeypatch.setattr(scenarios, "FEW_UNITS", 0)
    scored.measure(scored.world.surgery, 1204, 1215)
    scored.measure(scored.world.pharmacy, 97, 100)
    run = runs.compute(round=scored.round, by=scored.office, at=NOW).run
    return tried(run, scored.office, LIGHTER, HEAVIER)


def mark(scenario, place, points):
    """Other points in a2 for one of the two units of the run."""
    unit = scenario.run.unit_scores.order_by("unit__code")[place].unit
    return {"kind": "mark", "unit": unit.code, "code": "a2", "points": points}


def tried(run, by, *changes, name="Thử"):
    made = scenarios.create(run=run, name=name, by=by, at=NOW)
    for change in changes:
        made = scenarios.add_change(scenario=made, change=change, by=by, at=NOW)
    return made


def owner(scenario):
    return {"by": scenario.created_by, "at": timezone.now()}


def asked_elsewhere(scenario):
    """Ask for the calculation from another connection, so that it is asked for at once."""

    def ask():
        try:
            return scenarios.request(scenario=scenario, **owner(scenario))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(ask).result()


@contextmanager
def while_it_computes(scenario):
    """The block runs when the worker has computed the scenario and is about to store the result; gives the job."""
    with transaction.atomic():
        Scenario.objects.select_for_update().get(pk=scenario.pk)
        job = asked_elsewhere(scenario)
        until_waited_for()
        yield job


def now(scenario):
    return Scenario.objects.get(pk=scenario.pk)


def test_worker_computes_what_was_asked_for(celery_worker_process, scenario):
    job = finished(scenarios.request(scenario=scenario, **owner(scenario)))

    assert (job.state, job.done, job.total, job.attempts) == (JobState.SUCCEEDED, 2, 2, 1)
    assert reading.is_current(now(scenario))
    assert scenarios.unfinished_job(scenario) is None
    assert Notification.objects.filter(recipient=scenario.created_by, url=job.result_url).count() == 1


def test_result_of_changes_that_were_changed_meanwhile_says_so(celery_worker_process, scenario):
    with while_it_computes(scenario) as job:
        scenarios.remove_change(scenario=scenario, place=0, seen=reading.fingerprint(scenario), **owner(scenario))
        scenarios.add_change(scenario=scenario, change={**LIGHTER, "max": "25"}, **owner(scenario))

    assert finished(job).state == JobState.SUCCEEDED
    stored = now(scenario)
    assert stored.result["changes"] == [LIGHTER, HEAVIER] and not reading.is_current(stored)
    with pytest.raises(scenarios.ScenarioRefused, match="chưa được tính thử"):
        scenarios.share(scenario=scenario, **owner(scenario))


def test_asking_twice_is_one_calculation_and_asking_again_gives_the_same(celery_worker_process, scenario):
    with while_it_computes(scenario) as job:
        assert asked_elsewhere(scenario) == job
    finished(job)
    first = now(scenario)
    again = finished(scenarios.request(scenario=scenario, **owner(scenario)))

    assert again != job and Job.objects.filter(name=scenarios.JOB).count() == 2
    assert (again.state, now(scenario).result) == (JobState.SUCCEEDED, first.result)


def test_scenario_thrown_away_while_it_computes_is_told(celery_worker_process, scenario):
    with while_it_computes(scenario) as job:
        scenarios.delete(scenario=scenario, **owner(scenario))

    ended = finished(job)
    assert (ended.state, ended.error) == (
        JobState.FAILED, "Phương án “Thử” đã bị xóa. Mở danh sách phương án thử."
    )  # fmt: skip
    assert not Scenario.objects.exists() and not Notification.objects.exists()


def test_scenario_thrown_away_before_the_worker_came_is_told(celery_worker_process, scenario):
    with transaction.atomic():
        job = scenarios.request(scenario=scenario, **owner(scenario))
        scenarios.delete(scenario=scenario, **owner(scenario))

    assert "đã bị xóa trước khi được tính" in finished(job).error


def test_what_was_shared_meanwhile_stays_as_it_was_shared(celery_worker_process, scenario):
    scenarios.compute(scenario=scenario, by=None, at=NOW)
    with while_it_computes(scenario) as job:
        scenarios.share(scenario=scenario, **owner(scenario))

    assert finished(job).state == JobState.SUCCEEDED
    assert now(scenario).computed_at == NOW
    with pytest.raises(scenarios.ScenarioRefused, match="Rút lại rồi mới sửa, tính hoặc xóa"):
        scenarios.request(scenario=scenario, **owner(scenario))


def test_killed_worker_leaves_the_last_result_and_the_next_one_finishes(scenario):
    scenarios.compute(scenario=scenario, by=None, at=NOW)
    last = scenarios.add_change(scenario=scenario, change=mark(scenario, 0, "20"), **owner(scenario)).result
    queue = f"{settings.CELERY_TASK_DEFAULT_QUEUE}-killed"
    job = JobFactory(
        name=scenarios.JOB,
        title="Tính thử",
        arguments={"scenario": scenario.pk},
        requested_by=scenario.created_by,
        requested_at=timezone.now() - timedelta(hours=1),
    )

    with transaction.atomic():
        Scenario.objects.select_for_update().get(pk=scenario.pk)
        with celery_worker(queue, is_idle=False) as worker:
            until_waited_for()
            processes.stop(worker, by=signal.SIGKILL)

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.RUNNING, 1)
    assert (now(scenario).computed_at, now(scenario).result) == (NOW, last)
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - timedelta(minutes=3))
    with celery_worker(queue, is_idle=False):
        job = finished(job)
    assert (job.state, job.attempts) == (JobState.SUCCEEDED, 2)
    assert now(scenario).computed_at != NOW and reading.is_current(now(scenario))


def test_one_name_is_given_once(scenario):
    made = all_at_once(
        [lambda: scenarios.create(run=scenario.run, name="Cùng tên", **owner(scenario)) for _ in range(3)]
    )

    assert sorted(type(each).__name__ for each in made) == ["Scenario", "ScenarioRefused", "ScenarioRefused"]


def test_changes_added_at_once_are_both_kept(scenario):
    marks = [mark(scenario, place, "15") for place in (0, 1)]
    second_while_first(
        *(lambda each=each: scenarios.add_change(scenario=scenario, change=each, **owner(scenario)) for each in marks)
    )

    assert now(scenario).changes == [LIGHTER, HEAVIER, *marks]
