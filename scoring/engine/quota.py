"""The quota of a grade: of the units that reached it, only so many of the best keep it."""

from collections.abc import Hashable, Iterable, Mapping
from fractions import Fraction
from itertools import groupby
from math import ceil, floor
from typing import NamedTuple, TypeVar

from scoring.engine import explanation
from scoring.engine.provisions import Quota
from scoring.engine.ranking import Place
from scoring.engine.results import Evaluation
from scoring.engine.rounding import half_up
from scoring.engine.tree import Band, CriteriaSet

Key = TypeVar("Key", bound=Hashable)


class Fall(NamedTuple):
    """A unit that falls to the next grade, and why."""

    band: Band
    reason: str


class Seats(NamedTuple):
    """How many units may keep a grade, with the arithmetic."""

    number: int
    words: str


def apply(
    criteria_set: CriteriaSet,
    evaluations: Mapping[Key, Evaluation],
    places: Mapping[Key, Place[Key]],
    groups: Mapping[Key, str],
) -> dict[Key, Fall]:
    """The units that fall, with their new grade. Nobody falls where the set has no quota.

    Units that share a rank across the edge all fall: nothing decides which of them may stay.
    """
    quota = criteria_set.quota
    if quota is None:
        return {}
    graded = {unit: each.band for unit, each in evaluations.items() if each.band is not None}
    if not quota.within_groups:
        return _within(criteria_set, quota, graded, {unit: places[unit].rank or 0 for unit in graded})
    fallen: dict[Key, Fall] = {}
    for group in sorted({groups.get(unit, "") for unit in graded}):
        members = {unit: band for unit, band in graded.items() if groups.get(unit, "") == group}
        fallen |= _within(criteria_set, quota, members, {unit: places[unit].group_rank or 0 for unit in members})
    return fallen


def _within(
    criteria_set: CriteriaSet, quota: Quota, graded: Mapping[Key, Band], ranks: Mapping[Key, int]
) -> dict[Key, Fall]:
    order = {band.code: place for place, band in enumerate(criteria_set.bands)}
    limited = order[quota.band]
    held = sorted((unit for unit, band in graded.items() if order[band.code] <= limited), key=ranks.__getitem__)
    allowed = seats(criteria_set, quota, [order[band.code] for band in graded.values()])
    if len(held) <= allowed.number:
        return {}
    next_band = criteria_set.bands[limited + 1]
    fallen: dict[Key, Fall] = {}
    before, full = 0, False
    for _, found in groupby(held, key=ranks.__getitem__):
        together = list(found)
        full = full or before + len(together) > allowed.number
        if full:
            why = _why(before, len(together), allowed, next_band)
            fallen |= {unit: Fall(next_band, why) for unit in together}
        before += len(together)
    return fallen


def seats(criteria_set: CriteriaSet, quota: Quota, places: Iterable[int]) -> Seats:
    """How many units may keep the grade; `places` are those of the grades of all units in the set's bands, from 0."""
    order = {band.code: place for place, band in enumerate(criteria_set.bands)}
    lowest = order[quota.base_band] if quota.base == "reaching" else len(order)
    base = sum(place <= lowest for place in places)
    exact = Fraction(quota.percent) * base / 100
    number = {"down": floor(exact), "up": ceil(exact)}.get(quota.rounding, int(half_up(exact, 0)))
    counted = "được xếp loại" if quota.base == "all" else f"đạt từ {criteria_set.bands[lowest].name} trở lên"
    name = criteria_set.bands[order[quota.band]].name
    words = f"{name} không quá {explanation.number(quota.percent)}% của {base} đơn vị {counted}"
    words += f" = {explanation.number(exact, 2)}, lấy {number}"
    if base and number < quota.at_least:
        number = quota.at_least
        words += f", ít nhất {number}"
    return Seats(number, words)


def _why(before: int, together: int, seats: Seats, next_band: Band) -> str:
    if before < seats.number:
        left = seats.number - before
        edge = f"{together} đơn vị đồng hạng mà chỉ còn {left} suất, chưa phân định được nên không đơn vị nào được giữ"
    else:
        edge = f"đơn vị đứng thứ {before + 1} trong số đạt mức này, ngoài số suất"
    return f"{seats.words}; {edge}; xếp loại {next_band.name}"
