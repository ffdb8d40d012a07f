"""Of several origins one counts for each unit and month; every rate of case files by hand."""

from decimal import Decimal
from typing import Any

import pytest

from accounts.models import Unit
from indicators.engine.roll_up import Span
from indicators.enums import CountOrigin
from indicators.models import Procedure
from indicators.selectors.figures import figure_for, figures_for, values_so_far
from indicators.services.catalogue import load_catalogue
from tests.factories.accounts import UnitFactory
from tests.factories.indicators import ProcedureCountFactory, ProcedureFactory
from tests.factories.world import World


@pytest.fixture(autouse=True)
def catalogue(db: None) -> None:
    load_catalogue()


def _told(unit: Unit, origin: str, month: int = 1, **counts: Any) -> None:
    """Counts that add up: what is finished or pending was received directly unless said otherwise."""
    leaving = ("finished_early", "finished_on_time", "finished_late", "pending_in_time", "pending_late")
    online = counts.get("received_online", 0)
    received = sum(counts.get(name, 0) for name in leaving) - online - counts.get("carried_over", 0)
    procedure: Procedure | None = counts.pop("procedure", None)
    ProcedureCountFactory(
        unit=unit, origin=origin, month=month, procedure=procedure, **{"received_direct": received, **counts}
    )


def _value(code: str, unit: Unit, span: Span | None = None) -> Decimal | None:
    figure = figure_for(code, unit, 2026, *([span] if span else []))
    return figure.value if figure else None


def test_list_of_cases_counts_before_what_was_typed_and_tables(world: World) -> None:
    _told(world.surgery, CountOrigin.PORTAL, finished_late=10)
    _told(world.surgery, CountOrigin.SUMMARY, finished_on_time=5, finished_late=5)
    assert _value("tthc_on_time", world.surgery) == 50
    _told(world.surgery, CountOrigin.TYPED, finished_on_time=6, finished_late=4)
    assert _value("tthc_on_time", world.surgery) == 60
    _told(world.surgery, CountOrigin.CASES, finished_on_time=7, finished_late=3)
    assert _value("tthc_on_time", world.surgery) == 70


def test_each_unit_and_month_has_its_own_origin(world: World) -> None:
    _told(world.surgery, CountOrigin.CASES, month=1, finished_on_time=10)
    _told(world.surgery, CountOrigin.TYPED, month=1, finished_late=90)
    _told(world.surgery, CountOrigin.TYPED, month=2, finished_late=10)
    _told(world.pharmacy, CountOrigin.SUMMARY, month=1, finished_late=20)

    figure = figure_for("tthc_on_time", world.centre, 2026)

    assert figure is not None
    assert (figure.numerator, figure.denominator) == (10, 40)


def test_table_by_field_does_not_tell_how_cases_were_filed(world: World) -> None:
    _told(world.surgery, CountOrigin.SUMMARY, finished_on_time=10)

    assert figure_for("online_submission", world.surgery, 2026) is None
    _told(world.surgery, CountOrigin.TYPED, finished_on_time=10, received_online=4)
    assert _value("online_submission", world.surgery) == 40


def test_list_without_a_column_for_digitising_passes_to_the_table_of_digitising(world: World) -> None:
    _told(world.surgery, CountOrigin.CASES, finished_on_time=10)
    _told(world.surgery, CountOrigin.DIGITISATION, inputs_digitised=6, inputs_on_paper=2, digitised_reused=3)

    assert _value("tthc_inputs_digitised", world.surgery) == 75
    assert _value("tthc_digitised_reuse", world.surgery) == 50
    assert _value("tthc_on_time", world.surgery) == 100


