"""Results that grow in steps: who looks before and after somebody answered must not see that one person's answers.

Nothing is kept for it: what is shown follows from the forms there are, in the order in which they came.
"""

from collections.abc import Hashable, Iterable


def released(units: Iterable[Hashable], fewest: int, *, at_once: int = 0) -> set[int]:
    """The places, in the order given, of the forms that are shown; ``units`` names the unit of each. The first forms,
    so many as ``at_once``, are shown whatever comes after them.

    Forms of a unit that already shows ``fewest`` or more wait until so many new ones of that unit are there; forms of
    smaller units wait together. So the results of all, of each unit that is told by itself, and of the others together
    change by ``fewest`` forms or more, or not at all.
    """
    shown: set[int] = set()
    by_unit: dict[Hashable, int] = {}
    waiting: dict[Hashable, list[int]] = {}
    for place, unit in enumerate(units):
        if place < at_once:
            shown.add(place)
            by_unit[unit] = by_unit.get(unit, 0) + 1
            continue
        waiting.setdefault(unit, []).append(place)
        if by_unit.get(unit, 0) >= fewest:
            together = [unit]
        else:
            together = [each for each in waiting if by_unit.get(each, 0) < fewest]
        if sum(len(waiting[each]) for each in together) >= fewest:
            for each in together:
                places = waiting.pop(each)
                by_unit[each] = by_unit.get(each, 0) + len(places)
                shown.update(places)
    return shown
