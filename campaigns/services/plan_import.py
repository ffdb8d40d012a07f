"""A whole plan put into the database at once: from a structured file or from a recognised document."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.enums import UnitKind
from accounts.models import Unit, User
from campaigns.engine.document import document_lines
from campaigns.engine.plan import PlanFacts
from campaigns.enums import PlanState
from campaigns.models import Campaign, Plan
from campaigns.services import plan_rows
from campaigns.services.plan_rows import PlanImportRefused
from core.services import audit
from core.text import search_key

__all__ = ["PlanImportRefused", "save_draft", "unit_for"]


def save_draft(*, facts: PlanFacts, unit: Unit, by: User | None, at: datetime, replace: bool = False) -> Plan:
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


def _stored(facts: PlanFacts, unit: Unit, by: User | None, at: datetime, replace: bool) -> Plan:
    campaign = _campaign(facts, unit)
    plan = _draft_of(campaign, facts, replace=replace)
    is_new = plan.pk is None
    if is_new:
        plan.created_at, plan.created_by = at, by
    _fill(plan, facts)
    plan_rows.save(plan, "kế hoạch")
    plan_rows.store_parts(plan, facts)
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
    plan_rows.save(campaign, "phong trào")
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
            f"Mã “{facts.code}” đã có {what}.", hint="Đặt mã khác, hoặc chọn thay thế kế hoạch đã có.", code="exists"
        )
    if newest.state == PlanState.DRAFT:
        return newest
    return Plan(campaign=campaign, version=newest.version + 1, amends=newest)


def _fill(plan: Plan, facts: PlanFacts) -> None:
    document = facts.document
    plan.state = PlanState.DRAFT
    plan.kind_name = document.kind or "KẾ HOẠCH"
    plan.subject = document.subject or facts.title
    plan.number = int(document.number) if document.number.isdecimal() else None
    plan.symbol = document.symbol or _symbol_of(plan.campaign.unit)
    plan.place = document.place or plan.campaign.unit.place_name
    plan.issued_on = document.issued_on
    plan.preamble, plan.closing = "\n".join(document.preamble), "\n".join(document.closing)
    plan.signer_title, plan.signer_name = "\n".join(document.signer.title_lines), document.signer.name
    if plan.pk is not None:
        plan.revision += 1


def _symbol_of(unit: Unit) -> str:
    return f"KH-{unit.document_symbol}" if unit.document_symbol else ""
