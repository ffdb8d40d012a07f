"""The pages of official documents: who sees what, preview, PDF, writing, signing."""

import sys
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from accounts.roles import RoleCode
from awards.models import Decision
from reports.enums import DocumentState
from reports.models import ReportDocument
from reports.pdf import renderer
from tests.factories.accounts import user_with
from tests.factories.awards import DecisionFactory, HonourFactory
from tests.reports.services.test_documents import WRITTEN
from tests.sign_in import sign_in

LIST_QUERIES = 23
needs_pango = pytest.mark.skipif(not renderer.is_available(), reason="needs pango")


def address(page: str, kind: str, key: int) -> str:
    return reverse(f"reports:document-{page}", args=[kind, key])


def keys(closed_year) -> list[tuple[str, int]]:
    return [
        ("ke-hoach", closed_year.plan.pk),
        ("thong-bao", closed_year.round.pk),
        ("bao-cao", closed_year.round.pk),
        ("quyet-dinh", closed_year.decision.pk),
        ("giay-khen", closed_year.honour.pk),
    ]


def test_list_shows_the_year_to_the_office(client, closed_year):
    sign_in(client, closed_year.office)
    page = client.get(reverse("reports:document-list")).content.decode()

    for words in ("12/KH-TTYT", "Thông báo kết quả", "Báo cáo sơ kết năm", "07/QĐ-TTYT", "Khoa Ngoại", "Chưa lập"):
        assert words in page


def test_list_shows_a_department_only_what_was_issued(client, closed_year):
    sign_in(client, closed_year.head)
    page = client.get(reverse("reports:document-list")).content.decode()

    assert "12/KH-TTYT" in page and "07/QĐ-TTYT" in page
    assert "Chưa lập" not in page


@pytest.mark.parametrize("more", [0, 2])
def test_list_asks_as_often_for_one_row_as_for_three(client, closed_year, django_assert_num_queries, more):
    for number in range(more):
        DecisionFactory(award_round=closed_year.decision.award_round, title=f"Về việc khen thưởng lần {number}")
        HonourFactory(
            unit=closed_year.round.unit,
            subject_unit=closed_year.honour.subject_unit,
            year=2026,
            register_year=2026,
            number=50 + number,
        )
    sign_in(client, closed_year.office)

    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(reverse("reports:document-list")).content.decode()
    assert page.count("Về việc khen thưởng lần") == more


@pytest.mark.parametrize("index", range(5))
def test_every_kind_has_a_preview_for_the_office(client, closed_year, index):
    client.force_login(closed_year.office)
    kind, key = keys(closed_year)[index]
    response = client.get(address("preview", kind, key))

    assert response.status_code == 200
    page = response.content.decode()
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in page
    assert " style=" not in page.split('class="vb-sheet"')[1]


@needs_pango
@pytest.mark.parametrize("index", range(5))
def test_every_kind_prints(client, closed_year, index):
    client.force_login(closed_year.office)
    kind, key = keys(closed_year)[index]
    response = client.get(address("pdf", kind, key))

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith(f'inline; filename="{kind}-')
    assert len(PdfReader(BytesIO(response.content)).pages) >= 1


def test_preview_of_a_draft_says_what_is_missing(client, closed_year):
    client.force_login(closed_year.office)
    page = client.get(address("preview", "thong-bao", closed_year.round.pk)).content.decode()

    assert "DỰ THẢO" in page
    assert "Chưa có số văn bản" in page and "Chưa có ngày ban hành" in page
    assert address("edit", "thong-bao", closed_year.round.pk) in page


@pytest.mark.parametrize("index", range(5))
def test_documents_of_another_centre_are_not_found(client, closed_year, world, index):
    client.force_login(user_with(RoleCode.OFFICE, world.other_centre))
    kind, key = keys(closed_year)[index]

    assert client.get(address("preview", kind, key)).status_code == 404
    assert client.get(address("pdf", kind, key)).status_code == 404


def test_drafts_are_not_found_by_a_department(client, closed_year):
    draft = DecisionFactory(award_round=closed_year.decision.award_round)
    assert draft.state == Decision._meta.get_field("state").default
    client.force_login(closed_year.head)

    assert client.get(address("preview", "thong-bao", closed_year.round.pk)).status_code == 404
    assert client.get(address("preview", "quyet-dinh", draft.pk)).status_code == 404


