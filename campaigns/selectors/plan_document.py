"""The rows of a plan as one value, the way the printer, the editor and the linter want it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import F, Q
from django.utils import timezone

from accounts.models import Unit
from campaigns.engine.document import PlanDocument, Section, Signer
from campaigns.engine.numbering import NumberingStyle
from campaigns.engine.plan import numbered
from campaigns.models import Plan, PlanSection


def newest_plan(code: str) -> Plan | None:
    """The newest version of the plan of a campaign, whatever its state."""
    return Plan.objects.filter(campaign__code=code).select_related("campaign__unit").order_by("-version").first()


def plan_document(plan: Plan) -> PlanDocument:
    """`plan` as a document, its sections numbered; six queries at any size."""
    unit = plan.campaign.unit
    superior, issuer = issuer_names(unit, plan.issued_on or timezone.localdate(plan.created_at))
    return PlanDocument(
        kind=plan.kind_name,
        subject=plan.subject,
        superior=superior,
        issuer=issuer,
        number="" if plan.number is None else str(plan.number),
        symbol=plan.symbol,
        place=plan.place,
        issued_on=plan.issued_on,
        bases=tuple(plan.bases.filter(is_printed=True).values_list("text", flat=True)),
        preamble=_paragraphs(plan.preamble),
        sections=numbered(_tree(plan)),
        closing=_paragraphs(plan.closing),
        recipients=tuple(plan.recipients.values_list("text", flat=True)),
        signer=Signer(_paragraphs(plan.signer_title), plan.signer_name),
        code=plan.campaign.code,
    )


def issuer_names(unit: Unit, day: date) -> tuple[str, str]:
    """The superior body and the issuer in capitals, as they were called on `day`."""
    in_force = (Q(valid_from__isnull=True) | Q(valid_from__lte=day)) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    name = unit.names.filter(in_force).order_by(F("valid_from").desc(nulls_last=True)).first()
    superior = name.superior_name if name else ""
    if not superior:
        parent = Unit.objects.get_parent(unit)
        superior = parent.name_on(day) if parent else ""
    return superior.upper(), (name.full_name if name else unit.name).upper()


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _tree(plan: Plan) -> tuple[Section, ...]:
    """All sections of the plan, read at once and put under their parents."""
    rows = plan.sections.select_related("content_area").order_by("position", "pk")
    by_parent: dict[int | None, list[PlanSection]] = defaultdict(list)
    for row in rows:
        by_parent[row.parent_id].append(row)

    def sections(siblings: Sequence[PlanSection]) -> tuple[Section, ...]:
        return tuple(
            Section(
                mark=row.mark,
                style=NumberingStyle(row.style or NumberingStyle.NONE),
                heading=row.heading,
                body=row.body,
                paragraphs=_paragraphs(row.paragraphs),
                children=sections(by_parent[row.pk]),
                written_label=row.written_label,
                key=row.key,
                role=row.role,
                area=row.content_area.code if row.content_area else "",
            )
            for row in siblings
        )

    return sections(by_parent[None])
