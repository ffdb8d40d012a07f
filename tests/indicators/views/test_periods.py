"""Pages of months."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.roles import RoleCode
from indicators.enums import PeriodState
from indicators.models import FigurePeriod
from tests.factories.accounts import user_with
from tests.factories.indicators import FigurePeriodFactory
from tests.factories.world import World
from tests.sign_in import sign_in_as

LIST = reverse("indicators:period-list")
MARCH = {"year": 2026, "month": 3}
AT = datetime(2026, 4, 12, 2, tzinfo=UTC)


@pytest.fixture
def office(client: Client, world: World) -> Client:
    return sign_in_as(client, RoleCode.OFFICE, world.centre)


def test_office_closes_a_month_and_opens_it_again(office: Client) -> None:
    act = reverse("indicators:period-act", kwargs=MARCH)
    detail = reverse("indicators:period-detail", kwargs=MARCH)

    assert "Khóa kỳ" in office.get(detail).content.decode()
    office.post(act, {"transition": "close"})
    assert FigurePeriod.objects.get().state == PeriodState.CLOSED
    page = office.get(detail).content.decode()
    assert "Mở lại" in page and "Khóa kỳ</button>" not in page
    assert "lý do" in office.post(act, {"transition": "reopen"}, follow=True).content.decode()
    office.post(act, {"transition": "reopen", "comment": "Thiếu biểu"})
    assert FigurePeriod.objects.get().state == PeriodState.REOPENED
    listed = office.get(LIST).content.decode()
    assert "Thiếu biểu" in listed


def test_unknown_months_and_acts_are_not_found(office: Client) -> None:
    for month in (0, 13):
        assert office.get(reverse("indicators:period-detail", args=[2026, month])).status_code == 404
    assert office.post(reverse("indicators:period-act", kwargs=MARCH), {"transition": "erase"}).status_code == 404
    assert office.get(reverse("indicators:period-act", kwargs=MARCH)).status_code == 405


def test_department_sees_the_months_without_buttons(client: Client, world: World) -> None:
    client.force_login(user_with(RoleCode.DEPARTMENT_HEAD, world.surgery))
    detail = client.get(reverse("indicators:period-detail", kwargs=MARCH)).content.decode()

    assert "Khóa kỳ</button>" not in detail
    assert client.get(LIST).status_code == 200
    assert client.post(reverse("indicators:period-act", kwargs=MARCH), {"transition": "close"}).status_code == 403


def test_list_takes_the_same_queries_for_one_closed_month_and_three(
    office: Client, world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    FigurePeriodFactory(centre=world.centre, month=1, state=PeriodState.CLOSED, closed_at=AT)
    with CaptureQueriesContext(connection) as first:
        office.get(LIST)
    for month in (2, 3):
        FigurePeriodFactory(centre=world.centre, month=month, state=PeriodState.CLOSED, closed_at=AT)
    with django_assert_num_queries(len(first)):
        office.get(LIST)


def test_closed_month_refuses_the_form_and_keeps_what_was_typed(office: Client, world: World) -> None:
    FigurePeriodFactory(centre=world.centre, month=4, state=PeriodState.CLOSED, closed_at=AT)
    form = {"unit": world.surgery.pk, "kind": "sipas", "month": "4", "forms": "5", "source_note": "Phiếu"}

    answer = office.post(reverse("indicators:survey-count-create"), form)

    assert answer.status_code == 400
    assert "Người mở lại được: Phòng Tổ chức - Hành chính" in answer.content.decode()
    assert 'value="Phiếu"' in answer.content.decode()
