"""The heat map of the director's dashboard: units × contents with rank, total and grade."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse

from core.charts import HeatCell, HeatMap, HeatRow, heat_step
from core.formats import vn_number, vn_points
from scoring.enums import NodeKind, ScoreStatus
from scoring.models import CriterionScore, ScoreRun, UnitScore

LOW_PERCENT = Decimal(50)
FACT_HEADINGS = ("Hạng", "Điểm", "Xếp loại")


def heat_map(run: ScoreRun, scores: Sequence[UnitScore]) -> HeatMap:
    """Units × top groups of the criteria set: share of the group's points that each unit earned, in order of rank.

    ``scores`` are those of the units that have handed in; of the others there is nothing to colour.
    """
    groups = list(run.criteria_set.criteria.filter(parent__isnull=True, kind=NodeKind.GROUP).order_by("position"))
    cells = {
        (row.unit_score_id, row.criterion_id): row
        for row in CriterionScore.objects.filter(unit_score__run=run, criterion__in=groups)
    }
    rows = [
        HeatRow(
            score.unit.short_name,
            [_cell(cells.get((score.pk, group.pk)), score) for group in groups],
            reverse("scoring:unit-result", args=[score.pk]),
            (str(score.rank or "–"), vn_points(score.total), score.grade or "–"),
        )
        for score in scores
    ]
    columns = [(group.code, group.name) for group in groups]
    sentence = _weakest(groups, scores, cells)
    return HeatMap("Xếp hạng và điểm từng nội dung (%)", sentence, columns, rows, fact_headings=FACT_HEADINGS)


def _share(row: CriterionScore | None) -> Decimal | None:
    if row is None or row.points is None or not row.max_points:
        return None
    return row.points * 100 / row.max_points


def _cell(row: CriterionScore | None, score: UnitScore) -> HeatCell:
    if row is not None and row.status == ScoreStatus.NOT_APPLICABLE:
        return HeatCell("KAD", "na", label="không áp dụng")
    percent = _share(row)
    if row is None or percent is None:
        return HeatCell("–", "none", label="chưa có số liệu")
    url = f"{reverse('scoring:unit-result', args=[score.pk])}#nhom-{row.criterion_id}"
    label = f"{vn_number(row.points, 2)} trên {vn_number(row.max_points, 2)} điểm"
    return HeatCell(f"{vn_number(percent, 0)}", heat_step(percent), url, label)


def _weakest(groups: Sequence[Any], scores: Sequence[UnitScore], cells: dict[tuple[int, int], CriterionScore]) -> str:
    """The sentence under the map: which content has most units below half of its points."""
    low: Counter[int] = Counter()
    known: Counter[int] = Counter()
    for score in scores:
        for group in groups:
            percent = _share(cells.get((score.pk, group.pk)))
            if percent is not None:
                known[group.pk] += 1
                low[group.pk] += percent < LOW_PERCENT
    worst = max(groups, key=lambda group: low[group.pk], default=None)
    if worst is None or not low[worst.pk]:
        return "Không nội dung nào có đơn vị đạt dưới 50% số điểm."
    return f"Thấp nhất: {worst.name.lower()}, {low[worst.pk]}/{known[worst.pk]} đơn vị đạt dưới 50% số điểm."
