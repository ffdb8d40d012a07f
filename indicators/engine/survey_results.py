"""What the answers of a survey come to: exact counts and rates, without floats.

Rates follow the explanation of the Ministry of Health's survey platform: answers at levels 4 and 5 ÷ valid answers
(“did not use” left out), pooled over all questions, and beside it the mean of the questions' own rates (SIPAS).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from indicators.engine.intervals import Interval, wilson
from indicators.engine.question_parts import CHOOSING, SATISFIED_LEVELS, SCALES, Question, Questionnaire
from indicators.engine.questions import Tally, tally

PLACES = Decimal("0.0001")


def decimal(number: Fraction) -> Decimal:
    """An exact fraction as a decimal with four places, half up."""
    return (Decimal(number.numerator) / Decimal(number.denominator)).quantize(PLACES, rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many. Nothing of nothing is no share, not 0 %."""

    part: int = 0
    whole: int = 0

    @property
    def fraction(self) -> Fraction | None:
        return Fraction(self.part, self.whole) if self.whole else None

    @property
    def percent(self) -> Decimal | None:
        """Per cent with four decimals."""
        return None if self.fraction is None else decimal(self.fraction * 100)

    def interval(self, people: int | None = None) -> Interval | None:
        """Wilson's 95 % interval in per cent.

        ``people`` is how many independent opinions the share rests on, where one person gave several answers: then it
        is cautious to reckon with persons, not with answers. Default: the whole itself.
        """
        number = self.whole if people is None else people
        return None if self.fraction is None or not number else wilson(self.fraction, number)


@dataclass(slots=True)
class Counts:
    """Sums over forms: how many, their valid and satisfied answers, their points, those fully satisfied."""

    forms: int = 0
    rated: int = 0
    """Forms with at least one answer that counts."""
    valid: int = 0
    satisfied: int = 0
    points: int = 0
    full: int = 0

    def add(self, valid: int, satisfied: int, points: int, full: bool) -> None:
        """Count one form."""
        self.forms += 1
        self.rated += valid > 0
        self.valid += valid
        self.satisfied += satisfied
        self.points += points
        self.full += full

    def include(self, other: "Counts") -> None:
        """Count the forms of another sum as well."""
        self.forms += other.forms
        self.rated += other.rated
        self.valid += other.valid
        self.satisfied += other.satisfied
        self.points += other.points
        self.full += other.full

    @property
    def people(self) -> int:
        """On how many people its rates rest; where nobody gave an answer that counts, how many there are."""
        return self.rated or self.forms

    @property
    def pooled(self) -> Share:
        """Tỷ lệ hài lòng chung: all answers of all forms together."""
        return Share(self.satisfied, self.valid)

    @property
    def interval(self) -> Interval | None:
        """Interval of the pooled rate, reckoned with persons."""
        return self.pooled.interval(self.rated)

    @property
    def fully(self) -> Share:
        """Chỉ số hài lòng toàn diện: persons whose every counted answer is 4 or 5 ÷ persons who gave one."""
        return Share(self.full, self.rated)

    @property
    def mean(self) -> Decimal | None:
        """Mean level (1–5), four decimals."""
        return decimal(Fraction(self.points, self.valid)) if self.valid else None


@dataclass(slots=True)
class QuestionResult:
    """The answers to one question: how often every stored number was given, “did not use” (0) among them."""

    question: Question
    levels: dict[int, int] = field(default_factory=dict)
    people: int = 0
    """Who answered a multiple choice; elsewhere it is the sum of the levels."""

    def add(self, answer: Any, times: int = 1) -> None:
        """Count an answer (a number, or several of a multiple choice) that so many people gave."""
        levels = self.levels
        if isinstance(answer, list | tuple):
            self.people += times
            for number in answer:
                levels[number] = levels.get(number, 0) + times
        else:
            levels[answer] = levels.get(answer, 0) + times

    @property
    def answered(self) -> int:
        return self.people if self.question.kind == "choices" else sum(self.levels.values())

    @property
    def total(self) -> int:
        """Sum of the answers; of the points, for a scale."""
        return sum(level * number for level, number in self.levels.items())

    @property
    def valid(self) -> int:
        return self.answered - self.unused

    @property
    def unused(self) -> int:
        return self.levels.get(0, 0) if self.question.kind in SCALES else 0

    @property
    def share(self) -> Share:
        """Satisfied answers of a scale; the answers meaning “yes” of a choice."""
        wanted = self.question.positive or (SATISFIED_LEVELS if self.question.kind in SCALES else ())
        return Share(sum(self.levels.get(level, 0) for level in wanted), self.valid)

    @property
    def mean(self) -> Decimal | None:
        """Mean of the valid answers, four decimals; None for choices."""
        if self.question.kind in CHOOSING or not self.valid:
            return None
        return decimal(Fraction(self.total, self.valid))

    @property
    def by_level(self) -> list[tuple[int, int]]:
        """The five levels, each with how many chose it."""
        return [(level, self.levels.get(level, 0)) for level in range(1, 6)]

    @property
    def interval(self) -> Interval | None:
        """Interval of the share: every person answers a question once."""
        return self.share.interval()

    def chosen(self) -> Iterator[tuple[int, str, Share]]:
        """Every offered answer with how many chose it, among all who answered the question."""
        for option in self.question.offered:
            yield option.value, option.text, Share(self.levels.get(option.value, 0), self.answered)


