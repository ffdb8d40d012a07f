"""What waits for whom in the days of appeals."""

from datetime import date
from decimal import Decimal

import pytest

from scoring.selectors.waiting import for_user
from scoring.services import appeal_decisions, runs
from tests.scoring.appeal_stage import LATER, make_appealable

DAY, LAST_DAY, AFTER = date(2026, 12, 2), date(2026, 12, 6), date(2026, 12, 7)


@pytest.fixture
def opened(scored):
    ready = make_appealable(scored)
    ready.open()
    return ready


def texts(ready, user, on=DAY):
    return [item.text for item in for_user(type(user).objects.get(pk=user.pk), ready.scored.world.centre, 2026, on)]


def test_head_sees_the_own_sheet_until_the_deadline(opened):
    assert texts(opened, opened.head) == ["Kết quả tạm của Khoa Ngoại: xem và kiến nghị đến 15:00 ngày 6/12/2026"]
    assert texts(opened, opened.head, LAST_DAY)
    assert texts(opened, opened.head, AFTER) == []


def test_appeals_wait_for_those_who_may_decide_them(opened):
    opened.file()

    assert "1 kiến nghị điểm chờ giải quyết" in texts(opened, opened.judge)
    assert not any("chờ giải quyết" in text for text in texts(opened, opened.verifier))
    assert not any("chờ giải quyết" in text for text in texts(opened, opened.head))


def test_director_is_not_asked_to_accept_what_appeals_hold_up(opened):
    accept = "Kết quả tạm năm 2026 chờ chốt điểm"
    assert accept not in texts(opened, opened.judge)
    appeal = opened.file()
    assert accept not in texts(opened, opened.judge, AFTER)
    appeal_decisions.decide(
        appeal=appeal, decision="adjust", points=Decimal(17), reason="Đúng", by=opened.judge, at=LATER
    )
    assert accept not in texts(opened, opened.judge, AFTER)
    assert "1 kiến nghị đã điều chỉnh, chưa tính lại điểm" in texts(opened, opened.scored.office, AFTER)

    runs.compute(round=opened.scored.round, by=opened.scored.office, at=LATER)

    assert accept in texts(opened, opened.judge, AFTER)
    assert not any("chưa tính lại" in text for text in texts(opened, opened.scored.office, AFTER))
