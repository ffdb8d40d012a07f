"""Submitted self-assessments as plain rows: a calculation reads too many lines for objects."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from django.db.models import TextField
from django.db.models.functions import Cast

from accounts.models import User
from campaigns.models import Round
from scoring.engine import canonical
from scoring.engine.values import Inputs, inputs_from
from scoring.models import Assessment, AssessmentItem, Criterion, EvidenceLink


class Submitted(NamedTuple):
    """A self-assessment that has been handed in at least once; a first draft does not count yet."""

    pk: int
    unit_id: int
    state: str
    submitted_at: datetime
    submitted_by_id: int | None


class Answer(NamedTuple):
    """One line of it, with the verifier's word."""

    criterion: Criterion
    assessment: Submitted
    pk: int
    reported: Inputs | None
    """What was declared, or frozen at submission; None when it is empty."""
    reported_text: str
    """The same as it is hashed and kept."""
    declared_source: str
    self_points: Decimal | None
    claims_not_applicable: bool
    explanation: str
    saved_at: datetime | None
    saved_by_id: int | None
    state: str
    verified_points: Decimal | None
    verified_not_applicable: bool
    verified_reason: str
    comment: str
    verified_at: datetime | None
    verified_by_id: int | None


def submitted(round_: Round, unit_ids: Sequence[int]) -> dict[int, Submitted]:
    """By unit (one query)."""
    rows = Assessment.objects.filter(round=round_, unit__in=unit_ids, submitted_at__isnull=False)
    return {row[1]: Submitted(*row) for row in rows.order_by().values_list(*Submitted._fields)}


def answers(sheets: Iterable[Submitted], codes: Collection[str] = ()) -> dict[int, dict[str, Answer]]:
    """The lines of these sheets by unit and criterion code, of these criteria (none: all of them) in two queries."""
    by_pk = {sheet.pk: sheet for sheet in sheets}
    stored = AssessmentItem.objects.filter(assessment__in=by_pk).order_by()
    if codes:
        stored = stored.filter(criterion__code__in=codes)
    text = Cast("declared", TextField())
    rows = list(stored.values_list("criterion_id", "assessment_id", "pk", text, *Answer._fields[5:]))
    criteria = Criterion.objects.in_bulk({row[0] for row in rows})
    found: dict[int, dict[str, Answer]] = {sheet.unit_id: {} for sheet in by_pk.values()}
    for row in rows:
        criterion, sheet = criteria[row[0]], by_pk[row[1]]
        found[sheet.unit_id][criterion.code] = Answer(criterion, sheet, row[2], *_reported(row[3]), *row[4:])
    return found


@lru_cache(maxsize=4096)  # half of the criteria of a set know only a few answers: yes or no, levels, small counts
def _reported(stored: str) -> tuple[Inputs | None, str]:
    declared = orjson.loads(stored)
    return (inputs_from(declared), canonical.canonical_text(declared)) if declared else (None, "")


def evidence_of(sheets: Iterable[Submitted]) -> dict[int, list[dict[str, Any]]]:
    """By line: the evidence as a trace keeps it, in the order in which it was added (one query)."""
    links = EvidenceLink.objects.filter(item__assessment__in=[sheet.pk for sheet in sheets]).order_by("pk")
    found: dict[int, list[dict[str, Any]]] = {}
    for item_id, evidence_id, name, page in links.values_list("item_id", "evidence_id", "evidence__name", "page"):
        found.setdefault(item_id, []).append({"id": evidence_id, "name": name, "page": page})
    return found


def names_of(answers: Mapping[int, Mapping[str, Answer]]) -> dict[int, str]:
    """The names of everybody who saved, submitted or verified one of these lines (one query)."""
    lines = [line for of_unit in answers.values() for line in of_unit.values()]
    people = {line.saved_by_id for line in lines} | {line.verified_by_id for line in lines}
    people |= {line.assessment.submitted_by_id for line in lines}
    users = User.objects.filter(pk__in=[pk for pk in people if pk is not None]).select_related("person")
    return {user.pk: user.display_name for user in users}
