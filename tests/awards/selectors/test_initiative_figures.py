"""Recognised initiatives feed their indicator."""

from datetime import date

from indicators.engine.roll_up import Span
from indicators.selectors.figures import figure_for
from indicators.services.catalogue import load_catalogue
from tests.factories.awards import InitiativeFactory
from tests.factories.world import World


def test_initiatives_are_counted_by_the_day_of_their_decision(world: World) -> None:
    load_catalogue()
    InitiativeFactory(unit=world.surgery, decided_on=date(2026, 3, 1))
    InitiativeFactory(unit=world.pharmacy, decided_on=date(2026, 10, 1))
    InitiativeFactory(unit=world.pharmacy, decided_on=date(2025, 10, 1))
    InitiativeFactory(unit=world.other_department, decided_on=date(2026, 3, 1))

    figure = figure_for("initiatives_recognised", world.centre, 2026)

    assert figure is not None
    assert (figure.value, figure.previous, figure.source) == (2, 1, "Sổ sáng kiến")
    first_half = figure_for("initiatives_recognised", world.centre, 2026, Span.up_to(6))
    assert first_half is not None and first_half.value == 1
