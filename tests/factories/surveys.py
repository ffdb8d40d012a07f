"""Questionnaires, surveys and answers for tests."""

from datetime import date

import factory
from factory.django import DjangoModelFactory

from indicators.enums import AnswerChannel, PaperState, SurveyKind
from indicators.models import (
    AnswerCode,
    PaperForm,
    Questionnaire,
    ServicePoint,
    Survey,
    SurveyAnswer,
    SurveyComment,
)
from tests.factories.accounts import UnitFactory
from tests.factories.indicators import MOMENT

CONTENT = {
    "sections": [
        {"code": "a", "title": "A", "questions": [{"code": "a1", "text": "Một", "kind": "scale", "counts": True}]}
    ]
}
"""The smallest questionnaire that can be used."""


class QuestionnaireFactory(DjangoModelFactory):
    class Meta:
        model = Questionnaire

    code = factory.Sequence(lambda number: f"phieu-{number}")
    kind = SurveyKind.OUTPATIENT
    title = "Phiếu khảo sát người bệnh ngoại trú"
    made_at = MOMENT


class SurveyFactory(DjangoModelFactory):
    class Meta:
        model = Survey

    centre = factory.SubFactory(UnitFactory)
    questionnaire = factory.SubFactory(QuestionnaireFactory)
    title = factory.Sequence(lambda number: f"Khảo sát đợt {number}")
    opens_on = date(2026, 10, 1)
    closes_on = date(2026, 12, 31)


class ServicePointFactory(DjangoModelFactory):
    class Meta:
        model = ServicePoint

    survey = factory.SubFactory(SurveyFactory)
    unit = factory.SelfAttribute("survey.centre")
    name = factory.Sequence(lambda number: f"Quầy số {number}")
    token = factory.Sequence(lambda number: f"diem{number:08d}")


class AnswerCodeFactory(DjangoModelFactory):
    class Meta:
        model = AnswerCode

    survey = factory.SubFactory(SurveyFactory)
    digest = factory.Sequence(lambda number: f"{number:064d}")
    made_at = MOMENT


class SurveyAnswerFactory(DjangoModelFactory):
    class Meta:
        model = SurveyAnswer

    point = factory.SubFactory(ServicePointFactory)
    started_at = MOMENT


class SurveyCommentFactory(DjangoModelFactory):
    class Meta:
        model = SurveyComment

    answer = factory.SubFactory(SurveyAnswerFactory)
    question = "y_kien"
    text = "Chỗ ngồi chờ còn ít"


class PaperFormFactory(DjangoModelFactory):
    class Meta:
        model = PaperForm

    point = factory.SubFactory(ServicePointFactory)
    number = factory.Sequence(lambda number: number + 1)
    answered_on = date(2026, 11, 20)
    first_at = MOMENT


def published_survey() -> Survey:
    """A survey whose results everybody may see."""
    token = f"ketqua{Survey.objects.count()}"
    made: Survey = SurveyFactory(questionnaire__content=CONTENT, is_published=True, results_token=token)
    return made


def counted_form(point: ServicePoint, **more: object) -> PaperForm:
    """A paper form of a point that counts."""
    day = date(2026, 11, 20)
    sums = {"answers": {"a1": 5}, "valid": 1, "points": 5}
    answer = SurveyAnswerFactory(point=point, channel=AnswerChannel.PAPER, finished_at=MOMENT, finished_on=day, **sums)
    made: PaperForm = PaperFormFactory(
        point=point, state=PaperState.AGREED, second_at=MOMENT, first_answers={"a1": 5}, answer=answer, **more
    )
    return made
