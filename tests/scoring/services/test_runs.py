"""Score runs: what counts, sameness, states, and that a failing run harms nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from core.errors import TransitionRefused
from core.models import AuditEvent, Notification
from core.selectors import available_transitions
from scoring.enums import ItemState, RunState
from scoring.models import CriterionScore, RoundCriteria, ScoreRun, UnitScore
from scoring.services import runs
from scoring.workflow import SCORE_RUN
from tests.factories.accounts import UnitFactory
from tests.factories.campaigns import ParticipantFactory
from tests.factories.scoring import NOW

LATER = NOW + timedelta(hours=1)


def compute(scored, at=NOW, **options):
    return runs.compute(round=scored.round, by=scored.office, at=at, **options)


def line(run, unit, code):
    return CriterionScore.objects.get(unit_score__run=run, unit_score__unit=unit, criterion__code=code)


def total(run, unit):
    return UnitScore.objects.get(run=run, unit=unit).total


def test_figures_declarations_and_verification_are_joined(scored):
    surgery = scored.world.surgery
    scored.measure(surgery, 1204, 1215)
    assessment = scored.submit(surgery, a1={"done": True}, a2={}, c2={"numerator": "1204", "denominator": "1215"})
    scored.verify(assessment, "a2", verified_points=Decimal("15.25"))

    run = compute(scored).run

    score = UnitScore.objects.get(run=run, unit=surgery)
    assert (score.total, score.grade, score.rank, score.missing) == (Decimal("95.25"), "Xuất sắc", 1, 0)
    assert score.is_assessed
    c2 = line(run, surgery, "c2")
    assert c2.reason == "1.204/1.215 = 99,09%; từ 99% trở lên được 40,00 điểm"
    a2 = line(run, surgery, "a2")
    assert (a2.points, a2.calculated) == (Decimal("15.25"), None)
    assert a2.reason.startswith("Thẩm định 15,25 điểm: Đã đối chiếu")


def test_unit_without_self_assessment_gets_only_what_the_portal_knows(scored):
    scored.measure(scored.world.surgery, 99, 100)

    run = compute(scored).run

    score = UnitScore.objects.get(run=run, unit=scored.world.surgery)
    assert (score.total, score.missing, score.is_assessed) == (Decimal(40), 2, False)
    assert line(run, scored.world.surgery, "c2").trace == {
        "inputs": {"numerator": "99", "denominator": "100", "value": "99"},
        "source": "Báo cáo một cửa",
        "as_of": "2026-11-30",
    }


def test_accepted_claim_takes_the_criterion_out_and_rescales(scored):
    pharmacy = scored.world.pharmacy
    assessment = scored.submit(pharmacy, a1={"done": True})
    assessment.items.filter(criterion__code="c2").update(claims_not_applicable=True, explanation="Không có hồ sơ")
    scored.verify(assessment, "c2", state=ItemState.ACCEPTED, verified_not_applicable=True)
    scored.verify(assessment, "a2", verified_points=Decimal(11))

    run = compute(scored).run

    assert total(run, pharmacy) == Decimal("85.00")
    assert line(run, pharmacy, "c2").points is None
    assert line(run, pharmacy, "c").status == "not_applicable"


def test_nothing_arose_is_not_applicable(scored):
    scored.measure(scored.world.surgery, 0, 0)

    assert line(compute(scored).run, scored.world.surgery, "c2").status == "not_applicable"


def test_self_marks_stand_beside_verified_ones(scored):
    assessment = scored.submit(scored.world.surgery, a1={"done": True})
    assessment.items.filter(criterion__code="a1").update(self_points=Decimal(40))
    scored.verify(assessment, "a1", verified_points=Decimal(30))

    run = compute(scored).run

    a1 = line(run, scored.world.surgery, "a1")
    assert (a1.self_points, a1.points, a1.calculated) == (Decimal(40), Decimal(30), Decimal(40))
    score = UnitScore.objects.get(run=run, unit=scored.world.surgery)
    assert (score.self_total, score.total) == (Decimal(40), Decimal(30))


def test_equal_totals_share_a_rank(scored):
    for unit in (scored.world.surgery, scored.world.pharmacy):
        scored.measure(unit, 99, 100)
    ParticipantFactory(round=scored.round, unit=scored.world.office)

    run = compute(scored).run

    assert list(run.unit_scores.order_by("rank", "unit_id").values_list("rank", "group_rank")) == [
        (1, 1),
        (1, 1),
        (3, 1),
    ]


def test_same_inputs_give_the_run_that_is_already_there(scored):
    scored.measure(scored.world.surgery, 97, 100)
    first = compute(scored)
    again = compute(scored, at=LATER)

    assert (first.is_new, again.is_new) == (True, False)
    assert list(ScoreRun.objects.all()) == [first.run]
    assert again.run.result_hash == first.run.result_hash


def test_same_inputs_on_another_day_give_the_same_bytes(scored):
    scored.measure(scored.world.surgery, 97, 100)
    first = compute(scored).run
    ScoreRun.objects.all().delete()

    second = compute(scored, at=LATER).run

    assert (second.inputs_hash, second.result_hash) == (first.inputs_hash, first.result_hash)


def test_result_that_is_not_reproduced_is_refused_and_the_stored_one_stays(scored):
    run = compute(scored).run
    ScoreRun.objects.filter(pk=run.pk).update(result_hash="0" * 64)

    with pytest.raises(runs.RunRefused, match="không được tái lập"):
        compute(scored, at=LATER)

    assert list(ScoreRun.with_computing.values_list("pk", "result_hash")) == [(run.pk, "0" * 64)]


def test_changed_inputs_make_a_new_run_and_supersede_the_provisional_one(scored):
    first = compute(scored).run
    scored.measure(scored.world.surgery, 97, 100)
    second = compute(scored, at=LATER).run

    first.refresh_from_db()
    assert (first.state, second.state, second.number) == (RunState.SUPERSEDED, RunState.PROVISIONAL, 2)
    assert first.unit_scores.count() == 2
    told = AuditEvent.objects.get(action="scoring.score_run.supersede", target_id=str(first.pk))
    assert (told.actor, told.reason) == (scored.office, "Thay bằng lần tính 2")


def test_giving_way_has_no_button(scored):
    run = compute(scored).run

    names = [each.name for each in available_transitions(SCORE_RUN, run, scored.director)]

    assert names == ["finalise"]


def test_published_result_stays_while_a_new_one_is_computed(scored):
    first = compute(scored).run
    runs.finalise(run=first, by=scored.director, at=NOW)
    runs.publish(run=first, by=scored.director, at=NOW)
    scored.measure(scored.world.surgery, 97, 100)
    second = compute(scored, at=LATER).run

    first.refresh_from_db()
    assert first.state == RunState.PUBLISHED

    runs.finalise(run=second, by=scored.director, at=LATER)
    runs.publish(run=second, by=scored.director, at=LATER)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (RunState.SUPERSEDED, RunState.PUBLISHED)
    assert AuditEvent.objects.filter(action="scoring.score_run.supersede", target_id=str(first.pk)).count() == 1


def test_heads_are_told_of_the_publication(scored):
    run = compute(scored).run
    runs.finalise(run=run, by=scored.director, at=NOW)
    runs.publish(run=run, by=scored.director, at=NOW)

    notice = Notification.objects.get()
    assert (notice.recipient, notice.text) == (scored.head, "Đã công bố kết quả Đợt thi đua năm 2026.")


@pytest.mark.parametrize("step", [runs.finalise, runs.publish])
def test_only_the_director_finalises_and_publishes(scored, step):
    run = compute(scored).run
    if step is runs.publish:
        runs.finalise(run=run, by=scored.director, at=NOW)

    with pytest.raises(TransitionRefused, match="không có quyền"):
        step(run=run, by=scored.office, at=NOW)


def test_provisional_result_is_not_published(scored):
    run = compute(scored).run

    with pytest.raises(TransitionRefused, match="Kết quả tạm"):
        runs.publish(run=run, by=scored.director, at=NOW)


def test_refused_step_leaves_the_earlier_publication(scored):
    first = compute(scored).run
    runs.finalise(run=first, by=scored.director, at=NOW)
    runs.publish(run=first, by=scored.director, at=NOW)
    scored.measure(scored.world.surgery, 97, 100)
    second = compute(scored, at=LATER).run

    with pytest.raises(TransitionRefused):
        runs.publish(run=second, by=scored.director, at=LATER)

    first.refresh_from_db()
    assert first.state == RunState.PUBLISHED


def test_run_that_breaks_off_leaves_the_last_result(scored):
    first = compute(scored).run
    scored.measure(scored.world.surgery, 97, 100)

    def killed(done, total, message):
        raise DatabaseError("killed")

    with pytest.raises(DatabaseError):
        compute(scored, at=LATER, progress=killed)

    first.refresh_from_db()
    assert list(ScoreRun.objects.all()) == [first]
    assert first.state == RunState.PROVISIONAL


def test_progress_is_reported(scored):
    seen = []
    compute(scored, progress=lambda done, total, message: seen.append((done, total, message)))

    assert seen == [(2, 2, "Đã tính 2/2 đơn vị")]


def test_round_without_criteria_is_refused(scored):
    RoundCriteria.objects.all().delete()

    with pytest.raises(runs.RunRefused, match="chưa có bộ tiêu chí"):
        compute(scored)


def test_round_without_participants_is_refused(scored):
    scored.round.participants.all().delete()

    with pytest.raises(runs.RunRefused, match="chưa có đơn vị tham gia"):
        runs.request(round=scored.round, by=scored.office, at=NOW)


def test_impossible_mark_is_named_with_its_unit(scored):
    scored.verify(scored.submit(scored.world.surgery), "a2", verified_points=Decimal(21))

    with pytest.raises(runs.RunRefused, match="Khoa Ngoại. Tiêu chí a2: điểm thẩm định phải từ 0 đến 20"):
        compute(scored)

    assert not ScoreRun.objects.exists()


def test_one_calculation_of_a_round_at_a_time(scored):
    first = runs.request(round=scored.round, by=scored.office, at=NOW)

    assert runs.request(round=scored.round, by=scored.director, at=LATER) == first


def test_queries_do_not_grow_with_the_number_of_units(scored):
    def queries_with(units):
        for _ in range(units):
            unit = UnitFactory(parent=scored.world.centre)
            ParticipantFactory(round=scored.round, unit=unit)
            scored.measure(unit, 97, 100)
            scored.submit(unit, a1={"done": True})
        with CaptureQueriesContext(connection) as captured:
            compute(scored)
        return len(captured)

    queries_with(1)
    assert queries_with(1) == queries_with(8)
