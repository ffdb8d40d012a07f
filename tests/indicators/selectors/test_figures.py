"""Figures come from every source, roll up the tree, and cost a constant number of queries."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from indicators.enums import Source, SurveyKind
from indicators.selectors.figures import figure_for, figures_for, monthly_values, yearly_values
from indicators.services.catalogue import load_catalogue
from tests.factories.indicators import (
    IndicatorFactory,
    MeasurementFactory,
    ProcedureCountFactory,
    ProcedureFactory,
    SurveyCountFactory,
)
from tests.factories.world import World


@pytest.fixture
def catalogue(db: None) -> None:
    load_catalogue()


def _month(world: World, unit: object, month: int, early: int, on_time: int, late: int, **more: int) -> None:
    ProcedureCountFactory(
        unit=unit,
        procedure=more.pop("procedure", None) or ProcedureFactory(centre=world.centre),
        month=month,
        received_direct=early + on_time + late,
        finished_early=early,
        finished_on_time=on_time,
        finished_late=late,
        **more,
    )


def test_centre_pools_the_counts_of_its_departments(world: World, catalogue: None) -> None:
    _month(world, world.surgery, 1, early=60, on_time=39, late=1)
    _month(world, world.pharmacy, 2, early=0, on_time=9, late=1)
    _month(world, world.other_department, 1, early=0, on_time=0, late=50)

    figure = figure_for("tthc_on_time", world.centre, 2026)

    assert figure is not None
    assert (figure.numerator, figure.denominator) == (108, 110)
    assert figure.value == Decimal("98.1818")


def test_department_sees_its_own_counts_only(world: World, catalogue: None) -> None:
    _month(world, world.surgery, 1, early=60, on_time=39, late=1)
    _month(world, world.pharmacy, 1, early=0, on_time=0, late=10)

    figures = figures_for(["tthc_on_time"], [world.surgery, world.pharmacy, world.office], 2026)

    assert figures["tthc_on_time", world.surgery.pk].value == 99
    assert figures["tthc_on_time", world.pharmacy.pk].value == 0
    assert ("tthc_on_time", world.office.pk) not in figures


def test_nothing_arisen_is_neither_zero_nor_absent(world: World, catalogue: None) -> None:
    _month(world, world.surgery, 1, early=0, on_time=0, late=0)

    figure = figure_for("online_payment", world.surgery, 2026)

    assert figure is not None
    assert figure.value is None
    assert not figure.arises


def test_previous_year_stands_beside(world: World, catalogue: None) -> None:
    IndicatorFactory(code="dien_tu", source=Source.DECLARED)
    MeasurementFactory(indicator__code="x", unit=world.surgery)
    indicator = IndicatorFactory(code="benh_an", source=Source.DECLARED)
    MeasurementFactory(indicator=indicator, unit=world.surgery, year=2025, value=None, numerator=40, denominator=100)
    MeasurementFactory(indicator=indicator, unit=world.surgery, year=2026, value=None, numerator=70, denominator=100)

    figure = figure_for("benh_an", world.surgery, 2026)

    assert figure is not None
    assert (figure.value, figure.previous) == (70, 40)


@pytest.mark.parametrize("source", ["declared", "procedures", "surveys"])
def test_years_cost_no_more_queries_than_one_and_tell_the_same(world: World, catalogue: None, source: str) -> None:
    code = {"declared": "benh_an", "procedures": "tthc_on_time", "surveys": "patient_satisfaction"}[source]
    indicator = IndicatorFactory(code=code, source=Source.DECLARED) if source == "declared" else None
    for year, good in ((2024, 4), (2026, 7)):
        if indicator is not None:
            MeasurementFactory(indicator=indicator, unit=world.surgery, year=year, value=good * 10)
        elif source == "procedures":
            _month(world, world.surgery, 3, early=good, on_time=0, late=10 - good, year=year)
        else:
            SurveyCountFactory(
                unit=world.surgery, year=year, kind=SurveyKind.INPATIENT, level_5=good, level_1=10 - good
            )

    with CaptureQueriesContext(connection) as one:
        newest = figure_for(code, world.surgery, 2026)
    with CaptureQueriesContext(connection) as four:
        values = yearly_values(code, world.surgery, 2026)

    assert newest is not None and newest.value == 70
    assert values == [(2024, 40), (2026, 70)]
    assert len(four) == len(one)


def test_patient_satisfaction_pools_both_forms(world: World, catalogue: None) -> None:
    SurveyCountFactory(unit=world.surgery, kind=SurveyKind.INPATIENT, level_5=8, level_3=2)
    SurveyCountFactory(unit=world.surgery, kind=SurveyKind.OUTPATIENT, level_4=9, level_1=1)
    SurveyCountFactory(unit=world.surgery, kind=SurveyKind.SIPAS, level_1=100)

    figure = figure_for("patient_satisfaction", world.surgery, 2026)

    assert figure is not None
    assert figure.value == 85


def test_own_value_of_an_index_is_not_mixed_with_those_below(world: World, catalogue: None) -> None:
    indicator = IndicatorFactory(code="chi_so_ngoai", source=Source.EXTERNAL, measure="index")
    MeasurementFactory(indicator=indicator, unit=world.centre, value=Decimal("87.5"))
    MeasurementFactory(indicator=indicator, unit=world.surgery, value=Decimal("10"))

    figure = figure_for("chi_so_ngoai", world.centre, 2026)

    assert figure is not None
    assert figure.value == Decimal("87.5")


def test_months_in_order(world: World, catalogue: None) -> None:
    procedure = ProcedureFactory(centre=world.centre)
    _month(world, world.surgery, 3, early=1, on_time=0, late=1, procedure=procedure)
    _month(world, world.surgery, 1, early=2, on_time=0, late=0, procedure=procedure)

    months = monthly_values("tthc_on_time", world.centre, 2026)

    assert [(month.month, month.value) for month in months] == [(1, 100), (3, 50)]


def test_number_of_queries_does_not_grow_with_units(world: World, catalogue: None) -> None:
    codes = ["tthc_on_time", "tthc_published", "patient_satisfaction", "feedback_on_time"]
    for unit in (world.surgery, world.pharmacy, world.office):
        _month(world, unit, 1, early=1, on_time=1, late=0)

    with CaptureQueriesContext(
        connection,
    ) as one:
        figures_for(codes, [world.surgery], 2026)
    with CaptureQueriesContext(connection) as three:
        figures_for(codes, [world.surgery, world.pharmacy, world.office], 2026)

    assert len(one) == len(three)


def test_figure_of_several_statements_names_the_newest_and_tells_of_the_others(world: World) -> None:
    rate = IndicatorFactory(code="ty_le", source=Source.DECLARED)
    for unit, note in ((world.surgery, "Báo cáo khoa Ngoại"), (world.pharmacy, "Báo cáo khoa Dược")):
        MeasurementFactory(indicator=rate, unit=unit, value=None, numerator=1, denominator=2, source_note=note)

    whole, own = (figure_for("ty_le", unit, 2026) for unit in (world.centre, world.surgery))
    assert whole is not None and whole.source.endswith(" và 1 nguồn khác")
    assert own is not None and own.source == "Báo cáo khoa Ngoại"
