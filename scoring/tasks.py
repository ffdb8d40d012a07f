"""Background work of this app."""

from typing import Any

from django.utils import timezone

from campaigns.models import Round
from core.services import notifications
from core.tasks import RunningJob, job_task
from scoring.services import runs


@job_task(runs.JOB)
def compute_scores(job: RunningJob) -> dict[str, Any]:
    """Compute the round of the job; safe to run twice, since unchanged inputs give the run that is already there."""
    round_ = Round.objects.select_related("campaign__unit").get(pk=job.arguments["round"])
    at = timezone.now()
    done = runs.compute(round=round_, by=job.by, at=at, progress=job.progress)
    if done.is_new:
        said = f"{round_}: đã tính xong lần {done.run.number}."
    else:
        said = f"{round_}: số liệu không đổi, giữ nguyên lần tính {done.run.number}."
    if job.by is not None:
        notifications.notify(recipients=[job.by], text=said, url=job.job.result_url, at=at)
    return {"run": done.run.pk, "message": said}
