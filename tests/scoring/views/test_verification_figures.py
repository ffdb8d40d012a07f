"""The verifier's page where the office enters the figure: fields, points at once, faults at their field."""

from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from scoring.models import Criterion
from tests.factories.accounts import user_with
from tests.scoring.conftest import Filled
from tests.scoring.services.test_office_figures import PAPI
from tests.scoring.views.test_verification import decide
from tests.sign_in import sign_in


@pytest.fixture
def published(filled: Filled) -> Filled:
    Criterion.objects.filter(code="a2").update(rule=PAPI)
    filled.submit()
    return filled


def url(filled: Filled, name: str = "points", code: str = "a2") -> str:
    return reverse(f"scoring:verification-{name}", args=[filled.item(code).pk])


def test_page_asks_for_the_figure_where_the_office_enters_it(client: Client, published: Filled) -> None:
    sign_in(client, published.office)

    body = client.get(url(published, "item")).content.decode()
    assert "Điểm PAPI (thang 80)" in body
    assert 'name="figure_source"' in body
    assert 'name="figure_source"' not in client.get(url(published, "item", "b1")).content.decode()


def test_points_are_shown_while_the_figure_is_typed(client: Client, published: Filled) -> None:
    sign_in(client, published.office)

    shown = client.get(url(published), {"value": "44,5"}).content.decode()
    assert "<strong>5,56</strong> / 10,00 điểm" in shown
    assert "44,5/80 × 10" in shown
    assert "data-computed" not in client.get(url(published), {"value": ""}).content.decode()
    assert "Không được vượt quá 80" in client.get(url(published), {"value": "85"}).content.decode()
    assert published.item("a2").declared == {}


def test_points_are_for_verifiers_of_the_unit(client: Client, published: Filled) -> None:
    stranger = user_with("office", published.world.other_centre)

    assert sign_in(client, published.head).get(url(published)).status_code == HTTPStatus.FORBIDDEN
    assert sign_in(client, stranger).get(url(published)).status_code == HTTPStatus.NOT_FOUND


def test_bad_figure_keeps_everything_that_was_typed(client: Client, published: Filled) -> None:
    sign_in(client, published.office)

    answer = decide(client, published, "a2", decision="accept", value="85", comment="Đã xem", figure_source="Báo cáo")

    body = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    for kept in ('value="85"', "Đã xem", 'value="Báo cáo"', "Không được vượt quá 80"):
        assert kept in body
    assert f'aria-describedby="loi-{published.item("a2").pk}-value"' in body
    missing = decide(client, published, "a2", decision="accept", value="44,5").content.decode()
    assert "Cần ghi nguồn" in missing


def test_figure_is_saved_and_shown_again(client: Client, published: Filled) -> None:
    sign_in(client, published.office)

    answer = decide(client, published, "a2", decision="accept", value="44,5", figure_source="Báo cáo PAPI")

    assert answer.status_code == HTTPStatus.FOUND
    body = client.get(url(published, "item")).content.decode()
    assert 'value="44,5"' in body
    assert "<strong>5,56</strong> / 10,00 điểm" in body
