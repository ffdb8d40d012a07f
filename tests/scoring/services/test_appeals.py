"""Appeals: opened once, filed in time for what can be contested, decided by somebody else, taken into the next run."""

from datetime import timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core.errors import DomainError, TransitionRefused
from core.models import AuditEvent, Notification
from scoring.enums import AppealState, AssessmentState, ItemState
from scoring.models import Appeal, AppealWindow, Assessment, AssessmentItem, Evidence
from scoring.services import appeal_decisions, appeals, evidence, runs, verification
from tests.factories.accounts import PersonFactory, user_with
from tests.factories.indicators import CalendarDayFactory
from tests.factories.scoring import NOW, AppealFactory, EvidenceFactory
from tests.scoring.appeal_stage import CLOSES, LATER, Appealable, make_appealable


@pytest.fixture
def ready(scored):
    return make_appealable(scored)


@pytest.fixture
def opened(ready):
    ready.open()
    return ready


def decide(ready, appeal, decision="adjust", points="17", reason="Biên bản hợp lệ", by=None, at=LATER):
    return appeal_decisions.decide(
        appeal=appeal,
        decision=decision,
        reason=reason,
        by=by or ready.judge,
        at=at,
        points=Decimal(points) if points else None,
    )


def refusal(act, *args, **options):
    with pytest.raises(DomainError) as refused:
        act(*args, **options)
    return str(refused.value)


# Opening


def test_opening_tells_the_heads_and_is_recorded(ready):
    window = ready.open()

    assert (window.round, window.run, window.closes_at) == (ready.scored.round, ready.run, CLOSES)
    told = set(Notification.objects.filter(text__contains="kiến nghị đến").values_list("recipient", flat=True))
    assert told == {ready.head.pk, ready.other_head.pk}
    assert AuditEvent.objects.get(action="scoring.appeal_window.open").actor == ready.scored.office


def test_units_are_told_how_many_working_days_are_left(ready):
    CalendarDayFactory(on=timezone.localdate(NOW + timedelta(days=1)), name="Ngày nghỉ")
    days = [timezone.localdate(NOW + timedelta(days=number)) for number in range(2, 6)]
    expected = sum(day.weekday() < 5 for day in days)

    ready.open()
    assert Notification.objects.filter(text__contains=f"còn {expected} ngày làm việc").exists()


def test_a_round_has_one_window(opened):
    assert "đã mở kiến nghị một lần" in refusal(opened.open, closes_at=LATER)


def test_only_the_office_opens(ready):
    assert "không có quyền" in refusal(ready.open, by=ready.judge)
    assert not AppealWindow.objects.exists()


@pytest.mark.parametrize("closes_at", [NOW, NOW - timedelta(days=1), NOW + timedelta(days=400)])
def test_deadline_lies_ahead_but_not_far(ready, closes_at):
    assert "Hạn kiến nghị" in refusal(ready.open, closes_at=closes_at)


def test_units_under_verification_keep_the_window_shut(ready):
    Assessment.objects.filter(unit=ready.surgery).update(state=AssessmentState.SUBMITTED)

    assert "Khoa Ngoại đang chờ thẩm định" in refusal(ready.open)


def test_accepted_result_is_not_opened(ready):
    run = runs.finalise(run=ready.run, by=ready.judge, at=NOW)

    assert "trước khi chốt điểm" in refusal(ready.open, run=run)


def test_old_run_is_not_opened(ready):
    ready.scored.verify(Assessment.objects.get(unit=ready.surgery), "a2", verified_points=Decimal(13))
    runs.compute(round=ready.scored.round, by=ready.scored.office, at=NOW)

    assert "kết quả tạm mới nhất" in refusal(ready.open)


# Filing


def test_appeal_keeps_what_the_first_verifier_said(opened):
    appeal = opened.file()

    assert (appeal.first_points, appeal.first_reason) == (Decimal(12), "Thiếu biên bản")
    assert (appeal.first_verifier, appeal.proposed_points) == (opened.verifier, Decimal(18))
    assert appeal.state == AppealState.SUBMITTED
    told = set(Notification.objects.filter(text__contains="Khoa Ngoại kiến nghị").values_list("recipient", flat=True))
    assert opened.judge.pk in told and opened.scored.office.pk in told
    assert opened.verifier.pk not in told


def test_calculated_points_can_be_contested(opened):
    appeal = opened.file("c2", "40")

    assert appeal.first_points == Decimal("38.80")


def test_without_window_nothing_is_filed(ready):
    assert "chưa được mở" in refusal(ready.file)


def test_filing_is_possible_to_the_last_moment_and_no_longer(opened):
    assert "thời hạn đã hết" in refusal(opened.file, at=CLOSES + timedelta(seconds=1))
    assert opened.file(at=CLOSES).pk


