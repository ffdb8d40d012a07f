"""Targets of a plan in the course of a year: on the way while the trend says so, behind once the year is over."""

from datetime import date
from decimal import Decimal
from typing import Any

from campaigns.engine.targets import Standing
from campaigns.models import Plan
from campaigns.selectors.targets import standing_counts, standings
from indicators.enums import PeriodKind, Source
from tests.factories.campaigns import PlanFactory, TargetFactory
from tests.factories.indicators import IndicatorFactory, MeasurementFactory
from tests.factories.world import World


def _plan(world: World, **target: Any) -> Plan:
    plan: Plan = PlanFactory(campaign__unit=world.centre)
    indicator = IndicatorFactory(code="cap_dien_tu", source=Source.DECLARED)
    TargetFactory(plan=plan, indicator=indicator, operator="gte", low=Decimal(90), unit_of_measure="%", **target)
    for month, above in ((1, 70), (2, 90), (3, 92)):  # so far 70, 80 and 84 %
        MeasurementFactory(
            indicator=indicator,
            unit=world.surgery,
            period_kind=PeriodKind.MONTH,
            period=month,
            value=None,
            numerator=above,
            denominator=100,
        )
    return plan


def test_target_is_on_the_way_within_the_year_and_behind_after_it(world: World) -> None:
    plan = _plan(world)

    within = standings(plan, 2026, date(2026, 4, 20))
    after = standings(plan, 2026, date(2027, 1, 5))
    undated = standings(plan, 2026)

    assert [row.verdict.standing for row in within] == [Standing.ON_THE_WAY]
    assert (within[0].label, within[0].tone, within[0].current) == ("Đang tiến tới", "attention", "84%")
    assert standing_counts(within) == {"achieved": 0, "on_the_way": 1, "behind": 0, "no_figure": 0}
    for rows in (after, undated):
        assert rows[0].verdict.standing == Standing.BEHIND
        assert "xu hướng" not in rows[0].verdict.reason and "đà" not in rows[0].verdict.reason


def test_yearly_figure_that_does_not_meet_its_target_says_that_it_shows_no_trend(world: World) -> None:
    plan = PlanFactory(campaign__unit=world.centre)
    indicator = IndicatorFactory(code="bien_che", source=Source.DECLARED)
    TargetFactory(plan=plan, indicator=indicator, operator="gte", low=Decimal(90), unit_of_measure="%")
    MeasurementFactory(indicator=indicator, unit=world.centre, value=None, numerator=80, denominator=100)

    (row,) = standings(plan, 2026, date(2026, 4, 20))
    assert row.verdict.standing == Standing.BEHIND
    assert row.verdict.reason.endswith("Chưa đủ số liệu để thấy xu hướng.")


def test_target_due_in_a_later_year_looks_at_the_years(world: World) -> None:
    plan = _plan(world, due_on=date(2028, 12, 31))
    old = plan.targets.get().indicator
    MeasurementFactory(indicator=old, unit=world.surgery, year=2025, value=None, numerator=80, denominator=100)

    row = standings(plan, 2026, date(2026, 11, 22))[0]

    assert row.verdict.standing == Standing.ON_THE_WAY  # 80, 84, then 88 and 92 per cent
    assert "đến năm 2028 đạt khoảng 92%" in row.verdict.reason
