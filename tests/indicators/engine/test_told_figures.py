"""What is told of a year's figures, and that no figure of few people follows from all of it together."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.engine.figure_rows import Span
from indicators.engine.told_figures import ToldFigures
from indicators.forms.periods import CHOICES

TOP, WARD, OFFICE, TEAM = "01", "0101", "0102", "010101"
UNITS = (TOP, WARD, OFFICE, TEAM)
FEWEST = 10
SPANS = [choice.span for choice in CHOICES]
people_of = st.one_of(st.just(0), st.integers(1, 9), st.integers(10, 40))
years = st.dictionaries(st.tuples(st.sampled_from(UNITS), st.integers(1, 6)), people_of, max_size=14)


def told(people: dict[tuple[str, int], int], fewest: int = FEWEST) -> ToldFigures:
    return ToldFigures(people, TOP, 2, fewest)


def test_unit_of_few_people_is_hidden_with_another_that_it_would_follow_from() -> None:
    found = told({(WARD, 11): 1, (OFFICE, 11): 30, ("0103", 11): 40})

    shown = {path for path in (TOP, WARD, OFFICE, "0103") if found.tells(path, Span())}

    assert shown == {TOP, "0103"}


def test_month_of_few_people_is_told_with_those_beside_it_only() -> None:
    found = told({(WARD, 1): 40, (WARD, 2): 3, (WARD, 3): 50, (WARD, 4): 2})

    shown = {span.last for span in map(Span.up_to, range(1, 13)) if found.tells(WARD, span)}

    assert shown == {1, 4, 5, 6, 7, 8, 9, 10, 11, 12}  # April alone would be the rest of January to March
    assert [found.tells(WARD, Span.month(month)) for month in (1, 2, 3, 4, 5)] == [True, False, False, False, True]


def test_nothing_is_told_of_a_year_of_few_people_but_that_nobody_answered() -> None:
    found = told({(WARD, 5): 9})

    assert not any(found.tells(path, span) for path in (TOP, WARD) for span in (Span(), Span.month(5)))
    assert found.tells(OFFICE, Span()) and found.tells(TOP, Span.month(4))


@settings(max_examples=150, deadline=None)
@given(years)
def test_no_figure_of_few_people_follows_from_all_that_are_told(people: dict[tuple[str, int], int]) -> None:
    units, months = ({key[place] for key, number in people.items() if number} for place in (0, 1))
    cells = list(product(sorted(units), sorted(months)))  # nobody is told which of them are empty
    found = told(people)
    every = {
        (path, span): frozenset(
            cell for cell in cells if cell[0].startswith(path) and span.first <= cell[1] <= span.last
        )
        for path, span in product(UNITS, SPANS)
    }
    shown = [each for (path, span), each in every.items() if each and found.tells(path, span)]
    known = np.array([[float(cell in each) for cell in cells] for each in shown]).reshape(len(shown), len(cells))
    rank = np.linalg.matrix_rank(known) if shown else 0

    # A sum of few people, or what two sums differ by, is never worked out.
    few = {frozenset([cell]) for cell in cells} | set(every.values())
    few |= {one - other for one in every.values() for other in every.values() if other < one}
    for each in few:
        if 0 < sum(people.get(cell, 0) for cell in each) < FEWEST:
            vector = np.array([float(cell in each) for cell in cells])
            assert not shown or np.linalg.matrix_rank(np.vstack([known, vector])) > rank
