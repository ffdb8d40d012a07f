"""Which survey rules the portal's own surveys can fill in, and what the validator says of the others."""

from decimal import Decimal

import pytest

from scoring.engine import survey_levels
from scoring.engine.rules import read_rule
from scoring.engine.rules.base import Rule
from scoring.engine.slips import WARNING
from scoring.engine.tree import Criterion, Notes
from tests.scoring.engine.building import group, whole

NAMES = ["Rất hài lòng", "Hài lòng", "Bình thường", "Không hài lòng", "Rất không hài lòng"]


def share(codes: str, labels: list[str] | None = None) -> Rule:
    names = labels or [f"Mức {code}" for code in codes]
    weights = range(100, 0, -10)
    options = [
        {"code": code, "label": name, "weight": weight}
        for code, name, weight in zip(codes, names, weights, strict=False)
    ]
    rule, slips = read_rule({"kind": "survey_share", "options": options})
    assert rule is not None, slips
    return rule


def slips(rule: Rule, **notes: str) -> list[tuple[str, str]]:
    given = Notes(**{"indicator": "citizen_satisfaction", "entered_by": "survey", **notes})
    leaf = Criterion(code="x", name="", max_points=Decimal(10), rule=rule, notes=given)
    found = survey_levels.slips(whole(group("g", 10, leaf)), {"citizen_satisfaction"})
    assert all((slip.place, slip.gravity, slip.code_of) == ("Tiêu chí x", WARNING, "x") for slip in found)
    return [(slip.field, slip.message) for slip in found]


@pytest.mark.parametrize(
    ("rule", "levels"),
    [
        (share("54321"), {1: "1", 2: "2", 3: "3", 4: "4", 5: "5"}),
        (share("ABCDE", NAMES), {5: "A", 4: "B", 3: "C", 2: "D", 1: "E"}),
        (share("ABCD"), {}),
        (share("5432"), {}),
        (share("543216"), {}),
    ],
)
def test_options_are_the_five_levels_by_code_or_by_name(rule: Rule, levels: dict[int, str]) -> None:
    assert survey_levels.levels_of(rule) == levels


def test_levels_are_found_in_the_parts_of_a_rule() -> None:
    inner = {"kind": "survey_share", "options": [{"code": c, "label": c, "weight": int(c) * 20} for c in "54321"]}
    rule, found = read_rule({"kind": "precondition", "condition": "Có khảo sát", "rule": inner})
    assert rule is not None, found

    assert survey_levels.levels_of(rule)[5] == "5"


def test_what_cannot_be_filled_in_is_told_at_its_place() -> None:
    assert slips(share("54321")) == []
    assert [field for field, _ in slips(share("ABCD"))] == ["rule"]
    assert "năm mức hài lòng" in slips(share("ABCD"))[0][1]
    assert [field for field, _ in slips(share("54321"), indicator="khac")] == ["indicator"]
    assert slips(share("ABCD"), entered_by="office") == []
