"""Every encoding in which such files travel gives the same texts; older fonts are refused by name."""

import unicodedata

import pytest

from indicators.spreadsheet.opening import look
from indicators.spreadsheet.refusal import FileRefused
from tests.indicators.case_files import CASE_HEADINGS, CASE_ROWS, csv_text

TEXT = csv_text([CASE_HEADINGS, *CASE_ROWS])
NAMES = ["Đỗ Thị Ứng", "Lữ Văn Ẩn", "Nguyễn Ỷ"]
TCVN3 = dict(
    zip(
        "àảãáạằẳẵắặầẩẫấậăâđèẻẽéẹềểễếệêìỉĩíịòỏõóọồổỗốộôờởỡớợơùủũúụừửữứựưỳỷỹýỵ",
        bytes.fromhex(
            "B5B6B7B8B9BBBCBDBEC6C7C8C9CACBA8A9AECCCECFD0D1D2D3D4D5D6AAD7D8DCDDDEDFE1E2E3E4E5E6E7E8E9ABEAEBECEDEEACEF"
            "F1F2F3F4F5F6F7F8F9ADFAFBFCFDFE"
        ),
        strict=True,
    )
)


def in_1258(text):
    """As Windows writes it: tones apart from their letters, which code page 1258 has with their other marks."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = ""
    for character in unicodedata.normalize("NFC", text):
        apart = unicodedata.normalize("NFD", character)
        tone = "".join(mark for mark in apart if mark in tones)
        out += unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in tones)) + tone
    return out.encode("cp1258")


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode("utf-8"),
        TEXT.encode("utf-8-sig"),
        unicodedata.normalize("NFD", TEXT).encode("utf-8"),
        TEXT.encode("utf-16"),
        TEXT.encode("utf-16-le"),
        b"\xfe\xff" + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        in_1258(TEXT),
        TEXT.replace("\r\n", "\n").encode(),
        TEXT.replace("\r\n", "\r").encode(),
    ],
    ids=["utf-8", "bom", "nfd", "utf-16", "le", "be-bom", "be", "utf-32", "1258", "lf", "cr"],
)
def test_encodings(read, content):
    found, good, bad, _ = read(content)
    assert found.headings == tuple(CASE_HEADINGS)
    assert [row["applicant_name"] for row in good] == NAMES
    assert bad == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(read, delimiter):
    found, good, _, _ = read(csv_text([CASE_HEADINGS, *CASE_ROWS], delimiter))
    assert (found.delimiter, len(good)) == (delimiter, 3)


def test_line_that_states_the_delimiter(read):
    found, good, _, _ = read("sep=;\r\n" + csv_text([CASE_HEADINGS, *CASE_ROWS], ";"))
    assert (found.delimiter, found.header_row, [row["line"] for row in good]) == (";", 2, [3, 4, 5])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("".join(chr(TCVN3.get(letter, ord(letter))) for letter in TEXT.lower()).encode("latin-1"), "TCVN3"),
        ("Maõ hoà sô,Ngaøy tieáp nhaän,Ngaøy heïn traû\r\nH1,05/03/2026,06/03/2026\r\n".encode("cp1252"), "VNI"),
        ("Maõ hoà sô,Ngaøy tieáp nhaän,Ngaøy heïn traû\r\nH1,05/03/2026,06/03/2026\r\n".encode(), "VNI"),
        (TEXT.encode().decode("cp1252", "replace").encode(), "lỗi bảng mã"),
        (b"a,b,c\r\n\x9d\x81,\xfe\xff,\x8d\r\n" * 30, "Không nhận ra bảng mã"),
    ],
)  # fmt: skip
def test_fonts_of_before_unicode_are_refused(put, content, words):
    with pytest.raises(FileRefused, match=words) as refused:
        look(put(content), "tep.csv")
    assert refused.value.hint


def test_a_wrong_byte_far_down_is_told_with_its_row(read):
    content = TEXT.encode() + b"4,H15-4,X,05/03/2026,,,,\r\n" * 30_000 + b"5,H15-5,\xff\xfe,05/03/2026,,,,\r\n"
    with pytest.raises(FileRefused, match="ở khoảng dòng 30005"):
        read(content)
