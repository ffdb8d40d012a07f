"""Plan rows as a document: numbering filled in, names of the day, one literal count of queries."""

from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from campaigns.enums import PlanState
from campaigns.models import Plan, PlanSection
from campaigns.selectors.plan_document import issuer_names, newest_plan, plan_document
from tests.factories.accounts import UnitNameFactory
from tests.factories.campaigns import CampaignFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 1, tzinfo=UTC)


def _plan(world: World, sections: int = 1) -> Plan:
    campaign = CampaignFactory(unit=world.centre, code="thu")
    plan = Plan.objects.create(campaign=campaign, subject="Thử", created_at=AT, preamble="Một.\n\nHai.")
    parent = None
    for position in range(sections):
        parent = PlanSection.objects.create(
            plan=plan, parent=parent, position=position, style="roman", heading=f"Mục {position}"
        )
    return plan


@pytest.mark.parametrize("sections", [1, 3])
def test_a_plan_is_read_whole_in_a_fixed_number_of_queries(
    world: World, sections: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _plan(world, sections)
    plan = newest_plan("thu")
    assert plan is not None
    with django_assert_num_queries(6):
        document = plan_document(plan)
    assert document.preamble == ("Một.", "Hai.")
    assert document.sections[0].label == "I."


def test_automatic_numbers_follow_manual_ones(world: World) -> None:
    plan = _plan(world)
    PlanSection.objects.create(plan=plan, position=5, style="roman", mark="IV", heading="B")
    PlanSection.objects.create(plan=plan, position=6, style="roman", heading="C")
    assert [section.label for section in plan_document(plan).sections] == ["I.", "IV.", "V."]


def test_names_are_those_of_the_day(world: World) -> None:
    UnitNameFactory(
        unit=world.centre,
        full_name="Trung tâm Y tế huyện Cũ",
        superior_name="Sở Y tế tỉnh Bình Định",
        valid_to=date(2025, 6, 30),
    )
    assert issuer_names(world.centre, date(2025, 1, 1)) == ("SỞ Y TẾ TỈNH BÌNH ĐỊNH", "TRUNG TÂM Y TẾ HUYỆN CŨ")
    assert issuer_names(world.centre, date(2026, 1, 1)) == ("SỞ Y TẾ TỈNH GIA LAI", "TRUNG TÂM Y TẾ MỘT")


def test_the_newest_version_is_found(world: World) -> None:
    first = _plan(world)
    Plan.objects.filter(pk=first.pk).update(state=PlanState.ISSUED, number=1, issued_on=date(2026, 4, 2), issued_at=AT)
    second = Plan.objects.create(campaign=first.campaign, version=2, subject="Thử", created_at=AT)
    assert newest_plan("thu") == second
    assert newest_plan("khong-co") is None
