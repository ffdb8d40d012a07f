import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.engine.money import BaseSalary, PrizeError, PrizeLine, payable, prize
from awards.services import rulebook

VECTORS = list(csv.DictReader((Path(__file__).parents[1] / "vectors" / "prizes.csv").open(encoding="utf-8")))
SALARIES = rulebook.read().base_salaries


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: f"{row['multiplier']} on {row['decided_on']}")
def test_prize_vector(row):
    found = prize(Decimal(row["multiplier"]), date.fromisoformat(row["decided_on"]), SALARIES)

    assert found.amount == int(row["amount"])


def test_arithmetic_shows_the_rounding():
    found = prize(Decimal("0.3"), date(2026, 12, 20), SALARIES)

    assert found.arithmetic == "0,3 × 2.530.000 = 759.000, làm tròn lên 760.000 đồng"


def test_arithmetic_of_an_exact_prize_shows_no_rounding():
    assert prize(Decimal("1.0"), date(2026, 12, 20), SALARIES).arithmetic == "1 × 2.530.000 = 2.530.000 đồng"


def test_day_before_any_base_salary_is_refused():
    with pytest.raises(PrizeError, match="30/6/2024"):
        prize(Decimal(1), date(2024, 6, 30), SALARIES)


def test_of_two_titles_only_the_higher_prize_is_paid_and_a_form_beside_it():
    lines = [
        PrizeLine("a", "person-1", "2026", True, 760_000),
        PrizeLine("b", "person-1", "2026", True, 2_530_000),
        PrizeLine("c", "person-1", "2026", False, 760_000),
        PrizeLine("d", "person-1", "2025", True, 710_000),
        PrizeLine("e", "person-2", "2026", True, 760_000),
    ]

    assert payable(lines) == {"a": 0, "b": 2_530_000, "c": 760_000, "d": 710_000, "e": 760_000}


@given(st.decimals(0, 20, places=2), st.integers(1_000_000, 9_999_999))
def test_prize_is_the_smallest_multiple_of_ten_thousand_not_below_the_product(multiplier, salary):
    found = prize(multiplier, date(2026, 1, 1), [BaseSalary(date(2026, 1, 1), salary, "thử")]).amount

    assert found % 10_000 == 0
    assert 0 <= found - multiplier * salary < 10_000
