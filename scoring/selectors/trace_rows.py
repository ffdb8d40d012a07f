"""What is kept with a criterion's points, so that “vì sao … điểm?” can be answered for years; ``tracing`` reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from scoring.engine.values import Inputs
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
    sheets = {answer.assessment for unit in units for answer in unit.answers.values()}
    return Background(answers.names_of(lines), answers.evidence_of(sheets))


def trace_of(unit: UnitInputs, code: str, background: Background) -> dict[str, Any]:
    """The inputs of a criterion with their source and date, both marks, and the evidence."""
    measured = unit.entries[code].measured
    trace: dict[str, Any] = {}
    if isinstance(measured, Inputs):
        source, as_of = unit.source_of(code)
        trace = {"inputs": measured.as_mapping(), "source": source, "as_of": as_of}
    answer = unit.answers.get(code)
    if answer is not None:
        trace["self"] = _self_of(answer, background.names)
        if answer.verified_at is not None:
            trace["verified"] = _verified_of(answer, background.names)
        trace["evidence"] = background.evidence.get(answer.pk, [])
    return trace


def _self_of(answer: Answer, names: Mapping[int, str]) -> dict[str, Any]:
    sheet = answer.assessment
    return {
        "points": _text(answer.self_points),
        "by": names.get(answer.saved_by_id or sheet.submitted_by_id or 0, ""),
        "at": _moment(answer.saved_at or sheet.submitted_at),
        "explanation": answer.explanation,
        "claims_not_applicable": answer.claims_not_applicable,
    }


def _verified_of(answer: Answer, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "state": answer.state,
        "points": _text(answer.verified_points),
        "reason": answer.verified_reason or answer.comment,
        "by": names.get(answer.verified_by_id or 0, ""),
        "at": _moment(answer.verified_at),
    }


def _text(value: Decimal | None) -> str:
    return "" if value is None else str(value)


def _moment(value: datetime | None) -> str:
    return value.isoformat() if value else ""
