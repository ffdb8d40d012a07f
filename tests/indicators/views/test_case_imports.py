"""The pages that bring in files of one-stop systems, as a clerk walks through them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from core.enums import JobState
from core.models import Job
from indicators.enums import CaseImportState
from indicators.models import CaseFile, CaseImport
from indicators.services import case_imports, case_undoing
from indicators.tasks import check_cases, import_cases, undo_case_import
from tests.factories.accounts import user_with
from tests.factories.world import World
from tests.indicators.case_desk import HEADINGS, case, checked, csv_file, imported, uploaded
from tests.sign_in import sign_in

LINES = (
    case("A1", "02/11/2025 08:00", "06/11/2025 17:00", "04/11/2025 09:00"),
    case("A2", "02/11/2025 08:00", "04/11/2025 17:00", "06/11/2025 09:00"),
    case("A3", "45/11/2025"),
)
LIST = "indicators:case-import-list"
DETAIL = "indicators:case-import-detail"


@pytest.fixture
def office(world: World, client: Client) -> Client:
    return signed_in(client, user_with("office", world.centre))


def signed_in(client: Client, user: User) -> Client:
    """The person at the desk, who looks at last year."""
    return sign_in(client, user, year=2025)


def text_of(response: Any) -> str:
    return str(response.content.decode())


def post_file(client: Client, **given: Any) -> Any:
    file = SimpleUploadedFile("ho-so.csv", csv_file(*LINES).read(), "text/csv")
    values = {"file": file, "layout": "cases", "source_name": "Một cửa", "year": "2025", **given}
    return client.post(reverse("indicators:case-import-create"), values)


def work_off(task: Any) -> None:
    """Do the newest job as the worker would."""
    task(str(Job.objects.order_by("-requested_at").first().pk))  # type: ignore[union-attr]


def test_clerk_walks_from_file_to_cases_and_back(office: Client) -> None:
    kept = post_file(office)
    detail = kept.url
    mapping = text_of(office.get(detail))
    assert "Ghép cột" in mapping and "06/11/2025 17:00" in mapping
    case_import = CaseImport.objects.get()

    columns = {f"column-{name}": heading for name, heading in case_import.columns.items()}
    office.post(reverse("indicators:case-import-map", args=[case_import.pk]), columns)
    assert "Kiểm tra tệp: ho-so.csv" in text_of(office.get(detail))
    work_off(check_cases)
    preview = text_of(office.get(detail))
    assert "Nhập hồ sơ" in preview and "45/11/2025" in preview and "Vài dòng đầu" in preview

    act = reverse("indicators:case-import-act", args=[case_import.pk])
    office.post(act, {"transition": "import"})
    work_off(import_cases)
    result = text_of(office.get(detail))
    assert "Đã nhập" in result and "Tải tệp dòng lỗi" in result
    assert office.get(reverse("indicators:case-import-faults", args=[case_import.pk])).status_code == 200

    office.post(act, {"transition": "undo"})
    assert "Đang hoàn tác" in text_of(office.get(detail)) and CaseFile.objects.exists()
    work_off(undo_case_import)
    assert "Đã hoàn tác" in text_of(office.get(detail))
    assert CaseFile.objects.count() == 0


def test_everything_clicked_twice(office: Client) -> None:
    detail = post_file(office).url
    assert post_file(office).url == detail
    case_import = CaseImport.objects.get()
    columns = {f"column-{name}": heading for name, heading in case_import.columns.items()}
    for _ in range(2):
        office.post(reverse("indicators:case-import-map", args=[case_import.pk]), columns)
    assert Job.objects.count() == 1
    work_off(check_cases)
    act = reverse("indicators:case-import-act", args=[case_import.pk])
    for _ in range(2):
        office.post(act, {"transition": "import"})
    assert Job.objects.filter(name=case_imports.IMPORT_JOB).count() == 1
    work_off(import_cases)
    said = text_of(office.post(act, {"transition": "import"}, follow=True))
    assert "đang ở trạng thái “Đã nhập”" in said
    for _ in range(2):
        office.post(act, {"transition": "undo"})
    assert Job.objects.filter(name=case_undoing.JOB).count() == 1
    work_off(undo_case_import)
    assert "đang ở trạng thái “Đã hoàn tác”" in text_of(office.post(act, {"transition": "undo"}, follow=True))
    case_import.refresh_from_db()
    assert case_import.state == CaseImportState.UNDONE


def test_file_that_cannot_be_read_is_refused_in_place(office: Client) -> None:
    response = post_file(office, file=SimpleUploadedFile("x.xlsx", b"\x00\x01nonsense"))

    assert response.status_code == 400
    assert "x.xlsx" in text_of(response)
    assert not CaseImport.objects.exists()


def test_summary_without_a_month_is_refused(office: Client) -> None:
    response = post_file(office, layout="summary")

    assert response.status_code == 400
    assert "cần tháng" in text_of(response)


def test_missing_column_is_told(office: Client, world: World) -> None:
    kept = uploaded(world.centre, *LINES)

    said = office.post(
        reverse("indicators:case-import-map", args=[kept.pk]), {"column-received": HEADINGS[4]}, follow=True
    )

    assert "Chưa ghép cột bắt buộc" in text_of(said)


def test_table_of_another_kind_is_told(office: Client) -> None:
    content = csv_file(
        ("Y tế", "10", "4", "3", "3"), headings=("Lĩnh vực", "Tiếp nhận", "Sớm hạn", "Đúng hạn", "Quá hạn")
    )
    wrong = post_file(office, file=SimpleUploadedFile("tong-hop.csv", content.read()))
    right = post_file(office)

    assert "giống bảng “Tổng hợp theo lĩnh vực”" in text_of(office.get(wrong.url))
    assert "giống bảng" not in text_of(office.get(right.url))


def test_page_of_the_mapping_shows_no_applicants(office: Client, settings: Any) -> None:
    content = csv_file(("A1", "Lưu Thị Thử", "02/11/2025"), headings=("Mã hồ sơ", "Chủ hồ sơ", "Ngày tiếp nhận")).read()
    detail = post_file(office, file=SimpleUploadedFile("x.csv", content)).url

    page = text_of(office.get(detail))
    assert "A1" in page and "Lưu Thị Thử" not in page
    assert page.count(">Chủ hồ sơ<") == 1, "a heading of the sample, never a choice"
    settings.KEEP_CASE_APPLICANTS = True
    assert "Lưu Thị Thử" in text_of(office.get(detail))


def test_failed_job_tells_why(office: Client, world: World) -> None:
    kept = checked(world.centre, *LINES)
    office.post(reverse("indicators:case-import-act", args=[kept.pk]), {"transition": "import"})
    Job.objects.update(state=JobState.FAILED, error="Số liệu tháng 11/2025 đã khóa.", finished_at=kept.uploaded_at)

    assert "đã khóa" in text_of(office.get(reverse(DETAIL, args=[kept.pk])))


def test_page_and_list_say_that_an_import_is_being_undone(office: Client, world: World) -> None:
    done = imported(world.centre, *LINES)
    detail, act = (reverse(f"indicators:case-import-{name}", args=[done.pk]) for name in ("detail", "act"))
    office.post(act, {"transition": "undo"})

    page = text_of(office.get(detail))
    assert "Đang hoàn tác" in page and "Hoàn tác: ho-so.csv" in page and "Hoàn tác lần nhập" not in page
    assert "Đang hoàn tác" in text_of(office.get(reverse(LIST)))
    other = text_of(office.post(act, {"transition": "discard"}, follow=True))
    assert "Đang hoàn tác tệp này; chờ xong rồi bấm lại." in other

    Job.objects.update(state=JobState.FAILED, error="Số liệu tháng 11/2025 đã khóa.", finished_at=done.uploaded_at)
    page = text_of(office.get(detail))
    assert "đã khóa" in page and "Hoàn tác lần nhập" in page and "Đang hoàn tác" not in page
    assert "Đã nhập" in text_of(office.get(reverse(LIST)))


def test_undo_that_failed_is_not_told_once_it_is_undone(office: Client, world: World) -> None:
    done = imported(world.centre, *LINES)
    office.post(reverse("indicators:case-import-act", args=[done.pk]), {"transition": "undo"})
    Job.objects.update(state=JobState.FAILED, error="Số liệu đã khóa.", finished_at=done.uploaded_at)
    case_undoing.undo(case_import=done, by=None, at=timezone.now())

    assert "đã khóa" not in text_of(office.get(reverse(DETAIL, args=[done.pk])))


def test_list_costs_the_same_for_one_and_three(
    office: Client, world: World, django_assert_num_queries: Callable[..., Any]
) -> None:
    imported(world.centre, *LINES)
    office.get(reverse(LIST))
    with django_assert_num_queries(11) as one:
        office.get(reverse(LIST))
    for number in range(2):
        imported(world.centre, case(f"B{number}", "02/11/2025"))
    with django_assert_num_queries(len(one)):
        office.get(reverse(LIST))


def test_cases_cost_the_same_for_one_and_three(
    office: Client, world: World, django_assert_num_queries: Callable[..., Any]
) -> None:
    imported(world.centre, case("B0", "02/11/2025"))
    office.get(reverse("indicators:case-list"))
    with django_assert_num_queries(12) as one:
        office.get(reverse("indicators:case-list"))
    imported(world.centre, *LINES)
    with django_assert_num_queries(len(one)):
        office.get(reverse("indicators:case-list"))


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["A1", "A2", "A4"]),
        ("code=a1", ["A1"]),
        ("standing=late", ["A2"]),
        ("standing=overdue", ["A4"]),
        ("standing=pending", ["A4"]),
        ("month=10", ["A4"]),
        ("field=khoa", []),
    ],
)
def test_cases_are_narrowed(office: Client, world: World, query: str, shown: list[str]) -> None:
    imported(world.centre, *LINES, case("A4", "05/10/2025 08:00", "09/10/2025 17:00"))

    response = office.get(f"{reverse('indicators:case-list')}?{query}")

    assert sorted(row.record.code for row in response.context["table"].rows) == shown


def test_department_sees_its_own_cases_only(world: World, client: Client) -> None:
    imported(
        world.centre,
        case("A1", "02/11/2025", unit=world.surgery.name),
        case("A2", "02/11/2025", unit=world.pharmacy.name),
    )
    signed_in(client, user_with("department_staff", world.surgery))

    response = client.get(reverse("indicators:case-list"))

    assert [row.record.code for row in response.context["table"].rows] == ["A1"]
    assert client.get(reverse(LIST)).status_code == 403


def test_cases_as_excel(office: Client, world: World) -> None:
    imported(world.centre, *LINES)

    response = office.get(f"{reverse('indicators:case-list')}?_export=xlsx")

    assert response["Content-Disposition"] == 'attachment; filename="ho-so-2025.xlsx"'


def test_page_says_how_many_refused_rows_the_file_lacks(
    office: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = (case(f"B{number}", "02/11/2025", unit="Khoa Không Có") for number in range(3))
    done = imported(world.centre, *LINES, *bad)
    address = reverse(DETAIL, args=[done.pk])
    assert "Tệp dòng lỗi thiếu" not in text_of(office.get(address))

    monkeypatch.setattr("indicators.views.case_imports.MOST_LISTED", 1)

    assert "Tệp dòng lỗi thiếu 3 dòng" in text_of(office.get(address))
