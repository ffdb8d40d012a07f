"""One text for equal inputs, and its SHA-256: the same inputs must always give the same hash."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import Any

import orjson

from scoring.engine.definition import write_set
from scoring.engine.evaluation import Evaluation
from scoring.engine.parameters import decimal_text
from scoring.engine.standing import Standing
from scoring.engine.tree import CriteriaSet
from scoring.engine.values import Decision, Entry, Inputs, NotApplicable

ENGINE_VERSION = "2.1"
"""Raised whenever the same inputs may give another result; stored with every run."""


def canonical_text(value: Any) -> str:
    """Compact JSON with sorted keys; decimals in their shortest form."""
    return _written(value).decode()


def measured_text(measured: Inputs | NotApplicable | None) -> str:
    """What was measured for one criterion, as it is hashed and kept; empty when nothing was reported."""
    if measured is None:
        return ""
    if isinstance(measured, NotApplicable):
        return canonical_text({"not_applicable": measured.reason})
    return canonical_text(measured.as_mapping())


def unit_inputs_hash(entries: Mapping[str, Entry], measured: Mapping[str, str], standing: Standing) -> str:
    """The hash of all that one unit brings into a calculation; ``measured`` are the texts of what was measured."""
    lines = [_entry_text(code, entries[code].decision, measured[code]) for code in sorted(entries)]
    return _hash([standing.group, standing.assessed, dict(standing.circumstances), *lines])


def unit_result_hash(result: Evaluation) -> str:
    """The hash of every figure and every reason of one unit's result."""
    grade = result.band.code if result.band else None
    # points always have two decimals, so their plain text is one text for equal points
    lines = [f"{line.code}|{line.status}|{line.points}|{line.calculated}|{line.reason}" for line in result.lines]
    return _hash([result.total, grade, result.bonus, result.penalty, result.reason, *lines])


def run_inputs_hash(criteria_set: CriteriaSet, units: Mapping[str, str], votes: Mapping[str, int]) -> str:
    """The hash of everything a run depends on: engine, set, the hash of each unit's inputs, recorded votes."""
    return _hash({"engine": ENGINE_VERSION, "set": write_set(criteria_set), "units": units, "votes": votes})


def run_result_hash(units: Mapping[str, Sequence[Any]]) -> str:
    """The hash of a run's results: by unit the hash of its own result, and what only the comparison of all gives."""
    return _hash({"units": units})


def _hash(stated: Any) -> str:
    return sha256(_written(stated)).hexdigest()


def _entry_text(code: str, decision: Decision | None, measured: str) -> str:
    if decision is None:
        return f"{code}|{measured}"
    return f"{code}|{measured}|{decimal_text(decision.points)}|{decision.reason}"


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return decimal_text(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _written(value: Any) -> bytes:
    return orjson.dumps(value, default=_plain, option=orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS)
