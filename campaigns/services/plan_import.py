"""A whole plan put into the database at once: from a structured file or from a recognised document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from accounts.enums import UnitKind
from accounts.models import Unit
from campaigns.engine.document import Section, document_lines
from campaigns.engine.plan import PlanFacts, TargetFact, manual_marks
from campaigns.enums import PlanState
from campaigns.models import (
    Campaign,
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
from core.services import audit
from core.text import search_key
from indicators.models import Indicator

Row = TypeVar("Row", bound=Model)
_PARTS = ("sections", "targets", "content_areas", "bases", "subjects", "duties", "recipients")


class PlanImportRefused(DomainError):
    """A plan that cannot be stored as it is, with every reason."""


def save_draft(*, facts: PlanFacts, unit: Unit, by: Any, at: datetime, replace: bool = False) -> Plan:
    """Stores `facts` as the draft of the campaign with their code, which is made when there is none.

    With `replace`, an existing draft is overwritten, and an issued plan gets a new draft version that amends it;
    without, both are refused. Nothing is stored unless everything can be. Raises PlanImportRefused.
    """
    try:
        with transaction.atomic():
            return _stored(facts, unit, by, at, replace)
    except IntegrityError as error:  # two people saved the same code at the same moment
        raise PlanImportRefused(
            f"Mã “{facts.code}” vừa có người khác lưu.", hint="Tải lại trang rồi lưu lại.", code="exists"
        ) from error


def _stored(facts: PlanFacts, unit: Unit, by: Any, at: datetime, replace: bool) -> Plan:
    campaign = _campaign(facts, unit)
    plan = _draft_of(campaign, facts, replace=replace)
    is_new = plan.pk is None
    if is_new:
        plan.created_at, plan.created_by = at, by
    _fill(plan, facts)
    _save(plan, "kế hoạch")
    _store_parts(plan, facts)
    audit.record(
        action="campaigns.plan.import" if is_new else "campaigns.plan.replace",
        target=plan,
        by=by,
        at=at,
        unit=unit,
        changes={"số mục": plan.sections.count(), "số chỉ tiêu": len(facts.targets), "lần": plan.version},
    )
    return plan


def unit_for(facts: PlanFacts, *, code: str = "", text: Sequence[str] = ()) -> Unit:
    """The unit that issues the plan: the one named by `code`, by the campaign, by the file, or by the text itself.

    Raises PlanImportRefused when none, or more than one, can be meant.
    """
    if wanted := code or facts.unit:
        unit = Unit.objects.filter(code=wanted).first()
        if unit is None:
            raise PlanImportRefused(f"Không có đơn vị mã “{wanted}”.", code="unit")
        return unit
    if campaign := Campaign.objects.filter(code=facts.code).select_related("unit").first():
        return campaign.unit
    centres = list(Unit.objects.filter(kind=UnitKind.CENTRE))
    words = f" {search_key(' '.join(text or document_lines(facts.document)))} "
    named = [unit for unit in centres if _is_named(unit, words)] or centres
    if len(named) != 1:
        raise PlanImportRefused(
            "Không xác định được kế hoạch này của đơn vị nào.", hint="Chọn đơn vị (hoặc thêm --unit MÃ).", code="unit"
        )
    return named[0]


def _is_named(unit: Unit, words: str) -> bool:
    names = (search_key(name) for name in (unit.name, unit.place_name) if name)
    return any(f" {name} " in words or f" {name}," in words for name in names)


def _campaign(facts: PlanFacts, unit: Unit) -> Campaign:
    """The campaign, locked; new when its code is free."""
    campaign = Campaign.objects.select_for_update().select_related("unit").filter(code=facts.code).first()
    if campaign is None:
        campaign = Campaign(code=facts.code, unit=unit)
    elif campaign.unit_id != unit.pk:
        raise PlanImportRefused(f"Mã “{facts.code}” đã dùng cho phong trào khác.", hint="Chọn mã khác.", code="code")
    campaign.kind, campaign.title = facts.kind, facts.title
    campaign.short_name = facts.short_name or campaign.short_name
    campaign.starts_on, campaign.ends_on = facts.starts_on, facts.ends_on
    if campaign.ends_on < campaign.starts_on:
        raise PlanImportRefused("Ngày kết thúc phong trào đứng trước ngày bắt đầu.", code="period")
    _save(campaign, "phong trào")
    return campaign


def _draft_of(campaign: Campaign, facts: PlanFacts, *, replace: bool) -> Plan:
    """The plan row to fill: a new one, the draft to overwrite, or a new version of an issued plan."""
    newest = campaign.plans.select_for_update().order_by("-version").first()
    if newest is None:
        return Plan(campaign=campaign, version=1)
    if newest.state == PlanState.WITH_DIRECTOR:
        raise PlanImportRefused(
            "Kế hoạch của phong trào này đang chờ Giám đốc duyệt.", hint="Đợi duyệt hoặc trả lại trước.", code="state"
        )
    if newest.state == PlanState.CLOSED:
        raise PlanImportRefused("Phong trào này đã kết thúc, không lập kế hoạch mới được.", code="state")
    if not replace:
        what = "bản dự thảo" if newest.state == PlanState.DRAFT else "kế hoạch đã ban hành"
        raise PlanImportRefused(
            f"Mã “{facts.code}” đã có {what}.", hint="Chọn thay thế (--replace) hoặc đặt mã khác.", code="exists"
        )
    if newest.state == PlanState.DRAFT:
        return newest
    return Plan(campaign=campaign, version=newest.version + 1, amends=newest)


def _fill(plan: Plan, facts: PlanFacts) -> None:
    document = facts.document
    plan.state = PlanState.DRAFT
    plan.kind_name = document.kind or "KẾ HOẠCH"
    plan.subject = document.subject or facts.title
    plan.number = int(document.number) if document.number.isdigit() else None
    plan.symbol = document.symbol or _symbol_of(plan.campaign.unit)
    plan.place = document.place or plan.campaign.unit.place_name
    plan.issued_on = document.issued_on
    plan.preamble, plan.closing = "\n".join(document.preamble), "\n".join(document.closing)
    plan.signer_title, plan.signer_name = "\n".join(document.signer.title_lines), document.signer.name
    if plan.pk is not None:
        plan.revision += 1


def _symbol_of(unit: Unit) -> str:
    return f"KH-{unit.document_symbol}" if unit.document_symbol else ""


def _store_parts(plan: Plan, facts: PlanFacts) -> None:
    """Writes all parts of the plan anew. What hangs on old content areas (tasks) is led to the new ones by code."""
    old_areas = {area.pk: area.code for area in plan.content_areas.all()}
    tasks = list(plan.campaign.tasks.filter(content_area__in=old_areas))
    task_codes = {task.pk: old_areas[task.content_area_id] for task in tasks if task.content_area_id}
    for name in _PARTS:
        getattr(plan, name).all().delete()
    areas: dict[str, ContentArea] = {}
    for position, area in enumerate(facts.areas):
        row = ContentArea(plan=plan, code=area.code, title=area.title, short_title=area.short_title, position=position)
        areas[area.code] = _save(row, f"nội dung “{area.code}”")
    for task in tasks:
        task.content_area = areas.get(task_codes[task.pk])
        task.save(update_fields=["content_area"])
    _store_sections(plan, facts.document.sections, areas, parent=None)
    for position, target in enumerate(facts.targets):
        _save(_target(plan, target, areas, position), f"chỉ tiêu “{target.code}”")
    for what, line in _lines(plan, facts):
        _save(line, what)


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
        _save(row, f"mục “{section.first_line[:40]}”")
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


def _save(row: Row, what: str) -> Row:
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
