"""Circumstances that cap a grade and votes that break ties: recorded, withdrawn, and taken into the next run."""

from datetime import timedelta
from decimal import Decimal

import pytest

from core.errors import DomainError
from core.models import AuditEvent
from scoring.enums import AssessmentState
from scoring.models import Assessment, Circumstance, CriteriaSet, TieVote
from scoring.selectors.standings import ties_of
from scoring.selectors.waiting import for_user
from scoring.services import runs, standings
from tests.factories.accounts import user_with
from tests.factories.scoring import NOW
from tests.scoring.appeal_stage import make_appealable

LIMIT = {"code": "khien_trach", "name": "Trưởng khoa bị khiển trách", "when": "circumstance", "at_most": "tot"}
ZERO = {"code": "diem-khong", "name": "Có tiêu chí 0 điểm", "when": "criterion_zero", "at_most": "tot"}
MINUTES = "Biên bản số 03/BB-HĐTĐKT ngày 10/12/2026"


@pytest.fixture
def ready(scored):
    CriteriaSet.objects.update(limits=[LIMIT, ZERO], tie_break=["c", "vote"])
    return make_appealable(scored)


def refusal(act, *args, **options):
    with pytest.raises(DomainError) as refused:
        act(*args, **options)
    return str(refused.value)


def record(ready, **options):
    values = {
        "round": ready.scored.round,
        "unit": ready.surgery,
        "limit_code": "khien_trach",
        "reason": "Trưởng khoa bị khiển trách ngày 05/6/2026",
        "document": "Quyết định số 12/QĐ-TTYT",
        "by": ready.scored.office,
        "at": NOW,
    }
    return standings.record_circumstance(**{**values, **options})


def vote(ready, *order, **options):
    values = {"round": ready.scored.round, "minutes": MINUTES, "by": ready.scored.office, "at": NOW}
    return standings.record_tie_vote(order=list(order), **{**values, **options})


def compute(ready):
    return runs.compute(round=ready.scored.round, by=ready.scored.office, at=NOW).run


def grade(ready, run):
    score = run.unit_scores.get(unit=ready.surgery)
    return score.grade, score.grade_reason


def test_circumstance_caps_the_grade_in_the_next_run_until_it_is_withdrawn(ready):
    assert grade(ready, ready.run) == ("Xuất sắc", "")
    found = record(ready)

    name, reason = grade(ready, compute(ready))
    assert name == "Tốt"
    assert "Trưởng khoa bị khiển trách" in reason and "Quyết định số 12/QĐ-TTYT" in reason

    standings.withdraw_circumstance(circumstance=found, reason="Ghi nhầm đơn vị", by=ready.scored.office, at=NOW)
    assert grade(ready, compute(ready)) == ("Xuất sắc", "")
    event = AuditEvent.objects.get(action="scoring.circumstance.withdraw")
    assert (event.reason, event.actor) == ("Ghi nhầm đơn vị", ready.scored.office)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"limit_code": "khac"}, "không có điều kiện hạ mức này"),
        ({"limit_code": "diem-khong"}, "không có điều kiện hạ mức này"),
        ({"reason": " "}, "Cần ghi sự việc"),
        ({"document": ""}, "Cần ghi văn bản"),
        ({"document": "a" * 201}, "tối đa 200"),
    ],
)
def test_incomplete_circumstance_is_refused(ready, values, words):
    assert words in refusal(record, ready, **values)
    assert not Circumstance.objects.exists()


def test_circumstance_is_recorded_once_for_participants_by_the_office(ready):
    assert "không tham gia" in refusal(record, ready, unit=ready.scored.world.office)
    assert "không có quyền" in refusal(record, ready, by=ready.judge)
    record(ready)
    assert "đang có hiệu lực" in refusal(record, ready)


def test_withdrawing_needs_a_reason_and_happens_once(ready):
    found = record(ready)
    act = {"circumstance": found, "by": ready.scored.office, "at": NOW}

    assert "Cần ghi lý do rút" in refusal(standings.withdraw_circumstance, **act, reason=" ")
    assert "không có quyền" in refusal(standings.withdraw_circumstance, **{**act, "by": ready.head}, reason="Nhầm")
    standings.withdraw_circumstance(**act, reason="Nhầm")
    assert "đã được rút" in refusal(standings.withdraw_circumstance, **act, reason="Nhầm")
    assert record(ready).pk != found.pk


def ranks(run):
    return dict(run.unit_scores.values_list("unit__code", "rank"))


def test_recorded_vote_breaks_a_tie_in_the_next_run(ready):
    world = ready.scored.world
    assert ranks(ready.run) == {"khoa-ngoai": 1, "khoa-duoc": 1}

    vote(ready, world.pharmacy, world.surgery)
    run = compute(ready)

    assert ranks(run) == {"khoa-duoc": 1, "khoa-ngoai": 2}
    assert ties_of(run) == []
    assert AuditEvent.objects.filter(action="scoring.tie_vote.record").count() == 2


def test_later_vote_about_the_same_units_replaces_the_earlier(ready):
    world = ready.scored.world
    vote(ready, world.pharmacy, world.surgery)
    compute(ready)

    vote(ready, world.surgery, world.pharmacy, at=NOW + timedelta(days=1), minutes="Biên bản số 04")

    assert ranks(compute(ready)) == {"khoa-ngoai": 1, "khoa-duoc": 2}
    assert set(TieVote.objects.values_list("minutes", flat=True)) == {"Biên bản số 04"}


def test_vote_names_all_tied_units_and_only_them(ready):
    world = ready.scored.world

    assert "không đang cùng một thứ hạng" in refusal(vote, ready, world.surgery)
    assert "không đang cùng một thứ hạng" in refusal(vote, ready, world.surgery, world.surgery)
    assert "không đang cùng một thứ hạng" in refusal(vote, ready, world.surgery, world.office)
    ready.scored.verify(Assessment.objects.get(unit=ready.surgery), "a2", verified_points=Decimal(13))
    compute(ready)
    assert "không đang cùng một thứ hạng" in refusal(vote, ready, world.surgery, world.pharmacy)


def test_vote_needs_minutes_the_right_and_a_set_that_knows_votes(ready):
    order = (ready.surgery, ready.scored.world.pharmacy)

    assert "Cần ghi số, ngày của biên bản" in refusal(vote, ready, *order, minutes=" ")
    assert "không có quyền" in refusal(vote, ready, *order, by=ready.judge)
    CriteriaSet.objects.update(tie_break=["c"])
    assert "không phân định thứ hạng bằng biểu quyết" in refusal(vote, ready, *order)
    assert not TieVote.objects.exists()


def test_secretary_is_told_of_ties(ready):
    world = ready.scored.world
    secretary = user_with("council_secretary", world.centre)
    said = "2 đơn vị bằng điểm cùng hạng, chờ biểu quyết phân định"

    assert said in [item.text for item in for_user(secretary, world.centre, 2026, NOW.date())]
    assert said not in [item.text for item in for_user(ready.judge, world.centre, 2026, NOW.date())]


def test_stage_is_verified(ready):
    assert not Assessment.objects.exclude(state=AssessmentState.VERIFIED).exists()
