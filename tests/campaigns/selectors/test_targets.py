from decimal import Decimal

import pytest

from campaigns.engine.targets import Standing
from campaigns.enums import TargetOperator
from campaigns.models import Plan
from campaigns.selectors import targets
from campaigns.selectors.targets import TargetStanding
from indicators.enums import Direction
from indicators.models import Indicator
from tests.factories.campaigns import TargetFactory, TargetReportFactory
from tests.factories.indicators import IndicatorFactory, MeasurementFactory

pytestmark = pytest.mark.django_db


def only(plan: Plan, year: int = 2026) -> TargetStanding:
    rows = targets.standings(plan, year)
    assert len(rows) == 1
    return rows[0]


def measured(plan: Plan, **fields: object) -> None:
    """A target on a declared indicator with figures of two years."""
    indicator = IndicatorFactory(code="chi_so", source="declared")
    TargetFactory(plan=plan, indicator=indicator, **fields)
    for year, numerator in ((2025, 90), (2026, 99)):
        MeasurementFactory(
            indicator=indicator, unit=plan.unit, year=year, numerator=Decimal(numerator), denominator=Decimal(100)
        )


def test_figure_of_the_indicator_is_compared_exactly(draft: Plan) -> None:
    measured(draft, low=Decimal("99.01"))

    row = only(draft)

    assert (row.current, row.threshold, row.verdict.standing) == ("99%", "≥ 99,01%", Standing.BEHIND)
    assert "0,01 điểm phần trăm" in row.verdict.reason
    assert row.trend_words == [(2025, "90%"), (2026, "99%")]


@pytest.mark.parametrize(
    ("operator", "low", "standing"),
    [
        (TargetOperator.EQ, 0, Standing.BEHIND),
        (TargetOperator.LTE, 30, Standing.BEHIND),
        (TargetOperator.LTE, 99, Standing.ACHIEVED),
        (TargetOperator.LT, 100, Standing.ACHIEVED),
    ],
)
def test_more_than_allowed_is_never_green(draft: Plan, operator: str, low: int, standing: Standing) -> None:
    measured(draft, operator=operator, low=Decimal(low))
    Indicator.objects.filter(code="chi_so").update(direction=Direction.LOWER)

    assert only(draft).verdict.standing == standing


def test_years_tell_how_they_differ_and_one_year_alone_shows_no_trend(draft: Plan) -> None:
    measured(draft, low=Decimal(95))

    assert only(draft).trend_note == "tăng 9 điểm % so với 2025"
    assert only(draft, 2025).trend_note == "một năm chưa đủ để thấy xu hướng"
    assert only(draft, 2024).trend_note == ""


def test_previous_year_is_compared_for_growth(draft: Plan) -> None:
    measured(draft, operator=TargetOperator.GT_PREVIOUS, low=None)

    assert only(draft).verdict.standing == Standing.ACHIEVED
    first = only(draft, 2025)
    assert (first.verdict.standing, first.label) == (Standing.NO_FIGURE, "Chưa có số so sánh")


def test_target_without_a_figure_says_so(draft: Plan) -> None:
    TargetFactory(plan=draft)

    row = only(draft)

    assert (row.label, row.tone, row.current) == ("Chưa có số liệu", "neutral", "–")


@pytest.mark.parametrize(("grade", "standing"), [("Tốt", Standing.ACHIEVED), ("Khá", Standing.BEHIND)])
def test_grade_comes_from_the_offices_report(draft: Plan, grade: str, standing: Standing) -> None:
    target = TargetFactory(plan=draft, operator=TargetOperator.GRADE_GTE, low=None, grade="Tốt")
    TargetReportFactory(campaign=draft.campaign, target_code=target.code, grade=grade)

    row = only(draft)

    assert (row.current, row.verdict.standing, row.is_entered_by_hand) == (grade, standing, True)


def test_report_of_another_year_does_not_count(draft: Plan) -> None:
    target = TargetFactory(plan=draft, operator=TargetOperator.QUALITATIVE, low=None)
    TargetReportFactory(campaign=draft.campaign, target_code=target.code, year=2025, grade="", is_done=True)

    assert only(draft, 2025).current == "Đã hoàn thành"
    assert only(draft, 2026).verdict.standing == Standing.NO_FIGURE


def test_counts_add_up(draft: Plan) -> None:
    measured(draft, low=99)
    TargetFactory(plan=draft)

    counts = targets.standing_counts(targets.standings(draft, 2026))
    assert counts == {"achieved": 1, "on_the_way": 0, "behind": 0, "no_figure": 1}


def test_queries_do_not_grow_with_targets(draft: Plan, django_assert_num_queries: object) -> None:
    measured(draft, low=99)
    for number in range(3):
        TargetFactory(plan=draft, operator=TargetOperator.QUALITATIVE, low=None, code=f"T-Q{number}")

    with django_assert_num_queries(11):  # type: ignore[operator]
        assert len(targets.standings(draft, 2026)) == 4
