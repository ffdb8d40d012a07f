"""A calculation in batches: broken off, taken up, shared, and seen by nobody before it is complete."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ops import processes
from ops.environment import PYTHON
from scoring.enums import BatchState, RunState
from scoring.models import CriterionScore, ScoreBatch, ScoreRun, UnitScore
from scoring.selectors import results
from scoring.services import batches, criteria, runs
from tests.factories.accounts import UnitFactory
from tests.factories.campaigns import ParticipantFactory
from tests.factories.scoring import NOW, stored_small_set

LINES = 6  # two groups, three criteria, one bonus criterion
LATER = NOW + timedelta(hours=1)


class Killed(Exception):
    pass


@pytest.fixture
def crowd(scored, monkeypatch):
    """Seven units in batches of two, each with a sheet."""
    monkeypatch.setattr(batches, "UNITS_PER_BATCH", 2)
    units = [scored.world.surgery, scored.world.pharmacy, *(UnitFactory(parent=scored.world.centre) for _ in range(5))]
    for number, unit in enumerate(units):
        if number > 1:
            ParticipantFactory(round=scored.round, unit=unit)
        scored.measure(unit, 94 + number, 100)
        scored.submit(unit, a1={"done": number % 2 == 0}, c2={"numerator": str(94 + number), "denominator": "100"})
    return scored


def compute(scored, at=NOW, **options):
    return runs.compute(round=scored.round, by=scored.office, at=at, **options)


def break_off(scored, after=2):
    """Start a calculation that dies when so many batches are done."""
    seen = []

    def killed(done, total, message):
        seen.append(done)
        if len(seen) == after:
            raise Killed

    with pytest.raises(Killed):
        compute(scored, progress=killed)
    return ScoreRun.with_computing.get(state=RunState.COMPUTING)


def change_one(scored, unit=None):
    sheet = (unit or scored.world.surgery).assessments.get()
    sheet.items.filter(criterion__code="a1").update(declared={"done": False})


def outcome(run):
    scores = run.unit_scores.order_by("unit__code")
    return list(scores.values_list("unit__code", "total", "rank", "group_rank", "grade", "inputs_hash", "result_hash"))


def test_killed_calculation_leaves_the_last_result_and_is_taken_up(crowd):
    whole = compute(crowd).run
    change_one(crowd)

    begun = break_off(crowd)

    assert list(ScoreRun.objects.all()) == [whole]
    assert results.published_run(crowd.round) is None and results.previous_run(begun) == whole
    done = set(UnitScore.objects.filter(run=begun).values_list("pk", flat=True))
    assert len(done) == 4

    finished = compute(crowd, at=LATER).run

    assert finished.pk == begun.pk and finished.state == RunState.PROVISIONAL
    assert finished.unit_scores.count() == 7
    assert CriterionScore.objects.filter(unit_score__run=finished).count() == 7 * LINES
    assert done <= set(finished.unit_scores.values_list("pk", flat=True))
    assert not ScoreBatch.objects.exists()


def test_taken_up_calculation_gives_the_same_bytes(crowd):
    whole = compute(crowd).run
    expected = outcome(whole), whole.inputs_hash, whole.result_hash
    ScoreRun.objects.all().delete()

    break_off(crowd)
    run = compute(crowd, at=LATER).run

    assert (outcome(run), run.inputs_hash, run.result_hash) == expected


def test_only_batches_whose_inputs_changed_are_done_again(crowd):
    begun = break_off(crowd)
    before = dict(begun.unit_scores.values_list("unit_id", "pk"))
    changed = begun.unit_scores.filter(total__gte=40).first().unit
    change_one(crowd, changed)

    run = compute(crowd, at=LATER).run

    kept = {unit for unit, pk in before.items() if run.unit_scores.filter(pk=pk, unit=unit).exists()}
    assert len(kept) == 2 and changed.pk not in kept
    assert run.unit_scores.get(unit=changed).criterion_scores.get(criterion__code="a1").points == 0


def test_batches_of_another_engine_or_other_units_are_thrown_away(crowd):
    old = break_off(crowd)
    ScoreRun.with_computing.update(engine_version="0.9")
    another = break_off(crowd)

    assert another.pk != old.pk and not UnitScore.objects.filter(run=old.pk).exists()

    ParticipantFactory(round=crowd.round, unit=crowd.world.office)
    run = compute(crowd, at=LATER).run

    assert run.pk != another.pk and run.unit_scores.count() == 8
    assert ScoreRun.with_computing.count() == 1


def test_refused_calculation_leaves_nothing_behind(crowd):
    sheet = crowd.world.surgery.assessments.get()
    crowd.verify(sheet, "a2", verified_points=Decimal(21))

    with pytest.raises(runs.RunRefused, match="Tiêu chí a2"):
        compute(crowd)

    assert not ScoreRun.with_computing.exists() and not ScoreBatch.objects.exists()


def test_nobody_sees_a_run_that_is_being_computed(crowd, client):
    break_off(crowd)
    client.force_login(crowd.office)

    assert not results.visible_runs(crowd.office).exists()
    assert not results.visible_unit_scores(crowd.office).exists()
    assert not crowd.round.score_runs.exists()
    score = UnitScore.objects.first()
    assert client.get(reverse("scoring:unit-result", args=[score.pk])).status_code == 404
    assert client.get(reverse("scoring:run-detail", args=[score.run_id])).status_code == 404
    page = client.get(runs.address_of(crowd.round)).content.decode()
    assert "chưa tính điểm" in page and crowd.world.surgery.name not in page


def test_broken_off_calculation_does_not_tie_the_round_to_its_set(crowd):
    break_off(crowd)
    other = stored_small_set(crowd.world.centre, code="bo-khac")

    criteria.assign(round=crowd.round, criteria_set=other, by=None, at=LATER)

    assert compute(crowd, at=LATER).run.criteria_set == other


def test_helper_does_batches_and_the_leader_finishes(crowd):
    helped = []
    done = compute(crowd, ask_for_help=lambda run: helped.append(runs.help_compute(run_id=run.pk)))

    assert helped == [4]
    assert done.is_new and done.run.unit_scores.count() == 7


def test_helper_that_comes_too_late_does_nothing(crowd):
    run = compute(crowd).run

    assert runs.help_compute(run_id=run.pk) == 0
    assert runs.help_compute(run_id=run.pk + 1000) == 0


def test_each_batch_takes_the_same_number_of_queries(crowd, monkeypatch):
    def queries(size):
        monkeypatch.setattr(batches, "UNITS_PER_BATCH", size)
        stored = criteria_of(crowd)
        work = batches.begin(round=crowd.round, stored_set=stored, by=None, at=NOW)
        with CaptureQueriesContext(connection) as captured:
            assert batches.do_next(work, wait=False)
        batches.discard(work.run)
        return len(captured)

    assert queries(1) == queries(7)


def criteria_of(scored):
    return runs._set_and_units(scored.round)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_run_with_every_unit_once(transactional_db, request):
    crowd = request.getfixturevalue("crowd")

    def work(_):
        try:
            return compute(crowd)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(work, range(3)))

    run = ScoreRun.with_computing.get()
    assert {each.run.pk for each in done} == {run.pk}
    assert run.unit_scores.count() == 7 and run.state == RunState.PROVISIONAL
    assert CriterionScore.objects.count() == 7 * LINES


@pytest.mark.needs_shared
@pytest.mark.django_db(transaction=True)
def test_killed_process_gives_its_batch_back(transactional_db, request):
    from tests.servers import database_url

    crowd = request.getfixturevalue("crowd")
    whole = compute(crowd).run
    change_one(crowd)
    work = batches.begin(round=crowd.round, stored_set=criteria_of(crowd), by=None, at=LATER)
    left = ScoreBatch.objects.filter(state=BatchState.WAITING)
    command = [PYTHON, "manage.py", "compute_scores", "phong-trao", "2026"]
    with transaction.atomic():
        # The other process has to wait for the last batch.
        list(left.filter(number=4).order_by("pk").select_for_update())
        process = processes.start(command, env={**os.environ, "DATABASE_URL": database_url()}, quiet=True)
        try:
            deadline = time.monotonic() + 60
            while left.count() > 1:
                assert process.poll() is None and time.monotonic() < deadline
                time.sleep(0.05)
        finally:
            processes.stop(process, by=signal.SIGKILL)

    assert list(ScoreRun.objects.all()) == [whole]
    assert UnitScore.objects.filter(run=work.run).count() == 6

    run = compute(crowd, at=LATER).run

    assert run.pk == work.run.pk and run.unit_scores.count() == 7
    assert set(ScoreRun.objects.filter(state=RunState.SUPERSEDED)) == {whole}
