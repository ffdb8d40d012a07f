"""Phrases of plans and the targets that are proposed from them."""

from decimal import Decimal

import pytest

from campaigns.engine.document import PlanDocument, Section
from campaigns.engine.numbering import NumberingStyle
from campaigns.engine.targets import Operator
from campaigns.word.proposals import Confidence, TargetProposal, propose_targets


def _from(*bodies: str, heading: str = "Mục tiêu cụ thể", role: str = "") -> list[TargetProposal]:
    children = tuple(Section(mark="-", style=NumberingStyle.DASH, body=body) for body in bodies)
    root = Section(mark="I", style=NumberingStyle.ROMAN, heading=heading, children=children, role=role)
    return propose_targets(PlanDocument(sections=(root,)))


@pytest.mark.parametrize(
    ("text", "operator", "low", "high", "unit"),
    [
        ("Giải quyết đúng và trước hạn đạt từ 99% trở lên.", Operator.GTE, "99", None, "%"),
        ("Tỷ lệ hài lòng đạt 90% trở lên.", Operator.GTE, "90", None, "%"),
        ("Tối thiểu 95,5% hồ sơ được số hóa.", Operator.GTE, "95.5", None, "%"),
        ("Không dưới 80 % người bệnh hài lòng.", Operator.GTE, "80", None, "%"),
        ("90% hồ sơ được thanh toán trực tuyến.", Operator.GTE, "90", None, "%"),
        ("Mức độ hài lòng đạt trên 90%.", Operator.GT, "90", None, "%"),
        ("Tỷ lệ hồ sơ quá hạn không quá 1%.", Operator.LTE, "1", None, "%"),
        ("Tỷ lệ hồ sơ quá hạn dưới 0,5%.", Operator.LT, "0.5", None, "%"),
        ("Thời gian chờ khám tối đa 30 phút.", Operator.LTE, "30", None, "phút"),
        ("Công khai 100% thủ tục hành chính.", Operator.EQ, "100", None, "%"),
        ("Đúng trình tự, tiến độ (đạt 100%).", Operator.EQ, "100", None, "%"),
        ("Cắt giảm thời gian giải quyết từ 30% - 50%.", Operator.REDUCE_BETWEEN, "30", "50", "%"),
        ("Giảm bình quân khoảng 10% đến 15% chi trực tiếp.", Operator.REDUCE_BETWEEN, "10", "15", "%"),
        ("Giảm 3–5% biên chế.", Operator.REDUCE_BETWEEN, "3", "5", "%"),
        ("Rút ngắn ít nhất 20% thời gian chờ.", Operator.REDUCE_BETWEEN, "20", None, "%"),
        ("Mỗi khoa có ít nhất 02 sáng kiến.", Operator.GTE, "2", None, "sáng kiến"),
        ("Chỉ số năm sau cao hơn năm trước.", Operator.GT_PREVIOUS, None, None, ""),
        ("Cải thiện thứ hạng các chỉ số.", Operator.IMPROVE_RANK, None, None, ""),
    ],
)
def test_a_phrase_becomes_a_target(text: str, operator: Operator, low: str | None, high: str | None, unit: str) -> None:
    (proposal,) = _from(text, heading="Nội dung")
    rule = proposal.rule
    assert (rule.operator, rule.unit) == (operator, unit)
    assert (rule.low, rule.high) == (low and Decimal(low), high and Decimal(high))
    assert proposal.source_text == text
    assert proposal.path == (0, 0)


def test_a_grade_names_itself_and_each_index_gets_its_target() -> None:
    first, second = _from("Phấn đấu chỉ số PAR INDEX, SIPAS của đơn vị đạt mức “Tốt” trở lên.", heading="Nội dung")
    assert (first.label, second.label) == ("Chỉ số PAR INDEX", "Chỉ số SIPAS")
    assert {proposal.rule.grade for proposal in (first, second)} == {"Tốt"}


def test_clauses_are_proposed_apart() -> None:
    text = (
        "80% thủ tục được thanh toán trực tuyến, trong đó, tỷ lệ giao dịch đạt từ 50% trở lên; công khai 100% thủ tục."
    )
    assert [proposal.rule.low for proposal in _from(text, heading="Nội dung")] == [80, 50, 100]


def test_baseline_and_advice_are_noted() -> None:
    cut, advised = _from(
        "Đến năm 2030 giảm 3% - 5% biên chế so với năm 2025.", "100% thủ tục được tích hợp (tham mưu Sở Y tế)."
    )
    assert cut.baseline == "năm 2025"
    assert (cut.advisory, advised.advisory) == (False, True)


def test_items_without_a_figure_are_proposed_only_where_targets_are_announced() -> None:
    text = "Xây dựng đội ngũ có cơ cấu hợp lý."
    (proposal,) = _from(text, role="specific_objectives")
    assert (proposal.rule.operator, proposal.confidence) == (Operator.QUALITATIVE, Confidence.LOW)
    assert _from(text, heading="Nội dung") == []


def test_prose_without_targets_proposes_nothing() -> None:
    assert _from("Thực hiện Kế hoạch số 80/KH-SYT ngày 30/3/2026 giai đoạn 2026 - 2030.", heading="Nội dung") == []
