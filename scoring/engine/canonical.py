"""One text for equal inputs, and its SHA-256: the same inputs must always give the same hash."""

import json
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any

from .definition import write_set
from .evaluation import Evaluation
from .parameters import decimal_text
from .tree import CriteriaSet
from .values import Entry, NotApplicable

ENGINE_VERSION = "1.0"
"""Raised whenever the same inputs may give another result; stored with every run."""


def canonical_text(value: Any) -> str:
    """Compact JSON with sorted keys; decimals in their shortest form."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def inputs_hash(criteria_set: CriteriaSet, entries: Mapping[str, Mapping[str, Entry]]) -> str:
    """The hash of everything a result depends on: engine version, set, and the entries of each unit."""
    stated = {
        "engine": ENGINE_VERSION,
        "set": write_set(criteria_set),
        "units": {unit: {code: _entry(entry) for code, entry in of_unit.items()} for unit, of_unit in entries.items()},
    }
    return sha256(canonical_text(stated).encode()).hexdigest()


def results_hash(evaluations: Mapping[str, Evaluation]) -> str:
    """The hash of every figure and every reason of the results."""
    stated = {
        unit: {
            "total": each.total,
            "grade": each.band.code if each.band else None,
            "bonus": each.bonus,
            "penalty": each.penalty,
            "reason": each.reason,
            "lines": [[line.code, line.status, line.points, line.calculated, line.reason] for line in each.lines],
        }
        for unit, each in evaluations.items()
    }
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
