"""Results of a survey as one reader may see them: what too few answered is hidden from all but the office."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from indicators.engine.disclosure import Detail
from indicators.engine.sampling import Sample
from indicators.engine.survey_results import Counts, FactorResult, QuestionResult, Results, Share


@dataclass(frozen=True)
class Group:
    """A unit, a month or a way of answering; ``counts`` None when it is hidden."""

    key: str
    label: str
    counts: Counts | None


@dataclass(frozen=True)
class Choice:
    """What part of the results is asked for; empty for all."""

    unit: str = ""
    month: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether all results are asked for."""
        return not self.unit and not self.month


@dataclass(frozen=True)
class ToldQuestion:
    """A question, whether its result is told, or else hidden; what nobody answered is neither."""

    result: QuestionResult
    is_told: bool
    is_hidden: bool


@dataclass(frozen=True)
class ToldFactor:
    """A factor with its questions. Nothing of it is told from which a hidden question could be worked out."""

    factor: FactorResult
    is_told: bool
    questions: Sequence[ToldQuestion]

    @property
    def name(self) -> str:
        return self.factor.name

    @property
    def is_whole(self) -> bool:
        """Whether none of its questions is hidden."""
        return not any(each.is_hidden for each in self.questions)

    @property
    def pooled(self) -> Share:
        return self.factor.pooled if self.is_told else Share()

    @property
    def mean(self) -> Decimal | None:
        return self.factor.mean if self.is_told else None

    @property
    def mean_of_questions(self) -> Decimal | None:
        """None as soon as a question is hidden: the mean of all and the others would tell it."""
        return self.factor.mean_of_questions if self.is_told and self.is_whole else None


@dataclass(frozen=True)
class VisibleResults:
    """Results ready to be shown. ``results`` None when too few answered what was asked for."""

    title: str
    form: str
    """Title and version of the questionnaire."""
    fewest: int
    choice: Choice
    forms: int
    results: Results | None
    units: Sequence[Group]
    months: Sequence[Group]
    channels: Sequence[Group]
    sample: Sample | None = None
    """Where the whole survey is told, not a part of it."""
    detail: Detail | None = None
    """The questions and factors that may be told; None for all."""
    waiting: int = 0
    """Forms that came since the results last grew by a step, in all parts together."""
    in_steps: bool = False
    """Whether they grow in steps, and are told neither by month nor by the way of answering."""

    @property
    def factors(self) -> list[ToldFactor]:
        return [
            ToldFactor(
                factor=factor,
                is_told=self.detail is None or factor.name in self.detail.factors,
                questions=[ToldQuestion(each, self.tells(each), self.hides(each)) for each in factor.questions],
            )
            for factor in (self.results.factors if self.results else [])
        ]

    @property
    def mean_of_questions(self) -> Decimal | None:
        """Mean of the rates of all counted questions; None as soon as one of them is hidden."""
        is_whole = all(factor.is_told and factor.is_whole for factor in self.factors)
        return self.results.mean_of_questions if self.results and is_whole else None

    @property
    def hides_questions(self) -> bool:
        """Whether the results are told and some question that was answered is not."""
        return any(not factor.is_told or not factor.is_whole for factor in self.factors)

    @property
    def told_others(self) -> list[QuestionResult]:
        """Questions outside the rate of satisfaction that enough people answered."""
        others = self.results.others if self.results else []
        return [each for each in others if self.tells(each) and not each.question.role]

    @property
    def expectation(self) -> QuestionResult | None:
        """The question how far expectations were met, when it may be told."""
        return self._if_told(self.results.expectation if self.results else None)

    @property
    def returning(self) -> QuestionResult | None:
        """The question whether one would come back, when it may be told."""
        return self._if_told(self.results.returning if self.results else None)

    def tells(self, result: QuestionResult) -> bool:
        """Whether a question is told: enough people answered it, and no other can be worked out from it."""
        return self._is_open(result) and result.valid >= max(1, self.fewest)

    def hides(self, result: QuestionResult) -> bool:
        """Whether a question is hidden; of one that is, it is not told either that nobody answered it."""
        return not self.tells(result) and (result.valid > 0 or not self._is_open(result))

    def _is_open(self, result: QuestionResult) -> bool:
        return self.detail is None or result.question.code in self.detail.questions

    def _if_told(self, result: QuestionResult | None) -> QuestionResult | None:
        return result if result is not None and self.tells(result) else None
