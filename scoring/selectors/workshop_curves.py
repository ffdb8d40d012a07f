"""A rule as a curve of points against one figure, worked out exactly by asking the rule itself.

Measured values are drawn as lines that may jump: what holds at the jump is a full dot, what is only approached is an
open one. Counts, days and choices are drawn as bars. Rules made of rules give one curve for each part.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from core.formats import vn_number, vn_points
from scoring.engine.rounding import half_up
from scoring.engine.rules import Rule
from scoring.engine.rules.composites import BestOf, Precondition, SummedPart, SumOfParts
from scoring.engine.rules.measured import MeasuredRule
from scoring.engine.values import Inputs, OptionCount
from scoring.selectors.workshop_bars import bars, points_at
from scoring.selectors.workshop_shapes import Curve, Dot, Piece, levels, x_of, y_of

BESIDE = Decimal("0.0000001")
"""How far beside a threshold the points just before and just after it are asked for."""


class End(NamedTuple):
    """A place where the line may break, with the points just before it, at it and just after it."""

    value: Decimal
    before: Decimal
    at: Decimal
    after: Decimal

    @property
    def is_smooth(self) -> bool:
        return self.before == self.at == self.after


def curves(rule: Rule, max_points: Decimal, held: Inputs) -> list[Curve]:
    """The curves of a rule; ``held`` are the figures beside the drawn one (target, last year), where they are known."""
    if isinstance(rule, Precondition):
        return [
            replace(curve, title=f"Khi đạt điều kiện: {curve.title}") for curve in curves(rule.rule, max_points, held)
        ]
    if isinstance(rule, BestOf | SumOfParts):
        found = []
        for part in rule.parts:
            most = part.max if isinstance(part, SummedPart) else max_points
            inside = curves(part.rule, most, held.of_part(part.code))
            found += [replace(curve, title=f"{part.label}: {curve.title}") for curve in inside]
        return found
    drawn = _measured(rule, max_points, held) if _is_measured(rule) else bars(rule, max_points)
    return [drawn] if drawn else []


def _is_measured(rule: Rule) -> bool:
    names = {field.name for field in rule.fields()}
    return bool(names & {"value", "numerator"}) or rule.kind == "survey_share"


def _measured(rule: Rule, max_points: Decimal, held: Inputs) -> Curve | None:
    known = _with_stand_ins(rule, held)
    high = _highest(rule, known)
    breaks = sorted({Decimal(0), high, *(each for each in _thresholds(rule, known) if 0 < each < high)})
    ends = _ends(breaks, lambda value: points_at(rule, max_points, _reading(rule, known, value)))
    if not ends:
        return None
    ends = _without_idle(ends)
    low = _lowest(ends, high)
    unit = rule.unit if isinstance(rule, MeasuredRule) else "điểm" if rule.kind == "external" else "%"
    top = max(max(end[1:]) for end in ends) or Decimal(1)
    return Curve(
        title="điểm theo kết quả",
        sentence=rule.words(max_points),
        axis=_axis(rule, known, unit),
        levels=levels(top),
        ticks=[(x_of(value, low, high), vn_number(value.normalize())) for value in _spread(ends, low, high)],
        table=_table(ends, unit),
        pieces=[
            Piece(
                x_of(left.value, low, high),
                y_of(left.after, top),
                x_of(right.value, low, high),
                y_of(right.before, top),
            )
            for left, right in zip(ends, ends[1:], strict=False)
        ],
        dots=_dots(ends, low, high, top),
    )


def _ends(breaks: Sequence[Decimal], points: Callable[[Decimal], Decimal | None]) -> list[End]:
    """Every break with its points; empty when the rule gives none somewhere."""
    found = []
    for place, value in enumerate(breaks):
        at = points(value)
        before = points(value - BESIDE) if place else at
        after = points(value + BESIDE) if place < len(breaks) - 1 else at
        if before is None or at is None or after is None:
            return []
        found.append(End(value, before, at, after))
    return found


def _without_idle(ends: list[End]) -> list[End]:
    """Only where the line begins, ends, jumps or bends; numbers that are no thresholds fall away."""
    kept = [ends[0]]
    for end, following in zip(ends[1:], ends[2:], strict=False):
        if not end.is_smooth or _bends(kept[-1], end, following):
            kept.append(end)
    return [*kept, ends[-1]]


def _bends(left: End, middle: End, right: End) -> bool:
    """Whether the straight line from left to right misses the middle by more than rounding explains."""
    expected = left.after + (right.before - left.after) * (middle.value - left.value) / (right.value - left.value)
    return abs(expected - middle.at) > Decimal("0.02")


def _dots(ends: Sequence[End], low: Decimal, high: Decimal, top: Decimal) -> list[Dot]:
    found = []
    for end in ends:
        if not end.is_smooth:
            x = x_of(end.value, low, high)
            found += [Dot(x, y_of(each, top), False) for each in {end.before, end.after} - {end.at}]
            found.append(Dot(x, y_of(end.at, top), True))
    return found


def _table(ends: Sequence[End], unit: str) -> list[tuple[str, str]]:
    """The curve in words: each stretch with the ends that belong to it, and ends that belong to none."""
    rows = []
    for left, right in zip(ends, ends[1:], strict=False):
        if left.at not in (left.before, left.after):
            rows.append((_figure(left.value, unit), vn_points(left.at)))
        opening = "từ" if left.at == left.after else "trên"
        # The last stretch always holds its end: there is nothing after it.
        holds_end = right is ends[-1] and right.at == right.before or right.at == right.before != right.after
        span = f"{opening} {_figure(left.value, unit)} đến {'' if holds_end else 'dưới '}{_figure(right.value, unit)}"
        flat = left.after == right.before
        rows.append((span, vn_points(left.after) if flat else f"{vn_points(left.after)} → {vn_points(right.before)}"))
    last = ends[-1]
    if last.at != last.before:
        rows.append((_figure(last.value, unit), vn_points(last.at)))
    return rows


def _thresholds(rule: Rule, known: Inputs) -> Iterator[Decimal]:
    """Every number in the parameters and the held figures: one that is no threshold makes no jump and does no harm."""
    yield from _numbers(rule)
    for held in (known.target, known.average, known.previous):
        if held is not None:
            yield Decimal(held.numerator) / held.denominator if isinstance(held, Fraction) else held
    yield Decimal(100)


def _numbers(value: object) -> Iterator[Decimal]:
    if isinstance(value, Decimal):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _numbers(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _numbers(getattr(value, field.name))


def _highest(rule: Rule, known: Inputs) -> Decimal:
    if rule.kind == "external":
        return getattr(rule, "scale", Decimal(100)) or Decimal(100)
    if not isinstance(rule, MeasuredRule) or rule.unit == "%":
        return Decimal(120) if getattr(rule, "may_exceed", False) else Decimal(100)
    lows = [step.low for step in getattr(rule, "steps", ())]
    named = [getattr(rule, name, None) for name in ("threshold", "target")]
    held = [known.target, known.previous, Decimal(known.average) if isinstance(known.average, int | Decimal) else None]
    return max([each for each in (*lows, *named, *held) if each], default=Decimal(10)) * Decimal("1.25")


def _with_stand_ins(rule: Rule, held: Inputs) -> Inputs:
    """Figures that the curve needs beside the drawn one, so that something can be shown before they are typed."""
    asked = {field.name for field in rule.fields()}
    known = replace(held, value=None, numerator=None, denominator=None, counts=(), parts=())
    if "target" in asked and known.target is None:
        known = replace(known, target=Decimal(80))
    if "previous" in asked and known.previous is None:
        known = replace(known, previous=Decimal(80), previous_numerator=None, previous_denominator=None)
    if "average" in asked and known.average is None:
        known = replace(known, average=Fraction(80))
    return known


def _axis(rule: Rule, known: Inputs, unit: str) -> str:
    """What lies on the axis, and on which held figures the curve stands."""
    label = getattr(rule, "value_label", "") or "Kết quả"
    if getattr(rule, "numerator_label", ""):
        label = f"{rule.numerator_label} / {rule.denominator_label}"  # type: ignore[attr-defined]
    if rule.kind == "survey_share":
        label = "Hệ số bình quân của các phiếu"
    asked = {field.name for field in rule.fields()}
    held = [
        f"{words} {vn_number(half_up(figure, 2).normalize())}"
        for name, words, figure in (
            ("target", "chỉ tiêu", known.target),
            ("previous", "năm trước", known.previous),
            ("average", "bình quân", known.average),
        )
        if name in asked and figure is not None
    ]
    return f"{label} ({unit})" + (f", với {', '.join(held)}" if held else "")


def _reading(rule: Rule, known: Inputs, value: Decimal) -> Inputs:
    """The inputs at one place of the axis."""
    names = {field.name for field in rule.fields()}
    if rule.kind == "survey_share":
        return _answers(rule, value)
    if rule.kind == "all_members":
        return replace(known, numerator=value, denominator=Decimal(100))
    if isinstance(rule, MeasuredRule) or "value" in names:
        return replace(known, value=value)
    return known


def _answers(rule: Rule, share: Decimal) -> Inputs:
    """Answers whose average weight is ``share`` (as near as can be): the best and the worst option in proportion."""
    options = rule.options  # type: ignore[attr-defined]
    best, worst = options[0].weight, options[-1].weight
    if best == worst:
        return Inputs()
    part = min(max(Fraction(share - worst) / Fraction(best - worst), Fraction(0)), Fraction(1))
    counts = dict.fromkeys((option.code for option in options), 0)
    counts[options[0].code] = part.numerator
    counts[options[-1].code] = part.denominator - part.numerator
    return Inputs(counts=tuple(OptionCount(code, count) for code, count in counts.items()))


def _figure(value: Decimal, unit: str) -> str:
    number = vn_number(value.normalize())
    return f"{number}%" if unit == "%" else f"{number} {unit}"


def _lowest(ends: Sequence[End], high: Decimal) -> Decimal:
    """Where the axis begins: at 0, or nearer where nothing happens for long before the first threshold."""
    first = ends[1]
    if first.value < high * 2 / 3 or ends[0].after != first.before:
        return Decimal(0)
    room = (high - first.value) or high / 10
    return max(first.value - 2 * room, Decimal(0))


def _spread(ends: Sequence[End], low: Decimal, high: Decimal) -> list[Decimal]:
    """The breaks that can be labelled without overlapping; the first and last always."""
    kept, apart = [low], (high - low) / 8
    for end in ends[1:-1]:
        if end.value - kept[-1] >= apart and high - end.value >= apart:
            kept.append(end.value)
    return [*kept, high]
