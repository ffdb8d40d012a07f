from datetime import date

import pytest

from campaigns.enums import Phase, RoundState
from campaigns.models import Round
from campaigns.selectors import rounds
from tests.campaigns.conftest import People
from tests.factories.campaigns import (
    DeadlineExtensionFactory,
    ParticipantFactory,
    PhaseDeadlineFactory,
    RoundFactory,
)
from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def round_(world: World) -> Round:
    found = RoundFactory(campaign__unit=world.centre)
    for phase, opens_on, closes_on in (
        (Phase.FIGURES, date(2026, 1, 1), date(2026, 11, 30)),
        (Phase.SELF_ASSESSMENT, date(2026, 11, 15), date(2026, 12, 10)),
        (Phase.VERIFICATION, date(2026, 12, 11), date(2026, 12, 25)),
    ):
        PhaseDeadlineFactory(round=found, phase=phase, opens_on=opens_on, closes_on=closes_on)
    return found


def extend(round_: Round, world_unit: object, closes_on: date) -> None:
    deadline = round_.deadlines.get(phase=Phase.SELF_ASSESSMENT)
    DeadlineExtensionFactory(deadline=deadline, unit=world_unit, closes_on=closes_on)


def test_deadline_without_extension_is_the_common_one(round_: Round, world: World) -> None:
    deadline = rounds.deadline_for(round_, world.surgery, Phase.SELF_ASSESSMENT)

    assert (deadline.opens_on, deadline.closes_on, deadline.extension) == (date(2026, 11, 15), date(2026, 12, 10), None)


def test_extension_of_a_unit_above_counts_below(round_: Round, world: World) -> None:
    extend(round_, world.centre, date(2026, 12, 20))

    assert rounds.deadline_for(round_, world.surgery, Phase.SELF_ASSESSMENT).closes_on == date(2026, 12, 20)


def test_extension_of_a_neighbour_does_not_count(round_: Round, world: World) -> None:
    extend(round_, world.pharmacy, date(2026, 12, 20))

    assert rounds.deadline_for(round_, world.surgery, Phase.SELF_ASSESSMENT).closes_on == date(2026, 12, 10)


def test_shorter_extension_never_takes_days_away(round_: Round, world: World) -> None:
    extend(round_, world.surgery, date(2026, 12, 1))

    assert rounds.deadline_for(round_, world.surgery, Phase.SELF_ASSESSMENT).closes_on == date(2026, 12, 10)


def test_phase_without_deadline_is_none(round_: Round, world: World) -> None:
    assert rounds.deadline_for(round_, world.surgery, Phase.COUNCIL) is None


def test_deadlines_of_all_phases_take_two_queries(
    round_: Round, world: World, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        found = rounds.deadlines_for(round_, world.surgery)
    assert list(found) == [Phase.FIGURES, Phase.SELF_ASSESSMENT, Phase.VERIFICATION]


@pytest.mark.parametrize(
    ("on", "phase"),
    [
        (date(2026, 3, 1), Phase.FIGURES),
        (date(2026, 11, 20), Phase.FIGURES),
        (date(2026, 12, 1), Phase.SELF_ASSESSMENT),
        (date(2027, 1, 1), None),
    ],
)
def test_current_phase_is_the_one_to_finish_first(round_: Round, on: date, phase: Phase | None) -> None:
    current = rounds.current_phase(round_, on)

    assert (current.phase if current else None) == phase


def test_timeline_says_what_is_past_running_and_to_come(round_: Round) -> None:
    steps = rounds.timeline(round_, date(2026, 12, 5))

    assert [(step.phase, step.standing) for step in steps] == [
        (Phase.FIGURES, "done"),
        (Phase.SELF_ASSESSMENT, "now"),
        (Phase.VERIFICATION, "later"),
    ]
    assert steps[1].days_left == 5


def test_department_sees_the_rounds_of_its_own_centre(world: World, people: People) -> None:
    own, foreign = RoundFactory(campaign__unit=world.centre), RoundFactory(campaign__unit=world.other_centre)

    assert list(rounds.rounds_visible_to(people.surgeon)) == [own]
    assert list(rounds.rounds_visible_to(people.foreign_head)) == [foreign]


def test_round_of_the_year_prefers_the_open_one(world: World) -> None:
    RoundFactory(campaign__unit=world.centre, state=RoundState.DRAFT)
    running = RoundFactory(campaign__unit=world.centre, state=RoundState.OPEN)

    assert rounds.round_of(world.centre, 2026) == running
    assert rounds.round_of(world.other_centre, 2026) is None


def test_participants_come_in_the_order_of_the_units(world: World, round_: Round) -> None:
    for unit in (world.office, world.surgery, world.pharmacy):
        ParticipantFactory(round=round_, unit=unit)

    assert rounds.participating_units(round_) == [world.surgery, world.pharmacy, world.office]


def test_closed_units_are_left_out(world: World) -> None:
    world.pharmacy.active_to = date(2026, 5, 31)
    world.pharmacy.save()

    assert rounds.active_children(world.centre, date(2026, 6, 1)) == [world.surgery, world.office]
