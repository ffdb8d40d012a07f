"""The changes of a scenario in Vietnamese, each with what it was before."""

from collections.abc import Mapping
from decimal import Decimal

from scoring.engine import explanation
from scoring.engine.provisions import ROUNDINGS
from scoring.engine.scenario_options import numbers_of
from scoring.engine.scenarios import Change, Mark, Option, Weight
from scoring.engine.tree import RESCALINGS, CriteriaSet

ON, OFF = "có", "không"


NO_MARKS: Mapping[tuple[str, str], str] = {}


def words(
    change: Change,
    criteria_set: CriteriaSet,
    units: Mapping[str, str],
    marks: Mapping[tuple[str, str], str] = NO_MARKS,
) -> str:
    """One sentence; `units` are names by code, `marks` what criteria have now, by codes of unit and criterion."""
    if isinstance(change, Option):
        return _option(change, criteria_set)
    node = next((each for each in criteria_set.nodes() if each.code == change.code), None)
    name = f"{change.code} {node.name}" if node else change.code
    if isinstance(change, Weight):
        old = f"{explanation.number(node.max_points)} → " if node else ""
        return f"Trọng số {name}: {old}{explanation.number(change.max)} điểm"
    why = f" ({change.reason.rstrip('.')})" if change.reason else ""
    who = units.get(change.unit, change.unit) or "mọi đơn vị"
    if isinstance(change, Mark):
        return f"Điểm {name} của {who}: {marked(change, marks)} điểm{why}"
    return f"{name}: {'áp dụng' if change.applies else 'không áp dụng'} cho {who}{why}"


def marked(change: Mark, marks: Mapping[tuple[str, str], str]) -> str:
    """The contested points, old and new: “7,25 → 10,00”."""
    old = marks.get((change.unit, change.code))
    new = explanation.figure(change.points)
    return f"{old} → {new}" if old else new


def _option(change: Option, criteria_set: CriteriaSet) -> str:
    if change.name == "limit_off":
        limit = next((each.name for each in criteria_set.limits if each.code == change.of), change.of)
        return f"Bỏ điều kiện hạ mức “{limit}”"
    what, old = described(change, criteria_set)
    return f"{what}: {shown(change.name, old)} → {shown(change.name, change.value)}"


def described(option: Option, criteria_set: CriteriaSet) -> tuple[str, str]:
    """What an option is called, and what it says in the set (as in `Option.value`)."""
    plain = {
        "cap_total": ("Tổng điểm không vượt thang điểm", "true" if criteria_set.cap_total else "false"),
        "bonus_cap": ("Trần điểm cộng", str(criteria_set.bonus.cap)),
        "penalty_cap": ("Trần điểm trừ", str(criteria_set.penalty.cap)),
        "quota_percent": ("Tỷ lệ tối đa (%)", str(criteria_set.quota.percent) if criteria_set.quota else ""),
        "quota_rounding": ("Số suất lẻ", criteria_set.quota.rounding if criteria_set.quota else ""),
    }
    if option.name in plain:
        return plain[option.name]
    if option.name == "band_low":
        band = next((each for each in criteria_set.bands if each.code == option.of), None)
        return f"Mức {band.name} từ điểm" if band else option.of, str(band.low) if band else ""
    node = next((each for each in criteria_set.nodes() if each.code == option.of), None)
    if option.name == "rescaling":
        return f"Nhóm {option.of}: điểm của mục không áp dụng", getattr(node, "rescaling", "")
    rule = getattr(node, "rule", None)
    known = {each.path: each.value for each in numbers_of(rule)} if rule else {}
    return f"{option.of} – {option.label or option.path}", str(known.get(option.path, ""))


def shown(name: str, value: str) -> str:
    """A value of an option as people write it."""
    if name == "cap_total":
        return {"true": ON, "false": OFF}.get(value, value)
    if name in ("rescaling", "quota_rounding"):
        return {**RESCALINGS, **ROUNDINGS}.get(value, value)
    try:
        return explanation.number(Decimal(value))
    except ArithmeticError:
        return value
