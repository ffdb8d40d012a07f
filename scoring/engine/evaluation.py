"""From entries to points: leaf by leaf, group by group, then bonus, penalty, total and grade.

Rounding happens where a figure is printed: at each criterion, and at each group that had to be rescaled. Every later
figure is the plain sum of printed ones, so a person with a pocket calculator finds the same total.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from . import explanation
from .rounding import round_points
from .tree import Band, CriteriaSet, Criterion, Group, OnTop
from .values import Awarded, Entry, Inputs, NotApplicable, NotReported, Outcome

ZERO = Decimal("0.00")
Status = Literal["awarded", "not_reported", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a result sheet, for a group or a criterion."""

    code: str
    name: str
    depth: int
    is_group: bool
    max_points: Decimal
    status: Status
    points: Decimal | None
    """What counts: verified points where there are some, else the calculated ones. None: not reported or applicable."""
    calculated: Decimal | None
    """What the rule alone gives (criteria only)."""
    reason: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The result of one unit. `total` is None when no criterion applies to it."""

    lines: tuple[Line, ...]
    main: Decimal
    bonus: Decimal
    penalty: Decimal
    total: Decimal | None
    band: Band | None
    missing: int
    """How many applicable criteria nobody has reported yet."""
    reason: str


@dataclass(frozen=True, slots=True)
class _Sum:
    points: Decimal | None
    reason: str


def evaluate(criteria_set: CriteriaSet, entries: Mapping[str, Entry]) -> Evaluation:
    """The whole result of one unit; criteria without an entry count as not reported."""
    lines: list[Line] = []
    tops = [_node(group, entries, 0, lines) for group in criteria_set.groups]
    main = _add(tops, criteria_set.total)
    bonus, bonus_words = _on_top(criteria_set.bonus, entries, lines)
    penalty, penalty_words = _on_top(criteria_set.penalty, entries, lines)
    missing = sum(line.status == "not_reported" and not line.is_group for line in lines)
    if main.points is None:
        reason = "Không có tiêu chí nào áp dụng cho đơn vị."
        return Evaluation(tuple(lines), ZERO, bonus, penalty, None, None, missing, reason)
    total, total_words = _total(criteria_set, main.points, bonus, penalty)
    band = grade(criteria_set.bands, total)
    reason = ". ".join(part for part in (main.reason, bonus_words, penalty_words, total_words) if part)
    return Evaluation(
        tuple(lines), main.points, bonus, penalty, total, band, missing, f"{reason}. {_band_words(criteria_set, band)}"
    )


def outcome_of(criterion: Criterion, entry: Entry | None) -> Outcome:
    """What the rule gives for an entry, before any verifier's decision."""
    measured = entry.measured if entry is not None else None
    if isinstance(measured, NotApplicable):
        return measured
    return criterion.rule.award(measured if measured is not None else _NOTHING, criterion.max_points)


def grade(bands: tuple[Band, ...], total: Decimal) -> Band:
    """The band of a total; bands run from the best down and the last starts at zero."""
    return next((band for band in bands if total >= band.low), bands[-1])


def _node(node: Group | Criterion, entries: Mapping[str, Entry], depth: int, lines: list[Line]) -> Line:
    place = len(lines)
    if isinstance(node, Criterion):
        line = _leaf(node, entries.get(node.code), depth)
    else:
        lines.append(_HOLD)
        children = [_node(child, entries, depth + 1, lines) for child in node.children]
        lines.pop(place)
        line = _group(node, children, depth)
    lines.insert(place, line)
    return line


def _leaf(criterion: Criterion, entry: Entry | None, depth: int) -> Line:
    outcome = outcome_of(criterion, entry)
    calculated = outcome.points if isinstance(outcome, Awarded) else None
    status: Status = "awarded"
    points, reason = calculated, outcome.reason
    if isinstance(outcome, NotApplicable):
        status = "not_applicable"
    elif entry is not None and entry.decision is not None:
        points = _decided(criterion, entry.decision.points)
        reason = _decided_words(outcome, points, entry.decision.reason)
    elif isinstance(outcome, NotReported):
        status = "not_reported"
    return Line(criterion.code, criterion.name, depth, False, criterion.max_points, status, points, calculated, reason)


def _decided(criterion: Criterion, points: Decimal) -> Decimal:
    if not 0 <= points <= criterion.max_points:
        raise ValueError(f"Tiêu chí {criterion.code}: điểm thẩm định phải từ 0 đến {criterion.max_points}.")
    return round_points(points)


