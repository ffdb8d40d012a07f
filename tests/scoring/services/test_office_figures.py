"""The office types a published figure while it verifies: the points come from the rule, and the figure is kept."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.errors import DomainError
from core.models import AuditEvent
from scoring.enums import ItemState
from scoring.models import AssessmentItem, Criterion
from scoring.selectors import tracing
from scoring.selectors.proof import proof_of
from scoring.selectors.sheets import sheet_of
from scoring.services import assessments, runs, verification
from scoring.services.office_figures import FiguresRefused
from tests.factories.scoring import NOW
from tests.scoring.conftest import WORKDAY, Filled

PAPI = {"kind": "external", "source": "Báo cáo PAPI", "scale": 80, "value_label": "Điểm PAPI"}
SOURCE = "Báo cáo PAPI 2026, trang 12"


@pytest.fixture
def published(filled: Filled) -> Filled:
    """A submitted sheet where the office enters a published figure for a2, at most 10 points."""
    Criterion.objects.filter(code="a2").update(rule=PAPI)
    filled.submit()
    return filled


def decide(filled: Filled, decision: str = "accept", code: str = "a2", **given: Any) -> AssessmentItem:
    item = filled.item(code)
    options = {"expected_revision": item.revision, "by": filled.office, "at": WORKDAY, "source": SOURCE, **given}
    return verification.decide(item=item, decision=decision, **options)


def test_points_come_from_the_typed_figure(published: Filled) -> None:
    decide(published, typed={"value": "44,5"})

    item = published.item("a2")
    assert (item.state, item.verified_points) == (ItemState.ACCEPTED, Decimal("5.56"))
    assert (item.declared, item.declared_source) == ({"value": "44.5"}, SOURCE)
    assert (item.saved_by, item.saved_at, item.verified_by) == (published.office, WORKDAY, published.office)
    event = AuditEvent.objects.filter(action="scoring.assessment_item.accept").latest("pk")
    assert event.changes["số liệu kê khai"] == [{}, {"value": "44.5"}]
    assert event.changes["nguồn số liệu"] == ["", SOURCE]


def test_trace_keeps_the_figure_with_its_source_and_who_typed_it(published: Filled) -> None:
    decide(published, typed={"value": "44,5"})

    run = runs.compute(round=published.round, by=published.office, at=NOW).run
    score = run.unit_scores.get(unit=published.world.surgery)
    line = score.criterion_scores.get(criterion__code="a2")
    card = tracing.card(line)

    assert (line.points, line.reason) == (Decimal("5.56"), "Báo cáo PAPI: 44,5/80 × 10 = 5,56 điểm")
    assert (list(card.measured), card.source) == ([("Điểm PAPI (thang 80)", "44,5")], SOURCE)
    assert (card.entered_by, card.entered_at) == (published.office.display_name, WORKDAY)
    assert card.own is not None
    assert card.own.by == published.head.display_name
    assert proof_of(score).holds


def test_other_points_than_the_figure_gives_need_a_reason_and_keep_the_figure(published: Filled) -> None:
    decide(published, "adjust", typed={"value": "44,5"}, points=Decimal(5), reason="Số liệu sơ bộ")

    item = published.item("a2")
    assert (item.state, item.verified_points, item.declared) == (ItemState.ADJUSTED, Decimal(5), {"value": "44.5"})


@pytest.mark.parametrize(
    ("value", "source", "field"), [("85", SOURCE, "value"), ("tám", SOURCE, "value"), ("44,5", " ", "figure_source")]
)
def test_bad_figure_is_told_at_its_field_and_nothing_is_stored(
    published: Filled, value: str, source: str, field: str
) -> None:
    with pytest.raises(FiguresRefused) as refused:
        decide(published, typed={"value": value}, source=source)

    assert list(refused.value.errors) == [field]
    assert (published.item("a2").state, published.item("a2").declared) == (ItemState.PENDING, {})


def test_agreement_needs_a_figure(published: Filled) -> None:
    with pytest.raises(DomainError, match="người thẩm định chấm"):
        decide(published, typed={"value": ""}, source="")


def test_figures_of_other_lines_are_not_touched(published: Filled) -> None:
    decide(published, code="b1", typed={"numerator": "1", "denominator": "10"})

    item = published.item("b1")
    assert (item.verified_points, item.declared) == (Decimal("9.00"), {"numerator": "9", "denominator": "10"})


def test_return_stores_no_figure(published: Filled) -> None:
    decide(published, "return", typed={"value": "44,5"}, reason="Thiếu báo cáo")

    assert published.item("a2").declared == {}


def test_unit_does_not_see_the_figure_before_the_verification_is_finished(published: Filled) -> None:
    decide(published, typed={"value": "44,5"})

    row = sheet_of(published.sheet(), shows_decisions=False).row_of(published.item("a2"))

    assert (row.measured_text, row.line.status) == ("", "not_reported")
    assert sheet_of(published.sheet()).row_of(published.item("a2")).measured_text == "Điểm PAPI (thang 80): 44,5"


def test_figure_of_the_office_never_becomes_the_mark_of_the_unit(published: Filled) -> None:
    decide(published, typed={"value": "44,5"})
    AssessmentItem.objects.filter(pk=published.item("a2").pk).update(state=ItemState.PENDING)
    decide(published, "return", code="b1", reason="Thiếu danh mục")
    verification.return_to_unit(assessment=published.sheet(), by=published.office, at=WORKDAY)
    typed = {"numerator": "9", "denominator": "10"}
    published.save("b1", explanation="Đã bổ sung.", at=WORKDAY + timedelta(hours=1), **typed)

    assessments.submit(assessment=published.sheet(), by=published.head, at=WORKDAY)

    assert published.item("a2").self_points is None


def test_bonus_is_counted_by_the_office(published: Filled) -> None:
    bonus = {"kind": "bonus", "per_item": 1, "item": "sáng kiến"}
    Criterion.objects.filter(code="T1").update(rule=bonus, entered_by="office")

    decide(published, code="T1", typed={"count": "1"})

    assert published.item("T1").verified_points == Decimal(1)
