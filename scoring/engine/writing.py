"""Writes a criteria set as the plain mapping from which `definition.read_set` builds an equal one."""

from typing import Any

from scoring.engine import parameters
from scoring.engine.provisions import Example
from scoring.engine.rules import write_rule
from scoring.engine.tree import CriteriaSet, Criterion, Group
from scoring.engine.values import Entry, Inputs, NotApplicable


def write_set(criteria_set: CriteriaSet) -> dict[str, Any]:
    """The whole set in types that JSON and TOML know; what says nothing is left out."""
    written: dict[str, Any] = {
        "code": criteria_set.code,
        "name": criteria_set.name,
        "version": criteria_set.version,
        "total": parameters.plain(criteria_set.total),
        "cap_total": criteria_set.cap_total,
        "group": [write_node(group) for group in criteria_set.groups],
        "band": [parameters.write(band) for band in criteria_set.bands],
    }
    for name, on_top in (("bonus", criteria_set.bonus), ("penalty", criteria_set.penalty)):
        written[name] = {
            "cap": parameters.plain(on_top.cap),
            "criterion": [write_node(leaf) for leaf in on_top.criteria],
        }
    return written | write_provisions(criteria_set)


def write_provisions(criteria_set: CriteriaSet) -> dict[str, Any]:
    """What the set says besides its tree: tie_break, limit, quota, example; only those that are there."""
    written = {
        "tie_break": list(criteria_set.tie_break),
        "limit": [parameters.write(limit) for limit in criteria_set.limits],
        "quota": parameters.write(criteria_set.quota) if criteria_set.quota else {},
        "example": [write_example(example) for example in criteria_set.examples],
    }
    return {name: each for name, each in written.items() if each}


def write_node(node: Group | Criterion) -> dict[str, Any]:
    """A group with everything in it, or a leaf with its rule."""
    written = {"code": node.code, "name": node.name, "max": parameters.plain(node.max_points)}
    if node.suspended:
        written["suspended"] = node.suspended
    if node.not_for:
        written["not_for"] = list(node.not_for)
    if isinstance(node, Criterion):
        exempt = {} if node.when_exempt == "leave_out" else {"when_exempt": node.when_exempt}
        return {**written, **exempt, **parameters.write(node.notes), "rule": write_rule(node.rule)}
    if node.rescaling != "proportional":
        written["rescaling"] = node.rescaling
    for child in node.children:
        written.setdefault("group" if isinstance(child, Group) else "criterion", []).append(write_node(child))
    return written


def write_example(example: Example) -> dict[str, Any]:
    """A worked example; expected points as text, like every decimal."""
    written = {
        "name": example.name,
        "group": example.group,
        "circumstances": dict(example.circumstances),
        "entry": {code: _write_entry(entry) for code, entry in example.entries.items()},
        "expect": {code: parameters.plain(expected) for code, expected in example.expect.items()},
        "total": parameters.plain(example.total),
        "grade": example.grade,
    }
    kept = {name: each for name, each in written.items() if each not in ("", None, {})}
    return kept if example.assessed else {**kept, "assessed": False}


def _write_entry(entry: Entry) -> dict[str, Any]:
    written: dict[str, Any] = {}
    if isinstance(entry.measured, NotApplicable):
        written["not_applicable"] = entry.measured.reason
    elif isinstance(entry.measured, Inputs):
        written |= entry.measured.as_mapping()
    if entry.decision is not None:
        written["decided"] = parameters.plain(entry.decision.points)
        written["reason"] = entry.decision.reason
    return written
