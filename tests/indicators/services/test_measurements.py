"""Declared figures are checked, audited and locked."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from accounts.roles import RoleCode
from core.selectors import history_of
from indicators.enums import PeriodKind, Source
from indicators.models import Indicator, Measurement
from indicators.selectors.doubts import doubts_of
from indicators.services import measurements
from indicators.services.errors import DOUBTFUL, FigureRefused
from indicators.services.measurements import Period, Value
from tests.factories.accounts import user_with
from tests.factories.indicators import IndicatorFactory
from tests.factories.world import World

AT = datetime(2026, 11, 30, 8, tzinfo=UTC)


@pytest.fixture
def office(world: World) -> User:
    return user_with(RoleCode.OFFICE, world.centre)


@pytest.fixture
def rate(db: None) -> Indicator:
    return IndicatorFactory(code="ty_le", source=Source.DECLARED)


def _declare(
    world: World, rate: Indicator, office: User, figure: Value, note: str = "BC 12/BC-TTYT", year: int = 2025
) -> Measurement:
    return measurements.declare(
        indicator=rate, unit=world.surgery, period=Period(year), figure=figure, source_note=note, by=office, at=AT
    )


def test_declared_again_renews_and_says_from_what_to_what(world: World, rate: Indicator, office: User) -> None:
    _declare(world, rate, office, Value(numerator=Decimal(8), denominator=Decimal(10)))
    stored = _declare(world, rate, office, Value(numerator=Decimal(9), denominator=Decimal(10)))

    assert Measurement.objects.get().numerator == 9
    assert history_of(stored)[0].changes == {"tử số": ["8", "9"]}


@pytest.mark.parametrize(
    ("period", "is_ahead"),
    [
        (Period(2026, PeriodKind.MONTH, 11), False),
        (Period(2026, PeriodKind.MONTH, 12), True),
        (Period(2026, PeriodKind.QUARTER, 4), False),
        (Period(2026), False),
        (Period(2027, PeriodKind.QUARTER, 1), True),
        (Period(2027), True),
    ],
)
def test_period_that_has_not_begun_has_no_figure(
    world: World, rate: Indicator, office: User, period: Period, is_ahead: bool
) -> None:
    values: dict[str, Any] = {"source_note": "BC 12", "by": office, "at": AT}
    figure = Value(numerator=Decimal(1), denominator=Decimal(2))
    if is_ahead:
        with pytest.raises(FigureRefused, match="chưa đến"):
            measurements.declare(indicator=rate, unit=world.surgery, period=period, figure=figure, **values)
    else:
        told = {**values, "as_told": period.kind != PeriodKind.MONTH}
        measurements.declare(indicator=rate, unit=world.surgery, period=period, figure=figure, **told)
    assert Measurement.objects.exists() is not is_ahead


@pytest.mark.parametrize(
    ("period", "is_over"),
    [
        (Period(2026, PeriodKind.MONTH, 11), True),
        (Period(2026, PeriodKind.QUARTER, 3), True),
        (Period(2026, PeriodKind.QUARTER, 4), False),
        (Period(2025), True),
        (Period(2026), False),
    ],
)
def test_whole_of_a_period_is_typed_once_it_is_over(
    world: World, rate: Indicator, office: User, period: Period, is_over: bool
) -> None:
    values: dict[str, Any] = {"indicator": rate, "unit": world.surgery, "period": period, "by": office, "at": AT}
    values |= {"figure": Value(numerator=Decimal(1), denominator=Decimal(2)), "source_note": "BC 12"}
    if is_over:
        measurements.declare(**values)
    else:
        with pytest.raises(FigureRefused, match=r"đến ngày 31/12/2026 mới hết") as refusal:
            measurements.declare(**values)
        assert refusal.value.code == DOUBTFUL and not Measurement.objects.exists()
        measurements.declare(**values, as_told=True)
    early = [raised for raised in doubts_of([world.surgery], period.year, AT.date()) if raised.doubt.check == "early"]
    assert bool(early) is not is_over


def test_what_is_counted_once_a_year_is_typed_before_the_year_ends(world: World, office: User) -> None:
    index = IndicatorFactory(code="chi_so", source=Source.EXTERNAL, frequency=PeriodKind.YEAR)
    _declare(world, index, office, Value(value=Decimal(80)), year=2026)
    assert "early" not in {raised.doubt.check for raised in doubts_of([world.surgery], 2026, AT.date())}


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (Value(), "Chưa nhập"),
        (Value(value=Decimal(-1)), "âm"),
        (Value(value=Decimal("100.5")), "100%"),
        (Value(numerator=Decimal(11), denominator=Decimal(10)), "Tử số"),
        (Value(numerator=Decimal(1)), "cả tử số và mẫu số"),
    ],
)
def test_impossible_figures_are_refused(world: World, rate: Indicator, office: User, figure: Value, words: str) -> None:
    with pytest.raises(FigureRefused, match=words):
        _declare(world, rate, office, figure)

    assert not Measurement.objects.exists()


def test_figure_without_source_is_refused(world: World, rate: Indicator, office: User) -> None:
    with pytest.raises(FigureRefused, match="nguồn"):
        _declare(world, rate, office, Value(value=Decimal(5)), note="  ")


def test_locked_figure_is_opened_with_a_reason_only(world: World, rate: Indicator, office: User) -> None:
    stored = _declare(world, rate, office, Value(value=Decimal(5)))
    measurements.set_lock(measurement=stored, locked=True, by=office, at=AT)

    with pytest.raises(FigureRefused, match="khóa"):
        _declare(world, rate, office, Value(value=Decimal(6)))
    with pytest.raises(FigureRefused, match="lý do"):
        measurements.set_lock(measurement=stored, locked=False, by=office, at=AT)

    measurements.set_lock(measurement=stored, locked=False, by=office, at=AT, reason="Nhập nhầm")
    assert _declare(world, rate, office, Value(value=Decimal(6))).value == 6
