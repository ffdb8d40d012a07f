"""Prize money (Nghị định 152/2025/NĐ-CP, Điều 49-54): multiplier × base salary, rounded up to 10 000 đồng."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

STEP = 10_000


class PrizeError(ValueError):
    """No amount can be computed; the text says why."""


@dataclass(frozen=True, slots=True)
class BaseSalary:
    """Lương cơ sở in đồng a month, in force from `valid_from` until the next one."""

    valid_from: date
    amount: int
    source: str


@dataclass(frozen=True, slots=True)
class Prize:
    """`amount` in đồng, with the arithmetic that anyone can follow."""

    amount: int
    multiplier: Decimal
    base_salary: BaseSalary

    @property
    def arithmetic(self) -> str:
        """E.g. “0,3 × 2.530.000 = 759.000, làm tròn lên 760.000 đồng”."""
        exact = self.multiplier * self.base_salary.amount
        text = f"{_number(self.multiplier)} × {_number(self.base_salary.amount)} = {_number(exact)}"
        if exact == self.amount:
            return f"{text} đồng"
        return f"{text}, làm tròn lên {_number(self.amount)} đồng"


@dataclass(frozen=True, slots=True)
class PrizeLine:
    """One award of one subject, as far as paying matters. `period` is the year or span the award is for."""

    subject: str
    period: str
    is_title: bool
    amount: int


def base_salary_on(day: date, salaries: Iterable[BaseSalary]) -> BaseSalary:
    """Return the base salary in force on `day` (the date of the decision)."""
    in_force = [salary for salary in salaries if salary.valid_from <= day]
    if not in_force:
        raise PrizeError(f"Chưa có mức lương cơ sở áp dụng cho ngày {day.day}/{day.month}/{day.year}.")
    return max(in_force, key=lambda salary: salary.valid_from)


def prize(multiplier: Decimal, day: date, salaries: Iterable[BaseSalary]) -> Prize:
    """Return ceil(multiplier × base salary ÷ 10 000) × 10 000 for a decision of `day`."""
    if multiplier < 0:
        raise PrizeError("Hệ số tiền thưởng không được âm.")
    salary = base_salary_on(day, salaries)
    steps = (multiplier * salary.amount / STEP).to_integral_value(ROUND_CEILING)
    return Prize(int(steps) * STEP, multiplier, salary)


def to_pay(line: PrizeLine, earlier: Sequence[PrizeLine]) -> int:
    """Return what is still to be paid for `line`: titles of one period share one prize, the highest of them.

    `earlier` holds what was paid before, in đồng. A form of commendation is always paid beside a title.
    """
    if not line.is_title:
        return line.amount
    paid = sum(
        other.amount
        for other in earlier
        if other.is_title and (other.subject, other.period) == (line.subject, line.period)
    )
    return max(0, line.amount - paid)


def _number(value: Decimal | int) -> str:
    whole, _, fraction = format(Decimal(value), "f").partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    fraction = fraction.rstrip("0")
    return f"{grouped},{fraction}" if fraction else grouped
