"""What is kept with a criterion's points, so that “vì sao … điểm?” can be answered for years; ``tracing`` reads it.

What is empty is left out: there are hundreds of thousands of traces.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import orjson

from scoring.engine.values import Inputs
from scoring.enums import EnteredBy
from scoring.selectors import answers
from scoring.selectors.answers import Answer
from scoring.selectors.gathering import UnitInputs


@dataclass(frozen=True, slots=True)
class Background:
    """What the traces of some units need besides their inputs: names of people, and evidence by line."""

    names: Mapping[int, str]
    evidence: Mapping[int, Sequence[Mapping[str, Any]]]


def background_of(units: Sequence[UnitInputs]) -> Background:
    """For all traces of these units (two queries)."""
    lines = {unit.unit.pk: unit.answers for unit in units}
    sheets = [next(iter(unit.answers.values())).assessment for unit in units if unit.answers]
    return Background(answers.names_of(lines), answers.evidence_of(sheets))


def trace_of(unit: UnitInputs, code: str, background: Background) -> dict[str, Any]:
    """The inputs of a criterion with their source and date, both marks, and the evidence, as mappings for JSON."""
    trace: dict[str, Any] = {}
    if isinstance(unit.entries[code].measured, Inputs):
        source, as_of = unit.source_of(code)
        trace["inputs"], trace["source"] = orjson.Fragment(unit.measured[code]), source
        if as_of:
            trace["as_of"] = as_of
    answer = unit.answers.get(code)
    if answer is not None:
        trace["self"] = _self_of(answer, background.names)
        if answer.criterion.entered_by == EnteredBy.OFFICE and answer.reported is not None:
            trace["entered"] = {"by": background.names.get(answer.saved_by_id or 0, ""), "at": answer.saved_at}
        if answer.verified_at is not None:
            trace["verified"] = _verified_of(answer, background.names)
        if answer.pk in background.evidence:
            trace["evidence"] = background.evidence[answer.pk]
    return trace


def _self_of(answer: Answer, names: Mapping[int, str]) -> dict[str, Any]:
    sheet = answer.assessment
    # what the office saved in a line is not the unit's word
    by_office = answer.criterion.entered_by == EnteredBy.OFFICE and answer.reported is not None
    saved_by, saved_at = (None, None) if by_office else (answer.saved_by_id, answer.saved_at)
    told = {
        "points": _points(answer.self_points),
        "by": names.get(saved_by or sheet.submitted_by_id or 0, ""),
        "at": saved_at or sheet.submitted_at,
    }
    if answer.explanation:
        told["explanation"] = answer.explanation
    if answer.claims_not_applicable:
        told["claims_not_applicable"] = True
    return told


def _verified_of(answer: Answer, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "state": answer.state,
        "points": _points(answer.verified_points),
        "reason": answer.verified_reason or answer.comment,
        "by": names.get(answer.verified_by_id or 0, ""),
        "at": answer.verified_at,
    }


def _points(value: Decimal | None) -> str:
    return "" if value is None else str(value)
