"""Options of a criteria set that a trial may change: caps, bands, rescaling, quota, limits, one number of a rule."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from typing import Any, ClassVar

from scoring.engine import parameters
from scoring.engine.provisions import ROUNDINGS
from scoring.engine.rules import Rule
from scoring.engine.tree import RESCALINGS, CriteriaSet, Criterion, Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One provision of the set that would say something else."""

    kind: ClassVar[str] = "option"
    name: str
    """One of OPTIONS."""
    value: str = ""
    """Numbers as in JSON (“87.5”), yes and no as “true”, “false”, else a code; empty for a limit switched off."""
    of: str = ""
    """Code of the band, group, limit or criterion it belongs to."""
    path: str = ""
    """rule: where the number stands in the rule: “floor”, “steps.1.points”, “parts.0.rule.floor”."""
    label: str = ""
    """What the number is called, for people."""


@dataclass(frozen=True, slots=True)
class Numeric:
    """A number in a rule that a trial may change."""

    path: str
    owner: str
    """Kind of the rule, or name of the row class, that it belongs to."""
    name: str
    value: Decimal
    row: str = ""
    """What tells its row from the others."""


class Unreadable(ValueError):
    """An option that cannot be applied, in Vietnamese."""


def apply(criteria_set: CriteriaSet, option: Option) -> CriteriaSet:
    """The set with the option changed; raises Unreadable when it says nothing that the set knows."""
    change = OPTIONS.get(option.name)
    if change is None:
        raise Unreadable(f"Không có quy định “{option.name}” để thử.")
    return change(criteria_set, option)


def numbers_of(rule: Rule) -> list[Numeric]:
    """Every number in a rule, at any depth, in reading order."""
    return list(_numbers(rule, "", rule.kind, ""))


def _numbers(part: Any, path: str, owner: str, row: str) -> Iterator[Numeric]:
    for field in fields(part):
        value = getattr(part, field.name)
        here = f"{path}{field.name}"
        if isinstance(value, Decimal) or (isinstance(value, int) and not isinstance(value, bool)):
            yield Numeric(here, owner, field.name, Decimal(value), row)
        elif isinstance(value, tuple):
            for at, each in enumerate(value):
                if is_dataclass(each):
                    yield from _numbers(each, f"{here}.{at}.", type(each).__name__, _row_words(each, at, row))
        elif isinstance(value, Rule):
            yield from _numbers(value, f"{here}.", value.kind, row)


def _row_words(each: Any, at: int, row: str) -> str:
    named = getattr(each, "label", "") or getattr(each, "name", "") or f"dòng {at + 1}"
    return f"{row}, {named}" if row else named


def _cap_total(criteria_set: CriteriaSet, option: Option) -> CriteriaSet:
    return replace(criteria_set, cap_total=_one_of(option.value, {"true": True, "false": False}))


def _bonus_cap(criteria_set: CriteriaSet, option: Option) -> CriteriaSet:
    return replace(criteria_set, bonus=replace(criteria_set.bonus, cap=_number(option.value)))


def _penalty_cap(criteria_set: CriteriaSet, option: Option) -> CriteriaSet:
    return replace(criteria_set, penalty=replace(criteria_set.penalty, cap=_number(option.value)))


def _band_low(criteria_set: CriteriaSet, option: Option) -> CriteriaSet:
    _known(option.of, [band.code for band in criteria_set.bands], "mức xếp loại")
    low = _number(option.value)
    bands = [replace(band, low=low) if band.code == option.of else band for band in criteria_set.bands]
    return replace(criteria_set, bands=tuple(bands))


def _rescaling(criteria_set: CriteriaSet, option: Option) -> CriteriaSet:
    _known(option.of, [node.code for node in criteria_set.nodes() if isinstance(node, Group)], "nhóm")
    rescaling = _one_of(option.value, {code: code for code in RESCALINGS})
    return with_nodes(
        criteria_set,
        lambda node: replace(node, rescaling=rescaling) if isinstance(node, Group) and node.code == option.of else node,
    )


