"""Voting, made for a phone: what waits for me, and one large question at a time."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from accounts.policies import page
from accounts.requests import PortalRequest
from awards.enums import SessionState
from awards.models import SessionItem
from awards.roles import VOTE_ON_DOSSIER
from awards.selectors import councils as reading
from awards.selectors import eligibility
from awards.services import ballots
from core.errors import DomainError

ANSWERS = {"yes": True, "no": False}


@page(VOTE_ON_DOSSIER)
@never_cache
def session_ballot(request: PortalRequest, pk: int) -> HttpResponse:
    """The agenda for one member: to vote, voted at, not voting because of a conflict of interest."""
    session = get_object_or_404(reading.visible_sessions(request.user), pk=pk)
    member = reading.seat_of(request.user, session)
    lines = reading.ballot_lines(session, member) if member else []
    context = {
        "heading": "Bỏ phiếu kín",
        "session": session,
        "member": member,
        "lines": lines,
        "waiting": sum(line.is_waiting for line in lines),
        "is_open": session.state == SessionState.OPEN,
        "is_present": member is not None and reading.is_present(session, member),
    }
    return render(request, "awards/ballot_list.html", context)


@page(VOTE_ON_DOSSIER)
@never_cache
def ballot(request: PortalRequest, pk: int) -> HttpResponse:
    """One item: facts, two equal buttons, a confirmation. Afterwards only that one has voted."""
    rows = SessionItem.objects.select_related(
        "session__council",
        "dossier__award",
        "dossier__unit",
        "dossier__person",
        "dossier__rule",
        "dossier__award_round",
    )
    item = get_object_or_404(rows, pk=pk, session__in=reading.visible_sessions(request.user))
    member = reading.seat_of(request.user, item.session)
    if request.method == "POST":
        answer = request.POST.get("answer", "")
        if answer not in ANSWERS:
            messages.error(request, "Chưa bỏ phiếu: chọn Đồng ý hoặc Không đồng ý.")
            return redirect("awards:ballot", pk)
        try:
            ballots.cast(item=item, in_favour=ANSWERS[answer], by=request.user, at=timezone.now())
        except DomainError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Đã bỏ phiếu cho hồ sơ của {item.dossier.subject_name}.")
        return redirect("awards:session-ballot", item.session_id)
    lines = {line.item.pk: line for line in reading.ballot_lines(item.session, member)} if member else {}
    context = {
        "heading": item.dossier.subject_name,
        "item": item,
        "dossier": item.dossier,
        "line": lines.get(item.pk),
        "is_open": item.session.state == SessionState.OPEN,
        "assessment": eligibility.assessment_of(item.dossier),
    }
    return render(request, "awards/ballot_detail.html", context)
