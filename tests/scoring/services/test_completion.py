"""What only the comparison of all units gives: averages, ranks with their tie-breaks, limits and the quota."""

from decimal import Decimal

import pytest

from scoring.enums import RunState
from scoring.models import AssessmentItem, Criterion, ScoreRun
from scoring.services import batches, criteria, runs
from tests.factories.accounts import UnitFactory
from tests.factories.campaigns import ParticipantFactory
from tests.factories.scoring import NOW, CircumstanceFactory, TieVoteFactory, stored_small_set

COMPARED = [
    {
        "code": "a",
        "name": "Kết quả",
        "max": 100,
        "criterion": [
            {"code": "a1", "name": "Kế hoạch", "max": 40, "rule": {"kind": "yes_no"}},
            {
                "code": "a2",
                "name": "So với bình quân",
                "max": 60,
                "rule": {
                    "kind": "versus_average",
                    "reached": 60,
                    "otherwise": 10,
                    "numerator_label": "Số đạt",
                    "denominator_label": "Tổng số",
                },
            },
        ],
    }
]


@pytest.fixture
def stage(scored, monkeypatch):
    """Four units in batches of one, scored by a set that the test chooses."""
    monkeypatch.setattr(batches, "UNITS_PER_BATCH", 1)
    others = [UnitFactory(parent=scored.world.centre) for _ in range(2)]
    for unit in others:
        ParticipantFactory(round=scored.round, unit=unit)
    units = [scored.world.surgery, scored.world.pharmacy, *others]

    def use(marks, **parts):
        stored = stored_small_set(scored.world.centre, code="bo-so-sanh", group=COMPARED, **parts)
        criteria.assign(round=scored.round, criteria_set=stored, by=None, at=NOW)
        object.__setattr__(scored, "criteria_set", stored)
        for unit, (done, part) in zip(units, marks, strict=True):
            scored.submit(unit, a1={"done": done}, a2={"numerator": str(part), "denominator": "100"})
        return units

    return scored, use


def computed(scored):
    run = runs.compute(round=scored.round, by=scored.office, at=NOW).run
    return {score.unit_id: score for score in run.unit_scores.all()}


def test_units_are_compared_with_the_average_of_all_batches(stage):
    scored, use = stage
    units = use([(True, 90), (True, 80), (True, 70), (True, 60)])

    scores = computed(scored)

    assert [scores[unit.pk].total for unit in units] == [Decimal(100), Decimal(100), Decimal(50), Decimal(50)]
    line = scores[units[1].pk].criterion_scores.get(criterion__code="a2")
    assert line.trace["inputs"] == {"numerator": "80", "denominator": "100", "average": "75"}


def test_average_that_a_unit_declared_for_itself_is_passed_over(stage):
    scored, use = stage
    units = use([(True, 90), (True, 80), (True, 70), (True, 60)])
    lines = AssessmentItem.objects.filter(criterion__code="a2", assessment__unit=units[3])
    lines.update(declared={"numerator": "60", "denominator": "100", "average": "1"})

    line = computed(scored)[units[3].pk].criterion_scores.get(criterion__code="a2")
    assert (line.points, line.trace["inputs"]["average"]) == (Decimal(10), "75")

    Criterion.objects.filter(code="a2").update(entered_by="office")
    line = computed(scored)[units[3].pk].criterion_scores.get(criterion__code="a2")
    assert (line.points, line.trace["inputs"]["average"]) == (Decimal(60), "1")


def test_changed_average_throws_half_a_calculation_away(stage):
    scored, use = stage
    units = use([(True, 90), (True, 80), (True, 70), (True, 60)])
    stored = runs._set_and_units(scored.round)
    begun = batches.begin(round=scored.round, stored_set=stored, by=None, at=NOW)
    batches.do_next(begun, wait=False)
    sheet = units[3].assessments.get()
    sheet.items.filter(criterion__code="a2").update(declared={"numerator": "100", "denominator": "100"})

    scores = computed(scored)

    assert [scores[unit.pk].total for unit in units] == [Decimal(100), Decimal(50), Decimal(50), Decimal(100)]
    assert not ScoreRun.with_computing.filter(state=RunState.COMPUTING).exists()


def test_ties_are_broken_by_the_keys_of_the_set_then_by_the_vote(stage):
    scored, use = stage
    marks = [(True, 90), (True, 90), (False, 90), (True, 10)]
    units = use(marks, tie_break=["a2", "vote"])
    for unit, place in ((units[0], 2), (units[1], 1)):
        TieVoteFactory(round=scored.round, unit=unit, place=place)

    scores = computed(scored)

    assert [scores[unit.pk].rank for unit in units] == [2, 1, 3, 4]


def test_recorded_vote_makes_a_new_run(stage):
    scored, use = stage
    units = use([(True, 90)] * 4, tie_break=["vote"])
    before = computed(scored)
    for place, unit in enumerate(units, start=1):
        TieVoteFactory(round=scored.round, unit=unit, place=place)

    after = computed(scored)

    assert {score.rank for score in before.values()} == {1}
    assert [after[unit.pk].rank for unit in units] == [1, 2, 3, 4]
    assert ScoreRun.objects.count() == 2


def test_circumstance_caps_the_grade_and_says_why(stage):
    scored, use = stage
    limit = {"code": "khien_trach", "name": "Kỷ luật", "when": "circumstance", "at_most": "tot"}
    units = use([(True, 90), (True, 80), (True, 70), (True, 60)], limit=[limit])
    CircumstanceFactory(round=scored.round, unit=units[0])

    capped, free = (computed(scored)[unit.pk] for unit in units[:2])

    assert (capped.reached_code, capped.grade_code) == (free.grade_code, "tot")
    assert "Kỷ luật" in capped.grade_reason and "khiển trách" in capped.grade_reason
    assert free.grade_reason == ""


def test_quota_lets_the_best_keep_the_grade(stage):
    scored, use = stage
    units = use([(True, 90), (True, 80), (True, 70), (True, 60)], tie_break=["vote"])
    scores = computed(scored)
    best = scores[units[0].pk].grade_code
    quota = {"band": best, "percent": 25, "base": "all"}
    scored.round.score_runs.all().delete()
    scored.criteria_set.__class__.objects.filter(pk=scored.criteria_set.pk).update(quota=quota)
    for place, unit in enumerate(units[:2], start=1):
        TieVoteFactory(round=scored.round, unit=unit, place=place)

    first, second = (computed(scored)[unit.pk] for unit in units[:2])

    assert first.grade_code == best and first.grade_reason == ""
    assert second.reached_code == best and second.grade_code != best
    assert "25%" in second.grade_reason


def test_source_of_a_compared_figure_is_still_told(stage):
    scored, use = stage
    group = [{**COMPARED[0], "criterion": [dict(leaf) for leaf in COMPARED[0]["criterion"]]}]
    group[0]["criterion"][1] |= {"indicator": "tthc_on_time", "entered_by": "portal"}
    stored = stored_small_set(scored.world.centre, code="bo-cong", group=group)
    criteria.assign(round=scored.round, criteria_set=stored, by=None, at=NOW)
    scored.measure(scored.world.surgery, 90, 100)

    line = computed(scored)[scored.world.surgery.pk].criterion_scores.get(criterion__code="a2")

    assert (line.trace["source"], line.trace["inputs"]["average"]) == ("Báo cáo một cửa", "90")
