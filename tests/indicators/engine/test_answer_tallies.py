"""Sums that are kept tell the same as reading every form, and the same as numpy does from the plain answers."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.engine.answer_tallies import Tallies
from indicators.engine.questions import read, tally
from indicators.engine.survey_results import Results
from tests.indicators.survey_world import BAD, CONTENT, GOOD

ASKED = read(CONTENT)
MONTHS = [(2026, 9), (2026, 10)]
form = st.fixed_dictionaries(
    {"a1": st.integers(0, 5), "b1": st.integers(1, 5)},
    optional={
        **{"a2": st.integers(0, 5), "a3": st.integers(0, 5), "g1": st.integers(0, 120), "g2": st.integers(1, 2)},
        "m": st.sampled_from([[1], [2], [1, 2]]),
    },
)
placed = st.tuples(st.integers(1, 3), st.sampled_from(MONTHS), st.sampled_from(["link", "paper"]), form)
Placed = tuple[int, tuple[int, int], str, dict[str, Any]]


def tallies(forms: list[Placed]) -> Tallies:
    made = Tallies()
    for unit, month, channel, answers in forms:
        made.add(unit, month, channel, tally(ASKED, answers), answers)
    return made


@given(st.lists(placed, max_size=40), st.sets(st.tuples(st.integers(1, 3), st.sampled_from(MONTHS))))
def test_sums_of_a_part_agree_with_its_forms_read_one_by_one(forms: list[Placed], cells: set[Any]) -> None:
    expected = Results(ASKED)
    for unit, month, _, answers in forms:
        if (unit, month) in cells:
            expected.add(answers)

    found = tallies(forms).results(ASKED, cells)

    assert found.whole == expected.whole
    assert found.questions == expected.questions
    assert found.mean_of_questions == expected.mean_of_questions
    assert [each.pooled for each in found.factors] == [each.pooled for each in expected.factors]


@given(st.lists(placed, min_size=1, max_size=40))
def test_rates_agree_with_numpy(forms: list[Placed]) -> None:
    levels = np.array([[answers.get(code, 0) for code in ASKED.counted] for *_, answers in forms])
    valid = levels > 0

    whole = tallies(forms).results(ASKED, {(unit, month) for unit, month, *_ in forms}).whole

    assert float(whole.pooled.percent or 0) == pytest.approx(100 * (levels > 3).sum() / valid.sum(), abs=1e-4)
    assert float(whole.mean or 0) == pytest.approx(levels[valid].mean(), abs=1e-4)
    assert whole.full == (valid.any(axis=1) & ((levels > 3) | ~valid).all(axis=1)).sum()


def test_people_are_those_whose_answer_counts() -> None:
    forms: list[Placed] = [(1, (2026, 9), "link", GOOD), (1, (2026, 9), "link", BAD), (2, (2026, 9), "link", BAD)]

    people = tallies(forms).people(ASKED, {(1, (2026, 9))})

    assert people["a3"] == 1, "“did not use” is no answer"
    assert people["m"] == 2, "who ticked two boxes is one person"


def test_what_is_added_to_a_copy_does_not_change_the_first() -> None:
    first = tallies([(1, (2026, 9), "link", GOOD)])

    twin = first.copy()
    twin.add(1, (2026, 9), "link", tally(ASKED, BAD), BAD)

    assert first.cells(None)[1, (2026, 9)].forms == 1
    assert first.people(ASKED, [(1, (2026, 9))])["a1"] == 1
    assert twin.cells(None)[1, (2026, 9)].forms == 2


def test_groups_of_some_units_only() -> None:
    made = tallies([(1, (2026, 9), "link", GOOD), (2, (2026, 10), "paper", BAD)])

    assert list(made.groups({2}).units) == [2]
    assert list(made.groups({2}).channels) == ["paper"]
    assert sorted(made.groups(None).months) == MONTHS
