"""The list of dossiers, nominating, and the pages of one dossier."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Person, Unit
from accounts.policies import page, reach
from accounts.requests import PortalRequest
from awards.enums import AwardRoundState, Decider, DossierState
from awards.filters import DossierFilter
from awards.forms.dossiers import NominationForm, NoteForm, ReportForm
from awards.models import AwardRound, Dossier, Initiative
from awards.roles import (
    APPRAISE_DOSSIER,
    EDIT_DOSSIER,
    NOMINATE,
    PREPARE_DECISION,
    SUBMIT_DOSSIER,
    VIEW_DOSSIER,
    VIEW_ELIGIBILITY,
)
from awards.selectors import dossiers as reading
from awards.selectors import eligibility
from awards.services import appraisal, decisions, dossiers
from awards.tables import DossierTable
from awards.workflow import DOSSIER, DOSSIER_BUTTONS
from core.acts import carry_out
from core.errors import DomainError
from core.listing import Chip, Listing, show
from core.selectors import available_transitions, history_of


@page(VIEW_DOSSIER)
def dossier_list(request: PortalRequest) -> HttpResponse:
    """Dossiers of the year that the reader may see."""
    rows = reading.visible_dossiers(request.user).filter(year=request.year)
    if request.centre is not None:
        rows = rows.filter(award_round__unit=request.centre)
    counts = reading.count_by_state(rows)
    chips = [Chip("Tất cả", {}, sum(counts.values()))]
    chips += [Chip(state.label, {"state": state.value}, counts[state]) for state in DossierState if counts.get(state)]
    return show(
        request,
        Listing(
            title="Hồ sơ khen thưởng",
            table=DossierTable,
            queryset=rows,
            filterset=DossierFilter,
            search_fields=("search_key",),
            search_hint="Tên người, khoa, danh hiệu",
            noun="hồ sơ",
            chips=chips,
            empty_text="Chưa có hồ sơ khen thưởng nào trong năm này.",
            export_name="ho-so-khen-thuong",
            template="awards/dossier_list.html",
            context={
                "may_nominate": request.user.has_perm(NOMINATE),
                "may_see_eligibility": request.user.has_perm(VIEW_ELIGIBILITY),
            },
        ),
    )


@page(NOMINATE)
def nominate(request: PortalRequest) -> HttpResponse:
    """Choose the award and the subject; the draft opens pre-filled."""
    units = reach(request.user, NOMINATE).filter(Unit.objects.all(), field="").order_by("path")
    centres = [unit.centre for unit in units[:1] if unit.centre]
    form = NominationForm(
        request.POST or None,
        rounds=AwardRound.objects.filter(unit__in=centres, state=AwardRoundState.OPEN),
        units=units,
        people=Person.objects.filter(unit__in=units, active_to__isnull=True).select_related("unit"),
        initial={
            "award_round": request.GET.get("dot"),
            "award": request.GET.get("danh-hieu"),
            "unit": request.GET.get("don-vi"),
            "person": request.GET.get("nguoi"),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            dossier = dossiers.nominate(**form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lập hồ sơ. Phần đã biết được điền sẵn, hãy kiểm tra và viết tiếp.")
            return redirect("awards:dossier-report", dossier.pk)
    return render(request, "awards/dossier_nominate.html", {"heading": "Đề nghị khen thưởng", "form": form})


def _dossier(request: PortalRequest, pk: int) -> Dossier:
    return get_object_or_404(reading.visible_dossiers(request.user), pk=pk)


def _show(request: PortalRequest, dossier: Dossier, tab: str, **context: Any) -> HttpResponse:
    """One tab of a dossier below its common head."""
    buttons = [
        transition
        for transition in available_transitions(DOSSIER, dossier, request.user)
        if transition.name in DOSSIER_BUTTONS
        and not (transition.name == "propose" and dossier.rule.decider == Decider.DIRECTOR)
        and not (transition.name == "ask_supplement" and dossier.supplements >= appraisal.MOST_SUPPLEMENTS)
    ]
    is_due = dossier.state in (DossierState.DRAFT, DossierState.SUPPLEMENT)
    common = {
        "heading": str(dossier),
        "dossier": dossier,
        "tab": tab,
        "transitions": buttons,
        "waits_on": reading.WAITS_ON.get(DossierState(dossier.state), ""),
        "deadline": dossier.award_round.closes_on if is_due else None,
        "timeline": reading.timeline(dossier),
        "may_edit": request.user.has_perm(EDIT_DOSSIER, dossier),
        "may_grant": dossier.state == DossierState.PROPOSED and request.user.has_perm(PREPARE_DECISION, dossier),
    }
    return render(request, f"awards/dossier_{tab}.html", {**common, **context})


@page(VIEW_DOSSIER)
def dossier_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """The checklist of components."""
    dossier = _dossier(request, pk)
    context = {"missing": reading.missing(dossier), "unwritten": reading.unwritten(dossier)}
    return _show(request, dossier, "detail", checklist=reading.checklist(dossier), **context)


@page(VIEW_DOSSIER)
def dossier_report(request: PortalRequest, pk: int) -> HttpResponse:
    """The achievement report: a form while the department may edit, else the text."""
    dossier = _dossier(request, pk)
    if not request.user.has_perm(EDIT_DOSSIER, dossier):
        return _show(request, dossier, "report")
    questions = reading.judgement_questions(dossier)
    values = {name: getattr(dossier, name) for name in dossiers.REPORT_FIELDS if name != "judgements"}
    form = ReportForm(
        request.POST or None,
        questions=questions,
        judgements=dossier.judgements,
        initiatives=_own_initiatives(dossier),
        initial={**values, "version": dossier.version, "initiatives": dossier.initiatives.all()},
    )
    form.keep = f"bao-cao-{dossier.pk}"
    if request.method == "POST" and form.is_valid():
        try:
            dossiers.save_report(
                dossier=dossier,
                values=form.report_values(),
                version=form.cleaned_data["version"],
                initiatives=form.cleaned_data.get("initiatives"),
                by=request.user,
                at=timezone.now(),
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu báo cáo thành tích.")
            return redirect("awards:dossier-report", pk)
    return _show(request, dossier, "report", form=form)


def _own_initiatives(dossier: Dossier) -> Any:
    if dossier.person_id is None:
        return Initiative.objects.none()
    return Initiative.objects.filter(authors__person=dossier.person_id, year__lte=dossier.year).distinct()


@page(VIEW_DOSSIER)
def dossier_conditions(request: PortalRequest, pk: int) -> HttpResponse:
    """Each condition with value, source and legal reason, as it stands now."""
    dossier = _dossier(request, pk)
    assessment = eligibility.assessment_of(dossier)
    words, tone = eligibility.VERDICT_WORDS[assessment.verdict]
    return _show(request, dossier, "conditions", assessment=assessment, verdict_words=words, verdict_tone=tone)


@page(VIEW_DOSSIER)
def dossier_notes(request: PortalRequest, pk: int) -> HttpResponse:
    """The exchange between the unit and the office."""
    dossier = _dossier(request, pk)
    may_hide = request.user.has_perm(APPRAISE_DOSSIER, dossier)
    may_write = may_hide or request.user.has_perm(SUBMIT_DOSSIER, dossier)
    form = NoteForm(request.POST or None, may_hide=may_hide) if may_write else None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            appraisal.write_note(dossier=dossier, **form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã gửi.")
            return redirect("awards:dossier-notes", pk)
    return _show(request, dossier, "notes", notes=reading.notes_for(dossier, request.user), form=form)


@page(VIEW_DOSSIER)
def dossier_history(request: PortalRequest, pk: int) -> HttpResponse:
    """Who changed what and when."""
    dossier = _dossier(request, pk)
    return _show(request, dossier, "history", events=history_of(dossier))


@page(VIEW_DOSSIER)
@require_POST
def dossier_act(request: PortalRequest, pk: int) -> HttpResponse:
    """One step of the workflow."""
    dossier = _dossier(request, pk)
    by, at, comment = request.user, timezone.now(), request.POST.get("comment", "")
    acts = {
        "submit": lambda: dossiers.submit(dossier=dossier, by=by, at=at),
        "withdraw": lambda: dossiers.withdraw(dossier=dossier, by=by, at=at, comment=comment),
        "accept": lambda: appraisal.accept(dossier=dossier, by=by, at=at, comment=comment),
        "reject": lambda: appraisal.reject(dossier=dossier, by=by, at=at, comment=comment),
        "ask_supplement": lambda: appraisal.ask_supplement(dossier=dossier, by=by, at=at, comment=comment),
        "hold": lambda: appraisal.hold(dossier=dossier, by=by, at=at, comment=comment),
        "propose": lambda: decisions.propose(dossier=dossier, by=by, at=at, comment=comment),
    }
    carry_out(
        request,
        acts,
        lambda _, moved: f"Hồ sơ nay ở trạng thái “{moved.get_state_display()}”.",
        unknown="Không có thao tác này.",
    )
    return redirect("awards:dossier-detail", pk)
