"""The calls for nominations."""

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.policies import page, reach
from accounts.requests import PortalRequest
from awards.forms.dossiers import AwardRoundForm
from awards.models import AwardRound
from awards.roles import MANAGE_ROUND
from awards.services import rounds
from awards.workflow import AWARD_ROUND
from campaigns.models import Round
from core.errors import DomainError
from core.selectors import available_transitions

ACTS = {"close": rounds.close, "reopen": rounds.reopen}


@page(MANAGE_ROUND)
def round_list(request: PortalRequest) -> HttpResponse:
    """Calls of the reader's centres, newest first."""
    rows = (
        reach(request.user, MANAGE_ROUND)
        .filter(AwardRound.objects.select_related("round", "unit"))
        .annotate(dossiers_count=Count("dossiers"))
    )
    lines = [(row, available_transitions(AWARD_ROUND, row, request.user)) for row in rows]
    return render(request, "awards/round_list.html", {"heading": "Đợt xét khen thưởng", "lines": lines})


@page(MANAGE_ROUND)
def round_create(request: PortalRequest) -> HttpResponse:
    """Open a call."""
    centre = request.centre
    if centre is None:
        raise Http404("no centre to open a call for")
    year = request.year
    form = AwardRoundForm(
        request.POST or None,
        rounds=Round.objects.filter(campaign__unit=centre).order_by("-year"),
        initial={"year": year, "name": f"Xét khen thưởng năm {year}"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            rounds.open_round(unit=centre, **form.cleaned_data, by=request.user, at=timezone.now())
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "Đã mở đợt xét và báo cho các khoa, phòng.")
            return redirect("awards:round-list")
    return render(request, "awards/round_form.html", {"heading": "Mở đợt xét khen thưởng", "form": form})


@page(MANAGE_ROUND)
@require_POST
def round_act(request: PortalRequest, pk: int) -> HttpResponse:
    """Close or reopen a call."""
    award_round = get_object_or_404(reach(request.user, MANAGE_ROUND).filter(AwardRound.objects.all()), pk=pk)
    name = request.POST.get("transition", "")
    try:
        if name in ACTS:
            ACTS[name](award_round=award_round, by=request.user, at=timezone.now())
            messages.success(request, f"{AWARD_ROUND[name].label}: {award_round.name}.")
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("awards:round-list")
