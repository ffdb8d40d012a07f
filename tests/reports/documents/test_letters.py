"""From facts to letters: what each kind of document says."""

import pytest

from campaigns.engine.document import PlanDocument, Section
from campaigns.engine.document import Signer as PlanSigner
from campaigns.engine.numbering import NumberingStyle
from reports.documents import award_decision, html, plan, yearly_report
from reports.documents.parts import Letter, Level
from tests.reports import samples


def texts(letter: Letter) -> list[str]:
    return [" ".join(part for part in (block.label, block.heading, block.text) if part) for block in letter.blocks]


def test_plan_keeps_marks_and_run_in_headings_as_written():
    document = PlanDocument(
        kind="KẾ HOẠCH",
        sections=(
            Section(
                "V",
                NumberingStyle.ROMAN,
                "TỔ CHỨC THỰC HIỆN",
                children=(
                    Section("4", NumberingStyle.ARABIC, "Mục đích:", "thi đua", paragraphs=("Đoạn sau.",)),
                    Section("đ", NumberingStyle.LETTER, body="chế độ công vụ"),
                    Section("-", NumberingStyle.DASH, body="gạch"),
                ),
            ),
        ),
        closing=("Trên đây./.",),
        signer=PlanSigner(("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Y Đức"),
    )

    letter = plan.letter(document)

    assert texts(letter) == [
        "V. TỔ CHỨC THỰC HIỆN",
        "4. Mục đích: thi đua",
        "Đoạn sau.",
        "đ) chế độ công vụ",
        "- gạch",
        "Trên đây./.",
    ]
    assert letter.signer.title_lines == ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")
    assert letter.is_draft


def test_every_numbering_style_of_plans_can_be_drawn():
    assert {style.value for style in NumberingStyle} <= {level.value for level in Level}


def test_headings_stand_on_their_own_and_run_in_headings_do_not():
    shown = html.fragment(samples.plan())

    assert '<h2 class="vb-block vb-roman">I. MỤC ĐÍCH, YÊU CẦU</h2>' in shown
    assert "<strong>1. Mục đích:</strong> Nâng cao" in shown


def test_notice_counts_grades_and_names_the_best():
    body = " ".join(texts(samples.notice()))

    assert "Có 3 đơn vị được chấm điểm; điểm bình quân 92,25; cao nhất 93,25 điểm (Khoa Nội)" in body
    grades = next(block.table for block in samples.notice().blocks if block.table)
    assert [row.cells for row in grades.rows] == [
        ("Xuất sắc", "1", "33,33%"),
        ("Tốt", "2", "66,67%"),
        ("Tổng cộng", "3", "100,00%"),
    ]


def test_notice_without_units_says_so():
    assert "Chưa có đơn vị nào được chấm điểm." in texts(samples.notice(0))


def test_decision_adds_up_its_list_and_reads_the_sum_out():
    articles = texts(samples.decision(2))

    assert articles[0].startswith("Điều 1. Tặng Giấy khen cho 01 tập thể và 02 cá nhân đã có thành tích")
    assert "3.040.000 đồng (bằng chữ: ba triệu không trăm bốn mươi nghìn đồng)" in articles[1]
    assert articles[-1].endswith("./.")
    rows = samples.decision(2).annexes[0].blocks[0].table.rows
    assert rows[0].cells == ("A. TẬP THỂ",)
    assert rows[-1].cells[-1] == "3.040.000"


def test_titles_are_named_as_titles():
    given = award_decision.Awarded("Bà Lê Thị Hoa", "Khoa Nội", "Lao động tiên tiến", False, is_title=True)
    decision = award_decision.AwardDecision(
        samples.letterhead(), samples.CENTRE, "Về việc", (), "Trưởng phòng", "năm 2026", (given,), samples.DIRECTOR, ()
    )

    articles = texts(award_decision.letter(decision))
    assert articles[0].startswith("Điều 1. Tặng danh hiệu Lao động tiên tiến cho 01 cá nhân")
    assert len(articles) == 3


def test_bases_of_a_decision_end_with_semicolons_and_the_proposal_with_a_full_stop():
    assert samples.decision().bases == (
        "Căn cứ Luật Thi đua, khen thưởng;",
        "Theo đề nghị của Trưởng phòng Tổ chức - Hành chính.",
    )


def test_report_counts_targets_met_and_marks_unwritten_fields():
    body = texts(samples.report({"strengths": "- Đúng hạn.\n\nCông khai."}))

    assert "Trong 2 chỉ tiêu của Kế hoạch, đã đạt 1 chỉ tiêu (chi tiết tại Phụ lục I)." in body
    start = body.index("1. Ưu điểm, hiệu quả")
    assert body[start + 1 : start + 4] == ["- Đúng hạn.", "Công khai.", "2. Tồn tại, hạn chế"]
    assert body[start + 4] == yearly_report.UNWRITTEN


def test_unwritten_lists_only_required_fields():
    written = {code: "có" for code, _, is_required in yearly_report.NARRATIVE_FIELDS if is_required}

    assert yearly_report.unwritten(written) == []
    assert yearly_report.unwritten({**written, "causes": " "}) == ["Nguyên nhân"]


@pytest.mark.parametrize("is_issued", [True, False])
def test_gaps_name_number_and_date_until_issue(is_issued):
    codes = [gap.code for gap in samples.plan(is_issued=is_issued).gaps]

    assert codes == ([] if is_issued else ["number", "date"])


def test_certificate_without_decision_leaves_room_and_lists_gaps():
    draft = samples.certificate(is_issued=False)

    assert draft.decision_line.strip() == "Quyết định số:"
    assert [gap.code for gap in draft.gaps] == ["number", "date", "honour_number"]
    assert "DỰ THẢO" in html.fragment(draft)
    assert "DỰ THẢO" not in html.fragment(samples.certificate())
