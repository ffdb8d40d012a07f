"""Curves say exactly what the rule says, jumps included; every kind can be drawn or says why not."""

from decimal import Decimal

import pytest

from scoring.engine.rules import KINDS, read_rule
from scoring.engine.values import Inputs
from scoring.selectors.workshop_curves import curves
from scoring.selectors.workshop_trials import trial
from tests.scoring.forms.test_workshop_rules import EVERY_KIND


def drawn(mapping, max_points="3", **held):
    rule, slips = read_rule(mapping)
    assert rule is not None, slips
    return curves(rule, Decimal(max_points), Inputs(**held))


@pytest.mark.parametrize("mapping", EVERY_KIND, ids=lambda each: each["kind"])
def test_every_kind_is_drawn(mapping):
    for curve in drawn(mapping):
        assert curve.sentence
        assert curve.table
        assert bool(curve.bars) != bool(curve.pieces)


def test_steps_are_half_open():
    steps = [{"low": "99", "points": "3"}, {"low": "95", "points": "1"}, {"low": "0", "points": "0"}]
    (curve,) = drawn({"kind": "step_table", "steps": steps})

    assert curve.table == [
        ("từ 0% đến dưới 95%", "0,00"), ("từ 95% đến dưới 99%", "1,00"), ("từ 99% đến 100%", "3,00")
    ]  # fmt: skip
    assert [dot.full for dot in curve.dots] == [False, True, False, True]


def test_threshold_that_must_be_passed_belongs_to_what_is_below():
    (curve,) = drawn({"kind": "threshold_all_or_nothing", "threshold": "90", "threshold_excluded": True})

    assert curve.table == [("từ 0% đến 90%", "0,00"), ("trên 90% đến 100%", "3,00")]


def test_line_between_floor_and_ceiling_has_the_rule_s_points():
    (curve,) = drawn({"kind": "proportional_floor", "floor": "80"}, "4")

    assert curve.table == [("từ 0% đến dưới 80%", "0,00"), ("từ 80% đến 100%", "3,20 → 4,00")]


def test_last_year_decides_where_the_line_jumps():
    (curve,) = drawn({"kind": "versus_previous_year", "higher": "2", "equal": "1"}, previous=Decimal("62.5"))

    assert curve.table == [("từ 0% đến dưới 62,5%", "0,00"), ("62,5%", "1,00"), ("trên 62,5% đến 100%", "2,00")]
    assert "năm trước 62,5" in curve.axis


def test_counts_stop_where_nothing_changes_any_more():
    (curve,) = drawn({"kind": "penalty_count", "per_item": "1"}, "2")

    assert curve.table == [("0", "2,00"), ("1", "1,00"), ("2", "0,00"), ("3", "0,00")]


def test_parts_are_drawn_apart():
    found = drawn(EVERY_KIND[22])

    assert [curve.title.split(":")[0] for curve in found] == ["Kế hoạch", "Thực hiện"]


@pytest.mark.parametrize("kind", KINDS)
def test_rule_with_as_little_as_can_be_is_tried_without_falling_over(kind):
    """While one types, a rule may be anything that can be read: lists without rows, zeros for numbers."""
    rule, slips = read_rule({"kind": kind, **LEAST.get(kind, {})})
    assert rule is not None, slips
    typed = {f"thu-{field.name}": "1" for field in rule.fields()}

    tried = trial(rule, Decimal(3), typed)

    assert tried.words


LEAST = {
    "level": {"levels": []},
    "proportional_floor": {"floor": "0"},
    "step_table": {"steps": []},
    "threshold_all_or_nothing": {"threshold": "0"},
    "survey_share": {"options": []},
    "external": {"source": "", "scale": "0"},
    "target_met": {"target": "0"},
    "versus_previous_year": {"higher": "0"},
    "versus_average": {"reached": "0"},
    "count_step": {"per_item": "0"},
    "penalty_count": {"per_item": "0"},
    "incident_scale": {"per_minor": "0"},
    "precondition": {"condition": "", "rule": {"kind": "yes_no"}},
    "best_of": {"parts": []},
    "sum_of_parts": {"parts": []},
}
