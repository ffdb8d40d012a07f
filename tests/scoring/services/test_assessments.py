"""Sheets are opened, filled in line by line, and submitted when complete."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.enums import Phase
from campaigns.models import DeadlineExtension, PhaseDeadline
from core.errors import StaleRecord, TransitionRefused
from core.models import AuditEvent, Notification
from scoring.enums import AssessmentState, ItemState
from scoring.models import Assessment, AssessmentItem
from scoring.selectors.sheets import sheet_of
from scoring.services import assessments, verification
from scoring.services.assessments import AssessmentRefused
from tests.factories.indicators import MeasurementFactory
from tests.factories.scoring import EvidenceFactory, EvidenceLinkFactory
from tests.scoring.conftest import WORKDAY, Filled

LATER = WORKDAY + timedelta(hours=1)


def test_every_participant_gets_a_line_for_every_criterion(filled: Filled) -> None:
    assert Assessment.objects.count() == 2
    codes = filled.sheet().items.values_list("criterion__code", flat=True)
    assert sorted(codes) == ["T1", "a1", "a2", "b1", "c2"]


def test_opening_again_adds_only_what_is_missing(filled: Filled) -> None:
    filled.sheet(filled.world.pharmacy).delete()

    opened = assessments.open_for_round(round=filled.round, by=filled.office, at=WORKDAY)

    assert [sheet.unit for sheet in opened] == [filled.world.pharmacy]


def test_only_the_office_opens_sheets(filled: Filled) -> None:
    with pytest.raises(AssessmentRefused):
        assessments.open_for_round(round=filled.round, by=filled.head, at=WORKDAY)


def test_saving_stores_the_inputs_and_the_mark_of_the_engine(filled: Filled) -> None:
    saved = filled.save("b1", numerator="9", denominator="10")

    assert saved.declared == {"numerator": "9", "denominator": "10"}
    assert (saved.self_points, saved.revision, saved.saved_by) == (Decimal("9.00"), 1, filled.staff)
    assert AuditEvent.objects.filter(action="scoring.assessment_item.save").count() == 1


def test_half_typed_line_is_kept_without_a_mark(filled: Filled) -> None:
    saved = filled.save("b1", numerator="9", denominator="")

    assert saved.declared == {"numerator": "9"}
    assert saved.self_points is None


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"numerator": "-1", "denominator": "10"}, "numerator"),
        ({"numerator": "11", "denominator": "10"}, "numerator"),
        ({"numerator": "9", "denominator": "mười"}, "denominator"),
    ],
)
def test_bad_figures_are_refused_and_nothing_is_stored(filled: Filled, typed: dict[str, str], field: str) -> None:
    with pytest.raises(AssessmentRefused) as refused:
        filled.save("b1", explanation="Không được lưu", **typed)

    assert list(refused.value.errors) == [field]
    item = filled.item("b1")
    assert (item.declared, item.explanation, item.revision) == ({}, "", 0)


def test_text_too_long_is_refused(filled: Filled) -> None:
    with pytest.raises(AssessmentRefused) as refused:
        filled.save("b1", explanation="a" * 2001)

    assert list(refused.value.errors) == ["explanation"]


def test_explanation_is_stored_in_one_normal_form(filled: Filled) -> None:
    saved = filled.save("b1", explanation="Cha\u0300o")

    assert saved.explanation == "Chào"


def test_second_person_is_told_and_nothing_is_overwritten(filled: Filled) -> None:
    filled.save("b1", numerator="9", denominator="10")

    with pytest.raises(StaleRecord):
        filled.save("b1", by=filled.head, numerator="1", denominator="10", expected_revision=0)

    assert filled.item("b1").declared["numerator"] == "9"


def test_figures_of_the_portal_cannot_be_typed(filled: Filled) -> None:
    saved = filled.save("c2", numerator="10", denominator="10")

    assert saved.declared == {}


def test_criterion_that_concerns_everybody_cannot_be_left_out(filled: Filled) -> None:
    with pytest.raises(AssessmentRefused) as refused:
        filled.save("a1", claims_not_applicable=True)

    assert list(refused.value.errors) == ["claims_not_applicable"]


def test_foreign_unit_cannot_be_filled_in(filled: Filled) -> None:
    with pytest.raises(AssessmentRefused):
        filled.save("b1", by=filled.other_head, numerator="1", denominator="1")


def deadline(filled: Filled, closes_on: date) -> PhaseDeadline:
    return PhaseDeadline.objects.create(
        round=filled.round, phase=Phase.SELF_ASSESSMENT, opens_on=date(2026, 11, 1), closes_on=closes_on
    )


def test_after_the_deadline_nothing_is_taken(filled: Filled) -> None:
    deadline(filled, date(2026, 12, 1))

    with pytest.raises(AssessmentRefused) as refused:
        filled.save("b1", numerator="1", denominator="1")

    assert refused.value.code == "deadline"


def test_the_last_day_counts_to_its_end_in_vietnam(filled: Filled) -> None:
    deadline(filled, date(2026, 12, 2))

    assert filled.save("a1", done="co", at=datetime(2026, 12, 2, 16, 59, tzinfo=UTC)).revision == 1
    with pytest.raises(AssessmentRefused):
        filled.save("a1", done="khong", at=datetime(2026, 12, 2, 17, 0, tzinfo=UTC))


def test_extension_of_the_unit_keeps_its_sheet_open(filled: Filled) -> None:
    row = deadline(filled, date(2026, 12, 1))
    DeadlineExtension.objects.create(
        deadline=row,
        unit=filled.world.surgery,
        closes_on=date(2026, 12, 5),
        asked_by="Trưởng khoa",
        granted_by=filled.office,
        granted_at=WORKDAY,
        reason="Thiếu người",
    )

    assert filled.save("a1", done="co").revision == 1


def test_incomplete_sheet_is_refused_with_every_missing_line(filled: Filled) -> None:
    filled.save("a1", done="co")

    with pytest.raises(AssessmentRefused) as refused:
        assessments.submit(assessment=filled.sheet(), by=filled.head, at=WORKDAY)

    told = {row.criterion.code: row.gaps for row in refused.value.rows}
    assert told == {"a1": ("chưa có minh chứng hoặc giải trình",), "b1": ("chưa nhập đủ số liệu",)}
    assert filled.sheet().state == AssessmentState.DRAFT


def test_claim_without_a_reason_is_incomplete(filled: Filled) -> None:
    filled.complete()
    filled.save("c2", claims_not_applicable=True, explanation="")

    with pytest.raises(AssessmentRefused, match="không áp dụng"):
        assessments.submit(assessment=filled.sheet(), by=filled.head, at=WORKDAY)


def test_submission_freezes_figures_and_tells_the_office(filled: Filled) -> None:
    MeasurementFactory(
        indicator=filled.indicator, unit=filled.world.surgery, year=2026, numerator=99, denominator=100, value=None
    )
    filled.complete()
    filled.save("c2", claims_not_applicable=False)

    submitted = assessments.submit(assessment=filled.sheet(), by=filled.head, at=WORKDAY)

    item = filled.item("c2")
    assert (submitted.state, submitted.submitted_by) == (AssessmentState.SUBMITTED, filled.head)
    assert item.declared["numerator"] == "99"
    assert item.self_points == Decimal("40.00")
    assert item.declared_source
    notice = Notification.objects.filter(recipient=filled.office).latest("pk")
    assert "đã nộp" in notice.text
    assert not Notification.objects.filter(recipient=filled.director).exists()


def test_staff_cannot_submit(filled: Filled) -> None:
    filled.complete()

    with pytest.raises(TransitionRefused):
        assessments.submit(assessment=filled.sheet(), by=filled.staff, at=WORKDAY)


def test_submitted_sheet_cannot_be_changed(filled: Filled) -> None:
    filled.submit()

    with pytest.raises(AssessmentRefused) as refused:
        filled.save("a1", done="khong")

    assert refused.value.code == "state"


def returned_sheet(filled: Filled) -> None:
    filled.submit()
    item = filled.item("b1")
    step = {"expected_revision": item.revision, "by": filled.office, "at": WORKDAY}
    verification.decide(item=item, decision="return", reason="Thiếu danh mục", **step)
    verification.return_to_unit(assessment=filled.sheet(), by=filled.office, at=WORKDAY)


def test_of_a_returned_sheet_only_the_returned_lines_are_open(filled: Filled) -> None:
    returned_sheet(filled)

    with pytest.raises(AssessmentRefused):
        filled.save("a1", done="khong", at=LATER)
    assert filled.save("b1", numerator="8", denominator="10", at=LATER).self_points == Decimal("8.00")


def test_returned_line_must_be_worked_on_before_submitting_again(filled: Filled) -> None:
    returned_sheet(filled)
    with pytest.raises(AssessmentRefused, match="chưa sửa"):
        assessments.submit(assessment=filled.sheet(), by=filled.head, at=LATER)

    filled.save("b1", numerator="8", denominator="10", at=LATER)
    again = assessments.submit(assessment=filled.sheet(), by=filled.head, at=LATER)

    assert again.state == AssessmentState.SUBMITTED
    assert filled.item("b1").state == ItemState.PENDING


def test_projected_total_rescales_what_does_not_apply(filled: Filled) -> None:
    filled.complete()

    sheet = sheet_of(filled.sheet())

    # a: 40 of 50, b: 9 of 10, c left out: 49/60 × 100.
    assert sheet.result.total == Decimal("81.67")
    assert sheet.result.band is not None
    assert sheet.result.band.name == "Tốt"
    assert sheet.to_next_band == Decimal("8.33")
    assert (sheet.complete_count, sheet.incomplete) == (5, [])


def queries_of_a_sheet(filled: Filled) -> int:
    sheet = Assessment.objects.select_related("unit", "round").get(pk=filled.sheet().pk)
    with CaptureQueriesContext(connection) as caught:
        sheet_of(sheet)
    return len(caught)


def test_sheet_takes_as_many_queries_for_many_proofs_as_for_one(filled: Filled) -> None:
    EvidenceLinkFactory(item=filled.item("a1"), evidence=EvidenceFactory(unit=filled.world.surgery))
    first = queries_of_a_sheet(filled)
    for item in AssessmentItem.objects.filter(assessment=filled.sheet()):
        EvidenceLinkFactory(item=item, evidence=EvidenceFactory(unit=filled.world.surgery))

    assert queries_of_a_sheet(filled) == first
