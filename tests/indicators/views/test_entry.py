"""Entering monthly counts and locking declared figures through the pages."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import RoleCode
from indicators.models import Measurement, ProcedureCount, SurveyCount
from indicators.services.catalogue import load_catalogue
from tests.factories.accounts import user_with
from tests.factories.indicators import IndicatorFactory, MeasurementFactory, ProcedureFactory
from tests.factories.world import World
from tests.sign_in import sign_in_as


@pytest.fixture
def office(client: Client, world: World) -> Client:
    load_catalogue()
    return sign_in_as(client, RoleCode.OFFICE, world.centre)


def test_counts_of_a_month_are_entered_by_form(office: Client, world: World) -> None:
    procedure = ProcedureFactory(centre=world.centre)
    form = {
        "unit": world.surgery.pk,
        "procedure": procedure.pk,
        "month": "3",
        "received_direct": "10",
        "finished_early": "8",
        "finished_late": "2",
        "source_note": "Một cửa điện tử",
    }

    answer = office.post(reverse("indicators:procedure-count-create"), form)

    assert answer.status_code == 302
    stored = ProcedureCount.objects.get()
    assert (stored.month, stored.finished_early, stored.finished_late, stored.paid_online) == (3, 8, 2, 0)


def test_counts_that_do_not_add_up_are_explained_and_kept(office: Client, world: World) -> None:
    procedure = ProcedureFactory(centre=world.centre)
    form = {
        "unit": world.surgery.pk,
        "procedure": procedure.pk,
        "month": "3",
        "received_direct": "10",
        "finished_early": "9",
        "source_note": "Một cửa điện tử",
    }

    answer = office.post(reverse("indicators:procedure-count-create"), form)

    assert answer.status_code == 400
    assert "không khớp" in answer.content.decode()
    assert 'value="9"' in answer.content.decode()
    assert not ProcedureCount.objects.exists()


def test_counts_of_the_source_are_kept_once_confirmed_and_asked_about(office: Client, world: World) -> None:
    form = {
        "unit": world.surgery.pk,
        "procedure": ProcedureFactory(centre=world.centre).pk,
        "month": "3",
        "received_direct": "10",
        "finished_early": "12",
        "source_note": "Một cửa điện tử",
    }
    page = reverse("indicators:procedure-count-create")
    assert 'type="checkbox"' not in office.get(page).content.decode()

    assert 'type="checkbox"' in office.post(page, form).content.decode()
    assert office.post(page, {**form, "as_told": "on"}).status_code == 302
    listed = office.get(reverse("indicators:doubt-list")).content.decode()
    assert "giải quyết và kết thúc 12 hồ sơ, nhiều hơn 10 hồ sơ tiếp nhận" in listed


def test_rate_above_all_is_kept_once_confirmed(office: Client, world: World) -> None:
    page = reverse("indicators:measurement-create", args=["staff_in_post"])
    form = {
        "unit": world.centre.pk,
        "period": "quarter:1",
        "numerator": "98",
        "denominator": "96",
        "source_note": "Báo cáo biên chế",
    }

    refused = office.post(page, form)
    assert refused.status_code == 400 and "Tử số lớn hơn mẫu số." in refused.content.decode()
    assert office.post(page, {**form, "as_told": "on"}).status_code == 302
    listed = office.get(reverse("indicators:doubt-list")).content.decode()
    assert "tử số 98 lớn hơn mẫu số 96" in listed


def test_survey_month_entered_again_replaces_the_first(office: Client, world: World) -> None:
    form = {
        "unit": world.surgery.pk,
        "kind": "sipas",
        "month": "4",
        "forms": "5",
        "level_5": "90",
        "source_note": "Phiếu",
    }
    office.post(reverse("indicators:survey-count-create"), form)
    asked = office.post(reverse("indicators:survey-count-create"), {**form, "level_5": "95"})
    seen = asked.context["form"]["seen"].value()
    office.post(reverse("indicators:survey-count-create"), {**form, "level_5": "95", "seen": seen})

    stored = SurveyCount.objects.get()
    assert stored.level_5 == 95
    assert stored.fully_satisfied is None, "left empty: the source does not tell it, which is not zero"


def test_foreign_unit_cannot_be_entered(office: Client, world: World) -> None:
    form = {"unit": world.other_department.pk, "kind": "sipas", "month": "4", "forms": "5", "source_note": "Phiếu"}

    assert office.post(reverse("indicators:survey-count-create"), form).status_code == 400
    assert not SurveyCount.objects.exists()


def test_figure_is_locked_and_opened_with_a_reason(office: Client, world: World) -> None:
    measurement = MeasurementFactory(indicator=IndicatorFactory(), unit=world.surgery)
    address = reverse("indicators:measurement-lock", args=[measurement.pk])

    office.post(address)
    assert Measurement.objects.get().locked_at is not None
    refused = office.post(address, {"reason": " "}, follow=True)
    assert "lý do" in refused.content.decode()
    assert Measurement.objects.get().locked_at is not None
    office.post(address, {"reason": "Nhập nhầm kỳ"})
    assert Measurement.objects.get().locked_at is None


def test_lock_of_a_foreign_unit_is_not_found(office: Client, world: World) -> None:
    measurement = MeasurementFactory(indicator=IndicatorFactory(), unit=world.other_department)

    assert office.get(reverse("indicators:measurement-lock", args=[measurement.pk])).status_code == 404


def test_department_head_may_not_enter_counts(client: Client, world: World) -> None:
    client.force_login(user_with(RoleCode.DEPARTMENT_HEAD, world.surgery))

    assert client.get(reverse("indicators:procedure-count-create")).status_code == 403
    assert "Nhập số liệu" not in client.get(reverse("indicators:procedure-statistics")).content.decode()
