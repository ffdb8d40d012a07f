"""The Excel file of a long list of cases: a job's, for who asked, with what she may see and no more."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Membership, User
from core.enums import JobState
from core.listing import SEAL
from core.models import Job, Notification
from core.tasks import export_list
from tests.factories.accounts import user_with
from tests.factories.world import World
from tests.indicators.case_desk import HEADINGS, case, imported
from tests.indicators.views.test_case_imports import signed_in

ASK = "core:list-export"


@pytest.fixture
def centre_cases(world: World) -> None:
    imported(
        world.centre,
        case("A1", "02/11/2025 08:00", "06/11/2025 17:00", "04/11/2025 09:00", unit=world.surgery.name),
        case("A2", "02/11/2025 08:00", "04/11/2025 17:00", "06/11/2025 09:00", unit=world.pharmacy.name),
        case("A3", "05/10/2025 08:00", "09/10/2025 17:00", unit=world.surgery.name),
    )


def asked(client: Client, **query: str) -> Job:
    address = SEAL.sign(f"{reverse('indicators:case-list')}?{urlencode(query)}")
    response = client.post(reverse(ASK), {"address": address})
    job = Job.objects.order_by("-requested_at").first()
    assert job is not None and response["Location"] == reverse("core:job-detail", args=[job.pk])
    return job


def made(job: Job) -> Job:
    export_list(str(job.pk))
    job.refresh_from_db()
    return job


def rows_of(client: Client, job: Job) -> list[list[Any]]:
    response = client.get(job.result_url)
    assert response["Content-Disposition"] == 'attachment; filename="ho-so-2025.xlsx"'
    return [list(row) for row in load_workbook(BytesIO(response.getvalue())).active.values]


def codes_of(client: Client, job: Job) -> list[Any]:
    return [row[0] for row in rows_of(client, job)[1:]]


def office_of(world: World, client: Client) -> User:
    user = user_with("office", world.centre)
    signed_in(client, user)
    return user


def test_file_is_made_by_a_job(world: World, client: Client, centre_cases: None) -> None:
    user = office_of(world, client)

    job = made(asked(client))

    assert (job.state, job.done, job.total) == (JobState.SUCCEEDED, 3, 3)
    told = Notification.objects.get(recipient=user)
    assert (told.text, told.url) == ("Đã xuất Excel “Hồ sơ TTHC năm 2025”: 3 hồ sơ.", job.result_url)
    direct = client.get(f"{reverse('indicators:case-list')}?_export=xlsx")
    assert rows_of(client, job) == [list(row) for row in load_workbook(BytesIO(direct.content)).active.values]


def test_file_holds_what_was_filtered_in_its_order(world: World, client: Client, centre_cases: None) -> None:
    office_of(world, client)

    assert codes_of(client, made(asked(client, sort="-code", month="11", page="2"))) == ["A2", "A1"]
    assert codes_of(client, made(asked(client, standing="overdue"))) == ["A3"]


@pytest.mark.parametrize(("most", "by_job"), [(3, False), (2, True)])
def test_long_list_asks_for_a_job(
    world: World, client: Client, centre_cases: None, settings, most: int, by_job: bool
) -> None:
    settings.LISTS_EXPORTED_DIRECTLY = most
    office_of(world, client)

    page = client.get(reverse("indicators:case-list")).content.decode()

    assert (f'action="{reverse(ASK)}"' in page) is by_job


def test_department_gets_its_own_cases_only(world: World, client: Client, centre_cases: None) -> None:
    signed_in(client, user_with("department_staff", world.surgery))

    assert sorted(codes_of(client, made(asked(client)))) == ["A1", "A3"]
    assert "A2" not in codes_of(client, made(asked(client, unit=str(world.pharmacy.pk))))


def test_file_is_given_to_nobody_else(world: World, client: Client, centre_cases: None) -> None:
    office_of(world, client)
    job = made(asked(client))

    signed_in(client, user_with("office", world.centre))

    assert client.get(job.result_url).status_code == 404


def test_file_of_rights_that_ended_is_not_given_out(world: World, client: Client, centre_cases: None) -> None:
    user = office_of(world, client)
    job, waiting = made(asked(client)), asked(client, code="A")
    Membership.objects.filter(user=user).delete()
    signed_in(client, user)
    assert client.get(job.result_url).status_code == 404

    moved = user_with("department_staff", world.pharmacy)
    Membership.objects.filter(user=moved).update(user=user)

    assert client.get(job.result_url).status_code == 404
    refused = made(waiting)
    assert (refused.state, refused.result) == (JobState.FAILED, {})
    assert "Quyền xem danh sách đã thay đổi" in refused.error


@pytest.fixture
def keeps_people(settings, world: World) -> Iterator[None]:
    settings.KEEP_CASE_APPLICANTS = True
    line = (*case("N1", "02/11/2025", unit=world.surgery.name), "Người Nộp Hồ Sơ")
    nobody = (*case("N2", "02/11/2025", "06/11/2025", unit=world.surgery.name), "")
    imported(world.centre, line, nobody, headings=(*HEADINGS, "Họ tên người nộp"), source_name="Có người nộp")
    yield


def test_applicants_stand_in_the_file_of_those_who_may_see_them(
    world: World, client: Client, keeps_people: None, settings
) -> None:
    office_of(world, client)
    job = made(asked(client))
    told = rows_of(client, job)
    assert (told[0][-1], [row[-1] for row in told[1:]].count("Người Nộp Hồ Sơ")) == ("Người nộp", 1)
    direct = client.get(f"{reverse('indicators:case-list')}?_export=xlsx")
    assert told == [list(row) for row in load_workbook(BytesIO(direct.content)).active.values]

    settings.KEEP_CASE_APPLICANTS = False

    assert client.get(job.result_url).status_code == 404
    assert "Người nộp" not in rows_of(client, made(asked(client)))[0]


def test_file_that_was_swept_is_told(world: World, client: Client, centre_cases: None) -> None:
    office_of(world, client)
    job = made(asked(client))
    Job.objects.filter(pk=job.pk).update(result={"message": job.result["message"]})

    response = client.get(job.result_url, follow=True)

    assert response.redirect_chain[-1][0] == f"{reverse('indicators:case-list')}?"
    assert "chỉ giữ 7 ngày" in response.content.decode()


def test_page_tells_filing_and_applicant_below_the_code(world: World, client: Client, keeps_people: None) -> None:
    office_of(world, client)

    page = client.get(reverse("indicators:case-list")).content.decode()

    assert '<span class="cell-below">Người Nộp Hồ Sơ</span>' in page
    assert "Hình thức nộp" not in page, "a column more would have to be scrolled to"
