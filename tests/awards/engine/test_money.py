import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.engine.money import BaseSalary, PrizeError, PrizeLine, prize, to_pay
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


LOWER = PrizeLine("person-1", "2026", True, 760_000)
HIGHER = PrizeLine("person-1", "2026", True, 2_530_000)


def test_higher_title_of_a_period_is_paid_up_to_its_prize():
    assert to_pay(HIGHER, []) == 2_530_000
    assert to_pay(HIGHER, [LOWER]) == 1_770_000


def test_lower_title_of_a_period_is_not_paid_again():
    assert to_pay(LOWER, [HIGHER]) == 0


@pytest.mark.parametrize(
    "other",
    [
        PrizeLine("person-2", "2026", True, 2_530_000),
        PrizeLine("person-1", "2025", True, 2_340_000),
        PrizeLine("person-1", "2026", False, 760_000),
    ],
)
def test_other_person_other_period_and_form_do_not_matter(other):
    assert to_pay(LOWER, [other]) == 760_000


def test_form_is_paid_beside_a_title():
    assert to_pay(PrizeLine("person-1", "2026", False, 760_000), [HIGHER]) == 760_000


@given(st.decimals(0, 20, places=2), st.integers(1_000_000, 9_999_999))
def test_prize_is_the_smallest_multiple_of_ten_thousand_not_below_the_product(multiplier, salary):
    found = prize(multiplier, date(2026, 1, 1), [BaseSalary(date(2026, 1, 1), salary, "thử")]).amount

    assert found % 10_000 == 0
    assert 0 <= found - multiplier * salary < 10_000
