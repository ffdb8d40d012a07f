"""The anonymous Excel file of many forms: made by a job, for who asked, as long as she manages the survey."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Membership
from accounts.roles import RoleCode
from core.enums import JobState
from core.models import Job, Notification
from indicators.models import Survey
from indicators.services import answer_exports
from indicators.tasks import export_answers
from tests.factories.accounts import user_with
from tests.factories.world import World
from tests.indicators.survey_world import answered, open_survey


@pytest.fixture
def survey(world: World, monkeypatch: pytest.MonkeyPatch) -> Survey:
    """A survey of seven forms where five are many, read in pieces of two."""
    monkeypatch.setattr(answer_exports, "AT_ONCE", 5)
    monkeypatch.setattr(answer_exports, "PIECE", 2)
    made = open_survey(world.centre)
    answered(made, world.surgery, good=4)
    answered(made, world.pharmacy, good=1, bad=2)
    return made


def office(client: Client, world: World) -> Client:
    client.force_login(user_with(RoleCode.OFFICE, world.centre))
    return client


def asked(client: Client, survey: Survey) -> Job:
    response = client.post(reverse("indicators:survey-answers-export", args=[survey.pk]))
    job = Job.objects.get(name=answer_exports.JOB)
    assert response["Location"] == reverse("core:job-detail", args=[job.pk])
    return job


def test_many_forms_are_written_by_a_job_with_progress(client: Client, world: World, survey: Survey) -> None:
    office(client, world)
    results = client.get(reverse("indicators:survey-results", args=[survey.pk])).content.decode()
    assert reverse("indicators:survey-answers-export", args=[survey.pk]) in results
    job = asked(client, survey)
    assert client.get(job.result_url)["Location"] == reverse("core:job-detail", args=[job.pk]), "not made yet"

    export_answers(str(job.pk))

    job.refresh_from_db()
    assert job.state == JobState.SUCCEEDED, job.error
    assert (job.done, job.total) == (6, 7)
    assert Notification.objects.get().url == job.result_url
    response = client.get(job.result_url)
    rows = list(load_workbook(BytesIO(response.getvalue()))["Phiếu trả lời"].iter_rows(min_row=2, values_only=True))
    assert sorted(row[0] for row in rows) == sorted([str(world.surgery)] * 4 + [str(world.pharmacy)] * 3)
    assert {row[2:4] for row in rows} == {("11/2026", "Đường dẫn, mã QR")}
    assert sum(row[4] for row in rows) == 5 * 5 + 2 * 2


def test_address_of_the_small_file_does_not_keep_a_page_waiting(client: Client, world: World, survey: Survey) -> None:
    response = office(client, world).get(reverse("indicators:survey-answers-file", args=[survey.pk]), follow=True)

    assert "để hệ thống tạo tệp trong nền" in response.content.decode()


def test_file_is_not_found_by_others_and_by_who_lost_the_right(client: Client, world: World, survey: Survey) -> None:
    job = asked(office(client, world), survey)
    export_answers(str(job.pk))
    other = Client()
    other.force_login(user_with(RoleCode.OFFICE, world.centre))
    assert other.get(job.result_url).status_code == 404

    Membership.objects.filter(user=job.requested_by).delete()

    assert client.get(job.result_url).status_code in (403, 404)


def test_job_of_who_lost_the_right_makes_no_file(client: Client, world: World, survey: Survey) -> None:
    job = asked(office(client, world), survey)
    Membership.objects.filter(user=job.requested_by).delete()

    export_answers(str(job.pk))

    job.refresh_from_db()
    assert job.state == JobState.FAILED and "Quyền quản lý" in job.error
