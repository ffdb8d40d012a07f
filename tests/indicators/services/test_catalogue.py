"""The shipped catalogue: complete, answered by somebody, renewed without touching own indicators."""

import tomllib
from typing import Any

import pytest

from indicators.enums import Direction, Measure, PeriodKind, RollUp, Source, SurveyKind
from indicators.models import Indicator
from indicators.selectors.procedure_figures import BY_PROCEDURE, NUMBERS, RATES
from indicators.selectors.survey_figures import RESTING
from indicators.services.catalogue import CATALOGUE, load_catalogue
from tests.factories.indicators import IndicatorFactory

ENTRIES: list[dict[str, Any]] = tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))["indicator"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["code"])
def test_entry_says_what_it_measures(entry: dict[str, Any]) -> None:
    assert entry["definition"].endswith(".") and entry["owner"]
    assert entry["source"] in Source.values
    assert entry.get("measure", "percent") in Measure.values
    assert entry.get("direction", "higher") in Direction.values
    assert entry.get("frequency", "month") in PeriodKind.values
    assert entry.get("roll_up", "latest") in RollUp.values
    if entry.get("measure", "percent") == Measure.PERCENT:
        assert entry["numerator"] and entry["denominator"]
    else:
        assert entry["unit"]


def test_codes_are_used_once() -> None:
    codes = [entry["code"] for entry in ENTRIES]
    assert len(codes) == len(set(codes))


def test_every_figure_of_a_source_has_its_computation_and_the_other_way_round() -> None:
    def codes_of(source: str) -> set[str]:
        return {entry["code"] for entry in ENTRIES if entry["source"] == source}

    assert codes_of("procedures") == RATES.keys() | NUMBERS.keys() | BY_PROCEDURE
    assert codes_of("survey") == RESTING.keys()
    assert {kind for kinds in RESTING.values() for kind in kinds} == set(SurveyKind)


def test_loading_again_renews_the_shipped_ones_and_leaves_own_ones_alone(db: None) -> None:
    own = IndicatorFactory(code="rieng", name="Số ca trực")
    load_catalogue()
    Indicator.objects.filter(code="papi").update(name="Tên cũ", owner="")
    load_catalogue()

    assert Indicator.objects.get(code="papi").name == "Chỉ số PAPI của tỉnh"
    assert Indicator.objects.get(code="tthc_received").roll_up == RollUp.SUM
    own.refresh_from_db()
    assert own.name == "Số ca trực"
    assert Indicator.objects.count() == len(ENTRIES) + 1
