"""Trying things out in the workshop: one rule on typed figures, one worked example on the whole draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoring.engine import declarations, examples, tree
from scoring.engine.provisions import Example
from scoring.engine.results import Evaluation, Line
from scoring.engine.rules import InputField, Rule
from scoring.engine.values import Awarded, Inputs
from scoring.selectors.workshop_curves import curves
from scoring.selectors.workshop_shapes import Curve

STATUS_WORDS = examples.STATUS_WORDS


@dataclass(frozen=True)
class TrialField:
    """One figure to type: its field, what stands in it, and what is wrong with that."""

    field: InputField
    name: str
    value: str
    error: str

    @property
    def yes_no(self) -> tuple[tuple[str, str], ...]:
        return (("", "–"), (declarations.YES, "Có"), (declarations.NO, "Không"))


@dataclass(frozen=True)
class Trial:
    """A rule tried on typed figures; ``points`` is None while there are not enough of them."""

    rule: Rule
    words: str
    slips: Sequence[str]
    best: Decimal
    max_points: Decimal
    fields: Sequence[TrialField]
    points: Decimal | None
    reason: str
    curves: Sequence[Curve]

    @property
    def signature(self) -> str:
        """Changes when other figures are asked for."""
        return "|".join(f"{each.name}:{each.field.label}" for each in self.fields)


def trial(rule: Rule, max_points: Decimal, typed: Mapping[str, str], prefix: str = "thu-") -> Trial:
    """The rule on what was typed into its fields (named ``prefix`` + the name of the input)."""
    given = {field.name: typed.get(prefix + field.name, "") for field in rule.fields()}
    inputs, errors = declarations.read_typed(rule, max_points, given)
    slips = rule.slips(max_points)
    # A rule that contradicts itself (steps without any step) is only read out, never asked for points.
    tried = any(given.values()) and inputs is not None and not slips
    outcome = rule.award(inputs, max_points) if tried and inputs is not None else None
    return Trial(
        rule=rule,
        words=rule.words(max_points),
        slips=slips,
        best=rule.best(max_points),
        max_points=max_points,
        fields=_fields(rule, given, errors, prefix),
        points=outcome.points if isinstance(outcome, Awarded) else None,
        reason=outcome.reason if outcome else "",
        curves=() if slips else curves(rule, max_points, inputs or Inputs()),
    )


def _fields(rule: Rule, given: Mapping[str, str], errors: Mapping[str, str], prefix: str) -> list[TrialField]:
    return [
        TrialField(field, prefix + field.name, given[field.name], errors.get(field.name, "")) for field in rule.fields()
    ]


@dataclass(frozen=True)
class ExampleResult:
    """One worked example with what it gives. ``result`` is None when it could not be calculated."""

    place: int
    example: Example
    result: Evaluation | None
    differences: Sequence[str]
    wrong: frozenset[str]
    """Codes of the nodes that come out otherwise."""

    @property
    def passes(self) -> bool:
        return not self.differences

    @property
    def checks(self) -> int:
        """How many results the example promises."""
        return len(self.example.expect) + (self.example.total is not None) + bool(self.example.grade)


def example_results(criteria_set: tree.CriteriaSet) -> list[ExampleResult]:
    """Every example of a set that can be read, calculated."""
    return [_result(criteria_set, example, place) for place, example in enumerate(criteria_set.examples)]


def lines_of(result: Evaluation | None) -> dict[str, Line]:
    """The lines of a result by code; empty without a result."""
    return {line.code: line for line in result.lines} if result else {}


def _result(criteria_set: tree.CriteriaSet, example: Example, place: int) -> ExampleResult:
    slips = examples.run_one(criteria_set, example)
    try:
        result: Evaluation | None = examples.result_of(criteria_set, example)
    except ValueError:
        result = None
    told = [slip.message for slip in slips]
    return ExampleResult(place, example, result, told, frozenset(slip.code_of for slip in slips if slip.code_of))
