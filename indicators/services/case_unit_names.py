"""Units of a centre by everything that files call them, and by the day that a row is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import Unit
from core.formats import vn_date
from indicators.engine.plain_words import plain_words

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Naming:
    """What a unit is called, from a day to a day; ``is_own``: its name then, not one of earlier or later days."""

    unit: Unit
    since: date | None = None
    until: date | None = None
    is_own: bool = True

    def holds_on(self, day: date | None) -> bool:
        return self.is_own and _holds(self.since, self.until, day)


class UnitNames:
    """The names of the units of a centre. Days None: whenever."""

    def __init__(self, centre: Unit) -> None:
        self._known: dict[str, list[Naming]] = {}
        self.days: set[date] = set()
        """Days from which on a name may mean another unit."""
        within = Unit.objects.filter(path__startswith=centre.path).order_by("depth", "position")
        for unit in within.prefetch_related("names"):
            self._take(unit)

    def called(self, name: str, day: date | None) -> Unit | None:
        """The one unit of this name, code or short name that a row of that day can mean."""
        found = self._meant(name, day)
        return found[0] if len(found) == 1 else None

    def refusal(self, name: str, day: date | None) -> str:
        """Why ``called`` gives none, for people."""
        found = self._meant(name, day)
        if found:
            units = ", ".join(f"{unit.name} (mã {unit.code})" for unit in found)
            return f"“{name}” là tên của {len(found)} đơn vị: {units}. Ghi tên đầy đủ của một đơn vị."
        ended = [naming.unit.active_to for naming in self._known.get(plain_words(name), ()) if naming.unit.active_to]
        if ended:
            return ended_before(name, max(ended))
        return f"Không có đơn vị “{name}” trong trung tâm."

    def _meant(self, name: str, day: date | None) -> list[Unit]:
        """The units in force on the day: those that it was the name of then, else those that it is ever a name of; else
        those that took up work later, and with it the cases of others.
        """
        known = self._known.get(plain_words(name), [])
        working = [naming for naming in known if _holds(naming.unit.active_from, naming.unit.active_to, day)]
        later = [naming for naming in known if naming.unit.active_from and day and naming.unit.active_from > day]
        own = [naming for naming in working if naming.holds_on(day)]
        return _each_once(own or working or later)

    def _take(self, unit: Unit) -> None:
        past = list(unit.names.all())
        told = {plain_words(name.full_name) for name in past}
        namings = [
            (unit.code, Naming(unit)),
            (unit.short_name, Naming(unit)),
            (unit.name, Naming(unit, is_own=plain_words(unit.name) not in told)),
            *((name.full_name, Naming(unit, name.valid_from, name.valid_to)) for name in past),
        ]
        for text, naming in namings:
            if plain_words(text):
                self._known.setdefault(plain_words(text), []).append(naming)
            self._change(naming.since, naming.until)
        self._change(unit.active_from, unit.active_to)

    def _change(self, since: date | None, until: date | None) -> None:
        self.days |= {day for day in (since, until and until + ONE_DAY) if day is not None}


def ended_before(name: str, last: date) -> str:
    """Why rows of later days cannot be of a unit that ended, for people."""
    return f"Đơn vị “{name}” chỉ hoạt động đến {vn_date(last)}, trước ngày của số liệu."


def _holds(since: date | None, until: date | None, day: date | None) -> bool:
    return day is None or ((since is None or since <= day) and (until is None or day <= until))


def _each_once(namings: Iterable[Naming]) -> list[Unit]:
    return list({naming.unit.pk: naming.unit for naming in namings}.values())
