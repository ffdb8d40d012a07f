"""A month that is closed while somebody writes into it, on a database that locks rows."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from accounts.roles import RoleCode
from indicators.enums import PeriodKind, PeriodState
from indicators.models import FigurePeriod, Measurement
from indicators.services import measurements, periods
from indicators.services.errors import FigureRefused
from indicators.services.measurements import Period, Value
from tests.at_once import second_while_first
from tests.factories.accounts import user_with
from tests.factories.indicators import IndicatorFactory
from tests.factories.world import World, make_world

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
AT = datetime(2026, 11, 22, 2, tzinfo=UTC)
Act = Callable[[], Any]


@pytest.fixture
def world(roles: None) -> World:
    return make_world()


@pytest.fixture
def acts(world: World) -> tuple[Act, Act]:
    """Typing a figure of September, and closing September."""
    office, indicator = user_with(RoleCode.OFFICE, world.centre), IndicatorFactory()

    def declare() -> Measurement:
        return measurements.declare(
            indicator=indicator,
            unit=world.surgery,
            period=Period(2026, PeriodKind.MONTH, 9),
            figure=Value(numerator=Decimal(1), denominator=Decimal(2)),
            source_note="Báo cáo",
            by=office,
            at=AT,
        )

    def close() -> FigurePeriod:
        return periods.change(centre=world.centre, year=2026, month=9, transition="close", by=office, at=AT)

    return declare, close


def test_figure_waits_for_the_closing_that_began_before_it(acts: tuple[Act, Act]) -> None:
    declare, close = acts

    closed, refused = second_while_first(close, declare)

    assert closed.state == PeriodState.CLOSED
    assert isinstance(refused, FigureRefused)
    assert not Measurement.objects.exists()


@pytest.mark.parametrize("has_row", [False, True])
def test_closing_waits_for_the_figure_that_was_typed_before_it(
    world: World, acts: tuple[Act, Act], has_row: bool
) -> None:
    """Closed means that nothing comes any more: who closes must find the figure, not overtake it."""
    declare, close = acts
    if has_row:
        FigurePeriod.objects.create(centre=world.centre, year=2026, month=9)

    def close_and_look() -> tuple[FigurePeriod, bool]:
        return close(), Measurement.objects.exists()

    stored, (closed, was_there) = second_while_first(declare, close_and_look)

    assert (stored.pk, closed.state) == (Measurement.objects.get().pk, PeriodState.CLOSED)
    assert was_there, "the month was closed while a figure was still being written into it"
    assert FigurePeriod.objects.count() == 1
