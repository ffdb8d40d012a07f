"""One text for equal inputs, and its SHA-256: the same inputs must always give the same hash."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import Any

from .definition import write_set
from .evaluation import Evaluation
from .parameters import decimal_text
from .standing import Standing
from .tree import CriteriaSet
from .values import Entry, NotApplicable

ENGINE_VERSION = "1.0"
"""Raised whenever the same inputs may give another result; stored with every run."""


def canonical_text(value: Any) -> str:
    """Compact JSON with sorted keys; decimals in their shortest form."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def unit_inputs_hash(entries: Mapping[str, Entry], standing: Standing) -> str:
    """The hash of all that one unit brings into a calculation."""
    return _hash(
        {
            "group": standing.group,
            "assessed": standing.assessed,
            "circumstances": dict(standing.circumstances),
            "entries": {code: _entry(entry) for code, entry in entries.items()},
        }
    )


def unit_result_hash(result: Evaluation) -> str:
    """The hash of every figure and every reason of one unit's result."""
    return _hash(
        {
            "total": result.total,
            "grade": result.band.code if result.band else None,
            "bonus": result.bonus,
            "penalty": result.penalty,
            "reason": result.reason,
            "lines": [[line.code, line.status, line.points, line.calculated, line.reason] for line in result.lines],
        }
    )


def run_inputs_hash(criteria_set: CriteriaSet, units: Mapping[str, str], votes: Mapping[str, int]) -> str:
    """The hash of everything a run depends on: engine, set, the hash of each unit's inputs, recorded votes."""
    return _hash({"engine": ENGINE_VERSION, "set": write_set(criteria_set), "units": units, "votes": votes})


def run_result_hash(units: Mapping[str, Sequence[Any]]) -> str:
    """The hash of a run's results: by unit the hash of its own result, and what only the comparison of all gives."""
    return _hash({"units": units})


def _hash(stated: Any) -> str:
    return sha256(canonical_text(stated).encode()).hexdigest()


def _entry(entry: Entry) -> dict[str, Any]:
    measured = entry.measured
    stated: dict[str, Any] = {}
    if isinstance(measured, NotApplicable):
        stated["not_applicable"] = measured.reason
    elif measured is not None:
        stated["measured"] = measured.as_mapping()
    if entry.decision is not None:
        stated["decision"] = {"points": entry.decision.points, "reason": entry.decision.reason}
    return stated


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return decimal_text(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")
