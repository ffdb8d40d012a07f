"""Pages of the calendar."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.roles import RoleCode
from core.models import Notification
from indicators.models import CalendarDay, CaseFile
from indicators.services.calendar import load_shipped
from tests.factories.accounts import user_with
from tests.factories.indicators import CalendarDayFactory, ProcedureFactory
from tests.factories.world import World
from tests.indicators.case_desk import AT, case, imported

LIST = reverse("indicators:calendar")


@pytest.fixture
def keeper(client: Client, world: World) -> Client:
    client.force_login(user_with(RoleCode.ADMINISTRATOR, world.authority))
    return client


def test_year_is_shown_as_months_and_list_and_exported(keeper: Client) -> None:
    load_shipped()

    page = keeper.get(LIST, {"nam": "2026"}).content.decode()

    assert "Tết Nguyên đán Bính Ngọ" in page and "Tháng 12" in page
    file = keeper.get(LIST, {"nam": "2026", "_export": "xlsx"})
    assert file["Content-Disposition"] == 'attachment; filename="lich-nghi-2026.xlsx"'
    assert "Chưa ghi ngày nghỉ" in keeper.get(LIST, {"nam": "2031"}).content.decode()
    assert keeper.get(LIST, {"nam": "x<script>"}).status_code == 200


def test_list_takes_the_same_queries_for_one_day_and_for_three(
    keeper: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    CalendarDayFactory(on=date(2026, 9, 2))
    with CaptureQueriesContext(connection) as first:
        keeper.get(LIST, {"nam": "2026"})
    CalendarDayFactory(on=date(2026, 9, 1))
    CalendarDayFactory(on=date(2026, 9, 3))
    with django_assert_num_queries(len(first)):
        keeper.get(LIST, {"nam": "2026"})


def test_day_is_typed_changed_and_removed(keeper: Client) -> None:
    form = {"on": "3/9/2027", "kind": "off", "name": "Quốc khánh", "basis": "", "is_provisional": "on"}
    answer = keeper.post(reverse("indicators:calendar-day-create"), form)
    day = CalendarDay.objects.get()
    assert answer["Location"] == f"{LIST}?nam=2027"
    assert day.is_provisional

    keeper.post(reverse("indicators:calendar-day-edit", args=[day.pk]), {**form, "name": "Nghỉ liền kề"})
    assert CalendarDay.objects.get().name == "Nghỉ liền kề"
    keeper.post(reverse("indicators:calendar-day-remove", args=[day.pk]))
    assert not CalendarDay.objects.exists()


def test_refusal_stands_beside_the_date_and_keeps_what_was_typed(keeper: Client) -> None:
    form = {"on": "3/9/2027", "kind": "work", "name": "Làm bù", "basis": ""}

    answer = keeper.post(reverse("indicators:calendar-day-create"), form)

    assert answer.status_code == 400
    assert "ngày làm việc bình thường" in answer.content.decode()
    assert 'value="Làm bù"' in answer.content.decode()
    assert keeper.post(reverse("indicators:calendar-day-create"), {**form, "on": "31/2/2027"}).status_code == 400


def test_fixed_days_of_a_new_year_come_with_one_button(keeper: Client) -> None:
    answer = keeper.post(reverse("indicators:calendar-copy"), {"nam": "2028"}, follow=True)

    assert "Đã thêm" in answer.content.decode()
    assert CalendarDay.objects.filter(on=date(2028, 4, 30)).exists()


def test_office_of_one_centre_sees_the_common_calendar_but_may_not_change_it_for_the_others(
    client: Client, world: World
) -> None:
    client.force_login(user_with(RoleCode.OFFICE, world.centre))
    day = CalendarDayFactory(on=date(2026, 9, 2))

    page = client.get(LIST, {"nam": "2026"}).content.decode()
    assert "Lịch dùng chung cho mọi trung tâm; người sửa được: Quản trị hệ thống." in page
    assert "Thêm ngày" not in page
    for name in ("calendar-day-edit", "calendar-day-remove"):
        assert client.post(reverse(f"indicators:{name}", args=[day.pk])).status_code == 403


def test_department_sees_the_calendar_but_may_not_keep_it(client: Client, world: World) -> None:
    client.force_login(user_with(RoleCode.DEPARTMENT_STAFF, world.surgery))
    CalendarDayFactory(on=date(2026, 9, 2))

    page = client.get(LIST, {"nam": "2026"}).content.decode()
    assert "Quốc khánh" in page and "Thêm ngày" not in page
    assert client.get(reverse("indicators:calendar-day-create")).status_code == 403
    assert client.post(reverse("indicators:calendar-copy"), {"nam": "2028"}).status_code == 403


def _warned(client: Client, door: str, *args: int, **form: str) -> str:
    given = {"kind": "off", "name": "Nghỉ bão", "basis": "QĐ 1", **form}
    page = client.post(reverse(f"indicators:{door}", args=args), given, follow=True).content.decode()
    return page if "vẫn tính theo lịch cũ" in page else ""


def test_who_changes_days_is_told_which_imported_cases_were_counted_with_them(keeper: Client, world: World) -> None:
    ProcedureFactory(centre=world.centre, code="1.000001", statutory_days=10, promised_days=3)
    lines = (
        case("A1", "05/10/2026", "12/10/2026", "14/10/2026"),
        case("A2", "05/10/2026", "", "09/10/2026", procedure="1.000001"),
    )
    imported(world.centre, *lines, name="thang-10.csv")

    page = _warned(keeper, "calendar-day-create", on="6/10/2026")
    assert "2 hồ sơ đã nhập có thời hạn chứa ngày 6/10/2026" in page
    assert f"“thang-10.csv” ({world.centre.short_name})" in page
    assert "Tính lại hồ sơ theo lịch nghỉ" in page
    assert not _warned(keeper, "calendar-day-create", on="20/10/2026"), "no case waited for that day"
    day = CalendarDay.objects.get(on=date(2026, 10, 6))
    assert not _warned(keeper, "calendar-day-edit", day.pk, on="6/10/2026", name="Nghỉ lũ"), "counted as before"
    assert "ngày 6/10/2026, 7/10/2026" in _warned(keeper, "calendar-day-edit", day.pk, on="7/10/2026")
    assert _warned(keeper, "calendar-day-remove", day.pk)


def test_bringing_in_the_file_again_counts_with_the_new_calendar(keeper: Client, world: World) -> None:
    ProcedureFactory(centre=world.centre, code="1.000001", statutory_days=10, promised_days=3)
    line = case("A2", "05/10/2026", "", "09/10/2026", procedure="1.000001")
    imported(world.centre, line)
    assert CaseFile.objects.get(is_current=True).timing == "late"
    assert _warned(keeper, "calendar-day-create", on="6/10/2026")

    imported(world.centre, line, at=AT, again=True)

    assert CaseFile.objects.get(is_current=True).timing == "on_time"


def test_office_of_the_centre_is_told_once_and_finds_the_way(keeper: Client, client: Client, world: World) -> None:
    office = user_with(RoleCode.OFFICE, world.centre)
    user_with(RoleCode.OFFICE, world.other_centre)
    imported(world.centre, case("A1", "05/10/2026", "12/10/2026", "14/10/2026"))

    for day in ("6/10/2026", "7/10/2026"):
        assert _warned(keeper, "calendar-day-create", on=day)

    told = Notification.objects.get()
    assert (told.recipient, told.url) == (office, reverse("indicators:case-recount"))
    assert f"hồ sơ đã nhập của {world.centre.short_name} còn tính theo lịch cũ" in told.text
    way = reverse("indicators:case-recount")
    assert way not in keeper.get(LIST).content.decode()
    client.force_login(office)
    assert way in client.get(LIST).content.decode()
    assert way in client.get(reverse("indicators:case-import-list")).content.decode()
