"""“On the way”: only where the trend of a target's own figures meets it before its time is over."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.engine.judging import judge
from campaigns.engine.outlook import Point, projection, with_outlook
from campaigns.engine.targets import Figure, Operator, Standing, TargetRule, Verdict

NINETY = TargetRule(Operator.GTE, Decimal(90))


def _points(*values: str | int) -> list[Point]:
    return [Point(month, Decimal(value)) for month, value in enumerate(values, start=1)]


def _seen(rule: TargetRule, points: list[Point], end: int = 12, previous: str | None = None) -> Verdict:
    figure = Figure(points[-1].value if points else None, Decimal(previous) if previous else None)
    return with_outlook(judge(rule, figure), rule, figure, points, end, "cuối năm 2026")


def test_rising_figures_that_reach_the_target_by_the_end_are_on_the_way() -> None:
    verdict = _seen(NINETY, _points(80, 81, 82, 83))  # one point a month: 91 in December

    assert verdict.standing is Standing.ON_THE_WAY
    assert verdict.reason.endswith("Theo đà hiện nay, đến cuối năm 2026 đạt khoảng 91%.")
    assert "còn thiếu 7 điểm phần trăm" in verdict.reason


def test_falling_figures_are_on_the_way_to_a_target_that_limits_them() -> None:
    half_an_hour = TargetRule(Operator.LTE, Decimal(30), unit="phút")

    assert _seen(half_an_hour, _points(41, 40, 39, 38)).standing is Standing.ON_THE_WAY  # 30 in December
    assert _seen(half_an_hour, _points(39, 40)).reason.endswith("đến cuối năm 2026 vẫn khoảng 50 phút.")


@pytest.mark.parametrize(
    ("points", "end"),
    [
        (_points(80, 80, 81), 12),  # half a point a month: 85.5
        (_points(89, 88), 12),  # falling
        (_points(89), 12),  # no trend yet
        ([Point(1, Decimal(70)), Point(12, Decimal(89))], 12),  # time is over
        ([], 12),
    ],
)
def test_others_stay_where_they_were_judged(points: list[Point], end: int) -> None:
    figure = Figure(points[-1].value if points else None)
    judged = judge(NINETY, figure)

    seen = with_outlook(judged, NINETY, figure, points, end, "cuối năm")
    assert seen.standing is judged.standing and seen.reason.startswith(judged.reason)


def test_what_stays_behind_says_where_its_trend_leads_or_that_there_is_none() -> None:
    assert _seen(NINETY, _points(80, 80, 81)).reason.endswith("đến cuối năm 2026 chỉ đạt khoảng 85,5%.")
    assert _seen(NINETY, _points(89)).reason.endswith("Chưa đủ số liệu để thấy xu hướng.")
    over = _seen(NINETY, [Point(1, Decimal(70)), Point(12, Decimal(89))])
    assert over == judge(NINETY, Figure(Decimal(89)))  # nothing can change any more


def test_target_that_is_met_is_never_called_on_the_way() -> None:
    assert _seen(NINETY, _points(80, 95)).standing is Standing.EXCEEDED


def test_reduction_and_rise_against_last_year_have_a_trend_too() -> None:
    reduction = TargetRule(Operator.REDUCE_BETWEEN, Decimal(30), Decimal(50))
    rise = TargetRule(Operator.GT_PREVIOUS)

    assert _seen(reduction, _points(20, 22)).standing is Standing.ON_THE_WAY
    assert _seen(rise, _points(80, 81), previous="85").standing is Standing.ON_THE_WAY
    assert _seen(rise, _points(80, 80), previous="85").standing is Standing.BEHIND
    assert _seen(rise, _points(80, 81)).standing is Standing.NO_FIGURE


@pytest.mark.parametrize(
    ("rule", "figure"),
    [
        (TargetRule(Operator.GRADE_GTE, grade="Tốt"), Figure(grade="Khá")),
        (TargetRule(Operator.QUALITATIVE), Figure(done=False)),
        (TargetRule(Operator.IMPROVE_RANK, unit="hạng"), Figure(Decimal(7), Decimal(6))),
    ],
)
def test_what_has_no_trend_is_judged_as_it_is(rule: TargetRule, figure: Figure) -> None:
    judged = judge(rule, figure)

    assert with_outlook(judged, rule, figure, _points(1, 50), 12, "cuối năm") == judged


def test_target_of_a_later_year_is_looked_at_by_years() -> None:
    cut = TargetRule(Operator.REDUCE_BETWEEN, Decimal(3), Decimal(5))
    years = [Point(2025, Decimal(1)), Point(2026, Decimal("1.5"))]
    figure = Figure(years[-1].value)

    verdict = with_outlook(judge(cut, figure), cut, figure, years, 2030, "năm 2030")

    assert verdict.standing is Standing.ON_THE_WAY
    assert "đến năm 2030 đạt khoảng 3,5%" in verdict.reason


@given(st.lists(st.decimals(0, 100, places=2), min_size=2, max_size=11))
def test_projection_of_a_rate_stays_a_rate_and_follows_the_line(values: list[Decimal]) -> None:
    points = [Point(month, value) for month, value in enumerate(values, start=1)]
    projected = projection(points, 12, "%")

    assert projected is not None and 0 <= projected <= 100
    if values[-1] > values[0]:
        assert projected >= values[-1]
    elif values[-1] == values[0]:
        assert projected == values[-1]
    else:
        assert projected <= values[-1]