def test_foreign_head_and_staff_do_not_file(opened):
    staff = user_with("department_staff", opened.surgery)

    for person in (opened.other_head, staff, opened.scored.office):
        assert "Chỉ trưởng đơn vị" in refusal(opened.file, by=person)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("a1", "đã đạt điểm tối đa"),
        ("a", "không kiến nghị điểm của cả nhóm"),
        ("T1", "chưa đề nghị điểm cộng"),
    ],
)
def test_what_cannot_be_contested_is_refused_with_the_reason(opened, code, words):
    assert words in refusal(opened.file, code, "20")


def test_claimed_bonus_can_be_contested(opened):
    AssessmentItem.objects.filter(pk=opened.item("T1").pk).update(self_points=Decimal(2))

    assert opened.file("T1", "2").first_points == 0


def test_criterion_without_points_cannot_be_contested(opened):
    line = opened.line()
    line.status, line.points = "not_applicable", None
    line.save()

    assert "không áp dụng" in refusal(opened.file)


def test_sheet_taken_up_again_cannot_be_contested(opened):
    verification.reopen(
        assessment=Assessment.objects.get(unit=opened.surgery), reason="Soát lại", by=opened.scored.office, at=NOW
    )

    assert "chưa thẩm định xong" in refusal(opened.file)


@pytest.mark.parametrize(
    ("points", "words"),
    [("12", "phải cao hơn 12,00"), ("20.5", "từ 0 đến 20,00"), ("12.1", "bội số của 0,25")],
)
def test_points_asked_for_must_make_sense(opened, points, words):
    assert words in refusal(opened.file, points=points)


def test_points_and_argument_are_required(opened):
    assert "Cần ghi điểm" in refusal(opened.file, proposed_points=None)
    assert "Cần ghi lý do" in refusal(opened.file, argument="  ")
    assert "tối đa 2000" in refusal(opened.file, argument="a" * 2001)
    assert not Appeal.objects.exists()


def test_a_criterion_is_contested_once(opened):
    opened.file()

    assert "Đã có kiến nghị" in refusal(opened.file)


def test_own_files_are_used_again_and_new_ones_kept(opened, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    known = EvidenceFactory(unit=opened.surgery)
    png = BytesIO(b"\x89PNG\r\n\x1a\n" + b"0" * 40)

    appeal = opened.file(evidence=[known], files=[(png, "phieu-hen.png")])

    assert set(appeal.evidence.values_list("name", flat=True)) == {"bao-cao.pdf", "phieu-hen.png"}
    assert "minh chứng của một kiến nghị" in refusal(evidence.delete, evidence=known, by=opened.head, at=NOW)


def test_foreign_file_is_refused(opened):
    foreign = EvidenceFactory(unit=opened.scored.world.pharmacy)

    assert "không phải của đơn vị" in refusal(opened.file, evidence=[foreign])


def test_refused_appeal_keeps_no_file(opened, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    refusal(opened.file, points="1", files=[(BytesIO(b"\x89PNG\r\n\x1a\n" + b"0" * 40), "phieu.png")])

    assert not Evidence.objects.exists() and not list(tmp_path.iterdir())


# Withdrawing


def test_head_withdraws_in_time_and_may_file_again(opened):
    appeal = opened.file()

    assert appeals.withdraw(appeal=appeal, by=opened.head, at=CLOSES).state == AppealState.WITHDRAWN
    again = opened.file(points="15", argument="Bổ sung biên bản")
    assert (again.pk, again.state, again.proposed_points) == (appeal.pk, AppealState.SUBMITTED, Decimal(15))


def test_withdrawing_ends_with_the_deadline(opened):
    appeal = opened.file()

    assert "thời hạn đã hết" in refusal(appeals.withdraw, appeal=appeal, by=opened.head, at=LATER)


def test_others_do_not_withdraw(opened):
    with pytest.raises(TransitionRefused):
        appeals.withdraw(appeal=opened.file(), by=opened.other_head, at=NOW)


# Deciding


def test_adjusting_changes_the_verified_line_and_keeps_both_reasonings(opened):
    appeal = decide(opened, opened.file())

    assert (appeal.state, appeal.decided_points, appeal.decided_by) == (
        AppealState.ADJUSTED,
        Decimal(17),
        opened.judge,
    )
    assert (appeal.first_points, appeal.first_reason, appeal.decision_reason) == (
        Decimal(12),
        "Thiếu biên bản",
        "Biên bản hợp lệ",
    )
    item = opened.item()
    assert (item.state, item.verified_points, item.verified_by) == (ItemState.ADJUSTED, Decimal(17), opened.judge)
    assert item.verified_reason == "Giải quyết kiến nghị: Biên bản hợp lệ"
    event = AuditEvent.objects.get(action="scoring.assessment_item.revise")
    assert event.changes["điểm thẩm định"] == ["12", "17"]
    assert Notification.objects.filter(recipient=opened.head, text__contains="điều chỉnh điểm").exists()
    assert Notification.objects.filter(recipient=opened.scored.office, text__contains="cần tính lại").exists()


def test_upholding_changes_nothing_but_the_appeal(opened):
    before = opened.item().revision

    appeal = decide(opened, opened.file(), "uphold", points="")

    assert (appeal.state, appeal.decided_points) == (AppealState.UPHELD, Decimal(12))
    assert opened.item().revision == before
    assert not Notification.objects.filter(text__contains="cần tính lại").exists()


def test_first_verifier_does_not_decide(opened):
    assert "thẩm định điểm này lần đầu" in refusal(decide, opened, opened.file(), by=opened.verifier)


def test_database_too_refuses_the_first_verifier(opened):
    with pytest.raises(IntegrityError), transaction.atomic():
        AppealFactory(
            window=opened.run.appeal_windows.get(),
            unit=opened.surgery,
            item=opened.item(),
            first_verifier=opened.verifier,
            decided_by=opened.verifier,
        )


def test_people_of_the_unit_do_not_decide(opened):
    colleague = user_with("office", opened.scored.world.centre, person=PersonFactory(unit=opened.surgery))

    assert "chính đơn vị mình" in refusal(decide, opened, opened.file(), by=colleague)


def test_filer_does_not_decide(opened):
    appeal = opened.file()
    appeal.submitted_by = opened.judge
    appeal.save()

    assert "Bạn là người gửi" in refusal(decide, opened, appeal)


def test_people_without_the_right_do_not_decide(opened):
    assert "không có quyền" in refusal(decide, opened, opened.file(), by=opened.other_head)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"reason": " "}, "Cần ghi lý do giải quyết"),
        ({"points": ""}, "Cần ghi điểm"),
        ({"points": "25"}, "từ 0 đến 20,00"),
        ({"points": "12"}, "là điểm đang có"),
        ({"decision": "guess"}, "Chọn một cách giải quyết"),
    ],
)
def test_incomplete_decision_is_refused(opened, values, words):
    appeal = opened.file()

    assert words in refusal(decide, opened, appeal, **values)
    appeal.refresh_from_db()
    assert appeal.state == AppealState.SUBMITTED


