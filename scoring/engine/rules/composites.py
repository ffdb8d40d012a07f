"""Rules made of rules: a precondition, the best of several ways, a sum of parts. They nest to any depth."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from scoring.engine import explanation
from scoring.engine.rounding import round_points
from scoring.engine.rules.base import ZERO, InputField, Rule, code_slips, earned, lacking
from scoring.engine.values import Awarded, Inputs, NotApplicable, NotReported, Outcome

ITSELF = "rule"
"""The part under which a condition keeps the inputs of another condition inside it."""


@dataclass(frozen=True, kw_only=True)
class Precondition(Rule):
    """Nothing while the condition is not met, whatever was reached; else what the rule inside gives."""

    kind: ClassVar[str] = "precondition"
    label: ClassVar[str] = "Có điều kiện kèm theo"
    condition: str
    """What must be true, as a statement: “Có kế hoạch được phê duyệt”."""
    rule: Rule
    monotone: ClassVar[dict[str, int]] = {"condition": 1}

    def fields(self) -> tuple[InputField, ...]:
        inside = self.rule.fields()
        if self._repeats():
            inside = tuple(field.inside(ITSELF) for field in inside)
        return (InputField("condition", self.condition, "yes_no"), *inside)

    def best(self, max_points: Decimal) -> Decimal:
        return self.rule.best(max_points)

    def slips(self, max_points: Decimal) -> list[str]:
        found = [] if self.condition.strip() else ["Cần ghi điều kiện."]
        return found + self.rule.slips(max_points)

    def words(self, max_points: Decimal) -> str:
        return f"Điều kiện: {self.condition}; không đạt được 0 điểm. {self.rule.words(max_points)}"

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        if inputs.condition is None:
            return lacking(f"điều kiện “{self.condition}” có đạt hay không")
        if not inputs.condition:
            return earned(ZERO, f"Không đạt điều kiện “{self.condition}”,")
        outcome = self.rule.award(inputs.of_part(ITSELF) if self._repeats() else inputs, max_points)
        if not isinstance(outcome, Awarded):
            return outcome
        return Awarded(
            outcome.points, f"Đạt điều kiện “{self.condition}”; {explanation.inside(outcome.reason)}", outcome.gaps
        )

    def _repeats(self) -> bool:
        """Whether the rule inside asks for a condition too, so that the two must be kept apart."""
        return isinstance(self.rule, Precondition)


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of several ways to earn the points of a criterion."""

    code: str
    label: str
    rule: Rule


@dataclass(frozen=True, kw_only=True)
class BestOf(Rule):
    """The best of several ways; each is worth up to the whole maximum."""

    kind: ClassVar[str] = "best_of"
    label: ClassVar[str] = "Lấy cách có lợi nhất"
    parts: tuple[Alternative, ...]

    def fields(self) -> tuple[InputField, ...]:
        return tuple(field.inside(part.code, part.label) for part in self.parts for field in part.rule.fields())

    def best(self, max_points: Decimal) -> Decimal:
        return max((part.rule.best(max_points) for part in self.parts), default=ZERO)

    def slips(self, max_points: Decimal) -> list[str]:
        found = _part_slips(self.parts)
        for part in self.parts:
            found += [f"{part_name(part)}: {slip}" for slip in part.rule.slips(max_points)]
            if part.rule.best(max_points) > max_points:
                found.append(f"{part_name(part)}: cho nhiều hơn điểm tối đa {explanation.number(max_points)}.")
        return found

    def words(self, max_points: Decimal) -> str:
        ways = " ".join(
            f"({at}) {each.label}: {each.rule.words(max_points)}" for at, each in enumerate(self.parts, start=1)
        )
        return f"Lấy cách cho nhiều điểm nhất trong {len(self.parts)} cách: {ways}"

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        outcomes = [(part, part.rule.award(inputs.of_part(part.code), max_points)) for part in self.parts]
        known = [(part, outcome) for part, outcome in outcomes if isinstance(outcome, Awarded)]
        if not known:
            return _nothing_known(outcomes)
        chosen, best = max(known, key=lambda each: each[1].points)
        others = ", ".join(f"{part.label} {_brief(outcome)}" for part, outcome in outcomes if part is not chosen)
        reason = f"Lấy cách có lợi nhất là “{chosen.label}”: {explanation.inside(best.reason)}; cách khác: {others}"
        return Awarded(best.points, reason, best.gaps)


@dataclass(frozen=True, slots=True)
class SummedPart:
    """One part of a criterion with its share of the points."""

    code: str
    label: str
    max: Decimal
    rule: Rule


