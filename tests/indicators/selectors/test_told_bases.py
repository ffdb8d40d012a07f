"""Doubts about how many cases a rate is about, where two origins tell of it."""

from datetime import date
from typing import Any

import pytest

from accounts.models import Unit
from indicators.engine.sanity import Check, Gravity
from indicators.enums import CountOrigin
from indicators.selectors.doubts import UnitDoubt, doubts_about, doubts_of
from indicators.services.catalogue import load_catalogue
from tests.factories.indicators import ProcedureCountFactory
from tests.factories.world import World
from tests.indicators.case_desk import case, imported
from tests.indicators.services.test_case_summaries import DIGITISED, brought_in

CASES, TABLE, TYPED = CountOrigin.CASES, CountOrigin.DIGITISATION, CountOrigin.TYPED
ON = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def catalogue(world: World) -> None:
    load_catalogue()


def told(unit: Unit, origin: CountOrigin, **counts: int) -> None:
    ProcedureCountFactory(
        unit=unit, year=2026, month=10, origin=origin, procedure=None, field="Y tế", **{**_nothing(), **counts}
    )


def _nothing() -> dict[str, int]:
    names = ("received_direct", "received_online", "finished_early", "finished_on_time", "finished_late")
    return dict.fromkeys((*names, "pending_in_time", "pending_late", "carried_over"), 0)


def raised(unit: Unit) -> list[UnitDoubt]:
    return [one for one in doubts_of([unit], 2026, ON) if one.doubt.subject.startswith(("tthc_", "online_"))]


def test_few_ticked_cases_beside_a_table_of_many_are_doubted(world: World) -> None:
    told(world.surgery, CASES, inputs_digitised=1)
    told(world.surgery, TABLE, inputs_digitised=60, inputs_on_paper=40)

    (one,) = raised(world.surgery)

    assert (one.doubt.subject, one.doubt.check) == ("tthc_inputs_digitised", Check.ORIGINS)
    assert (one.doubt.month, one.doubt.gravity) == (10, Gravity.HIGH)
    assert "được tính trên 1 hồ sơ theo danh sách hồ sơ" in one.doubt.sentence
    assert one.doubt.sentence.endswith("kể 100 hồ sơ.")
    assert doubts_about("tthc_inputs_digitised", world.surgery, 2026, ON) == [one]


def test_paid_cases_of_a_list_beside_those_that_were_typed(world: World) -> None:
    told(world.surgery, CASES, with_fee=2, paid_online=2)
    told(world.surgery, TYPED, with_fee=50, paid_online=10)

    assert [one.doubt.subject for one in raised(world.surgery)] == ["online_payment"]


@pytest.mark.parametrize(
    ("listed", "table"),
    [
        ({"inputs_digitised": 95}, {"inputs_digitised": 60, "inputs_on_paper": 40}),
        ({"received_direct": 0}, {"inputs_digitised": 60, "inputs_on_paper": 40}),
        ({"inputs_digitised": 3}, {}),
        ({"inputs_digitised": 3}, {"results_digitised": 100}),
    ],
    ids=["nearly all", "a list without ticks", "a table without inputs", "other documents"],
)
def test_what_agrees_or_tells_of_something_else_is_not_doubted(world: World, listed: Any, table: Any) -> None:
    told(world.surgery, CASES, **listed)
    told(world.surgery, TABLE, **table)
    told(world.pharmacy, TABLE, inputs_digitised=500)

    assert raised(world.surgery) == []


def test_one_case_more_apart_than_one_in_twenty_is_doubted(world: World) -> None:
    told(world.surgery, CASES, inputs_digitised=94)
    told(world.surgery, TABLE, inputs_digitised=60, inputs_on_paper=40)

    assert len(raised(world.surgery)) == 1


def test_own_cases_of_a_list_are_not_held_against_a_table_of_the_whole(world: World) -> None:
    headings = ("Mã hồ sơ", "Đơn vị", "Thủ tục", "Lĩnh vực", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày trả")
    ticked = (*headings, "Số hóa thành phần hồ sơ")
    lines = [
        (*case("A1", "05/10/2026", "12/10/2026", "09/10/2026")[:-1], "Có"),
        (*case("A2", "05/10/2026", "12/10/2026", "09/10/2026", unit="Khoa Dược")[:-1], "Có"),
    ]
    imported(world.centre, *lines, headings=ticked)
    brought_in(
        world, "digital", [["Lĩnh vực", *DIGITISED[1:]], ["Y tế", "100", "20", "80", "30", "5", "90", "10", "80"]]
    )

    assert raised(world.centre) == []
