"""Taking typed figures back through the pages, and saying which period a figure is of."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import RoleCode
from indicators.enums import CountOrigin, PeriodKind, PeriodState
from indicators.models import Indicator, Measurement, SurveyCount
from indicators.services.catalogue import load_catalogue
from tests.factories.indicators import (
    FigurePeriodFactory,
    MeasurementFactory,
    ProcedureCountFactory,
    ProcedureFactory,
    SurveyCountFactory,
)
from tests.factories.world import World
from tests.indicators.services.test_figure_files import AT
from tests.sign_in import look_at, sign_in_as

RATE = "feedback_on_time"


def signed_in(client: Client, role: str, unit: Any) -> Client:
    load_catalogue()
    return sign_in_as(client, role, unit)


@pytest.fixture
def office(client: Client, world: World) -> Client:
    return signed_in(client, RoleCode.OFFICE, world.centre)


@pytest.fixture
def declared(world: World) -> Measurement:
    load_catalogue()
    return MeasurementFactory(
        indicator=Indicator.objects.get(code=RATE),
        unit=world.surgery,
        period_kind=PeriodKind.MONTH,
        period=3,
        numerator=1,
        denominator=2,
        value=None,
    )


def _form(world: World, **other: Any) -> dict[str, Any]:
    figure = {"numerator": "9", "denominator": "10", "source_note": "BC 12"}
    return {"unit": world.surgery.pk, "period": "month:1", **figure, **other}


def test_figure_is_withdrawn_from_its_page_and_a_second_click_harms_nothing(
    office: Client, declared: Measurement
) -> None:
    page = reverse("indicators:figure-files", args=["ke-khai", declared.pk])
    address = reverse("indicators:measurement-withdraw", args=[declared.pk])
    assert f'action="{address}"' in office.get(page).content.decode()

    without = office.post(address, {"reason": " "}, follow=True)
    assert "chưa ghi lý do" in without.content.decode() and Measurement.objects.exists()

    answer = office.post(address, {"reason": "Nhập nhầm khoa"}, follow=True)
    assert "Đã rút số liệu tháng 3/2026 của Khoa Ngoại" in answer.content.decode()
    assert not Measurement.objects.exists()

    again = office.post(address, {"reason": "Nhập nhầm khoa"}, follow=True)
    assert again.status_code == 200 and "đã được rút" in again.content.decode()


def test_counts_are_withdrawn_from_their_page_those_of_files_are_not(office: Client, world: World) -> None:
    answers = SurveyCountFactory(unit=world.surgery, month=3)
    procedure = ProcedureFactory(centre=world.centre)
    told = ProcedureCountFactory(unit=world.surgery, procedure=procedure, month=3, origin=CountOrigin.CASES)
    gone = office.post(reverse("indicators:count-withdraw", args=["hai-long", answers.pk]), {"reason": "Nhầm"})
    kept = office.post(reverse("indicators:count-withdraw", args=["ho-so-tthc", told.pk]), {"reason": "Nhầm"})

    assert gone["Location"] == reverse("indicators:survey-statistics") and not SurveyCount.objects.exists()
    assert kept.status_code == 404


def test_closed_figure_offers_no_withdrawal_and_gives_none(office: Client, declared: Measurement, world: World) -> None:
    FigurePeriodFactory(centre=world.centre, year=2026, month=3, state=PeriodState.CLOSED, closed_at=AT)
    address = reverse("indicators:measurement-withdraw", args=[declared.pk])
    page = office.get(reverse("indicators:figure-files", args=["ke-khai", declared.pk]))
    assert address not in page.content.decode()

    assert "đã khóa" in office.post(address, {"reason": "Nhầm"}, follow=True).content.decode()
    assert Measurement.objects.exists()


def test_who_may_not_type_a_figure_may_not_take_it_back(client: Client, declared: Measurement, world: World) -> None:
    address = reverse("indicators:measurement-withdraw", args=[declared.pk])
    reader = signed_in(client, RoleCode.COUNCIL_MEMBER, world.centre)
    assert reader.post(address, {"reason": "Nhầm"}).status_code == 403
    stranger = signed_in(client, RoleCode.OFFICE, world.other_centre)
    assert stranger.post(address, {"reason": "Nhầm"}).status_code == 404
    assert Measurement.objects.exists()


@pytest.mark.parametrize("name", ["procedure-count-create", "survey-count-create", "measurement-create"])
def test_no_period_is_chosen_beforehand(office: Client, world: World, name: str) -> None:
    page = reverse(f"indicators:{name}", args=[RATE] if name.startswith("m") else [])
    field = "period" if name.startswith("m") else "month"
    shown = office.get(page)
    assert shown.context["form"].fields[field].choices[0][0] == ""

    refused = office.post(page, _form(world, **{field: ""}))
    assert refused.status_code == 400 and field in refused.context["form"].errors


@pytest.mark.parametrize("kind", ["year", "quarter"])
def test_whole_of_a_period_that_is_not_over_is_asked_about_and_doubted(office: Client, world: World, kind: str) -> None:
    today = timezone.localdate()
    look_at(office, today.year)
    period = "year:0" if kind == "year" else f"quarter:{(today.month + 2) // 3}"
    page = reverse("indicators:measurement-create", args=[RATE])
    refused = office.post(page, _form(world, period=period))
    assert refused.status_code == 400
    assert "mới hết, số của cả kỳ chưa thể đủ" in refused.content.decode()
    assert 'type="checkbox"' in refused.content.decode() and not Measurement.objects.exists()

    assert office.post(page, _form(world, period=period, as_told="on")).status_code == 302
    doubts = office.get(reverse("indicators:doubt-list")).content.decode()
    assert f"nhập ngày {today:%d/%m/%Y}, khi kỳ chưa hết" in doubts


@pytest.mark.parametrize("period", ["year:0", "quarter:4", "month:12"])
def test_whole_of_a_period_that_is_over_is_stored_at_once(office: Client, world: World, period: str) -> None:
    look_at(office, timezone.localdate().year - 1)
    page = reverse("indicators:measurement-create", args=[RATE])
    assert office.post(page, _form(world, period=period)).status_code == 302
    assert "khi kỳ chưa hết. Số của cả kỳ" not in office.get(reverse("indicators:doubt-list")).content.decode()
