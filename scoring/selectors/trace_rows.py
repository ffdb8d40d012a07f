"""What is kept with a criterion's points, so that “vì sao … điểm?” can be answered for years; ``tracing`` reads it.

What is empty is left out: there are hundreds of thousands of traces.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
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


def trace_of(unit: UnitInputs, code: str, background: Background) -> str:
    """The inputs of a criterion with their source and date, both marks, and the evidence, as JSON.

    Written out by hand, since turning nested mappings into text would take as long as the calculation itself.
    """
    parts = []
    if isinstance(unit.entries[code].measured, Inputs):
        source, as_of = unit.source_of(code)
        parts.append(f'"inputs":{unit.measured[code]},"source":{_quoted(source)}')
        if as_of:
            parts.append(f'"as_of":{_quoted(as_of)}')
    answer = unit.answers.get(code)
    if answer is not None:
        parts.append(_self_of(answer, background.names))
        if answer.verified_at is not None:
            parts.append(_verified_of(answer, answer.verified_at, background.names))
        if answer.pk in background.evidence:
            parts.append(f'"evidence":{_encode(background.evidence[answer.pk])}')
    return f"{{{','.join(parts)}}}"


def _self_of(answer: Answer, names: Mapping[int, str]) -> str:
    sheet = answer.assessment
    by = names.get(answer.saved_by_id or sheet.submitted_by_id or 0, "")
    at = (answer.saved_at or sheet.submitted_at).isoformat()
    text = f'"self":{{"points":"{_points(answer.self_points)}","by":{_quoted(by)},"at":"{at}"'
    if answer.explanation:
        text += f',"explanation":{_quoted(answer.explanation)}'
    if answer.claims_not_applicable:
        text += ',"claims_not_applicable":true'
    return text + "}"


def _verified_of(answer: Answer, at: datetime, names: Mapping[int, str]) -> str:
    by = names.get(answer.verified_by_id or 0, "")
    reason = _quoted(answer.verified_reason or answer.comment)
    return (
        f'"verified":{{"state":"{answer.state}","points":"{_points(answer.verified_points)}",'
        f'"reason":{reason},"by":{_quoted(by)},"at":"{at.isoformat()}"}}'
    )


def _points(value: Decimal | None) -> str:
    return "" if value is None else str(value)


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_quoted = lru_cache(maxsize=4096)(_encode)
