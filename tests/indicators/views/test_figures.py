"""Pages of figures: who sees which, and what bad input gets."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Unit
from accounts.roles import RoleCode
from indicators.models import Indicator, Measurement
from indicators.services.catalogue import load_catalogue
from tests.factories.indicators import MeasurementFactory, ProcedureCountFactory, ProcedureFactory, SurveyCountFactory
from tests.factories.world import World
from tests.sign_in import sign_in_as

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue(world: World) -> None:
    load_catalogue()


def test_figures_are_shown_for_a_part_of_the_year(client: Client, world: World) -> None:
    procedure = ProcedureFactory(centre=world.centre)
    for month, late in ((1, 5), (4, 0)):
        ProcedureCountFactory(
            unit=world.surgery,
            procedure=procedure,
            month=month,
            received_direct=10,
            finished_early=10 - late,
            finished_late=late,
        )
    sign_in_as(client, RoleCode.DEPARTMENT_HEAD, world.surgery)
    expected = {"": "75,00%", "quy-2": "100,00%", "thang-1": "50,00%", "luy-ke-3": "50,00%", "vo-ly": "75,00%"}

    for address in (reverse("indicators:figure-list"), reverse("indicators:figure-detail", args=["tthc_on_time"])):
        for key, words in expected.items():
            assert words in client.get(address, {"ky": key}).content.decode()


def _count(world: World, unit: Unit) -> None:
    ProcedureCountFactory(
        unit=unit, procedure=ProcedureFactory(centre=world.centre), year=2026, received_direct=3, finished_early=3
    )


def test_list_shows_the_own_units_figures(client: Client, world: World) -> None:
    _count(world, world.surgery)
    sign_in_as(client, RoleCode.DEPARTMENT_HEAD, world.surgery)

    page = client.get(reverse("indicators:figure-list"))

    assert "Khoa Ngoại" in page.content.decode()
    assert "100,00%" in page.content.decode()


def test_department_does_not_see_another_ones_counts(client: Client, world: World) -> None:
    _count(world, world.pharmacy)
    _count(world, world.surgery)
    sign_in_as(client, RoleCode.DEPARTMENT_HEAD, world.surgery)

    page = client.get(reverse("indicators:procedure-statistics"))

    assert "<strong>1</strong> dòng" in page.content.decode()
    assert "Khoa Ngoại" in page.content.decode() and "Khoa Dược" not in page.content.decode()


def test_counts_are_filtered_by_late_files(client: Client, world: World) -> None:
    _count(world, world.surgery)
    sign_in_as(client, RoleCode.OFFICE, world.centre)
    address = reverse("indicators:procedure-statistics")

    everything = client.get(address).content.decode()
    assert "Không rõ" not in everything
    assert "<strong>1</strong> dòng" in everything
    assert "<strong>0</strong> dòng" in client.get(address, {"late": "true"}).content.decode()
    assert "<strong>1</strong> dòng" in client.get(address, {"late": "false"}).content.decode()


def _answers(world: World, unit: Unit) -> None:
    SurveyCountFactory(unit=unit)


def _declared(world: World, unit: Unit) -> None:
    MeasurementFactory(indicator=Indicator.objects.get(code="feedback_on_time"), unit=unit)


@pytest.mark.parametrize(
    "name, add",
    [("procedure-statistics", _count), ("survey-statistics", _answers), ("measurement-list", _declared)],
)
def test_lists_cost_the_same_queries_for_one_and_three_rows(
    client: Client, world: World, name: str, add: Callable[[World, Unit], None]
) -> None:
    address = reverse(f"indicators:{name}")
    sign_in_as(client, RoleCode.OFFICE, world.centre)
    add(world, world.surgery)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        assert "<strong>1</strong> " in client.get(address).content.decode()
    add(world, world.pharmacy)
    add(world, world.office)
    with CaptureQueriesContext(connection) as three:
        assert "<strong>3</strong> " in client.get(address).content.decode()

    assert len(one) == len(three)


@pytest.mark.parametrize(
    "figure, words",
    [
        ({"value": None, "numerator": Decimal("0.5"), "denominator": 2}, "0,5 / 2"),
        ({"value": None, "numerator": 1204, "denominator": 1215}, "1.204 / 1.215"),
        ({"value": Decimal("12.3456")}, "12,3456"),
        ({"value": 1200}, "1.200"),
    ],
)
def test_declared_figure_reads_everywhere_as_it_was_typed(
    client: Client, world: World, figure: dict[str, Any], words: str
) -> None:
    indicator = Indicator.objects.get(code="feedback_on_time")
    row = MeasurementFactory(indicator=indicator, unit=world.surgery, **figure)
    sign_in_as(client, RoleCode.OFFICE, world.centre)
    cell = re.compile(rf"<(td|dd|strong)[^>]*>{re.escape(words)}</")

    for name, arguments in (
        ("measurement-list", []),
        ("figure-detail", ["feedback_on_time"]),
        ("measurement-lock", [row.pk]),
        ("figure-files", ["ke-khai", row.pk]),
    ):
        assert cell.search(client.get(reverse(f"indicators:{name}", args=arguments)).content.decode()), name


def test_superior_sees_the_declared_figures_of_the_centre_looked_at_only(client: Client, world: World) -> None:
    indicator = Indicator.objects.get(code="feedback_on_time")
    rows = {
        centre: MeasurementFactory(indicator=indicator, unit=centre) for centre in (world.centre, world.other_centre)
    }
    sign_in_as(client, RoleCode.SUPERIOR_VIEWER, world.authority)

    for centre, row in rows.items():
        client.post(reverse("accounts:scope-switch"), {"centre": centre.pk, "year": 2026})
        page = client.get(reverse("indicators:figure-detail", args=[indicator.code]))
        assert list(page.context["declared"]) == [row]


def test_figure_is_declared_through_the_form(client: Client, world: World) -> None:
    sign_in_as(client, RoleCode.OFFICE, world.centre)

    answer = client.post(
        reverse("indicators:measurement-create", args=["feedback_on_time"]),
        {
            "unit": world.surgery.pk,
            "period": "quarter:2",
            "numerator": "1.204",
            "denominator": "1.215",
            "source_note": "Sổ theo dõi",
        },
    )

    assert answer.status_code == 302
    stored = Measurement.objects.get()
    assert (stored.numerator, stored.denominator, stored.period) == (1204, 1215, 2)


def test_impossible_rate_is_explained_and_typing_is_kept(client: Client, world: World) -> None:
    sign_in_as(client, RoleCode.OFFICE, world.centre)

    answer = client.post(
        reverse("indicators:measurement-create", args=["feedback_on_time"]),
        {"unit": world.surgery.pk, "period": "year:0", "numerator": "12", "denominator": "10", "source_note": "Sổ tay"},
    )

    assert answer.status_code == 400
    assert "Tử số lớn hơn mẫu số." in answer.content.decode()
    assert "Sổ tay" in answer.content.decode()
    assert not Measurement.objects.exists()


def test_foreign_unit_cannot_be_chosen(client: Client, world: World) -> None:
    sign_in_as(client, RoleCode.DEPARTMENT_HEAD, world.surgery)

    answer = client.post(
        reverse("indicators:measurement-create", args=["feedback_on_time"]),
        {"unit": world.pharmacy.pk, "period": "year:0", "numerator": "1", "denominator": "1", "source_note": "x"},
    )

    assert answer.status_code == 400
    assert not Measurement.objects.exists()


def test_director_may_look_but_not_enter(client: Client, world: World) -> None:
    sign_in_as(client, RoleCode.DIRECTOR, world.centre)

    assert client.get(reverse("indicators:figure-detail", args=["feedback_on_time"])).status_code == 200
    assert client.get(reverse("indicators:measurement-create", args=["feedback_on_time"])).status_code == 403


def test_single_figure_of_a_year_is_set_beside_the_years_before_or_said_to_show_no_trend(
    client: Client, world: World
) -> None:
    indicator = Indicator.objects.get(code="par_index")
    MeasurementFactory(indicator=indicator, unit=world.centre, year=2026, value=Decimal("84.33"))
    sign_in_as(client, RoleCode.OFFICE, world.centre)
    page = reverse("indicators:figure-detail", args=["par_index"])

    assert "Chưa đủ số liệu để thấy xu hướng" in client.get(page).content.decode()
    MeasurementFactory(indicator=indicator, unit=world.centre, year=2025, value=Decimal("85.09"))
    shown = client.get(page).content.decode()
    assert "Năm 2026 thấp hơn năm 2025." in shown and "Chưa đủ số liệu" not in shown


def test_units_without_a_figure_are_named_in_one_sentence(client: Client, world: World) -> None:
    procedure = ProcedureFactory(centre=world.centre)
    ProcedureCountFactory(unit=world.surgery, procedure=procedure, month=1, received_direct=10, finished_early=10)
    sign_in_as(client, RoleCode.OFFICE, world.centre)

    page = client.get(reverse("indicators:figure-detail", args=["tthc_on_time"]))
    nothing = client.get(reverse("indicators:figure-detail", args=["tthc_on_time"]), {"ky": "thang-2"})

    assert [row.unit for row in page.context["rows"]] == [world.surgery]
    assert f"{len(page.context['silent'])} đơn vị chưa có số liệu: " in page.content.decode()
    assert world.pharmacy in page.context["silent"]
    assert page.context["has_counts"]
    assert nothing.context["rows"] == []
    assert "Chưa đơn vị nào có số liệu của kỳ này." in nothing.content.decode()


def test_detail_tells_counts_in_words_and_source_with_and_without_a_figure(client: Client, world: World) -> None:
    _count(world, world.surgery)
    sign_in_as(client, RoleCode.OFFICE, world.centre)

    told = client.get(reverse("indicators:figure-detail", args=["tthc_received"])).content.decode()
    assert "Đơn vị tính: hồ sơ" in told and "Nguồn: Hồ sơ TTHC: nhập tay" in told
    empty = client.get(reverse("indicators:figure-detail", args=["identity_verified"])).content.decode()
    assert "Người dùng đã xác thực / người dùng." in empty and "Nguồn:" not in empty
