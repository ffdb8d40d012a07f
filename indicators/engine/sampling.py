"""How many answers a survey needs, whether it has them, and how far behind it is on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction

PLACES = Decimal("0.01")


def sample_size(population: int, margin: Decimal) -> int:
    """n = N ÷ (1 + N·e²), rounded up (T. Yamane, 1967). ``margin`` e in per cent; 0 when the population is not known.

    Raises ValueError for a negative population or a margin that is not positive.
    """
    if population < 0 or margin <= 0:
        raise ValueError("population must not be negative and margin must be positive")
    error = Fraction(margin) / 100
    needed = Fraction(population) / (1 + population * error**2)
    return -(-needed.numerator // needed.denominator)


def reached_margin(population: int, answers: int) -> Decimal | None:
    """The margin of error that a number of answers allows: the formula of ``sample_size`` solved for e, per cent.

    None when population or answers are not known; 0 when everybody answered.
    """
    if population <= 0 or answers <= 0:
        return None
    if answers >= population:
        return Decimal(0)
    with localcontext(prec=30):
        square = Decimal(population - answers) / (Decimal(population) * answers)
        return (square.sqrt() * 100).quantize(PLACES)


@dataclass(frozen=True, slots=True)
class Sample:
    """How many answers there are against the people asked about; ``margin`` is the error allowed, per cent."""

    population: int
    margin: Decimal
    answers: int

    @property
    def needed(self) -> int:
        """n = N ÷ (1 + N·e²); 0 when N is not known."""
        return sample_size(self.population, self.margin)

    @property
    def reached(self) -> Decimal | None:
        """Margin of error that the answers allow, per cent."""
        return reached_margin(self.population, self.answers)

    @property
    def is_adequate(self) -> bool | None:
        """Whether there are as many answers as the formula asks for; None when N is not known."""
        return self.answers >= self.needed if self.needed else None


@dataclass(frozen=True, slots=True)
class DayGap:
    """A day of a survey: finished answers up to its end, how many an even pace would need, and what is missing."""

    day: date
    answers: int
    needed: int

    @property
    def gap(self) -> int:
        """Answers missing against the even pace; 0 when ahead."""
        return max(0, self.needed - self.answers)


def gaps_by_day(opens_on: date, closes_on: date, target: int, by_day: Mapping[date, int], until: date) -> list[DayGap]:
    """Every day from the first one up to ``until`` (not after the last one).

    The even pace is target × day ÷ days, rounded up. Answers that came before or after the dates count on the nearest
    day, so that none is lost from the sum.
    """
    days = (closes_on - opens_on).days + 1
    shown = min((until - opens_on).days + 1, days)
    total = sum(number for day, number in by_day.items() if day < opens_on)
    gaps = []
    for number in range(1, shown + 1):
        day = opens_on + timedelta(days=number - 1)
        late = sum(by_day[later] for later in by_day if later > closes_on) if number == days else 0
        total += by_day.get(day, 0) + late
        gaps.append(DayGap(day, total, -(-target * number // days)))
    return gaps
