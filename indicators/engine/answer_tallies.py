"""Finished forms of a survey summed up once, so that any part of its results is read from few numbers."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from indicators.engine.question_parts import SCALES, UNUSED, Questionnaire
from indicators.engine.questions import Tally
from indicators.engine.survey_results import Counts, Groups, Results

Month = tuple[int, int]
Given = tuple[str, int | tuple[int, ...]]
"""A question's code and what was answered: a number, or the several ones of a multiple choice."""
UNUSED_ANSWER = UNUSED.value


class Tallies:
    """Sums of forms by unit, month and way of answering, and of their answers by unit and month."""

    def __init__(self) -> None:
        self._forms: dict[tuple[int, Month, str], Counts] = {}
        self._given: dict[tuple[int, Month], dict[Given, int]] = {}

    def add(self, unit: int, month: Month, channel: str, form: Tally, answers: Mapping[str, Any]) -> None:
        """Count one finished form."""
        self._forms.setdefault((unit, month, channel), Counts()).add(*form)
        given = self._given.setdefault((unit, month), {})
        for code, answer in answers.items():
            key = (code, tuple(answer) if isinstance(answer, list) else answer)
            given[key] = given.get(key, 0) + 1

    def copy(self) -> "Tallies":
        """The same sums, to be added to."""
        twin = Tallies()
        twin._forms = {key: replace(counts) for key, counts in self._forms.items()}
        twin._given = {key: dict(given) for key, given in self._given.items()}
        return twin

    def groups(self, units: Collection[int] | None) -> Groups:
        """The forms of these units (None: of all) by unit, month and way of answering."""
        found = Groups()
        for (unit, month, channel), counts in self._forms.items():
            if units is None or unit in units:
                found.include(counts, unit, month, channel)
        return found

    def cells(self, units: Collection[int] | None) -> dict[tuple[int, Month], Counts]:
        """The forms of these units by unit and month."""
        found: dict[tuple[int, Month], Counts] = {}
        for (unit, month, _), counts in self._forms.items():
            if units is None or unit in units:
                found.setdefault((unit, month), Counts()).include(counts)
        return found

    def results(self, asked: Questionnaire, cells: Collection[tuple[int, Month]]) -> Results:
        """What the forms of these units and months come to, question by question."""
        found = Results(asked)
        for (unit, month, _), counts in self._forms.items():
            if (unit, month) in cells:
                found.whole.include(counts)
        for (code, answer), times in self._answers(cells).items():
            if code in found.questions:
                found.questions[code].add(answer, times)
        return found

    def people(self, asked: Questionnaire, cells: Iterable[tuple[int, Month]]) -> dict[str, int]:
        """How many gave an answer that counts to each question, in these units and months."""
        scales = {question.code for question in asked.questions if question.kind in SCALES}
        found: dict[str, int] = {}
        for (code, answer), times in self._answers(cells).items():
            if answer != UNUSED_ANSWER or code not in scales:
                found[code] = found.get(code, 0) + times
        return found

    def _answers(self, cells: Iterable[tuple[int, Month]]) -> dict[Given, int]:
        found: dict[Given, int] = {}
        for given in self._within(cells):
            for key, times in given.items():
                found[key] = found.get(key, 0) + times
        return found

    def _within(self, cells: Iterable[tuple[int, Month]]) -> Iterator[Mapping[Given, int]]:
        return (self._given[cell] for cell in cells if cell in self._given)
