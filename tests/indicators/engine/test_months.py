"""Months as numbers: there and back, over the turn of a year."""

from datetime import date

import polars as pl
import pytest
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from indicators.engine import months
from indicators.models import ProcedureCount
from tests.factories.indicators import ProcedureCountFactory


@given(st.integers(2000, 2100), st.integers(1, 12))
def test_number_of_a_month_and_back(year, month):
    assert months.year_and_month(months.month_number(year, month)) == (year, month)


def test_december_is_followed_by_january():
    assert months.month_number(2026, 12) + 1 == months.month_number(2027, 1)
    assert months.month_words(months.month_number(2026, 12) + 1) == "1/2027"


@pytest.mark.parametrize(
    ("year", "month", "last"),
    [
        (2026, 1, date(2026, 1, 31)),
        (2026, 2, date(2026, 2, 28)),
        (2028, 2, date(2028, 2, 29)),
        (2026, 12, date(2026, 12, 31)),
    ],
)
def test_first_and_last_day_of_a_month(year, month, last):
    assert months.month_start(months.month_number(year, month)) == date(year, month, 1)
    assert months.month_end(year, month) == last


def test_expressions_of_polars_give_the_same_numbers():
    frame = pl.DataFrame({"year": [2026, 2027], "month": [12, 1]})

    numbers = frame.select(number=months.month_number(pl.col("year"), pl.col("month")))
    year, month = months.year_and_month(pl.col("number"))

    assert numbers["number"].to_list() == [months.month_number(2026, 12), months.month_number(2027, 1)]
    assert numbers.select(year.alias("year"), month.alias("month")).equals(frame)


@pytest.mark.django_db
def test_expressions_of_the_database_give_the_same_numbers():
    ProcedureCountFactory(year=2026, month=12)

    found = ProcedureCount.objects.annotate(number=months.month_number(F("year"), F("month")))

    assert list(found.values_list("number", flat=True)) == [months.month_number(2026, 12)]