def test_reuse_of_months_that_do_not_tell_of_digitising_is_not_divided_by_other_months(world: World) -> None:
    for month in range(1, 10):
        _told(world.surgery, CountOrigin.CASES, month=month, finished_on_time=30, data_reused=27)
    _told(world.surgery, CountOrigin.CASES, month=10, finished_on_time=30, data_reused=27)
    _told(world.surgery, CountOrigin.DIGITISATION, month=10, inputs_digitised=30, digitised_reused=24)

    assert _value("tthc_digitised_reuse", world.surgery) == 80


def test_list_that_tells_nothing_of_digitising_gives_no_figure_of_it(world: World) -> None:
    _told(world.surgery, CountOrigin.CASES, finished_on_time=10, data_reused=4)

    for code in ("tthc_inputs_digitised", "tthc_results_digitised", "tthc_digitised_reuse"):
        for span in (Span(), Span.month(1)):
            assert figure_for(code, world.surgery, 2026, span) is None
    _told(world.pharmacy, CountOrigin.CASES, finished_on_time=10, inputs_on_paper=10)
    nothing = figure_for("tthc_digitised_reuse", world.pharmacy, 2026)
    assert nothing is not None and not nothing.arises  # all on paper: told, and nothing to re-use


def test_both_variants_of_the_rate_in_time(world: World) -> None:
    _told(world.surgery, CountOrigin.TYPED, month=1, finished_early=50, finished_on_time=40, pending_late=10)
    _told(
        world.surgery,
        CountOrigin.TYPED,
        month=2,
        carried_over=10,
        finished_on_time=90,
        finished_late=8,
        pending_late=2,
        pending_in_time=5,
    )

    assert _value("tthc_on_time", world.surgery) == Decimal("95.7447")  # 180 / 188
    assert _value("tthc_on_time_strict", world.surgery) == Decimal("94.7368")  # 180 / (188 + 2 still overdue)
    assert _value("tthc_on_time_strict", world.surgery, Span.month(1)) == 90
    assert _value("tthc_overdue", world.surgery) == Decimal("5.2632")  # (8 + 2) / 190
    assert _value("tthc_early", world.surgery) == Decimal("26.5957")  # 50 / 188
    assert _value("tthc_finished", world.centre) == 188
    assert _value("tthc_received", world.centre, Span.month(2)) == 95


def test_month_quarter_year_and_year_so_far(world: World) -> None:
    for month, late in ((1, 5), (2, 0), (4, 1)):
        _told(world.surgery, CountOrigin.TYPED, month=month, finished_on_time=10 - late, finished_late=late)

    spans = (Span.month(1), Span.quarter(1), Span.quarter(2), Span.up_to(4))
    assert [_value("tthc_on_time", world.centre, span) for span in spans] == [50, 75, 90, 80]
    assert _value("tthc_on_time", world.centre, Span.quarter(3)) is None
    so_far = values_so_far(["tthc_on_time"], world.centre, 2026)
    assert [(each.month, each.value) for each in so_far["tthc_on_time"]] == [(1, 50), (2, 75), (4, 80)]


def test_cut_of_time_is_averaged_over_procedures_or_over_cases(world: World) -> None:
    slow = ProcedureFactory(centre=world.centre, statutory_days=10, promised_days=5)
    quick = ProcedureFactory(centre=world.centre, statutory_days=4, promised_days=4)
    _told(world.surgery, CountOrigin.TYPED, finished_on_time=30, procedure=slow)
    _told(world.pharmacy, CountOrigin.TYPED, finished_on_time=10, procedure=slow)
    _told(world.pharmacy, CountOrigin.TYPED, finished_on_time=60, procedure=quick)
    _told(world.pharmacy, CountOrigin.CASES, finished_on_time=10, procedure=slow)

    assert _value("tthc_time_cut", world.centre) == 25
    assert _value("tthc_time_cut_weighted", world.centre) == 20  # half of 40 in 100 cases
    assert _value("tthc_time_cut", world.surgery) == 50