def test_decided_is_decided(opened):
    appeal = decide(opened, opened.file())

    with pytest.raises(TransitionRefused):
        decide(opened, appeal, "uphold", points="")


def test_line_of_an_unfinished_sheet_is_not_revised(opened):
    appeal = opened.file()
    Assessment.objects.filter(unit=opened.surgery).update(state=AssessmentState.SUBMITTED)

    assert "Hoàn tất thẩm định" in refusal(decide, opened, appeal)
    appeal.refresh_from_db()
    assert appeal.state == AppealState.SUBMITTED


# Accepting the result


def finalise(ready, run=None, at=LATER):
    return runs.finalise(run=run or ready.run, by=ready.judge, at=at)


def test_open_window_keeps_the_result_provisional(opened):
    assert "thời hạn kiến nghị còn mở" in refusal(finalise, opened, at=CLOSES)
    assert finalise(opened).state == "final"


def test_undecided_appeals_are_named(opened):
    opened.file()

    assert "còn 1 kiến nghị chưa giải quyết (Khoa Ngoại – a2)" in refusal(finalise, opened)


def test_decided_appeals_must_be_in_the_run(opened):
    decide(opened, opened.file())

    assert "chưa tính 1 kiến nghị đã điều chỉnh (Khoa Ngoại – a2)" in refusal(finalise, opened)
    run = runs.compute(round=opened.scored.round, by=opened.scored.office, at=LATER).run
    assert run.pk != opened.run.pk
    assert run.unit_scores.get(unit=opened.surgery).total == Decimal("95.80")
    assert finalise(opened, run).state == "final"


def test_upheld_and_withdrawn_appeals_need_no_new_run(opened):
    decide(opened, opened.file(), "uphold", points="")
    appeals.withdraw(appeal=opened.file("c2", "40"), by=opened.head, at=CLOSES)

    assert finalise(opened).state == "final"


def test_window_stays_one_after_recomputing(opened):
    decide(opened, opened.file())
    run = runs.compute(round=opened.scored.round, by=opened.scored.office, at=LATER).run

    assert "đã mở kiến nghị một lần" in refusal(opened.open, run=run, closes_at=LATER + timedelta(days=2), at=LATER)


def test_stage_is_as_it_says(ready: Appealable):
    assert ready.sheet().total == Decimal("90.80")
