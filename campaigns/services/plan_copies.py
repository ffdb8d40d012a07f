"""Copying a plan with everything that belongs to it."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from accounts.models import User
from campaigns.models import ContentArea, Duty, EligibleSubject, LegalBasis, Plan, PlanSection, Recipient, Target

HEAD = ("kind_name", "subject", "symbol", "place", "preamble", "closing", "signer_title", "signer_name")
PARTS: tuple[type[Model], ...] = (LegalBasis, EligibleSubject, Duty, Recipient)


def copy(*, source: Plan, by: User, at: datetime) -> Plan:
    """The next version of a plan as a draft: head, areas, sections, targets and lists, without number and date."""
    draft = Plan.objects.create(
        campaign=source.campaign,
        version=source.version + 1,
        amends=source,
        created_at=at,
        created_by=by,
        **{name: getattr(source, name) for name in HEAD},
    )
    areas = _copy_areas(source, draft)
    _copy_sections(source, draft, areas)
    for target in Target.objects.filter(plan=source):
        target.content_area_id = areas.get(target.content_area_id) if target.content_area_id else None
        _save_as_new(target, draft)
    for model in PARTS:
        for row in model._default_manager.filter(plan=source):
            _save_as_new(row, draft)
    return draft


def _copy_areas(source: Plan, draft: Plan) -> dict[int, int]:
    """Copies the content areas; returns old key -> new key."""
    keys = {}
    for area in ContentArea.objects.filter(plan=source):
        before = area.pk
        _save_as_new(area, draft)
        keys[before] = area.pk
    return keys


def _copy_sections(source: Plan, draft: Plan, areas: dict[int, int]) -> None:
    """Copies the tree level by level, so that every parent exists before its children."""
    keys: dict[int | None, int | None] = {None: None}
    level = list(PlanSection.objects.filter(plan=source, parent=None))
    while level:
        found = [section.pk for section in level]
        for section in level:
            before = section.pk
            section.parent_id = keys[section.parent_id]
            section.content_area_id = areas.get(section.content_area_id) if section.content_area_id else None
            _save_as_new(section, draft)
            keys[before] = section.pk
        level = list(PlanSection.objects.filter(plan=source, parent__in=found))


def _save_as_new(row: Any, draft: Plan) -> None:
    row.pk = None
    row._state.adding = True
    row.plan = draft
    row.save()
