"""The background job: safe to run twice, and its end is told."""

import pytest

from core.models import Job, Notification
from scoring.models import Scenario, ScoreRun
from scoring.services import runs, scenarios
from scoring.tasks import compute_scenario, compute_scores
from tests.factories.scoring import NOW


def run_job(job):
    compute_scores(str(job.pk))
    return Job.objects.get(pk=job.pk)


def test_job_computes_and_tells(scored):
    job = run_job(runs.request(round=scored.round, by=scored.office, at=NOW))

    assert (job.state, job.done, job.total) == ("succeeded", 2, 2)
    assert job.result["run"] == ScoreRun.objects.get().pk
    notice = Notification.objects.get()
    assert (notice.recipient, notice.text) == (scored.office, "Đợt thi đua năm 2026: đã tính xong lần 1.")


def test_second_job_on_the_same_inputs_keeps_the_run(scored):
    run_job(runs.request(round=scored.round, by=scored.office, at=NOW))
    job = run_job(runs.request(round=scored.round, by=scored.office, at=NOW))

    assert ScoreRun.objects.count() == 1
    assert job.result["message"] == "Đợt thi đua năm 2026: số liệu không đổi, giữ nguyên lần tính 1."


def test_refusal_is_shown_with_the_job(scored):
    job = runs.request(round=scored.round, by=scored.office, at=NOW)
    scored.round.participants.all().delete()

    job = run_job(job)

    assert job.state == "failed"
    assert "chưa có đơn vị tham gia" in job.error


def test_scenario_of_many_units_is_computed_by_a_job(scored, monkeypatch):
    run_job(runs.request(round=scored.round, by=scored.office, at=NOW))
    monkeypatch.setattr(scenarios, "FEW_UNITS", 1)
    scenario = scenarios.create(run=ScoreRun.objects.get(), name="Thử", by=scored.office, at=NOW)
    job = scenarios.request(scenario=scenario, by=scored.office, at=NOW)

    for _ in range(2):
        compute_scenario(str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("succeeded", 2, 2)
    assert sorted(Scenario.objects.get().result["units"]) == sorted(
        ScoreRun.objects.get().unit_scores.values_list("unit__code", flat=True)
    )
    assert Notification.objects.filter(text="Đã tính thử xong “Thử”.", url=job.result_url).count() == 1


@pytest.mark.needs_shared
def test_real_worker_computes(celery_worker_process, scored):
    from tests.servers import finished

    job = finished(runs.request(round=scored.round, by=scored.office, at=NOW))

    assert job.state == "succeeded"
    assert ScoreRun.objects.filter(round=scored.round).count() == 1
