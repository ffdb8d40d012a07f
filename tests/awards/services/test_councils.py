from datetime import date

import pytest

from awards.models import Council
from awards.services import councils
from awards.services.councils import CouncilRefused
from tests.awards.conftest import AT, eligible, opened
from tests.factories.accounts import UserFactory


def establish(house, **changes):
    values = {
        "unit": house.world.centre,
        "name": "Hội đồng nhiệm kỳ mới",
        "decision_number": "06/QĐ-TTYT",
        "valid_from": date(2026, 12, 1),
        "by": house.office,
        "at": AT,
    }
    return councils.establish(**{**values, **changes})


def test_new_council_ends_the_one_before(house):
    establish(house)

    house.council.refresh_from_db()
    assert house.council.valid_to == date(2026, 11, 30)
    assert Council.objects.filter(valid_to__isnull=True).count() == 1


def test_council_cannot_begin_before_the_one_in_office(house):
    with pytest.raises(CouncilRefused, match="phải sau ngày"):
        establish(house, valid_from=date(2026, 1, 5))


def test_only_the_office_founds_and_seats(house):
    with pytest.raises(CouncilRefused):
        establish(house, by=house.head)
    with pytest.raises(CouncilRefused):
        councils.seat(council=house.council, user=UserFactory(), role="member", by=house.director, at=AT)


def test_second_chair_and_second_seat_are_refused(house):
    with pytest.raises(CouncilRefused, match="đã có Chủ tịch"):
        councils.seat(council=house.council, user=UserFactory(), role="chair", by=house.office, at=AT)
    with pytest.raises(CouncilRefused, match="đã là thành viên"):
        councils.seat(council=house.council, user=house.members[3], role="member", by=house.office, at=AT)


def test_seats_do_not_change_during_a_session(house):
    opened(house, eligible(house, person=house.surgeon))

    with pytest.raises(CouncilRefused, match="Đang có phiên họp"):
        councils.seat(council=house.council, user=UserFactory(), role="member", by=house.office, at=AT)


def test_who_has_left_may_come_back(house):
    member = house.council.members.get(user=house.members[4])
    councils.unseat(member=member, left_on=date(2026, 12, 1), by=house.office, at=AT)

    assert councils.seat(council=house.council, user=member.user, role="vice_chair", by=house.office, at=AT) == member
