"""The machine that stands at a service point, without a script."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.roles import RoleCode
from indicators.enums import AnswerChannel
from indicators.models import SurveyAnswer
from indicators.services import kiosks
from indicators.views import rate_limits
from tests.factories.accounts import UserFactory, user_with
from tests.factories.world import World
from tests.indicators.answering import go, open_point, open_survey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted_yet() -> None:
    rate_limits.forget()


def _kiosk(client: Client, pin: str = "2468") -> Any:
    point = open_point()
    kiosks.set_pin(point=point, pin=pin, by=UserFactory(), at=timezone.now())
    client.get(f"/ks/{point.token}/may/")
    return point


def test_a_kiosk_needs_a_pin_first(client: Client) -> None:
    shown = client.get(f"/ks/{open_point().token}/may/")

    assert shown.status_code == 403
    assert "chưa có mã PIN" in shown.content.decode()
    assert [cookie.value for cookie in shown.cookies.values()] == [""], "a device without a way out is no machine"


def test_a_kiosk_is_left_only_with_the_pin(client: Client) -> None:
    point = _kiosk(client)
    other = open_point()
    assert client.get(f"/ks/{point.token}/").url == f"/ks/{point.token}/may/"
    assert client.get(f"/ks/{other.token}/").url == f"/ks/{point.token}/may/"
    leave = f"/ks/{point.token}/may/thoat/"
    assert client.post(leave, {"pin": "1111"}).status_code == 403
    assert client.get(f"/ks/{point.token}/").status_code == 302

    assert client.post(leave, {"pin": "2468"}).url == f"/ks/{point.token}/"
    assert client.get(f"/ks/{point.token}/").status_code == 200


def test_pins_cannot_be_tried_out(client: Client) -> None:
    point = _kiosk(client)
    leave = f"/ks/{point.token}/may/thoat/"
    for wrong in range(5):
        client.post(leave, {"pin": f"100{wrong}"})

    shown = client.post(leave, {"pin": "2468"})

    assert shown.status_code == 403
    assert "Đã nhập sai nhiều lần" in shown.content.decode()


def test_the_pin_is_kept_as_a_hash_and_told_in_the_audit_trail_without_it(client: Client) -> None:
    from core.models import AuditEvent

    point = _kiosk(client)

    assert "2468" not in point.kiosk_pin
    assert AuditEvent.objects.get().changes == {"mã PIN": "đặt mới"}


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "１２３４"])
def test_a_poor_pin_is_refused(pin: str) -> None:
    with pytest.raises(kiosks.FigureRefused):
        kiosks.set_pin(point=open_point(), pin=pin, by=UserFactory(), at=timezone.now())


def test_a_machine_signs_out_whoever_set_it_up(client: Client, world: World) -> None:
    client.force_login(user_with(RoleCode.OFFICE, world.centre), "django.contrib.auth.backends.ModelBackend")
    _kiosk(client)

    assert "/accounts/login/" in client.get("/").url


def test_a_machine_at_a_closed_survey_can_be_left_and_looks_again(client: Client) -> None:
    point = _kiosk(client)
    point.survey.closes_on = timezone.localdate() - timedelta(days=1)
    point.survey.save()

    shown = client.get(f"/ks/{point.token}/may/")

    assert shown.status_code == 410
    assert f"/ks/{point.token}/may/thoat/" in shown.content.decode()
    assert shown["Refresh"] == f"300;url=/ks/{point.token}/may/"
    assert client.get(f"/ks/{point.token}/phan/1/")["Refresh"] == shown["Refresh"]


def test_a_machine_whose_pin_is_taken_away_is_an_ordinary_device(client: Client) -> None:
    point = _kiosk(client)
    kiosks.set_pin(point=point, pin="", by=UserFactory(), at=timezone.now())
    assert client.get(f"/ks/{point.token}/may/").status_code == 403

    assert client.get(f"/ks/{point.token}/").status_code == 200


def test_a_machine_whose_point_is_gone_is_an_ordinary_device(client: Client) -> None:
    point = _kiosk(client)
    point.delete()
    other = open_point()

    assert client.get(f"/ks/{other.token}/").status_code == 200


def test_a_kiosk_never_shows_the_answers_of_the_one_before(client: Client) -> None:
    point = _kiosk(client)
    client.post(f"/ks/{point.token}/may/")
    go(client, point, 1, a1="1")

    shown = client.get(f"/ks/{point.token}/may/")

    assert client.cookies["ks-phieu"].value == ""
    assert "checked" not in shown.content.decode()
    assert client.get(f"/ks/{point.token}/phan/1/").url == f"/ks/{point.token}/"
    assert client.get(f"/ks/{point.token}/cam-on/")["Refresh"] == f"12;url=/ks/{point.token}/may/"


def test_answers_at_a_kiosk_are_told_from_those_of_phones(client: Client) -> None:
    point = _kiosk(client)
    client.post(f"/ks/{point.token}/may/")
    go(client, point, 1, a1="1")
    go(client, point, 2)

    assert SurveyAnswer.objects.get().channel == AnswerChannel.KIOSK


def test_the_office_gives_a_point_its_pin(client: Client, world: World) -> None:
    point = open_point(open_survey(centre=world.centre), unit=world.surgery)
    client.force_login(user_with(RoleCode.OFFICE, world.centre), "django.contrib.auth.backends.ModelBackend")
    address = f"/so-lieu/khao-sat/diem/{point.pk}/may/"
    assert "chưa có mã PIN" in client.get(address).content.decode()

    refused, saved = client.post(address, {"pin": "12"}), client.post(address, {"pin": "2468"})

    assert refused.status_code == 400
    assert saved.url == address
    point.refresh_from_db()
    assert kiosks.is_right(point.kiosk_pin, "2468")
    assert not kiosks.is_right("", "")
