"""People of the small world who work with plans, and plans in each state."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from accounts.models import User
from accounts.roles import RoleCode
from campaigns.models import Plan
from campaigns.services import plans
from tests.factories.accounts import user_with
from tests.factories.campaigns import issuable_plan
from tests.factories.world import World

AT = datetime(2026, 3, 2, 5, tzinfo=UTC)


@dataclass(frozen=True)
class People:
    """One login for each part."""

    office: User
    director: User
    surgeon: User
    pharmacist: User
    foreign_office: User
    foreign_head: User


@pytest.fixture
def people(world: World) -> People:
    return People(
        office=user_with(RoleCode.OFFICE, world.centre),
        director=user_with(RoleCode.DIRECTOR, world.centre),
        surgeon=user_with(RoleCode.DEPARTMENT_HEAD, world.surgery),
        pharmacist=user_with(RoleCode.DEPARTMENT_HEAD, world.pharmacy),
        foreign_office=user_with(RoleCode.OFFICE, world.other_centre),
        foreign_head=user_with(RoleCode.DEPARTMENT_HEAD, world.other_department),
    )


@pytest.fixture
def draft(world: World) -> Plan:
    return issuable_plan(campaign__unit=world.centre)


@pytest.fixture
def submitted(draft: Plan, people: People) -> Plan:
    return plans.submit(plan=draft, by=people.office, at=AT)


@pytest.fixture
def issued(submitted: Plan, people: People) -> Plan:
    return plans.issue(
        plan=submitted,
        issued_on=AT.date(),
        signer_name="Nguyễn Văn An",
        signer_title="GIÁM ĐỐC",
        by=people.director,
        at=AT,
    )