def _decided_words(outcome: Outcome, points: Decimal, why: str) -> str:
    if isinstance(outcome, Awarded) and outcome.points == points:
        return outcome.reason
    said = f"Thẩm định {explanation.points(points)}"
    if why:
        said += f": {why.rstrip('.')}"
    return f"{said} (theo số liệu: {outcome.reason[:1].lower()}{outcome.reason[1:]})"


def _group(group: Group, children: list[Line], depth: int) -> Line:
    summed = _add(children, group.max_points)
    applicable = [child for child in children if child.status != "not_applicable"]
    status: Status = "awarded"
    if not applicable:
        status = "not_applicable"
    elif all(child.status == "not_reported" for child in applicable):
        status = "not_reported"
    return Line(group.code, group.name, depth, True, group.max_points, status, summed.points, None, summed.reason)


def _add(children: list[Line], full: Decimal) -> _Sum:
    """Σ points; rescaled to the full maximum where some children do not apply."""
    applicable = [child for child in children if child.status != "not_applicable"]
    if not applicable:
        return _Sum(None, "Không áp dụng cho đơn vị")
    earned = sum((child.points or ZERO for child in applicable), ZERO)
    words = " + ".join(explanation.number(child.points or ZERO, 2) for child in applicable)
    left_out = [child for child in children if child.status == "not_applicable"]
    gaps = [child.code for child in applicable if child.status == "not_reported"]
    noted = f"; chưa có số liệu: {', '.join(gaps)}" if gaps else ""
    if not left_out:
        equation = f"{words} = {explanation.points(earned)}" if len(applicable) > 1 else explanation.points(earned)
        return _Sum(earned, equation + noted)
    base = sum((child.max_points for child in applicable), ZERO)
    points = round_points(Fraction(earned) / Fraction(base) * Fraction(full))
    codes = ", ".join(child.code for child in left_out)
    opened = f"({words})" if len(applicable) > 1 else words
    scale = f"{explanation.number(base, 2)} × {explanation.number(full, 2)}"
    equation = f"{opened} / {scale} = {explanation.points(points)}"
    return _Sum(points, f"{equation}; không áp dụng: {codes}{noted}")


def _on_top(on_top: OnTop, entries: Mapping[str, Entry], lines: list[Line]) -> tuple[Decimal, str]:
    """Bonus or penalty points, capped together, with the sentence that says so."""
    found = [_leaf(criterion, entries.get(criterion.code), 0) for criterion in on_top.criteria]
    lines.extend(found)
    summed = sum((line.points or ZERO for line in found), ZERO)
    if summed <= on_top.cap:
        return summed, ""
    kind = on_top.criteria[0].rule.label
    capped = round_points(on_top.cap)
    return capped, f"{kind} cộng lại {explanation.number(summed, 2)}, tính tối đa {explanation.number(capped, 2)}"


def _total(criteria_set: CriteriaSet, main: Decimal, bonus: Decimal, penalty: Decimal) -> tuple[Decimal, str]:
    exact = main + bonus - penalty
    total = max(exact, ZERO)
    if criteria_set.cap_total:
        total = min(total, round_points(criteria_set.total))
    if not bonus and not penalty:
        return total, f"Tổng điểm {explanation.number(total, 2)}"
    words = explanation.number(main, 2)
    words += f" + {explanation.number(bonus, 2)} điểm cộng" if bonus else ""
    words += f" − {explanation.number(penalty, 2)} điểm trừ" if penalty else ""
    words += f" = {explanation.number(exact, 2)}"
    if total != exact:
        words += f", lấy {explanation.number(total, 2)}"
    return total, f"Tổng điểm {words}"


def _band_words(criteria_set: CriteriaSet, band: Band) -> str:
    place = criteria_set.bands.index(band)
    low = explanation.number(band.low)
    if place == 0:
        return f"Xếp loại {band.name} (từ {low} điểm trở lên)."
    high = explanation.number(criteria_set.bands[place - 1].low)
    span = f"dưới {high} điểm" if place == len(criteria_set.bands) - 1 else f"từ {low} đến dưới {high} điểm"
    return f"Xếp loại {band.name} ({span})."


_NOTHING = Inputs()
_HOLD = Line("", "", 0, True, ZERO, "not_reported", None, None, "")