def test_time_promised_from_a_later_year_cuts_nothing_before(world: World) -> None:
    procedure = ProcedureFactory(centre=world.centre, statutory_days=10, promised_days=5, promised_on="2027-01-01")
    _told(world.surgery, CountOrigin.TYPED, finished_on_time=1, procedure=procedure)

    assert _value("tthc_time_cut", world.centre) == 0


def test_procedure_that_two_units_handle_is_published_once(world: World) -> None:
    late = ProcedureFactory(centre=world.centre, published_on_time=False)
    for unit in (world.surgery, world.pharmacy):
        _told(unit, CountOrigin.TYPED, finished_on_time=1, procedure=late)
    ProcedureFactory(centre=world.centre)  # nobody has asked for it yet; it is published all the same

    assert _value("tthc_published", world.centre) == 50
    assert _value("tthc_published", world.pharmacy) == 0


def test_online_filing_of_procedures_that_are_offered_online(world: World) -> None:
    offered = ProcedureFactory(centre=world.centre, is_online=True)
    other = ProcedureFactory(centre=world.centre, is_online=False)
    _told(world.surgery, CountOrigin.TYPED, finished_on_time=10, received_online=8, procedure=offered)
    _told(world.surgery, CountOrigin.TYPED, finished_on_time=10, procedure=other)

    assert _value("online_submission", world.surgery) == 40
    assert _value("online_submission_offered", world.surgery) == 80
    assert _value("online_procedures", world.centre) == 50


def test_portal_integration_is_counted_from_the_list_among_procedures_offered_online(world: World) -> None:
    there = ProcedureFactory(centre=world.centre, is_online=True, is_on_national_portal=True)
    ProcedureFactory(centre=world.centre, is_online=True, is_on_national_portal=False)
    on_paper = ProcedureFactory(centre=world.centre, is_online=False, is_on_national_portal=True)
    _told(world.surgery, CountOrigin.TYPED, finished_on_time=1, procedure=there)
    _told(world.pharmacy, CountOrigin.TYPED, finished_on_time=1, procedure=on_paper)

    assert _value("portal_integration", world.centre) == 50
    assert _value("portal_integration", world.surgery) == 100
    assert _value("portal_integration", world.pharmacy) is None  # nothing offered online: does not arise


@pytest.mark.parametrize("span", [Span(), Span.quarter(1), Span.up_to(4), Span.month(2)])
def test_one_origin_added_up_by_the_database_gives_what_months_one_by_one_give(world: World, span: Span) -> None:
    for unit, month, late in ((world.surgery, 1, 5), (world.surgery, 4, 1), (world.pharmacy, 2, 3)):
        _told(unit, CountOrigin.TYPED, month=month, finished_on_time=10 - late, finished_late=late, received_online=4)
    codes = ["tthc_on_time", "online_submission", "tthc_received", "tthc_on_time_strict", "tthc_inputs_digitised"]
    units = [world.centre, world.surgery, world.pharmacy]

    quick = figures_for(codes, units, 2026, span)
    _told(world.office, CountOrigin.PORTAL, month=12)  # a second origin, which changes no figure of these units
    one_by_one = figures_for(codes, units, 2026, span)

    assert {key: (each.value, each.numerator) for key, each in quick.items()} == {
        key: (each.value, each.numerator) for key, each in one_by_one.items()
    }
    assert ("tthc_on_time", world.centre.pk) in quick
    assert ("tthc_inputs_digitised", world.centre.pk) not in quick


def test_many_branches_are_asked_for_at_once(world: World) -> None:
    _told(world.surgery, CountOrigin.TYPED, finished_on_time=10)
    _told(world.other_department, CountOrigin.TYPED, finished_late=10)
    many = [UnitFactory(parent=world.centre, code=f"khoa-{number}") for number in range(40)]

    figures = figures_for(["tthc_on_time"], [world.surgery, world.pharmacy, *many], 2026)

    assert {key: each.value for key, each in figures.items()} == {("tthc_on_time", world.surgery.pk): 100}
