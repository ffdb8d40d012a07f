"""Giving and ending roles, standing in for each other, and what a role may do."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import Delegation, Membership, Role, User
from accounts.roles import RoleCode
from accounts.services import memberships
from accounts.services.memberships import DelegationRefused, MembershipRefused
from core.models import AuditEvent, Notification
from tests.factories.accounts import UserFactory, user_with
from tests.factories.world import World

TODAY = date(2026, 11, 20)
FILL = "scoring.fill_assessment"


def delegate(by: User, to: User, **changes: Any) -> Delegation:
    values = {
        "membership": Membership.objects.filter(user=by).first(),
        "starts_on": TODAY,
        "ends_on": TODAY + timedelta(days=7),
        "reason": "Đi học",
        "today": TODAY,
        **changes,
    }
    return memberships.delegate(to=to, by=by, at=timezone.now(), **values)


def test_role_is_given_once(world: World) -> None:
    user, role = UserFactory(), Role.objects.get(code=RoleCode.OFFICE)
    given = memberships.assign(user=user, unit=world.centre, role=role, valid_from=TODAY, by=None, at=timezone.now())

    with pytest.raises(MembershipRefused, match="đang giữ"):
        memberships.assign(user=user, unit=world.centre, role=role, valid_from=TODAY, by=None, at=timezone.now())
    assert list(Membership.objects.filter(user=user)) == [given]


def test_ending_a_role_is_audited(world: World) -> None:
    boss, head = user_with(RoleCode.ADMINISTRATOR, world.centre), user_with(RoleCode.DEPARTMENT_HEAD, world.surgery)

    ended = memberships.end(membership=Membership.objects.get(user=head), last_day=TODAY, by=boss, at=timezone.now())

    assert ended.valid_to == TODAY
    assert AuditEvent.objects.get(action="accounts.membership.end").actor == boss


def test_last_administrator_stays(world: World) -> None:
    boss = user_with(RoleCode.ADMINISTRATOR, world.centre)

    with pytest.raises(MembershipRefused, match="cuối cùng"):
        memberships.end(membership=Membership.objects.get(user=boss), last_day=TODAY, by=boss, at=timezone.now())


def test_delegate_acts_for_the_time_and_is_told(world: World) -> None:
    head, stand_in = user_with(RoleCode.DEPARTMENT_HEAD, world.surgery), UserFactory()
    today = timezone.localdate()

    delegate(head, stand_in, starts_on=today, ends_on=today, today=today)

    assert User.objects.get(pk=stand_in.pk).has_perm(FILL, world.surgery)
    assert "ủy quyền cho bạn" in Notification.objects.get(recipient=stand_in).text


def test_revoked_delegation_ends_at_once(world: World) -> None:
    head, stand_in = user_with(RoleCode.DEPARTMENT_HEAD, world.surgery), UserFactory()
    today = timezone.localdate()
    delegation = delegate(head, stand_in, starts_on=today, ends_on=today, today=today)

    memberships.revoke(delegation=delegation, by=head, at=timezone.now())

    assert not User.objects.get(pk=stand_in.pk).has_perm(FILL, world.surgery)


def test_only_the_giver_revokes(world: World) -> None:
    head, stand_in = user_with(RoleCode.DEPARTMENT_HEAD, world.surgery), UserFactory()
    delegation = delegate(head, stand_in)

    with pytest.raises(DelegationRefused, match="Chỉ người ủy quyền"):
        memberships.revoke(delegation=delegation, by=stand_in, at=timezone.now())


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"starts_on": TODAY - timedelta(days=1)}, "đã qua"),
        ({"ends_on": TODAY - timedelta(days=1)}, "trước ngày bắt đầu"),
        ({"ends_on": TODAY + timedelta(days=181)}, "180 ngày"),
    ],
)
def test_delegation_with_wrong_dates_is_refused(world: World, changes: dict[str, Any], problem: str) -> None:
    head = user_with(RoleCode.DEPARTMENT_HEAD, world.surgery)

    with pytest.raises(DelegationRefused, match=problem):
        delegate(head, UserFactory(), **changes)
    assert not Delegation.objects.exists()


def test_delegation_is_neither_to_oneself_nor_passed_on_nor_doubled(world: World) -> None:
    head, stand_in = user_with(RoleCode.DEPARTMENT_HEAD, world.surgery), UserFactory()
    own = Membership.objects.get(user=head)
    delegate(head, stand_in)

    with pytest.raises(DelegationRefused, match="chính mình"):
        delegate(head, head)
    with pytest.raises(DelegationRefused, match="của chính mình"):
        delegate(stand_in, UserFactory(), membership=own)
    with pytest.raises(DelegationRefused, match="trong khoảng thời gian này"):
        delegate(head, stand_in)


def test_rights_of_a_role_are_data(world: World) -> None:
    boss = user_with(RoleCode.ADMINISTRATOR, world.centre)
    role = Role.objects.get(code=RoleCode.DEPARTMENT_STAFF)

    memberships.set_role_rights(
        role=role, description="Chỉ xem", codes=["accounts.view_directory"], by=boss, at=timezone.now()
    )

    assert list(role.permissions.values_list("code", flat=True)) == ["accounts.view_directory"]
    assert AuditEvent.objects.get(action="accounts.role.set_rights").changes["thêm quyền"] == [
        "Xem danh bạ đơn vị và nhân sự"
    ]


def test_administrators_keep_the_right_to_manage_roles(world: World) -> None:
    boss = user_with(RoleCode.ADMINISTRATOR, world.centre)

    with pytest.raises(MembershipRefused, match="phải giữ quyền"):
        memberships.set_role_rights(
            role=Role.objects.get(code=RoleCode.ADMINISTRATOR), description="", codes=[], by=boss, at=timezone.now()
        )
