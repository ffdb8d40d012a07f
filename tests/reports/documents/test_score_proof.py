"""The sheet that proves a unit's total."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from reports.documents import html, score_proof
from reports.documents.parts import Letterhead
from reports.documents.score_proof import Line, ScoreProof


def line(code: str, points: str | None, *, is_group: bool = False, status: str = "có điểm", reason: str = "") -> Line:
    return Line(code, f"Mục {code}", is_group, Decimal(10), None if points is None else Decimal(points), status, reason)


PROOF = ScoreProof(
    letterhead=Letterhead("Sở Y tế Gia Lai", "Trung tâm Y tế Hoài Nhơn", place="Hoài Nhơn", is_registered=False),
    unit="Khoa Dược",
    round="Đợt thi đua năm 2026",
    year=2026,
    criteria_set="Bộ tiêu chí (phiên bản 1)",
    run_number=3,
    engine_version="2.0",
    inputs_hash="0123456789abcdef" * 4,
    computed_on=date(2026, 12, 5),
    lines=(
        line("a", "9.00", is_group=True, reason="4,50 + 4,50 = 9,00 điểm"),
        line("a1", "4.50", reason="18/20 × 5 = 4,50 điểm"),
        line("a2", None, status="không áp dụng", reason="Không phát sinh trong kỳ"),
    ),
    sums=(line("a", "9.00", is_group=True),),
    main=Decimal("90.00"),
    bonus=Decimal("1.50"),
    penalty=Decimal("0.00"),
    total=Decimal("91.50"),
    grade="Xuất sắc",
    grade_reason="",
    rank=2,
    group_rank=1,
    unit_count=18,
    reason="Tổng điểm 90,00 + 1,50 điểm cộng = 91,50",
    differences=(),
    total_again=Decimal("91.50"),
    is_draft=False,
)


def test_every_line_and_sum_is_printed_with_its_arithmetic():
    shown = html.fragment(score_proof.letter(PROOF))

    for words in ("18/20 × 5 = 4,50 điểm", "không áp dụng", "Không phát sinh trong kỳ", "0123456789abcdef", "91,50"):
        assert words in shown
    assert "xếp loại Xuất sắc, hạng 2 trên 18 đơn vị, hạng 1 trong khối" in shown


def test_a_working_paper_asks_for_no_number():
    letter = score_proof.letter(PROOF)

    assert letter.gaps == ()
    assert "Số:" not in html.fragment(letter)


def test_a_reproduced_result_says_so():
    assert "Khớp: 3 dòng và tổng điểm 91,50" in html.fragment(score_proof.letter(PROOF))


def test_a_result_that_is_not_reproduced_names_the_lines():
    shown = html.fragment(score_proof.letter(replace(PROOF, differences=("a1", "c2"), total_again=Decimal("89.00"))))

    assert "KHÔNG KHỚP tại: a1, c2. Tính lại được 89,00 điểm." in shown
    assert "Khớp: " not in shown


def test_a_unit_without_a_total_is_not_graded():
    shown = html.fragment(score_proof.letter(replace(PROOF, total=None, total_again=None, rank=None)))

    assert "không xếp loại, không xếp hạng" in shown


def test_a_provisional_result_is_printed_as_a_draft():
    assert "DỰ THẢO" in html.fragment(score_proof.letter(replace(PROOF, is_draft=True)))