@pytest.mark.parametrize(("kind", "key"), [("ke-hoach", 999), ("khong-co", 1), ("giay-khen", 999), ("bao-cao", 999)])
def test_unknown_documents_are_not_found(client, closed_year, kind, key):
    client.force_login(closed_year.office)

    assert client.get(address("preview", kind, key)).status_code == 404


def test_department_may_not_write(client, closed_year):
    client.force_login(closed_year.head)

    assert client.get(address("edit", "bao-cao", closed_year.round.pk)).status_code == 403


def form_data(revision: int = 0, **changes: str) -> dict[str, object]:
    frame = {
        "symbol": "BC-TTYT",
        "addressee": "Sở Y tế tỉnh Gia Lai",
        "recipients": "Như trên;\nLưu: VT, TCHC.",
        "signer_title": "GIÁM ĐỐC",
        "signer_name": "Trần Quang Hưng",
    }
    return {"revision": revision, **frame, **WRITTEN, **changes}


def test_report_is_written_submitted_and_signed(client, closed_year):
    key = closed_year.round.pk
    client.force_login(closed_year.office)
    assert client.post(address("edit", "bao-cao", key), form_data()).status_code == 302
    client.post(address("act", "bao-cao", key), {"transition": "submit"})
    assert ReportDocument.objects.get().state == DocumentState.WITH_DIRECTOR

    client.force_login(closed_year.director)
    client.post(address("act", "bao-cao", key), {"transition": "issue"})

    document = ReportDocument.objects.get()
    assert document.state == DocumentState.ISSUED
    client.force_login(closed_year.head)
    page = client.get(address("preview", "bao-cao", key)).content.decode()
    assert "Nội dung causes." in page
    assert "DỰ THẢO" not in page


def test_stale_form_keeps_what_was_typed(client, closed_year):
    client.force_login(closed_year.office)
    url = address("edit", "bao-cao", closed_year.round.pk)
    client.post(url, form_data())
    page = client.post(url, form_data(revision=0, causes="Nguyên nhân tôi vừa gõ")).content.decode()

    assert "có người khác vừa sửa" in page
    assert "Nguyên nhân tôi vừa gõ" in page
    assert ReportDocument.objects.get().narrative["causes"] == WRITTEN["causes"]


def test_history_says_what_was_done_and_an_issued_letter_is_not_opened_for_writing(client, closed_year):
    key = closed_year.round.pk
    client.force_login(closed_year.office)
    client.post(address("edit", "bao-cao", key), form_data())
    client.post(address("act", "bao-cao", key), {"transition": "submit"})

    assert "Dự thảo → Chờ Giám đốc ký" in " ".join(
        client.get(address("preview", "bao-cao", key)).content.decode().split()
    )
    response = client.get(address("edit", "bao-cao", key), follow=True)
    assert response.redirect_chain[0][0] == address("preview", "bao-cao", key)
    assert "Chỉ sửa được bản dự thảo" in response.content.decode()


def test_act_without_the_right_is_forbidden(client, closed_year):
    key = closed_year.round.pk
    client.force_login(closed_year.office)
    client.post(address("edit", "bao-cao", key), form_data())
    client.post(address("act", "bao-cao", key), {"transition": "submit"})

    assert client.post(address("act", "bao-cao", key), {"transition": "issue"}).status_code == 403
    assert ReportDocument.objects.get().entry is None


def test_unknown_act_is_refused_in_words(client, closed_year):
    key = closed_year.round.pk
    client.force_login(closed_year.office)
    client.post(address("edit", "bao-cao", key), form_data())
    response = client.post(address("act", "bao-cao", key), {"transition": "xoa"}, follow=True)

    assert "Không có thao tác này." in response.content.decode()


@pytest.fixture
def without_pdf_library(monkeypatch):
    """A machine on which WeasyPrint cannot be imported."""
    renderer._weasyprint.cache_clear()
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    yield
    renderer._weasyprint.cache_clear()


def test_without_the_pdf_library_the_preview_stays_and_says_so(client, closed_year, without_pdf_library):
    client.force_login(closed_year.office)
    page = client.get(address("preview", "ke-hoach", closed_year.plan.pk)).content.decode()
    refused = client.get(address("pdf", "ke-hoach", closed_year.plan.pk), follow=True)

    assert "chưa cài thư viện PDF" in page and "CỘNG HÒA" in page
    assert address("pdf", "ke-hoach", closed_year.plan.pk) not in page
    assert "Chưa in được: máy chủ chưa cài thư viện PDF." in refused.content.decode()
