"""The layout of Nghị định 30/2020, measured in the printed file itself."""

import pytest

from reports.documents import html
from reports.documents.parts import Block, Column, Letter, Row, Table
from reports.pdf import renderer
from tests.reports import samples
from tests.reports.printed import Page, pages

pytestmark = pytest.mark.skipif(not renderer.is_available(), reason="needs pango")
TOLERANCE = 1.0  # mm


def printed(document) -> list[Page]:
    return pages(renderer.render(html.page(document)))


@pytest.fixture(scope="module")
def plan() -> list[Page]:
    return printed(samples.plan())


def test_page_is_a4_with_margins_of_20_15_20_30_mm(plan):
    body = [line for page in plan[:-1] for line in page.lines if line.text not in "23456789"]

    assert (plan[0].width, plan[0].height) == pytest.approx((210, 297), abs=0.1)
    assert min(line.left for line in body) == pytest.approx(30, abs=TOLERANCE)
    assert max(line.right for line in body) == pytest.approx(195, abs=TOLERANCE)
    assert min(line.top for line in body) == pytest.approx(20, abs=TOLERANCE)
    assert max(line.bottom for line in body) <= 277 + TOLERANCE
    assert all(max(line.bottom for line in page.lines) > 277 - 25 for page in plan[:-2])


def test_body_is_14_point_with_first_line_indent_and_gap(plan):
    page = plan[1]
    starts = [line for line in page.lines if line.text.startswith("- Phong trào")]
    ends = [line for line in page.lines if "Câu" in line.text]

    assert {line.sizes for line in starts} == {frozenset({14.0})}
    assert all(line.left == pytest.approx(30 + 12.7, abs=TOLERANCE) for line in starts)
    line_height = page.lines[2].bottom - page.lines[1].bottom
    gaps = [start.bottom - end.bottom - line_height for end, start in zip(ends, starts[1:], strict=False)]
    assert gaps and min(gaps) * 72 / 25.4 >= 5.9


def test_header_sizes_and_faces(plan):
    first = plan[0]

    assert first.line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM").sizes == {12.0}
    assert first.line("Độc lập - Tự do - Hạnh phúc").sizes == {13.0}
    assert first.line("SỞ Y TẾ TỈNH GIA LAI").fonts == {"Thidua-Van-Ban"}
    assert first.line("TRUNG TÂM Y TẾ HOÀI NHƠN").fonts == {"Thidua-Van-Ban-Bold"}
    assert first.line("Số: 05/KH-TTYT").sizes == {13.0}
    dated = first.line("Hoài Nhơn, ngày 05 tháng 02 năm 2026")
    assert (dated.sizes, dated.fonts) == ({13.0}, {"Thidua-Van-Ban-Italic"})
    kind = first.line("KẾ HOẠCH")
    assert (kind.sizes, kind.fonts) == ({14.0}, {"Thidua-Van-Ban-Bold"})
    assert first.line("Căn cứ Kế hoạch").fonts == {"Thidua-Van-Ban-Italic"}
    assert first.line("1. Mục đích:").fonts == {"Thidua-Van-Ban-Bold", "Thidua-Van-Ban"}


def test_header_is_two_columns_on_common_lines(plan):
    number, dated = plan[0].line("Số: 05"), plan[0].line("ngày 05 tháng")
    issuer, motto = plan[0].line("TRUNG TÂM Y TẾ HOÀI"), plan[0].line("Độc lập")

    assert number.bottom == pytest.approx(dated.bottom, abs=TOLERANCE)
    assert (number.left + number.right) / 2 == pytest.approx((issuer.left + issuer.right) / 2, abs=TOLERANCE)
    assert (dated.left + dated.right) / 2 == pytest.approx((motto.left + motto.right) / 2, abs=TOLERANCE)
    assert issuer.right < motto.left


def test_rules_are_as_long_as_the_decree_says(plan):
    first = plan[0]
    motto, issuer = first.line("Độc lập"), first.line("TRUNG TÂM Y TẾ HOÀI")
    subject = first.line("giai đoạn 2026 - 2030")

    assert first.rule_below(motto).width == pytest.approx(motto.width, abs=TOLERANCE)
    assert 1 / 3 <= first.rule_below(issuer).width / issuer.width <= 1 / 2
    widest = max(
        line.width
        for line in first.lines
        if line.sizes == {14.0} and line.left > 40 and "KẾ" not in line.text and line.bottom <= subject.bottom
    )
    assert 1 / 3 <= first.rule_below(subject).width / widest <= 1 / 2


def test_page_number_stands_in_the_top_margin_from_page_two(plan):
    assert len(plan) > 2
    assert not [line for line in plan[0].lines if line.bottom < 20]
    for number, page in enumerate(plan[1:], start=2):
        margin = [line for line in page.lines if line.bottom < 20]
        assert [line.text for line in margin] == [str(number)]
        assert margin[0].sizes == {13.0}
        assert (margin[0].left + margin[0].right) / 2 == pytest.approx(30 + 165 / 2, abs=TOLERANCE)


def test_recipients_and_signer_stand_level_at_the_end(plan):
    last = plan[-1]
    word, item, post = last.line("Nơi nhận:"), last.line("- Sở Y tế (báo cáo);"), last.line("GIÁM ĐỐC")

    assert (word.sizes, word.fonts) == ({12.0}, {"Thidua-Van-Ban-Bold-Italic"})
    assert (item.sizes, item.fonts) == ({11.0}, {"Thidua-Van-Ban"})
    assert word.left == pytest.approx(30, abs=TOLERANCE)
    assert word.bottom == pytest.approx(post.bottom, abs=TOLERANCE)
    name = last.line("Trần Quang Hưng")
    assert name.bottom - post.bottom > 20
    assert (name.left + name.right) / 2 == pytest.approx((post.left + post.right) / 2, abs=TOLERANCE)


