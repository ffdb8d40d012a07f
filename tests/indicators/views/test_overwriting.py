"""Two people who type the same figure: the second sees what the first typed before it is replaced."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import RoleCode
from indicators.models import Measurement, ProcedureCount, SurveyCount
from indicators.services.catalogue import load_catalogue
from tests.factories.accounts import user_with
from tests.factories.indicators import ProcedureFactory
from tests.factories.world import World
from tests.sign_in import sign_in

SOURCE = {"source_note": "BC 12"}


@pytest.fixture
def first(world: World) -> User:
    return user_with(RoleCode.OFFICE, world.centre)


@pytest.fixture
def second(world: World) -> User:
    return user_with(RoleCode.OFFICE, world.centre)


def page_of(kind: str) -> str:
    if kind == "measurement":
        return reverse("indicators:measurement-create", args=["feedback_on_time"])
    return reverse(f"indicators:{kind}-count-create")


def figure(kind: str, world: World, number: int) -> dict[str, Any]:
    """A figure of March told by one number."""
    unit = {"unit": world.surgery.pk, **SOURCE}
    if kind == "measurement":
        return {**unit, "period": "month:3", "numerator": str(number), "denominator": "10"}
    if kind == "survey":
        return {**unit, "kind": "sipas", "month": "3", "forms": "40", "level_5": str(number)}
    procedure = ProcedureCount.objects.first()
    given = procedure.procedure_id if procedure else ProcedureFactory(centre=world.centre).pk
    return {**unit, "procedure": given, "month": "3", "received_direct": str(number), "finished_early": str(number)}


def stored(kind: str) -> int:
    if kind == "measurement":
        return int(Measurement.objects.get().numerator or 0)
    return SurveyCount.objects.get().level_5 if kind == "survey" else ProcedureCount.objects.get().received_direct


def send(client: Client, user: User, kind: str, values: dict[str, Any]) -> Any:
    sign_in(client, user)
    return client.post(page_of(kind), values)


@pytest.mark.parametrize("kind", ["measurement", "procedure", "survey"])
def test_second_sees_the_first_figure_once_and_then_replaces_it(
    client: Client, world: World, first: User, second: User, kind: str
) -> None:
    load_catalogue()
    assert send(client, first, kind, figure(kind, world, 5)).status_code == 302
    refused = send(client, second, kind, figure(kind, world, 9))

    said = refused.content.decode()
    assert refused.status_code == 400 and stored(kind) == 5
    words = {"measurement": "giá trị 5 / 10", "procedure": "giải quyết trước hạn 5", "survey": "rất hài lòng 5"}[kind]
    assert "đã có số liệu này rồi" in said and words in said and f"{first.display_name} nhập" in said
    assert 'value="9"' in said, "what was typed is kept"
    seen = refused.context["form"]["seen"].value()
    assert seen and f'value="{seen}"' in said

    again = {**figure(kind, world, 9), "seen": seen}
    assert send(client, second, kind, again).status_code == 302
    assert stored(kind) == 9
    stale = send(client, first, kind, {**figure(kind, world, 7), "seen": seen})
    assert stale.status_code == 400 and stored(kind) == 9, "what was seen has changed since"


@pytest.mark.parametrize("kind", ["measurement", "procedure", "survey"])
def test_the_same_figure_sent_twice_is_stored_without_a_word(
    client: Client, world: World, first: User, kind: str
) -> None:
    load_catalogue()
    values = figure(kind, world, 5)
    for _ in range(2):
        assert send(client, first, kind, values).status_code == 302
    assert stored(kind) == 5
