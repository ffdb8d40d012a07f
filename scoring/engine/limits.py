"""Facts that cap a grade, whatever the points are."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from scoring.engine import explanation
from scoring.engine.provisions import Limit
from scoring.engine.results import Line
from scoring.engine.standing import Standing
from scoring.engine.tree import Band, CriteriaSet


def capped(
    criteria_set: CriteriaSet, reached: Band, lines: Sequence[Line], standing: Standing
) -> tuple[Band, tuple[str, ...]]:
    """The grade after all limits, and a sentence for each that lowers the one reached by points.

    `lines` are those of the main tree: bonus and penalty criteria at zero are nothing unusual.
    """
    bands = criteria_set.bands
    at = bands.index(reached)
    lowest = at
    sentences = []
    by_code: Mapping[str, Line] | None = None
    for limit in criteria_set.limits:
        most = next((place for place, band in enumerate(bands) if band.code == limit.at_most), 0)
        if most <= at:
            continue
        by_code = by_code or {line.code: line for line in lines}
        fact = fact_of(limit, by_code, standing)
        if fact:
            lowest = max(lowest, most)
            sentences.append(f"{limit.name}: {fact}; xếp loại không quá {bands[most].name}")
    return bands[lowest], tuple(sentences)


def fact_of(limit: Limit, lines: Mapping[str, Line], standing: Standing) -> str:
    """What makes the limit bite, in words; empty when it does not."""
    if limit.when == "criterion_zero":
        return _zero_words([line.code for line in zeros(limit, lines)])
    if limit.when == "node_below":
        return _below_words(limit, lines.get(limit.node))
    if limit.when == "not_assessed":
        return "" if standing.assessed else "đơn vị không tự đánh giá"
    words = standing.circumstances.get(limit.code)
    return "" if words is None else words.rstrip(". ") or "đã được ghi nhận"


def zeros(limit: Limit, lines: Mapping[str, Line]) -> Iterator[Line]:
    """The criteria at zero that a `criterion_zero` limit looks at. Absent is not zero, nor is what does not apply."""
    for line in lines.values():
        named = not limit.criteria or line.code in limit.criteria
        if named and not line.is_group and line.points == 0 and not line.gaps:
            yield line


def needed(limit: Limit, max_points: Decimal) -> Decimal:
    """The points from which a `node_below` limit no longer bites."""
    return max_points * limit.percent / 100


def _zero_words(codes: list[str]) -> str:
    return f"tiêu chí {', '.join(codes)} được 0 điểm" if codes else ""


def _below_words(limit: Limit, line: Line | None) -> str:
    """What nobody has reported yet counts no points here, as it does in every sum."""
    if line is None or line.status == "not_applicable":
        return ""
    points = line.points or Decimal(0)
    if points >= needed(limit, line.max_points):
        return ""
    share = f"{explanation.number(points, 2)}/{explanation.number(line.max_points, 2)}"
    return f"mục {line.code} được {share} điểm, chưa đến {explanation.plain_percent(limit.percent)}"
