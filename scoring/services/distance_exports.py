"""The Excel file of all units' distances to the next grade: asked for, made in the background, fetched by who asked."""

from base64 import b64decode, b64encode
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.urls import reverse

from core.enums import JobState
from core.models import Job
from core.services import jobs
from core.spreadsheet import workbook_bytes
from scoring.models import ScoreRun, UnitScore
from scoring.selectors import distances

JOB = "scoring.export_distances"
HEADINGS = ("Hạng", "Đơn vị", "Điểm", "Xếp loại", "Mức kế tiếp", "Từ điểm", "Còn thiếu", "Cách ngắn nhất")


@transaction.atomic
def request(*, run: ScoreRun, unit_scores: Sequence[int], by: Any, at: datetime) -> Job:
    """Ask for the file of these results, in this order; the same wish of one person is worked on once."""
    wish = sha256(",".join(map(str, unit_scores)).encode()).hexdigest()[:16]
    job = jobs.request(
        name=JOB,
        title=f"Xuất Excel khoảng cách đến mức kế tiếp – {run}",
        arguments={"run": run.pk, "unit_scores": list(unit_scores)},
        by=by,
        at=at,
        key=f"{JOB}:{run.pk}:{by.pk}:{wish}",
    )
    job.result_url = reverse("scoring:distance-file", args=[job.pk])
    job.save(update_fields=["result_url"])
    return job


def make(*, run: ScoreRun, unit_scores: Sequence[int], progress: distances.Progress) -> dict[str, Any]:
    """The file as a job keeps it; safe to run twice, since a run never changes."""
    known = UnitScore.objects.filter(run=run).select_related("unit").in_bulk(unit_scores)
    scores = [known[pk] for pk in unit_scores if pk in known]
    found = distances.of_unit_scores(run, scores, most=1, progress=progress)
    rows = [_row(score, found[score.pk]) for score in scores]
    return {"file": b64encode(workbook_bytes([("Danh sách", HEADINGS, rows)])).decode(), "rows": len(rows)}


def file_of(job: Job) -> bytes | None:
    """The finished file; None while there is none."""
    return b64decode(job.result["file"]) if job.state == JobState.SUCCEEDED else None


def _row(score: UnitScore, found: distances.Distance) -> list[Any]:
    goal = found.goal
    missing = found.missing if goal else None
    reached = (goal.name, goal.low) if goal else (None, None)
    return [score.rank, score.unit.name, score.total, score.grade, *reached, missing, found.in_words]
