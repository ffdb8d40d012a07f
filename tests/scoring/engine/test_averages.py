"""The averages that units are compared with: by hand, in batches, exact, and to whom they apply."""

import random
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scoring.engine import averages
from scoring.engine.evaluation import evaluate
from scoring.engine.rules.choices import YesNo
from scoring.engine.rules.comparisons import VersusAverage
from scoring.engine.rules.composites import Alternative, BestOf, Precondition
from scoring.engine.tree import Criterion
from scoring.engine.values import Entry, Inputs, NotApplicable, PartInputs
from tests.scoring.engine.building import group, whole

SHARE = {"numerator_label": "Đúng hạn", "denominator_label": "Đã giải quyết"}


def versus(**more):
    return VersusAverage(reached=Decimal(10), **more)


def set_with(rule, **more):
    return whole(group("g", 10, Criterion(code="x", name="", max_points=Decimal(10), rule=rule, **more)))


def share(numerator, denominator):
    return {"x": Entry(Inputs(numerator=Decimal(numerator), denominator=Decimal(denominator)))}


def value(number):
    return {"x": Entry(Inputs(value=Decimal(number)))}


UNITS = {"A": share(9, 10), "B": share(60, 100), "C": share(0, 0), "D": {"x": Entry()}, "E": {}}
OUT = {"x": Entry(NotApplicable("Không được giao"))}


def points(criteria_set, units, groups=None):
    filled = averages.fill(criteria_set, units, groups or {})
    return {unit: evaluate(criteria_set, entries).lines[1].points for unit, entries in filled.items()}


def test_mean_of_the_units_values_that_have_one():
    criteria_set = set_with(versus(**SHARE))

    assert averages.of(criteria_set, UNITS | {"F": OUT}, {}) == {("", "x"): Fraction(75)}
    assert points(criteria_set, UNITS) == {"A": 10, "B": 0, "C": None, "D": None, "E": None}


def test_pooled_average_weighs_by_the_denominators():
    criteria_set = set_with(versus(pooled=True, **SHARE))

    assert averages.of(criteria_set, UNITS, {}) == {("", "x"): Fraction(6900, 110)}


def test_average_within_the_group_of_a_unit():
    criteria_set = set_with(versus(scope="group"))
    units = {"A": value(90), "B": value(70), "C": value(50), "D": value(40)}
    groups = {"A": "phong", "B": "phong", "C": "tram"}

    assert averages.of(criteria_set, units, groups) == {("phong", "x"): 80, ("tram", "x"): 50, ("", "x"): 40}
    assert points(criteria_set, units, groups) == {"A": 10, "B": 0, "C": 10, "D": 10}


def test_units_that_the_criterion_does_not_concern_do_not_count():
    units = {"A": value(90), "B": value(50)}

    assert averages.of(set_with(versus(), not_for=("phong",)), units, {"B": "phong"}) == {("", "x"): 90}
    assert averages.of(set_with(versus(), suspended="Bỏ"), units, {}) == {}


def test_average_that_was_typed_in_stands():
    criteria_set = set_with(versus())
    units = {"A": {"x": Entry(Inputs(value=Decimal(60), average=Fraction(55)))}, "B": value(90)}

    assert points(criteria_set, units) == {"A": 10, "B": 10}


def test_average_inside_composed_rules():
    best = BestOf(parts=(Alternative("p1", "Có", YesNo()), Alternative("p2", "So", versus())))
    criteria_set = set_with(Precondition(condition="Có kế hoạch", rule=best))

    def unit(number):
        parts = (PartInputs("p1", Inputs(done=False)), PartInputs("p2", Inputs(value=Decimal(number))))
        return {"x": Entry(Inputs(condition=True, parts=parts))}

    units = {"A": unit(80), "B": unit(60)}

    assert averages.of(criteria_set, units, {}) == {("", "x.p2"): 70}
    assert points(criteria_set, units) == {"A": 10, "B": 0}


def test_unit_exactly_at_the_average_reaches_it_however_many_digits_it_takes():
    third = share(1, 3)
    odd = {place: share(1, denominator) for place, denominator in enumerate((10**15 + 37, 10**15 + 91, 10**15 + 159))}
    for at_most in (False, True):
        criteria_set = set_with(versus(at_most=at_most, **SHARE))
        assert points(criteria_set, {"A": third, "B": third}) == {"A": 10, "B": 10}
        found = averages.of(criteria_set, odd, {})["", "x"]
        exact = sum(Fraction(100, 10**15 + each) for each in (37, 91, 159)) / 3
        assert found != exact
        assert (found > exact) == at_most
        assert abs(found - exact) < Fraction(1, 10**29)


def test_averages_do_not_pass_for_declared_figures_however_deep():
    inside = Inputs(value=Decimal(60), average=Fraction(1))
    deep = Inputs(parts=(PartInputs("p1", Inputs(parts=(PartInputs("p2", inside),))),))
    plain = Inputs(value=Decimal(60), parts=(PartInputs("p1", Inputs(done=True)),))

    assert averages.not_declared(inside) == Inputs(value=Decimal(60))
    assert averages.not_declared(deep).of_part("p1").of_part("p2") == Inputs(value=Decimal(60))
    assert averages.not_declared(plain) is plain


def test_entry_as_if_the_average_were_known():
    leaf = Criterion(code="x", name="", max_points=Decimal(10), rule=versus())

    assert averages.awaited(leaf, value(50)["x"]).measured.average == 0
    assert averages.awaited(leaf, Entry()) == Entry()


SHARES = st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=1, max_size=12)


@given(SHARES, st.booleans(), st.integers(), st.integers(1, 12))
def test_order_and_batches_change_nothing(shares, pooled, seed, cut):
    criteria_set = set_with(versus(pooled=pooled, **SHARE))
    units = {place: share(*each) for place, each in enumerate(shares)}
    shuffled = list(units.items())
    random.Random(seed).shuffle(shuffled)
    batches = [dict(shuffled[:cut]), dict(shuffled[cut:])]

    whole_ = averages.of(criteria_set, units, {})
    tallies = averages.merge(averages.tally(criteria_set, batch, {}) for batch in batches)

    assert averages.settle(criteria_set, tallies) == whole_
    values = [Fraction(top * 100, bottom) for top, bottom in shares]
    mean = sum(values) / len(values)
    if pooled:
        mean = Fraction(100 * sum(top for top, _ in shares), sum(bottom for _, bottom in shares))
    assert abs(whole_["", "x"] - mean) < Fraction(1, 10**28)


@given(SHARES)
def test_filling_twice_changes_nothing(shares):
    criteria_set = set_with(versus(**SHARE))
    once = averages.fill(criteria_set, {place: share(*each) for place, each in enumerate(shares)}, {})

    assert averages.fill(criteria_set, once, {}) == once
