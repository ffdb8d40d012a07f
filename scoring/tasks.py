"""Background work of this app."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from campaigns.models import Round
from core.services import notifications
from core.tasks import RunningJob, job_task
from scoring.models import Scenario, ScoreRun
from scoring.services import runs, scenarios

MOST_HELPERS = 7
HELP_WANTED_FOR_SECONDS = 600


@job_task(runs.JOB)
def compute_scores(job: RunningJob) -> dict[str, Any]:
    """Compute the round of the job; safe to run twice, since unchanged inputs give the run that is already there."""
    round_ = Round.objects.select_related("campaign__unit").get(pk=job.arguments["round"])
    at = timezone.now()
    done = runs.compute(round=round_, by=job.by, at=at, progress=job.progress, ask_for_help=_ask_other_workers)
    if done.is_new:
        said = f"{round_}: đã tính xong lần {done.run.number}."
    else:
        said = f"{round_}: số liệu không đổi, giữ nguyên lần tính {done.run.number}."
    if job.by is not None:
        notifications.notify(recipients=[job.by], text=said, url=job.job.result_url, at=at)
    return {"run": done.run.pk, "message": said}


@job_task(scenarios.JOB)
def compute_scenario(job: RunningJob) -> dict[str, Any]:
    """Compute a scenario; safe to run twice, since the same changes give the same result."""
    scenario = Scenario.objects.filter(pk=job.arguments["scenario"]).first()
    if scenario is None:
        raise scenarios.ScenarioRefused("Phương án đã bị xóa trước khi được tính.")
    at = timezone.now()
    scenarios.compute(scenario=scenario, by=job.by, at=at, progress=job.progress)
    said = f"Đã tính thử xong “{scenario.name}”."
    if job.by is not None:
        notifications.notify(recipients=[job.by], text=said, url=job.job.result_url, at=at)
    return {"scenario": scenario.pk, "message": said}


@shared_task(name="scoring.help_compute")
def help_compute(run_id: int) -> int:
    """Do batches of a calculation that another worker leads; nothing is lost when this never runs."""
    return runs.help_compute(run_id=run_id)


def _ask_other_workers(run: ScoreRun) -> None:
    # One message for each further batch at most: an idle worker takes one and stays until nothing is left to claim.
    for _ in range(min(run.batches.count() - 1, MOST_HELPERS)):
        help_compute.apply_async(args=[run.pk], expires=HELP_WANTED_FOR_SECONDS, retry=False, ignore_result=True)
