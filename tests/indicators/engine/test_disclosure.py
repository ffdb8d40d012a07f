"""Nobody can be guessed from a result, nor from the difference of two."""

from hypothesis import given
from hypothesis import strategies as st

from indicators.engine.disclosure import shown_groups


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
