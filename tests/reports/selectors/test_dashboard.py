"""The director's dashboard: figures, heat map and sentences from real rows."""

from datetime import date
from decimal import Decimal

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Unit, User
from accounts.roles import RoleCode
from campaigns.models import Round
from reports.selectors.dashboard import Board, board
from scoring.enums import NodeKind, RunState, ScoreStatus
from scoring.models import Criterion, ScoreRun, UnitScore
from tests.factories.accounts import user_with
from tests.factories.campaigns import CampaignFactory, RoundFactory
from tests.factories.scoring import CriterionFactory, CriterionScoreFactory, ScoreRunFactory, UnitScoreFactory
from tests.factories.world import World

TODAY = date(2026, 11, 22)


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
    assert [score.unit for score in found.ranking] == [world.surgery]
    assert found.heat is not None
    assert found.heat.rows[1].cells[0].step == "none"


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

    assert (found.run, found.heat, found.ranking, found.late) == (None, None, [], [])
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
