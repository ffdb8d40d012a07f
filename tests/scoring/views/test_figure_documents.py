"""Whoever looks into a mark finds the documents of the typed figure behind it."""

from typing import Any

from django.test import Client
from django.urls import reverse

from indicators.enums import Source
from indicators.models import Measurement
from scoring.models import Criterion, CriterionScore
from scoring.services import runs
from tests.factories.accounts import user_with
from tests.factories.indicators import FigureFileFactory, IndicatorFactory, SurveyCountFactory
from tests.factories.scoring import NOW
from tests.scoring.conftest import Filled
from tests.sign_in import sign_in


def test_verifier_finds_the_documents_of_the_figure(client: Client, filled: Filled) -> None:
    filled.submit()
    item = filled.item("a1")
    IndicatorFactory(code="staff_satisfaction", source=Source.SURVEY)
    Criterion.objects.filter(pk=item.criterion_id).update(indicator_code="staff_satisfaction")
    year = item.assessment.round.year
    counts = SurveyCountFactory(unit=item.assessment.unit, kind="staff", year=year)
    own = FigureFileFactory(survey_count=counts, name="phieu.pdf")
    FigureFileFactory(survey_count=SurveyCountFactory(unit=filled.world.pharmacy, kind="staff", year=year))

    desk = sign_in(client, filled.office).get(reverse("scoring:verification-item", args=[item.pk]))

    assert desk.context["figure_documents"] == [own]
    assert reverse("indicators:figure-file", args=[own.pk, "phieu.pdf"]) in desk.content.decode()


def test_trace_links_the_documents_to_those_who_see_the_figure(client: Client, scored: Any) -> None:
    scored.measure(scored.world.pharmacy, 97, 100)
    document = FigureFileFactory(measurement=Measurement.objects.get(unit=scored.world.pharmacy), name="so-12.pdf")
    run = runs.compute(round=scored.round, by=scored.office, at=NOW).run
    line = CriterionScore.objects.get(unit_score__run=run, unit_score__unit=scored.world.pharmacy, criterion__code="c2")
    runs.publish(run=runs.finalise(run=run, by=scored.director, at=NOW), by=scored.director, at=NOW)
    address = reverse("scoring:score-trace", args=[line.pk])
    link = reverse("indicators:figure-file", args=[document.pk, document.name])

    assert link in sign_in(client, scored.office).get(address).content.decode()
    head = user_with("department_head", scored.world.pharmacy)
    assert link in sign_in(client, head).get(address).content.decode()
