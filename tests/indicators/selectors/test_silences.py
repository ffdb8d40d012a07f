"""Pages say since when nothing tells of a unit."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import RoleCode
from indicators.engine.roll_up import Span
from indicators.selectors.silences import Silence, silences
from indicators.services.catalogue import load_catalogue
from tests.factories.accounts import user_with
from tests.factories.indicators import ProcedureCountFactory, ProcedureFactory
from tests.factories.world import World
from tests.sign_in import sign_in_as


@pytest.fixture
def told(world: World) -> World:
    """The surgery is told of up to December 2025, the pharmacy up to October 2026, the office never."""
    procedure = ProcedureFactory(centre=world.centre)
    for unit, year, month in ((world.surgery, 2025, 12), (world.pharmacy, 2026, 9), (world.pharmacy, 2026, 10)):
        counts = {"received_direct": 3, "finished_early": 2, "pending_in_time": 1}
        ProcedureCountFactory(unit=unit, procedure=procedure, year=year, month=month, **counts)
    return world


def test_units_are_silent_since_the_month_after_the_last_told_one(told: World) -> None:
    units = [told.surgery, told.pharmacy, told.office]

    assert silences(units, 2026, Span.month(11)) == [
        Silence((told.pharmacy,), "từ tháng 11/2026"),
        Silence((told.surgery,), "từ tháng 1/2026"),
        Silence((told.office,), ""),
    ]
    assert [each.since for each in silences(units, 2026, Span.quarter(4))] == ["từ tháng 1/2026", ""]


def test_later_months_do_not_hide_an_earlier_silence(told: World) -> None:
    assert silences([told.pharmacy], 2026, Span.month(8)) == [Silence((told.pharmacy,), "")]


def test_what_is_told_below_is_told_of_the_centre(told: World) -> None:
    assert silences([told.centre], 2026, Span.month(10)) == []


@pytest.mark.parametrize("name", ["figure-list", "figure-detail"])
def test_page_tells_why_there_is_no_figure(client: Client, told: World, name: str) -> None:
    load_catalogue()
    sign_in_as(client, RoleCode.OFFICE, told.centre)
    address = reverse(f"indicators:{name}", args=["tthc_on_time"] if name == "figure-detail" else [])

    november, october = (client.get(address, {"ky": f"thang-{month}"}).content.decode() for month in (11, 10))

    assert "kể về đơn vị này từ tháng 11/2026" in november
    assert "kể về đơn vị này" not in october
    if name == "figure-detail":
        assert "Khoa Ngoại (từ tháng 1/2026)" in october


def test_code_is_shown_only_to_who_keeps_the_catalogue(client: Client, told: World) -> None:
    load_catalogue()
    address = reverse("indicators:figure-detail", args=["tthc_on_time"])

    def main(role: str, unit: object) -> str:
        client.force_login(user_with(role, unit))  # type: ignore[arg-type]
        page = client.get(address).content.decode()
        return page.partition("<main")[2]

    assert "Mã trong tệp Excel" in main(RoleCode.OFFICE, told.centre)
    assert "<code>tthc_on_time</code>" not in main(RoleCode.DEPARTMENT_HEAD, told.pharmacy)
