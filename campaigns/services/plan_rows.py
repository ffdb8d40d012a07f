"""The rows that a whole plan is made of, each checked before it is saved. Called inside a transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model

from accounts.models import Unit
from campaigns.engine.document import Section
from campaigns.engine.plan import PlanFacts, TargetFact, manual_marks
from campaigns.models import (
    ContentArea,
    Duty,
    EligibleSubject,
    LegalBasis,
    Plan,
    PlanSection,
    Recipient,
    Target,
)
from core.errors import DomainError
from indicators.models import Indicator

Row = TypeVar("Row", bound=Model)
_PARTS = ("sections", "targets", "content_areas", "bases", "subjects", "duties", "recipients")


class PlanImportRefused(DomainError):
    """A plan that cannot be stored as it is, with every reason."""


def store_parts(plan: Plan, facts: PlanFacts) -> None:
    """Writes all parts of the plan anew. What hangs on old content areas (tasks) is led to the new ones by code."""
    old_areas = {area.pk: area.code for area in plan.content_areas.all()}
    tasks = list(plan.campaign.tasks.filter(content_area__in=old_areas))
    task_codes = {task.pk: old_areas[task.content_area_id] for task in tasks if task.content_area_id}
    for name in _PARTS:
        getattr(plan, name).all().delete()
    areas: dict[str, ContentArea] = {}
    for position, area in enumerate(facts.areas):
        row = ContentArea(plan=plan, code=area.code, title=area.title, short_title=area.short_title, position=position)
        areas[area.code] = save(row, f"nội dung “{area.code}”")
    for task in tasks:
        task.content_area = areas.get(task_codes[task.pk])
        task.save(update_fields=["content_area"])
    _store_sections(plan, facts.document.sections, areas, parent=None)
    for position, target in enumerate(facts.targets):
        save(_target(plan, target, areas, position), f"chỉ tiêu “{target.code}”")
    for what, line in _lines(plan, facts):
        save(line, what)


def _store_sections(
    plan: Plan,
    sections: Sequence[Section],
    areas: dict[str, ContentArea],
    *,
    parent: PlanSection | None,
    mark: str = "",
) -> None:
    """Marks are stored only where automatic numbering would give another one, so that the plan stays editable."""
    for position, (section, kept) in enumerate(zip(sections, manual_marks(sections, mark), strict=True)):
        row = PlanSection(
            plan=plan,
            parent=parent,
            position=position,
            style=section.style.value,
            mark=kept,
            written_label=section.written_label,
            heading=section.heading,
            body=section.body,
            paragraphs="\n".join(section.paragraphs),
            key=section.key,
            role=section.role,
            content_area=areas.get(section.area),
        )
        save(row, f"mục “{section.first_line[:40]}”")
        _store_sections(plan, section.children, areas, parent=row, mark=section.mark)


def _target(plan: Plan, fact: TargetFact, areas: dict[str, ContentArea], position: int) -> Target:
    bounds: dict[str, Any] = {"low": fact.rule.low, "high": fact.rule.high}
    return Target(
        **bounds,
        plan=plan,
        code=fact.code,
        content_area=areas.get(fact.area),
        label=fact.label,
        indicator=_indicator(fact),
        operator=fact.rule.operator.value,
        grade=fact.rule.grade,
        unit_of_measure=fact.rule.unit,
        baseline=fact.baseline,
        due_on=fact.due_on,
        scope=fact.scope,
        verification=fact.verification,
        source_text=fact.source_text,
        position=position,
        confirmed=fact.confirmed,
    )


def _indicator(fact: TargetFact) -> Indicator | None:
    if not fact.indicator:
        return None
    indicator = Indicator.objects.filter(code=fact.indicator).first()
    if indicator is None:
        raise PlanImportRefused(f"Chỉ tiêu “{fact.code}”: không có chỉ số mã “{fact.indicator}”.", code="indicator")
    return indicator


def _lines(plan: Plan, facts: PlanFacts) -> Iterator[tuple[str, Model]]:
    """Bases, subjects, duties and recipients, each with words for a refusal."""
    for position, basis in enumerate(facts.bases):
        row: Model = LegalBasis(
            plan=plan, position=position, kind=basis.kind, text=basis.text, is_printed=basis.printed
        )
        yield f"căn cứ thứ {position + 1}", row
    for position, subject in enumerate(facts.subjects):
        row = EligibleSubject(
            plan=plan, kind=subject.kind, definition=subject.definition, reform_workers_only=subject.reform_workers_only
        )
        yield f"đối tượng thứ {position + 1}", row
    units = {
        unit.code: unit for unit in Unit.objects.filter(code__in={duty.unit for duty in facts.duties if duty.unit})
    }
    for position, duty in enumerate(facts.duties):
        if duty.unit and duty.unit not in units:
            raise PlanImportRefused(f"Trách nhiệm thứ {position + 1}: không có đơn vị mã “{duty.unit}”.", code="unit")
        row = Duty(
            plan=plan, position=position, responsible=duty.responsible, unit=units.get(duty.unit), text=duty.text
        )
        yield f"trách nhiệm thứ {position + 1}", row
    for position, text in enumerate(facts.document.recipients):
        yield f"nơi nhận thứ {position + 1}", Recipient(plan=plan, position=position, text=text)


def save(row: Row, what: str) -> Row:
    """Saves a row after checking its fields, so that what is too long is told and not cut or lost."""
    keys = [field.name for field in row._meta.fields if field.is_relation]
    try:
        row.clean_fields(exclude=[*keys, "id"])
    except ValidationError as error:
        labels = {field.name: str(getattr(field, "verbose_name", field.name)) for field in row._meta.fields}
        faults = "; ".join(f"{labels.get(name, name)}: {' '.join(texts)}" for name, texts in error.message_dict.items())
        raise PlanImportRefused(f"Không lưu được {what} – {faults}", code="field") from error
    row.save()
    return row
