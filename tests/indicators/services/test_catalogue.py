"""The shipped catalogue: complete, answered by somebody, renewed without touching own indicators."""

import tomllib
from datetime import UTC, datetime
from typing import Any

import pytest

from core.models import AuditEvent
from core.selectors import history_of
from indicators.enums import Direction, Measure, PeriodKind, RollUp, Source, SurveyKind
from indicators.models import Indicator
from indicators.selectors.procedure_figures import BY_PROCEDURE, NUMBERS, RATES
from indicators.selectors.survey_figures import RESTING
from indicators.services.catalogue import CATALOGUE, codes_taken, load_catalogue
from indicators.services.own_indicators import OWN_PREFIX
from tests.factories.accounts import UnitFactory
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


def test_codes_are_used_once_and_never_like_own_ones() -> None:
    codes = [entry["code"] for entry in ENTRIES]
    assert len(codes) == len(set(codes))
    assert not [code for code in codes if code.startswith(OWN_PREFIX)]


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


def test_what_a_new_version_changes_in_an_indicator_stands_in_the_trail(db: None) -> None:
    at = datetime(2026, 11, 22, 8, tzinfo=UTC)
    load_catalogue(at)
    assert not AuditEvent.objects.exists(), "nothing was changed yet"
    Indicator.objects.filter(code="papi").update(roll_up=RollUp.SUM, position=99)
    load_catalogue(at)
    load_catalogue(at)

    papi = Indicator.objects.get(code="papi")
    (event,) = history_of(papi)
    assert (event.action, event.actor, event.at) == ("indicators.indicator.renew", None, at)
    assert event.changes == {"gộp các tháng": [RollUp.SUM.label, RollUp(papi.roll_up).label]}


def test_own_indicator_of_a_shipped_code_is_not_taken_over(db: None) -> None:
    own = IndicatorFactory(code="papi", name="PAPI của chúng tôi", centre=UnitFactory())
    assert load_catalogue() == len(ENTRIES) - 1

    own.refresh_from_db()
    assert own.name == "PAPI của chúng tôi"
    assert codes_taken() == ["papi"]
