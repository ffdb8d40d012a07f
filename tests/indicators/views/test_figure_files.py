"""Documents of typed figures over HTTP: sent with a figure or later, refused by name, kept from others."""

from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import RoleCode
from indicators.enums import CountOrigin, PeriodKind, PeriodState
from indicators.models import FigureFile, Indicator, Measurement, ProcedureCount, SurveyCount
from indicators.services.catalogue import load_catalogue
from tests.factories.indicators import (
    FigureFileFactory,
    FigurePeriodFactory,
    MeasurementFactory,
    ProcedureCountFactory,
    ProcedureFactory,
    SurveyCountFactory,
)
from tests.factories.world import World
from tests.indicators.services.test_figure_files import AT, pdf
from tests.sign_in import sign_in_as

NAME = "Báo cáo số 12.pdf"


@pytest.fixture(autouse=True)
def media(settings: LazySettings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def catalogue(world: World) -> None:
    load_catalogue()


@pytest.fixture
def office(client: Client, world: World, catalogue: None) -> Client:
    return sign_in_as(client, RoleCode.OFFICE, world.centre)


@pytest.fixture
def declared(world: World, catalogue: None) -> Measurement:
    return MeasurementFactory(
        indicator=Indicator.objects.get(code="feedback_on_time"),
        unit=world.surgery,
        period_kind=PeriodKind.QUARTER,
        period=1,
        numerator=1,
        denominator=2,
        value=None,
    )


def _form(world: World, **other: Any) -> dict[str, Any]:
    return {
        "unit": world.surgery.pk,
        "period": "quarter:1",
        "numerator": "9",
        "denominator": "10",
        "source_note": "BC 12",
        **other,
    }


FIGURE_PAGE = ("indicators:figure-detail", ["feedback_on_time"])
ENTRY = ("indicators:measurement-create", ["feedback_on_time"])


def test_figure_is_typed_with_its_documents_and_shown_with_them(office: Client, world: World) -> None:
    page = reverse(ENTRY[0], args=ENTRY[1])
    assert 'enctype="multipart/form-data"' in office.get(page).content.decode()

    answer = office.post(page, _form(world, documents=[pdf(), pdf("Phụ lục.pdf", 2)]), follow=True)

    shown = answer.content.decode()
    assert "kèm 2 tài liệu" in shown
    for document in FigureFile.objects.all():
        assert reverse("indicators:figure-file", args=[document.pk, document.name]) in shown


def test_bad_file_is_named_at_its_field_and_what_was_typed_stays(office: Client, world: World) -> None:
    bad = SimpleUploadedFile("Số liệu.exe", b"MZ")

    answer = office.post(reverse(ENTRY[0], args=ENTRY[1]), _form(world, documents=[pdf(), bad]))

    assert answer.status_code == HTTPStatus.BAD_REQUEST
    said = " ".join(answer.context["form"].errors["documents"])
    assert "Tệp “Số liệu.exe” không đúng loại. Chỉ nhận: PDF" in said and "chọn lại tệp" in said
    assert "Số liệu.exe" in answer.content.decode()
    assert 'value="9"' in answer.content.decode() and "BC 12" in answer.content.decode()
    assert not Measurement.objects.exists() and not FigureFile.objects.exists()


def test_files_of_a_refused_figure_are_asked_for_again(office: Client, world: World) -> None:
    page = reverse(ENTRY[0], args=ENTRY[1])

    refused = office.post(page, _form(world, numerator="11", documents=[pdf()]))
    assert list(refused.context["form"].errors) == ["numerator", "documents"]
    assert list(office.post(page, _form(world, numerator="11")).context["form"].errors) == ["numerator"]


def test_figure_sent_twice_has_its_document_once(office: Client, world: World, media: Path) -> None:
    for _ in range(2):
        office.post(reverse(ENTRY[0], args=ENTRY[1]), _form(world, documents=[pdf()]))

    assert Measurement.objects.get().files.count() == 1
    assert len([path for path in media.rglob("*") if path.is_file()]) == 1


def test_counts_of_a_month_are_typed_with_their_documents(office: Client, world: World) -> None:
    procedure = ProcedureFactory(centre=world.centre)
    told = {"unit": world.surgery.pk, "month": "3", "source_note": "BC"}
    cases = {**told, "procedure": procedure.pk, "received_direct": "1", "finished_early": "1"}

    office.post(reverse("indicators:procedure-count-create"), {**cases, "documents": [pdf()]})
    office.post(
        reverse("indicators:survey-count-create"), {**told, "kind": "sipas", "forms": "5", "documents": [pdf()]}
    )
    bad = {**cases, "month": "4", "documents": [SimpleUploadedFile("a.pdf", b"%PDF-1.4 hong")]}
    refused = office.post(reverse("indicators:procedure-count-create"), bad)

    assert ProcedureCount.objects.get().files.get().name == SurveyCount.objects.get().files.get().name == NAME
    assert "bị hỏng" in " ".join(refused.context["form"].errors["documents"])


def test_document_is_added_listed_and_taken_away_on_the_figures_page(
    office: Client, declared: Measurement, django_capture_on_commit_callbacks: Any, media: Path
) -> None:
    page = reverse("indicators:figure-files", args=["ke-khai", declared.pk])
    add = reverse("indicators:measurement-file-add", args=[declared.pk])
    assert add in office.get(page).content.decode()

    assert "Đã thêm tài liệu" in office.post(add, {"documents": [pdf()]}, follow=True).content.decode()
    assert "không thêm lần nữa" in office.post(add, {"documents": [pdf()]}, follow=True).content.decode()
    document = declared.files.get()
    listed = office.get(page).content.decode()
    assert NAME in listed and "1 KB" in listed and "1 trang" in listed

    remove = reverse("indicators:measurement-file-remove", args=[declared.pk, document.pk])
    assert remove in listed
    with django_capture_on_commit_callbacks(execute=True):
        assert f"Đã gỡ tài liệu “{NAME}”" in office.post(remove, follow=True).content.decode()
    assert "đã được gỡ trước đó" in office.post(remove, follow=True).content.decode()
    assert not FigureFile.objects.exists()
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_nothing_chosen_or_a_bad_file_is_said_at_the_field(office: Client, declared: Measurement) -> None:
    add = reverse("indicators:measurement-file-add", args=[declared.pk])

    for files, words in (
        ([], "Chưa chọn tệp nào"),
        ([SimpleUploadedFile("a.pdf", b"")], "Tệp “a.pdf” rỗng. Chọn lại tệp có nội dung. Chưa lưu gì."),
    ):
        answer = office.post(add, {"documents": files})
        assert answer.status_code == HTTPStatus.BAD_REQUEST
        assert words in " ".join(answer.context["form"].errors["documents"])
    page = reverse("indicators:figure-files", args=["ke-khai", declared.pk])
    assert office.get(add).headers["Location"] == page, "the refusal's address is reloaded"


def test_closed_month_keeps_its_documents_and_says_who_opens_it(
    office: Client, world: World, declared: Measurement
) -> None:
    document = FigureFileFactory(measurement=declared)
    FigurePeriodFactory(centre=world.centre, month=3, state=PeriodState.CLOSED, closed_at=AT)
    page = reverse("indicators:figure-files", args=["ke-khai", declared.pk])
    add = reverse("indicators:measurement-file-add", args=[declared.pk])
    remove = reverse("indicators:measurement-file-remove", args=[declared.pk, document.pk])

    shown = office.get(page).content.decode()
    assert document.name in shown and "đã khóa" in shown
    assert add not in shown and remove not in shown
    assert "đã khóa" in office.post(remove, follow=True).content.decode()
    assert "đã khóa" in office.post(add, {"documents": [pdf()]}).content.decode()
    assert list(declared.files.all()) == [document]


def test_counts_have_the_same_page(office: Client, world: World) -> None:
    counts = ProcedureCountFactory(unit=world.surgery, procedure=ProcedureFactory(centre=world.centre), month=3)
    answers = SurveyCountFactory(unit=world.surgery, month=3)
    for kind, figure in (("ho-so-tthc", counts), ("hai-long", answers)):
        add = reverse("indicators:count-file-add", args=[kind, figure.pk])
        office.post(add, {"documents": [pdf()]})
        document = figure.files.get()
        listed = office.get(reverse("indicators:figure-files", args=[kind, figure.pk])).content.decode()
        remove = reverse("indicators:count-file-remove", args=[kind, figure.pk, document.pk])
        assert add in listed and remove in listed
        office.post(remove)
    assert not FigureFile.objects.exists()


def test_counts_of_files_have_no_documents(office: Client, world: World) -> None:
    listed = ProcedureCountFactory(
        unit=world.surgery, procedure=ProcedureFactory(centre=world.centre), origin=CountOrigin.CASES
    )

    assert office.get(reverse("indicators:figure-files", args=["ho-so-tthc", listed.pk])).status_code == 404
    assert office.get(reverse("indicators:figure-files", args=["vo-ly", listed.pk])).status_code == 404
    assert (
        reverse("indicators:figure-files", args=["ho-so-tthc", listed.pk])
        not in office.get(reverse("indicators:procedure-statistics")).content.decode()
    )


def test_document_is_served_as_it_is_to_those_who_see_the_figure(
    client: Client, world: World, declared: Measurement
) -> None:
    seen, hidden = (
        FigureFileFactory(measurement=declared),
        FigureFileFactory(measurement=declared, content_type="application/vnd.ms-excel", name="Bảng.xlsx"),
    )
    sign_in_as(client, RoleCode.DEPARTMENT_STAFF, world.surgery)

    answer = client.get(reverse("indicators:figure-file", args=[seen.pk, seen.name]))
    assert b"".join(answer.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Cache-Control"].startswith("private")
    loaded = client.get(reverse("indicators:figure-file", args=[hidden.pk, hidden.name]))
    assert loaded["Content-Disposition"].startswith("attachment")


def test_others_neither_read_nor_change_documents(client: Client, world: World, declared: Measurement) -> None:
    document = FigureFileFactory(measurement=declared)
    read = reverse("indicators:figure-file", args=[document.pk, document.name])
    page = reverse("indicators:figure-files", args=["ke-khai", declared.pk])
    remove = reverse("indicators:measurement-file-remove", args=[declared.pk, document.pk])

    sign_in_as(client, RoleCode.DEPARTMENT_HEAD, world.pharmacy)
    for answer in (client.get(read), client.get(page), client.post(remove)):
        assert answer.status_code == HTTPStatus.NOT_FOUND
    sign_in_as(client, RoleCode.DIRECTOR, world.centre)
    assert client.get(read).status_code == client.get(page).status_code == HTTPStatus.OK
    assert client.post(remove).status_code == HTTPStatus.FORBIDDEN
    assert remove not in client.get(page).content.decode()
    client.logout()
    assert client.get(read).status_code == HTTPStatus.FOUND
    assert FigureFile.objects.exists()


def test_department_reads_the_documents_of_its_counts_and_leaves_them_alone(client: Client, world: World) -> None:
    document = FigureFileFactory(survey_count=SurveyCountFactory(unit=world.surgery))
    figure = document.survey_count
    sign_in_as(client, RoleCode.DEPARTMENT_HEAD, world.surgery)

    assert client.get(reverse("indicators:figure-file", args=[document.pk, document.name])).status_code == 200
    page = client.get(reverse("indicators:figure-files", args=["hai-long", figure.pk]))
    assert page.status_code == 200 and not page.context["may_change"]
    remove = reverse("indicators:count-file-remove", args=["hai-long", figure.pk, document.pk])
    assert client.post(remove).status_code == HTTPStatus.FORBIDDEN


def test_counts_door_does_not_open_declared_figures(office: Client, declared: Measurement) -> None:
    assert office.post(reverse("indicators:count-file-add", args=["ke-khai", declared.pk])).status_code == 404


def test_lists_lead_to_documents_and_excel_names_them(office: Client, world: World, declared: Measurement) -> None:
    counts = ProcedureCountFactory(unit=world.surgery, procedure=ProcedureFactory(centre=world.centre))
    answers = SurveyCountFactory(unit=world.surgery)
    figures = {
        "measurement-list": ("ke-khai", declared, {"measurement": declared}),
        "procedure-statistics": ("ho-so-tthc", counts, {"procedure_count": counts}),
        "survey-statistics": ("hai-long", answers, {"survey_count": answers}),
    }
    for name, (kind, figure, of) in figures.items():
        address = reverse(f"indicators:{name}")
        with CaptureQueriesContext(connection) as before:
            office.get(address)
        for number in range(2):
            FigureFileFactory(**of, name=f"{name} {number}.pdf")
        with CaptureQueriesContext(connection) as after:
            shown = office.get(address).content.decode()
        assert reverse("indicators:figure-files", args=[kind, figure.pk]) in shown and "2 tài liệu" in shown
        assert len(after) == len(before)
        rows = tuple(_rows(office.get(address, {"_export": "xlsx"}).content))
        assert rows[1][rows[0].index("Tài liệu")] == f"{name} 0.pdf; {name} 1.pdf"


def test_documents_are_offered_for_open_figures_only(office: Client, world: World, declared: Measurement) -> None:
    counts = SurveyCountFactory(unit=world.surgery, month=3)
    pages = {
        reverse("indicators:measurement-list"): ("ke-khai", declared),
        reverse(FIGURE_PAGE[0], args=FIGURE_PAGE[1]): ("ke-khai", declared),
        reverse("indicators:survey-statistics"): ("hai-long", counts),
    }
    offers = {page: reverse("indicators:figure-files", args=[kind, one.pk]) for page, (kind, one) in pages.items()}

    assert [page for page, offer in offers.items() if offer not in office.get(page).content.decode()] == []
    FigurePeriodFactory(centre=world.centre, month=3, state=PeriodState.CLOSED, closed_at=AT)
    assert [page for page, offer in offers.items() if offer in office.get(page).content.decode()] == []
    FigurePeriodFactory(centre=world.centre, month=3, state=PeriodState.REOPENED, closed_at=AT, reopened_at=AT)
    Measurement.objects.update(locked_at=AT)
    offered = [page for page, offer in offers.items() if offer in office.get(page).content.decode()]
    assert offered == [reverse("indicators:survey-statistics")]


def _rows(content: bytes) -> Any:
    from io import BytesIO

    from openpyxl import load_workbook

    return load_workbook(BytesIO(content)).active.iter_rows(values_only=True)
