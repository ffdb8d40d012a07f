from datetime import date, timedelta

import pytest

from campaigns.enums import Phase, RoundState
from campaigns.models import Campaign, DeadlineExtension, Plan, Round
from campaigns.selectors.rounds import deadline_for, participating_units, proposed_deadlines
from campaigns.services import rounds
from campaigns.services.rounds import RoundRefused
from core.errors import TransitionRefused
from core.models import Notification
from core.selectors import history_of
from tests.campaigns.conftest import AT, People
from tests.factories.campaigns import CampaignFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db
LATER = date(2026, 12, 15)
GRANT = {"closes_on": LATER, "asked_by": "Trưởng khoa Ngoại", "reason": "Chống dịch"}


@pytest.fixture
def campaign(world: World) -> Campaign:
    return CampaignFactory(unit=world.centre)


@pytest.fixture
def prepared(campaign: Campaign, people: People) -> Round:
    return rounds.create(campaign=campaign, year=2026, by=people.office, at=AT)


@pytest.fixture
def opened(prepared: Round, people: People) -> Round:
    return rounds.open(round=prepared, by=people.office, at=AT)


def test_new_round_proposes_units_and_deadlines(prepared: Round, world: World) -> None:
    assert participating_units(prepared) == [world.surgery, world.pharmacy, world.office]
    assert set(prepared.deadlines.values_list("phase", flat=True)) == set(Phase.values)
    assert deadline_for(prepared, None, Phase.SELF_ASSESSMENT).closes_on == date(2026, 12, 10)


def test_next_round_takes_over_last_years_days(prepared: Round, campaign: Campaign, people: People) -> None:
    days = proposed_deadlines(campaign, 2026)
    days[Phase.COUNCIL] = (date(2027, 2, 1), date(2027, 2, 20))
    rounds.set_deadlines(round=prepared, deadlines=days, by=people.office, at=AT)

    assert proposed_deadlines(campaign, 2027)[Phase.COUNCIL] == (date(2028, 2, 1), date(2028, 2, 20))


def test_leap_day_becomes_the_28th(prepared: Round, campaign: Campaign) -> None:
    prepared.deadlines.filter(phase=Phase.COUNCIL).update(opens_on=date(2028, 2, 29), closes_on=date(2028, 3, 1))

    assert proposed_deadlines(campaign, 2027)[Phase.COUNCIL][0] == date(2029, 2, 28)


def test_year_has_one_round(prepared: Round, campaign: Campaign, people: People) -> None:
    with pytest.raises(RoundRefused, match="đã có đợt năm 2026"):
        rounds.create(campaign=campaign, year=2026, by=people.office, at=AT)
    assert Round.objects.count() == 1


def test_year_outside_the_campaign_is_refused(campaign: Campaign, people: People) -> None:
    with pytest.raises(RoundRefused, match="ngoài thời gian"):
        rounds.create(campaign=campaign, year=2031, by=people.office, at=AT)


@pytest.mark.parametrize("who", ["director", "surgeon", "foreign_office"])
def test_rounds_are_for_the_own_office(campaign: Campaign, people: People, who: str) -> None:
    with pytest.raises(RoundRefused, match="không có quyền"):
        rounds.create(campaign=campaign, year=2026, by=getattr(people, who), at=AT)


def test_phase_that_ends_before_it_begins_is_refused(prepared: Round, people: People) -> None:
    days = proposed_deadlines(prepared.campaign, 2026)
    days[Phase.VERIFICATION] = (date(2026, 12, 25), date(2026, 12, 11))

    with pytest.raises(RoundRefused, match="Thẩm định: hạn cuối 11/12/2026 trước ngày mở 25/12/2026"):
        rounds.set_deadlines(round=prepared, deadlines=days, by=people.office, at=AT)


def test_phase_before_its_predecessor_is_refused(prepared: Round, people: People) -> None:
    days = proposed_deadlines(prepared.campaign, 2026)
    days[Phase.VERIFICATION] = (date(2026, 10, 1), date(2026, 12, 25))

    with pytest.raises(RoundRefused, match="trước giai đoạn Tự đánh giá"):
        rounds.set_deadlines(round=prepared, deadlines=days, by=people.office, at=AT)
    assert deadline_for(prepared, None, Phase.VERIFICATION).opens_on == date(2026, 12, 11)


def test_participants_are_changed(prepared: Round, world: World, people: People) -> None:
    rounds.set_participants(round=prepared, units=[world.surgery], by=people.office, at=AT)

    assert participating_units(prepared) == [world.surgery]
    assert history_of(prepared)[0].changes["bớt"] == ["Khoa Dược", "Phòng Tổ chức - Hành chính"]


