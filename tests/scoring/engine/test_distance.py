"""Distance to the next grade: every way really lifts it, and nothing smaller does."""

from decimal import Decimal
from itertools import combinations
from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.engine.distance import best_points, obstacles, ways_from, ways_to_next
from scoring.engine.evaluation import conclude, evaluate
from scoring.engine.provisions import Limit
from scoring.engine.rules.choices import Bonus, Penalty
from scoring.engine.standing import Standing
from tests.scoring.engine.building import BANDS, OUT, group, leaf, marked, on_top, result, whole

NO_ZERO = Limit(code="khong-0", name="Không tiêu chí nào bị 0 điểm", when="criterion_zero", at_most="kha")
PLAIN = whole(group("a", 60, leaf("a1", 40), leaf("a2", 20)), group("b", 40, leaf("b1", 30), leaf("b2", 10)))


def ways(criteria_set, standing=None, most=5, **marks):
    standing = standing or Standing()
    return ways_from(criteria_set, result(criteria_set, standing, **marks), standing, most)


def test_one_criterion_is_enough():
    found = ways(PLAIN, a1=40, a2=16, b1=15, b2=4)

    assert [(way.codes, way.gained, way.total, way.band.code) for way in found] == [
        (("b1",), Decimal(15), Decimal(90), "xs"),
        (("b2",), Decimal(6), Decimal(81), "tot"),
    ]


def test_smallest_sets_come_first_and_only_they():
    assert [way.codes for way in ways(PLAIN, a1=38, a2=18, b1=13, b2=0)] == [("b1",), ("b2",), ("a1",), ("a2",)]
    assert [way.codes for way in ways(PLAIN, a1=36, a2=12, b1=15, b2=1)] == [("b1",), ("b2",), ("a2",)]
    assert [way.codes for way in ways(PLAIN, a1=35, a2=14, b1=8, b2=3)] == [("b1",)]


def test_several_criteria_together():
    even = whole(group("a", 100, *(leaf(f"x{place}", 20) for place in range(5))))

    found = ways(even, most=20, x0=14, x1=14, x2=14, x3=13, x4=13)

    assert {way.codes for way in found} == {("x3",), ("x4",), ("x0",), ("x1",), ("x2",)}
    found = ways(even, most=20, x0=12, x1=12, x2=12, x3=12, x4=12)
    assert [len(way.codes) for way in found] == [2] * 10
    assert all(way.total == 76 and way.band.code == "kha" for way in found)


def test_criterion_nobody_reported_can_be_raised():
    assert [way.codes for way in ways(PLAIN, a1=40, a2=20, b2=9)] == [("b1",), ("b2",)]


def test_what_does_not_apply_is_not_proposed_and_the_rest_weighs_more():
    found = ways(PLAIN, a1=30, a2=20, b1=None, b2=None)

    assert [(way.codes, way.total) for way in found] == [(("a1",), Decimal(100))]


def test_bonus_counts_only_up_to_its_cap():
    with_bonus = whole(group("a", 100, leaf("a1", 100)), bonus=on_top(Bonus, 3, T1=2, T2=2))

    assert [way.codes for way in ways(with_bonus, a1="86.5")] == [("a1",)]
    assert [way.codes for way in ways(with_bonus, a1="88.5")] == [("a1",), ("T1",), ("T2",)]
    assert ways(with_bonus, a1="88.5")[1].gained == 2


def test_penalty_that_falls_away_is_a_way():
    with_penalty = whole(group("a", 100, leaf("a1", 100)), penalty=on_top(Penalty, 5, P1=5))

    assert [(way.codes, way.total) for way in ways(with_penalty, a1=92, P1=4)] == [
        (("a1",), Decimal(96)),
        (("P1",), Decimal(92)),
    ]


def test_zero_that_caps_the_grade_has_to_be_raised():
    limited = whole(group("a", 100, leaf("a1", 95), leaf("a2", 5)), limits=(NO_ZERO,))

    assert result(limited, a1=95, a2=0).band.code == "kha"
    assert [(way.codes, way.band.code) for way in ways(limited, a1=95, a2=0)] == [(("a2",), "xs")]


def test_limit_below_the_goal_does_not_matter():
    far = Limit(code="x", name="Không bị 0", when="criterion_zero", at_most="tot")
    limited = whole(group("a", 100, leaf("a1", 80), leaf("a2", 20)), limits=(far,))

    assert [way.codes for way in ways(limited, a1=75, a2=0)] == [("a2",), ("a1",)]
    assert [way.codes for way in ways(limited, a1=80, a2=0)] == [("a2",)]


def test_node_that_stays_too_low_has_to_be_raised():
    limit = Limit(code="b80", name="Nhóm b từ 80%", when="node_below", at_most="yeu", node="b", percent=Decimal(80))
    limited = whole(group("a", 70, leaf("a1", 70)), group("b", 30, leaf("b1", 10), leaf("b2", 20)), limits=(limit,))

    assert [way.codes for way in ways(limited, a1=70, b1=2, b2=20)] == [("b1",)]
    assert [way.codes for way in ways(limited, a1=10, b1=2, b2=18)] == [("a1", "b1")]


