"""Choosing the part of the year that figures are shown for."""

from dataclasses import dataclass

from indicators.engine.roll_up import MONTHS_IN_YEAR, WHOLE_YEAR, Span


@dataclass(frozen=True)
class PeriodChoice:
    """A part of the year with its words and how it stands in the address."""

    key: str
    label: str
    span: Span


CHOICES = (
    PeriodChoice("", "Cả năm", WHOLE_YEAR),
    *(PeriodChoice(f"quy-{number}", f"Quý {number}", Span.quarter(number)) for number in range(1, 5)),
    *(PeriodChoice(f"thang-{month}", f"Tháng {month}", Span.month(month)) for month in range(1, MONTHS_IN_YEAR + 1)),
    *(
        PeriodChoice(f"luy-ke-{month}", f"Lũy kế đến tháng {month}", Span.up_to(month))
        for month in range(2, MONTHS_IN_YEAR)
    ),
)


def chosen_period(key: str) -> PeriodChoice:
    """The choice of an address; what makes no sense is the whole year."""
    return next((choice for choice in CHOICES if choice.key == key), CHOICES[0])
