from datetime import date

import pytest

from campaigns.models import Plan, RegisterEntry
from campaigns.services import register
from campaigns.services.register import RegisterRefused
from tests.factories.campaigns import PlanFactory, RegisterEntryFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def take(plan: Plan, number: int | None = None, on: date = date(2026, 3, 2), **more: str) -> RegisterEntry:
    given = {"symbol": "KH-TTYT", "title": "Kế hoạch", "signer_name": "Nguyễn Văn An", **more}
    return register.take_number(unit=plan.unit, on=on, document=plan, number=number, **given)


def new_plan(world: World) -> Plan:
    return PlanFactory(campaign__unit=world.centre)


def test_numbers_of_a_series_follow_each_other(world: World) -> None:
    first, second = take(new_plan(world)), take(new_plan(world))

    assert [first.number, second.number] == [1, 2]
    assert second.number_and_symbol == "02/KH-TTYT"


def test_a_gap_is_not_filled(world: World) -> None:
    take(new_plan(world), number=7)

    assert take(new_plan(world)).number == 8


@pytest.mark.parametrize("change", [{"symbol": "TB-TTYT"}, {"on": date(2027, 1, 4)}])
def test_another_symbol_or_year_starts_from_one(world: World, change: dict) -> None:
    take(new_plan(world))

    assert take(new_plan(world), **change).number == 1


def test_another_issuer_has_its_own_series(world: World) -> None:
    take(new_plan(world))

    assert take(PlanFactory(campaign__unit=world.other_centre)).number == 1


def test_taken_number_is_refused(world: World) -> None:
    take(new_plan(world), number=5)

    with pytest.raises(RegisterRefused, match="Số 05/KH-TTYT của năm 2026 đã cấp"):
        take(new_plan(world), number=5)
    assert RegisterEntry.objects.count() == 1


def test_document_gets_only_one_number(world: World) -> None:
    plan = new_plan(world)
    take(plan)

    with pytest.raises(RegisterRefused, match="đã có số 01/KH-TTYT"):
        take(plan)


@pytest.mark.parametrize("missing", ["symbol", "title", "signer_name"])
def test_incomplete_entry_is_refused(world: World, missing: str) -> None:
    with pytest.raises(RegisterRefused, match="Chưa cấp được số"):
        take(new_plan(world), **{missing: "  "})


@pytest.mark.parametrize("number", [0, -3, 100_000])
def test_number_out_of_range_is_refused(world: World, number: int) -> None:
    with pytest.raises(RegisterRefused, match="từ 1 đến"):
        take(new_plan(world), number=number)


def test_next_number_is_only_a_proposal(world: World) -> None:
    RegisterEntryFactory(unit=world.centre, number=41)

    assert register.next_number(unit=world.centre, symbol="KH-TTYT", year=2026) == 42
    assert register.next_number(unit=world.centre, symbol="KH-TTYT", year=2026) == 42
