"""Rows written in bulk are the rows that were given, on both databases."""

from decimal import Decimal

import orjson
import pytest

from core.services import bulk
from scoring.models import CriterionScore, UnitScore
from tests.factories.scoring import CriterionFactory, UnitScoreFactory

NAMES = ("unit_score", "criterion", "status", "points", "max_points", "reason", "trace")
pytestmark = pytest.mark.django_db


def written(reason="Vì sao", trace=None, points=None):
    score, criterion = UnitScoreFactory(), CriterionFactory()
    bulk.insert(CriterionScore, NAMES, [(score.pk, criterion.pk, "awarded", points, Decimal(10), reason, trace or {})])
    return CriterionScore.objects.get(unit_score=score, criterion=criterion)


@pytest.mark.parametrize(
    "text", ["Tab\tở giữa", "Hai\ndòng", "Gạch \\ chéo", r"\N", "“Nháy” và 'nháy'", "a\r\nb", "\\.", "100%"]
)
def test_text_is_kept_letter_by_letter(text):
    assert written(reason=text).reason == text


def test_text_is_normalised_like_everywhere():
    assert written(reason="  Hoa\u0300 ").reason == "Hoà"


@pytest.mark.parametrize("points", [None, Decimal("0.00"), Decimal("7.25"), Decimal("-1.50")])
def test_points_are_exact_and_empty_is_not_zero(points):
    assert written(points=points).points == points


def test_json_is_kept_with_whatever_is_in_it():
    trace = {"self": {"by": 'Trần "Bình"\\', "at": "a\tb\nc"}, "evidence": [{"id": 1, "page": None}]}

    assert written(trace=trace).trace == trace


def test_json_that_is_written_already_is_not_written_twice():
    assert written(trace={"inputs": orjson.Fragment('{"source":"a\\nb"}')}).trace == {"inputs": {"source": "a\nb"}}


def test_many_rows_are_updated_each_with_its_own_values(monkeypatch):
    monkeypatch.setattr(bulk, "ROWS_PER_STATEMENT", 2)
    scores = [UnitScoreFactory() for _ in range(5)]

    bulk.update(UnitScore, ("rank", "grade"), [(score.pk, place, f"Mức {place}") for place, score in enumerate(scores)])

    assert list(UnitScore.objects.order_by("pk").values_list("rank", "grade")) == [(n, f"Mức {n}") for n in range(5)]


def test_column_that_becomes_empty_everywhere_is_updated():
    score = UnitScoreFactory(rank=3)

    bulk.update(UnitScore, ("rank",), [(score.pk, None)])

    score.refresh_from_db()
    assert score.rank is None