@pytest.mark.parametrize("paragraphs", range(20, 27))
def test_signature_block_is_never_alone_on_a_page(paragraphs):
    last = printed(samples.plan(paragraphs=paragraphs))[-1]

    closing = next(index for index, line in enumerate(last.lines) if "./." in line.text)
    assert closing < next(index for index, line in enumerate(last.lines) if "Nơi nhận" in line.text)


def test_draft_leaves_room_for_number_and_date_and_says_so():
    first = printed(samples.plan(is_issued=False))[0]

    assert first.line("DỰ THẢO")
    assert first.line("/KH-TTYT").text.split() == ["Số:", "/KH-TTYT"]
    assert first.line("Hoài Nhơn, ngày").text.split() == ["Hoài", "Nhơn,", "ngày", "tháng", "năm"]
    assert not [line for line in printed(samples.plan())[0].lines if "DỰ THẢO" in line.text]


def test_long_issuer_is_broken_between_words_within_its_column():
    issuer = "Trung tâm Y tế khu vực Hoài Nhơn - Hoài Ân - An Lão và vùng phụ cận"
    first = printed(samples.plan(issuer=issuer))[0]
    left = [line for line in first.lines if line.right < 30 + 0.4 * 165 + 1 and line.sizes == {12.0}]

    assert len(left) >= 3
    assert " ".join(line.text for line in left[1:]) == issuer.upper()


def test_annex_has_numbers_of_its_own_and_repeats_its_table_head():
    document = printed(samples.decision(60))
    start = next(index for index, page in enumerate(document) if page.lines[0].text == "Phụ lục")
    annex = document[start:]

    assert len(annex) > 2
    assert not [line for line in annex[0].lines if line.bottom < 20]
    numbers = [[line.text for line in page.lines if line.bottom < 20] for page in annex[1:]]
    assert numbers == [[str(number)] for number in range(2, len(annex) + 1)]
    assert all(page.line("Họ và tên") for page in annex)


@pytest.mark.parametrize("paragraphs", range(26, 34))
def test_total_row_is_never_alone_on_a_page(paragraphs):
    rows = (*(Row(("Khoa", str(number))) for number in range(12)), Row(("Tổng cộng", "66"), role="total"))
    table = Table((Column("Đơn vị"), Column("Điểm", 25, "end")), rows)
    lines = tuple(Block(text=f"Đoạn {number}.") for number in range(paragraphs))
    for page in printed(Letter("BÁO CÁO", blocks=(*lines, Block(table=table)))):
        texts = [line.text for line in page.lines]
        if any("Tổng cộng" in text for text in texts):
            assert any("Khoa" in text for text in texts)


def test_short_table_stays_on_one_page():
    table = Table((Column("Đơn vị"),), tuple(Row((f"Khoa {number}",)) for number in range(8)))
    for paragraphs in range(20, 34, 2):
        lines = tuple(Block(text=f"Đoạn {number}.") for number in range(paragraphs))
        document = printed(Letter("BÁO CÁO", blocks=(*lines, Block(table=table))))
        assert [page for page in document if any("Khoa 0" in line.text for line in page.lines)] == [
            page for page in document if any("Khoa 7" in line.text for line in page.lines)
        ]


def test_each_annex_of_a_report_starts_again_at_one():
    document = printed(samples.report())

    for numeral in ("I", "II", "III"):
        page = next(page for page in document if page.lines[0].text == f"Phụ lục {numeral}")
        assert page.lines[0].fonts == {"Thidua-Van-Ban-Bold"}
        assert page.lines[0].sizes == {14.0}


def test_a_list_of_300_is_printed_complete_and_inside_the_margins():
    document = printed(samples.decision(300))
    text = " ".join(line.text for page in document for line in page.lines)

    assert "Nguyễn Thị Hường 300" in text
    assert "Tổng cộng" in document[-1].line("Tổng cộng").text
    assert max(line.right for page in document for line in page.lines) <= 195 + TOLERANCE
    assert max(line.bottom for page in document for line in page.lines) <= 277 + TOLERANCE


def test_certificate_is_one_landscape_page():
    document = printed(samples.certificate())

    assert [(round(page.width), round(page.height)) for page in document] == [(297, 210)]
    lines = document[0].lines
    assert lines[0].text == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert document[0].line("GIẤY KHEN").sizes == {36.0}
    assert document[0].line("Số sổ vàng: 07")
    assert max(line.bottom for line in lines) < 190
    for line in lines:
        assert line.left > 20 and line.right < 277


def test_every_line_of_a_paragraph_is_filled():
    # Words near the right edge once made the printer break a line after its first word.
    openings = [" ".join(["Để"] + ["phong trào"] * count) for count in range(1, 12)]
    texts = (f"{opening} của Trung tâm Y tế giai đoạn 2026 - 2030, {samples.SENTENCE}" for opening in openings)
    for page in printed(Letter("KẾ HOẠCH", blocks=tuple(Block(text=text) for text in texts))):
        starts = [line for line in page.lines if line.text.startswith("Để ")]
        assert all(line.right > 195 - 20 for line in starts)
