"""What is wrong with the changes of a scenario: every slip at once, each with its place."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from scoring.engine import explanation, scenario_options
from scoring.engine.checks import check as check_set
from scoring.engine.rounding import round_points
from scoring.engine.scenario_options import Unreadable
from scoring.engine.scenarios import (
    Applicability,
    Change,
    Mark,
    Option,
    Weight,
    place_of,
    trial_set,
    way_to,
    with_options,
)
from scoring.engine.slips import Slip, errors
from scoring.engine.tree import CriteriaSet, Criterion, Group

SUM = "Trọng số"
"""The place of the one slip that a further change can mend: the weights do not add up to the scale."""


def check(criteria_set: CriteriaSet, changes: Sequence[Change], units: Sequence[str]) -> list[Slip]:
    """What is wrong with the changes, each with its place; empty when `apply` may use them."""
    return list(_slips(criteria_set, changes, frozenset(units)))


def _slips(criteria_set: CriteriaSet, changes: Sequence[Change], units: frozenset[str]) -> Iterator[Slip]:
    nodes = {node.code: node for node in criteria_set.nodes()}
    seen: dict[tuple[str, ...], int] = {}
    faulty = False
    for place, each in enumerate(changes, start=1):
        for fault in _faults(criteria_set, nodes, each, units):
            faulty = True
            yield Slip(place_of(place), fault, getattr(each, "code", getattr(each, "of", "")))
        earlier = seen.setdefault(_target(each), place)
        if earlier != place:
            faulty = True
            yield Slip(place_of(place), f"Thay đổi {earlier} đã nói về chỗ này; bỏ bớt một thay đổi.")
    if faulty:
        return
    yield from errors(check_set(with_options(criteria_set, changes)))
    trial = trial_set(criteria_set, changes)
    summed = sum((group.max_points for group in trial.groups), Decimal(0))
    if summed != trial.total:
        full = explanation.number(trial.total)
        yield Slip(
            SUM,
            f"Điểm tối đa của các nhóm cộng lại thành {explanation.number(summed)}, không bằng thang điểm {full}; "
            f"sửa trọng số của tiêu chí hoặc nhóm khác cho đủ {full}.",
        )
    leaves_by_code = {leaf.code: leaf for leaf in trial.criteria()}
    for place, each in enumerate(changes, start=1):
        if isinstance(each, Mark) and not 0 <= each.points <= leaves_by_code[each.code].max_points:
            most = explanation.number(leaves_by_code[each.code].max_points)
            yield Slip(place_of(place), f"Điểm của tiêu chí {each.code} phải từ 0 đến {most}.", each.code)


def _faults(
    criteria_set: CriteriaSet, nodes: Mapping[str, Group | Criterion], change: Change, units: frozenset[str]
) -> Iterator[str]:
    if isinstance(change, Option):
        try:
            scenario_options.apply(criteria_set, change)
        except Unreadable as wrong:
            yield str(wrong)
        return
    node = nodes.get(change.code)
    if node is None:
        yield f"Không có tiêu chí hay nhóm “{change.code}”."
    elif isinstance(change, Weight):
        yield from _weight_faults(criteria_set, change)
    elif isinstance(change, Mark) and isinstance(node, Group):
        yield f"{change.code} là một nhóm; chỉ chấm được điểm cho tiêu chí."
    elif isinstance(change, Applicability) and change.applies and change.unit and _left_out_by_set(criteria_set, node):
        yield f"Bộ tiêu chí không áp dụng mục {change.code}; chỉ thử áp dụng lại được cho mọi đơn vị."
    unit = getattr(change, "unit", "")
    if (unit or isinstance(change, Mark)) and unit not in units:
        yield f"Không có đơn vị “{unit}” trong đợt."


def _weight_faults(criteria_set: CriteriaSet, change: Weight) -> Iterator[str]:
    if not 0 < change.max <= criteria_set.total:
        most = explanation.number(criteria_set.total)
        yield f"Trọng số của {change.code} phải lớn hơn 0 và không quá {most}; muốn bỏ hẳn thì chọn “không áp dụng”."
    elif round_points(change.max) != change.max:
        yield f"Trọng số của {change.code} có nhiều hơn hai chữ số thập phân."


def _target(change: Change) -> tuple[str, ...]:
    if isinstance(change, Option):
        return (change.kind, change.name, change.of, change.path)
    return (change.kind, change.code, getattr(change, "unit", ""))


def _left_out_by_set(criteria_set: CriteriaSet, node: Group | Criterion) -> bool:
    way = way_to(criteria_set, node.code)
    return any(each.suspended or each.not_for for each in criteria_set.nodes() if each.code in way)
