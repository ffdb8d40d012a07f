"""Scenarios: kept, computed, shared, thrown away; and nothing real is ever touched."""

from decimal import Decimal
from hashlib import sha256

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Unit
from campaigns.models import Participant
from core.models import AuditEvent, Job, Notification
from scoring.enums import RunState
from scoring.models import RoundCriteria, Scenario
from scoring.selectors import scenarios as reading
from scoring.services import runs, scenario_trials, scenarios
from scoring.services.scenarios import ScenarioRefused
from tests.factories.accounts import UnitFactory, user_with
from tests.factories.campaigns import ParticipantFactory
from tests.factories.scoring import NOW, SMALL_SET, ScoreRunFactory, stored_small_set

OWN = {"scoring.scenario", "core.auditevent", "core.notification", "core.job"}
LIGHTER = [{"kind": "weight", "code": "a1", "max": "20"}, {"kind": "weight", "code": "c2", "max": "60"}]


@pytest.fixture
def run(scored):
    """The surgery is first (40 + 15.25 + 40), the pharmacy has only its on-time figure (97 % of 40)."""
    scored.measure(scored.world.surgery, 1204, 1215)
    scored.measure(scored.world.pharmacy, 97, 100)
    assessment = scored.submit(scored.world.surgery, a1={"done": True})
    assessment.items.filter(criterion__code="c2").update(declared={"numerator": "1204", "denominator": "1215"})
    scored.verify(assessment, "a2", verified_points=Decimal("15.25"), verified_reason="Còn thiếu biên bản")
    return runs.compute(round=scored.round, by=scored.office, at=NOW).run


def scenario_on(run, by, *changes, name="Giảm nặng kế hoạch"):
    scenario = scenarios.create(run=run, name=name, by=by, at=NOW)
    for change in changes:
        scenario = scenarios.add_change(scenario=scenario, change=change, by=by, at=NOW)
    return scenario


def computed(run, by, *changes):
    return scenarios.compute(scenario=scenario_on(run, by, *changes), by=by, at=NOW)


def moves(scenario):
    found = reading.comparison(scenario)
    return {move.unit: move for move in found.moves}


def everything_real():
    """One hash of every row of every table but the scenarios' own, the trail, and notices."""
    rows = (
        row
        for model in sorted(apps.get_models(), key=lambda model: model._meta.label)
        if model._meta.managed and model._meta.label_lower not in OWN
        for row in model._base_manager.order_by("pk")
    )
    return sha256(serializers.serialize("json", rows).encode()).hexdigest()


def test_without_changes_everything_stays_as_it_was_stored(scored, run):
    scenario = computed(run, scored.office)

    assert not any(move.is_changed for move in moves(scenario).values())
    assert reading.comparison(scenario).sentence == "Không đơn vị nào đổi điểm, hạng hay xếp loại."
    assert reading.is_current(scenario)


def test_weights_move_points(scored, run):
    found = moves(computed(run, scored.office, *LIGHTER))

    surgery = found[scored.world.surgery.code]
    assert (surgery.before.total, surgery.after.total) == (Decimal("95.25"), Decimal("95.25"))
    assert found[scored.world.pharmacy.code].after.total == Decimal("58.20")


def test_contested_mark_and_decision_move_grade_and_rank(scored, run):
    surgery, pharmacy = scored.world.surgery.code, scored.world.pharmacy.code
    scenario = computed(
        run,
        scored.office,
        {"kind": "not_applicable", "unit": pharmacy, "code": "a", "reason": "Thử"},
        {"kind": "mark", "unit": surgery, "code": "a1", "points": "30", "reason": "Kiến nghị"},
    )

    found = moves(scenario)
    assert found[surgery].changes_grade and found[surgery].after.total == Decimal("85.25")
    assert found[pharmacy].after.total == Decimal("97.00") and found[pharmacy].after.rank == 1
    assert reading.comparison(scenario).sentence.startswith("2 đơn vị đổi hạng, 2 đơn vị đổi xếp loại: ")


def test_nothing_real_is_touched(scored, run):
    before = everything_real()
    scenario = computed(run, scored.office, *LIGHTER)
    scenarios.share(scenario=scenario, by=scored.office, at=NOW)
    scenarios.unshare(scenario=scenario, by=scored.office, at=NOW)
    scenarios.delete(scenario=scenario, by=scored.office, at=NOW)

    assert everything_real() == before