def test_circumstance_leaves_no_way_and_says_so():
    limit = Limit(code="kt", name="Lãnh đạo bị khiển trách", when="circumstance", at_most="tot")
    limited = whole(group("a", 100, leaf("a1", 100)), limits=(limit,))
    standing = Standing(circumstances={"kt": "Quyết định số 5"})

    held = result(limited, standing, a1=95)
    assert held.band.code == "tot"
    assert ways_from(limited, held, standing) == []
    assert obstacles(limited, held, standing) == ("Lãnh đạo bị khiển trách: Quyết định số 5",)
    low = result(limited, standing, a1=75)
    assert [way.band.code for way in ways_from(limited, low, standing)] == ["tot"]
    assert obstacles(limited, low, standing) == ()


def test_no_way_at_the_best_grade_or_without_a_total():
    assert ways(PLAIN, a1=40, a2=20, b1=30, b2=5) == []
    assert ways(PLAIN, a1=None, a2=None, b1=None, b2=None) == []


def test_sixty_criteria_are_searched_quickly():
    groups = [group(f"g{at}", 10, *(leaf(f"g{at}x{place}", "2.5") for place in range(4))) for at in range(15)]
    large = whole(*groups)
    codes = [each.code for each in large.criteria()]
    assert len(codes) == 60
    entries = {code: marked(Decimal("1.25")) for code in codes} | {code: OUT for code in codes[::7]}
    started = process_time()

    found = ways_to_next(large, entries)

    assert process_time() - started < 2
    assert len(found) == 5 and len({way.codes for way in found}) == 5


def raised(criteria_set, evaluation, standing, codes):
    lines = {line.code: line for line in evaluation.lines}

    def line_of(criterion, depth, left_out):
        line = lines[criterion.code]
        if criterion.code not in codes:
            return line
        return line._replace(points=best_points(criterion), status="awarded", gaps=())

    return conclude(criteria_set, line_of, standing)


MARKS = st.one_of(st.none(), st.just(Decimal(0)), st.decimals(min_value=0, max_value=10, places=2))
CAPPED = st.sampled_from(["tot", "kha", "yeu"])
ZERO_LIMIT = st.builds(Limit, code=st.just("z"), name=st.just("Z"), when=st.just("criterion_zero"), at_most=CAPPED)
NODE_LIMIT = st.builds(
    Limit,
    code=st.just("n"),
    name=st.just("N"),
    when=st.just("node_below"),
    at_most=CAPPED,
    node=st.sampled_from(["a", "b", "b2"]),
    percent=st.sampled_from([Decimal(50), Decimal(80), Decimal("33.3")]),
)
RESCALING = st.sampled_from(["proportional", "even", "none"])


@settings(max_examples=120, deadline=None)
@given(
    st.lists(MARKS, min_size=6, max_size=6),
    st.tuples(RESCALING, RESCALING),
    st.lists(st.one_of(ZERO_LIMIT, NODE_LIMIT), max_size=2),
    st.data(),
)
def test_ways_lift_the_grade_and_no_smaller_set_does(marks, rescalings, limits, data):
    inner = group("b", 50, leaf("b1", 20), leaf("b2", 20), leaf("b3", 10), rescaling=rescalings[1])
    criteria_set = whole(
        group("a", 50, leaf("a1", 10), leaf("a2", 25), leaf("a3", 15), rescaling=rescalings[0]),
        group("c", 50, inner),
        bonus=on_top(Bonus, 3, T1=2, T2=2),
        penalty=on_top(Penalty, 4, P1=3, P2=3),
        limits=tuple(limits),
    )
    codes = ["a1", "a2", "a3", "b1", "b2", "b3"]
    entries = {code: OUT if mark is None else marked(mark) for code, mark in zip(codes, marks, strict=True)}
    for code in data.draw(st.sets(st.sampled_from(codes), max_size=2)):
        entries.pop(code)
    extra = st.decimals(min_value=0, max_value=2, places=2)
    entries |= {code: marked(data.draw(extra)) for code in ("T1", "P1", "P2")}
    evaluation = evaluate(criteria_set, entries)
    order = [band.code for band in BANDS]
    applicable = {line.code for line in evaluation.lines if line.status != "not_applicable"}
    candidates = [each.code for each in criteria_set.criteria() if each.code in applicable]

    found = ways_from(criteria_set, evaluation, most=500)

    if evaluation.band is None:
        assert found == []
        return

    def lifts(chosen):
        reached = raised(criteria_set, evaluation, Standing(), chosen)
        return order.index(reached.band.code) < order.index(evaluation.band.code)

    smallest = next(
        (
            lifting
            for size in range(1, len(candidates) + 1)
            if (lifting := {chosen for chosen in combinations(candidates, size) if lifts(chosen)})
        ),
        set(),
    )
    assert {way.codes for way in found} == smallest
    assert [way.total for way in found] == sorted((way.total for way in found), reverse=True)
