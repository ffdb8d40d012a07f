"""The cases (hồ sơ TTHC) of the demonstration as the one-stop system of each centre knows them."""

import random
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from accounts.models import Unit
from indicators.engine.months import month_end
from indicators.engine.working_days import Calendar
from indicators.selectors.calendar import calendar_for
from reports.management.demo.people import DATA, Centre
from reports.management.demo.procedures import BY_CODE, BY_UNIT, Listed
from reports.management.demo.story import LAST_YEAR, THIS_YEAR, dice

LAST_MONTH = {LAST_YEAR: 12, THIS_YEAR: 10}
FEE = {"1.012256": 160_000, "1.012275": 1_150_000, "1.003348": 30_000, "1.002944": 700_000, "1.002399": 50_000}
A_MONTH = (10, 24)
"""Fewest and most cases of one procedure at one unit."""
SURGES = {
    ("hn", "y-te-cong-cong", "1.003348", 5): 60,
    ("hn", "kham-benh", "1.012256", 8): 55,
    ("tmr", "kham-benh", "1.012256", 9): 50,
}
"""Months of this year in which far more people came: before the month of food safety, school and recruitment."""
END_OF_OFFICE = time(17, 0)
RESULT, REFUSED, WITHDRAWN = "Đã trả kết quả", "Từ chối", "Công dân rút"


@dataclass(frozen=True)
class Case:
    """One case with everything that will ever be known of it; moments are local time without zone."""

    code: str
    unit: Unit
    procedure: Listed
    applicant: str
    phone: str
    is_online: bool
    received: datetime
    due: datetime
    finished: datetime
    ending: str
    fee: int
    paid_online: bool | None
    inputs_digitised: bool
    result_digitised: bool
    data_reused: bool

    def ended_by(self, at: datetime) -> bool:
        """Whether a file that is exported at this moment tells how the case ended."""
        return self.finished <= at


def cases_of(centre: Centre) -> list[Case]:
    """All cases of both years, in the order in which they came in; every time the same."""
    calendar = calendar_for(range(LAST_YEAR, THIS_YEAR + 2))
    found = [case for unit in centre.departments for case in _of_unit(centre, unit, calendar)]
    return sorted(found, key=lambda case: (case.received, case.code))


def told(cases: Iterable[Case], since: date, exported: datetime) -> list[Case]:
    """What a list from a day on tells: cases received until the export, unless they had ended before that day."""
    return [case for case in cases if case.received <= exported and case.finished.date() >= since]


def _of_unit(centre: Centre, unit: Unit, calendar: Calendar) -> Iterator[Case]:
    facts = centre.facts_of(unit)
    if not facts.get("one_stop"):
        return
    quality = dice(centre.prefix, unit.code, "quality").uniform(0.90, 1.0)
    for year, last_month in LAST_MONTH.items():
        for month in range(1, last_month + 1):
            for code in BY_UNIT[facts["code"]]:
                yield from _of_month(centre, unit, BY_CODE[code], (year, month), calendar, quality)


def _of_month(
    centre: Centre, unit: Unit, procedure: Listed, month: tuple[int, int], calendar: Calendar, quality: float
) -> Iterator[Case]:
    source = dice(unit.code, procedure.code, *month)
    has_grown = month[0] == THIS_YEAR
    online = min(0.95, source.uniform(0.45, 0.75) + (0.12 if has_grown else 0))
    paid = source.uniform(0.62, 0.9) + (0.08 if has_grown else 0)
    reused, digitised = source.uniform(0.5, 0.95), source.uniform(0.6, 0.9) + (0.08 if has_grown else 0)
    early = source.uniform(0.35, 0.6)
    days = calendar.days(date(*month, 1), month_end(*month))
    for number in range(source.randint(*A_MONTH) + _surge(centre, unit, procedure, month)):
        received = datetime.combine(source.choice(days), time(source.randint(7, 15), source.randint(0, 59)))
        is_late = source.random() > 0.955 + quality * 0.044
        is_early = not is_late and source.random() < early
        due = calendar.add(received.date(), procedure.promised_days)
        fee = FEE[procedure.code] if procedure.has_fee else 0
        yield Case(
            code=_code(centre, unit, procedure, month, number),
            unit=unit,
            procedure=procedure,
            applicant=_name(source),
            phone=f"0900000{source.randint(0, 999):03d}",
            is_online=source.random() < online,
            received=received,
            due=datetime.combine(due, END_OF_OFFICE),
            finished=_finished(source, received, due, calendar, is_late=is_late, is_early=is_early),
            ending=source.choices((RESULT, REFUSED, WITHDRAWN), (985, 9, 6))[0],
            fee=fee,
            paid_online=procedure.pays_online and source.random() < paid if fee else None,
            inputs_digitised=source.random() < digitised,
            result_digitised=source.random() < digitised + 0.03,
            data_reused=source.random() < reused,
        )


def _surge(centre: Centre, unit: Unit, procedure: Listed, month: tuple[int, int]) -> int:
    key = (centre.prefix, centre.facts_of(unit)["code"], procedure.code, month[1])
    return SURGES.get(key, 0) if month[0] == THIS_YEAR else 0


def _code(centre: Centre, unit: Unit, procedure: Listed, month: tuple[int, int], number: int) -> str:
    """As one-stop systems number them: the office, the day or month, a serial number."""
    place = centre.departments.index(unit) + 1
    serial = list(BY_CODE).index(procedure.code) * 100 + number + 1
    return f"{centre.facts['case_prefix']}.{place:02d}-{month[0] % 100:02d}{month[1]:02d}-{serial:04d}"


def _finished(
    source: random.Random, received: datetime, due: date, calendar: Calendar, *, is_late: bool, is_early: bool
) -> datetime:
    if is_late:
        day = calendar.add(due, source.randint(1, 6))
    elif is_early:
        longest = calendar.between(received.date(), due) - 1
        day = calendar.add(received.date(), source.randint(0, max(0, longest)))
    else:
        day = due
    at = datetime.combine(day, time(source.randint(8, 16), source.randint(0, 59)))
    return max(at, received + timedelta(minutes=source.randint(20, 60)))


def _names() -> dict[str, Sequence[str]]:
    return tomllib.loads((DATA / "names.toml").read_text(encoding="utf-8"))


_PARTS = _names()


def _name(source: random.Random) -> str:
    kind = source.choice(("female", "male"))
    return " ".join(source.choice(_PARTS[part]) for part in ("family", f"{kind}_middle", f"{kind}_given"))
