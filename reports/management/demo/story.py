"""When things happen in the demonstration, and the dice that are thrown the same way every time."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

SEED = 20261122
LAST_YEAR, THIS_YEAR = 2025, 2026
PASSWORD = "thidua-demo-2026"
# The demonstration was written for this day; loaded later, only the open deadlines move along.
WRITTEN_ON = date(2026, 11, 22)


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of office hours, local time."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))


def dice(*key: object) -> random.Random:
    """A source of chance of its own for each thing, so that adding one thing does not change all others."""
    return random.Random(f"{SEED}:{':'.join(map(str, key))}")  # noqa: S311 (not a secret)


@dataclass(frozen=True)
class Calendar:
    """The days of a yearly round."""

    year: int
    self_assessment: tuple[date, date]
    verification: tuple[date, date]
    publication: tuple[date, date]
    nomination: tuple[date, date]
    council: tuple[date, date]

    @property
    def phases(self) -> dict[str, tuple[date, date]]:
        return {
            "figures": (date(self.year, 1, 1), self.self_assessment[1]),
            "self_assessment": self.self_assessment,
            "verification": self.verification,
            "publication": self.publication,
            "nomination": self.nomination,
            "council": self.council,
        }


def finished_year(year: int) -> Calendar:
    """A round that ended in time: everything before the end of the year."""
    return Calendar(
        year,
        (date(year, 11, 1), date(year, 11, 15)),
        (date(year, 11, 16), date(year, 11, 28)),
        (date(year, 11, 29), date(year, 12, 5)),
        (date(year, 12, 6), date(year, 12, 15)),
        (date(year, 12, 16), date(year, 12, 28)),
    )


def early_year(year: int, today: date) -> Calendar:
    """A round that closes on 31 October (plan of Tu Mơ Rông): results are out, the council is at work."""
    end = max(date(year, 12, 10), today + timedelta(days=14))
    return Calendar(
        year,
        (date(year, 10, 1), date(year, 10, 15)),
        (date(year, 10, 16), date(year, 10, 31)),
        (date(year, 11, 1), date(year, 11, 8)),
        (date(year, 11, 9), end),
        (date(year, 11, 16), end + timedelta(days=10)),
    )


def running_year(year: int, today: date) -> Calendar:
    """A round in the middle of self-assessment and verification."""
    last = max(date(year, 12, 2), today + timedelta(days=10))
    return Calendar(
        year,
        (date(year, 11, 2), last),
        (date(year, 11, 16), last + timedelta(days=12)),
        (last + timedelta(days=13), last + timedelta(days=18)),
        (last + timedelta(days=19), last + timedelta(days=26)),
        (last + timedelta(days=27), last + timedelta(days=35)),
    )


def contested_year(year: int, today: date) -> Calendar:
    """A round whose provisional results lie open for appeals on the day of loading."""
    until = max(date(year, 12, 4), today + timedelta(days=12))
    return Calendar(
        year,
        (date(year, 10, 1), date(year, 10, 15)),
        (date(year, 10, 16), date(year, 10, 31)),
        (date(year, 11, 2), until),
        (until + timedelta(days=1), until + timedelta(days=8)),
        (until + timedelta(days=9), until + timedelta(days=16)),
    )
