"""Each line is agreed to, adjusted or returned with a reason; then the sheet is finished or goes back."""

from decimal import Decimal
from typing import Any

import pytest

from core.errors import StaleRecord, TransitionRefused
from core.models import Notification
from indicators.models import Measurement
from scoring.enums import AssessmentState, ItemState
from scoring.models import AssessmentItem
from scoring.selectors import verification as queue
from scoring.selectors.sheets import sheet_of
from scoring.services import assessments, verification
from scoring.services.verified_points import VerificationRefused
from tests.factories.accounts import PersonFactory, user_with
from tests.factories.campaigns import RoundFactory
from tests.factories.indicators import MeasurementFactory
from tests.factories.scoring import CriterionScoreFactory, ScoreRunFactory, UnitScoreFactory
from tests.scoring.conftest import WORKDAY, Filled


def decide(filled: Filled, code: str, decision: str, **given: Any) -> AssessmentItem:
    item = filled.item(code)
    options = {"expected_revision": item.revision, "by": filled.office, "at": WORKDAY, **given}
    return verification.decide(item=item, decision=decision, **options)


def decide_all(filled: Filled) -> None:
    for code in ("T1", "a1", "b1", "c2"):
        decide(filled, code, "accept")
    decide(filled, "a2", "adjust", points=Decimal("7.5"), reason="Theo nhận xét cuối năm")


def test_agreement_takes_the_self_mark(filled: Filled) -> None:
    filled.submit()

    item = decide(filled, "b1", "accept", comment="Tốt", internal_note="Đã gọi hỏi")

    assert (item.state, item.verified_points) == (ItemState.ACCEPTED, Decimal("9.00"))
    assert (item.comment, item.internal_note, item.verified_by) == ("Tốt", "Đã gọi hỏi", filled.office)


def test_adjustment_needs_points_and_a_reason(filled: Filled) -> None:
    filled.submit()

    with pytest.raises(VerificationRefused) as no_reason:
        decide(filled, "b1", "adjust", points=Decimal(5))
    with pytest.raises(VerificationRefused) as no_points:
        decide(filled, "b1", "adjust", reason="Thiếu")

    assert (no_reason.value.field, no_points.value.field) == ("reason", "points")
    item = decide(filled, "b1", "adjust", points=Decimal(5), reason="Một văn bản bị trả lại")
    assert (item.state, item.verified_points) == (ItemState.ADJUSTED, Decimal(5))


@pytest.mark.parametrize("points", ["-0.01", "10.01", "5.005"])
def test_points_outside_the_range_are_refused(filled: Filled, points: str) -> None:
    filled.submit()

    with pytest.raises(VerificationRefused) as refused:
        decide(filled, "b1", "adjust", points=Decimal(points), reason="Thử")

    assert refused.value.field == "points"
    assert filled.item("b1").state == ItemState.PENDING


def test_mark_of_the_verifier_keeps_to_its_steps(filled: Filled) -> None:
    filled.submit()

    with pytest.raises(VerificationRefused, match="bội số"):
        decide(filled, "a2", "adjust", points=Decimal("7.1"), reason="Thử")
    with pytest.raises(VerificationRefused, match="người thẩm định chấm"):
        decide(filled, "a2", "accept")


def test_claim_is_granted_by_agreement_and_refused_by_points(filled: Filled) -> None:
    filled.submit()

    granted = decide(filled, "c2", "accept")
    assert (granted.verified_not_applicable, granted.verified_points) == (True, None)

    refused = decide(filled, "c2", "adjust", points=Decimal(0), reason="Khoa có tiếp nhận hồ sơ")
    assert (refused.verified_not_applicable, refused.verified_points) == (False, Decimal(0))


def test_second_verifier_is_told(filled: Filled) -> None:
    filled.submit()
    decide(filled, "b1", "accept")

    with pytest.raises(StaleRecord):
        decide(filled, "b1", "return", reason="Thiếu", expected_revision=filled.item("b1").revision - 1)


def test_draft_cannot_be_verified(filled: Filled) -> None:
    with pytest.raises(VerificationRefused):
        decide(filled, "b1", "accept")


def test_nobody_verifies_the_own_department(filled: Filled) -> None:
    filled.submit()
    insider = user_with("office", filled.world.centre, person=PersonFactory(unit=filled.world.surgery))

    with pytest.raises(VerificationRefused, match="chính đơn vị mình"):
        decide(filled, "b1", "accept", by=insider)
    assert not insider.has_perm("scoring.verify_assessment", filled.sheet())
    assert not queue.queue_of(insider, round_year=2026, centre=filled.world.centre).exists()


def test_department_cannot_verify(filled: Filled) -> None:
    filled.submit()

    with pytest.raises(VerificationRefused):
        decide(filled, "b1", "accept", by=filled.other_head)


def test_agreeing_to_all_leaves_what_must_be_looked_at(filled: Filled) -> None:
    filled.submit()

    outcome = verification.accept_all(items=list(filled.sheet().items.all()), by=filled.office, at=WORKDAY)

    assert (outcome.accepted, outcome.left) == (3, 2)
    states = dict(filled.sheet().items.values_list("criterion__code", "state"))
    assert states == {"a1": "accepted", "b1": "accepted", "T1": "accepted", "a2": "pending", "c2": "pending"}


