"""The worked tables of docs/scoring.md: every kind has one, and every row of it is calculated anew."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from scoring.engine import explanation
from scoring.engine.rules import KINDS, read_rule
from scoring.engine.values import Awarded, NotApplicable, NotReported, inputs_from

MANUAL = Path(__file__).parents[3] / "docs" / "scoring.md"
OUTCOMES = {"not applicable": NotApplicable, "absent": NotReported}


def sections():
    """The kind, the heading's label, the rule's file and the table of each section."""
    chapter = MANUAL.read_text(encoding="utf-8").split("## 3. Rule kinds")[1].split("\n## 4.")[0]
    for section in chapter.split("\n### ")[1:]:
        kind, label = re.match(r"`(\w+)` · (.+)\n", section).groups()
        yield kind, label, section.split("```toml\n")[1].split("```")[0], section.split("|---|---|---|\n")[1]


def rows():
    for kind, _, stated, table in sections():
        case = read(stated)
        for place, line in enumerate(table.strip().splitlines(), start=1):
            cells = [cell.strip() for cell in line.strip("|").split(" | ")]
            yield pytest.param(case, *cells, id=f"{kind} {place}")


def read(text):
    return tomllib.loads(text, parse_float=Decimal)


def test_every_kind_has_its_section():
    assert {kind: label for kind, label, _, _ in sections()} == {kind: rule.label for kind, rule in KINDS.items()}


@pytest.mark.parametrize(("case", "inputs", "points", "reason"), list(rows()))
def test_row_of_the_manual_comes_out(case, inputs, points, reason):
    rule, slips = read_rule(case["rule"])
    most = Decimal(case["max"])
    assert (slips, rule.slips(most), rule.best(most)) == ([], [], most)
    given = {} if inputs == "nothing" else read(f"given = {{ {inputs.strip('`')} }}")["given"]

    outcome = rule.award(inputs_from(given), most)

    if isinstance(outcome, Awarded):
        assert explanation.figure(outcome.points) == points
    else:
        assert isinstance(outcome, OUTCOMES[points])
    assert outcome.reason == reason
