"""Whole criteria sets with worked examples, written for people of the office (sets/*.toml)."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from scoring.engine.definition import read_set, write_set
from scoring.engine.examples import run, run_one

SETS = sorted((Path(__file__).parent / "sets").glob("*.toml"))
MANUAL = Path(__file__).parents[3] / "docs" / "scoring.md"


def read(path):
    return read_text(path.read_text(encoding="utf-8"))


def read_text(text):
    return read_set(tomllib.loads(text, parse_float=Decimal))


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


def test_the_file_shown_in_the_manual_is_sound():
    shown = MANUAL.read_text(encoding="utf-8").split("```toml\ncode = ")[1].split("```")[0]

    built, slips = read_text(f"code = {shown}")

    assert slips == []
    assert run(built) == []
