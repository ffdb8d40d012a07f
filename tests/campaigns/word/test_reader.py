"""Reading Word and text files, and refusing what is neither."""

import io
import zipfile

import docx
import pytest

from campaigns.word import containers
from campaigns.word.containers import ImportRefused
from campaigns.word.reader import read
from tests.campaigns.word.outlines import docx_bytes, numbered_paragraph, plain_docx, with_numbering

TEXT = "KẾ HOẠCH\n\nPhát động phong trào thi đua\n\nI. MỤC ĐÍCH\n\n- Nâng cao chất lượng phục vụ."
LINES = [line for line in TEXT.split("\n") if line]


def _texts(content: bytes) -> list[str]:
    return [line.text for line in read(content)]


def _zip(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_encodings(encoding: str) -> None:
    assert _texts(TEXT.encode(encoding)) == LINES


def test_windows_1258() -> None:
    # The encoding has ê and a combining tone, not ế: written as Windows programs write it.
    decomposed = TEXT.replace("Ế", "Ê\u0301").replace("Ạ", "A\u0323").replace("ộ", "ô\u0323").replace("Í", "I\u0301")
    decomposed = (
        decomposed.replace("ấ", "â\u0301").replace("ượ", "ươ\u0323").replace("ụ", "u\u0323").replace("Ụ", "U\u0323")
    )
    assert _texts(decomposed.encode("cp1258")) == LINES


def test_decomposed_text_becomes_nfc_and_odd_spaces_go() -> None:
    assert _texts("Thi\u00a0đua  cải\tca\u0301ch\u200b\ufeff.".encode()) == ["Thi đua cải cách."]


def test_hard_wrapped_lines_are_joined_but_new_items_are_not() -> None:
    assert _texts("- Nâng cao chất\nlượng phục vụ.\na) một\nb) hai\nViệc: ba".encode()) == [
        "- Nâng cao chất lượng phục vụ.",
        "a) một",
        "b) hai",
        "Việc: ba",
    ]


def test_word_paragraphs_line_breaks_and_bold() -> None:
    document = docx.Document()
    document.add_paragraph("KẾ HOẠCH\nPhát động")
    document.add_paragraph().add_run("Đậm").bold = True
    lines = read(docx_bytes(document))
    assert [(line.text, line.bold) for line in lines] == [("KẾ HOẠCH", False), ("Phát động", False), ("Đậm", True)]


def test_word_automatic_numbers_become_marks() -> None:
    document = docx.Document()
    levels = [
        ("upperRoman", "%1."),
        ("decimal", "%2."),
        ("decimal", "%2.%3."),
        ("lowerLetter", "%4)"),
        ("bullet", "\uf0b7"),
    ]
    with_numbering(document, levels)
    for text, depth in [
        ("A", 0),
        ("B", 1),
        ("C", 2),
        ("D", 2),
        ("E", 1),
        ("F", 3),
        ("G", 3),
        ("H", 4),
        ("I", 0),
        ("K", 1),
    ]:
        numbered_paragraph(document, text, depth)
    assert _texts(docx_bytes(document)) == [
        "I. A",
        "1. B",
        "1.1. C",
        "1.2. D",
        "2. E",
        "a) F",
        "b) G",
        "- H",
        "II. I",
        "1. K",
    ]


def test_word_tables_are_read_cell_by_cell_and_merged_cells_once() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Chung"
    table.cell(1, 0).text, table.cell(1, 1).text = "Nơi nhận:", "GIÁM ĐỐC"
    lines = read(docx_bytes(document))
    assert [(line.text, line.in_table) for line in lines] == [("Chung", True), ("Nơi nhận:", True), ("GIÁM ĐỐC", True)]


def test_a_row_of_figures_is_one_line() -> None:
    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    for number, text in enumerate(["TT", "Chỉ tiêu", "Mức", "1", "Người dân hài lòng", "≥ 90%"]):
        table.cell(number // 3, number % 3).text = text
    assert _texts(docx_bytes(document)) == ["TT Chỉ tiêu Mức", "1 Người dân hài lòng ≥ 90%"]


def _macro() -> bytes:
    return _zip({"[Content_Types].xml": b"", "word/document.xml": b"<x/>", "word/vbaProject.bin": b"x"})


def _bomb() -> bytes:
    return _zip({"[Content_Types].xml": b"", "word/document.xml": b"0" * (30 * 1024 * 1024)})


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"  \n\n ", "empty"),
        (b"%PDF-1.7 ...", "kind"),
        (b"\x89PNG\r\n", "kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"WordDocument", "old_format"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"PK\x03\x04 cut short", "broken"),
        (_zip({"xl/workbook.xml": b"<x/>"}), "kind"),
        (_zip({"[Content_Types].xml": b"", "word/document.xml": b"not xml"}), "broken"),
        (_macro(), "macro"),
        (_bomb(), "bomb"),
        (plain_docx([]), "no_text"),
        (bytes(range(1, 32)) * 40, "encoding"),
        ("§¶ng v× mét ViÖt Nam giµu m¹nh".encode("latin-1"), "encoding"),
    ],
)
def test_what_is_no_plan_is_refused_with_a_hint(content: bytes, code: str) -> None:
    with pytest.raises(ImportRefused) as caught:
        read(content)
    assert caught.value.code == code
    assert caught.value.hint


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(ImportRefused, match="20 MB"):
        read(b"x" * (containers.LARGEST_FILE + 1))


def test_a_password_protected_archive_is_refused() -> None:
    content = bytearray(_zip({"word/document.xml": b"<x/>"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(ImportRefused) as caught:
        read(bytes(content))
    assert caught.value.code == "encrypted"
