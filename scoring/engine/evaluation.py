"""From entries to points: leaf by leaf, group by group, then bonus, penalty, total and grade."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import partial

from scoring.engine import explanation, limits, weights
from scoring.engine.folding import ZERO, add
from scoring.engine.results import Evaluation, Line, Status, new_line
from scoring.engine.rounding import round_points
from scoring.engine.standing import Standing
from scoring.engine.tree import Band, CriteriaSet, Criterion, Group, OnTop
from scoring.engine.values import Awarded, Entry, Inputs, NotApplicable, Outcome

__all__ = ["Evaluation", "Line", "Standing", "Status", "conclude", "evaluate", "grade", "outcome_of"]

LeafLine = Callable[[Criterion, int, str], Line]
"""Gives the line of a leaf: the leaf, its depth, and why everything around it is left out (empty: it is not)."""
ORDINARY = Standing()


def evaluate(criteria_set: CriteriaSet, entries: Mapping[str, Entry], standing: Standing = ORDINARY) -> Evaluation:
    """The whole result of one unit; criteria without an entry count as not reported.

    Raises ValueError when a verifier's decision lies outside a criterion's points.
    """
    return conclude(criteria_set, partial(_leaf, entries, standing), standing)


def outcome_of(criterion: Criterion, entry: Entry | None, standing: Standing = ORDINARY) -> Outcome:
    """What a criterion gives for an entry, before any verifier's decision."""
    if criterion.suspended:
        return NotApplicable(_suspended_words(criterion))
    if criterion.not_for and standing.group in criterion.not_for:
        return _exempt(criterion, NotApplicable(NOT_FOR_GROUP))
    measured = entry.measured if entry is not None else None
    if isinstance(measured, NotApplicable):
        return _exempt(criterion, measured)
    inputs = measured if measured is not None else _NOTHING
    if criterion.counted_to is None:
        outcome = criterion.rule.award(inputs, criterion.max_points)
    else:
        outcome = weights.award(criterion.rule, inputs, criterion.counted_to, criterion.max_points)
    return _exempt(criterion, outcome) if isinstance(outcome, NotApplicable) else outcome


def grade(bands: tuple[Band, ...], total: Decimal) -> Band:
    """The band of a total; bands run from the best down and the last starts at zero."""
    return next((band for band in bands if total >= band.low), bands[-1])


def conclude(criteria_set: CriteriaSet, line_of: LeafLine, standing: Standing) -> Evaluation:
    """The result from the lines of the leaves: sums, caps, total and grade."""
    lines: list[Line] = []
    tops = [_node(group, line_of, standing, 0, "", lines) for group in criteria_set.groups]
    in_tree = len(lines)
    main = add(tops, criteria_set.total, "proportional")
    bonus, bonus_words = _on_top(criteria_set.bonus, line_of, lines)
    penalty, penalty_words = _on_top(criteria_set.penalty, line_of, lines)
    missing = sum(not line.is_group and (line.status == "not_reported" or bool(line.gaps)) for line in lines)
    if main.points is None:
        reason = "Không có tiêu chí nào áp dụng cho đơn vị."
        return Evaluation(tuple(lines), ZERO, bonus, penalty, None, None, None, (), missing, reason)
    total, total_words = _total(criteria_set, main.points, bonus, penalty)
    reached = grade(criteria_set.bands, total)
    band, told = limits.capped(criteria_set, reached, lines[:in_tree], standing)
    words = [part for part in (main.reason, bonus_words, penalty_words, total_words) if part]
    words += _grade_words(criteria_set, reached, band, told)
    return Evaluation(
        tuple(lines), main.points, bonus, penalty, total, band, reached, told, missing, f"{'. '.join(words)}."
    )


def _node(node: Group, line_of: LeafLine, standing: Standing, depth: int, left_out: str, lines: list[Line]) -> Line:
    """The line of a group; it and the lines of all below it are added to `lines`."""
    place = len(lines)
    lines.append(_HOLD)
    why = left_out or _group_left_out(node, standing)
    children = []
    for child in node.children:
        if isinstance(child, Criterion):
            line = line_of(child, depth + 1, why)
            lines.append(line)
        else:
            line = _node(child, line_of, standing, depth + 1, why, lines)
        children.append(line)
    line = lines[place] = _group(node, children, depth, why)
    return line


def _group_left_out(group: Group, standing: Standing) -> str:
    if group.suspended:
        return _suspended_words(group)
    return NOT_FOR_GROUP if group.not_for and standing.group in group.not_for else ""