def test_computing_again_gives_the_same(scored, run):
    scenario = computed(run, scored.office, *LIGHTER)

    assert scenarios.compute(scenario=scenario, by=scored.office, at=NOW).result == scenario.result


def test_refused_sum_is_told_and_nothing_is_computed(scored, run):
    scenario = scenario_on(run, scored.office, LIGHTER[0])

    with pytest.raises(ScenarioRefused, match="cộng lại thành 80, không bằng thang điểm 100"):
        scenarios.compute(scenario=scenario, by=scored.office, at=NOW)
    scenario.refresh_from_db()
    assert scenario.computed_at is None and scenario.result == {}


def test_change_that_says_nothing_is_refused(scored, run):
    scenario = scenario_on(run, scored.office)

    with pytest.raises(ScenarioRefused, match="Không có tiêu chí"):
        scenarios.add_change(
            scenario=scenario, change={"kind": "weight", "code": "z", "max": "1"}, by=scored.office, at=NOW
        )
    assert Scenario.objects.get(pk=scenario.pk).changes == []


def test_changed_figures_since_the_run_are_told_by_unit(scored, run):
    scenario = scenario_on(run, scored.office)
    item = run.round.assessments.get(unit=scored.world.surgery).items.get(criterion__code="a2")
    item.verified_points = Decimal(10)
    item.save()

    with pytest.raises(ScenarioRefused, match=scored.world.surgery.short_name):
        scenarios.compute(scenario=scenario, by=scored.office, at=NOW)


def test_removing_a_change_needs_the_list_that_was_seen(scored, run):
    scenario = scenario_on(run, scored.office, *LIGHTER)
    common = {"scenario": scenario, "by": scored.office, "at": NOW}
    earlier = reading.fingerprint(scenario)

    swapped = scenarios.remove_change(place=0, seen=earlier, **common)
    assert swapped.changes == LIGHTER[1:]
    scenarios.add_change(change=LIGHTER[0], **common)
    with pytest.raises(ScenarioRefused, match="vừa được người khác sửa"):
        scenarios.remove_change(place=0, seen=earlier, **common)
    assert Scenario.objects.get().changes == [*LIGHTER[1:], LIGHTER[0]]


def test_changing_after_computing_makes_the_result_old(scored, run):
    scenario = scenarios.add_change(
        scenario=computed(run, scored.office),
        change={"kind": "option", "name": "band_low", "of": "tot", "value": "75"},
        by=scored.office,
        at=NOW,
    )

    assert not reading.is_current(scenario)
    with pytest.raises(ScenarioRefused, match="chưa được tính thử"):
        scenarios.share(scenario=scenario, by=scored.office, at=NOW)


def test_director_is_told_and_sees_only_what_is_shared(scored, run):
    scenario = computed(run, scored.office)
    assert not reading.visible_scenarios(scored.director).exists()

    scenarios.share(scenario=scenario, by=scored.office, at=NOW)

    assert reading.visible_scenarios(scored.director).get() == scenario
    notice = Notification.objects.get(recipient=scored.director)
    assert scenario.name in notice.text and notice.url == scenarios.address_of(scenario)
    assert not Notification.objects.filter(recipient=scored.office).exists()


def test_shared_scenario_stays_as_the_director_saw_it(scored, run):
    scenario = scenarios.share(scenario=computed(run, scored.office), by=scored.office, at=NOW)
    common = {"by": scored.office, "at": NOW}

    with pytest.raises(ScenarioRefused, match="đã trình"):
        scenarios.add_change(scenario=scenario, change=LIGHTER[0], **common)
    with pytest.raises(ScenarioRefused, match="đã trình"):
        scenarios.delete(scenario=scenario, **common)
    scenarios.unshare(scenario=scenario, **common)
    scenarios.delete(scenario=scenario, **common)
    assert not Scenario.objects.exists()


def test_only_the_maker_deletes(scored, run):
    scenario = scenario_on(run, scored.office)
    colleague = user_with("office", scored.world.centre)

    with pytest.raises(ScenarioRefused, match="Chỉ người lập"):
        scenarios.delete(scenario=scenario, by=colleague, at=NOW)