def _quota_percent(criteria_set: CriteriaSet, option: Option) -> CriteriaSet:
    percent = _number(option.value)
    if criteria_set.quota is None:
        raise Unreadable("Bộ tiêu chí không giới hạn tỷ lệ mức nào.")
    return replace(criteria_set, quota=replace(criteria_set.quota, percent=percent))


def _quota_rounding(criteria_set: CriteriaSet, option: Option) -> CriteriaSet:
    rounding = _one_of(option.value, {code: code for code in ROUNDINGS})
    if criteria_set.quota is None:
        raise Unreadable("Bộ tiêu chí không giới hạn tỷ lệ mức nào.")
    return replace(criteria_set, quota=replace(criteria_set.quota, rounding=rounding))


def _limit_off(criteria_set: CriteriaSet, option: Option) -> CriteriaSet:
    _known(option.of, [limit.code for limit in criteria_set.limits], "điều kiện hạ mức")
    return replace(criteria_set, limits=tuple(each for each in criteria_set.limits if each.code != option.of))


def _rule(criteria_set: CriteriaSet, option: Option) -> CriteriaSet:
    leaf = next((each for each in criteria_set.criteria() if each.code == option.of), None)
    if leaf is None:
        raise Unreadable(f"Không có tiêu chí “{option.of}”.")
    known = next((each for each in numbers_of(leaf.rule) if each.path == option.path), None)
    if known is None:
        raise Unreadable(f"Cách tính của tiêu chí {leaf.code} không có số “{option.path}”.")
    built = _with_number(leaf.rule, option.path, _number(option.value))
    return with_nodes(criteria_set, lambda node: replace(node, rule=built) if _is_leaf(node, option.of) else node)


def with_nodes(criteria_set: CriteriaSet, change: Callable[[Any], Any]) -> CriteriaSet:
    """The set with every node replaced by what `change` makes of it, children before their group."""

    def renewed(node: Group | Criterion) -> Any:
        if isinstance(node, Group):
            node = replace(node, children=tuple(renewed(child) for child in node.children))
        return change(node)

    return replace(
        criteria_set,
        groups=tuple(renewed(group) for group in criteria_set.groups),
        bonus=replace(criteria_set.bonus, criteria=tuple(map(renewed, criteria_set.bonus.criteria))),
        penalty=replace(criteria_set.penalty, criteria=tuple(map(renewed, criteria_set.penalty.criteria))),
    )


def _is_leaf(node: Group | Criterion, code: str) -> bool:
    return isinstance(node, Criterion) and node.code == code


def _with_number(part: Any, path: str, number: Decimal) -> Any:
    """The rule (or a row of it) with one number replaced; counts of days stay whole."""
    first, _, rest = path.partition(".")
    inside = getattr(part, first)
    if not rest:
        if isinstance(inside, int) and number != int(number):
            raise Unreadable("Số này phải là số nguyên.")
        return replace(part, **{first: int(number) if isinstance(inside, int) else number})
    if isinstance(inside, tuple):
        at, _, rest = rest.partition(".")
        rows = (_with_number(each, rest, number) if str(place) == at else each for place, each in enumerate(inside))
        return replace(part, **{first: tuple(rows)})
    return replace(part, **{first: _with_number(inside, rest, number)})


def _number(text: str) -> Decimal:
    read, _ = parameters.read(_OneNumber, {"number": text})
    if read is None:
        raise Unreadable(f"“{text}” không phải là một số.")
    return read.number


def _one_of(value: str, known: Mapping[str, Any]) -> Any:
    if value not in known:
        raise Unreadable(f"“{value}” không phải là một lựa chọn của quy định này.")
    return known[value]


def _known(code: str, codes: Sequence[str], what: str) -> None:
    if code not in codes:
        raise Unreadable(f"Không có {what} “{code}”.")


@dataclass(frozen=True)
class _OneNumber:
    number: Decimal


OPTIONS: dict[str, Callable[[CriteriaSet, Option], CriteriaSet]] = {
    "cap_total": _cap_total,
    "bonus_cap": _bonus_cap,
    "penalty_cap": _penalty_cap,
    "band_low": _band_low,
    "rescaling": _rescaling,
    "quota_percent": _quota_percent,
    "quota_rounding": _quota_rounding,
    "limit_off": _limit_off,
    "rule": _rule,
}
