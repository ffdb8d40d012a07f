"""A set written to a file and read back is the same set, whatever it holds."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from scoring.engine.definition import read_set, write_set
from scoring.engine.rules import KINDS
from scoring.services import criteria_files, criteria_toml
from scoring.spreadsheet.importing import import_workbook
from scoring.spreadsheet.writing import workbook
from tests.factories.criteria_sets import COMPOSED, SIMPLE, sets

FILES = sorted((Path(__file__).parents[3] / "scoring" / "data").glob("*.toml"))
SLOWLY = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


def through_excel(written):
    imported = import_workbook(workbook(written))
    assert [fault for fault in imported.faults if fault.gravity == "error"] == []
    return imported.given


def through_toml(written):
    return criteria_toml.read(criteria_toml.write(written).encode(), "bo.toml")


@pytest.mark.parametrize("through", [through_excel, through_toml])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shipped_set_survives(path, through):
    built = criteria_files.read_file(path)

    assert read_set(through(write_set(built))) == read_set(write_set(built))


def test_every_kind_is_made_here():
    assert {*SIMPLE, *COMPOSED} == set(KINDS)


def built_from(mapping):
    """The set, which may contradict itself but must be well formed, or the comparison would tell nothing."""
    built, slips = read_set(mapping)
    assert built is not None, slips
    return built


@SLOWLY
@given(sets())
def test_any_set_survives_excel(mapping):
    built = built_from(mapping)

    assert built_from(through_excel(write_set(built))) == built


@SLOWLY
@given(sets())
def test_any_set_survives_toml(mapping):
    built = built_from(mapping)

    assert built_from(through_toml(write_set(built))) == built
