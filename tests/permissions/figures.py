"""The part of the table about figures: entries, imports of case files, surveys."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from accounts.models import User
from indicators.models import SurveyCount
from tests.factories.indicators import (
    CalendarDayFactory,
    FigureFileFactory,
    IndicatorFactory,
    ProcedureFactory,
    SurveyCountFactory,
)
from tests.factories.surveys import PaperFormFactory, counted_form, published_survey
from tests.indicators import answering
from tests.permissions.places import Place, own_answers_export
from tests.permissions.rows import ACT, PAGE, Row, Whose, centre, department


def doubt_of(place: Place) -> dict[str, Any]:
    """A survey of five forms in a quarter, which says little."""
    month = {"unit": place.department, "kind": "staff", "year": 2026, "month": 5}
    if not SurveyCount.objects.filter(**month).exists():
        SurveyCountFactory(**month, forms=5)
    return {"pk": place.department.pk, "year": 2026, "month": 6, "check": "few_answers", "subject": "staff"}


FIGURE = Row(find=lambda place, user: {"code": IndicatorFactory(source="declared").code})
MONTH = Row(find=lambda place, user: {"year": 2026, "month": 10})
CALENDAR_DAY = Row(find=lambda place, user: {"pk": CalendarDayFactory().pk})
POINT = Row(find=lambda place, user: {"token": answering.open_point().token})
POINT_POST = Row(find=POINT.find, posts=True)
SURVEY = centre(lambda house: house.survey)
SURVEY_ACT = centre(lambda house: house.survey, posts=True)
QUESTIONNAIRE = centre(lambda house: house.survey.questionnaire)
QUESTIONNAIRE_ACT = centre(lambda house: house.survey.questionnaire, posts=True)


def paper(find: Callable[[Any], Any]) -> Row:
    """A row about the paper forms of a department's service point."""

    def at(place: Place, user: User) -> dict[str, Any]:
        point = answering.open_point(answering.open_survey(centre=place.centre), unit=place.department)
        return {"pk": find(point).pk}

    return Row(Whose.DEPARTMENT, at)


