"""Notices, progress of work, health, and pages for when something went wrong."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.enums import JobState
from core.models import Job, Notification
from core.services import jobs, notifications
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
NOTICES = "core:notification-list"


@pytest.fixture
def reader(client: Client) -> User:
    user: User = UserFactory()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def job_of(user: User, **values: object) -> Job:
    return Job.objects.create(
        name="scoring.compute_run", title="Tính điểm", requested_by=user, requested_at=timezone.now(), **values
    )


def test_notices_show_only_the_own_ones(client: Client, reader: User) -> None:
    notifications.notify(recipients=[reader], text="Phiếu bị trả lại", at=timezone.now())
    notifications.notify(recipients=[UserFactory()], text="Của người khác", at=timezone.now())

    page = client.get(reverse(NOTICES)).content.decode()

    assert "Phiếu bị trả lại" in page
    assert "Của người khác" not in page
    assert "Thông báo, 1 chưa đọc" in page


def test_opening_a_notice_marks_it_and_goes_there(client: Client, reader: User) -> None:
    notifications.notify(recipients=[reader], text="Xong", url="/thong-bao/?page=1", at=timezone.now())
    notice = Notification.objects.get()

    response = client.post(reverse("core:notification-open", args=[notice.pk]))

    notice.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, "/thong-bao/?page=1")
    assert notice.read_at is not None


def test_notice_never_leads_to_another_host(client: Client, reader: User) -> None:
    notifications.notify(recipients=[reader], text="Xong", url="https://example.com/", at=timezone.now())

    response = client.post(reverse("core:notification-open", args=[Notification.objects.get().pk]))

    assert response["Location"] == reverse(NOTICES)


def test_notice_of_somebody_else_is_not_found(client: Client, reader: User) -> None:
    notifications.notify(recipients=[UserFactory()], text="Xong", at=timezone.now())

    assert client.post(reverse("core:notification-open", args=[Notification.objects.get().pk])).status_code == 404


def test_all_notices_are_marked_read_at_once(client: Client, reader: User) -> None:
    notifications.notify(recipients=[reader], text="Một", at=timezone.now())
    notifications.notify(recipients=[reader], text="Hai", at=timezone.now())

    client.post(reverse("core:notifications-mark-read"))

    assert not Notification.objects.filter(read_at__isnull=True).exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_notices_take_the_same_queries_for_any_number(
    client: Client, reader: User, rows: int, django_assert_num_queries: object
) -> None:
    for number in range(rows):
        notifications.notify(recipients=[reader], text=f"Việc {number}", at=timezone.now())

    with django_assert_num_queries(11):  # type: ignore[operator]
        client.get(reverse(NOTICES))


def test_running_job_asks_again_and_a_finished_one_does_not(client: Client, reader: User) -> None:
    running = job_of(reader, state=JobState.RUNNING, done=3, total=18, message="Khoa Nội")
    finished = job_of(reader, state=JobState.SUCCEEDED, finished_at=timezone.now(), result_url="/thong-bao/?page=2")

    first = client.get(reverse("core:job-detail", args=[running.pk])).content.decode()
    second = client.get(reverse("core:job-detail", args=[finished.pk]), headers={"HX-Request": "true"}).content.decode()

    assert "3/18" in first
    assert "hx-trigger" in first
    assert "hx-trigger" not in second
    assert "/thong-bao/?page=2" in second
    assert "<html" not in second


@pytest.mark.parametrize(
    ("result", "told"), [({"message": "Đã xuất Excel 3 hồ sơ."}, "Đã xuất Excel 3 hồ sơ."), (None, "")]
)
def test_finished_job_tells_its_result_and_not_what_it_did_last(
    client: Client, reader: User, result: dict[str, str] | None, told: str
) -> None:
    job = job_of(reader)
    jobs.report(job, done=3, total=3, message="Đang ghi tệp", at=timezone.now())
    jobs.finish(job, result=result, at=timezone.now())

    page = client.get(reverse("core:job-detail", args=[job.pk])).content.decode()

    assert "Đã xong" in page and told in page and "Đang ghi tệp" not in page
    # Neither do jobs of earlier versions, which kept it.
    Job.objects.filter(pk=job.pk).update(message="Đang ghi tệp")
    assert "Đang ghi tệp" not in client.get(reverse("core:job-detail", args=[job.pk])).content.decode()


def test_failed_job_says_why(client: Client, reader: User) -> None:
    job = job_of(reader)
    jobs.fail(job, error="Chưa có bộ tiêu chí.", at=timezone.now())

    page = client.get(reverse("core:job-detail", args=[job.pk])).content.decode()
    assert "Chưa có bộ tiêu chí." in page
    assert "đang chạy" not in page


def test_notices_ask_to_sign_in(client: Client) -> None:
    response = client.get(reverse(NOTICES))

    assert response["Location"] == f"{reverse('accounts:login')}?next={reverse(NOTICES)}"


def test_health_reports_a_silent_worker(client: Client) -> None:
    jobs.note_worker_is_alive(at=timezone.now() - timedelta(hours=1))

    response = client.get(reverse("core:healthz"))

    assert response.status_code == 503
    assert response.json()["database"] is True
    assert response.json()["worker"] is False


def test_stale_form_is_explained_in_vietnamese(reader: User) -> None:
    strict = Client(enforce_csrf_checks=True)

    response = strict.post(reverse("accounts:login"), {"username": "a", "password": "b"})

    assert response.status_code == 403
    assert "Trang đã cũ hoặc phiên làm việc đã hết" in response.content.decode()


def test_unknown_address_is_explained_in_vietnamese(client: Client) -> None:
    response = client.get("/khong-co-trang-nay/")

    assert response.status_code == 404
    assert "Không tìm thấy trang" in response.content.decode()


def test_server_error_page_needs_no_context(rf: object) -> None:
    from core.views import server_error

    response = server_error(rf.get("/"))  # type: ignore[attr-defined]

    assert response.status_code == 500
    assert "Máy chủ gặp lỗi" in response.content.decode()


def test_running_job_without_figures_does_not_say_that_it_waits(client: Client, reader: User) -> None:
    job = job_of(reader, state=JobState.RUNNING, heartbeat_at=timezone.now())

    page = client.get(reverse("core:job-detail", args=[job.pk])).content.decode()

    assert "Đã bắt đầu" in page
    assert "Đang chờ đến lượt" not in page


def test_form_that_holds_too_much_is_told_so(client: Client, settings: LazySettings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    client.raise_request_exception = False

    answer = client.post(reverse("accounts:login"), {"username": "x" * 200})

    assert answer.status_code == 413
    assert "Nội dung gửi lên quá lớn" in answer.content.decode()
