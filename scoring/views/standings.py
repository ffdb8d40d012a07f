"""Pages of what decides a standing besides points: circumstances that cap a grade, votes that break ties."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Unit
from accounts.policies import page, reach
from accounts.requests import PortalRequest
from campaigns.models import Round
from campaigns.selectors.rounds import participating_units
from core.errors import DomainError
from scoring.forms.standings import CircumstanceForm, TieVoteForm
from scoring.models import Circumstance
from scoring.roles import RECORD_CIRCUMSTANCE, RECORD_TIE_VOTE, VIEW_SCORES
from scoring.selectors import standings as reading
from scoring.services import standings

REFUSED = 422


@page(VIEW_SCORES)
@require_GET
def circumstance_list(request: PortalRequest, pk: int) -> HttpResponse:
    """The circumstances of a round, those in force first."""
    round_ = _round(request, VIEW_SCORES, pk)
    context = {
        "heading": "Sự việc hạ mức xếp loại",
        "round": round_,
        "run": reading.newest_run(round_),
        "recorded": reading.recorded(round_),
        "limits": reading.limits_of(round_),
        "may_record": reach(request.user, RECORD_CIRCUMSTANCE).covers(round_.unit),
    }
    return render(request, "scoring/circumstance_list.html", context)


@page(RECORD_CIRCUMSTANCE)
@require_http_methods(["GET", "POST"])
def circumstance_create(request: PortalRequest, pk: int) -> HttpResponse:
    """Record a fact about a unit."""
    round_ = _round(request, RECORD_CIRCUMSTANCE, pk)
    limits = reading.limits_of(round_)
    units = Unit.objects.filter(pk__in=[unit.pk for unit in participating_units(round_)])
    form = CircumstanceForm(request.POST or None, units=units.order_by("position", "sort_key"), limits=limits)
    if request.method == "POST" and form.is_valid():
        try:
            standings.record_circumstance(round=round_, by=request.user, at=timezone.now(), **form.cleaned_data)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã ghi sự việc. Tính lại điểm để sự việc có hiệu lực.")
            return redirect("scoring:circumstance-list", pk)
    context = {"heading": "Ghi sự việc hạ mức", "round": round_, "form": form, "limits": limits}
    return render(request, "scoring/circumstance_form.html", context, status=REFUSED if form.is_bound else 200)


@page(RECORD_CIRCUMSTANCE)
@require_POST
def circumstance_withdraw(request: PortalRequest, pk: int) -> HttpResponse:
    """Take back what was recorded wrongly."""
    rows = Circumstance.objects.select_related("round__campaign__unit")
    found = get_object_or_404(
        reach(request.user, RECORD_CIRCUMSTANCE).filter(rows, field="round__campaign__unit"), pk=pk
    )
    try:
        standings.withdraw_circumstance(
            circumstance=found, reason=request.POST.get("reason", ""), by=request.user, at=timezone.now()
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Đã rút sự việc. Tính lại điểm để kết quả thay đổi theo.")
    return redirect("scoring:circumstance-list", found.round_id)


@page(RECORD_TIE_VOTE)
@require_http_methods(["GET", "POST"])
def tie_votes(request: PortalRequest, pk: int) -> HttpResponse:
    """The ties of the newest run, each with the places to be typed, and the votes recorded so far."""
    round_ = _round(request, RECORD_TIE_VOTE, pk)
    run = reading.newest_run(round_)
    groups = [[score.unit for score in tie.scores] for tie in reading.ties_of(run)]
    votes = reading.votes_of(round_)
    posted = None
    if request.method == "POST":
        posted = _posted(request, [*groups, *([vote.unit for vote in each] for each in votes)])
        if posted is None:
            messages.error(request, "Các đơn vị bằng điểm vừa thay đổi. Xem lại rồi ghi lần nữa.")
            return redirect("scoring:tie-votes", pk)
        if _record(request, round_, posted):
            messages.success(request, "Đã ghi biểu quyết. Tính lại điểm để thứ hạng thay đổi theo.")
            return redirect("scoring:tie-votes", pk)
    context = {
        "heading": "Biểu quyết phân định thứ hạng",
        "round": round_,
        "run": run,
        "ties": [(tie, _form(posted, group)) for tie, group in zip(reading.ties_of(run), groups, strict=True)],
        "votes": votes,
        "is_used": reading.breaks_ties_by_vote(round_),
        "may_see_run": run is not None and reach(request.user, VIEW_SCORES).covers(round_.unit),
    }
    return render(request, "scoring/tie_votes.html", context, status=REFUSED if posted else 200)


def _posted(request: PortalRequest, groups: list[list[Unit]]) -> TieVoteForm | None:
    """The form of the tie that was sent, if there still is such a tie."""
    sent = set(request.POST.get("units", "").split(","))
    group = next((group for group in groups if {str(unit.pk) for unit in group} == sent), None)
    return TieVoteForm(request.POST, units=group) if group else None


def _record(request: PortalRequest, round_: Round, form: TieVoteForm) -> bool:
    if not form.is_valid():
        return False
    try:
        standings.record_tie_vote(
            round=round_,
            order=form.order(),
            minutes=form.cleaned_data["minutes"],
            by=request.user,
            at=timezone.now(),
        )
    except DomainError as refusal:
        form.refuse(refusal)
        return False
    return True


def _form(posted: TieVoteForm | None, group: list[Unit]) -> TieVoteForm:
    if posted is not None and {unit.pk for unit in posted.units} == {unit.pk for unit in group}:
        return posted
    return TieVoteForm(units=group)


def _round(request: PortalRequest, permission: str, pk: int) -> Round:
    rows: Any = Round.objects.select_related("campaign__unit")
    found: Round = get_object_or_404(reach(request.user, permission).filter(rows, field="campaign__unit"), pk=pk)
    return found


urlpatterns = [
    path("dot/<int:pk>/su-viec/", circumstance_list, name="circumstance-list"),
    path("dot/<int:pk>/su-viec/ghi/", circumstance_create, name="circumstance-create"),
    path("su-viec/<int:pk>/rut/", circumstance_withdraw, name="circumstance-withdraw"),
    path("dot/<int:pk>/bieu-quyet/", tie_votes, name="tie-votes"),
]