INDICATORS = {
    "indicators:answering": POINT,
    "indicators:answering-code": POINT_POST,
    "indicators:answering-part": Row(find=lambda place, user: {**POINT.find(place, user), "number": 1}),
    "indicators:answering-receive": POINT_POST,
    "indicators:answering-thanks": POINT,
    "indicators:answering-worker": PAGE,
    "indicators:kiosk": Row(find=lambda place, user: {"token": answering.open_point(kiosk_pin="x").token}),
    "indicators:kiosk-pin": Row(
        Whose.CENTRE, lambda place, user: {"pk": answering.open_point(answering.open_survey(centre=place.centre)).pk}
    ),
    "indicators:paper-form-again": paper(lambda point: PaperFormFactory(point=point)),
    "indicators:paper-form-discard": replace(paper(lambda point: PaperFormFactory(point=point)), posts=True),
    "indicators:paper-form-create": paper(lambda point: point),
    "indicators:paper-form-list": paper(lambda point: point.survey),
    "indicators:paper-form-settle": paper(lambda point: PaperFormFactory(point=point)),
    "indicators:paper-form-withdraw": replace(paper(lambda point: counted_form(point)), posts=True),
    "indicators:settled-form": paper(lambda point: counted_form(point)),
    "indicators:settled-forms": paper(lambda point: point.survey),
    "indicators:kiosk-leave": POINT,
    "indicators:kiosk-start": POINT_POST,
    "indicators:calendar": PAGE,
    "indicators:calendar-copy": ACT,
    "indicators:calendar-day-create": PAGE,
    "indicators:calendar-day-edit": CALENDAR_DAY,
    "indicators:calendar-day-remove": replace(CALENDAR_DAY, posts=True),
    "indicators:case-import-act": centre(lambda house: house.case_import, posts=True),
    "indicators:case-import-create": PAGE,
    "indicators:case-import-detail": centre(lambda house: house.case_import),
    "indicators:case-import-faults": centre(lambda house: house.case_import),
    "indicators:case-import-list": PAGE,
    "indicators:case-import-map": centre(lambda house: house.case_import, posts=True),
    "indicators:case-list": PAGE,
    "indicators:case-recount": PAGE,
    "indicators:catalogue": PAGE,
    "indicators:doubt-answer": Row(Whose.DEPARTMENT, lambda place, user: doubt_of(place)),
    "indicators:doubt-list": PAGE,
    "indicators:count-file-add": department(lambda own: own.survey_count, posts=True, kind="hai-long"),
    "indicators:count-file-remove": Row(
        Whose.DEPARTMENT,
        lambda place, user: {
            "kind": "hai-long",
            "pk": place.own.survey_count.pk,
            "document": FigureFileFactory(survey_count=place.own.survey_count).pk,
        },
        posts=True,
    ),
    "indicators:count-withdraw": department(lambda own: own.survey_count, posts=True, kind="hai-long"),
    "indicators:figure-detail": FIGURE,
    "indicators:figure-file": department(lambda own: own.figure_file, name="tai-lieu.pdf"),
    "indicators:figure-files": department(lambda own: own.measurement, kind="ke-khai"),
    "indicators:figure-list": PAGE,
    "indicators:indicator-create": PAGE,
    "indicators:indicator-edit": centre(lambda house: IndicatorFactory(centre=house.plan.unit)),
    "indicators:indicator-retire": centre(lambda house: IndicatorFactory(centre=house.plan.unit), posts=True),
    "indicators:measurement-create": FIGURE,
    "indicators:measurement-file-add": department(lambda own: own.measurement, posts=True),
    "indicators:measurement-file-remove": Row(
        Whose.DEPARTMENT,
        lambda place, user: {
            "pk": place.own.measurement.pk,
            "document": FigureFileFactory(measurement=place.own.measurement).pk,
        },
        posts=True,
    ),
    "indicators:measurement-list": PAGE,
    "indicators:measurement-lock": department(lambda own: own.measurement),
    "indicators:measurement-withdraw": department(lambda own: own.measurement, posts=True),
    "indicators:period-act": replace(MONTH, posts=True, data=lambda place: {"transition": "close"}),
    "indicators:period-detail": MONTH,
    "indicators:period-list": PAGE,
    "indicators:procedure-create": PAGE,
    "indicators:procedure-edit": centre(lambda house: ProcedureFactory(centre=house.plan.unit)),
    "indicators:procedure-import": PAGE,
    "indicators:procedure-import-apply": ACT,
    "indicators:procedure-import-template": PAGE,
    "indicators:procedure-list": PAGE,
    "indicators:procedure-remove": centre(lambda house: ProcedureFactory(centre=house.plan.unit), posts=True),
    "indicators:procedure-count-create": PAGE,
    "indicators:procedure-statistics": PAGE,
    "indicators:survey-comparison": SURVEY,
    "indicators:survey-answers-export": replace(SURVEY, posts=True),
    "indicators:survey-answers-made": Row(
        Whose.PERSON,
        lambda place, user: {
            "pk": own_answers_export(user if place.name == "own" else place.own.user, place.house.survey).pk,
        },
    ),
    **dict.fromkeys(("indicators:points-add", "indicators:survey-answers-file", "indicators:survey-codes"), SURVEY),
    **dict.fromkeys(("indicators:survey-detail", "indicators:survey-edit", "indicators:survey-results"), SURVEY),
    **dict.fromkeys(("indicators:survey-act", "indicators:survey-delete"), SURVEY_ACT),
    "indicators:point-edit": department(lambda own: own.service_point),
    "indicators:point-delete": department(lambda own: own.service_point, posts=True),
    **dict.fromkeys(
        (
            "indicators:questionnaire-detail",
            "indicators:questionnaire-edit",
            "indicators:questionnaire-words",
            "indicators:section-add",
        ),
        QUESTIONNAIRE,
    ),
    "indicators:questionnaire-copy": QUESTIONNAIRE_ACT,
    "indicators:questionnaire-delete": QUESTIONNAIRE_ACT,
    "indicators:questionnaire-list": PAGE,
    "indicators:questionnaire-preview": centre(lambda house: house.survey.questionnaire, number=1),
    "indicators:question-add": centre(lambda house: house.survey.questionnaire, section="a"),
    "indicators:question-edit": centre(lambda house: house.survey.questionnaire, question="a1"),
    "indicators:section-edit": centre(lambda house: house.survey.questionnaire, section="a"),
    "indicators:section-remove": centre(lambda house: house.survey.questionnaire, posts=True, section="a"),
    "indicators:survey-comment": department(lambda own: own.survey_comment),
    "indicators:survey-comments": PAGE,
    "indicators:survey-count-create": PAGE,
    "indicators:survey-create": PAGE,
    "indicators:survey-list": PAGE,
    "indicators:survey-public-results": Row(find=lambda place, user: {"token": published_survey().results_token}),
    "indicators:survey-report": PAGE,
    "indicators:survey-statistics": PAGE,
}
