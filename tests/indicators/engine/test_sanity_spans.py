"""Years and quarters beside the months within them: what contradicts, how gravely, and what never does."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.engine.sanity import Check, Doubt, Gravity, Joining, Stated, span_doubts
from indicators.statistics import Ratio, pooled

ORDER = [Gravity.LOW, Gravity.MEDIUM, Gravity.HIGH]


def counts(above: int, below: int) -> Ratio:
    return Ratio(Decimal(above), Decimal(below))


def month(number: int, value: str | int | None = None, ratio: Ratio | None = None) -> Stated:
    return Stated(number, 1, None if value is None else Decimal(value), ratio)


def quarter(number: int, value: str | int | None = None, ratio: Ratio | None = None) -> Stated:
    return Stated(number * 3, 3, None if value is None else Decimal(value), ratio)


def year(value: str | int | Decimal | None = None, ratio: Ratio | None = None) -> Stated:
    return Stated(12, 12, None if value is None else Decimal(value), ratio)


def raised(stated: Sequence[Stated], joining: Joining) -> list[Doubt]:
    return list(span_doubts("x", "số thử", 2026, stated, joining))


@st.composite
def month_counts(draw: st.DrawFn) -> list[Stated]:
    """The twelve months of a rate, each with two counts."""
    below = draw(st.lists(st.integers(0, 500), min_size=12, max_size=12))
    above = [draw(st.integers(0, most)) for most in below]
    return [month(place, ratio=counts(*both)) for place, both in enumerate(zip(above, below, strict=True), start=1)]


month_values = st.lists(st.integers(0, 10_000), min_size=12, max_size=12).map(
    lambda numbers: [month(place, number) for place, number in enumerate(numbers, start=1)]
)


def together(months: Sequence[Stated]) -> Ratio:
    return pooled(each.ratio for each in months if each.ratio is not None)


def total(months: Sequence[Stated]) -> Decimal:
    return sum((each.value or Decimal(0) for each in months), Decimal(0))


@given(month_counts(), st.sets(st.integers(0, 11)), st.permutations(range(13)))
def test_a_rate_of_the_year_that_pools_its_months_is_never_doubted(
    months: list[Stated], left_out: set[int], order: list[int]
) -> None:
    """Neither beside all of them, nor beside some, in whatever order they come."""
    stated = [year(ratio=together(months)), *months]
    there = [stated[place] for place in order if place - 1 not in left_out]

    assert raised(there, Joining.POOLED) == []


@given(month_counts(), st.integers(0, 4))
def test_a_rate_that_is_rounded_is_never_doubted(months: list[Stated], places: int) -> None:
    rate = together(months).percent
    if rate is not None:
        rounded = rate.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
        assert raised([year(rounded), *months], Joining.POOLED) == []


@given(month_values, st.sets(st.integers(0, 11)))
def test_a_number_of_the_year_that_adds_its_months_is_never_doubted(months: list[Stated], left_out: set[int]) -> None:
    there = [each for place, each in enumerate(months) if place not in left_out]

    assert raised([year(total(months)), *there], Joining.ADDED) == []


@given(month_values, st.lists(st.integers(1, 50), min_size=12, max_size=12))
def test_no_mean_of_the_months_is_doubted_however_they_weigh(months: list[Stated], weights: list[int]) -> None:
    mean = sum((each.value or 0) * weight for each, weight in zip(months, weights, strict=True)) / Decimal(sum(weights))
    stated = [year(mean.quantize(Decimal("0.0001"))), *months]

    assert raised(stated, Joining.BETWEEN) == raised(stated, Joining.POOLED) == []


@given(month_values, st.integers(1, 5_000), st.integers(1, 5_000))
def test_a_greater_contradiction_is_never_less_grave(months: list[Stated], one: int, more: int) -> None:
    right = total(months)
    (near,), (far,) = (raised([year(right + gap), *months], Joining.ADDED) for gap in (one, one + more))

    assert ORDER.index(near.gravity) <= ORDER.index(far.gravity)
    assert near.fingerprint != far.fingerprint


@given(month_values, st.sets(st.integers(0, 11), min_size=1, max_size=11), st.integers(1, 100))
def test_some_months_are_never_more_than_the_year(months: list[Stated], left_out: set[int], missing: int) -> None:
    there = [each for place, each in enumerate(months) if place not in left_out]
    if total(there) >= missing:
        (doubt,) = raised([year(total(there) - missing), *there], Joining.ADDED)
        assert (doubt.check, doubt.month) == (Check.SPAN, 0)
    assert raised([year(total(there) + missing), *there], Joining.ADDED) == []


@given(month_values)
def test_a_quarter_speaks_for_its_months(months: list[Stated]) -> None:
    """The year is held against the quarter, and only the quarter against its months."""
    other = quarter(1, total(months[:3]) + 7)
    (doubt,) = raised([year(total(months) + 7), other, *months], Joining.ADDED)

    assert doubt.month == 3 and doubt.sentence.startswith("Quý 1/2026: số thử nhập cho cả quý là ")


@pytest.mark.parametrize(
    ("told", "gravity"), [(99, Gravity.LOW), (98, Gravity.MEDIUM), (95, Gravity.MEDIUM), (94, Gravity.HIGH)]
)
def test_gravity_of_numbers_goes_by_how_far_they_are_apart(told: int, gravity: Gravity) -> None:
    (doubt,) = raised([year(told), *(quarter(number, 25) for number in range(1, 5))], Joining.ADDED)

    assert doubt.gravity == gravity
    assert f"nhập cho cả năm là {told}, nhưng 4 quý đã nhập cộng lại là 100. Khi tính cả năm" in doubt.sentence


@pytest.mark.parametrize(("told", "gravity"), [("90.5", Gravity.LOW), ("92", Gravity.MEDIUM), ("96", Gravity.HIGH)])
def test_gravity_of_rates_goes_by_points(told: str, gravity: Gravity) -> None:
    months = [month(number, ratio=counts(9, 10)) for number in range(1, 13)]
    (doubt,) = raised([year(told), *months], Joining.POOLED)

    assert doubt.gravity == gravity
    assert "nhưng 12 tháng đã nhập cộng lại là 108/120 (90%)" in doubt.sentence


def test_the_same_rate_of_other_counts_is_of_low_gravity() -> None:
    quarters = [quarter(number, ratio=counts(9, 10)) for number in range(1, 5)]
    (doubt,) = raised([year(ratio=counts(90, 100)), *quarters], Joining.POOLED)

    assert doubt.gravity == Gravity.LOW and "là 90/100 (90%), nhưng 4 quý đã nhập cộng lại là 36/40" in doubt.sentence


def test_nothing_in_the_year_beside_something_in_its_months_is_grave() -> None:
    months = [month(number, ratio=counts(1, 2)) for number in range(1, 13)]

    (doubt,) = raised([year(ratio=counts(0, 0)), *months], Joining.POOLED)

    assert doubt.gravity == Gravity.HIGH and "nhập cho cả năm là 0/0, nhưng" in doubt.sentence


@pytest.mark.parametrize(("above", "is_doubted"), [(39, True), (40, False), (90, False), (91, True)])
def test_missing_months_cannot_mend_everything(above: int, is_doubted: bool) -> None:
    """40 of 50 in the first half, so 40 to 90 of 100 in the year."""
    stated = [year(ratio=counts(above, 100)), quarter(1, ratio=counts(20, 25)), quarter(2, ratio=counts(20, 25))]
    found = raised(stated, Joining.POOLED)

    assert [doubt.gravity for doubt in found] == [Gravity.MEDIUM] * is_doubted
    said = "chỉ riêng 2 quý đã nhập cộng lại đã là 40/50 (80%), các tháng còn lại không thể bù"
    assert all(said in doubt.sentence for doubt in found)


def test_number_that_stands_is_that_of_the_last_month() -> None:
    stated = [year(10), month(11, 8), month(12, 12)]
    (doubt,) = raised(stated, Joining.LAST)

    assert "nhưng số mới nhất trong kỳ (tháng 12) là 12" in doubt.sentence and doubt.gravity == Gravity.HIGH
    assert raised([year(10), month(11, 8)], Joining.LAST) == []  # what became of it in December, nobody says


def test_mean_outside_of_its_quarters_is_doubted_once_all_are_there() -> None:
    quarters = [quarter(number, 20 + number) for number in range(1, 5)]
    (doubt,) = raised([year(30), *quarters], Joining.BETWEEN)

    assert "là 30, ngoài khoảng của 4 quý đã nhập (từ 21 đến 24)" in doubt.sentence
    assert raised([year(30), *quarters[:3]], Joining.BETWEEN) == []
    (of_rate,) = raised([year(30), *quarters], Joining.POOLED)
    assert "là 30%, ngoài khoảng của 4 quý đã nhập (từ 21% đến 24%)" in of_rate.sentence


def test_a_single_period_contradicts_nothing() -> None:
    assert all(raised([each], joining) == [] for each in (year(5), quarter(2, 5), month(3, 5)) for joining in Joining)
