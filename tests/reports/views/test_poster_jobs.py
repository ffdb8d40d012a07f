"""Many posters: asked for, printed by a job, fetched by who asked; killed and begun again without harm."""

import io
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.test import Client

from accounts.models import Membership
from accounts.roles import RoleCode
from core.enums import JobState
from core.models import Job, Notification
from indicators.models import Survey
from indicators.selectors import surveys as reading
from reports.services import posters as service
from reports.tasks import print_posters
from reports.views import posters
from tests.factories.accounts import user_with
from tests.factories.world import World
from tests.indicators.answering import open_point, open_survey
from tests.reports.views.test_posters import codes_of

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture(autouse=True)
def _few_are_many(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(posters, "POSTERS_AT_ONCE", 2)
    monkeypatch.setattr(reading, "POSTERS_AT_ONCE", 2)
    monkeypatch.setattr(service, "PIECE", 2)


@pytest.fixture
def survey(world: World) -> Survey:
    survey = open_survey(centre=world.centre)
    for number in range(1, 6):
        open_point(survey, unit=world.surgery, name=f"Quầy số {number}", position=number)
    return survey


@pytest.fixture
def office(client: Client, world: World) -> Client:
    client.force_login(user_with(RoleCode.OFFICE, world.centre), BACKEND)
    return client


def ask(client: Client, survey: Survey, **more: str) -> Job:
    """Press the button; gives the job whose progress is shown."""
    told = client.post(f"/so-lieu/khao-sat/{survey.pk}/ap-phich/in/", {"kho": "a5", **more})
    return Job.objects.get(pk=told.url.rstrip("/").rpartition("/")[2])


def fetch(client: Client, job: Job) -> Any:
    return client.get(f"/so-lieu/khao-sat/ap-phich/{job.pk}.pdf")


def addresses(survey: Survey) -> list[str]:
    return [f"http://testserver/ks/{point.token}/" for point in survey.points.order_by("position")]


def test_many_posters_are_printed_by_a_job_into_one_file(office: Client, survey: Survey, tmp_path: Path) -> None:
    page = office.get(f"/so-lieu/khao-sat/{survey.pk}/").content.decode()
    assert f'action="/so-lieu/khao-sat/{survey.pk}/ap-phich/in/"' in page
    assert "điểm 1–" not in page, "five posters are one file"
    job = ask(office, survey)
    assert fetch(office, job).url == f"/cong-viec/{job.pk}/"

    print_posters(str(job.pk))

    told = fetch(office, job)
    content = b"".join(told.streaming_content)
    assert (told["Content-Type"], told["Content-Disposition"]) == (
        "application/pdf",
        f'attachment; filename="ap-phich-{survey.pk}-a5-1.pdf"',
    )
    assert codes_of(content, tmp_path) == addresses(survey)
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    assert {(round(each.mediabox.width), round(each.mediabox.height)) for each in pages} == {(420, 595)}
    assert Notification.objects.get().text == f"Đã in 5 áp phích của “{survey.title}”."


def test_progress_is_told_piece_by_piece(office: Client, survey: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    target = io.BytesIO()

    service.write(
        target, survey=survey, size="a4", part=1, site="https://x.vn", progress=lambda *state: told.append(state)
    )

    assert [state[:2] for state in told] == [(0, 5), (2, 5), (4, 5), (5, 5)]
    assert target.getvalue().startswith(b"%PDF")


def test_pressed_twice_it_is_printed_once(office: Client, survey: Survey) -> None:
    assert ask(office, survey) == ask(office, survey)
    assert ask(office, survey, kho="a4") != ask(office, survey)


def test_a_killed_worker_leaves_nothing_and_the_next_one_prints_it_all(
    office: Client, survey: Survey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that dies says nothing: its job stays as if it ran, and is enqueued again when it has been silent."""

    class Killed(BaseException):
        """Nothing in the portal catches this."""

    job = ask(office, survey)
    monkeypatch.setattr(service.renderer, "render_together", lambda pages, *more: (next(iter(pages)), die()))

    def die() -> bytes:
        raise Killed

    with pytest.raises(Killed):
        print_posters(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.RUNNING, 0, 5)
    assert not Path(tmp_path / "media" / "exports").exists()
    monkeypatch.undo()
    Job.objects.update(state=JobState.QUEUED, heartbeat_at=None)

    print_posters(str(job.pk))
    print_posters(str(job.pk))  # a message may come twice

    assert len(list((tmp_path / "media" / "exports").iterdir())) == 1
    assert Notification.objects.count() == 1


def test_asked_for_at_once_many_are_shown_the_way(office: Client, survey: Survey, tmp_path: Path) -> None:
    address = f"/so-lieu/khao-sat/{survey.pk}/ap-phich.pdf"

    assert "chọn khổ áp phích trong mục “Khác”" in office.get(address, follow=True).content.decode()
    point = survey.points.last()
    one = office.get(f"{address}?diem={point.pk}")

    assert codes_of(one.content, tmp_path) == [f"http://testserver/ks/{point.token}/"]


def test_who_may_no_longer_manage_the_survey_gets_no_file(office: Client, survey: Survey) -> None:
    job = ask(office, survey)
    Membership.objects.all().delete()

    print_posters(str(job.pk))

    job.refresh_from_db()
    assert (job.state, "Quyền quản lý đợt khảo sát đã thay đổi" in job.error) == (JobState.FAILED, True)
    assert fetch(office, job).status_code == 403


def test_nobody_fetches_the_file_of_somebody_else(office: Client, world: World, survey: Survey) -> None:
    job = ask(office, survey)
    print_posters(str(job.pk))
    other = Client()
    other.force_login(user_with(RoleCode.OFFICE, world.centre), BACKEND)

    assert fetch(other, job).status_code == 404


@pytest.mark.parametrize("wish", [{"kho": "a3"}, {"phan": "2"}, {"phan": "0"}, {"phan": "x"}])
def test_what_is_not_there_is_not_printed(office: Client, survey: Survey, wish: dict[str, str]) -> None:
    told = office.post(f"/so-lieu/khao-sat/{survey.pk}/ap-phich/in/", {"kho": "a4", **wish})

    assert told.status_code == 404
    assert not Job.objects.exists()


def test_parts_hold_every_place_once(monkeypatch: pytest.MonkeyPatch, survey: Survey) -> None:
    assert reading.poster_parts(0) == []
    assert reading.poster_parts(500) == [(1, 1, 500)]
    assert reading.poster_parts(501) == [(1, 1, 500), (2, 501, 501)]
    monkeypatch.setattr(service, "POSTERS_OF_A_FILE", 2)

    names = [[point.name for point in service.points_of(survey, part)] for part in (1, 2, 3, 4)]

    assert names == [["Quầy số 1", "Quầy số 2"], ["Quầy số 3", "Quầy số 4"], ["Quầy số 5"], []]