@dataclass(frozen=True, kw_only=True)
class SumOfParts(Rule):
    """The sum of its parts. Parts that do not apply are left out and the rest is scaled up to the maximum."""

    kind: ClassVar[str] = "sum_of_parts"
    label: ClassVar[str] = "Cộng các phần"
    parts: tuple[SummedPart, ...]

    def fields(self) -> tuple[InputField, ...]:
        return tuple(
            field.inside(part.code, part.label, most_marks=part.max)
            for part in self.parts
            for field in part.rule.fields()
        )

    def best(self, max_points: Decimal) -> Decimal:
        return sum((part.rule.best(part.max) for part in self.parts), ZERO)

    def slips(self, max_points: Decimal) -> list[str]:
        found = _part_slips(self.parts)
        summed = sum((part.max for part in self.parts), ZERO)
        if summed != max_points:
            stated, counted = explanation.number(max_points), explanation.number(summed)
            found.append(f"Điểm của các phần cộng lại là {counted}, không bằng điểm tối đa {stated}.")
        for part in self.parts:
            found += [f"{part_name(part)}: {slip}" for slip in _summed_slips(part)]
        return found

    def words(self, max_points: Decimal) -> str:
        parts = " ".join(
            f"({at}) {each.label}, {explanation.points(each.max)}: {each.rule.words(each.max)}"
            for at, each in enumerate(self.parts, start=1)
        )
        return f"Cộng điểm {len(self.parts)} phần: {parts}"

    def award(self, inputs: Inputs, max_points: Decimal) -> Outcome:
        outcomes = [(part, part.rule.award(inputs.of_part(part.code), part.max)) for part in self.parts]
        if not any(isinstance(outcome, Awarded) for _, outcome in outcomes):
            return _nothing_known(outcomes)
        applicable = [(part, each) for part, each in outcomes if not isinstance(each, NotApplicable)]
        told = "; ".join(f"{part.label}: {explanation.inside(outcome.reason)}" for part, outcome in outcomes)
        earned_points = [each.points if isinstance(each, Awarded) else ZERO for _, each in applicable]
        summed = sum(earned_points, ZERO)
        terms = " + ".join(explanation.number(points, 2) for points in earned_points)
        if len(applicable) < len(outcomes):
            points, equation = _rescaled(summed, terms, [part for part, _ in applicable], max_points)
        else:
            points, equation = round_points(summed), f"{terms} = {explanation.points(summed)}"
        return Awarded(points, f"{told}; cộng: {equation}", tuple(_gaps(applicable)))


Part = Alternative | SummedPart


def part_name(part: Part) -> str:
    """What a part is called in a slip; the code, which the workshop never shows, only where it has no name."""
    return f"Phần “{part.label}”" if part.label.strip() else f"Phần {part.code}"


def _rescaled(summed: Decimal, terms: str, applicable: list[SummedPart], max_points: Decimal) -> tuple[Decimal, str]:
    """The sum brought from the maxima of what applies to the whole maximum, with the equation."""
    base = sum((part.max for part in applicable), ZERO)
    points = round_points(Fraction(summed) / Fraction(base) * Fraction(max_points))
    opened = f"({terms})" if len(applicable) > 1 else terms
    scale = f"{explanation.number(base, 2)} × {explanation.number(max_points, 2)}"
    return points, f"{opened} / {scale} = {explanation.points(points)}"


def _nothing_known(outcomes: Iterable[tuple[Part, Outcome]]) -> NotReported | NotApplicable:
    """What a composed rule gives when no part has points: a gap if any part applies, else nothing to judge."""
    listed = list(outcomes)
    told = "; ".join(f"{part.label}: {explanation.inside(outcome.reason)}" for part, outcome in listed)
    if all(isinstance(outcome, NotApplicable) for _, outcome in listed):
        return NotApplicable(f"Không phần nào áp dụng ({told})")
    return NotReported(f"Chưa phần nào có số liệu ({told})")


def _gaps(outcomes: Iterable[tuple[Part, Outcome]]) -> Iterable[str]:
    for part, outcome in outcomes:
        if isinstance(outcome, NotReported):
            yield part.label
        elif isinstance(outcome, Awarded):
            yield from (f"{part.label}, {gap}" for gap in outcome.gaps)


def _summed_slips(part: SummedPart) -> list[str]:
    found = part.rule.slips(part.max)
    if part.max <= 0:
        found.append("điểm tối đa của phần phải lớn hơn 0.")
    best = part.rule.best(part.max)
    if best != part.max:
        stated, given = explanation.number(part.max), explanation.number(best)
        found.append(f"cách tính cho nhiều nhất {given} điểm nhưng phần này có {stated} điểm.")
    return found


def _part_slips(parts: tuple[Part, ...]) -> list[str]:
    found = code_slips("phần", [part.code for part in parts])
    if len(parts) < 2:
        found.append("Cần ít nhất hai phần.")
    if any(not part.label.strip() for part in parts):
        found.append("Mỗi phần cần có tên.")
    if any(part.rule.kind in ("bonus", "penalty") for part in parts):
        found.append("Một phần không thể là điểm cộng hay điểm trừ.")
    return found


def _brief(outcome: Outcome) -> str:
    if isinstance(outcome, Awarded):
        return explanation.points(outcome.points)
    return "không áp dụng" if isinstance(outcome, NotApplicable) else "chưa có số liệu"
