"""A set written to a file and read back is the same set, whatever it holds."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from scoring.engine.definition import read_set, write_set
from scoring.engine.rules import KINDS
from scoring.services import criteria_files, criteria_toml
from scoring.spreadsheet import guide
from scoring.spreadsheet.importing import import_workbook
from scoring.spreadsheet.layout import PARAMETERS, TABLE_COLUMNS, TABLE_WORDS
from scoring.spreadsheet.rule_rows import item_columns, parameters_of
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


@pytest.mark.parametrize("kind", KINDS)
def test_every_parameter_has_its_place_in_the_workbook(kind):
    columns = {column.key for column in PARAMETERS}
    for parameter in parameters_of(kind):
        if parameter.is_scalar:
            assert parameter.name in columns
            continue
        assert parameter.name in TABLE_WORDS
        items = item_columns(parameter.item) if parameter.item else {}
        assert set(items) <= {column.key for column in TABLE_COLUMNS}


def test_guidance_tells_every_kind_with_parameters_example_and_figures():
    told = {row[1][0]: row[1] for row in guide.rows() if len(row[1]) == 4}

    assert [rule.label for rule in KINDS.values()] == [label for label in told if label != "Cách tính"]
    assert all(all(part for part in row) for row in told.values())


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
