"""Figures that rest on satisfaction surveys: answers that came in through the portal, and typed counts of others.

The two figures of whole forms follow the explanation of the Ministry of Health's survey platform: *hài lòng toàn diện*
is persons whose every answer is 4 or 5 ÷ persons, *so với mong đợi* the mean of the percentages that patients gave.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Case, Count, F, IntegerField, Max, Q, QuerySet, Sum, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, ExtractMonth, ExtractYear

from indicators.engine.questions import ContentRefused
from indicators.enums import Source, SurveyKind
from indicators.models import Questionnaire, SurveyAnswer, SurveyCount
from indicators.selectors.providers import Question, Row, provider_for
from indicators.selectors.questionnaires import asked_by
from indicators.statistics import Ratio, satisfied

Kinds = Mapping[str, tuple[SurveyKind, ...]]
PATIENTS = (SurveyKind.INPATIENT, SurveyKind.OUTPATIENT)
SURVEYED: Kinds = {
    "citizen_satisfaction": (SurveyKind.SIPAS,),
    "patient_satisfaction": PATIENTS,
    "inpatient_satisfaction": (SurveyKind.INPATIENT,),
    "outpatient_satisfaction": (SurveyKind.OUTPATIENT,),
    "vaccination_satisfaction": (SurveyKind.VACCINATION,),
    "staff_satisfaction": (SurveyKind.STAFF,),
}
"""Satisfied answers ÷ valid answers."""
FULLY: Kinds = {"patient_full_satisfaction": PATIENTS}
"""Fully satisfied persons ÷ persons who gave an answer that counts."""
EXPECTED: Kinds = {"patient_expectation_met": PATIENTS}
"""The sum of what was met of the expectations (1 is all) ÷ persons who said it."""
RESTING: Kinds = {**SURVEYED, **FULLY, **EXPECTED}
"""All of them."""
SAID = "Khảo sát hài lòng"


class Shown(NamedTuple):
    """On how many persons' answers a figure rests, and of how many it may be told to others than the office."""

    people: int
    fewest: int


@provider_for(Source.SURVEY)
def _surveys(question: Question) -> Iterator[Row]:
    yield from _answered(question)
    yield from _expected(question)
    yield from _typed(question)


def _answered(question: Question) -> Iterator[Row]:
    known = {**SURVEYED, **FULLY}
    kinds = _kinds_of(question, known)
    if not kinds:
        return
    months = _by_month(question, kinds).annotate(
        all_valid=Sum("valid"),
        all_satisfied=Sum("satisfied"),
        people=Count("pk", filter=Q(valid__gt=0)),
        full=Count("pk", filter=Q(is_fully_satisfied=True)),
    )
    for month in months:
        rates = {
            **dict.fromkeys(SURVEYED, (month["all_satisfied"], month["all_valid"])),
            **dict.fromkeys(FULLY, (month["full"], month["people"])),
        }
        yield from _rows(question, known, month, rates)


def _expected(question: Question) -> Iterator[Row]:
    """What was met of the expectations, from the one question of each questionnaire that asks for it."""
    kinds = _kinds_of(question, EXPECTED)
    forms = {form.pk: _asking(form) for form in Questionnaire.objects.filter(kind__in=kinds)} if kinds else {}
    whens = [
        When(point__survey__questionnaire=form, then=Cast(KeyTextTransform(code, "answers"), IntegerField()))
        for form, code in forms.items()
        if code
    ]
    if not whens:
        return
    said = Case(*whens, output_field=IntegerField())
    months = _by_month(question, kinds).annotate(people=Count(said), met=Sum(said)).filter(people__gt=0)
    for month in months:
        yield from _rows(
            question, EXPECTED, month, dict.fromkeys(EXPECTED, (Decimal(month["met"]) / 100, month["people"]))
        )


def _asking(form: Questionnaire) -> str:
    """The code of the question about expectations; empty when there is none, or the form is still being written."""
    try:
        question = asked_by(form).playing("expectation")
    except ContentRefused:
        return ""
    return question.code if question else ""


def _by_month(question: Question, kinds: set[SurveyKind]) -> QuerySet[SurveyAnswer, dict[str, Any]]:
    """Finished answers by unit, kind and month, with the moment of the last one and from how many on they are told."""
    first, last = date(min(question.years), 1, 1), date(max(question.years), 12, 31)
    answers = SurveyAnswer.objects.filter(
        question.branches("point__unit"),
        finished_on__range=(first, last),
        point__survey__questionnaire__kind__in=kinds,
    )
    months: Any = answers.order_by().values(
        path=F("point__unit__path"),
        kind=F("point__survey__questionnaire__kind"),
        year=ExtractYear("finished_on"),
        month=ExtractMonth("finished_on"),
    )
    return months.annotate(as_of=Max("finished_at"), fewest=Max("point__survey__shown_from"))


def _typed(question: Question) -> Iterator[Row]:
    kinds = _kinds_of(question, RESTING)
    rows = SurveyCount.objects.filter(question.branches("unit"), year__in=question.years, kind__in=kinds)
    for row in rows.select_related("unit"):
        answers = row.level_1 + row.level_2 + row.level_3 + row.level_4 + row.level_5
        rates = dict.fromkeys(SURVEYED, satisfied(row.level_4, row.level_5, answers))
        if row.fully_satisfied is not None:
            rates |= dict.fromkeys(FULLY, Ratio(Decimal(row.fully_satisfied), Decimal(row.forms)))
        for indicator in question.indicators:
            if indicator.code in rates and row.kind in RESTING[indicator.code]:
                people = Shown(row.forms, settings.SURVEY_SHOWN_FROM)
                yield _row(
                    indicator.code, row.unit.path, row.year, row.month, rates[indicator.code], row.imported_at, people
                )


def _kinds_of(question: Question, known: Kinds) -> set[SurveyKind]:
    return {kind for indicator in question.indicators for kind in known.get(indicator.code, ())}


def _rows(
    question: Question, known: Kinds, month: Mapping[str, Any], rates: Mapping[str, tuple[Any, Any]]
) -> Iterator[Row]:
    """One row of each wanted figure that this kind of survey feeds."""
    if month["year"] not in question.years:
        return
    for indicator in question.indicators:
        if month["kind"] in known.get(indicator.code, ()):
            ratio = Ratio(*map(Decimal, rates[indicator.code]))
            people = Shown(month["people"], month["fewest"])
            yield _row(indicator.code, month["path"], month["year"], month["month"], ratio, month["as_of"], people)


def _row(code: str, path: str, year: int, month: int, ratio: Ratio, as_of: datetime, shown: Shown) -> Row:
    return Row(code, path, year, month, ratio, None, SAID, as_of, people=shown.people, fewest=shown.fewest)
