"""Whether a unit that reaches a grade with a quota would keep it, as things stand among the other units."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from scoring.engine import explanation, quota
from scoring.engine.provisions import QUOTA_BASES, Quota
from scoring.engine.quota import Seats
from scoring.engine.tree import Band, CriteriaSet


@dataclass(frozen=True, slots=True)
class Graded:
    """A unit with its total, the place of its grade among the bands (0 is the best) before the quota, and its khối."""

    total: Decimal
    place: int
    group: str = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a total would be worth: how many places there are, and how many other units stand before and level."""

    band: str
    seats: Seats
    others: int
    """Other units that reach the grade by now."""
    ahead: int
    level: int
    to_beat: Decimal | None
    """The points of the unit that holds the last place, where all are taken."""

    @property
    def is_in(self) -> bool:
        """Whether a place would be left, whatever decides between equal totals."""
        return self.ahead + self.level < self.seats.number

    @property
    def words(self) -> str:
        """“Xuất sắc không quá 20% của 10 đơn vị … lấy 2; hiện có 2 đơn vị khác đạt …”."""
        higher = f"{self.ahead} đơn vị" if self.ahead else "không đơn vị nào"
        said = f"{self.seats.words}; hiện có {self.others} đơn vị khác đạt mức này, {higher} điểm cao hơn"
        if self.level:
            said += f", {self.level} đơn vị bằng điểm"
        if self.is_in:
            return f"{said}: còn suất nếu điểm các đơn vị khác không đổi"
        if self.ahead < self.seats.number:
            return f"{said}: còn tùy việc phân định các đơn vị bằng điểm"
        beat = f"; phải trên {explanation.number(self.to_beat, 2)} điểm" if self.to_beat is not None else ""
        return f"{said}: đạt điểm nhưng đã đủ {self.seats.number} đơn vị, chưa được giữ mức {self.band}{beat}"

    @property
    def brief(self) -> str:
        """For a line of a list: “tối đa 2 đơn vị, hiện đã đủ”."""
        if self.is_in:
            state = "còn suất"
        elif self.ahead < self.seats.number:
            state = "còn tùy phân định các đơn vị bằng điểm"
        else:
            state = "hiện đã đủ"
        return f"tối đa {self.seats.number} đơn vị, {state}"


class Field:
    """All units of a result, sorted once so that each unit's outlook costs little."""

    def __init__(self, criteria_set: CriteriaSet, limited: Quota, units: Iterable[Graded]) -> None:
        self.criteria_set, self.quota = criteria_set, limited
        self.edge = place_of(criteria_set, limited)
        self.places: dict[str, Counter[int]] = {}
        self.totals: dict[str, list[Decimal]] = {}
        for unit in units:
            scope = self._scope(unit.group)
            self.places.setdefault(scope, Counter())[unit.place] += 1
            if unit.place <= self.edge:
                self.totals.setdefault(scope, []).append(unit.total)
        for totals in self.totals.values():
            totals.sort()

    def seen_by(self, unit: Graded, total: Decimal, place: int) -> Outlook:
        """What one of the units would find if it had another total and with it the grade at `place`."""
        scope = self._scope(unit.group)
        places = Counter(self.places.get(scope, ()))
        places[unit.place] -= 1
        places[place] += 1
        totals = self.totals.get(scope, [])
        is_held = unit.place <= self.edge
        ahead = len(totals) - bisect_right(totals, total) - (is_held and unit.total > total)
        level = bisect_right(totals, total) - bisect_left(totals, total) - (is_held and unit.total == total)
        seats = quota.seats(self.criteria_set, self.quota, places.elements())
        return Outlook(
            band=self.criteria_set.bands[self.edge].name,
            seats=seats,
            others=len(totals) - is_held,
            ahead=ahead,
            level=level,
            to_beat=totals[-seats.number] if 0 < seats.number <= ahead else None,
        )

    def _scope(self, group: str) -> str:
        return group if self.quota.within_groups else ""


def place_of(criteria_set: CriteriaSet, limited: Quota) -> int:
    """The place of the limited grade among the bands."""
    return [band.code for band in criteria_set.bands].index(limited.band)


def concerns(criteria_set: CriteriaSet, band: Band | None) -> bool:
    """Whether the quota of a set limits this grade."""
    if criteria_set.quota is None or band is None:
        return False
    return criteria_set.bands.index(band) <= place_of(criteria_set, criteria_set.quota)


def rule_words(criteria_set: CriteriaSet) -> str:
    """The quota as the set states it, where nobody can be counted yet."""
    limited = criteria_set.quota
    if limited is None:
        return ""
    bands: Mapping[str, str] = {band.code: band.name for band in criteria_set.bands}
    base = QUOTA_BASES[limited.base]
    if limited.base == "reaching":
        base = f"các đơn vị đạt từ {bands[limited.base_band]} trở lên"
    where = " trong khối" if limited.within_groups else ""
    return f"{bands[limited.band]} không quá {explanation.number(limited.percent)}% của {base}{where}"
