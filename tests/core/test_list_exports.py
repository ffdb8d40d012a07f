"""Any long list as a file of a job: with the filters of its address, the rights of its page, and no query for a row."""

from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.http import Http404, HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from openpyxl import load_workbook

from accounts.models import Membership, Role, User
from accounts.roles import RoleCode
from core import list_files
from core.access import PUBLIC
from core.enums import JobState
from core.list_again import kept_of, list_at
from core.listing import SEAL
from core.models import Job
from core.tasks import export_list
from tests.architecture.test_urls import all_addresses
from tests.factories.accounts import MembershipFactory, PersonFactory, RoleFactory, user_with
from tests.factories.world import World

PEOPLE = "accounts:directory"
PEOPLE_ADDRESS = "/don-vi/nguoi/"
ASK = "core:list-export"


@pytest.fixture
def office(client: Client, world: World, settings: Any) -> User:
    settings.LISTS_EXPORTED_DIRECTLY = 0
    user = user_with(RoleCode.OFFICE, world.centre)
    client.force_login(user)
    return user


def asked(client: Client, address: str) -> Job:
    assert client.post(reverse(ASK), {"address": SEAL.sign(address)}).status_code == 302
    return Job.objects.latest("requested_at")


def made(job: Job) -> Job:
    export_list(str(job.pk))
    job.refresh_from_db()
    return job


def rows_of(client: Client, job: Job) -> list[tuple[Any, ...]]:
    return list(load_workbook(BytesIO(client.get(job.result_url).getvalue())).active.values)


def test_list_beyond_the_limit_is_made_by_a_job_as_it_is_filtered(client: Client, world: World, office: User) -> None:
    for name in ("Trần Thị Bưởi", "Trần Văn Cam", "Lê Văn Dừa"):
        PersonFactory(full_name=name, unit=world.surgery)
    address = f"{reverse(PEOPLE)}?q=tran&sort=-name"
    assert f'action="{reverse(ASK)}"' in client.get(address).content.decode()

    job = made(asked(client, address))

    assert job.state == JobState.SUCCEEDED and "2 " in job.result["message"]
    told = rows_of(client, job)
    assert len(told) == 3 and not any("Lê Văn Dừa" in str(row) for row in told)
    assert client.get(job.result_url)["Content-Disposition"].startswith("attachment")


def test_same_wish_is_worked_on_once(client: Client, world: World, office: User) -> None:
    assert asked(client, reverse(PEOPLE)).pk == asked(client, reverse(PEOPLE)).pk


def test_list_that_may_not_be_opened_cannot_be_asked_for(client: Client, world: World, office: User) -> None:
    client.force_login(user_with(RoleCode.DEPARTMENT_STAFF, world.surgery))

    for address in (reverse("accounts:audit-list"), reverse("core:notification-list"), "/khong-co/"):
        assert client.post(reverse(ASK), {"address": SEAL.sign(address)}).status_code == 404
    assert not Job.objects.exists()


def test_rights_are_those_of_now(client: Client, world: World, office: User) -> None:
    done, waiting = made(asked(client, reverse(PEOPLE))), asked(client, f"{reverse(PEOPLE)}?q=a")
    MembershipFactory(user=office, unit=world.authority, role=RoleFactory(code="more"))
    client.force_login(User.objects.get(pk=office.pk))
    assert client.get(done.result_url).status_code == 200, "more rights do no harm"

    Membership.objects.filter(user=office).update(unit=world.surgery)
    client.force_login(User.objects.get(pk=office.pk))

    assert client.get(done.result_url).status_code == 404
    refused = made(waiting)
    assert (refused.state, refused.result) == (JobState.FAILED, {})
    assert "Quyền xem danh sách đã thay đổi" in refused.error


def request_of(user: User, world: World) -> HttpRequest:
    request = HttpRequest()
    request.user, request.year, request.centre = user, 2026, world.centre  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize("sent", [PEOPLE_ADDRESS, f"{PEOPLE_ADDRESS}:x", "//noi-khac.vn/", ""])
def test_address_that_no_list_has_sealed_is_not_found(client: Client, world: World, office: User, sent: str) -> None:
    assert client.post(reverse(ASK), {"address": sent}).status_code == 404


def test_every_list_of_the_portal_can_be_made_by_a_job(world: World) -> None:
    user = user_with(RoleCode.OFFICE, world.centre)
    for role in Role.objects.exclude(code=RoleCode.OFFICE):
        MembershipFactory(user=user, unit=world.centre, role=role)
    kept, found = kept_of(request_of(user, world)), []
    for name, _, pattern in all_addresses():
        if pattern.callback.permission == PUBLIC:
            continue
        try:
            request, listing = list_at(reverse(name), user=user, kept=kept)
        except (NoReverseMatch, Http404):
            continue
        found.append(name)
        list_files.write_list(BytesIO(), listing, request, progress=lambda *_: None)

    assert len(found) > 25 and {PEOPLE, "indicators:case-list", "scoring:verification-queue"} <= set(found)


@pytest.mark.parametrize("name", [PEOPLE, "accounts:unit-list", "accounts:audit-list"])
def test_queries_do_not_grow_with_rows(client: Client, world: World, office: User, name: str) -> None:
    def queries() -> int:
        Job.objects.all().delete()
        job = asked(client, reverse(name))
        with CaptureQueriesContext(connection) as caught:
            made(job)
        return len(caught)

    queries()
    few = queries()
    for _ in range(5):
        user_with(RoleCode.DEPARTMENT_STAFF, world.surgery)

    assert queries() == few
