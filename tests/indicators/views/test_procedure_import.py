"""Pages of importing the list of procedures."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.roles import RoleCode
from indicators.models import Procedure
from tests.factories.accounts import user_with
from tests.factories.world import World
from tests.indicators.services.test_procedure_import import GOOD, saved

PAGE = reverse("indicators:procedure-import")
APPLY = reverse("indicators:procedure-import-apply")


@pytest.fixture
def office(client: Client, world: World) -> Client:
    client.force_login(user_with(RoleCode.OFFICE, world.centre))
    return client


def _file(content: bytes, name: str = "thu-tuc.xlsx") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, content)}


def test_file_is_shown_before_it_is_written(office: Client, world: World) -> None:
    shown = office.post(PAGE, _file(saved(GOOD))).content.decode()

    assert "1 thủ tục mới" in shown and "thêm mới" in shown
    assert not Procedure.objects.exists()
    done = office.post(APPLY, follow=True).content.decode()
    assert "Đã nhập: 1 thủ tục mới, 0 thủ tục cập nhật, 0 giữ nguyên." in done
    assert Procedure.objects.get().centre == world.centre
    again = office.post(APPLY, follow=True).content.decode()
    assert "Tệp đã kiểm tra không còn" in again


def test_faults_are_listed_with_their_rows_and_leave_nothing_to_import(office: Client) -> None:
    shown = office.post(PAGE, _file(saved({**GOOD, "promised_days": 30}))).content.decode()

    assert "còn 1 lỗi" in shown and "dài hơn thời hạn theo quy định" in shown
    office.post(APPLY)
    assert not Procedure.objects.exists()


def test_what_is_no_workbook_is_refused_beside_the_file(office: Client) -> None:
    answer = office.post(PAGE, _file(b"ma;ten", "thu-tuc.csv"))

    assert answer.status_code == 400
    assert office.post(PAGE, _file(b"khong phai zip")).status_code == 400


def test_template_is_an_excel_file(office: Client) -> None:
    answer = office.get(reverse("indicators:procedure-import-template"))

    assert answer["Content-Disposition"] == 'attachment; filename="mau-danh-muc-thu-tuc.xlsx"'


def test_departments_may_not(client: Client, world: World) -> None:
    client.force_login(user_with(RoleCode.DEPARTMENT_HEAD, world.surgery))

    assert client.get(PAGE).status_code == 403
    assert client.post(APPLY).status_code == 403
    assert client.get(reverse("indicators:procedure-import-template")).status_code == 403
