"""What must hold for any set and any figures: bounds, order, proportion, idempotence."""

import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.engine.definition import read_set, write_set
from scoring.engine.evaluation import evaluate
from scoring.engine.provisions import Limit
from scoring.engine.rounding import round_points
from scoring.engine.rules.choices import Bonus, Penalty
from scoring.engine.standing import Standing
from scoring.engine.tree import RESCALINGS, Group
from scoring.engine.values import Decision, Entry
from tests.scoring.engine.building import BANDS, OUT, group, leaf, marked, on_top, whole

ORDER = [band.code for band in BANDS]
GROUPS = ("", "lam_sang", "phong")
LIMITS = (
    Limit(code="z", name="Z", when="criterion_zero", at_most="kha"),
    Limit(code="n", name="N", when="node_below", at_most="tot", node="g0", percent=Decimal(50)),
    Limit(code="c", name="C", when="circumstance", at_most="yeu"),
    Limit(code="s", name="S", when="not_assessed", at_most="kha"),
)


@st.composite
def branches(draw, code, depth=2):
    """A group whose maximum is the sum of its parts, with every way of leaving parts out."""
    children = []
    for place in range(draw(st.integers(1, 3))):
        inner = f"{code}{place}"
        if depth and draw(st.booleans()) and place:
            children.append(draw(branches(inner, depth - 1)))
        else:
            most = Decimal(draw(st.integers(1, 2000))) / 100
            exempt = draw(st.sampled_from(["leave_out", "leave_out", "full"]))
            children.append(leaf(inner, most, when_exempt=exempt, **draw(left_out())))
    full = sum((child.max_points for child in children), Decimal(0))
    return group(code, full, *children, rescaling=draw(st.sampled_from(sorted(RESCALINGS))), **draw(left_out()))


def left_out():
    usually = st.just({})
    return st.one_of(usually, usually, usually, st.just({"suspended": "Bỏ"}), st.just({"not_for": ("phong",)}))


@st.composite
def sets(draw):
    groups = [draw(branches(f"g{place}")) for place in range(draw(st.integers(1, 3)))]
    options = {"limits": LIMITS, "cap_total": draw(st.booleans())}
    return whole(*groups, bonus=on_top(Bonus, 3, T1=2, T2=2), penalty=on_top(Penalty, 4, P1=3, P2=3), **options)


@st.composite
def units(draw, criteria_set):
    entries = {}
    for each in criteria_set.criteria():
        known = draw(st.sampled_from(["mark", "mark", "mark", "nothing", "out", "decided"]))
        points = Decimal(draw(st.integers(0, int(each.max_points * 100)))) / 100
        if known == "mark":
            entries[each.code] = marked(points)
        elif known == "out":
            entries[each.code] = OUT
        elif known == "decided":
            entries[each.code] = Entry(None, Decision(points, "Thẩm định"))
    assessed = draw(st.booleans())
    return entries, Standing(draw(st.sampled_from(GROUPS)), assessed, draw(st.sampled_from([{}, {"c": "Có"}])))


@st.composite
def cases(draw):
    criteria_set = draw(sets())
    return criteria_set, *draw(units(criteria_set))


@settings(deadline=None, max_examples=60)
@given(cases())
def test_points_stay_within_their_bounds(case):
    criteria_set, entries, standing = case

    found = evaluate(criteria_set, entries, standing)

    for line in found.lines:
        assert (line.points is None) == (
            line.status == "not_applicable" or (line.status == "not_reported" and not line.is_group)
        )
        if line.points is not None:
            assert 0 <= line.points <= line.max_points
            assert line.points == round_points(line.points)
    assert 0 <= found.bonus <= 3 and 0 <= found.penalty <= 4
    if found.total is not None:
        assert 0 <= found.total <= criteria_set.total + (0 if criteria_set.cap_total else 3)


