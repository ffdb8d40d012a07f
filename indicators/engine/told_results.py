"""Results of a survey as one reader may see them: small groups are hidden from all but the office."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.engine.sampling import Sample
from indicators.engine.survey_results import Counts, FactorResult, QuestionResult, Results


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
    def query(self) -> str:
        """The same as the query of an address."""
        return "&".join(f"{name}={value}" for name, value in (("unit", self.unit), ("month", self.month)) if value)


@dataclass(frozen=True)
class Told:
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

    @property
    def factors(self) -> list[FactorResult]:
        return self.results.factors if self.results else []

    @property
    def told_others(self) -> list[QuestionResult]:
        """Questions outside the rate of satisfaction that enough people answered."""
        others = self.results.others if self.results else []
        return [each for each in others if each.answered >= max(1, self.fewest) and not each.question.role]

    def tells(self, result: QuestionResult | None) -> bool:
        """Whether a question may be told: enough people answered it."""
        return result is not None and result.valid >= max(1, self.fewest)
