"""The director's dashboard: figures, heat map and sentences from real rows."""

from datetime import UTC, date, datetime
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Unit, User
from accounts.roles import RoleCode
from campaigns.enums import PlanState
from campaigns.models import Plan, Round
from reports.selectors.dashboard import Board, board
from scoring.enums import NodeKind, RunState, ScoreStatus
from scoring.models import Criterion, ScoreRun, UnitScore
from tests.factories.accounts import user_with
from tests.factories.campaigns import CampaignFactory, PlanFactory, RoundFactory, TargetFactory
from tests.factories.indicators import IndicatorFactory, MeasurementFactory
from tests.factories.scoring import CriterionFactory, CriterionScoreFactory, ScoreRunFactory, UnitScoreFactory
from tests.factories.world import World

TODAY = date(2026, 11, 22)
ISSUED = datetime(2026, 3, 2, 5, tzinfo=UTC)


def _round(world: World) -> Round:
    return RoundFactory(campaign=CampaignFactory(unit=world.centre), year=2026)


def _group(run: ScoreRun, code: str) -> Criterion:
    return CriterionFactory(
        criteria_set=run.criteria_set, kind=NodeKind.GROUP, code=code, name=f"Nội dung {code}", max_points=Decimal(20)
    )


def _score(run: ScoreRun, unit: Unit, group: Criterion, points: str | None, **fields: object) -> UnitScore:
    score = UnitScoreFactory(run=run, unit=unit, **fields)
    status = ScoreStatus.AWARDED if points is not None else ScoreStatus.NOT_APPLICABLE
    CriterionScoreFactory(
        unit_score=score,
        criterion=group,
        status=status,
        points=None if points is None else Decimal(points),
        max_points=Decimal(20),
    )
    return score


def _board(user: User, world: World) -> Board:
    return board(user, world.centre, 2026, TODAY)


def test_heat_map_shows_the_share_of_points_and_names_the_weakest_content(world: World) -> None:
    run = ScoreRunFactory(round=_round(world), state=RunState.PROVISIONAL)
    group = _group(run, "a")
    _score(run, world.surgery, group, "8", total=Decimal(80), rank=1)
    _score(run, world.pharmacy, group, None, total=Decimal(70), rank=2)
    director = user_with(RoleCode.DIRECTOR, world.centre)

    heat = _board(director, world).heat

    assert heat is not None
    assert [[cell.text for cell in row.cells] for row in heat.rows] == [["40"], ["KAD"]]
    assert [row.cells[0].step for row in heat.rows] == [1, "na"]
    assert heat.sentence == "Thấp nhất: nội dung a, 1/1 đơn vị đạt dưới 50% số điểm."


def test_units_that_have_not_handed_in_are_neither_averaged_nor_ranked(world: World) -> None:
    run = ScoreRunFactory(round=_round(world), state=RunState.PROVISIONAL)
    group = _group(run, "a")
    _score(run, world.surgery, group, "20", total=Decimal(90), rank=1)
    _score(run, world.pharmacy, group, "0", total=Decimal(10), rank=2, is_assessed=False)

    found = _board(user_with(RoleCode.DIRECTOR, world.centre), world)

    assert found.headlines[0].text == "90,00"
    assert [score.unit for score in found.silent] == [world.pharmacy]
    assert found.heat is not None
    assert [(row.label, *row.facts[:2]) for row in found.heat.rows] == [(world.surgery.short_name, "1", "90,00")]


def test_change_against_last_year_is_said(world: World) -> None:
    campaign = CampaignFactory(unit=world.centre)
    for year, total in ((2025, 80), (2026, 85)):
        run = ScoreRunFactory(round=RoundFactory(campaign=campaign, year=year), state=RunState.PROVISIONAL)
        _score(run, world.surgery, _group(run, "a"), "20", total=Decimal(total), rank=1)

    headline = _board(user_with(RoleCode.DIRECTOR, world.centre), world).headlines[0]

    assert headline.sentence == "Tăng 5,00 so với năm 2025."


def test_superior_viewer_sees_published_results_only(world: World) -> None:
    round_ = _round(world)
    run = ScoreRunFactory(round=round_, state=RunState.PROVISIONAL)
    _score(run, world.surgery, _group(run, "a"), "20", total=Decimal(90), rank=1)

    assert _board(user_with(RoleCode.SUPERIOR_VIEWER, world.authority), world).run is None
    assert _board(user_with(RoleCode.DIRECTOR, world.centre), world).run == run


def test_empty_centre_has_an_empty_board(world: World) -> None:
    found = _board(user_with(RoleCode.DIRECTOR, world.centre), world)

    assert (found.run, found.heat, found.silent, found.late) == (None, None, [], [])
    assert found.headlines[0].text == "–"


def test_queries_do_not_grow_with_units(world: World) -> None:
    director = user_with(RoleCode.DIRECTOR, world.centre)
    run = ScoreRunFactory(round=_round(world), state=RunState.PROVISIONAL)
    group = _group(run, "a")
    _score(run, world.surgery, group, "20", total=Decimal(90), rank=1)
    _board(director, world)
    with CaptureQueriesContext(connection) as one:
        _board(director, world)
    _score(run, world.pharmacy, group, "10", total=Decimal(80), rank=2)
    _score(run, world.office, group, "10", total=Decimal(70), rank=3)
    with CaptureQueriesContext(connection) as three:
        _board(director, world)

    assert len(one) == len(three)


def _measured(plan: Plan, label: str, percent: int) -> None:
    indicator = IndicatorFactory(source="declared")
    TargetFactory(plan=plan, indicator=indicator, label=label, low=90)
    MeasurementFactory(
        indicator=indicator, unit=plan.unit, year=2026, numerator=Decimal(percent), denominator=Decimal(100)
    )


def test_targets_not_reached_stand_first_and_only_reached_ones_fold(world: World) -> None:
    plan = PlanFactory(
        campaign__unit=world.centre, state=PlanState.ISSUED, number=1, issued_on=ISSUED.date(), issued_at=ISSUED
    )
    for label, percent in (("Đạt 1", 95), ("Chậm 1", 10), ("Đạt 2", 96), ("Chậm 2", 20), ("Đạt 3", 97)):
        _measured(plan, label, percent)

    found = _board(user_with(RoleCode.DIRECTOR, world.centre), world)

    assert found.bullets is not None and found.more_bullets is not None
    assert [bullet.label for bullet in found.bullets.bullets] == ["Chậm 1", "Chậm 2", "Đạt 1"]
    assert [bullet.label for bullet in found.more_bullets.bullets] == ["Đạt 2", "Đạt 3"]
    assert found.headlines[1].sentence == "Còn 2 chưa đạt."
