"""Answers by level: forms of the portal and typed counts together, and the points that a rule on them gives."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Unit
from indicators.enums import SurveyKind
from indicators.selectors.level_counts import level_counts, surveyed_codes
from indicators.services.catalogue import load_catalogue
from scoring.engine.evaluation import outcome_of
from scoring.engine.rules.answers import AnswerOption, SurveyShare
from scoring.engine.tree import Criterion, Notes
from scoring.engine.values import Awarded, Entry
from scoring.selectors.inputs import known_inputs
from tests.factories.indicators import SurveyCountFactory
from tests.factories.surveys import QuestionnaireFactory, ServicePointFactory, SurveyAnswerFactory, SurveyFactory
from tests.factories.world import World

CODE = "citizen_satisfaction"
QUESTIONS = [
    {"code": "a1", "text": "Một", "kind": "scale", "counts": True},
    {"code": "a2", "text": "Hai", "kind": "scale_or_unused", "counts": True},
    {"code": "a3", "text": "Ba", "kind": "scale"},
]
CONTENT = {"sections": [{"code": "a", "title": "A", "questions": QUESTIONS}]}


def answer(unit: Unit, *forms: dict[str, Any], kind: str = SurveyKind.SIPAS, day: date = date(2026, 10, 5)) -> None:
    survey = SurveyFactory(questionnaire=QuestionnaireFactory(kind=kind, content=CONTENT))
    point = ServicePointFactory(survey=survey, unit=unit)
    moment = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    for given in forms:
        valid = [given[code] for code in ("a1", "a2") if given.get(code)]
        good = sum(level >= 4 for level in valid)
        sums = {"valid": len(valid), "satisfied": good}
        SurveyAnswerFactory(point=point, answers=given, finished_on=day, finished_at=moment, **sums)


@pytest.mark.django_db
def test_forms_and_typed_counts_are_pooled_for_the_unit_and_all_above(world: World) -> None:
    answer(world.surgery, {"a1": 5, "a2": 4, "a3": 1}, {"a1": 3, "a2": 0})
    answer(world.surgery, {"a1": 1}, kind=SurveyKind.STAFF)
    answer(world.surgery, {"a1": 1}, day=date(2025, 12, 31))
    SurveyCountFactory(unit=world.pharmacy, level_2=7, level_5=3)
    SurveyCountFactory(unit=world.pharmacy, level_1=9, year=2025)

    found = level_counts([CODE, "khong-co"], [world.surgery, world.pharmacy, world.centre, world.other_centre], 2026)

    assert found == {
        (CODE, world.surgery.pk): (0, 0, 1, 1, 1),
        (CODE, world.pharmacy.pk): (0, 7, 0, 0, 3),
        (CODE, world.centre.pk): (0, 7, 1, 1, 4),
    }


@pytest.mark.django_db
def test_it_takes_as_many_queries_for_many_units_as_for_one(world: World) -> None:
    answer(world.surgery, {"a1": 5})
    answer(world.pharmacy, {"a1": 4}, {"a1": 2})

    def queries(*units: Unit) -> int:
        with CaptureQueriesContext(connection) as caught:
            level_counts([CODE], units, 2026)
        return len(caught)

    assert queries(world.surgery) == queries(world.surgery, world.pharmacy, world.centre) == 3


@pytest.mark.django_db
def test_survey_share_is_scored_from_the_levels(world: World) -> None:
    load_catalogue()
    answer(world.surgery, {"a1": 5, "a2": 4}, {"a1": 3, "a2": 0})
    weights = {"5": 100, "4": 75, "3": 50, "2": 25, "1": 0}
    rule = SurveyShare(options=tuple(AnswerOption(code, f"Mức {code}", Decimal(w)) for code, w in weights.items()))
    notes = Notes(indicator=CODE, entered_by="survey")
    leaf = Criterion(code="x", name="", max_points=Decimal(8), rule=rule, notes=notes)

    known = known_inputs([leaf], [world.surgery, world.pharmacy], 2026)

    outcome = outcome_of(leaf, Entry(known[world.surgery.pk, "x"].inputs))
    assert isinstance(outcome, Awarded)
    assert outcome.points == Decimal("6.00")  # (100 + 75 + 50) % of 8 ÷ 3 answers
    assert (world.pharmacy.pk, "x") not in known


def test_only_surveys_have_levels() -> None:
    assert CODE in surveyed_codes()
    assert "tthc_on_time" not in surveyed_codes()
