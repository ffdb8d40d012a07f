"""The recogniser: every word is kept, and the parts of a plan are told apart."""

from datetime import date

import docx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.engine.document import PlanDocument, Section, document_lines, document_words, walk
from campaigns.word.reader import Line, read
from campaigns.word.recognise import recognise
from tests.campaigns.word.outlines import documents, docx_bytes, plain_docx, sentences

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _recognised(text: str) -> PlanDocument:
    return recognise([Line(line) for line in text.splitlines() if line.strip()])


def _shape(sections: tuple[Section, ...]) -> list[tuple[int, str, tuple[str, ...]]]:
    return [(placed.depth, placed.section.first_line, placed.section.paragraphs) for placed in walk(sections)]


@QUICK
@given(documents)
def test_words_in_are_words_out_for_any_outline(document: PlanDocument) -> None:
    lines = list(document_lines(document))
    again = recognise([Line(line) for line in lines])
    assert document_words(again) == " ".join(lines).split()


@QUICK
@given(documents)
def test_the_tree_and_the_parts_come_back(document: PlanDocument) -> None:
    again = recognise([Line(line) for line in document_lines(document)])
    assert _shape(again.sections) == _shape(document.sections)
    assert (again.subject, again.bases, again.preamble) == (document.subject, document.bases, document.preamble)
    assert (again.closing, again.recipients, again.signer) == (document.closing, document.recipients, document.signer)


@QUICK
@given(st.lists(sentences | st.sampled_from(["I. Một", "- hai", "a) ba", "Nơi nhận:", "GIÁM ĐỐC"]), max_size=25))
def test_no_heap_of_lines_loses_a_word(lines: list[str]) -> None:
    kept = document_words(recognise([Line(line) for line in lines]))
    # Lines of nơi nhận are printed with a dash, whether they had one or not.
    assert sorted(word for word in kept if word != "-") == sorted(
        word for word in " ".join(lines).split() if word != "-"
    )


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents)
def test_a_word_file_of_the_same_lines_gives_the_same_document(document: PlanDocument) -> None:
    lines = list(document_lines(document))
    assert recognise(read(plain_docx(lines))) == recognise([Line(line) for line in lines])


def test_head_of_an_issued_document() -> None:
    document = _recognised(
        """SỞ Y TẾ TỈNH GIA LAI
TRUNG TÂM Y TẾ HOÀI NHƠN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 05/KH-TTYT
Hoài Nhơn, ngày 05 tháng 02 năm 2026
KẾ HOẠCH
Phát động phong trào thi đua
I. MỤC ĐÍCH
- Nâng cao chất lượng."""
    )
    assert (document.superior, document.issuer) == ("SỞ Y TẾ TỈNH GIA LAI", "TRUNG TÂM Y TẾ HOÀI NHƠN")
    assert (document.number, document.symbol, document.place) == ("05", "KH-TTYT", "Hoài Nhơn")
    assert document.issued_on == date(2026, 2, 5)
    assert document.subject == "Phát động phong trào thi đua"


