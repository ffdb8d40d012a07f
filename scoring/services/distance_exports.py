"""The Excel file of all units' distances to the next grade: asked for, and written in the background."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, BinaryIO

from core.models import Job
from core.services import exports
from core.spreadsheet import LIST_SHEET, write_workbook
from scoring.models import ScoreRun, UnitScore
from scoring.selectors import distances

JOB = "scoring.export_distances"
HEADINGS = ("Hạng", "Đơn vị", "Điểm", "Xếp loại", "Mức kế tiếp", "Từ điểm", "Còn thiếu", "Cách ngắn nhất")


def request(*, run: ScoreRun, unit_scores: Sequence[int], by: Any, at: datetime) -> Job:
    """Ask for the file of these results, in this order."""
    return exports.request(
        name=JOB,
        title=f"Xuất Excel khoảng cách đến mức kế tiếp – {run}",
        arguments={"run": run.pk, "unit_scores": list(unit_scores)},
        by=by,
        at=at,
        file_page="scoring:distance-file",
    )


def write(target: BinaryIO, *, run: ScoreRun, unit_scores: Sequence[int], progress: distances.Progress) -> int:
    """Write the file; returns how many units are in it. Safe to repeat, since a run never changes."""
    known = UnitScore.objects.filter(run=run).select_related("unit").in_bulk(unit_scores)
    scores = [known[pk] for pk in unit_scores if pk in known]
    found = distances.of_unit_scores(run, scores, most=1, progress=progress)
    rows = [_row(score, found[score.pk]) for score in scores]
    write_workbook(target, [(LIST_SHEET, HEADINGS, rows)])
    return len(rows)


def _row(score: UnitScore, found: distances.Distance) -> list[Any]:
    goal = found.goal
    missing = found.missing if goal else None
    reached = (goal.name, goal.low) if goal else (None, None)
    return [score.rank, score.unit.name, score.total, score.grade, *reached, missing, found.in_words]
