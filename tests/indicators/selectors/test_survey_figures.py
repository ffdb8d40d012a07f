"""What people answered becomes an indicator's figure and a criterion's points; nobody types it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Unit
from indicators.enums import SurveyKind
from indicators.models import SurveyAnswer
from indicators.selectors.figures import figure_for, figures_for, monthly_values
from indicators.services.catalogue import load_catalogue
from scoring.engine.evaluation import outcome_of
from scoring.engine.values import Entry
from scoring.selectors.inputs import known_inputs
from scoring.selectors.library import library
from scoring.services import criteria_files
from tests.factories.indicators import SurveyCountFactory
from tests.factories.surveys import QuestionnaireFactory, ServicePointFactory, SurveyAnswerFactory, SurveyFactory
from tests.factories.world import World


@pytest.fixture(autouse=True)
def catalogue(db: None) -> None:
    load_catalogue()


def answers(
    unit: Unit, kind: str, day: date, *forms: tuple[int, int], content: dict[str, Any] | None = None
) -> list[SurveyAnswer]:
    """Finished forms of (valid, satisfied) at a place of the unit."""
    survey = SurveyFactory(questionnaire=QuestionnaireFactory(kind=kind, content=content or {}))
    point = ServicePointFactory(survey=survey, unit=unit)
    moment = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    common: dict[str, Any] = {"point": point, "finished_on": day, "finished_at": moment}
    return [SurveyAnswerFactory(valid=valid, satisfied=satisfied, **common) for valid, satisfied in forms]


def test_answers_feed_the_figure_of_their_unit_and_of_all_above(world: World) -> None:
    answers(world.surgery, SurveyKind.SIPAS, date(2026, 10, 5), (17, 17), (16, 10))
    answers(world.pharmacy, SurveyKind.SIPAS, date(2026, 11, 5), (7, 7))
    answers(world.other_department, SurveyKind.SIPAS, date(2026, 11, 5), (7, 0))

    figures = figures_for(["citizen_satisfaction"], [world.surgery, world.centre, world.authority], 2026)

    found = {unit_id: (figure.numerator, figure.denominator) for (_, unit_id), figure in figures.items()}
    assert found == {world.surgery.pk: (27, 33), world.centre.pk: (34, 40), world.authority.pk: (34, 47)}
    assert figures["citizen_satisfaction", world.centre.pk].value == Decimal("85.0000")
    assert figures["citizen_satisfaction", world.centre.pk].source == "Khảo sát hài lòng"


def test_both_kinds_of_patients_are_pooled_and_others_are_not(world: World) -> None:
    for kind, satisfied in ((SurveyKind.INPATIENT, 10), (SurveyKind.OUTPATIENT, 5), (SurveyKind.STAFF, 0)):
        answers(world.surgery, kind, date(2026, 10, 5), (10, satisfied))

    figure = figure_for("patient_satisfaction", world.surgery, 2026)

    assert figure is not None and (figure.numerator, figure.denominator) == (15, 20)


def test_fully_satisfied_patients_of_forms_and_of_typed_counts(world: World) -> None:
    """Persons ÷ persons: who used nothing is neither, and a count that does not tell it is left out."""
    inpatient = answers(world.surgery, SurveyKind.INPATIENT, date(2026, 10, 5), (3, 3), (2, 1), (0, 0))
    SurveyAnswer.objects.filter(pk=inpatient[0].pk).update(is_fully_satisfied=True)
    outpatient = answers(world.surgery, SurveyKind.OUTPATIENT, date(2026, 11, 5), (5, 5))
    SurveyAnswer.objects.filter(pk=outpatient[0].pk).update(is_fully_satisfied=True)
    answers(world.surgery, SurveyKind.STAFF, date(2026, 11, 5), (5, 0))
    month: dict[str, Any] = {"unit": world.surgery, "kind": SurveyKind.INPATIENT, "year": 2026, "forms": 10}
    SurveyCountFactory(**month, month=8, fully_satisfied=7)
    SurveyCountFactory(**month, month=9, fully_satisfied=None)

    figure = figure_for("patient_full_satisfaction", world.surgery, 2026)

    assert figure is not None and (figure.numerator, figure.denominator) == (2 + 7, 3 + 10)


def test_what_was_met_of_expectations_is_the_mean_over_persons(world: World) -> None:
    """Each questionnaire has its own question for it; who left it out is not counted."""
    for kind, code, given in (
        (SurveyKind.INPATIENT, "g1", [{"g1": 90}, {"g1": 110}, {"a1": 5}]),
        (SurveyKind.OUTPATIENT, "f", [{"f": 40}]),
    ):
        asked = [{"code": code, "text": "Mong đợi", "kind": "percent", "role": "expectation", "highest": 150}]
        asked.append({"code": "a1", "text": "Chỗ ngồi", "kind": "scale", "counts": True})
        content = {"sections": [{"code": "a", "title": "A", "questions": asked}]}
        stored = answers(world.surgery, kind, date(2026, 10, 5), *[(1, 1)] * len(given), content=content)
        for row, said in zip(stored, given, strict=True):
            SurveyAnswer.objects.filter(pk=row.pk).update(answers=said)
    answers(world.pharmacy, SurveyKind.OUTPATIENT, date(2026, 10, 5), (1, 1))

    figures = figures_for(["patient_expectation_met"], [world.centre, world.pharmacy], 2026)

    of_centre = figures["patient_expectation_met", world.centre.pk]
    assert (of_centre.value, of_centre.numerator, of_centre.denominator) == (Decimal(80), Decimal("2.4"), 3)
    assert ("patient_expectation_met", world.pharmacy.pk) not in figures


def test_unfinished_answers_do_not_count(world: World) -> None:
    SurveyAnswerFactory(
        point=ServicePointFactory(survey__questionnaire__kind=SurveyKind.SIPAS, unit=world.surgery),
        valid=5,
        satisfied=5,
    )

    assert figure_for("citizen_satisfaction", world.surgery, 2026) is None


def test_typed_counts_of_a_survey_held_elsewhere_are_added(world: World) -> None:
    answers(world.surgery, SurveyKind.SIPAS, date(2026, 10, 5), (10, 5))
    SurveyCountFactory(unit=world.surgery, kind=SurveyKind.SIPAS, year=2026, month=10, forms=1, level_5=10)

    assert [(month.month, month.value) for month in monthly_values("citizen_satisfaction", world.surgery, 2026)] == [
        (10, Decimal("75.0000"))
    ]


def test_each_year_has_its_own_answers(world: World) -> None:
    answers(world.surgery, SurveyKind.SIPAS, date(2025, 12, 31), (10, 4))
    answers(world.surgery, SurveyKind.SIPAS, date(2026, 1, 1), (10, 9))

    figure = figure_for("citizen_satisfaction", world.surgery, 2026)

    assert figure is not None
    assert (figure.value, figure.previous) == (Decimal("90.0000"), Decimal("40.0000"))


def test_number_of_answers_does_not_change_the_number_of_queries(world: World) -> None:
    answers(world.surgery, SurveyKind.SIPAS, date(2026, 10, 5), (10, 4))
    with CaptureQueriesContext(connection) as one:
        figures_for(["citizen_satisfaction"], [world.centre], 2026)
    for unit in (world.pharmacy, world.office):
        answers(unit, SurveyKind.SIPAS, date(2026, 11, 5), (10, 4), (9, 9))
    with CaptureQueriesContext(connection) as three:
        figures_for(["citizen_satisfaction"], [world.centre, world.pharmacy, world.office], 2026)

    assert len(one) == len(three)


@pytest.mark.parametrize(("satisfied", "points"), [(70, Decimal(0)), (85, Decimal("2.55")), (95, Decimal(3))])
def test_answers_reach_the_points_of_a_criterion(world: World, satisfied: int, points: Decimal) -> None:
    answers(world.surgery, SurveyKind.SIPAS, date(2026, 10, 5), (100, satisfied))
    shipped = next(entry for entry in library() if entry.code == "hoai-nhon-khoa-phong")
    leaves = {leaf.code: leaf for leaf in criteria_files.read_file(shipped.path).criteria()}

    known = known_inputs(leaves.values(), [world.surgery], 2026)[world.surgery.pk, "c5"]

    assert (known.inputs.numerator, known.inputs.denominator) == (satisfied, 100)
    assert outcome_of(leaves["c5"], Entry(known.inputs)).points == points
