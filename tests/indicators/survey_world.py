"""A survey with answers, as pages and reports find it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from accounts.models import Unit
from indicators.engine.questions import read, tally
from indicators.enums import SurveyState
from indicators.models import ServicePoint, Survey, SurveyAnswer
from tests.factories.indicators import MOMENT
from tests.factories.surveys import QuestionnaireFactory, ServicePointFactory, SurveyAnswerFactory, SurveyFactory

CONTENT = {
    "sections": [
        {
            **{"code": "a", "title": "Tiếp cận"},
            "questions": [
                {"code": f"a{n}", "text": f"Câu hỏi {n}", "kind": "scale_or_unused", "counts": True} for n in (1, 2, 3)
            ],
        },
        {
            **{"code": "b", "title": "Thái độ"},
            "questions": [{"code": "b1", "text": "Cư xử đúng mực", "kind": "scale", "counts": True}],
        },
        {
            **{"code": "g", "title": "Chung"},
            "questions": [
                {"code": "g1", "text": "Mong đợi", "kind": "percent", "role": "expectation"},
                {
                    **{"code": "g2", "text": "Trở lại", "kind": "choice", "options": ["Không", "Có"]},
                    **{"role": "return", "positive": [2]},
                },
                {"code": "m", "text": "Cần sửa gì", "kind": "choices", "options": ["Ghế", "Quạt"]},
                {"code": "y_kien", "text": "Ý kiến", "kind": "text"},
            ],
        },
    ]
}
GOOD = {"a1": 5, "a2": 4, "a3": 0, "b1": 5, "g1": 90, "g2": 2, "m": [1]}
BAD = {"a1": 2, "a2": 4, "a3": 3, "b1": 1, "g1": 50, "g2": 1, "m": [1, 2]}


def open_survey(centre: Unit, **other: Any) -> Survey:
    """A survey that takes answers."""
    given = {"questionnaire": QuestionnaireFactory(content=CONTENT, kind="outpatient"), **other}
    made: Survey = SurveyFactory(centre=centre, state=SurveyState.OPEN, opened_at=MOMENT, target=100, **given)
    return made


def answered(survey: Survey, unit: Unit, good: int, bad: int = 0, day: date = date(2026, 11, 2)) -> ServicePoint:
    """A place of the unit with so many good and bad forms of a day."""
    point: ServicePoint = survey.points.filter(unit=unit).first() or ServicePointFactory(survey=survey, unit=unit)
    for answers in [GOOD] * good + [BAD] * bad:
        store(point, answers, day)
    return point


def store(point: ServicePoint, answers: dict[str, Any], day: date) -> SurveyAnswer:
    """A finished form with its sums, which came after those there are."""
    sums = tally(read(point.survey.questionnaire.content), answers)
    moment = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    made: SurveyAnswer = SurveyAnswerFactory(
        point=point,
        started_at=moment,
        finished_at=moment,
        received_at=moment + timedelta(seconds=SurveyAnswer.objects.count()),
        finished_on=day,
        answers=answers,
        **{"valid": sums.valid, "satisfied": sums.satisfied, "points": sums.points},
        is_fully_satisfied=sums.fully_satisfied,
    )
    return made
