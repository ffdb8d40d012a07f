"""What the printed file is: fonts, tags, language, text, and the same bytes each time."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from reports.documents import html
from reports.documents.parts import Block, Letter
from reports.pdf import renderer
from tests.reports import samples

pytestmark = pytest.mark.skipif(not renderer.is_available(), reason="needs pango")
VOWELS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"


def printed(document) -> PdfReader:
    return PdfReader(BytesIO(renderer.render(html.page(document))))


def test_only_the_bundled_faces_are_used_and_all_are_embedded():
    faces = {}
    for page in printed(samples.plan()).pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = descendant["/FontDescriptor"].get_object()
            faces[descriptor["/FontName"].split("+")[-1]] = "/FontFile2" in descriptor or "/FontFile3" in descriptor

    assert {name.removeprefix("Thidua-Van-Ban") for name in faces} <= {"", "-Bold", "-Italic", "-Bold-Italic"}
    assert all(faces.values())


def test_every_vietnamese_letter_comes_back_as_it_went_in():
    words = " ".join(f"x{letter}n X{letter.upper()}N" for letter in VOWELS)
    text = " ".join(page.extract_text() for page in printed(Letter("KẾ HOẠCH", blocks=(Block(text=words),))).pages)

    assert words in " ".join(text.split())


def test_file_is_tagged_titled_and_vietnamese():
    reader = printed(samples.plan())

    assert reader.trailer["/Root"]["/Lang"] == "vi"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.title.startswith("Kế hoạch số 05/KH-TTYT")
    assert "pdfaid:part" in reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()


@pytest.mark.parametrize("document", [samples.plan(), samples.decision(), samples.certificate()])
def test_same_document_gives_the_same_bytes(document):
    assert renderer.render(html.page(document)) == renderer.render(html.page(document))


def test_text_of_users_is_never_read_as_markup_or_address():
    text = '<img src="file:///etc/passwd"><script>alert(1)</script>'
    reader = printed(Letter("KẾ HOẠCH", blocks=(Block(text=text),)))

    assert text in " ".join(reader.pages[0].extract_text().split())


def test_nothing_but_the_bundled_fonts_is_fetched(tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text y="20">BÍ MẬT</text></svg>')
    page = f'<html lang="vi"><title>x</title><body><img src="{secret.as_uri()}" alt="trống"></body></html>'

    text = PdfReader(BytesIO(renderer.render(page))).pages[0].extract_text()
    assert "BÍ MẬT" not in text
