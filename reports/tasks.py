"""Background work of this app."""

from typing import BinaryIO

from core.formats import vn_number
from core.tasks import RunningJob, export_task
from indicators.models import Survey
from indicators.roles import MANAGE_SURVEYS
from reports.services import posters


@export_task(posters.JOB, ending=".pdf")
def print_posters(job: RunningJob, target: BinaryIO) -> str:
    """Print the posters of a survey; safe to run twice."""
    wanted = job.arguments
    survey = Survey.objects.select_related("centre", "questionnaire").filter(pk=wanted["survey"]).first()
    if survey is None:
        raise posters.PostersRefused("Đợt khảo sát đã bị xóa sau khi yêu cầu.")
    if job.by is None or not job.by.has_perm(MANAGE_SURVEYS, survey):
        raise posters.PostersRefused("Quyền quản lý đợt khảo sát đã thay đổi sau khi yêu cầu.")
    how = {"size": wanted["size"], "part": wanted["part"], "site": wanted["site"]}
    number = posters.write(target, survey=survey, **how, progress=job.progress)
    return f"Đã in {vn_number(number)} áp phích của “{survey.title}”."
