"""Pages of the catalogue and of the list of procedures."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.roles import RoleCode
from core.models import AuditEvent
from indicators.models import Indicator, Procedure
from indicators.services.catalogue import load_catalogue
from tests.factories.accounts import user_with
from tests.factories.indicators import IndicatorFactory, MeasurementFactory, ProcedureCountFactory, ProcedureFactory
from tests.factories.world import World
from tests.sign_in import sign_in_as

CATALOGUE, PROCEDURES = reverse("indicators:catalogue"), reverse("indicators:procedure-list")
INDICATOR = {
    "name": "Số ca trực Một cửa",
    "definition": "Ca trực của bộ phận Một cửa.",
    "measure": "count",
    "unit_of_measure": "ca",
    "numerator_label": "",
    "denominator_label": "",
    "direction": "higher",
    "frequency": "month",
    "roll_up": "sum",
    "source": "declared",
    "owner": "Phòng Tổ chức - Hành chính",
}
PROCEDURE = {
    "code": "1.002399",
    "name": "Cấp bản sao hồ sơ bệnh án",
    "field": "Khám bệnh, chữa bệnh",
    "statutory_days": "10",
    "promised_days": "6",
    "promised_on": "1/3/2026",
    "decision": "QĐ 12/QĐ-SYT",
    "published_on_time": "on",
}


@pytest.fixture
def office(client: Client, world: World) -> Client:
    return sign_in_as(client, RoleCode.OFFICE, world.centre)


def test_own_indicator_is_added_changed_retired_and_taken_up(office: Client, world: World) -> None:
    assert office.post(reverse("indicators:indicator-create"), INDICATOR).status_code == 302
    made = Indicator.objects.get()
    assert (made.code, made.centre, made.roll_up) == ("rieng_so_ca_truc_mot_cua", world.centre, "sum")

    edit = reverse("indicators:indicator-edit", args=[made.pk])
    office.post(edit, {**INDICATOR, "owner": "Bộ phận Một cửa"})
    assert "Bộ phận Một cửa" in office.get(edit).content.decode()  # also in the history below
    retire = reverse("indicators:indicator-retire", args=[made.pk])
    office.post(retire)
    assert "đã ngừng dùng" in office.get(CATALOGUE).content.decode()
    assert (
        reverse("indicators:figure-detail", args=[made.code])
        not in office.get(reverse("indicators:figure-list")).content.decode()
    )
    office.post(retire)
    acts = AuditEvent.objects.order_by("pk").values_list("action", flat=True)
    assert [act.rpartition(".")[2] for act in acts] == ["add", "edit", "retire", "take_up"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"measure": "percent"}, "numerator_label"),
        ({"measure": "percent", "numerator_label": "A"}, "denominator_label"),
        ({"unit_of_measure": ""}, "unit_of_measure"),
        ({"source": "procedures"}, "source"),
        ({"name": " "}, "name"),
    ],
)
def test_what_cannot_be_counted_is_refused_beside_its_field(office: Client, change: dict[str, Any], field: str) -> None:
    answer = office.post(reverse("indicators:indicator-create"), {**INDICATOR, **change})

    assert answer.status_code == 400
    assert field in answer.context["form"].errors
    assert not Indicator.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"measure": "percent", "numerator_label": "A", "denominator_label": "B"}, "measure"),
        ({"measure": "index"}, "measure"),
        ({"roll_up": "latest"}, "roll_up"),
        ({"direction": "lower"}, "direction"),
        ({"frequency": "year"}, "frequency"),
        ({"unit_of_measure": "giờ"}, "unit_of_measure"),
    ],
)
def test_how_an_indicator_counts_stays_once_there_are_figures(
    office: Client, world: World, change: dict[str, Any], field: str
) -> None:
    office.post(reverse("indicators:indicator-create"), INDICATOR)
    made = Indicator.objects.get()
    MeasurementFactory(indicator=made, unit=world.centre)
    before = Indicator.objects.values().get()

    answer = office.post(reverse("indicators:indicator-edit", args=[made.pk]), {**INDICATOR, **change})

    assert answer.status_code == 400
    assert "đã có số liệu nên không đổi được mục" in str(answer.context["form"].errors[field])
    assert Indicator.objects.values().get() == before


def test_words_of_an_indicator_change_under_its_figures(office: Client, world: World) -> None:
    office.post(reverse("indicators:indicator-create"), INDICATOR)
    made = Indicator.objects.get()
    MeasurementFactory(indicator=made, unit=world.centre)
    page = reverse("indicators:indicator-edit", args=[made.pk])
    form = office.get(page).context["form"]
    assert {name for name, field in form.fields.items() if not field.disabled} == {"name", "definition", "owner"}

    words = {"name": "Số ca trực", "definition": "Đếm ca.", "owner": "Khoa Ngoại"}  # browsers leave out what is fixed
    assert office.post(page, words).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.definition, made.owner, made.roll_up) == (*words.values(), "sum")


def test_same_name_twice_gets_another_code(office: Client) -> None:
    for _ in range(3):
        office.post(reverse("indicators:indicator-create"), INDICATOR)

    codes = sorted(Indicator.objects.values_list("code", flat=True))
    assert codes == ["rieng_so_ca_truc_mot_cua", "rieng_so_ca_truc_mot_cua_2", "rieng_so_ca_truc_mot_cua_3"]


def test_shared_and_foreign_indicators_are_not_changed(office: Client, world: World) -> None:
    shared = IndicatorFactory(source="declared")
    foreign = IndicatorFactory(source="declared", centre=world.other_centre, name="Của nơi khác")

    for indicator in (shared, foreign):
        assert office.get(reverse("indicators:indicator-edit", args=[indicator.pk])).status_code == 404
        assert office.post(reverse("indicators:indicator-retire", args=[indicator.pk])).status_code == 404
    assert office.get(reverse("indicators:figure-detail", args=[foreign.code])).status_code == 404
    assert office.get(reverse("indicators:measurement-create", args=[foreign.code])).status_code == 404
    assert office.get(reverse("indicators:measurement-create", args=[shared.code])).status_code == 200
    assert "Của nơi khác" not in office.get(CATALOGUE).content.decode()


def test_catalogue_is_filtered_and_exported(office: Client) -> None:
    load_catalogue()

    found = office.get(CATALOGUE, {"name": "thanh toan truc tuyen"}).content.decode()
    assert "Tỷ lệ hồ sơ thanh toán trực tuyến" in found and "Chỉ số PAPI" not in found
    assert "Chỉ số PAPI" in office.get(CATALOGUE, {"source": "external", "whose": "shared"}).content.decode()
    assert "Chỉ số PAPI" not in office.get(CATALOGUE, {"whose": "own"}).content.decode()
    assert office.get(CATALOGUE, {"_export": "xlsx"})["Content-Disposition"].endswith('danh-muc-chi-so.xlsx"')


def test_lists_take_the_same_queries_for_one_row_and_three(
    office: Client, world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def make() -> None:
        IndicatorFactory(centre=world.centre)
        procedure = ProcedureFactory(centre=world.centre)
        ProcedureCountFactory(unit=world.surgery, procedure=procedure, received_direct=1, finished_early=1)

    for address in (CATALOGUE, PROCEDURES):
        make()
        with CaptureQueriesContext(connection) as first:
            office.get(address)
        make()
        make()
        with django_assert_num_queries(len(first)):
            office.get(address)


def test_procedure_is_added_changed_and_removed(office: Client, world: World) -> None:
    assert office.post(reverse("indicators:procedure-create"), PROCEDURE).status_code == 302
    procedure = Procedure.objects.get()
    assert (procedure.centre, procedure.promised_on, procedure.is_online) == (world.centre, date(2026, 3, 1), False)
    listed = office.get(PROCEDURES).content.decode()
    assert "40,00%" in listed and "1/3/2026" in listed

    edit = reverse("indicators:procedure-edit", args=[procedure.pk])
    office.post(edit, {**PROCEDURE, "promised_days": "5"})
    assert "50,00%" in office.get(PROCEDURES).content.decode()
    assert "thời hạn cam kết" in office.get(edit).content.decode()
    office.post(reverse("indicators:procedure-remove", args=[procedure.pk]))
    assert not Procedure.objects.exists()


def test_procedure_that_cannot_be_is_refused(office: Client, world: World) -> None:
    create = reverse("indicators:procedure-create")
    longer = office.post(create, {**PROCEDURE, "promised_days": "11"})
    assert "promised_days" in longer.context["form"].errors
    office.post(create, PROCEDURE)
    assert "code" in office.post(create, PROCEDURE).context["form"].errors
    other = ProcedureFactory(centre=world.centre, code="2")
    taken = office.post(reverse("indicators:procedure-edit", args=[other.pk]), PROCEDURE)
    assert "code" in taken.context["form"].errors
    assert Procedure.objects.count() == 2


def test_procedure_with_cases_is_not_removed(office: Client, world: World) -> None:
    procedure = ProcedureFactory(centre=world.centre)
    ProcedureCountFactory(unit=world.surgery, procedure=procedure)

    answer = office.post(reverse("indicators:procedure-remove", args=[procedure.pk]), follow=True)

    assert "không xóa được" in answer.content.decode()
    assert Procedure.objects.exists()
    assert not AuditEvent.objects.filter(action="indicators.procedure.remove").exists()


def test_averages_of_the_cut_stand_above_the_list(office: Client, world: World) -> None:
    load_catalogue()
    slow = ProcedureFactory(centre=world.centre, statutory_days=10, promised_days=5)
    quick = ProcedureFactory(centre=world.centre, statutory_days=4, promised_days=4)
    for procedure, cases in ((slow, 10), (quick, 30)):
        ProcedureCountFactory(unit=world.surgery, procedure=procedure, received_direct=cases, finished_early=cases)

    page = office.get(PROCEDURES).content.decode()

    assert "25,00%" in page and "12,50%" in page
    uncut = office.get(PROCEDURES, {"state": "uncut"}).content.decode()
    assert quick.code in uncut and slow.code not in uncut


def test_department_reads_both_lists_but_keeps_neither(client: Client, world: World) -> None:
    client.force_login(user_with(RoleCode.DEPARTMENT_HEAD, world.surgery))

    assert "Thêm chỉ số riêng" not in client.get(CATALOGUE).content.decode()
    assert client.get(PROCEDURES).status_code == 200
    assert client.get(reverse("indicators:indicator-create")).status_code == 403
    assert client.post(reverse("indicators:procedure-create"), PROCEDURE).status_code == 403
