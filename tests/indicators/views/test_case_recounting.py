"""The page on which the office counts cases anew after the calendar has changed."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import RoleCode
from core.models import Job, Notification
from indicators.enums import PeriodState
from indicators.models import CaseFile, CaseRecount
from indicators.services import case_recounting
from indicators.tasks import check_case_recount, recount_cases
from tests.factories.accounts import user_with
from tests.factories.indicators import CalendarDayFactory, FigurePeriodFactory, ProcedureFactory
from tests.factories.world import World
from tests.indicators.case_desk import AT, case, imported
from tests.sign_in import sign_in

PAGE = reverse("indicators:case-recount")
CODE = "1.000001"


@pytest.fixture
def office(client: Client, world: World) -> Client:
    """The clerk of a centre with two cases that were judged before somebody entered a day off."""
    ProcedureFactory(centre=world.centre, code=CODE, statutory_days=10, promised_days=3)
    imported(
        world.centre,
        case("A1", "05/10/2026", "", "09/10/2026", procedure=CODE),
        case("A2", "07/09/2026", "", "11/09/2026", procedure=CODE),
    )
    CalendarDayFactory(on=date(2026, 10, 6))
    return sign_in(client, user_with(RoleCode.OFFICE, world.centre), year=2026)


def page_of(client: Client) -> str:
    return client.get(PAGE).content.decode()


def looked(client: Client) -> str:
    """The page after the clerk had the cases compared."""
    client.post(PAGE, {"act": "check"})
    check_case_recount(str(Job.objects.get(name=case_recounting.CHECK_JOB, state="queued").pk))
    return page_of(client)


def press(client: Client) -> Any:
    """What the button of the page sends."""
    check = Job.objects.filter(name=case_recounting.CHECK_JOB).latest("requested_at")
    return client.post(PAGE, {"act": "recount", "standing": check.result["standing"]}, follow=True)


def work() -> None:
    recount_cases(str(Job.objects.get(name=case_recounting.JOB, state="queued").pk))


def test_clerk_looks_first_then_counts_anew_and_is_told(office: Client) -> None:
    assert "Xem hồ sơ sẽ đổi" in page_of(office)
    page = looked(office)
    assert "Tính lại tất cả 1 hồ sơ hoặc không hồ sơ nào" in page and "Số liệu tháng 10/2026 đổi theo" in page
    assert CaseFile.objects.get(code="A1").timing == "late", "only looked at"

    assert "Đang chờ" in press(office).content.decode()
    work()

    said = "Đã tính lại 1 hồ sơ: 1 hồ sơ từ quá hạn sang trước hạn, đúng hạn. Số liệu tháng 10/2026 đổi theo."
    assert CaseFile.objects.get(code="A1").timing == "on_time"
    assert said in page_of(office) and Notification.objects.get().text == said
    assert "Xem hồ sơ sẽ đổi" in page_of(office), "what was looked at holds no more"
    assert "Mọi hồ sơ đã tính đúng lịch hiện nay" in looked(office)


def test_second_click_asks_for_nothing_more(office: Client) -> None:
    looked(office)
    press(office)
    press(office)
    assert Job.objects.filter(name=case_recounting.JOB).count() == 1
    work()

    assert "đã thay đổi sau khi bạn xem" in press(office).content.decode()
    assert (Job.objects.filter(name=case_recounting.JOB).count(), CaseRecount.objects.count()) == (1, 1)


def test_calendar_that_changes_after_the_look_is_looked_at_again(office: Client) -> None:
    looked(office)
    CalendarDayFactory(on=date(2026, 10, 7))

    assert "Tính lại tất cả" not in page_of(office)
    assert "đã thay đổi sau khi bạn xem" in press(office).content.decode()
    assert not Job.objects.filter(name=case_recounting.JOB).exists()


def test_closed_months_are_named_with_the_way_to_open_them(office: Client, world: World) -> None:
    CalendarDayFactory(on=date(2026, 9, 8))
    FigurePeriodFactory(centre=world.centre, year=2026, month=9, state=PeriodState.CLOSED, closed_at=AT)

    page = looked(office)

    assert "1 hồ sơ của tháng 9/2026 (1 kỳ đã khóa) giữ nguyên như đã tính" in page
    assert reverse("indicators:period-list") in page
    press(office)
    work()
    assert "Giữ nguyên 1 hồ sơ của tháng 9/2026 vì kỳ đã khóa." in page_of(office)
    assert dict(CaseFile.objects.values_list("code", "timing")) == {"A1": "on_time", "A2": "late"}


def test_only_who_may_import_finds_the_page(client: Client, world: World) -> None:
    for role, unit, status in (
        (RoleCode.DEPARTMENT_HEAD, world.surgery, 403),
        (RoleCode.OFFICE, world.other_centre, 200),
    ):
        client.force_login(user_with(role, unit))
        assert client.get(PAGE).status_code == status
        assert client.post(PAGE, {"act": "check"}).status_code == (302 if status == 200 else status)
    assert Job.objects.get().arguments == {"centre": world.other_centre.pk}
