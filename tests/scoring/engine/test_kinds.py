"""What every kind of rule must keep to, whatever the figures: bounds, promised directions, round trips."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.engine.declarations import read_typed, write_typed
from scoring.engine.rules import KINDS, read_rule, write_rule
from scoring.engine.rules.comparisons import TargetMet, VersusAverage
from scoring.engine.values import Awarded, Inputs, OptionCount, inputs_from

MAX = Decimal(6)
SIMPLE = [
    {"kind": "yes_no"},
    {
        "kind": "level",
        "levels": [{"code": "a", "name": "A", "percent": 100}, {"code": "b", "name": "B", "percent": "33.3"}],
    },
    {"kind": "manual", "step": "0.25"},
    {"kind": "proportional"},
    {"kind": "proportional", "numerator_label": "Đạt", "denominator_label": "Tổng số", "may_exceed": True},
    {"kind": "proportional_floor", "floor": 50, "ceiling": "99.5"},
    {"kind": "proportional_floor", "floor": 80, "ceiling": 90, "ceiling_excluded": True},
    {"kind": "threshold_all_or_nothing", "threshold": "66.67"},
    {"kind": "survey_percent"},
    {"kind": "survey_share"},
    {"kind": "all_members", "otherwise": 3},
    {"kind": "external", "source": "Báo cáo", "scale": 80},
    {"kind": "target_met", "target": 75},
    {"kind": "target_met", "at_most": True},
    {"kind": "penalty_count", "per_item": "0.75", "per_late": "0.25"},
    {"kind": "count_step", "per_item": "0.7"},
    {"kind": "incident_zero"},
    {"kind": "incident_scale", "per_minor": 2},
]
OF_SIX = [
    {
        "kind": "step_table",
        "steps": [{"low": 100, "points": 6}, {"low": "33.34", "points": "2.5"}, {"low": 0, "points": 0}],
    },
    {"kind": "versus_previous_year", "higher": 6, "equal": 3, "lower": 1},
    {"kind": "versus_average", "reached": 6, "otherwise": 2},
    {"kind": "versus_average", "reached": 6, "at_most": True},
    {"kind": "on_time", "late": [{"days": 5, "points": 4}, {"days": 10, "points": 1}]},
    {"kind": "bonus", "per_item": 2},
    {"kind": "bonus"},
    {"kind": "penalty"},
    {"kind": "precondition", "condition": "Có kế hoạch", "rule": {"kind": "proportional"}},
    {
        "kind": "best_of",
        "parts": [
            {"code": "a", "label": "A", "rule": {"kind": "yes_no"}},
            {"code": "b", "label": "B", "rule": {"kind": "survey_percent"}},
        ],
    },
    {
        "kind": "sum_of_parts",
        "parts": [
            {"code": "a", "label": "A", "max": 4, "rule": {"kind": "proportional"}},
            {"code": "b", "label": "B", "max": 2, "rule": {"kind": "manual"}},
        ],
    },
]


def built(stated):
    rule, slips = read_rule(stated)
    assert rule is not None, slips
    return rule


RULES = [built(stated) for stated in (*SIMPLE, *OF_SIX)]
WITHIN_THE_SCALE = [stated for stated in (*SIMPLE, *OF_SIX) if stated["kind"] not in ("bonus", "penalty")]


@st.composite
def composed(draw, most=MAX, deepest=3):
    """Any rule at all, composed to some depth, worth `most` points."""
    shape = draw(st.sampled_from(["simple", "precondition", "best_of", "sum_of_parts"] if deepest else ["simple"]))
    if shape == "simple":
        return draw(st.sampled_from(WITHIN_THE_SCALE if most == MAX else SIMPLE[:4]))
    if shape == "precondition":
        return {"kind": shape, "condition": "Có kế hoạch", "rule": draw(composed(most, deepest - 1))}
    share = most if shape == "best_of" else most / 2
    parts = [{"code": f"p{at}", "label": f"Phần {at}", "rule": draw(composed(share, deepest - 1))} for at in range(2)]
    return {"kind": shape, "parts": parts if shape == "best_of" else [{**part, "max": share} for part in parts]}


numbers = st.decimals(min_value=0, max_value=150, places=4)
counts = st.integers(min_value=0, max_value=40)
VALUES = {"integer": counts.map(str), "yes_no": st.sampled_from(["co", "khong"]), "decimal": numbers.map(str)}


@st.composite
def typed_for(draw, rule):
    """What a person might type for a rule; some fields stay empty. Not all of it need be accepted."""
    typed = {}
    for field in rule.fields():
        if draw(st.integers(0, 9)) == 0:
            continue
        if field.form == "choice":
            typed[field.name] = draw(st.sampled_from(field.choices))[0]
        elif field.form == "mark":
            steps = int((field.most or MAX) / (field.step or Decimal("0.25")))
            typed[field.name] = str(draw(st.integers(0, steps)) * (field.step or Decimal("0.25")))
        elif field.form == "percent":
            typed[field.name] = str(draw(st.decimals(min_value=0, max_value=100, places=4)))
        else:
            typed[field.name] = draw(VALUES[field.form])
    return {name: text.replace(".", ",") for name, text in typed.items()}


def test_every_kind_is_tried():
    assert {rule.kind for rule in RULES} == set(KINDS)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.kind)
def test_rule_is_sound_and_survives_writing(rule):
    assert rule.slips(MAX) == []
    assert rule.best(MAX) == MAX
    assert rule.label and rule.words(MAX).endswith(".")
    assert read_rule(json.loads(json.dumps(write_rule(rule)))) == (rule, [])


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, ""),
        ({"scope": "group"}, " Bình quân tính trong các đơn vị cùng khối."),
        ({"pooled": True}, " Bình quân gia quyền của mọi đơn vị: tổng số đạt chia cho tổng số chung."),
        (
            {"pooled": True, "scope": "group"},
            " Bình quân gia quyền của các đơn vị cùng khối: tổng số đạt chia cho tổng số chung.",
        ),
    ],
)
def test_sentence_of_an_average_says_whose_it_is(options, said):
    rule = VersusAverage(reached=Decimal(6), otherwise=Decimal(2), **options)

    assert rule.words(MAX) == f"Từ bình quân chung trở lên được 6,00 điểm; ngược lại được 2,00 điểm.{said}"


@given(composed(), st.data())
def test_composed_rules_stay_between_zero_and_the_maximum(stated, data):
    rule = built(stated)
    assert rule.slips(MAX) == []
    assert rule.best(MAX) == MAX
    read, errors = read_typed(rule, MAX, data.draw(typed_for(rule)))
    if read is None:
        assert errors and set(errors) <= {field.name for field in rule.fields()}
        return

    outcome = rule.award(read, MAX)

    assert outcome.reason
    if isinstance(outcome, Awarded):
        assert 0 <= outcome.points <= MAX
        assert outcome.points.as_tuple().exponent == -2


@given(composed())
def test_composed_rules_survive_writing(stated):
    rule = built(stated)

    assert read_rule(json.loads(json.dumps(write_rule(rule)))) == (rule, [])
    assert len({field.name for field in rule.fields()}) == len(rule.fields())


@given(composed(), st.data())
def test_what_was_typed_survives_storing_and_showing(stated, data):
    rule = built(stated)
    read, _ = read_typed(rule, MAX, data.draw(typed_for(rule)))
    if read is None:
        return

    stored = json.loads(json.dumps(read.as_mapping()))

    assert inputs_from(stored) == read
    assert read_typed(rule, MAX, write_typed(rule, stored)) == (read, {})


def asked_inputs(rule):
    """Figures for everything a simple rule may read, complete."""
    shares = {"numerator": counts.map(Decimal), "denominator": st.integers(1, 40).map(Decimal)}
    names = {
        "previous": numbers,
        "target": numbers,
        "average": numbers.map(Fraction),
        "count": counts,
        "late_count": counts,
        "serious_count": counts,
        "days_late": counts,
        "mark": st.integers(0, 12).map(lambda half: Decimal(half) / 2),
        "done": st.booleans(),
        "condition": st.booleans(),
        "level": st.sampled_from("ab"),
        "counts": st.lists(counts, min_size=4, max_size=4).map(
            lambda four: tuple(OptionCount(code, count) for code, count in zip("ABCD", four, strict=True))
        ),
    }
    given_shares = st.fixed_dictionaries({**names, **shares})
    return (given_shares | st.fixed_dictionaries({**names, "value": numbers})).map(lambda given: Inputs(**given))


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.monotone], ids=lambda rule: rule.kind)
@given(data=st.data())
def test_points_go_the_way_the_kind_promises(rule, data):
    name = data.draw(st.sampled_from(sorted(rule.monotone)))
    base, other = (data.draw(asked_inputs(rule)) for _ in range(2))
    low, high = getattr(base, name), getattr(other, name)
    if low is None or high is None:
        return
    low, high = sorted((low, high))
    sign = rule.monotone[name] * (-1 if isinstance(rule, TargetMet | VersusAverage) and rule.at_most else 1)

    worse, better = (rule.award(replace(base, **{name: each}), MAX) for each in (low, high)[::sign])

    if isinstance(worse, Awarded) and isinstance(better, Awarded):
        assert worse.points <= better.points


@pytest.mark.parametrize("kind", ["survey_share", "level"])
def test_kind_without_an_order_promises_nothing(kind):
    assert KINDS[kind].monotone == {}