def _group(group: Group, children: list[Line], depth: int, left_out: str) -> Line:
    points, reason = add(children, group.counted_to or group.max_points, group.rescaling)
    if group.counted_to is not None and points is not None:
        points, words = weights.scaled(points, group.counted_to, group.max_points)
        reason = f"{reason}; {words}"
    status: Status = "awarded"
    if points is None:
        status, reason = "not_applicable", left_out or reason
    elif not points and all(child.status != "awarded" for child in children):
        status = "not_reported"
    return Line(group.code, group.name, depth, True, group.max_points, status, points, None, reason)


def _leaf(entries: Mapping[str, Entry], standing: Standing, criterion: Criterion, depth: int, left_out: str) -> Line:
    code, name, most = criterion.code, criterion.name, criterion.max_points
    entry = entries.get(code)
    outcome = NotApplicable(left_out) if left_out else outcome_of(criterion, entry, standing)
    if isinstance(outcome, NotApplicable):
        return Line(code, name, depth, False, most, "not_applicable", None, None, outcome.reason)
    calculated = outcome.points if isinstance(outcome, Awarded) else None
    if entry is not None and entry.decision is not None:
        points = _decided(criterion, entry.decision.points)
        reason = _decided_words(criterion, entry, outcome, points)
        return new_line((code, name, depth, False, most, "awarded", points, calculated, reason, ()))
    if isinstance(outcome, Awarded):
        return new_line(
            (code, name, depth, False, most, "awarded", calculated, calculated, outcome.reason, outcome.gaps)
        )
    return Line(code, name, depth, False, most, "not_reported", None, None, outcome.reason)


def _exempt(criterion: Criterion, outcome: NotApplicable) -> Outcome:
    """Left out, or the full maximum where the set says so."""
    if criterion.when_exempt != "full":
        return outcome
    points = round_points(criterion.max_points)
    return Awarded(points, f"{outcome.reason.rstrip('. ')}: được miễn, tính trọn {explanation.points(points)}")


def _decided(criterion: Criterion, points: Decimal) -> Decimal:
    if not 0 <= points <= criterion.max_points:
        raise ValueError(f"Tiêu chí {criterion.code}: điểm thẩm định phải từ 0 đến {criterion.max_points}.")
    return round_points(points)


def _decided_words(criterion: Criterion, entry: Entry, outcome: Outcome, points: Decimal) -> str:
    measured, why = entry.measured, entry.decision.reason if entry.decision else ""
    if isinstance(outcome, Awarded) and outcome.points == points:
        return outcome.reason
    said = f"Thẩm định {explanation.points(points)}"
    if why:
        said += f": {why.rstrip('.')}"
    if not isinstance(outcome, Awarded):
        return said if criterion.rule.kind == "manual" else f"{said} (không có số liệu để tính)"
    if measured is None:  # a bonus or penalty of which nothing was declared; there are no figures to speak of
        return f"{said} (không có số liệu kê khai)"
    return f"{said} (theo số liệu: {explanation.inside(outcome.reason)})"


def _on_top(on_top: OnTop, line_of: LeafLine, lines: list[Line]) -> tuple[Decimal, str]:
    """Bonus or penalty points, capped together, with the sentence that says so."""
    found = [line_of(criterion, 0, "") for criterion in on_top.criteria]
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
        return total, f"Tổng điểm {explanation.figure(total)}"
    words = explanation.figure(main)
    words += f" + {explanation.number(bonus, 2)} điểm cộng" if bonus else ""
    words += f" − {explanation.number(penalty, 2)} điểm trừ" if penalty else ""
    words += f" = {explanation.number(exact, 2)}"
    if total != exact:
        words += f", lấy {explanation.figure(total)}"
    return total, f"Tổng điểm {words}"


def _grade_words(criteria_set: CriteriaSet, reached: Band, band: Band, told: tuple[str, ...]) -> list[str]:
    span = f"{reached.name} ({_span(criteria_set, reached)})"
    return [f"Theo điểm: {span}", *told, f"Xếp loại {band.name}"] if told else [f"Xếp loại {span}"]


def _span(criteria_set: CriteriaSet, band: Band) -> str:
    place = criteria_set.bands.index(band)
    low = explanation.number(band.low)
    if place == 0:
        return f"từ {low} điểm trở lên"
    high = explanation.number(criteria_set.bands[place - 1].low)
    return f"dưới {high} điểm" if place == len(criteria_set.bands) - 1 else f"từ {low} đến dưới {high} điểm"


def _suspended_words(node: Group | Criterion) -> str:
    return f"Bộ tiêu chí không đánh giá mục này: {node.suspended.rstrip('. ')}"


NOT_FOR_GROUP = "Bộ tiêu chí không áp dụng mục này cho khối của đơn vị"
_NOTHING = Inputs()
_HOLD = Line("", "", 0, True, ZERO, "not_reported", None, None, "")
