"""A plan from a Word or text file: upload, look at what was recognised, confirm the targets, save as a draft."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone

from accounts.enums import UnitKind
from accounts.models import Unit
from accounts.policies import page, reach
from accounts.requests import PortalRequest
from campaigns.engine.lint import lint
from campaigns.engine.plan import PlanFacts
from campaigns.engine.targets import target_words
from campaigns.forms.plan_import import (
    PlanFileForm,
    PlanHeadForm,
    ProposedTargetFormSet,
    confirmed_targets,
    proposed_values,
)
from campaigns.roles import EDIT_PLAN
from campaigns.services import plan_import
from campaigns.word import facts as plan_facts
from campaigns.word import reader, recognise
from core.errors import DomainError
from core.services import checked_files
from core.text import search_key

SESSION_KEY = "plan_import"


@page(EDIT_PLAN)
def plan_import_page(request: PortalRequest) -> HttpResponse:
    """Choose a file and have it read; nothing is stored in the plans yet."""
    form = PlanFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        content = upload.read()
        try:
            reader.read(content)
        except DomainError as refusal:
            form.add_error("file", str(refusal))
        else:
            _forget(request)
            request.session[SESSION_KEY] = {"stored": checked_files.keep(content), "name": upload.name}
            return redirect("campaigns:plan-import-preview")
    return render(request, "campaigns/plan_import.html", {"heading": "Nhập kế hoạch từ tệp Word", "form": form})


@page(EDIT_PLAN)
def plan_import_preview(request: PortalRequest) -> HttpResponse:
    """What was recognised, the slips, and the proposed targets to confirm; saving makes a draft."""
    found = _found(request)
    if found is None:
        messages.error(request, "Tệp đã đọc không còn (phiên đã hết hoặc đã lưu rồi). Hãy chọn lại tệp.")
        return redirect("campaigns:plan-import")
    centres = Unit.objects.filter(kind__in=(UnitKind.CENTRE, UnitKind.AUTHORITY))
    units = reach(request.user, EDIT_PLAN).filter(centres, field="")
    head = PlanHeadForm(request.POST or None, units=units, initial=_head_values(found, request, units))
    targets = ProposedTargetFormSet(
        request.POST or None,
        initial=[proposed_values(target) for target in found.targets],
        form_kwargs={"areas": found.areas},
        prefix="chi-tieu",
    )
    if request.method == "POST":
        complete = head.is_valid() and targets.is_valid()
        if complete and len(targets.forms) == len(found.targets) and (plan := _save(request, found, head, targets)):
            messages.success(request, f"Đã lưu bản dự thảo, gồm {plan.targets.count()} chỉ tiêu đã xác nhận.")
            _forget(request)
            return redirect("campaigns:plan-detail", plan.pk)
    context = {
        "heading": "Xem lại kế hoạch vừa đọc",
        "file_name": request.session[SESSION_KEY]["name"],
        "head": head,
        "targets": targets,
        "proposals": [
            (target, target_words(target.rule), form)
            for target, form in zip(found.targets, targets.forms, strict=False)
        ],
        "document": found.document,
        "slips": lint(found.document, on=timezone.localdate(), issuing=False),
    }
    return render(request, "campaigns/plan_import_preview.html", context)


def _found(request: PortalRequest) -> PlanFacts | None:
    """The facts of the file chosen last, read anew; None when it is gone."""
    chosen = request.session.get(SESSION_KEY)
    if not chosen or not default_storage.exists(chosen["stored"]):
        return None
    with default_storage.open(chosen["stored"]) as stored:
        document = recognise.recognise(reader.read(stored.read()))
    return plan_facts.facts_of(document, code="", fallback_year=timezone.localdate().year)


def _head_values(found: PlanFacts, request: PortalRequest, units: QuerySet[Unit]) -> dict[str, Any]:
    """What the head form proposes: the unit the person works for, and a code made of its place and the years."""
    unit: Unit | None = getattr(request, "centre", None)
    place = unit
    with suppress(DomainError):  # a unit that the text does not name is chosen by the person
        place = plan_import.unit_for(found)
        unit = place if place in units else unit
    words = search_key(place.place_name or place.short_name) if place else "ke hoach"
    years = dict.fromkeys([str(found.starts_on.year), str(found.ends_on.year)])
    code = "-".join([*words.split(), *years])
    return {
        "unit": unit,
        "code": code,
        "title": found.title,
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
    }


def _save(request: PortalRequest, found: PlanFacts, head: PlanHeadForm, targets: Any) -> Any:
    """The stored plan, or None after the refusal was put on the form."""
    values = head.cleaned_data
    confirmed = replace(
        found,
        code=values["code"],
        title=values["title"],
        short_name=values["short_name"],
        starts_on=values["starts_on"],
        ends_on=values["ends_on"],
        targets=confirmed_targets(found, targets.forms),
    )
    try:
        return plan_import.save_draft(
            facts=confirmed, unit=values["unit"], by=request.user, at=timezone.now(), replace=values["replace"]
        )
    except DomainError as refusal:
        head.add_error("replace" if refusal.code == "exists" else None, str(refusal))
        return None


def _forget(request: PortalRequest) -> None:
    chosen = request.session.pop(SESSION_KEY, None)
    if chosen:
        checked_files.discard(chosen["stored"])


routes = [
    path("ke-hoach/nhap/", plan_import_page, name="plan-import"),
    path("ke-hoach/nhap/xem-lai/", plan_import_preview, name="plan-import-preview"),
]
