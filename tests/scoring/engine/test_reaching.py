"""What can no longer be reached: what happened stays, what others published stands, the rest may still come."""

from decimal import Decimal

import pytest

from scoring.engine.reaching import condition_to_meet, held
from scoring.engine.rules import read_rule
from scoring.engine.tree import Criterion
from scoring.engine.values import inputs_from

INCIDENTS = {"kind": "incident_zero", "item": "vụ vi phạm"}
SUM = {
    "kind": "sum_of_parts",
    "parts": [
        {"code": "p", "label": "Không vi phạm", "max": "4", "rule": INCIDENTS},
        {"code": "q", "label": "Có kế hoạch", "max": "6", "rule": {"kind": "yes_no"}},
    ],
}
BEST = {
    "kind": "best_of",
    "parts": [
        {"code": "p", "label": "Công bố", "rule": {"kind": "external", "source": "Sở", "scale": "100"}},
        {"code": "q", "label": "Kế hoạch", "rule": {"kind": "yes_no"}},
    ],
}


def criterion(rule):
    built, slips = read_rule(rule)
    assert built is not None, slips
    return Criterion(code="x", name="X", max_points=Decimal(10), rule=built)


@pytest.mark.parametrize(
    ("rule", "inputs", "points", "why"),
    [
        (INCIDENTS, {"count": 2}, "0", "đã có 2 vụ vi phạm"),
        (
            {"kind": "incident_scale", "per_minor": "3"},
            {"count": 1, "serious_count": 0},
            "7",
            "đã có 1 vụ nhẹ",
        ),
        (
            {"kind": "penalty_count", "per_item": "2", "per_late": "1"},
            {"count": 1, "late_count": 3},
            "5",
            "đã có 1 lần vi phạm, 3 lần chậm",
        ),
        (
            {"kind": "on_time", "late": [{"days": 3, "points": "4"}]},
            {"days_late": 2, "done": True},
            "4",
            "đã chậm 2 ngày làm việc",
        ),
        (
            {"kind": "external", "source": "Sở Y tế", "scale": "100"},
            {"value": "80"},
            "8",
            "kết quả đã công bố (Sở Y tế)",
        ),
        (
            {"kind": "precondition", "condition": "Có kế hoạch", "rule": INCIDENTS},
            {"condition": True, "count": 1},
            "0",
            "đã có 1 vụ vi phạm",
        ),
        (
            SUM,
            {"parts": [{"code": "p", "inputs": {"count": 1}}, {"code": "q", "inputs": {"done": False}}]},
            "6",
            "Không vi phạm: đã có 1 vụ vi phạm",
        ),
        (
            BEST,
            {"parts": [{"code": "p", "inputs": {"value": "80"}}, {"code": "q", "inputs": {"done": False}}]},
            "10",
            "Công bố: kết quả đã công bố (Sở)",
        ),
    ],
)
def test_what_has_happened_holds_the_points_down(rule, inputs, points, why):
    found = held(criterion(rule), Decimal(0), inputs_from(inputs))

    assert found is not None and (found.points, found.why) == (Decimal(points), why)


@pytest.mark.parametrize(
    ("rule", "inputs"),
    [
        (INCIDENTS, {"count": 0}),
        (INCIDENTS, {}),
        ({"kind": "on_time"}, {"done": False}),
        ({"kind": "external", "source": "Sở Y tế", "scale": "100"}, {}),
        ({"kind": "proportional"}, {"numerator": "1", "denominator": "9"}),
        (SUM, {"parts": [{"code": "p", "inputs": {"count": 0}}]}),
    ],
)
def test_what_may_still_come_is_not_held(rule, inputs):
    assert held(criterion(rule), Decimal(1), inputs_from(inputs)) is None
    assert held(criterion(rule), Decimal(1), None) is None


def test_points_taken_off_stay_off():
    found = held(criterion({"kind": "penalty"}), Decimal(2), None)

    assert found is not None and (found.points, found.why) == (Decimal(2), "đã bị trừ điểm")
    assert held(criterion({"kind": "penalty"}), Decimal(0), None) is None


def test_condition_reported_as_unmet_is_named():
    rule = criterion({"kind": "precondition", "condition": "Có kế hoạch", "rule": {"kind": "yes_no"}}).rule

    assert condition_to_meet(rule, inputs_from({"condition": False})) == "Có kế hoạch"
    assert condition_to_meet(rule, inputs_from({"condition": True})) == ""
    assert condition_to_meet(rule, inputs_from({})) == ""
    assert condition_to_meet(rule, None) == ""
