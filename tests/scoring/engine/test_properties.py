"""What must hold for any figures at all."""

import random
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scoring.engine.evaluation import evaluate
from scoring.engine.rounding import round_points
from scoring.engine.rules import KINDS
from scoring.engine.rules.choices import Manual
from scoring.engine.rules.counts import CountStep, IncidentScale, PenaltyCount
from scoring.engine.rules.ratios import Proportional, ProportionalFloor, Step, StepTable, ThresholdAllOrNothing
from scoring.engine.tree import Band, CriteriaSet, Criterion, Group
from scoring.engine.values import Awarded, Entry, Inputs, NotApplicable

MAX = Decimal(7)
STEPS = StepTable(steps=(Step(Decimal(90), MAX), Step(Decimal(50), Decimal(3)), Step(Decimal(0), Decimal(0))))
MEASURED = [
    Proportional(),
    ProportionalFloor(floor=Decimal(50), ceiling=Decimal(95)),
    STEPS,
    ThresholdAllOrNothing(threshold=Decimal(80)),
]
COUNTED = [
    CountStep(per_item=Decimal("0.5")),
    PenaltyCount(per_item=Decimal("0.75")),
    IncidentScale(per_minor=Decimal(2)),
    IncidentScale(per_minor=Decimal(2), least=Decimal(3)),
]
counts = st.integers(min_value=0, max_value=10**9)
marks = st.decimals(min_value=0, max_value=10, places=2)


@given(st.sampled_from(MEASURED), counts, counts.filter(bool))
def test_points_stay_between_zero_and_the_maximum(rule, numerator, denominator):
    outcome = rule.award(Inputs(numerator=Decimal(numerator), denominator=Decimal(denominator)), MAX)

    assert isinstance(outcome, Awarded)
    assert 0 <= outcome.points <= MAX
    assert outcome.points == round_points(outcome.points)


@given(st.sampled_from(MEASURED), counts, counts, counts.filter(bool))
def test_a_better_share_never_earns_less(rule, one, other, denominator):
    low, high = (
        rule.award(Inputs(numerator=Decimal(each), denominator=Decimal(denominator)), MAX).points
        for each in sorted((one, other))
    )
    assert low <= high


@given(st.sampled_from(COUNTED), counts)
def test_counted_points_stay_between_zero_and_the_maximum(rule, count):
    assert 0 <= rule.award(Inputs(count=count, late_count=0, serious_count=0), MAX).points <= MAX


@given(st.sampled_from(MEASURED), counts, counts.filter(bool), st.integers(min_value=1, max_value=1000))
def test_only_the_share_matters(rule, numerator, denominator, times):
    first = rule.award(Inputs(numerator=Decimal(numerator), denominator=Decimal(denominator)), MAX)
    second = rule.award(Inputs(numerator=Decimal(numerator * times), denominator=Decimal(denominator * times)), MAX)

    assert first.points == second.points


def criteria(count):
    return tuple(
        Criterion(code=f"x{place}", name="", max_points=Decimal(10), rule=Manual(step=Decimal("0.01")))
        for place in range(count)
    )


def set_of(children):
    full = sum((child.max_points for child in children), Decimal(0))
    group = Group(code="g", name="", max_points=full, children=children)
    bands = (Band(code="b", name="", low=Decimal(0)),)
    return CriteriaSet(code="s", name="", version=1, total=full, groups=(group,), bands=bands)


@given(st.lists(marks, min_size=1, max_size=8), st.integers(), st.data())
def test_order_of_criteria_does_not_matter(points, seed, data):
    children = criteria(len(points))
    entries = {child.code: Entry(Inputs(mark=mark)) for child, mark in zip(children, points, strict=True)}
    left_out = data.draw(st.sets(st.sampled_from([child.code for child in children])))
    entries |= {code: Entry(NotApplicable("")) for code in left_out}
    shuffled = list(children)
    random.Random(seed).shuffle(shuffled)

    assert evaluate(set_of(children), entries).total == evaluate(set_of(tuple(shuffled)), entries).total


@given(st.lists(marks, min_size=2, max_size=8), st.data())
def test_rescaling_preserves_the_proportion(points, data):
    children = criteria(len(points))
    kept = data.draw(st.integers(min_value=1, max_value=len(points)))
    entries = {child.code: Entry(Inputs(mark=mark)) for child, mark in zip(children, points, strict=True)}
    entries |= {child.code: Entry(NotApplicable("")) for child in children[kept:]}

    total = evaluate(set_of(children), entries).total

    share = Fraction(sum(points[:kept])) / (10 * kept)
    assert total == round_points(share * 10 * len(points))


@given(st.fractions(min_value=0, max_value=1000))
def test_rounding_is_half_up_and_never_off_by_more_than_half_a_hundredth(exact):
    rounded = Fraction(round_points(exact))

    assert -Fraction(1, 200) < rounded - exact <= Fraction(1, 200)


@given(st.sampled_from(sorted(KINDS)))
def test_every_kind_is_named_in_vietnamese(kind):
    assert KINDS[kind].label and KINDS[kind].kind == kind
