"""A superior sees its centres side by side, and of each only what was published."""

from datetime import UTC, datetime
from decimal import Decimal

from django.urls import reverse

from accounts.models import Unit
from accounts.roles import RoleCode
from reports.selectors.centres import side_by_side
from scoring.enums import NodeKind, RunState
from scoring.models import ScoreRun
from tests.factories.accounts import user_with
from tests.factories.campaigns import CampaignFactory, RoundFactory
from tests.factories.scoring import CriterionFactory, CriterionScoreFactory, ScoreRunFactory, UnitScoreFactory

PUBLISHED_AT = datetime(2026, 11, 5, 3, 0, tzinfo=UTC)


def run_of(centre: Unit, unit: Unit, state: RunState, points: dict[str, str]) -> ScoreRun:
    """A run with one unit whose points (out of 20) are given by content."""
    round_ = RoundFactory(campaign=CampaignFactory(unit=centre), year=2026)
    run = ScoreRunFactory(round=round_, state=state, final_at=PUBLISHED_AT, published_at=PUBLISHED_AT)
    score = UnitScoreFactory(run=run, unit=unit, total=Decimal("82.50"))
    for code, earned in points.items():
        group = CriterionFactory(
            criteria_set=run.criteria_set, kind=NodeKind.GROUP, code=code, name=f"Nội dung {code}", max_points=20
        )
        CriterionScoreFactory(unit_score=score, criterion=group, points=Decimal(earned), max_points=Decimal(20))
    return run


def test_published_centre_has_figures_and_the_other_has_none(world):
    run_of(world.centre, world.surgery, RunState.PUBLISHED, {"a": "18", "b": "5"})
    run_of(world.other_centre, world.other_department, RunState.PROVISIONAL, {"a": "20"})
    superior = user_with(RoleCode.SUPERIOR_VIEWER, world.authority)

    own, other = side_by_side(superior, [world.centre, world.other_centre], 2026)

    assert (own.units, own.average, own.best, own.worst) == (1, Decimal("82.50"), "Nội dung a", "Nội dung b")
    assert (other.published_on, other.units, other.average, other.best) == (None, 0, None, "")


def test_one_centre_alone_needs_no_comparison(world):
    director = user_with(RoleCode.DIRECTOR, world.centre)

    assert side_by_side(director, [world.centre], 2026) == []


def test_superiors_dashboard_compares_centres_and_keeps_inner_delays_out(client, world):
    run_of(world.centre, world.surgery, RunState.PUBLISHED, {"a": "18"})
    client.force_login(user_with(RoleCode.SUPERIOR_VIEWER, world.authority))

    page = client.get(reverse("reports:dashboard")).content.decode()

    assert "Các trung tâm năm" in page and "TTYT Hai" in page
    assert "Đang chậm" not in page and "đã nộp phiếu tự đánh giá" not in page


def test_superior_is_not_told_whether_marks_are_computed_before_publication(client, world):
    run_of(world.centre, world.surgery, RunState.PROVISIONAL, {"a": "18"})
    client.force_login(user_with(RoleCode.SUPERIOR_VIEWER, world.authority))

    page = client.get(reverse("reports:dashboard")).content.decode()

    assert "Chưa công bố kết quả." in page and "82,5" not in page
