"""The questionnaire as screens: one group of questions each, with what was chosen and what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from indicators.engine.questions import NUMBER_LIMIT, PERCENT_LIMIT, TEXT_LIMIT, Option, Question, Questionnaire


@dataclass(frozen=True)
class Asked:
    """One question as it stands on the screen."""

    number: int
    question: Question
    chosen: Any = None
    error: str = ""

    @property
    def is_scale(self) -> bool:
        return self.question.kind.startswith("scale")

    @cached_property
    def options(self) -> list[tuple[Option, bool]]:
        """What can be chosen, each with whether it is."""
        several = self.chosen if isinstance(self.chosen, list | tuple) else [self.chosen]
        chosen = {str(value) for value in several if value is not None}
        return [(option, str(option.value) in chosen) for option in self.question.offered]

    @property
    def text(self) -> str:
        """What was written."""
        value = self.chosen[0] if isinstance(self.chosen, list | tuple) and self.chosen else self.chosen
        return "" if value is None else str(value)

    @property
    def lowest(self) -> int:
        """The least number that is taken."""
        return self.question.lowest or 0

    @property
    def highest(self) -> int:
        """The greatest number that is taken."""
        if self.question.highest is not None:
            return self.question.highest
        return PERCENT_LIMIT if self.question.kind == "percent" else NUMBER_LIMIT

    @property
    def longest(self) -> int:
        """How many characters may be written."""
        return TEXT_LIMIT if self.question.kind == "text" else 9


@dataclass(frozen=True)
class Screen:
    """One group of questions; ``number`` counts from 1."""

    number: int
    total: int
    title: str
    note: str
    asked: list[Asked]

    @property
    def is_last(self) -> bool:
        return self.number == self.total

    @property
    def errors(self) -> int:
        """How many of its questions are still to be mended."""
        return sum(bool(each.error) for each in self.asked)


def screens(
    questionnaire: Questionnaire, answers: Mapping[str, Any] | None = None, errors: Mapping[str, str] | None = None
) -> list[Screen]:
    """All screens in order; questions are numbered through."""
    answers, errors = answers or {}, errors or {}
    made, number = [], 0
    for position, section in enumerate(questionnaire.sections, start=1):
        asked = []
        for question in section.questions:
            number += 1
            asked.append(Asked(number, question, answers.get(question.code), errors.get(question.code, "")))
        made.append(Screen(position, len(questionnaire.sections), section.title, section.note, asked))
    return made


def in_words(question: Question, answer: Any) -> str:
    """An answer as a person reads it: «4 – Hài lòng», «90%», the words that were written; a dash for none."""
    if answer is None or answer == []:
        return "–"
    words = {option.value: option.text for option in question.offered}
    chosen = answer if isinstance(answer, list) else [answer]
    said = "; ".join(f"{each} – {words[each]}" if each in words else str(each) for each in chosen)
    return f"{said}%" if question.kind == "percent" else said
