"""Pages of a province's results: as many queries for thousands of units as for a few, and their time."""

from collections.abc import Sequence

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse

from accounts.models import User
from ops.bench.province import AT, Province
from ops.bench.rows import Row, middle, row, seconds
from scoring.models import CriterionScore
from scoring.services import runs

TIMES = 9


def bare(request: HttpRequest) -> HttpResponse:
    """What Django and its middleware cost before a page does anything."""
    return HttpResponse(f"{request.user.is_authenticated}")


urlpatterns = [path("bare/", bare)]


def pages(small: Province, large: Province) -> list[Row]:
    """Queries that the large province needs more than the small one; milliseconds as multiples of a bare view."""
    client = Client()
    client.force_login(User.objects.get(username="tham-dinh-1"), "django.contrib.auth.backends.ModelBackend")
    few, many = _addresses(small), _addresses(large)
    further = sum(_queries(client, more) - _queries(client, less) for less, more in zip(few, many, strict=True))
    with override_settings(ROOT_URLCONF=__name__):
        nothing = _seconds(client, "/bare/")
    ranking, trace = (_seconds(client, address) / nothing for address in many)
    return [
        row("scoring.pages", further, 0, "lower", "more queries for the larger province"),
        row("scoring.ranking_page", ranking, 100, "lower", "× one bare view"),
        row("scoring.trace_page", trace, 25, "lower", "× one bare view"),
    ]


def _addresses(province: Province) -> Sequence[str]:
    run = runs.compute(round=province.round, by=None, at=AT).run
    score = CriterionScore.objects.filter(unit_score__run=run, criterion__code="tc1").earliest("pk")
    return f"{reverse('scoring:result-list')}?dot={province.round.pk}", reverse("scoring:score-trace", args=[score.pk])


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        _open(client, address)
    return len(captured)


def _seconds(client: Client, address: str) -> float:
    return middle([seconds(lambda: _open(client, address)) for _ in range(TIMES)])


def _open(client: Client, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answers {answer.status_code}")
