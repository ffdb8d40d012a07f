"""The worked cases of the office's data files, one test each."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from scoring.engine.evaluation import evaluate
from scoring.engine.rules import KINDS, read_rule
from scoring.engine.rules.choices import Manual
from scoring.engine.tree import Band, CriteriaSet, Criterion, Group
from scoring.engine.values import Awarded, Entry, Inputs, NotApplicable, NotReported, inputs_from

CASES = Path(__file__).parent / "cases"
OUTCOMES = {"not_applicable": NotApplicable, "not_reported": NotReported}


def read_cases(table):
    """The cases of one table in every file."""
    return list(_cases(table))


def _cases(table):
    for path in sorted(CASES.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal).get(table, []):
            yield pytest.param(case, id=f"{path.stem}: {case['name']}")


@pytest.mark.parametrize("case", read_cases("case"))
def test_rule_gives_the_worked_points(case):
    rule, slips = read_rule(case["rule"])
    assert slips == []
    max_points = Decimal(case["max"])
    assert rule.slips(max_points) == []

    outcome = rule.award(inputs_from(case["inputs"]), max_points)

    if "outcome" in case:
        assert isinstance(outcome, OUTCOMES[case["outcome"]])
    else:
        assert isinstance(outcome, Awarded)
        assert outcome.points == Decimal(case["points"])
        assert outcome.gaps == tuple(case.get("gaps", ()))
    if "reason" in case:
        assert outcome.reason == case["reason"]


@pytest.mark.parametrize("case", read_cases("group"))
def test_group_gives_the_worked_points(case):
    children = tuple(
        Criterion(code=f"x{place}", name="", max_points=Decimal(part), rule=Manual(step=Decimal("0.25")))
        for place, part in enumerate(case["parts"], start=1)
    )
    max_points = Decimal(case["max"])
    group = Group(code="x", name="", max_points=max_points, children=children)
    whole = CriteriaSet(
        code="s", name="", version=1, total=max_points, groups=(group,), bands=(Band(code="", name="", low=Decimal(0)),)
    )
    given = {"-": Entry(NotApplicable("không được giao")), "?": Entry()}
    entries = {
        child.code: given.get(mark) or Entry(Inputs(mark=Decimal(mark)))
        for child, mark in zip(children, case["marks"], strict=True)
    }

    line = evaluate(whole, entries).lines[0]

    assert line.points == (Decimal(case["points"]) if "points" in case else None)
    if "reason" in case:
        assert line.reason == case["reason"]


def test_every_kind_has_a_worked_case():
    covered = {case.values[0]["rule"]["kind"] for case in read_cases("case")}
    assert covered == set(KINDS)
