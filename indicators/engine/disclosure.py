"""What may be told when few people answered, so that nobody can be guessed from a result or from the difference of two.

A number of too few people is hidden, and with it whatever it could be worked out from: in every sum that is told, the
hidden parts together rest on enough people (secondary suppression). Each function here minds one way of adding up.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

Group = TypeVar("Group", bound=Hashable)
Row = TypeVar("Row", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)


def shown_groups(people: Mapping[Group, int], fewest: int) -> frozenset[Group]:
    """The groups whose result may be told beside that of all: those of at least ``fewest`` people.

    When what is hidden could be found by taking the shown groups from the whole, and is less than ``fewest``, the
    smallest shown group is hidden as well.
    """
    shown = {group for group, number in people.items() if number >= fewest}
    hidden = sum(number for group, number in people.items() if group not in shown)
    if shown and 0 < hidden < fewest:
        shown.discard(min(shown, key=lambda group: (people[group], str(group))))
    return frozenset(shown)


def shown_cells(people: Mapping[tuple[Row, Column], int], fewest: int) -> frozenset[tuple[Row, Column]]:
    """The cells of a table that may be told beside the sums of its rows and of its columns.

    Each cell of too few people becomes a corner of a rectangle of hidden cells, whose neighbours in its row and in its
    column are large enough: what is taken from one corner can be given to the next without changing any sum. Of the
    rectangles the one that hides the fewest people more is taken; where there is none, no cell is told.
    """
    rows, columns = {row for row, _ in people}, {column for _, column in people}
    small = sorted(
        (cell for cell, number in people.items() if 0 < number < fewest), key=lambda cell: _rank(people, cell)
    )
    hidden = set(small)
    for row, column in small:
        rectangles = [
            corners
            for other_row, other_column in product(rows - {row}, columns - {column})
            if min(people.get((row, other_column), 0), people.get((other_row, column), 0)) >= fewest
            and people.get((other_row, other_column), 0)
            for corners in [{(row, other_column), (other_row, column), (other_row, other_column)}]
        ]
        if not rectangles:
            return frozenset()
        hidden |= min(
            rectangles, key=lambda corners: (sum(people[each] for each in corners - hidden), sorted(map(str, corners)))
        )
    return frozenset(cell for cell, number in people.items() if number and cell not in hidden)


def _rank(people: Mapping[Group, int], group: Group) -> tuple[int, str]:
    return people[group], str(group)


@dataclass(frozen=True, slots=True)
class Detail:
    """Questions and factors, by their codes and names, that may be told."""

    questions: frozenset[str]
    factors: frozenset[str]


NOTHING = Detail(frozenset(), frozenset())


def shown_detail(
    parts: Sequence[Mapping[str, int]],
    factors: Mapping[str, Sequence[str]],
    others: Collection[str],
    fewest: int,
    within: Detail | None = None,
) -> Detail:
    """The questions and factors that may be told beside the result of all counted questions together.

    ``parts``: who answered each question, for the whole survey, or for every unit (or month) that can be looked at and
    for the rest: then the same questions are hidden in all of them, so that no part can be taken from the whole.
    ``factors``: names with the codes of their questions, which add up; ``others`` are questions that add up to nothing.
    ``within``: what may be told of the whole; a part tells no more.
    """
    least = {code: min(part.get(code, 0) for part in parts) for codes in factors.values() for code in codes}
    asked = [*least, *others]
    hidden = {code for code in asked if any(0 < part.get(code, 0) < fewest for part in parts)}
    lost: set[str] = set()
    if within is not None:
        hidden |= set(asked) - within.questions
        lost |= set(factors) - within.factors
    # Questions that enough people answered in every part: hidden with a small one, they keep it from being worked out.
    large = [code for code in least if least[code] >= fewest]
    size = {code: sum(part.get(code, 0) for part in parts) for code in large}
    for name, codes in factors.items():
        mine = hidden.intersection(codes)
        if name in lost or not mine or mine.intersection(large):
            continue
        free = [code for code in codes if code in size]
        if free:
            hidden.add(min(free, key=lambda code: _rank(size, code)))
        else:
            lost.add(name)
    rest = {code for name in lost for code in hidden.intersection(factors[name])}
    if rest and not rest.intersection(large):
        candidates = [
            (code not in hidden, size[code], code, name) for name in factors for code in factors[name] if code in size
        ]
        if not candidates:
            return Detail(frozenset(set(others) - hidden), frozenset())
        *_, code, name = min(candidates)
        hidden.add(code)
        lost.add(name)
    return Detail(frozenset(set(asked) - hidden), frozenset(set(factors) - lost))
