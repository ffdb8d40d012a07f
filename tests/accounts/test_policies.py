"""Rights come from memberships and delegations, and reach down the tree only."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import Membership, Unit, User
from accounts.policies import people_with, reach
from accounts.roles import RoleCode
from tests.factories.accounts import DelegationFactory, UserFactory, user_with
from tests.factories.world import World

PERMISSION = "scoring.fill_assessment"


def test_role_at_a_unit_reaches_that_unit_only(world: World) -> None:
    head = user_with(RoleCode.DEPARTMENT_HEAD, world.surgery)

    assert head.has_perm(PERMISSION, world.surgery)
    assert not head.has_perm(PERMISSION, world.pharmacy)
    assert not head.has_perm(PERMISSION, world.centre)


def test_role_at_a_centre_reaches_its_departments_but_no_other_centre(world: World) -> None:
    office = user_with(RoleCode.OFFICE, world.centre)

    found = reach(office, "scoring.verify_assessment").filter(Unit.objects.all(), field="")

    assert set(found) == {world.centre, world.surgery, world.pharmacy, world.office}


def test_role_without_the_permission_has_no_reach(world: World) -> None:
    staff = user_with(RoleCode.DEPARTMENT_STAFF, world.surgery)

    assert not staff.has_perm("scoring.submit_assessment")
    assert list(reach(staff, "scoring.submit_assessment").filter(Unit.objects.all(), field="")) == []


def test_ended_membership_gives_nothing(world: World) -> None:
    head = user_with(RoleCode.DEPARTMENT_HEAD, world.surgery)
    Membership.objects.filter(user=head).update(valid_to=timezone.localdate() - timedelta(days=1))

    assert not User.objects.get(pk=head.pk).has_perm(PERMISSION, world.surgery)


@pytest.mark.parametrize(("first", "last", "expected"), [(0, 0, True), (-3, -1, False), (1, 3, False)])
def test_delegation_counts_on_its_days(world: World, first: int, last: int, expected: bool) -> None:
    head = user_with(RoleCode.DEPARTMENT_HEAD, world.surgery)
    deputy = UserFactory()
    today = timezone.localdate()
    DelegationFactory(
        membership=head.memberships.get(),
        delegate=deputy,
        starts_on=today + timedelta(days=first),
        ends_on=today + timedelta(days=last),
    )

    assert deputy.has_perm("scoring.submit_assessment", world.surgery) is expected


def test_inactive_user_may_nothing(world: World) -> None:
    head = user_with(RoleCode.DEPARTMENT_HEAD, world.surgery)
    head.is_active = False
    head.save()

    assert not User.objects.get(pk=head.pk).has_perm(PERMISSION, world.surgery)


def test_people_with_a_permission_include_those_above(world: World) -> None:
    head = user_with(RoleCode.DEPARTMENT_HEAD, world.surgery)
    office = user_with(RoleCode.OFFICE, world.centre)
    user_with(RoleCode.DEPARTMENT_HEAD, world.pharmacy)

    assert people_with("scoring.submit_assessment", world.surgery, date(2026, 1, 1)) == [head]
    assert people_with("scoring.verify_assessment", world.surgery, date(2026, 1, 1)) == [office]
