"""`manage.py print_document`."""

from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from campaigns.models import RegisterEntry
from reports.pdf import renderer
from tests.factories.awards import DecisionFactory

needs_pango = pytest.mark.skipif(not renderer.is_available(), reason="needs pango")


@needs_pango
@pytest.mark.parametrize(
    ("kind", "reference", "words"),
    [
        ("ke-hoach", "hoai-nhon-2026-2030", "Số: 12/KH-TTYT"),
        ("thong-bao", "hoai-nhon-2026-2030/2026", "Khoa Ngoại"),
        ("bao-cao", "hoai-nhon-2026-2030/2026", "Phần thứ nhất"),
        ("quyet-dinh", "07/QĐ-TTYT", "Điều 1."),
        ("quyet-dinh", "{decision}", "Điều 1."),
        ("giay-khen", "{honour}", "GIẤY KHEN"),
        ("giay-khen", "{code}", "Số sổ vàng: 003/2026"),
    ],
)
def test_every_kind_is_printed_by_its_reference(closed_year, tmp_path, kind, reference, words):
    names = {"decision": closed_year.decision.pk, "honour": closed_year.honour.pk, "code": closed_year.honour.code}
    target = tmp_path / "van-ban.pdf"
    call_command("print_document", kind, reference.format(**names), output=target, stdout=StringIO())

    text = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(target.read_bytes())).pages)
    assert words in text


@pytest.mark.parametrize(
    ("kind", "reference", "message"),
    [
        ("ke-hoach", "khong-co", "Hiện có: hoai-nhon-2026-2030."),
        ("thong-bao", "hoai-nhon-2026-2030/2031", "Hiện có: hoai-nhon-2026-2030/2026."),
        ("bao-cao", "hoai-nhon-2026-2030", "Hiện có: hoai-nhon-2026-2030/2026."),
        ("quyet-dinh", "99/QĐ-TTYT", "Hiện có: 07/QĐ-TTYT."),
        ("giay-khen", "KHONGCO", "Không tìm thấy giấy khen"),
        ("to-trinh", "1", "Các loại: ke-hoach, thong-bao"),
    ],
)
def test_unknown_references_are_refused_with_those_that_exist(closed_year, tmp_path, kind, reference, message):
    target = tmp_path / "van-ban.pdf"

    with pytest.raises(CommandError, match=message):
        call_command("print_document", kind, reference, output=target)
    assert not target.exists()


def test_decisions_of_one_number_are_told_apart(closed_year, world, tmp_path):
    entry = RegisterEntry.objects.create(
        unit=world.other_centre,
        year=2026,
        symbol="QĐ-TTYT",
        number=7,
        issued_on=date(2026, 12, 22),
        title="Khen thưởng",
        signer_name="Y Đức",
        document_type="awards.decision",
        document_id="2",
    )
    other = DecisionFactory(award_round__unit=world.other_centre, signed=True, entry=entry)

    with pytest.raises(CommandError, match=f"Có 2 quyết định cùng số.*{other.pk} – TTYT Hai ký năm 2026"):
        call_command("print_document", "quyet-dinh", "07/QĐ-TTYT", output=tmp_path / "van-ban.pdf")


@needs_pango
def test_a_folder_that_does_not_exist_is_named(closed_year, tmp_path):
    with pytest.raises(CommandError, match="Không ghi được tệp"):
        call_command("print_document", "ke-hoach", "hoai-nhon-2026-2030", output=tmp_path / "khong" / "co.pdf")


@needs_pango
def test_certificate_carries_a_qr_code_where_the_address_of_the_portal_is_known(closed_year, tmp_path, settings):
    def drawing_of(public_url):
        settings.PUBLIC_URL = public_url
        target = tmp_path / "giay-khen.pdf"
        call_command("print_document", "giay-khen", closed_year.honour.code, output=target, stdout=StringIO())
        return PdfReader(target).pages[0].get_contents().get_data()

    assert len(drawing_of("https://thidua.example.vn")) > len(drawing_of("")) + 1000
