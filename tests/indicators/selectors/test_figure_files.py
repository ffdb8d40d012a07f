"""Which documents stand behind a figure and behind a doubt, and who sees them."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import RoleCode
from indicators.engine.roll_up import Span
from indicators.enums import PeriodKind
from indicators.models import FigureFile, Indicator
from indicators.selectors.doubts import doubts_of
from indicators.selectors.figure_files import documents_behind, documents_doubted
from indicators.services.catalogue import load_catalogue
from tests.factories.accounts import user_with
from tests.factories.indicators import (
    FigureFileFactory,
    MeasurementFactory,
    ProcedureCountFactory,
    ProcedureFactory,
    SurveyCountFactory,
)
from tests.factories.world import World
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(world: World) -> User:
    load_catalogue()
    return user_with(RoleCode.OFFICE, world.centre)


def declared(world: World, unit: Any, name: str, code: str = "feedback_on_time", **other: Any) -> FigureFile:
    figure = MeasurementFactory(indicator=Indicator.objects.get(code=code), unit=unit, **other)
    return FigureFileFactory(measurement=figure, name=name)


def names(found: list[FigureFile]) -> set[str]:
    return {document.name for document in found}


def test_declared_figures_of_the_branch_and_year_stand_behind_their_indicator(world: World, office: User) -> None:
    declared(world, world.surgery, "ngoai.pdf")
    declared(world, world.pharmacy, "duoc.pdf")
    declared(world, world.surgery, "nam-truoc.pdf", year=2025)
    declared(world, world.surgery, "khac.pdf", code="par_index")
    declared(world, world.other_department, "noi-khac.pdf")

    assert names(documents_behind("feedback_on_time", world.centre, 2026, office)) == {"ngoai.pdf", "duoc.pdf"}
    assert names(documents_behind("feedback_on_time", world.surgery, 2026, office)) == {"ngoai.pdf"}


def test_reader_gets_the_documents_of_figures_within_reach(world: World, office: User) -> None:
    declared(world, world.surgery, "ngoai.pdf")
    declared(world, world.pharmacy, "duoc.pdf")
    head = user_with(RoleCode.DEPARTMENT_HEAD, world.surgery)

    assert names(documents_behind("feedback_on_time", world.centre, 2026, head)) == {"ngoai.pdf"}
    assert documents_behind("vo_ly", world.centre, 2026, head) == []


def test_counts_stand_behind_the_indicators_that_they_feed(world: World, office: User) -> None:
    counts = ProcedureCountFactory(unit=world.surgery, procedure=ProcedureFactory(centre=world.centre), month=2)
    FigureFileFactory(procedure_count=counts, name="ho-so.pdf")
    FigureFileFactory(survey_count=SurveyCountFactory(unit=world.surgery, month=5), name="phieu.pdf")
    inpatients = SurveyCountFactory(unit=world.surgery, month=5, kind="inpatient")
    FigureFileFactory(survey_count=inpatients, name="noi-tru.pdf")

    assert names(documents_behind("tthc_on_time", world.centre, 2026, office)) == {"ho-so.pdf"}
    assert documents_behind("tthc_time_cut", world.centre, 2026, office) == [], "told by the list of procedures"
    assert documents_behind("tthc_on_time", world.centre, 2026, office, Span.month(3)) == []
    assert names(documents_behind("citizen_satisfaction", world.centre, 2026, office)) == {"phieu.pdf"}
    assert documents_behind("citizen_satisfaction", world.centre, 2026, office, Span.quarter(1)) == []


def test_doubt_comes_with_the_documents_of_its_month(world: World, office: User) -> None:
    procedure = ProcedureFactory(centre=world.centre)
    for month, finished in ((2, 5), (3, 9)):
        counts = ProcedureCountFactory(
            unit=world.surgery, procedure=procedure, month=month, received_direct=5, finished_early=finished
        )
        FigureFileFactory(procedure_count=counts, name=f"thang-{month}.pdf")
    declared(world, world.surgery, "phan-anh.pdf", period_kind=PeriodKind.QUARTER, period=1, numerator=9, denominator=5)

    found = {
        (raised.doubt.check.value, raised.doubt.subject): names(documents_doubted(raised, office))
        for raised in doubts_of([world.surgery], 2026, date(2026, 4, 1))
    }
    assert found["finished", "cases"] == {"thang-3.pdf"}
    assert found["rate", "feedback_on_time"] == {"phan-anh.pdf"}


def test_pages_of_figures_and_doubts_link_the_documents(client: Client, world: World, office: User) -> None:
    counts = ProcedureCountFactory(
        unit=world.surgery,
        procedure=ProcedureFactory(centre=world.centre),
        month=2,
        received_direct=5,
        finished_early=9,
    )
    typed = FigureFileFactory(procedure_count=counts, name="ho-so.pdf")
    stated = declared(world, world.surgery, "ngoai.pdf")
    sign_in(client, office)
    doubt = reverse("indicators:doubt-answer", args=[world.surgery.pk, 2026, 2, "finished", "cases"])
    pages = {
        reverse("indicators:figure-detail", args=["tthc_on_time"]): typed,
        reverse("indicators:figure-detail", args=["feedback_on_time"]): stated,
        reverse("indicators:measurement-lock", args=[stated.figure.pk]): stated,
        doubt: typed,
    }

    for address, document in pages.items():
        link = reverse("indicators:figure-file", args=[document.pk, document.name])
        assert link in client.get(address).content.decode(), address