@settings(deadline=None, max_examples=60)
@given(cases())
def test_limits_never_raise_a_grade(case):
    criteria_set, entries, standing = case

    found = evaluate(criteria_set, entries, standing)
    free = evaluate(replace(criteria_set, limits=()), entries, standing)

    assert found.total == free.total and found.reached == free.band
    if found.band is not None:
        assert ORDER.index(found.band.code) >= ORDER.index(found.reached.code)
        assert bool(found.limits) == (found.band != found.reached)


def shuffled(node, shuffler):
    if not isinstance(node, Group):
        return node
    children = [shuffled(child, shuffler) for child in node.children]
    shuffler.shuffle(children)
    return replace(node, children=tuple(children))


@settings(deadline=None, max_examples=60)
@given(cases(), st.integers())
def test_order_of_the_tree_does_not_matter(case, seed):
    criteria_set, entries, standing = case
    shuffler = random.Random(seed)
    groups = [shuffled(each, shuffler) for each in criteria_set.groups]
    shuffler.shuffle(groups)

    one = evaluate(criteria_set, entries, standing)
    other = evaluate(replace(criteria_set, groups=tuple(groups)), entries, standing)

    assert (one.total, one.band, one.missing) == (other.total, other.band, other.missing)
    assert {line.code: line.points for line in one.lines} == {line.code: line.points for line in other.lines}


@settings(deadline=None, max_examples=60)
@given(cases())
def test_same_inputs_give_the_same_result_and_deciding_what_came_out_changes_no_point(case):
    criteria_set, entries, standing = case
    found = evaluate(criteria_set, entries, standing)

    assert evaluate(criteria_set, dict(reversed(entries.items())), standing) == found
    leaves = {line.code: line for line in found.lines if not line.is_group and line.points is not None}
    confirmed = {
        **entries,
        **{
            code: Entry(entries[code].measured if code in entries else None, Decision(line.points, ""))
            for code, line in leaves.items()
        },
    }
    again = evaluate(criteria_set, confirmed, standing)
    assert (again.total, again.band) == (found.total, found.band)


@settings(deadline=None, max_examples=60)
@given(sets())
def test_any_set_survives_writing_and_reading(criteria_set):
    built, _ = read_set(write_set(criteria_set))

    assert write_set(built) == write_set(criteria_set)
    same_order = sorted(built.criteria(), key=lambda each: each.code)
    assert same_order == sorted(criteria_set.criteria(), key=lambda each: each.code)


@given(
    st.lists(st.integers(1, 2000), min_size=2, max_size=6),
    st.fractions(min_value=0, max_value=1),
    st.sampled_from(["proportional", "even"]),
    st.data(),
)
def test_rescaling_keeps_a_unit_at_its_share(maxima, share, rescaling, data):
    """Who has the same share of every part keeps it (but for the rounding of the marks), whatever does not apply."""
    parts = [leaf(f"x{place}", Decimal(most) / 100) for place, most in enumerate(maxima)]
    full = sum((each.max_points for each in parts), Decimal(0))
    out = data.draw(st.sets(st.sampled_from(range(1, len(parts))), max_size=len(parts) - 1))
    marks = {each.code: marked(round_points(share * Fraction(each.max_points))) for each in parts}
    marks |= {f"x{place}": OUT for place in out}

    found = evaluate(whole(group("g", full, *parts, rescaling=rescaling)), marks).lines[0]

    applicable = [each for place, each in enumerate(parts) if place not in out]
    smallest = min(each.max_points for each in applicable)
    slack = Fraction(1, 200) * (1 + len(applicable) * Fraction(full) / Fraction(smallest))
    assert abs(Fraction(found.points) - share * Fraction(full)) <= slack


@given(st.lists(st.integers(0, 1000), min_size=2, max_size=6), st.integers(1, 5))
def test_what_is_not_rescaled_is_lost(marks, kept):
    parts = [leaf(f"x{place}", 10) for place in range(len(marks))]
    entries = {f"x{place}": marked(Decimal(mark) / 100) if place < kept else OUT for place, mark in enumerate(marks)}

    line = evaluate(whole(group("g", 10 * len(parts), *parts, rescaling="none")), entries).lines[0]

    assert line.points == sum(marks[:kept]) / Decimal(100)
