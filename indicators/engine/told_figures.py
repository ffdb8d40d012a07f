"""Which figures of a year that rest on people's answers may be told, unit by unit and period by period. Pure.

Everything that is told is a sum over a branch of units and a span of months. Three rules together keep any such sums
from being worked out into one of too few people: months are told in blocks of enough people, of the parts of each unit
enough people stay untold (or none), and a part of the year of one unit minds its row and its column
(``engine.disclosure``).
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

from indicators.engine.disclosure import shown_cells, shown_groups
from indicators.engine.figure_rows import Span

Block = tuple[int, ...]
REST = "…"
"""Behind the path of a unit: what it has itself, and its parts that are not told one by one."""


class ToldFigures:
    """What may be told of one indicator in one year to somebody who sees the branch of ``top``.

    ``people``: how many gave an answer that counts, by path of the unit and month; ``step``: letters of a path for each
    level of the tree.
    """

    def __init__(self, people: Mapping[tuple[str, int], int], top: str, step: int, fewest: int) -> None:
        self._people = {key: number for key, number in people.items() if number and key[0].startswith(top)}
        self._top, self._step, self._fewest = top, step, fewest

    def tells(self, path: str, span: Span) -> bool:
        """Whether the figure of the branch at ``path`` may be told.

        That nobody answered is told of a unit's year and of the months of all; that a unit has no answers in a part of
        the year is hidden like few, since it would help to work out the others.
        """
        months = {month for _, month in self._people if span.first <= month <= span.last}
        if not months or not any(unit.startswith(path) for unit, _ in self._people):
            return True
        blocks = self._blocks_in(span)
        if blocks is None or self._parts.get(path) != path + REST:
            return False
        if path == self._top or blocks == set(self._blocks):
            return True
        cells = {(self._parts[unit], block) for unit, _ in self._people for block in blocks if unit.startswith(path)}
        return cells <= self._told_cells

    @cached_property
    def _blocks(self) -> list[Block]:
        """Months that follow each other, as few together as make enough people; what is left joins the last of them."""
        blocks: list[Block] = []
        gathered: Block = ()
        number = 0
        for month, people in sorted(self._by_month().items()):
            gathered += (month,)
            number += people
            if number >= self._fewest:
                blocks.append(gathered)
                gathered, number = (), 0
        if blocks:
            blocks[-1] += gathered
        return blocks

    def _by_month(self) -> dict[int, int]:
        found: dict[int, int] = {}
        for (_, month), number in self._people.items():
            found[month] = found.get(month, 0) + number
        return found

    def _blocks_in(self, span: Span) -> set[Block] | None:
        """The blocks that make up the span; None when it cuts one, or there is none."""
        touched = {block for block in self._blocks if any(span.first <= month <= span.last for month in block)}
        whole = all(span.first <= month <= span.last for block in touched for month in block)
        return touched if touched and whole else None

    @cached_property
    def _parts(self) -> dict[str, str]:
        """By path of each unit that has answers or is told, the smallest part told with it; of who is told its own."""
        by_unit: dict[str, int] = {}
        for (unit, _), number in self._people.items():
            by_unit[unit] = by_unit.get(unit, 0) + number
        return dict(self._split(self._top, by_unit)) if sum(by_unit.values()) >= self._fewest else {}

    def _split(self, node: str, by_unit: Mapping[str, int]) -> Iterator[tuple[str, str]]:
        """The parts of a unit that may be told: the units below it, and its own answers beside theirs."""
        yield node, node + REST
        parts: dict[str, dict[str, int]] = {}
        for unit, number in by_unit.items():
            parts.setdefault(unit[: len(node) + self._step], {})[unit] = number
        told = shown_groups({part: sum(units.values()) for part, units in parts.items()}, self._fewest)
        for part, units in parts.items():
            if part in told and part != node:
                yield from self._split(part, units)
            else:
                yield from ((unit, node + REST) for unit in units if unit != node)

    @cached_property
    def _told_cells(self) -> frozenset[tuple[str, Block]]:
        cells: dict[tuple[str, Block], int] = {}
        for (unit, month), number in self._people.items():
            block = next(each for each in self._blocks if month in each)
            key = self._parts[unit], block
            cells[key] = cells.get(key, 0) + number
        return shown_cells(cells, self._fewest)
