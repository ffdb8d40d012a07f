"""Exact arithmetic of rates."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from indicators.statistics import Ratio, pooled, satisfied, time_cut

counts = st.integers(min_value=0, max_value=10_000)


def test_percent_of_a_real_month() -> None:
    assert Ratio(Decimal(1204), Decimal(1215)).percent == Decimal("99.0947")


def test_zero_denominator_is_not_zero_per_cent() -> None:
    nothing = Ratio(Decimal(0), Decimal(0))

    assert nothing.percent is None
    assert not nothing.arises


def test_pooling_is_not_averaging() -> None:
    small, large = Ratio(Decimal(1), Decimal(1)), Ratio(Decimal(90), Decimal(100))

    assert pooled([small, large]).percent == Decimal("90.0990")


def test_satisfied_counts_levels_four_and_five() -> None:
    assert satisfied(level_4=2, level_5=1, valid_answers=5).percent == Decimal(60)


def test_time_cut_of_a_procedure() -> None:
    assert time_cut(statutory_days=10, promised_days=6) == Decimal("0.4")


@given(st.lists(st.tuples(counts, counts), max_size=8))
def test_pooled_rate_does_not_depend_on_the_order(pairs: list[tuple[int, int]]) -> None:
    ratios = [Ratio(Decimal(min(pair)), Decimal(max(pair))) for pair in pairs]

    assert pooled(ratios) == pooled(reversed(ratios))
    percent = pooled(ratios).percent
    assert percent is None or 0 <= percent <= 100
