from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.enums import Phase, RoundState
from campaigns.forms.rounds import DeadlinesForm
from campaigns.models import DeadlineExtension, PhaseDeadline, Round
from campaigns.selectors.rounds import proposed_deadlines
from campaigns.services import rounds
from tests.campaigns.conftest import AT, People
from tests.factories.campaigns import CampaignFactory, RoundFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def url(name: str, *args: object) -> str:
    return reverse(f"campaigns:{name}", args=args)


@pytest.fixture
def prepared(world: World, people: People) -> Round:
    return rounds.create(campaign=CampaignFactory(unit=world.centre), year=2026, by=people.office, at=AT)


def days(prepared: Round, **changes: str) -> dict[str, str]:
    initial = DeadlinesForm.initial_of(proposed_deadlines(prepared.campaign, 2026))
    return {**{name: f"{day:%d/%m/%Y}" for name, day in initial.items()}, **changes}


def test_round_is_created_with_proposals(client: Client, people: People, world: World) -> None:
    campaign = CampaignFactory(unit=world.centre)
    client.force_login(people.office)

    client.post(url("round-create"), {"campaign": campaign.pk, "year": 2027})
    again = client.post(url("round-create"), {"campaign": campaign.pk, "year": 2027})

    assert Round.objects.get().deadlines.count() == len(Phase)
    assert "đã có đợt năm 2027" in str(again.context["form"].errors["year"])


def test_foreign_campaign_cannot_be_chosen(client: Client, people: People, world: World) -> None:
    foreign = CampaignFactory(unit=world.other_centre)
    client.force_login(people.office)

    page = client.post(url("round-create"), {"campaign": foreign.pk, "year": 2027})

    assert "campaign" in page.context["form"].errors
    assert not Round.objects.exists()


@pytest.mark.parametrize("who", ["office", "director", "surgeon"])
def test_round_is_read_by_everybody_of_the_centre(client: Client, people: People, prepared: Round, who: str) -> None:
    client.force_login(getattr(people, who))

    page = client.get(url("round-detail", prepared.pk))

    assert page.status_code == 200
    assert [step.phase for step in page.context["steps"]] == list(Phase)


def test_foreign_people_do_not_find_the_round(client: Client, people: People, prepared: Round) -> None:
    for user in (people.foreign_head, people.foreign_office):
        client.force_login(user)
        assert client.get(url("round-detail", prepared.pk)).status_code == 404
    for name in ("round-deadlines", "round-participants", "round-extend"):
        assert client.get(url(name, prepared.pk)).status_code == 404


@pytest.mark.parametrize("name", ["round-deadlines", "round-participants", "round-extend"])
def test_departments_and_director_do_not_manage(client: Client, people: People, prepared: Round, name: str) -> None:
    for user in (people.surgeon, people.director):
        client.force_login(user)
        assert client.get(url(name, prepared.pk)).status_code == 403


def test_list_takes_as_many_queries_for_one_round_as_for_three(
    client: Client, people: People, prepared: Round, django_assert_num_queries: object
) -> None:
    client.force_login(people.office)
    client.get(url("round-list"))
    for rows in (1, 3):
        while Round.objects.count() < rows:
            RoundFactory(campaign=prepared.campaign, year=2026 + Round.objects.count())
        with django_assert_num_queries(11):  # type: ignore[operator]
            assert client.get(url("round-list")).context["total"] == rows


def test_deadlines_are_saved(client: Client, people: People, prepared: Round) -> None:
    client.force_login(people.office)

    client.post(url("round-deadlines", prepared.pk), days(prepared, council_closes_on="20/02/2027"))

    assert PhaseDeadline.objects.get(phase=Phase.COUNCIL).closes_on == date(2027, 2, 20)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"figures_closes_on": "31/02/2026"}, "figures_closes_on"),
        ({"verification_closes_on": "01/12/2026"}, "verification_closes_on"),
        ({"verification_opens_on": "01/10/2026"}, "verification_opens_on"),
    ],
)
def test_impossible_days_are_said_at_their_field(
    client: Client, people: People, prepared: Round, change: dict, field: str
) -> None:
    client.force_login(people.office)

    page = client.post(url("round-deadlines", prepared.pk), days(prepared, **change))

    assert list(page.context["form"].errors) == [field]
    assert change[field] in page.content.decode()


def test_participants_are_chosen(client: Client, people: People, prepared: Round, world: World) -> None:
    client.force_login(people.office)

    client.post(url("round-participants", prepared.pk), {"units": [world.surgery.pk]})
    page = client.post(url("round-participants", prepared.pk), {"units": [world.other_department.pk]})

    assert list(prepared.participants.values_list("unit", flat=True)) == [world.surgery.pk]
    assert "units" in page.context["form"].errors


def test_unit_gets_more_time_and_sees_it(client: Client, people: People, prepared: Round, world: World) -> None:
    rounds.open(round=prepared, by=people.office, at=AT)
    client.force_login(people.office)
    values = {
        "phase": Phase.SELF_ASSESSMENT,
        "unit": world.surgery.pk,
        "closes_on": "15/12/2026",
        "asked_by": "Trưởng khoa",
        "reason": "Chống dịch",
    }

    client.post(url("round-extend", prepared.pk), values)
    again = client.post(url("round-extend", prepared.pk), values)

    assert DeadlineExtension.objects.count() == 1
    assert "sau hạn hiện nay" in str(again.context["form"].errors["closes_on"])
    client.force_login(people.surgeon)
    assert "Chống dịch" in client.get(url("round-detail", prepared.pk)).content.decode()
    client.force_login(people.pharmacist)
    assert "Chống dịch" not in client.get(url("round-detail", prepared.pk)).content.decode()


def test_round_is_opened_closed_and_opened_again(client: Client, people: People, prepared: Round) -> None:
    client.force_login(people.office)
    states = []
    for values in ({"transition": "open"}, {"transition": "close"}, {"transition": "reopen", "comment": "Khiếu nại"}):
        client.post(url("round-act", prepared.pk), values)
        states.append(Round.objects.get().state)

    assert states == [RoundState.OPEN, RoundState.CLOSED, RoundState.OPEN]


def test_closed_round_is_not_edited(client: Client, people: People, prepared: Round) -> None:
    Round.objects.update(state=RoundState.CLOSED)
    client.force_login(people.office)

    answer = client.get(url("round-deadlines", prepared.pk))

    assert answer.headers["Location"] == url("round-detail", prepared.pk)


def test_office_sees_the_steps_that_are_left_and_the_units_do_not(
    client: Client, people: People, prepared: Round
) -> None:
    client.force_login(people.office)
    page = client.get(url("round-detail", prepared.pk)).content.decode()
    for words in ("chưa ban hành", "Chọn bộ tiêu chí cho đợt", "Chưa mở đợt", "phiếu tự đánh giá"):
        assert words in page

    client.force_login(people.surgeon)
    assert "Các bước của đợt" not in client.get(url("round-detail", prepared.pk)).content.decode()