def test_a_word_letter_with_its_layout_tables() -> None:
    word = docx.Document()
    head = word.add_table(rows=2, cols=2)
    head.cell(0, 0).text = "SỞ Y TẾ TỈNH GIA LAI\nTRUNG TÂM Y TẾ\nHOÀI NHƠN"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n--------"
    head.cell(1, 0).text, head.cell(1, 1).text = "Số:      /KH-TTYT", "Hoài Nhơn, ngày    tháng    năm 2026"
    for line in ("KẾ HOẠCH", "Thi đua năm 2026", "______", "I. MỤC ĐÍCH", "- Nâng cao.", "Trên đây là Kế hoạch./."):
        word.add_paragraph(line)
    foot = word.add_table(rows=1, cols=2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Sở Y tế;\n- Lưu: VT."
    foot.cell(0, 1).text = "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\n\nLê Thị Hoa"
    document = recognise(read(docx_bytes(word)))
    assert (document.superior, document.issuer) == ("SỞ Y TẾ TỈNH GIA LAI", "TRUNG TÂM Y TẾ HOÀI NHƠN")
    assert (document.symbol, document.place, document.subject) == ("KH-TTYT", "Hoài Nhơn", "Thi đua năm 2026")
    assert document.recipients == ("Sở Y tế;", "Lưu: VT.")
    assert (document.signer.title_lines, document.signer.name) == (("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Lê Thị Hoa")
    assert document.closing == ("Trên đây là Kế hoạch./.",)


def test_head_with_number_and_date_on_one_line_and_blanks() -> None:
    document = _recognised("Số:      /KH-TTYT  Tu Mơ Rông, ngày ... tháng ... năm 2023\nKẾ HOẠCH\nThi đua\nI. MỘT")
    assert (document.number, document.symbol, document.place) == ("", "KH-TTYT", "Tu Mơ Rông")
    assert document.issued_on is None


def test_a_date_that_does_not_exist_is_no_date() -> None:
    assert _recognised("Hoài Nhơn, ngày 31 tháng 02 năm 2026\nKẾ HOẠCH\nThi đua\nI. MỘT").issued_on is None


def test_heading_with_its_body_on_the_line() -> None:
    document = _recognised(
        "KẾ HOẠCH\nThi đua\nI. MỘT\n1. Mục đích: Thông qua phong trào; nâng cao ý thức.\n2. Yêu cầu\n- Rõ."
    )
    first, second = document.sections[0].children
    assert (first.heading, first.body, first.role) == (
        "Mục đích:",
        "Thông qua phong trào; nâng cao ý thức.",
        "purposes",
    )
    assert (second.heading, second.body) == ("Yêu cầu", "")


def test_a_gap_in_the_numbers_is_kept_as_approved() -> None:
    document = _recognised("KẾ HOẠCH\nThi đua\nI. A\nII. B\nIII. C\nV. D\n1. x\n2. y\n4. z")
    assert [section.label for section in document.sections] == ["I.", "II.", "III.", "V."]
    assert [child.mark for child in document.sections[-1].children] == ["1", "2", "4"]


def test_other_punctuation_of_marks_is_kept() -> None:
    document = _recognised("KẾ HOẠCH\nThi đua\nI- MỘT\n1/ Hai\na. Ba\n1) Bốn\n2) Năm\nb. Sáu")
    assert [placed.section.label for placed in walk(document.sections)] == ["I-", "1/", "a.", "1)", "2)", "b."]
    assert [placed.depth for placed in walk(document.sections)] == [0, 1, 2, 3, 3, 2]


def test_decimal_numbers_stand_under_their_number() -> None:
    document = _recognised(
        "KẾ HOẠCH\nThi đua\nII. HAI\n3. Đối tượng\n3.1. Tập thể: A.\n3.2. Cá nhân: B.\n4. Thời gian: C."
    )
    assert [(placed.depth, placed.section.mark) for placed in walk(document.sections)] == [
        (0, "II"),
        (1, "3"),
        (2, "3.1"),
        (2, "3.2"),
        (1, "4"),
    ]


def test_signature_before_recipients() -> None:
    document = _recognised(
        "KẾ HOẠCH\nThi đua\nI. A\n- b.\nTM. HỘI ĐỒNG\n(Đã ký)\nLê Thị Hoa\nNơi nhận:\n- Như trên;\n- Lưu: VT."
    )
    assert document.signer.title_lines == ("TM. HỘI ĐỒNG",)
    assert document.signer.name == "Lê Thị Hoa"
    assert document.recipients == ("Như trên;", "Lưu: VT.")


def test_text_without_any_mark_is_kept_as_preamble() -> None:
    document = _recognised("Một đoạn.\nHai đoạn.")
    assert document.preamble == ("Một đoạn.", "Hai đoạn.")
    assert document.sections == ()


def test_an_annex_after_the_signature_is_not_lost() -> None:
    document = _recognised(
        "KẾ HOẠCH\nThi đua\nI. A\n- b.\nNơi nhận:\n- Lưu: VT.\nGIÁM ĐỐC\nLê Thị Hoa\nPhụ lục I\nBảng chỉ tiêu"
    )
    assert document.closing == ("Phụ lục I", "Bảng chỉ tiêu")
