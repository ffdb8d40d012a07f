"""A year that was typed and contradicts the months or quarters that the same unit typed of the same indicator."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from accounts.models import Unit
from indicators.engine.sanity import Check, Gravity, Joining
from indicators.enums import Measure, PeriodKind, RollUp
from indicators.models import Indicator
from indicators.selectors.doubts import UnitDoubt, doubts_about, doubts_of
from indicators.selectors.stated_periods import joining_of
from indicators.services import doubts
from tests.factories.accounts import UserFactory
from tests.factories.indicators import IndicatorFactory, MeasurementFactory
from tests.factories.world import World

LATER = datetime(2027, 1, 15, 3, tzinfo=UTC)
ON = LATER.date()


def _typed(indicator: Indicator, unit: Unit, kind: PeriodKind, period: int = 0, **figure: Any) -> None:
    values = {"value": None, "entered_at": LATER, "year": 2026, **figure}
    MeasurementFactory(indicator=indicator, unit=unit, period_kind=kind, period=period, **values)


def _spans(unit: Unit, on: date = ON) -> list[UnitDoubt]:
    return [raised for raised in doubts_of([unit], 2026, on) if raised.doubt.check == Check.SPAN]


def _quarterly(unit: Unit) -> Indicator:
    """80 of 100 in each quarter, 90 % said of the year."""
    rate: Indicator = IndicatorFactory(
        measure=Measure.PERCENT, frequency=PeriodKind.QUARTER, name="Tỷ lệ cuộc kiểm tra hoàn thành"
    )
    for quarter in range(1, 5):
        _typed(rate, unit, PeriodKind.QUARTER, quarter, numerator=80, denominator=100)
    _typed(rate, unit, PeriodKind.YEAR, numerator=360, denominator=400)
    return rate


def test_year_that_contradicts_its_quarters_is_doubted_and_explained(world: World) -> None:
    rate = _quarterly(world.surgery)

    (raised,) = _spans(world.surgery)

    assert (raised.doubt.gravity, raised.doubt.month) == (Gravity.HIGH, 0)
    assert raised.doubt.sentence.startswith(
        "Năm 2026: tỷ lệ cuộc kiểm tra hoàn thành nhập cho cả năm là 360/400 (90%), nhưng 4 quý đã nhập cộng lại là "
        "320/400 (80%)."
    )
    assert raised in doubts_about(rate.code, world.surgery, 2026, ON)
    said = "Năm cộng thêm các cuộc kiểm tra đột xuất"
    doubts.answer(
        unit=raised.unit, doubt=raised.doubt, fingerprint=raised.doubt.fingerprint, reason=said, by=UserFactory(),
        at=LATER,
    )  # fmt: skip
    (answered,) = _spans(world.surgery)
    assert answered.answer is not None and answered.answer.reason == said


def test_what_other_units_and_other_years_state_contradicts_nothing(world: World) -> None:
    number = IndicatorFactory(measure=Measure.COUNT, roll_up=RollUp.SUM, unit_of_measure="tin")
    _typed(number, world.surgery, PeriodKind.YEAR, value=10)
    for month in range(1, 13):
        _typed(number, world.pharmacy, PeriodKind.MONTH, month, value=5)
        _typed(number, world.surgery, PeriodKind.MONTH, month, value=5, year=2025)

    assert not _spans(world.surgery) and not _spans(world.pharmacy)
    _typed(number, world.pharmacy, PeriodKind.YEAR, value=60)
    assert not _spans(world.pharmacy)
    _typed(number, world.surgery, PeriodKind.MONTH, 3, value=11)
    (raised,) = _spans(world.surgery)
    assert "cả năm là 10, nhưng chỉ riêng tháng 3 đã là 11" in raised.doubt.sentence


@pytest.mark.parametrize(
    ("measure", "roll_up", "joining"),
    [
        (Measure.PERCENT, RollUp.LATEST, Joining.POOLED),
        (Measure.COUNT, RollUp.SUM, Joining.ADDED),
        (Measure.COUNT, RollUp.LATEST, Joining.LAST),
        (Measure.INDEX, RollUp.LATEST, Joining.BETWEEN),
        (Measure.MINUTES, RollUp.LATEST, Joining.BETWEEN),
        (Measure.RANK, RollUp.LATEST, None),
        (Measure.YES_NO, RollUp.LATEST, None),
    ],
)
def test_how_periods_make_a_longer_one(measure: Measure, roll_up: RollUp, joining: Joining | None) -> None:
    assert joining_of(Indicator(measure=measure, roll_up=roll_up)) == joining
