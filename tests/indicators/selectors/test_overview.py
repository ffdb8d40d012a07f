"""The overview of a unit's figures, and what they are held against."""

from decimal import Decimal

import pytest

from indicators.engine.roll_up import Span
from indicators.selectors.overview import IndicatorRow, indicator_rows
from indicators.services.catalogue import load_catalogue
from tests.factories.indicators import ProcedureCountFactory, ProcedureFactory
from tests.factories.world import World


@pytest.fixture(autouse=True)
def catalogue(db: None) -> None:
    load_catalogue()


def _received(world: World, year: int, months: range, each: int) -> None:
    procedure = ProcedureFactory(centre=world.centre)
    for month in months:
        ProcedureCountFactory(
            unit=world.surgery, procedure=procedure, year=year, month=month, received_direct=each, finished_early=each
        )


def _row(world: World, code: str, span: Span | None = None) -> IndicatorRow:
    rows = indicator_rows(None, world.centre, 2026, span or Span())
    return next(row for row in rows if row.indicator.code == code)


def test_number_of_a_year_so_far_is_held_against_the_same_months(world: World) -> None:
    _received(world, 2025, range(1, 13), 10)
    _received(world, 2026, range(1, 11), 12)

    row = _row(world, "tthc_received")
    assert (row.text, row.change, row.is_better) == ("120 hồ sơ", Decimal(20), True)
    assert row.change_text == "+20 hồ sơ (cùng kỳ)"
    assert row.figure is not None and row.figure.previous == 120  # targets of a year still see the whole one


def test_whole_year_is_held_against_the_whole_one_before(world: World) -> None:
    _received(world, 2025, range(1, 13), 10)
    _received(world, 2026, range(1, 13), 9)

    assert _row(world, "tthc_received").change_text == "−12 hồ sơ"
    assert _row(world, "tthc_received", Span.quarter(2)).change_text == "−3 hồ sơ (cùng kỳ)"
    assert _row(world, "tthc_on_time").change_text == ""
