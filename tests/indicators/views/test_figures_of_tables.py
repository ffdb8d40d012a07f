"""The pages of figures after files of every layout, with a procedure of the catalogue in them."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import RoleCode
from indicators.enums import CountOrigin
from indicators.models import ProcedureCount
from indicators.selectors.figures import figures_for
from indicators.services.catalogue import load_catalogue
from tests.factories.indicators import ProcedureFactory
from tests.factories.world import World
from tests.indicators.case_desk import case, imported
from tests.indicators.services.test_case_summaries import DIGITISED, SUMMED, brought_in
from tests.sign_in import sign_in_as

CODE = "1.000001"


@pytest.fixture(autouse=True)
def listed(world: World) -> None:
    load_catalogue()
    ProcedureFactory(centre=world.centre, code=CODE, name="Cấp giấy A", statutory_days=10, promised_days=6)


def _bring_in(world: World, layout: str) -> None:
    if layout == "cases":
        imported(world.centre, case("A1", "05/10/2026", "12/10/2026", "09/10/2026", unit="Khoa Ngoại", procedure=CODE))
    elif layout == "summary":
        table = [["Đơn vị", "Thủ tục", *SUMMED[1:]], ["Khoa Ngoại", CODE, "10", "4", "3", "1", "2"]]
        brought_in(world, layout, table)
    else:
        numbers = ["100", "20", "80", "30", "5", "90", "10", "80"]
        brought_in(world, layout, [["Đơn vị", "Thủ tục", *DIGITISED[1:]], ["Khoa Ngoại", CODE, *numbers]])


@pytest.mark.parametrize("layout", ["cases", "summary", "digital"])
@pytest.mark.django_db
def test_every_page_of_figures_stands_after_a_file_with_procedures(client: Client, world: World, layout: str) -> None:
    _bring_in(world, layout)
    assert ProcedureCount.objects.filter(procedure__code=CODE).exists()
    sign_in_as(client, RoleCode.OFFICE, world.centre)

    assert client.get(reverse("indicators:figure-list")).status_code == 200
    assert client.get(reverse("indicators:figure-detail", args=["tthc_time_cut"])).status_code == 200


@pytest.mark.django_db
def test_table_of_digitising_tells_what_was_digitised_and_not_who_handled_procedures(world: World) -> None:
    _bring_in(world, "digital")
    assert ProcedureCount.objects.get().origin == CountOrigin.DIGITISATION

    figures = figures_for(["tthc_published", "tthc_time_cut", "tthc_inputs_digitised"], [world.centre], 2026)

    assert {code: figure.value for (code, _), figure in figures.items()} == {"tthc_inputs_digitised": 80}
