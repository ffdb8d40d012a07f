"""What a questionnaire is made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Kind = Literal["scale", "scale_or_unused", "choice", "choices", "percent", "number", "text"]
Role = Literal["", "expectation", "return"]

KINDS: dict[Kind, str] = {
    "scale": "Thang 5 mức",
    "scale_or_unused": "Thang 5 mức, có “Không sử dụng”",
    "choice": "Chọn một",
    "choices": "Chọn nhiều",
    "percent": "Tỷ lệ %",
    "number": "Số",
    "text": "Ý kiến tự ghi",
}
SCALES: frozenset[Kind] = frozenset(("scale", "scale_or_unused"))
CHOOSING: frozenset[Kind] = frozenset(("choice", "choices"))
COUNTING: frozenset[Kind] = frozenset(("percent", "number"))
ROLES: dict[Role, str] = {
    "": "Câu hỏi thường",
    "expectation": "Mức đáp ứng so với mong đợi",
    "return": "Sẽ quay lại hoặc giới thiệu người khác",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: the number that is stored, and its words."""

    value: int
    text: str


LEVELS = (
    Option(1, "Rất không hài lòng"),
    Option(2, "Không hài lòng"),
    Option(3, "Bình thường"),
    Option(4, "Hài lòng"),
    Option(5, "Rất hài lòng"),
)
UNUSED = Option(0, "Không sử dụng")
SATISFIED_LEVELS = (4, 5)


@dataclass(frozen=True)
class Question:
    """One question.

    ``options`` are the words of a choice, or other words for the five levels of a scale. ``factor`` is the name under
    which its result is put together with others (empty: its section). ``lowest`` and ``highest`` bound a number or a
    percentage. ``role`` marks the two questions whose results are told by themselves; ``positive`` holds the answers
    to “would you return” that mean yes.
    """

    code: str
    text: str
    kind: Kind
    options: tuple[Option, ...] = ()
    factor: str = ""
    counts_as_satisfaction: bool = False
    required: bool = False
    lowest: int | None = None
    highest: int | None = None
    role: Role = ""
    positive: tuple[int, ...] = ()

    @cached_property
    def offered(self) -> tuple[Option, ...]:
        """What can be chosen, in the order of the form; empty for numbers and texts."""
        if self.kind not in SCALES:
            return self.options
        words = self.options or LEVELS
        return (*words, UNUSED) if self.kind == "scale_or_unused" else words

    @cached_property
    def values(self) -> frozenset[int]:
        """The numbers that may be stored for a scale or a choice."""
        return frozenset(option.value for option in self.offered)

    @cached_property
    def single_values(self) -> frozenset[int]:
        """The numbers of which exactly one is an answer; none for a question of another kind."""
        return self.values if self.kind in SCALES or self.kind == "choice" else frozenset()

    def words(self, value: int) -> str:
        """The words of a stored number; empty when it is not one that can be chosen."""
        return next((option.text for option in self.offered if option.value == value), "")


@dataclass(frozen=True)
class Section:
    """One group of questions: a screen on a phone, a page of the kiosk."""

    code: str
    title: str
    questions: tuple[Question, ...]
    note: str = ""


@dataclass(frozen=True)
class Questionnaire:
    """What is asked, in order. Codes of sections and of questions are unique."""

    sections: tuple[Section, ...]
    introduction: str = ""
    thanks: str = ""

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in order."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def by_code(self) -> dict[str, Question]:
        """The questions by their codes."""
        return {question.code: question for question in self.questions}

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """Codes of the questions that count towards satisfaction."""
        return tuple(question.code for question in self.questions if question.counts_as_satisfaction)

    @cached_property
    def free_texts(self) -> frozenset[str]:
        """Codes of the questions that are answered in one's own words."""
        return frozenset(question.code for question in self.questions if question.kind == "text")

    def factors(self) -> Iterator[tuple[str, tuple[Question, ...]]]:
        """Names of factors with their counted questions, in the order in which they first appear."""
        found: dict[str, list[Question]] = {}
        for section in self.sections:
            for question in section.questions:
                if question.counts_as_satisfaction:
                    found.setdefault(question.factor or section.title, []).append(question)
        for name, questions in found.items():
            yield name, tuple(questions)

    def playing(self, role: Role) -> Question | None:
        """The question that has this role, if there is one."""
        return next((question for question in self.questions if role and question.role == role), None)
