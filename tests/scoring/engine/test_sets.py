"""Whole criteria sets with worked examples, written for people of the office (sets/*.toml)."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from scoring.engine.definition import read_set, write_set
from scoring.engine.examples import run_one

SETS = sorted((Path(__file__).parent / "sets").glob("*.toml"))


def read(path):
    return read_set(tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal))


def examples():
    for path in SETS:
        built, _ = read(path)
        for example in built.examples if built else ():
            yield pytest.param(built, example, id=f"{path.stem}: {example.name}")


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_set_is_sound_and_survives_writing(path):
    built, slips = read(path)

    assert [str(slip) for slip in slips] == []
    assert read_set(write_set(built)) == (built, [])
    assert built.examples


@pytest.mark.parametrize(("criteria_set", "example"), list(examples()))
def test_worked_example_comes_out(criteria_set, example):
    assert [str(slip) for slip in run_one(criteria_set, example)] == []