@pytest.mark.parametrize("which", ["other_department", "centre"])
def test_only_units_below_take_part(prepared: Round, world: World, people: People, which: str) -> None:
    with pytest.raises(RoundRefused, match="không thuộc"):
        rounds.set_participants(round=prepared, units=[getattr(world, which)], by=people.office, at=AT)
    assert prepared.participants.count() == 3


def test_round_without_units_is_refused(prepared: Round, people: People) -> None:
    with pytest.raises(RoundRefused, match="ít nhất một đơn vị"):
        rounds.set_participants(round=prepared, units=[], by=people.office, at=AT)


def test_opening_tells_the_units_their_deadline(opened: Round, people: People) -> None:
    assert (opened.state, opened.open_by) == (RoundState.OPEN, people.office)
    told = Notification.objects.filter(text__contains="10/12/2026").values_list("recipient", flat=True)
    assert set(told) == {people.surgeon.pk, people.pharmacist.pk}


def test_opening_needs_all_deadlines(prepared: Round, people: People) -> None:
    prepared.deadlines.filter(phase=Phase.COUNCIL).delete()

    with pytest.raises(RoundRefused, match="chưa đặt hạn cho Họp Hội đồng"):
        rounds.open(round=prepared, by=people.office, at=AT)


def test_round_of_a_plan_that_is_not_issued_stays_shut(draft: Plan, people: People) -> None:
    prepared = rounds.create(campaign=draft.campaign, year=2026, by=people.office, at=AT)

    with pytest.raises(RoundRefused, match="chưa ban hành"):
        rounds.open(round=prepared, by=people.office, at=AT)


@pytest.mark.parametrize("who", ["director", "surgeon", "foreign_office"])
def test_opening_is_for_the_own_office(prepared: Round, people: People, who: str) -> None:
    with pytest.raises(TransitionRefused, match="không có quyền"):
        rounds.open(round=prepared, by=getattr(people, who), at=AT)


def test_closed_round_is_fixed_until_reopened(opened: Round, world: World, people: People) -> None:
    closed = rounds.close(round=opened, by=people.office, at=AT)

    with pytest.raises(RoundRefused, match="đã khép"):
        rounds.extend(round=closed, phase="self_assessment", unit=world.surgery, by=people.office, at=AT, **GRANT)
    with pytest.raises(TransitionRefused, match="cần ghi lý do"):
        rounds.reopen(round=closed, by=people.office, at=AT, comment="")
    again = rounds.reopen(round=closed, by=people.office, at=AT, comment="Còn khiếu nại")
    assert again.state == RoundState.OPEN


def test_extension_moves_the_deadline_of_one_unit(opened: Round, world: World, people: People) -> None:
    rounds.extend(round=opened, phase="self_assessment", unit=world.surgery, by=people.office, at=AT, **GRANT)

    own = deadline_for(opened, world.surgery, Phase.SELF_ASSESSMENT)
    assert (own.closes_on, own.extension.granted_by, own.extension.reason) == (LATER, people.office, "Chống dịch")
    assert deadline_for(opened, world.pharmacy, Phase.SELF_ASSESSMENT).closes_on == date(2026, 12, 10)
    assert Notification.objects.filter(recipient=people.surgeon, text__contains="gia hạn").count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"closes_on": date(2026, 12, 10)}, "sau hạn hiện nay"),
        ({"reason": "  "}, "chưa ghi lý do"),
        ({"asked_by": ""}, "chưa ghi người đề nghị"),
        ({"phase": "khong-co"}, "chưa đặt hạn"),
    ],
)
def test_bad_extension_is_refused(opened: Round, world: World, people: People, change: dict, words: str) -> None:
    values = {"phase": "self_assessment", **GRANT, **change}

    with pytest.raises(RoundRefused, match=words):
        rounds.extend(round=opened, unit=world.surgery, by=people.office, at=AT, **values)
    assert not DeadlineExtension.objects.exists()


def test_extension_of_a_unit_outside_the_round_is_refused(opened: Round, world: World, people: People) -> None:
    with pytest.raises(RoundRefused, match="không tham gia"):
        rounds.extend(
            round=opened, phase="self_assessment", unit=world.other_department, by=people.office, at=AT, **GRANT
        )


def test_latest_extension_holds(opened: Round, world: World, people: People) -> None:
    for days in (0, 3):
        grant = {**GRANT, "closes_on": LATER + timedelta(days=days)}
        rounds.extend(round=opened, phase="self_assessment", unit=world.surgery, by=people.office, at=AT, **grant)

    assert deadline_for(opened, world.surgery, Phase.SELF_ASSESSMENT).closes_on == LATER + timedelta(days=3)
