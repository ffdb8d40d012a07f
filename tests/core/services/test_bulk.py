"""Rows written in bulk are the rows that were given, on both databases."""

from decimal import Decimal

import orjson
import pytest

from core.services import bulk
from indicators.models import SurveyAnswer
from scoring.models import CriterionScore, UnitScore
from tests.factories.scoring import CriterionFactory, UnitScoreFactory
from tests.factories.surveys import SurveyAnswerFactory

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


def test_one_row_is_inserted_as_save_would():
    answers = {"a1": 5, "m": [1, 2], "khac": 'Ghế "đỏ"\\ 100%'}
    given = SurveyAnswerFactory.build(point=SurveyAnswerFactory().point, answers=answers)

    assert bulk.insert_once(given)

    stored = SurveyAnswer.objects.get(pk=given.pk)
    fields = [field.attname for field in SurveyAnswer._meta.concrete_fields]
    assert [getattr(stored, name) for name in fields] == [getattr(given, name) for name in fields]
    given.answers = {}
    given.save()
    assert SurveyAnswer.objects.get(pk=given.pk).answers == {}


def test_a_row_that_is_there_already_is_left_alone_and_spoils_no_transaction():
    first = SurveyAnswerFactory(answers={"a1": 5})
    again = SurveyAnswerFactory.build(pk=first.pk, point=first.point, answers={"a1": 1})

    assert not bulk.insert_once(again)

    assert SurveyAnswer.objects.get().answers == {"a1": 5}
