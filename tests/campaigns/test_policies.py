import pytest

from accounts.roles import RoleCode
from campaigns.models import Plan
from campaigns.roles import PERMISSIONS
from campaigns.selectors.plans import visible_to
from tests.campaigns.conftest import People
from tests.factories.accounts import user_with
from tests.factories.campaigns import CampaignFactory, PlanFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db
CODES = [permission.code for permission in PERMISSIONS]


@pytest.mark.parametrize("permission", CODES)
def test_rights_of_the_office_end_at_its_centre(permission: str, draft: Plan, people: People, world: World) -> None:
    foreign = PlanFactory(campaign__unit=world.other_centre)
    granted = {code: RoleCode.OFFICE in declared.roles for code, declared in zip(CODES, PERMISSIONS, strict=True)}

    assert people.office.has_perm(permission, draft) is granted[permission]
    assert people.office.has_perm(permission, foreign) is False


def test_head_sees_the_plan_of_the_own_centre_only(draft: Plan, people: People) -> None:
    assert people.surgeon.has_perm("campaigns.view_plan", draft)
    assert not people.foreign_head.has_perm("campaigns.view_plan", draft)
    assert not people.surgeon.has_perm("campaigns.edit_plan", draft)


def test_heads_see_issued_plans_and_the_office_sees_drafts(draft: Plan, people: People) -> None:
    assert list(visible_to(people.surgeon)) == []
    assert list(visible_to(people.office)) == [draft]
    assert list(visible_to(people.foreign_office)) == []


def test_plan_of_the_authority_is_seen_in_all_its_centres(issued: Plan, people: People, world: World) -> None:
    viewer = user_with(RoleCode.SUPERIOR_VIEWER, world.authority)

    assert list(visible_to(viewer)) == [issued]
    Plan.objects.filter(pk=issued.pk).update(campaign=CampaignFactory(unit=world.authority))
    assert list(visible_to(people.surgeon)) == [issued]
    assert list(visible_to(people.foreign_head)) == [issued]


def test_head_acknowledges_for_the_own_department_only(people: People, world: World) -> None:
    assert people.surgeon.has_perm("campaigns.acknowledge_plan", world.surgery)
    assert not people.surgeon.has_perm("campaigns.acknowledge_plan", world.pharmacy)