def test_names_are_used_once_in_a_round(scored, run):
    first = scenario_on(run, scored.office)
    second = scenario_on(run, scored.office, name="Khác")

    with pytest.raises(ScenarioRefused, match="Đã có phương án"):
        scenarios.rename(scenario=second, name=first.name, note="", by=scored.office, at=NOW)
    scenarios.rename(scenario=first, name=first.name, note="Ghi thêm", by=scored.office, at=NOW)


def test_run_that_is_being_computed_is_refused(scored):
    computing = ScoreRunFactory(round=scored.round, state=RunState.COMPUTING, provisional_at=None)

    with pytest.raises(ScenarioRefused, match="đang được tính"):
        scenarios.create(run=computing, name="Sớm quá", by=scored.office, at=NOW)


def test_result_of_an_older_engine_is_refused(scored, run):
    run.engine_version = "0.9"
    run.save()

    with pytest.raises(ScenarioRefused, match="phiên bản cũ"):
        scenario_trials.positions(run, [])


def test_each_step_is_in_the_trail(scored, run):
    scenario = computed(run, scored.office, *LIGHTER)
    scenarios.share(scenario=scenario, by=scored.office, at=NOW)

    events = AuditEvent.objects.filter(target_type="scoring.scenario").order_by("pk")

    assert [event.action.rsplit(".")[-1] for event in events] == ["create", "change", "change", "compute", "share"]
    assert "40 → 20 điểm" in str(events[1].changes)


def test_few_units_are_computed_at_once_and_many_in_the_background(scored, run, monkeypatch):
    scenario = scenario_on(run, scored.office)
    assert scenarios.request(scenario=scenario, by=scored.office, at=NOW) is None
    monkeypatch.setattr(scenarios, "FEW_UNITS", 1)

    job = scenarios.request(scenario=scenario, by=scored.office, at=NOW)

    assert job.arguments == {"scenario": scenario.pk}
    assert scenarios.request(scenario=scenario, by=scored.office, at=NOW).pk == job.pk
    assert Job.objects.count() == 1


def test_unit_with_another_code_is_shown_until_the_trial_is_computed_again(scored, run):
    scenario = computed(run, scored.office)
    Unit.objects.filter(pk=scored.world.surgery.pk).update(code="ma-moi")

    assert moves(scenario)["ma-moi"].after.total is None
    assert moves(scenarios.compute(scenario=scenario, by=scored.office, at=NOW))["ma-moi"].after.total is not None


def test_averages_follow_the_changes(scored, world):
    criteria_set = stored_small_set(world.centre, code="so-sanh", group=COMPARED)
    RoundCriteria.objects.filter(round=scored.round).update(criteria_set=criteria_set)
    scored.measure(world.surgery, 90, 100)
    scored.measure(world.pharmacy, 80, 100)
    run = runs.compute(round=scored.round, by=scored.office, at=NOW).run
    assert run.unit_scores.get(unit=world.pharmacy).total == 0

    left_out = {"kind": "not_applicable", "unit": world.surgery.code, "code": "c2", "reason": "Thử"}
    found = moves(computed(run, scored.office, left_out))

    assert found[world.pharmacy.code].after.total == 100


def test_progress_is_told_and_queries_do_not_grow_with_units(scored, run):
    told = []
    few = count_queries(run, lambda *step: told.append(step[:2]))
    assert told == [(2, 2)]

    for _ in range(8):
        ParticipantFactory(round=scored.round, unit=UnitFactory(parent=scored.world.centre))
    more = runs.compute(round=scored.round, by=scored.office, at=NOW).run

    assert Participant.objects.filter(round=scored.round).count() == more.unit_scores.count() == 10
    assert count_queries(more) <= few
    assert Unit.objects.count() > 10


def count_queries(run, progress=None):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        scenario_trials.positions(run, [], progress)
    return len(queries)


COMPARED = [
    {
        "code": "c",
        "name": "Thủ tục hành chính",
        "max": 100,
        "criterion": [
            {
                **SMALL_SET["group"][1]["criterion"][0],
                "max": 100,
                "rule": {
                    "kind": "versus_average",
                    "reached": 100,
                    "numerator_label": "Hồ sơ đúng hạn",
                    "denominator_label": "Hồ sơ đã giải quyết",
                },
            }
        ],
    }
]
