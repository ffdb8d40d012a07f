"""Which parts of a survey's results one reader may see, and in what detail."""

from collections.abc import Callable, Collection, Hashable, Mapping
from functools import cached_property
from typing import Any

from indicators.engine.answer_tallies import Month, Tallies
from indicators.engine.disclosure import NOTHING, Detail, shown_cells, shown_detail, shown_groups
from indicators.engine.question_parts import Questionnaire
from indicators.engine.survey_results import Counts, Groups, Results
from indicators.engine.visible_results import Choice

Cell = tuple[int, Month]


def month_key(month: Month) -> str:
    """«2026-09»."""
    return f"{month[0]}-{month[1]:02d}"


def shown(groups: Mapping[Any, Counts], fewest: int) -> frozenset[Any]:
    """The groups whose rates rest on enough people, and cannot be used to work out those of the others."""
    return shown_groups({group: counts.people for group, counts in groups.items()}, fewest)


class Readable:
    """The results of a survey for a reader of some units (None: of all) who sees no fewer than ``fewest`` people.

    ``fewest`` 0 is for whoever may see everything.
    """

    def __init__(self, tallies: Tallies, asked: Questionnaire, units: Collection[int] | None, fewest: int) -> None:
        self._tallies = tallies
        self._asked = asked
        self._fewest = fewest
        self._cells = tallies.cells(units)
        self.groups: Groups = tallies.groups(units)

    @cached_property
    def units(self) -> frozenset[Hashable]:
        """The units that may be told."""
        return shown(self.groups.units, self._fewest)

    @cached_property
    def months(self) -> frozenset[Hashable]:
        """The months that may be told."""
        return shown(self.groups.months, self._fewest)

    @property
    def forms(self) -> int:
        """All forms of these units."""
        return sum(counts.forms for counts in self._cells.values())

    def results(self, choice: Choice) -> Results:
        """What was answered in a part, whether or not it may be told."""
        return self._tallies.results(self._asked, self._part(choice))

    def tells(self, choice: Choice, whole: Counts) -> bool:
        """Whether a part, of which ``whole`` is the sum, may be told."""
        if whole.people < max(1, self._fewest):
            return False
        part = self._part(choice)
        if choice.unit and choice.month:
            return self._cell_names(part) <= self._shown_cells
        return not (choice.unit and {unit for unit, _ in part} - self.units) and not (
            choice.month and {month for _, month in part} - self.months
        )

    def detail(self, choice: Choice) -> Detail | None:
        """The questions and factors of a part that may be told; None for all.

        One month of one unit is told without its questions: they stand in too many sums to hide a few of them.
        """
        if not self._fewest:
            return None
        whole = self._detail_of([set(self._cells)])
        if choice.unit and choice.month:
            return NOTHING
        if choice.unit:
            return self._detail_of(self._parts(lambda cell: cell[0] if cell[0] in self.units else None), whole)
        if choice.month:
            return self._detail_of(self._parts(lambda cell: cell[1] if cell[1] in self.months else None), whole)
        return whole

    def _part(self, choice: Choice) -> set[Cell]:
        return {
            (unit, month)
            for unit, month in self._cells
            if choice.unit in ("", str(unit)) and choice.month in ("", month_key(month))
        }

    def _parts(self, name: Callable[[Cell], Hashable]) -> list[set[Cell]]:
        """All cells by the part in which they are told; those that are not told are one part together."""
        parts: dict[Hashable, set[Cell]] = {}
        for cell in self._cells:
            parts.setdefault(name(cell), set()).add(cell)
        return list(parts.values())

    def _detail_of(self, parts: list[set[Cell]], within: Detail | None = None) -> Detail:
        factors = {name: [question.code for question in questions] for name, questions in self._asked.factors()}
        others = [question.code for question in self._asked.questions if not question.counts_as_satisfaction]
        people = [self._tallies.people(self._asked, part) for part in parts]
        return shown_detail(people, factors, others, self._fewest, within)

    @cached_property
    def _shown_cells(self) -> frozenset[tuple[Hashable, Hashable]]:
        """Months of units that may be told beside the units and the months; None stands for all that are hidden."""
        sums: dict[tuple[Hashable, Hashable], Counts] = {}
        for cell, counts in self._cells.items():
            (name,) = self._cell_names({cell})
            sums.setdefault(name, Counts()).include(counts)
        told = shown_cells({name: counts.people for name, counts in sums.items()}, self._fewest)
        return frozenset(name for name in told if None not in name)

    def _cell_names(self, cells: Collection[Cell]) -> set[tuple[Hashable, Hashable]]:
        return {
            (unit if unit in self.units else None, month if month in self.months else None) for unit, month in cells
        }
