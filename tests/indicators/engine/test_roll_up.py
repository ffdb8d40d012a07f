"""Rolling up: by numerator and denominator over months and units, never by averaging rates."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.engine.roll_up import WHOLE_YEAR, Row, Span, Whole, roll_up
from indicators.statistics import Ratio

ROOT, LEFT, RIGHT = "0001", "00010001", "00010002"
LEAVES = [LEFT, RIGHT, "000100010001", "000100020001", "000100020002"]


def _rate(path: str, month: int, above: int, below: int, **more: Any) -> Row:
    return Row("x", path, 2026, month, Ratio(Decimal(above), Decimal(below)), **more)


def _number(path: str, month: int, value: int, **more: Any) -> Row:
    return Row("x", path, 2026, month, None, Decimal(value), **more)


def _whole(
    rows: list[Row], path: str = ROOT, span: Span = WHOLE_YEAR, months: bool = False, units: bool = False
) -> Whole:
    found = roll_up(rows, path, span, adds_months=months, adds_units=units)
    assert found is not None
    return found


COUNTS = st.lists(
    st.tuples(st.sampled_from(LEAVES), st.integers(1, 12), st.integers(0, 500), st.integers(0, 500)).map(
        lambda drawn: (drawn[0], drawn[1], min(drawn[2:]), max(drawn[2:]))
    ),
    min_size=1,
    max_size=40,
)


@given(COUNTS, st.sampled_from([ROOT, LEFT, RIGHT]), st.integers(1, 12))
def test_rate_is_all_numerators_over_all_denominators(
    counts: list[tuple[str, int, int, int]], path: str, until: int
) -> None:
    rows = [_rate(*count) for count in counts]
    inside = [count for count in counts if count[0].startswith(path) and count[1] <= until]
    found = roll_up(rows, path, Span.up_to(until), adds_months=False, adds_units=False)

    if not inside:
        assert found is None
        return
    above, below = sum(count[2] for count in inside), sum(count[3] for count in inside)
    assert found is not None and found.ratio == Ratio(Decimal(above), Decimal(below))
    if below:
        assert found.value is not None
        assert abs(Fraction(found.value) - Fraction(100 * above, below)) <= Fraction(1, 20000)
    else:
        assert found.value is None


@given(COUNTS)
def test_centre_is_its_branches_together_and_the_year_is_its_quarters_together(
    counts: list[tuple[str, int, int, int]],
) -> None:
    rows = [_rate(*count) for count in counts]
    parts = [roll_up(rows, path, WHOLE_YEAR, adds_months=False, adds_units=False) for path in (LEFT, RIGHT)]
    quarters = [
        roll_up(rows, ROOT, Span.quarter(number), adds_months=False, adds_units=False) for number in (1, 2, 3, 4)
    ]

    for pieces in (parts, quarters):
        above = sum((piece.ratio.numerator for piece in pieces if piece and piece.ratio), Decimal(0))
        below = sum((piece.ratio.denominator for piece in pieces if piece and piece.ratio), Decimal(0))
        assert _whole(rows).ratio == Ratio(above, below)


@given(COUNTS, st.randoms())
def test_order_of_rows_does_not_matter(counts: list[tuple[str, int, int, int]], random: Any) -> None:
    rows = [_rate(*count) for count in counts]
    mixed = list(rows)
    random.shuffle(mixed)

    assert _whole(rows).ratio == _whole(mixed).ratio


def test_average_of_rates_is_not_what_is_told() -> None:
    rows = [_rate(LEFT, 1, 1, 1), _rate(RIGHT, 1, 0, 99)]

    assert _whole(rows).value == 1  # the average of 100 % and 0 % would be 50 %


def test_overdue_cases_count_as_they_stand_at_the_end() -> None:
    rows = [
        _rate(LEFT, 1, 9, 10, closing=Ratio(Decimal(0), Decimal(5))),
        _rate(LEFT, 2, 9, 10, closing=Ratio(Decimal(0), Decimal(2))),
        _rate(RIGHT, 1, 10, 10, closing=Ratio(Decimal(0), Decimal(1))),
    ]

    assert _whole(rows).ratio == Ratio(Decimal(28), Decimal(33))
    assert _whole(rows, span=Span.month(1)).ratio == Ratio(Decimal(19), Decimal(26))


def test_statement_about_a_whole_stands_instead_of_its_parts() -> None:
    stated: dict[str, Any] = {"is_statement": True}
    rows = [
        _rate(ROOT, 0, 70, 100, months=12, **stated),
        _rate(LEFT, 0, 1, 2, months=12, **stated),
        _rate(LEFT, 3, 1, 1, months=3, **stated),
        _rate(LEFT, 1, 0, 5, **stated),
        _rate(RIGHT, 6, 3, 4, months=3, **stated),
    ]

    assert _whole(rows).ratio == Ratio(Decimal(70), Decimal(100))
    assert _whole(rows, LEFT).ratio == Ratio(Decimal(1), Decimal(2))
    assert _whole(rows, LEFT, Span.quarter(1)).ratio == Ratio(Decimal(1), Decimal(1))
    assert _whole(rows, LEFT, Span.month(1)).ratio == Ratio(Decimal(0), Decimal(5))
    assert _whole(rows, ROOT, Span.quarter(2)).ratio == Ratio(Decimal(3), Decimal(4))


def test_statements_beside_each_other_are_added() -> None:
    rows = [_rate(LEFT, month, 1, 2, is_statement=True) for month in (1, 2)]
    rows.append(_rate(RIGHT, 1, 5, 5, is_statement=True))

    assert _whole(rows).ratio == Ratio(Decimal(7), Decimal(9))


def test_subject_that_several_units_share_counts_once() -> None:
    rows = [_rate(LEFT, 0, 1, 1, subject="7"), _rate(RIGHT, 0, 1, 1, subject="7"), _rate(RIGHT, 0, 0, 1, subject="8")]

    assert _whole(rows).ratio == Ratio(Decimal(1), Decimal(2))
    assert _whole(rows, RIGHT).ratio == Ratio(Decimal(1), Decimal(2))


def test_numbers_are_added_over_months_or_the_latest_stands() -> None:
    rows = [_number(LEFT, 1, 4), _number(LEFT, 2, 5), _number(RIGHT, 1, 7)]

    assert _whole(rows, months=True, units=True).value == 16
    assert _whole(rows, units=True).value == 12
    assert _whole(rows, LEFT, months=True, units=True).value == 9


def test_latest_of_a_whole_holds_its_parts_that_were_stated_later() -> None:
    parts = [_number(LEFT, 1, 4, is_statement=True), _number(RIGHT, 1, 7, is_statement=True)]
    later = _number(LEFT, 2, 5, is_statement=True)
    whole = _number(ROOT, 1, 12, is_statement=True)

    assert _whole([*parts, later], units=True).value == 12
    assert _whole([*parts, whole, later], units=True).value == 12
    assert _whole([*parts, whole, later], LEFT, units=True).value == 5
    assert _whole([*parts, whole, later], months=True, units=True).value == 17


def test_index_of_the_parts_makes_no_index_of_the_whole() -> None:
    rows = [_number(LEFT, 0, 40, months=12), _number(RIGHT, 0, 60, months=12)]

    assert roll_up(rows, ROOT, WHOLE_YEAR, adds_months=False, adds_units=False) is None
    assert _whole([*rows, _number(ROOT, 0, 87, months=12)]).value == 87


def test_longer_period_says_nothing_of_a_shorter_one() -> None:
    quarter = _rate(LEFT, 6, 1, 2, months=3)

    assert roll_up([quarter], LEFT, Span.month(6), adds_months=False, adds_units=False) is None
    assert roll_up([quarter], LEFT, Span.up_to(5), adds_months=False, adds_units=False) is None
    assert _whole([quarter], LEFT, Span.up_to(6)).value == 50


@pytest.mark.parametrize(("first", "last"), [(0, 3), (5, 4), (1, 13)])
def test_span_lies_within_a_year(first: int, last: int) -> None:
    with pytest.raises(ValueError, match="no months"):
        Span(first, last)


def test_what_others_tell_of_the_same_events_above_and_below_is_not_added() -> None:
    whole = _rate(ROOT, 1, 5, 10, origin="summary")
    parts = [_rate(LEFT, 1, 3, 3, origin="cases"), _rate(RIGHT, 1, 4, 5, origin="typed")]

    assert _whole([whole, *parts]).ratio == Ratio(Decimal(5), Decimal(10))
    assert _whole([whole, *parts], LEFT).ratio == Ratio(Decimal(3), Decimal(3))
    named = _rate(LEFT, 1, 3, 3, origin="cases", names_parts=True)
    assert _whole([whole, named, parts[1]]).ratio == Ratio(Decimal(7), Decimal(8))
    other_month = _rate(RIGHT, 2, 1, 1, origin="typed")
    assert _whole([whole, other_month]).ratio == Ratio(Decimal(6), Decimal(11))
    same = _rate(RIGHT, 1, 1, 2, origin="summary")
    assert _whole([whole, same]).ratio == Ratio(Decimal(6), Decimal(12)), "one origin is added"


def test_month_of_a_whole_does_not_take_the_place_of_a_quarter_of_its_parts() -> None:
    stated: dict[str, Any] = {"is_statement": True}
    quarters = [_rate(LEFT, 3, 50, 100, months=3, **stated), _rate(RIGHT, 3, 60, 100, months=3, **stated)]
    march = _rate(ROOT, 3, 10, 10, **stated)
    first_quarter = Span.quarter(1)

    assert _whole([*quarters, march], span=first_quarter).ratio == Ratio(Decimal(110), Decimal(200))
    assert _whole([*quarters, march], span=Span.month(3)).ratio == Ratio(Decimal(10), Decimal(10))
    monthly = _rate(RIGHT, 3, 7, 7, **stated)
    assert _whole([quarters[0], monthly, march], span=first_quarter).ratio == Ratio(Decimal(57), Decimal(107))
    all_months = [_rate(ROOT, month, 1, 1, **stated) for month in (1, 2, 3)]
    assert _whole([*quarters, *all_months], span=first_quarter).ratio == Ratio(Decimal(3), Decimal(3))


def test_own_value_of_an_index_does_not_give_way_to_longer_periods_of_parts() -> None:
    rows = [_number(LEFT, 3, 9, months=3, is_statement=True), _number(ROOT, 3, 4, is_statement=True)]

    assert _whole(rows, span=Span.quarter(1)).value == 4
