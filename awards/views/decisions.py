"""Decisions: the list, drafting, signing, revoking, certificates."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.policies import page
from accounts.requests import PortalRequest
from awards.enums import DecisionState, DossierState
from awards.filters import DecisionFilter
from awards.forms.decisions import DecisionForm, SignForm, SuperiorDecisionForm
from awards.models import AwardRound, Decision
from awards.roles import PREPARE_DECISION, SIGN_DECISION, VIEW_DECISION
from awards.selectors import decisions as reading
from awards.selectors import dossiers as dossier_reading
from awards.services import certificates, decisions
from awards.tables import DecisionTable
from core.errors import DomainError
from core.listing import Listing, show
from core.selectors import history_of


@page(VIEW_DECISION)
def decision_list(request: PortalRequest) -> HttpResponse:
    """Signed decisions; drafts for those who prepare and sign them."""
    rows = reading.visible_decisions(request.user)
    if request.centre is not None:
        rows = rows.filter(unit=request.centre)
    waiting = [call for call in _rounds(request) if reading.dossiers_awaiting_decision(call).exists()]
    return show(
        request,
        Listing(
            title="Quyết định khen thưởng",
            table=DecisionTable,
            queryset=rows.annotate(lines_count=Count("lines")),
            filterset=DecisionFilter,
            noun="quyết định",
            empty_text="Chưa có quyết định khen thưởng nào.",
            export_name="quyet-dinh-khen-thuong",
            template="awards/decision_list.html",
            context={"waiting": waiting},
        ),
    )


def _rounds(request: PortalRequest) -> list[AwardRound]:
    """Calls of the chosen centre for which the user prepares decisions."""
    centre = request.centre
    if centre is None or not request.user.has_perm(PREPARE_DECISION, centre):
        return []
    return list(AwardRound.objects.filter(unit=centre))


@page(PREPARE_DECISION)
def decision_create(request: PortalRequest) -> HttpResponse:
    """Draft a decision on what the council passed."""
    calls = {str(call.pk): call for call in _rounds(request)}
    award_round = calls.get(request.GET.get("dot", "")) or next(
        (call for call in calls.values() if reading.dossiers_awaiting_decision(call).exists()), None
    )
    if award_round is None:
        messages.error(request, "Chưa có hồ sơ nào được Hội đồng thông qua để đưa vào quyết định.")
        return redirect("awards:decision-list")
    waiting = reading.dossiers_awaiting_decision(award_round)
    form = DecisionForm(
        request.POST or None,
        dossiers=waiting,
        initial={
            "title": f"Về việc khen thưởng thành tích năm {award_round.year}",
            "achievement": f"có thành tích trong phong trào thi đua năm {award_round.year}",
            "dossiers": waiting,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            decision = decisions.draft(award_round=award_round, **form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã soạn dự thảo; Giám đốc nhận được thông báo.")
            return redirect("awards:decision-detail", decision.pk)
    return render(request, "awards/decision_form.html", {"heading": "Soạn quyết định khen thưởng", "form": form})


def _decision(request: PortalRequest, pk: int) -> Decision:
    return get_object_or_404(reading.visible_decisions(request.user), pk=pk)


@page(VIEW_DECISION)
def decision_detail(request: PortalRequest, pk: int) -> HttpResponse:
    """What the decision says, its list, and the next act."""
    decision = _decision(request, pk)
    is_draft, may_prepare = decision.state == DecisionState.DRAFT, request.user.has_perm(PREPARE_DECISION, decision)
    may_sign = request.user.has_perm(SIGN_DECISION, decision)
    honours = {honour.line_id: honour for honour in reading.honours_of(decision)}
    facts = reading.decision_facts(decision)
    listed = decision.lines.select_related("dossier__award", "dossier__unit", "dossier__person")
    lines = [(line, honours.get(line.pk), fact) for line, fact in zip(listed, facts.lines, strict=True)]
    is_signed = decision.state == DecisionState.SIGNED
    context = {
        "heading": decision.title,
        "decision": decision,
        "facts": facts,
        "lines": lines,
        "is_draft": is_draft,
        "may_edit": is_draft and may_prepare,
        "may_issue": is_signed and may_prepare and len(honours) < len(lines),
        "may_revoke": is_signed and may_sign,
        "sign_form": SignForm(initial={"signed_on": timezone.localdate()}) if is_draft and may_sign else None,
        "waits_on": "Giám đốc" if is_draft else "Phòng Tổ chức - Hành chính" if is_signed and not honours else "",
        "since": decision.drafted_at if is_draft else decision.signed_at,
        "events": history_of(decision) if may_prepare or may_sign else (),
    }
    return render(request, "awards/decision_detail.html", context)


@page(PREPARE_DECISION)
def decision_edit(request: PortalRequest, pk: int) -> HttpResponse:
    """Change the wording of a draft."""
    decision = _decision(request, pk)
    names = ("title", "achievement", "bases")
    form = DecisionForm(request.POST or None, dossiers=None, initial={name: getattr(decision, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            decisions.update_draft(decision=decision, **form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã lưu dự thảo.")
            return redirect("awards:decision-detail", pk)
    return render(request, "awards/decision_form.html", {"heading": "Sửa dự thảo quyết định", "form": form})


@page(SIGN_DECISION)
@require_POST
def decision_sign(request: PortalRequest, pk: int) -> HttpResponse:
    """Sign with number and date."""
    decision, form = _decision(request, pk), SignForm(request.POST)
    if not form.is_valid():
        messages.error(
            request, "Chưa ký được: " + " ".join(str(text) for texts in form.errors.values() for text in texts)
        )
        return redirect("awards:decision-detail", pk)
    try:
        signed = decisions.sign(decision=decision, **form.cleaned_data, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"Đã ký Quyết định số {signed.number_and_symbol}.")
    return redirect("awards:decision-detail", pk)


@page(SIGN_DECISION)
@require_POST
def decision_revoke(request: PortalRequest, pk: int) -> HttpResponse:
    """Revoke a signed decision."""
    decision = _decision(request, pk)
    try:
        decisions.revoke(decision=decision, by=request.user, at=timezone.now(), comment=request.POST.get("comment", ""))
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã hủy quyết định; giấy chứng nhận kèm theo mất hiệu lực.")
    return redirect("awards:decision-detail", pk)


@page(PREPARE_DECISION)
@require_POST
def decision_discard(request: PortalRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    decision = _decision(request, pk)
    try:
        decisions.discard(decision=decision, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("awards:decision-detail", pk)
    messages.success(request, "Đã xóa dự thảo; hồ sơ chờ quyết định khác.")
    return redirect("awards:decision-list")


@page(PREPARE_DECISION)
@require_POST
def certificates_issue(request: PortalRequest, pk: int) -> HttpResponse:
    """Enter everybody of the decision into the register of honours."""
    decision = _decision(request, pk)
    try:
        honours = certificates.issue(decision=decision, by=request.user, at=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        first, last = honours[0].register_number, honours[-1].register_number
        numbers = first if first == last else f"từ {first} đến {last}"
        messages.success(request, f"Đã cấp {len(honours)} giấy chứng nhận, số sổ vàng {numbers}.")
    return redirect("awards:decision-detail", pk)


@page(PREPARE_DECISION)
def superior_decision(request: PortalRequest, pk: int) -> HttpResponse:
    """Enter what a superior decided on a proposed dossier."""
    rows = dossier_reading.visible_dossiers(request.user).filter(state=DossierState.PROPOSED)
    dossier = get_object_or_404(rows, pk=pk)
    form = SuperiorDecisionForm(request.POST or None, initial={"decider_name": dossier.rule.get_decider_display()})
    if request.method == "POST" and form.is_valid():
        try:
            certificates.record_superior_decision(
                dossier=dossier, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi quyết định của cấp trên vào sổ vàng.")
            return redirect("awards:dossier-detail", pk)
    context = {"heading": "Ghi quyết định của cấp trên", "form": form, "dossier": dossier}
    return render(request, "awards/superior_decision_form.html", context)
