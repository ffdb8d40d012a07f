"""Results change by enough people or not at all, whenever somebody looks."""

from hypothesis import given
from hypothesis import strategies as st

from indicators.engine.answer_steps import released

arrivals = st.lists(st.sampled_from("abcd"), max_size=90)
fewest_of = st.integers(1, 12)


@given(arrivals, fewest_of)
def test_two_states_differ_by_none_or_enough_forms(units: list[str], fewest: int) -> None:
    before: set[int] = set()
    for end in range(len(units) + 1):
        now = released(units[:end], fewest)

        assert before <= now
        assert now == before or len(now - before) >= fewest
        before = now


@given(arrivals, fewest_of)
def test_unit_that_is_told_changes_by_none_or_enough_forms(units: list[str], fewest: int) -> None:
    before: set[int] = set()
    for end in range(len(units) + 1):
        now = released(units[:end], fewest)
        for unit in "abcd":
            was, is_now = (sum(units[place] == unit for place in shown) for shown in (before, now))
            assert was < fewest or is_now == was or is_now - was >= fewest
        before = now


@given(arrivals, fewest_of)
def test_few_forms_wait(units: list[str], fewest: int) -> None:
    waiting = [unit for place, unit in enumerate(units) if place not in released(units, fewest)]

    assert all(waiting.count(unit) < fewest for unit in "abcd")


@given(arrivals, fewest_of, st.integers(0, 90))
def test_late_forms_come_by_enough_onto_those_that_came_in_time(units: list[str], fewest: int, in_time: int) -> None:
    in_time = min(in_time, len(units))
    before = released(units[:in_time], fewest, at_once=in_time)

    assert before == set(range(in_time))
    for end in range(in_time, len(units) + 1):
        now = released(units[:end], fewest, at_once=in_time)

        assert before <= now
        assert now == before or len(now - before) >= fewest
        before = now


def test_small_units_wait_together() -> None:
    assert released("aabbccdda", 10) == set()
    assert released("aabbccddaab", 10) == set(range(10))
