"""Months as single numbers, so that they are counted on, compared and ordered over the turn of a year.

The number of a month is 12 × year + month − 1; ``CaseFile.received_month`` and its like hold such numbers.
"""

from datetime import date, timedelta
from typing import Any, overload

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Years outside are mistakes of typing."""


@overload
def month_number(year: int, month: int) -> int: ...


@overload
def month_number(year: Any, month: Any) -> Any: ...


def month_number(year: Any, month: Any) -> Any:
    """The number of a month (1 to 12) of a year; of expressions of Django's or polars' another one."""
    return year * 12 + month - 1


@overload
def year_and_month(number: int) -> tuple[int, int]: ...


@overload
def year_and_month(number: Any) -> tuple[Any, Any]: ...


def year_and_month(number: Any) -> tuple[Any, Any]:
    """The year, and the month from 1 to 12, of a month's number; of an expression two others."""
    return number // 12, number % 12 + 1


def month_words(number: int) -> str:
    """A month for a sentence: 3/2026."""
    year, month = year_and_month(number)
    return f"{month}/{year}"


def month_start(number: int) -> date:
    """The first day of the month with this number."""
    return date(*year_and_month(number), 1)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return month_start(month_number(year, month) + 1) - timedelta(days=1)
