"""Uploads are judged by content: what they are, how large, and what they would unpack to."""

import io
import zipfile

import pikepdf
import pytest

from core import uploads
from core.uploads import UploadRefused

LIMIT = 1024 * 1024


def _pdf() -> bytes:
    target = io.BytesIO()
    document = pikepdf.new()
    document.add_blank_page()
    document.save(target)
    return target.getvalue()


def _zip(**members: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/"), content)
    return target.getvalue()


def _inspect(content: bytes, name: str) -> uploads.UploadFacts:
    return uploads.inspect(io.BytesIO(content), name=name, limit=LIMIT)


def test_pdf_is_told_by_its_content() -> None:
    facts = _inspect(_pdf(), "C:\\ho so\\Báo cáo.PDF")

    assert (facts.kind, facts.pages, facts.name) == ("pdf", 1, "Báo cáo.PDF")


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.pdf", "rỗng"),
        (b"MZ\x90\x00 a program", "a.pdf", "không đúng loại"),
        (b"%PDF-1.7 broken", "a.pdf", "bị hỏng"),
        (b"%PDF-" + b"0" * LIMIT, "a.pdf", "lớn hơn 1 MB"),
        (_pdf(), "a.docx", "không khớp nội dung"),
        (b"PK\x03\x04 broken", "a.docx", "bị hỏng"),
        (_zip(**{"xl/workbook.xml": b"x", "xl/vbaProject.bin": b"x"}), "a.xlsx", "macro"),
    ],
)
def test_bad_file_is_refused_in_words(content: bytes, name: str, words: str) -> None:
    with pytest.raises(UploadRefused, match=words):
        _inspect(content, name)


def test_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    content = _zip(**{"xl/workbook.xml": b"0" * (201 * 1024 * 1024)})

    with pytest.raises(UploadRefused, match="phình quá lớn"):
        _inspect(content, "a.xlsx")
