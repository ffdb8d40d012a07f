"""Changing what a draft says besides its tree: bands, tie-break, limits, quota, worked examples."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from core.errors import DomainError
from scoring.models import Band, CriteriaSet
from scoring.services import workshop

PROVISIONS = {
    "tie_break": ("scoring.criteria_set.edit_tie_break", "thứ tự phân định khi bằng điểm"),
    "limits": ("scoring.criteria_set.edit_limits", "điều kiện hạ mức xếp loại"),
    "quota": ("scoring.criteria_set.edit_quota", "tỷ lệ tối đa của mức cao nhất"),
}
"""The act in the audit trail and what it changes, in words."""


class PartRefused(DomainError):
    """A part of the set that cannot be written as asked for."""


@transaction.atomic
def set_bands(
    *, criteria_set: CriteriaSet, revision: int, bands: Sequence[Mapping[str, Any]], by: User, at: datetime
) -> CriteriaSet:
    """Replace the bands; each one has code, name and low."""
    row = workshop.opened(criteria_set, revision=revision, by=by)
    before = [str(band) for band in row.bands.all()]
    row.bands.all().delete()
    Band.objects.bulk_create(
        Band(criteria_set=row, code=band["code"], name=band["name"], low=band["low"]) for band in bands
    )
    changes = {"mức xếp loại": [", ".join(before), ", ".join(f"{band['name']} từ {band['low']}" for band in bands)]}
    return workshop.written(row, action="scoring.criteria_set.edit_bands", by=by, at=at, changes=changes)


@transaction.atomic
def set_provision(
    *, criteria_set: CriteriaSet, revision: int, name: str, value: Any, by: User, at: datetime
) -> CriteriaSet:
    """Replace tie_break, limits or quota by what the set's file would say (see ``scoring.engine.provisions``)."""
    row = workshop.opened(criteria_set, revision=revision, by=by)
    action, words = PROVISIONS[name]
    changes = {words: [getattr(row, name), value]}
    setattr(row, name, value)
    return workshop.written(row, action=action, by=by, at=at, changes=changes, fields=[name])


@transaction.atomic
def save_example(
    *,
    criteria_set: CriteriaSet,
    revision: int,
    place: int | None,
    example: Mapping[str, Any],
    by: User,
    at: datetime,
) -> CriteriaSet:
    """Put a worked example at its place (counted from 0), or last when ``place`` is None."""
    row = workshop.opened(criteria_set, revision=revision, by=by)
    if any(each["name"] == example["name"] for at_, each in enumerate(row.examples) if at_ != place):
        raise PartRefused(f"Đã có ví dụ tên “{example['name']}”.", hint="Đặt tên khác.", field="name")
    if place is None:
        row.examples = [*row.examples, dict(example)]
    else:
        row.examples[place] = dict(example)
    changes = {"ví dụ": example["name"]}
    return workshop.written(
        row, action="scoring.criteria_set.edit_examples", by=by, at=at, changes=changes, fields=["examples"]
    )


@transaction.atomic
def remove_example(*, criteria_set: CriteriaSet, revision: int, place: int, by: User, at: datetime) -> CriteriaSet:
    """Take a worked example out."""
    row = workshop.opened(criteria_set, revision=revision, by=by)
    gone = row.examples.pop(place)
    changes = {"bỏ ví dụ": gone["name"]}
    return workshop.written(
        row, action="scoring.criteria_set.edit_examples", by=by, at=at, changes=changes, fields=["examples"]
    )
