"""The machine that stands at a service point, without a script."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.roles import RoleCode
from indicators.enums import AnswerChannel
from indicators.models import ServicePoint, SurveyAnswer
from indicators.services import kiosks
from indicators.views import answering, rate_limits
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
    assert start(client, point, pin).url == f"/ks/{point.token}/may/"
    return point


def start(client: Client, point: ServicePoint, pin: str = "2468") -> Any:
    """Press the button that makes the device a machine."""
    return client.post(f"/ks/{point.token}/may/bat-dau/", {"pin": pin})


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
    with pytest.raises(kiosks.KioskRefused):
        kiosks.set_pin(point=open_point(), pin=pin, by=UserFactory(), at=timezone.now())


def test_a_machine_signs_out_whoever_set_it_up(client: Client, world: World) -> None:
    client.force_login(user_with(RoleCode.OFFICE, world.centre), "django.contrib.auth.backends.ModelBackend")
    _kiosk(client)

    assert "/accounts/login/" in client.get("/").url


def test_opening_the_address_of_a_machine_changes_nothing(client: Client, world: World) -> None:
    """Programs that look at links ahead, and everybody who opens one, would else be signed out."""
    point = open_point()
    kiosks.set_pin(point=point, pin="2468", by=UserFactory(), at=timezone.now())
    client.force_login(user_with(RoleCode.OFFICE, world.centre), "django.contrib.auth.backends.ModelBackend")

    shown = client.get(f"/ks/{point.token}/may/")

    assert "Bắt đầu chế độ máy khảo sát" in shown.content.decode()
    assert "Thoát chế độ" not in shown.content.decode()
    assert not shown.cookies
    assert shown["Cache-Control"] == "no-store"
    assert client.get("/").status_code == 200
    assert client.get(f"/ks/{point.token}/").status_code == 200
    assert client.get(f"/ks/{point.token}/may/bat-dau/").url == f"/ks/{point.token}/may/"


def test_a_machine_is_set_up_with_its_pin_only(client: Client, world: World) -> None:
    point = open_point()
    kiosks.set_pin(point=point, pin="2468", by=UserFactory(), at=timezone.now())
    client.force_login(user_with(RoleCode.OFFICE, world.centre), "django.contrib.auth.backends.ModelBackend")

    refused = start(client, point, "1111")

    assert refused.status_code == 403
    assert "Mã PIN không đúng." in refused.content.decode()
    assert client.get("/").status_code == 200
    started = start(client, point)
    assert started["Clear-Site-Data"] == '"cache"', "Back shows nothing of what the browser kept"
    assert client.cookies["ks-may"].value == point.token


def test_another_site_sets_up_no_machine(client: Client) -> None:
    point = open_point()
    kiosks.set_pin(point=point, pin="2468", by=UserFactory(), at=timezone.now())

    sent = client.post(f"/ks/{point.token}/may/bat-dau/", {"pin": "2468"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert (sent.status_code, "ks-may" in sent.cookies) == (403, False)


def test_a_right_pin_is_never_one_too_many(client: Client) -> None:
    """Who tries the machine out, leaves it and sets it up again has done nothing wrong."""
    point = _kiosk(client)

    for _ in range(4):
        assert client.post(f"/ks/{point.token}/may/thoat/", {"pin": "2468"}).url == f"/ks/{point.token}/"
        assert start(client, point).url == f"/ks/{point.token}/may/"


def test_a_machine_of_one_point_does_not_become_that_of_another(client: Client) -> None:
    point, other = _kiosk(client), open_point()
    kiosks.set_pin(point=other, pin="1357", by=UserFactory(), at=timezone.now())

    assert client.get(f"/ks/{other.token}/may/").url == f"/ks/{point.token}/may/"
    assert start(client, other, "1357").status_code == 302
    assert client.cookies["ks-may"].value == point.token


def test_the_worker_of_the_page_is_given_the_page_of_the_machine(client: Client) -> None:
    """It asks without cookies, and keeps what it gets for days without a network."""
    point = _kiosk(client)

    kept = Client().get(f"/ks/{point.token}/may/?giu")

    assert kept.content == client.get(f"/ks/{point.token}/may/").content
    assert not kept.cookies.get("ks-may")


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


def test_pages_of_a_machine_say_the_times_that_hold(client: Client) -> None:
    point = _kiosk(client)
    begun = client.get(f"/ks/{point.token}/may/").content.decode()
    assert f'data-idle="{answering.RESTS_AFTER}" data-countdown="{answering.COUNTDOWN}"' in begun
    assert f'data-thanks="{answering.THANKS_SECONDS}"' in begun

    leave = client.get(f"/ks/{point.token}/may/thoat/")
    (seconds,) = re.findall(r"Sau (\d+) giây", leave.content.decode())
    assert leave["Refresh"].startswith(f"{seconds};")
    assert f'maxlength="{kiosks.LONGEST}"' in leave.content.decode()

    part = client.get(client.post(f"/ks/{point.token}/may/").url)
    (minutes,) = re.findall(r"trong (\d+) phút", part.content.decode())
    assert part["Refresh"].startswith(f"{int(minutes) * 60};")


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