@dataclass(frozen=True, slots=True)
class FactorResult:
    """The counted questions of one factor together."""

    name: str
    questions: tuple[QuestionResult, ...]

    @property
    def pooled(self) -> Share:
        return Share(
            sum(result.share.part for result in self.questions), sum(result.valid for result in self.questions)
        )

    @property
    def mean_of_questions(self) -> Decimal | None:
        """Mean of the rates of the questions that have an answer, per cent, four decimals."""
        return mean_of(result.share for result in self.questions)

    @property
    def mean(self) -> Decimal | None:
        valid = sum(result.valid for result in self.questions)
        return decimal(Fraction(sum(result.total for result in self.questions), valid)) if valid else None


def mean_of(shares: Iterable[Share]) -> Decimal | None:
    """The mean of rates, each weighing the same, in per cent; those of nothing are left out."""
    known = [share.fraction for share in shares if share.fraction is not None]
    return decimal(sum(known, Fraction(0)) * 100 / len(known)) if known else None


class Groups:
    """Forms summed up by unit, by month and by the way they came."""

    def __init__(self) -> None:
        self.units: dict[Any, Counts] = {}
        self.months: dict[tuple[int, int], Counts] = {}
        self.channels: dict[str, Counts] = {}

    def include(self, counts: Counts, unit: Any, month: tuple[int, int], channel: str) -> None:
        """Count finished forms of a unit in a (year, month)."""
        self.units.setdefault(unit, Counts()).include(counts)
        self.months.setdefault(month, Counts()).include(counts)
        self.channels.setdefault(channel, Counts()).include(counts)


class Results:
    """Collects forms one by one; afterwards everything that is told of their answers can be read from it."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.whole = Counts()
        self.questions = {
            question.code: QuestionResult(question) for question in questionnaire.questions if question.kind != "text"
        }

    def add(self, answers: Mapping[str, Any], form: Tally | None = None) -> None:
        """Count one finished form; ``form`` is what it comes to, where that is known already."""
        self.whole.add(*(form or tally(self.questionnaire, answers)))
        questions = self.questions
        for code, answer in answers.items():
            if code in questions:
                questions[code].add(answer)

    @property
    def counted(self) -> list[QuestionResult]:
        """The questions that count towards satisfaction."""
        return [self.questions[code] for code in self.questionnaire.counted]

    @property
    def others(self) -> list[QuestionResult]:
        """The questions that are only told."""
        return [result for result in self.questions.values() if not result.question.counts_as_satisfaction]

    @property
    def mean_of_questions(self) -> Decimal | None:
        """Mean of the rates of all counted questions, per cent, four decimals."""
        return mean_of(result.share for result in self.counted)

    @property
    def factors(self) -> list[FactorResult]:
        return [
            FactorResult(name, tuple(self.questions[question.code] for question in questions))
            for name, questions in self.questionnaire.factors()
        ]

    @property
    def expectation(self) -> QuestionResult | None:
        """The question how far expectations were met; its ``mean`` is the rate in per cent."""
        question = self.questionnaire.playing("expectation")
        return self.questions[question.code] if question else None

    @property
    def returning(self) -> QuestionResult | None:
        """The question whether one would come back; its ``share`` is the rate."""
        question = self.questionnaire.playing("return")
        return self.questions[question.code] if question else None
