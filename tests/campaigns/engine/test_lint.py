"""What the linter finds in a plan, and what it leaves alone."""

from dataclasses import replace
from datetime import date

from campaigns.engine.document import PlanDocument, Section, Signer
from campaigns.engine.lint import Severity, lint
from campaigns.engine.numbering import NumberingStyle

ON = date(2026, 4, 1)


def _section(mark: str, heading: str = "MỤC", **values: object) -> Section:
    return Section(mark=mark, style=NumberingStyle.ROMAN, heading=heading, **values)  # type: ignore[arg-type]


COMPLETE = PlanDocument(
    kind="KẾ HOẠCH",
    subject="Phát động phong trào",
    number="05",
    symbol="KH-TTYT",
    place="Hoài Nhơn",
    issued_on=ON,
    bases=("Căn cứ Luật Thi đua, khen thưởng.",),
    sections=(_section("I"), _section("II")),
    closing=("Đề nghị thực hiện./.",),
    recipients=("Như trên;", "Lưu: VT."),
    signer=Signer(("GIÁM ĐỐC",), "Trần Văn An"),
)


def _codes(document: PlanDocument, on: date = ON, issuing: bool = True) -> list[str]:
    return [finding.code for finding in lint(document, on=on, issuing=issuing)]


def test_a_complete_plan_has_no_findings() -> None:
    assert _codes(COMPLETE) == []


def test_every_missing_part_is_named() -> None:
    assert set(_codes(PlanDocument())) == {
        "missing_kind",
        "missing_subject",
        "missing_number",
        "missing_symbol",
        "missing_place",
        "missing_date",
        "missing_bases",
        "missing_sections",
        "missing_recipients",
        "missing_signer_title",
        "missing_signer",
    }


def test_number_and_date_are_only_notices_while_drafting() -> None:
    draft = replace(COMPLETE, number="", issued_on=None)
    assert {finding.severity for finding in lint(draft, on=ON)} == {Severity.ERROR}
    assert {finding.severity for finding in lint(draft, on=ON, issuing=False)} == {Severity.NOTICE}


def test_numbering_gaps_are_found_at_every_depth() -> None:
    inner = tuple(Section(mark=mark, style=NumberingStyle.ARABIC, heading="Mục") for mark in ("1", "2", "4"))
    document = replace(COMPLETE, sections=(_section("I"), _section("III", children=inner)))
    findings = [finding for finding in lint(document, on=ON) if finding.code == "numbering"]
    assert [(finding.place, finding.message) for finding in findings] == [
        ("các mục lớn", "Trước mục “III” thiếu mục “II”."),
        ("mục III", "Trước mục “4” thiếu mục “3”."),
    ]


def test_outdated_terms_depend_on_the_date_of_the_plan() -> None:
    section = _section("I", body="Dịch vụ công trực tuyến mức độ 3, 4 tại Trung tâm Y tế huyện X.")
    document = replace(COMPLETE, sections=(section,))
    assert _codes(document) == ["outdated_service_level", "outdated_district"]
    assert _codes(replace(document, issued_on=date(2021, 1, 1))) == []
    assert _codes(replace(document, issued_on=date(2023, 1, 1))) == ["outdated_service_level"]


def test_a_percentage_is_no_service_level() -> None:
    document = replace(COMPLETE, sections=(_section("I", body="Đạt mức 30% trở lên, mức 4% là thấp."),))
    assert _codes(document) == []


def test_scan_errors_are_suspected() -> None:
    document = replace(COMPLETE, sections=(_section("I", body="Luong y; phân đầu đạt chỉ tiêu."),))
    assert _codes(document) == ["suspect_word", "suspect_word"]


def test_empty_sections_and_a_missing_archive_line_are_found() -> None:
    document = replace(COMPLETE, sections=(_section("I", heading=""),), recipients=("Như trên.",))
    assert set(_codes(document)) == {"empty_section", "missing_archive_line"}
