"""What is pending in a unit goes on pending while newer lists of the centre do not name it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.models import Unit
from indicators.enums import PeriodState
from indicators.models import FigurePeriod, ProcedureCount
from indicators.services import case_undoing
from indicators.services.errors import FigureRefused
from tests.factories.world import World
from tests.indicators.case_desk import HEADINGS, case, imported

SEPTEMBER = datetime(2026, 9, 25, 2, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 20, 2, tzinfo=UTC)


def rows_of(unit: Unit) -> list[Any]:
    """Month, carried over, received, overdue, in time."""
    rows = ProcedureCount.objects.filter(unit=unit).order_by("year", "month")
    return list(rows.values_list("month", "carried_over", "received_direct", "pending_late", "pending_in_time"))


def close(world: World, month: int) -> None:
    closed = {"state": PeriodState.CLOSED, "closed_at": NOVEMBER}
    FigurePeriod.objects.update_or_create(centre=world.centre, year=2026, month=month, defaults=closed)


@pytest.fixture
def pending(world: World) -> World:
    """A case of the surgery, due on 30 October, that a list of September tells."""
    imported(world.centre, case("A1", "14/09/2026", "30/10/2026", unit=world.surgery.name), at=SEPTEMBER)
    assert rows_of(world.surgery) == [(9, 0, 1, 0, 1)]
    return world


def newer(world: World, received: str = "16/11/2026", **given: Any) -> Any:
    """A list of November that names the pharmacy only."""
    return imported(world.centre, case("B1", received, unit=world.pharmacy.name), at=NOVEMBER, **given)


def test_unit_that_a_newer_list_leaves_out_carries_its_pending_cases_over(pending: World) -> None:
    newer(pending)

    assert rows_of(pending.surgery) == [(9, 0, 1, 0, 1), (10, 1, 0, 1, 0), (11, 1, 0, 1, 0)]


def test_its_months_go_as_far_as_the_list_speaks(pending: World) -> None:
    newer(pending, received="16/10/2026")

    assert rows_of(pending.surgery) == [(9, 0, 1, 0, 1), (10, 1, 0, 1, 0)]


def test_unit_without_pending_cases_gets_no_month(world: World) -> None:
    done = case("A1", "14/09/2026", "30/10/2026", "21/09/2026", unit=world.surgery.name)
    imported(world.centre, done, at=SEPTEMBER)

    newer(world)

    assert [month for month, *_ in rows_of(world.surgery)] == [9]


def test_list_of_one_unit_says_nothing_about_others(pending: World) -> None:
    without_units = tuple(heading for heading in HEADINGS if heading != "Đơn vị")
    line = ("B1", "", "Y tế", "16/11/2026", "", "", "Trực tiếp")

    imported(pending.centre, line, headings=without_units, default_unit=pending.pharmacy, at=NOVEMBER)

    assert [month for month, *_ in rows_of(pending.pharmacy)] == [11]
    assert rows_of(pending.surgery) == [(9, 0, 1, 0, 1)]


def test_other_centre_is_left_alone(pending: World) -> None:
    imported(pending.other_centre, case("C1", "16/11/2026", unit=pending.other_department.name), at=NOVEMBER)

    assert rows_of(pending.surgery) == [(9, 0, 1, 0, 1)]


def test_closed_months_stay_and_do_not_refuse_the_list(pending: World) -> None:
    close(pending, 9)
    close(pending, 10)

    newer(pending)

    assert rows_of(pending.surgery) == [(9, 0, 1, 0, 1), (11, 1, 0, 1, 0)]


def test_case_that_ends_later_takes_the_months_back(pending: World) -> None:
    newer(pending)

    ended = case("A1", "14/09/2026", "30/10/2026", "05/10/2026", unit=pending.surgery.name)
    imported(pending.centre, ended, at=NOVEMBER)

    assert rows_of(pending.surgery) == [(9, 0, 1, 0, 1), (10, 1, 0, 0, 0)]


def test_undoing_the_newer_list_takes_its_months_away(pending: World) -> None:
    done = newer(pending)

    case_undoing.undo(case_import=done, by=None, at=NOVEMBER)

    assert rows_of(pending.surgery) == [(9, 0, 1, 0, 1)]
    assert rows_of(pending.pharmacy) == []


def test_month_that_was_given_and_closed_refuses_to_be_undone(pending: World) -> None:
    done = newer(pending)
    close(pending, 10)

    with pytest.raises(FigureRefused, match="10"):
        case_undoing.undo(case_import=done, by=None, at=NOVEMBER)
