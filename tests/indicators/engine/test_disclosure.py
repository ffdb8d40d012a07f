"""Nobody can be guessed from a result, nor from the difference of several.

What an onlooker can work out by adding and subtracting is decided by linear algebra: an unknown number is determined
by known sums when its unit vector lies in the space that the sums span.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from indicators.engine.disclosure import Detail, shown_cells, shown_detail, shown_groups

People = Mapping[str, int]
FEWEST = 10
FACTORS = {"A": ["a1", "a2", "a3"], "B": ["b1", "b2"], "C": ["c1"]}
QUESTIONS = [code for codes in FACTORS.values() for code in codes]
few_or_many = st.one_of(st.just(0), st.integers(1, 12), st.integers(10, 60))


def worked_out(unknown: Sequence[object], sums: Iterable[set[object]]) -> set[object]:
    """The unknown numbers that follow from the sums (of unknown numbers) that are known."""
    place = {name: number for number, name in enumerate(unknown)}
    rows = [[float(name in added) for name in unknown] for added in sums if added]
    if not rows:
        return set()
    known = np.array(rows)
    rank = np.linalg.matrix_rank(known)
    return {
        name for name in unknown if np.linalg.matrix_rank(np.vstack([known, np.eye(len(unknown))[place[name]]])) == rank
    }


def test_small_groups_are_hidden() -> None:
    assert shown_groups({"a": 30, "b": 6, "c": 5}, 10) == {"a"}


def test_single_small_group_cannot_be_found_by_subtraction() -> None:
    assert shown_groups({"a": 30, "b": 12, "c": 3}, 10) == {"a"}


def test_all_are_shown_when_all_are_large() -> None:
    assert shown_groups({"a": 30, "b": 10, "c": 0}, 10) == {"a", "b"}


@given(st.dictionaries(st.integers(), st.integers(0, 40), max_size=8), st.integers(1, 20))
def test_what_is_hidden_is_nothing_or_enough_or_all(forms: dict[int, int], fewest: int) -> None:
    shown = shown_groups(forms, fewest)
    hidden = sum(number for group, number in forms.items() if group not in shown)

    assert all(forms[group] >= fewest for group in shown)
    assert hidden == 0 or hidden >= fewest or not shown


def test_small_cell_takes_a_rectangle_with_it() -> None:
    people = {("x", 1): 3, ("x", 2): 20, ("x", 3): 40, ("y", 1): 15, ("y", 2): 30, ("y", 3): 12}

    assert shown_cells(people, 10) == {("x", 3), ("y", 3)}


def test_small_cell_without_large_neighbours_hides_the_table() -> None:
    assert shown_cells({("x", 1): 3, ("x", 2): 20, ("y", 2): 30}, 10) == frozenset()
    assert shown_cells({("x", 1): 30, ("x", 2): 20, ("y", 2): 30}, 10) == {("x", 1), ("x", 2), ("y", 2)}


@given(st.lists(st.lists(few_or_many, min_size=4, max_size=4), min_size=2, max_size=5))
def test_no_small_cell_follows_from_rows_and_columns(table: list[list[int]]) -> None:
    people = {(row, column): n for row, numbers in enumerate(table) for column, n in enumerate(numbers)}

    shown = shown_cells(people, FEWEST)

    if not shown:
        return
    hidden = {cell for cell, number in people.items() if number and cell not in shown}
    lines = [{cell for cell in hidden if cell[side] == line} for side in (0, 1) for line in range(max(5, len(table)))]
    small = {cell for cell, number in people.items() if 0 < number < FEWEST}
    assert small <= hidden
    assert not worked_out(sorted(hidden), lines) & small
    assert all(sum(people[cell] for cell in line) >= FEWEST for line in lines if line)


def test_second_question_is_hidden_with_a_small_one() -> None:
    people = {"a1": 40, "a2": 3, "a3": 20, "b1": 30, "b2": 30, "c1": 50}

    shown = shown_detail([people], FACTORS, ["o"], FEWEST)

    assert shown == Detail(frozenset({"a1", "b1", "b2", "c1", "o"}), frozenset("ABC"))


def test_small_factor_takes_another_factor_and_one_of_its_questions_with_it() -> None:
    people = {"a1": 40, "a2": 30, "a3": 20, "b1": 30, "b2": 25, "c1": 4}

    shown = shown_detail([people], FACTORS, [], FEWEST)

    assert shown == Detail(frozenset({"a1", "a2", "b1", "b2"}), frozenset("B"))


def test_nothing_is_hidden_where_enough_people_answered() -> None:
    people = {"a1": 40, "a2": 0, "a3": 20, "b1": 30, "b2": 25, "c1": 10}

    assert shown_detail([people], FACTORS, ["o"], FEWEST) == Detail(frozenset([*QUESTIONS, "o"]), frozenset("ABC"))


def test_question_that_few_answered_in_one_part_is_hidden_in_all() -> None:
    first, second = dict.fromkeys(QUESTIONS, 40) | {"a1": 2}, dict.fromkeys(QUESTIONS, 50) | {"a2": 30, "a3": 60}

    shown = shown_detail([first, second], FACTORS, [], FEWEST)

    assert shown.questions == {"a3", "b1", "b2", "c1"}


def test_question_told_by_itself_is_hidden_alone() -> None:
    assert shown_detail([dict.fromkeys(QUESTIONS, 40) | {"o": 3}], FACTORS, ["o"], FEWEST).questions == set(QUESTIONS)


answers = st.fixed_dictionaries(dict.fromkeys(QUESTIONS, few_or_many))


enough = answers.filter(lambda people: sum(people.values()) >= FEWEST)  # else the part is not told


@given(st.lists(enough, min_size=1, max_size=4))
def test_no_few_answers_follow_from_what_is_told(parts: list[People]) -> None:
    """An onlooker sees the whole and every part: their questions, the sums of factors, and the sum of everything."""
    whole = {code: sum(part[code] for part in parts) for code in QUESTIONS}
    of_whole = shown_detail([whole], FACTORS, [], FEWEST)
    of_parts = shown_detail(parts, FACTORS, [], FEWEST, of_whole)
    unknown = sorted(
        (number, code) for number, code in product(range(len(parts)), QUESTIONS) if code not in of_parts.questions
    )
    added: list[set[tuple[int, str]]] = []
    for number in range(len(parts)):
        mine = {(number, code) for code in QUESTIONS}
        added += [mine, *({(number, code) for code in FACTORS[name]} for name in of_parts.factors)]
    everywhere = [{(number, code) for number in range(len(parts))} for code in of_whole.questions]
    everywhere += [{(n, code) for n in range(len(parts)) for code in FACTORS[name]} for name in of_whole.factors]
    sums = [each & set(unknown) for each in (*added, *everywhere)]

    assert of_parts.questions <= of_whole.questions and of_parts.factors <= of_whole.factors
    assert all(part[code] == 0 or part[code] >= FEWEST for part in parts for code in of_parts.questions)
    small = {(number, code) for number, code in unknown if 0 < parts[number][code] < FEWEST}
    assert not worked_out(unknown, sums) & small


@given(enough)
def test_no_few_answers_of_the_whole_follow_either(people: People) -> None:
    shown = shown_detail([people], FACTORS, [], FEWEST)
    unknown = [code for code in QUESTIONS if code not in shown.questions]
    sums = [set(unknown), *(set(FACTORS[name]) & set(unknown) for name in shown.factors)]

    assert not worked_out(unknown, sums) & {code for code in unknown if 0 < people[code] < FEWEST}