def test_agreeing_to_all_leaves_sheets_of_the_own_department(filled: Filled) -> None:
    filled.submit()
    insider = user_with("office", filled.world.centre, person=PersonFactory(unit=filled.world.surgery))

    assert verification.accept_all(items=list(filled.sheet().items.all()), by=insider, at=WORKDAY).accepted == 0


def test_sheet_is_finished_when_every_line_is_decided(filled: Filled) -> None:
    filled.submit()
    with pytest.raises(VerificationRefused, match="còn 5 tiêu chí"):
        verification.finish(assessment=filled.sheet(), by=filled.office, at=WORKDAY)

    decide_all(filled)
    finished = verification.finish(assessment=filled.sheet(), by=filled.office, at=WORKDAY)

    assert (finished.state, finished.verified_by) == (AssessmentState.VERIFIED, filled.office)
    assert "thẩm định xong" in Notification.objects.filter(recipient=filled.head).latest("pk").text


def test_return_needs_a_returned_line(filled: Filled) -> None:
    filled.submit()
    with pytest.raises(VerificationRefused):
        verification.return_to_unit(assessment=filled.sheet(), by=filled.office, at=WORKDAY)

    decide(filled, "b1", "return", reason="Thiếu danh mục")
    sent = verification.return_to_unit(assessment=filled.sheet(), by=filled.office, at=WORKDAY)

    assert sent.state == AssessmentState.RETURNED
    assert "b1" in Notification.objects.filter(recipient=filled.head).latest("pk").text


def test_reopening_ends_when_scores_are_final(filled: Filled) -> None:
    filled.submit()
    decide_all(filled)
    verification.finish(assessment=filled.sheet(), by=filled.office, at=WORKDAY)
    with pytest.raises(TransitionRefused, match="lý do"):
        verification.reopen(assessment=filled.sheet(), reason=" ", by=filled.office, at=WORKDAY)

    verification.reopen(assessment=filled.sheet(), reason="Có phản ánh", by=filled.office, at=WORKDAY)
    verification.finish(assessment=filled.sheet(), by=filled.office, at=WORKDAY)
    ScoreRunFactory(round=filled.round, state="final", final_at=WORKDAY)

    with pytest.raises(VerificationRefused, match="đã chốt"):
        verification.reopen(assessment=filled.sheet(), reason="Có phản ánh", by=filled.office, at=WORKDAY)


def test_verifier_sees_whether_the_frozen_figure_still_agrees_with_the_portal(filled: Filled) -> None:
    MeasurementFactory(
        indicator=filled.indicator, unit=filled.world.surgery, year=2026, numerator=99, denominator=100, value=None
    )
    filled.complete()
    filled.save("c2", claims_not_applicable=False)
    assessments.submit(assessment=filled.sheet(), by=filled.head, at=WORKDAY)
    check = sheet_of(filled.sheet()).row_of(filled.item("c2")).check
    assert check is not None
    assert check.agrees

    Measurement.objects.update(numerator=Decimal(95))

    check = sheet_of(filled.sheet()).row_of(filled.item("c2")).check
    assert check is not None
    assert (check.agrees, check.text) == (False, "95/100")


def test_queue_runs_in_reading_order_and_over_the_end(filled: Filled) -> None:
    filled.submit()
    lines = queue.queue_of(filled.office, round_year=2026, centre=filled.world.centre)

    assert [line.criterion.code for line in lines.select_related("criterion")] == ["a1", "a2", "b1", "c2", "T1"]
    after = queue.next_after(lines, filled.item("T1"), lines)
    assert after is not None
    assert after.criterion.code == "a1"


def test_queue_of_another_centre_is_empty(filled: Filled) -> None:
    filled.submit()
    stranger = user_with("office", filled.world.other_centre)

    assert not queue.queue_of(stranger, round_year=2026, centre=filled.world.centre).exists()


def test_lines_far_from_last_year_are_found(filled: Filled) -> None:
    filled.submit()
    before = RoundFactory(campaign=filled.round.campaign, year=2025)
    run = ScoreRunFactory(round=before, state="published", final_at=WORKDAY, published_at=WORKDAY)
    score = UnitScoreFactory(run=run, unit=filled.world.surgery)
    for code, points in (("a1", "39.50"), ("b1", "7.99")):
        CriterionScoreFactory(unit_score=score, criterion=filled.item(code).criterion, points=Decimal(points))

    lines = queue.queue_of(filled.office, round_year=2026, centre=filled.world.centre)

    assert [line.criterion.code for line in queue.far_from_last_year(lines)] == ["b1"]


def test_progress_counts_every_decision(filled: Filled) -> None:
    filled.submit()
    decide(filled, "b1", "return", reason="Thiếu")
    decide(filled, "a1", "accept")

    counted = queue.progress(queue.queue_of(filled.office, round_year=2026, centre=filled.world.centre))

    assert (counted.decided, counted.total, counted.percent) == (2, 5, 40)
