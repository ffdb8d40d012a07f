"""Differences of rates: Newcombe's interval against his published examples and against SciPy, and what is compared."""

from decimal import Decimal
from fractions import Fraction
from math import sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from indicators.engine.comparison import ChannelDifference, Comparison, Rate, beside_the_largest, compare, difference
from indicators.engine.intervals import Seen, newcombe
from indicators.engine.questions import Questionnaire, read
from indicators.engine.survey_results import Counts, Results, Share
from indicators.engine.visible_results import Choice, Group, VisibleResults

PUBLISHED = {
    (56, 70, 48, 80): (0.0524, 0.3339),
    (9, 10, 3, 10): (0.1705, 0.8090),
    (6, 7, 2, 7): (0.0582, 0.8062),
    (5, 56, 0, 29): (-0.0381, 0.1926),
    (0, 10, 0, 20): (-0.1611, 0.2775),
    (10, 10, 0, 10): (0.6075, 1.0000),
}
"""R. G. Newcombe, Statistics in Medicine 17 (1998) 873–890, table II, method 10."""


def seen(part: int, whole: int) -> Seen:
    return Seen(Fraction(part, whole), whole)


@pytest.mark.parametrize("case", PUBLISHED)
def test_newcombe_gives_the_published_intervals(case: tuple[int, int, int, int]) -> None:
    found = newcombe(seen(*case[:2]), seen(*case[2:]))

    assert tuple(float(end) / 100 for end in found) == pytest.approx(PUBLISHED[case], abs=1e-4)


counts = st.integers(1, 500).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


@given(counts, counts)
def test_newcombe_agrees_with_scipys_wilson_intervals(first: tuple[int, int], second: tuple[int, int]) -> None:
    ends = [stats.binomtest(*each).proportion_ci(method="wilson") for each in (first, second)]
    p1, p2 = first[0] / first[1], second[0] / second[1]
    low = p1 - p2 - sqrt((p1 - ends[0].low) ** 2 + (ends[1].high - p2) ** 2)
    high = p1 - p2 + sqrt((ends[0].high - p1) ** 2 + (p2 - ends[1].low) ** 2)

    found = newcombe(seen(*first), seen(*second))

    assert tuple(map(float, found)) == pytest.approx((low * 100, high * 100), abs=2e-4)
    turned = newcombe(seen(*second), seen(*first))
    assert (turned.low, turned.high) == (-found.high, -found.low)


def test_verdict_needs_an_interval_without_zero() -> None:
    def rate(part: int, whole: int) -> Rate:
        return Rate(Share(part, whole), whole)

    def verdict(now: Rate, before: Rate) -> str | None:
        found = difference(now, before)
        return found.verdict if found else None

    assert verdict(rate(190, 200), rate(150, 200)) == "up"
    assert verdict(rate(150, 200), rate(190, 200)) == "down"
    assert verdict(rate(19, 20), rate(17, 20)) == "unsure"
    assert verdict(rate(0, 0), rate(17, 20)) is None
    found = difference(rate(190, 200), rate(150, 200))
    assert found is not None and found.points == Decimal(20)


def asked(*texts: str) -> Questionnaire:
    questions = [
        {"code": f"a{number}", "text": text, "kind": "scale_or_unused", "counts": True}
        for number, text in enumerate(texts, start=1)
    ]
    return read({"sections": [{"code": "a", "title": "Tiếp cận", "questions": questions}]})


def told(
    questionnaire: Questionnaire, *forms: tuple[int, ...], fewest: int = 0, hidden: bool = False
) -> VisibleResults:
    found = Results(questionnaire)
    for levels in forms:
        found.add({f"a{number}": level for number, level in enumerate(levels, start=1)})
    shared: dict[str, Any] = {"title": "", "form": "", "choice": Choice(), "units": (), "months": (), "channels": ()}
    return VisibleResults(fewest=fewest, forms=len(forms), results=None if hidden else found, **shared)


def compared(now: VisibleResults, before: VisibleResults) -> Comparison:
    found = compare(now, before)
    assert found is not None
    return found


def test_rounds_of_the_same_questions() -> None:
    same = asked("Biển chỉ dẫn", "Chỗ ngồi")

    found = compared(told(same, (5, 5), (4, 0)), told(same, (5, 3), (2, 1)))

    assert found.is_same
    general = [(line.name, line.now, line.before) for line in found.general]
    assert general == [
        ("Tỷ lệ hài lòng chung", Rate(Share(3, 3), 2), Rate(Share(1, 4), 2)),
        ("Hài lòng toàn diện", Rate(Share(2, 2), 2), Rate(Share(0, 2), 2)),
    ], "one person's answers are not independent of each other"
    assert [line.now.share for line in found.questions] == [Share(2, 2), Share(1, 1)]


def test_rounds_of_different_questions_are_compared_on_the_common_ones() -> None:
    """A code may mean something else in another version: what counts is the words."""
    now, before = asked("Chỗ  ngồi", "Quạt mát"), asked("Biển chỉ dẫn", "chỗ ngồi", "Nhà vệ sinh")

    found = compared(told(now, (5, 1), (4, 1)), told(before, (1, 5, 1), (1, 2, 1), (1, 0, 1)))

    assert not found.is_same and (found.only_now, found.only_before) == (1, 2)
    lines = [(line.name, line.now, line.before) for line in (*found.general, *found.factors, *found.questions)]
    rates = (Rate(Share(2, 2), 2), Rate(Share(1, 2), 2))
    assert lines == [("Tỷ lệ hài lòng trên 1 câu chung", *rates), ("Tiếp cận", *rates), ("Chỗ  ngồi", *rates)]


def test_nothing_in_common_and_what_may_not_be_told() -> None:
    one, other = asked("Một"), asked("Hai")

    apart = compared(told(one, (5,)), told(other, (5,)))

    assert not (apart.general or apart.factors or apart.questions)
    assert compare(told(one, (5,)), told(one, (5,), hidden=True)) is None
    few = told(asked("Một", "Hai"), (5, 0), (5, 0), (5, 4), fewest=2)
    assert [line.name for line in compared(few, few).questions] == ["Một"]


def test_ways_of_answering_stand_beside_the_one_with_most_forms() -> None:
    link, paper = Counts(), Counts()
    for _ in range(50):
        link.add(2, 2, 10, True)
    for _ in range(20):
        paper.add(2, 0, 4, False)
    groups = [Group("kiosk", "Máy", None), Group("link", "QR", link), Group("paper", "Giấy", paper)]

    hidden, largest, other = beside_the_largest(groups)

    assert (hidden, largest) == (ChannelDifference(groups[0], None), ChannelDifference(groups[1], None))
    assert other.difference is not None and other.difference.points == -100
    assert other.difference == difference(Rate(paper.pooled, 20), Rate(link.pooled, 50))
    assert beside_the_largest([]) == []
