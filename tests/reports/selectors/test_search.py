"""One search: without diacritics, within the person's rights, a few hits of each kind."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import RoleCode
from reports.selectors.search import MOST_HITS, search
from tests.factories.accounts import PersonFactory, user_with
from tests.factories.campaigns import CampaignFactory, RegisterEntryFactory, TaskFactory
from tests.factories.world import World


def _titles(groups: list, label: str) -> list[str]:
    return [hit.title for group in groups if group.label == label for hit in group.hits]


def test_person_is_found_without_diacritics(world: World) -> None:
    PersonFactory(unit=world.surgery, full_name="Lê Thị Hoa")
    PersonFactory(unit=world.surgery, full_name="Lê Thị Hòa Bình")
    PersonFactory(unit=world.surgery, full_name="Trần Văn Nam")
    office = user_with(RoleCode.OFFICE, world.centre)

    assert _titles(search(office, world.centre, "le thi hoa"), "Nhân sự") == ["Lê Thị Hòa Bình", "Lê Thị Hoa"]


def test_department_finds_nobody_of_the_directory(world: World) -> None:
    PersonFactory(unit=world.surgery, full_name="Lê Thị Hoa")
    head = user_with(RoleCode.DEPARTMENT_HEAD, world.surgery)

    assert search(head, world.centre, "le thi hoa") == []


def test_tasks_of_another_department_stay_hidden(world: World) -> None:
    campaign = CampaignFactory(unit=world.centre)
    TaskFactory(campaign=campaign, unit=world.pharmacy, assignee=PersonFactory(unit=world.pharmacy))
    head = user_with(RoleCode.DEPARTMENT_HEAD, world.surgery)
    office = user_with(RoleCode.OFFICE, world.centre)

    assert _titles(search(head, world.centre, "khoa duoc"), "Nhiệm vụ") == []
    assert len(_titles(search(office, world.centre, "khoa duoc"), "Nhiệm vụ")) == 1


def test_numbered_document_is_found_by_its_number_in_the_own_centre_only(world: World) -> None:
    RegisterEntryFactory(
        unit=world.centre, number=12, symbol="QĐ-TTYT", document_type="awards.decision", document_id="1"
    )
    RegisterEntryFactory(
        unit=world.other_centre, number=12, symbol="QĐ-TTYT", document_type="awards.decision", document_id="2"
    )
    head = user_with(RoleCode.DEPARTMENT_HEAD, world.surgery)

    found = _titles(search(head, world.centre, "12/qd-ttyt"), "Văn bản")

    assert len(found) == 1
    assert found[0].startswith("12/QĐ-TTYT")


def test_more_hits_than_shown_are_announced(world: World) -> None:
    for _ in range(MOST_HITS + 2):
        PersonFactory(unit=world.surgery, full_name="Lê Thị Hoa")
    office = user_with(RoleCode.OFFICE, world.centre)

    group = search(office, world.centre, "hoa")[0]

    assert len(group.hits) == MOST_HITS
    assert group.more


@pytest.mark.parametrize("text", ["", "   ", "zzz"])
def test_nothing_is_found_for_nothing(world: World, text: str) -> None:
    assert search(user_with(RoleCode.OFFICE, world.centre), world.centre, text) == []


def test_queries_do_not_grow_with_hits(world: World) -> None:
    office = user_with(RoleCode.OFFICE, world.centre)
    PersonFactory(unit=world.surgery, full_name="Lê Thị Hoa")
    search(office, world.centre, "hoa")
    with CaptureQueriesContext(connection) as one:
        search(office, world.centre, "hoa")
    for _ in range(3):
        PersonFactory(unit=world.pharmacy, full_name="Lê Thị Hoa")
    with CaptureQueriesContext(connection) as four:
        search(office, world.centre, "hoa")

    assert len(one) == len(four)
